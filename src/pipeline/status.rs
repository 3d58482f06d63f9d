//! What is fresh, stale, held back or failing. Takes no lock and changes nothing.

use std::collections::BTreeMap;

use crate::artifact::{Manifest, Role, SitePath};
use crate::config::Config;
use crate::config::source::{SourceConfig, SourceSettings};
use crate::config::target::TargetConfig;
use crate::error::Result;
use crate::fs;
use crate::ledger::{Entry, Purpose};
use crate::model::coverage::{Completeness, DataKind};
use crate::model::notice::{Notice, NoticeKind};
use crate::model::time::Now;
use crate::normalise::merge;
use crate::pipeline::agenda;
use crate::pipeline::output::Output;
use crate::report::status::{IndexBytes, KindStatus, PrintStatus, SiteStatus, SourceStatus, Status, TargetStatus};
use crate::store::Store;
use crate::store::backup::Restoration;
use crate::store::glance::Glance;
use crate::store::load::Failing;
use crate::store::target::TargetState;

/// How many print jobs are told: a week of a large school.
const LAST_PRINTS: usize = 100;

/// The state of a school. One that was never pulled has sources without data and no sites.
///
/// # Errors
/// `Local` when the store cannot be read.
pub async fn status(config: &Config, now: Now) -> Result<Status> {
    let mut glances = Vec::new();
    let (mut failures, mut builds, mut prints, mut targets) =
        <(BTreeMap<_, _>, BTreeMap<_, _>, Vec<_>, BTreeMap<_, _>)>::default();
    let mut restored = None;
    if fs::exists(&config.state_dir) {
        let store = Store::open(&config.state_dir).await?;
        for source in &config.sources {
            glances.push(store.glance(&source.id).await?);
        }
        failures = store.failures().await?;
        builds = store.builds().await?;
        prints = store.print_jobs().await?;
        targets = store.targets().await?;
        let today = now.day(config.school.zone);
        restored = store.restoration().await?.filter(|restoration| restoration.through.sunday() >= today);
        store.close().await;
    } else {
        glances.resize(config.sources.len(), Glance::default());
    }
    let output = Output::new(&config.output_dir);
    let manifest = output.manifest()?.unwrap_or_else(|| Manifest::new(&config.school.name));
    let mut notices = config.notices.clone();
    notices.extend(restored.map(|restoration| unknown_prints(&restoration)));
    notices.extend(config.sources.iter().zip(&glances).filter_map(held_back));

    let sources = config.sources.iter().zip(&glances).map(|(source, glance)| {
        let failing = failures.get(source.id.as_str());
        SourceStatus {
            id: source.id.to_string(),
            kind: type_name(source),
            kinds: kinds(glance),
            last_error: failing.map(|Failing { last, .. }| format!("{}: {}", last.at.to_rfc3339(), last.message)),
            next_try: failing.map(|failing| agenda::next_try(source.id.as_str(), failing).to_rfc3339()),
        }
    });
    let sites = manifest.sites.iter().map(|(id, files)| {
        let build = builds.get(id.as_str());
        let weight = |variant| SitePath::new("index.html").map_or(0, |index| output.size(Some(id), &index, variant));
        SiteStatus {
            id: id.to_string(),
            built_at: build.map(|build| build.built_at.to_rfc3339()),
            data_as_of: build.and_then(|build| build.data_as_of.clone()),
            pages: files.files.values().filter(|facts| facts.role == Role::Page).count(),
            index_bytes: IndexBytes { raw: weight(None), gzip: weight(Some("gz")), br: weight(Some("br")) },
        }
    });
    Ok(Status {
        schema: 1,
        now: now.instant().to_rfc3339(),
        school: config.school.name.clone(),
        sources: sources.collect(),
        sites: sites.collect(),
        targets: config.targets.iter().map(|config| target(config, targets.get(config.id.as_str()))).collect(),
        prints: prints.iter().rev().take(LAST_PRINTS).map(print).collect(),
        notices,
    })
}

/// The jobs of a ledger, as `status` tells them.
pub(super) fn prints(entries: &[Entry]) -> Vec<PrintStatus> {
    entries.iter().map(print).collect()
}

fn target(config: &TargetConfig, state: Option<&TargetState>) -> TargetStatus {
    let published = state.and_then(|state| state.published.as_ref());
    let failure = state.and_then(|state| state.failure.as_ref());
    TargetStatus {
        id: config.id.to_string(),
        kind: config.place.kind(),
        last_success: published.map(|published| published.at.to_rfc3339()),
        release: published.map(|published| published.release.clone()),
        files: published.map_or(0, |published| published.files),
        last_error: failure.map(|failure| format!("{}: {}", failure.at.to_rfc3339(), failure.message)),
        failing_since: state.and_then(|state| state.failing_since).map(|since| since.to_rfc3339()),
    }
}

/// A job of a ledger, as `status` tells it.
pub(super) fn print(entry: &Entry) -> PrintStatus {
    let intent = &entry.intent;
    let trial = if intent.purpose == Purpose::Trial { " (trial)" } else { "" };
    PrintStatus {
        week: intent.week,
        class: intent.class.as_ref().map(|class| class.id.to_string()),
        sheet: format!("{} {}{trial}", intent.kind.as_str(), intent.profile),
        copies: intent.copies,
        printer: intent.printer.to_string(),
        at: entry.at.to_rfc3339(),
        state: entry.state,
        proof: entry.proof,
        reasons: entry.reasons.clone(),
        job: entry.key.as_str().to_owned(),
    }
}

fn held_back((source, glance): (&SourceConfig, &Glance)) -> Option<Notice> {
    merge::held_back(&source.id, glance.counts.values().map(|count| count.held).sum())
}

fn unknown_prints(restoration: &Restoration) -> Notice {
    let message = format!(
        "the state was lost and restored on {}: what was printed before is unknown, `ardoise print --reprint` prints",
        restoration.at.to_rfc3339()
    );
    Notice::new(NoticeKind::Restored, restoration.through.to_string(), message)
}

fn type_name(source: &SourceConfig) -> &'static str {
    match source.settings {
        SourceSettings::NetocentreNews(_) => "netocentre-news",
        SourceSettings::NetocentreMenu(_) => "netocentre-menu",
        SourceSettings::Feed(_) => "feed",
        SourceSettings::Ical(_) => "ical",
        SourceSettings::PronoteIcal(_) => "pronote-ical",
        SourceSettings::TimetableFile(_) => "timetable-file",
        SourceSettings::Moodle(_) => "moodle",
        SourceSettings::Webdav(_) => "webdav",
        SourceSettings::SchoolCalendar(_) => "school-calendar",
    }
}

fn kinds(glance: &Glance) -> Vec<KindStatus> {
    let mut kinds: BTreeMap<DataKind, KindStatus> = BTreeMap::new();
    for window in &glance.coverage {
        let complete = !matches!(window.completeness, Completeness::Partial(_));
        let count = glance.counts.get(&window.kind).copied().unwrap_or_default();
        kinds.insert(
            window.kind,
            KindStatus {
                kind: window.kind.as_str(),
                last_success: complete.then(|| window.pulled_at.to_rfc3339()),
                coverage_to: window.to.map(|day| day.to_string()),
                items: count.items,
                held_back: count.held,
            },
        );
    }
    kinds.into_values().collect()
}
