//! How fresh the data of a class are, and what its readers must be warned of.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDateTime, TimeDelta, Timelike, Utc};

use crate::config::source::{Ical, PronoteIcal, SourceSettings};
use crate::model::audience::Audience;
use crate::model::coverage::{Completeness, Coverage, DataKind};
use crate::model::id::{ClassId, SourceId};
use crate::plan::page::{Unknown, Warning};
use crate::plan::site_view::SiteView;

/// Data older than this are called stale.
const STALE: TimeDelta = TimeDelta::hours(24);

/// The oldest last complete answer among the kinds shown, rounded down to the hour.
pub(super) fn data_as_of(view: &SiteView<'_>) -> Option<NaiveDateTime> {
    let oldest = expected(view).into_iter().filter_map(|kind| last_complete(view, kind)).min()?;
    Some(to_the_hour(view, oldest))
}

/// Whether every kind that is promised to this class was received at least once.
pub(super) fn all_received(view: &SiteView<'_>) -> bool {
    !warnings(view).iter().any(|warning| matches!(warning, Warning::NeverReceived { .. }))
}

/// Whether any source gives homework to this class.
pub(super) fn homework_is_provided(view: &SiteView<'_>) -> bool {
    last_complete(view, DataKind::Homework).is_some() || view.homework().next().is_some()
}

/// What readers must know, gravest first.
pub(super) fn warnings(view: &SiteView<'_>) -> Vec<Warning> {
    let mut warnings = BTreeSet::new();
    for kind in expected(view) {
        match last_complete(view, kind) {
            // A calendar without homework is said where homework would be.
            None if kind == DataKind::Homework && !windows(view, kind).is_empty() => {}
            None => {
                warnings.insert(Warning::NeverReceived { kind });
            }
            Some(at) if view.inputs.now.instant() - at > STALE => {
                warnings.insert(Warning::Stale { kind, since: to_the_hour(view, at) });
            }
            Some(_) => {}
        }
    }
    for (source, kind) in &view.inputs.snapshot.held {
        let concerned = view.inputs.snapshot.coverage.get(source).into_iter().flatten();
        if concerned.filter(|window| window.kind == *kind).any(|window| concerns(view, window)) {
            warnings.insert(Warning::HeldBack { kind: *kind });
        }
    }
    warnings.into_iter().collect()
}

/// The kinds that the configured sources promise to this class.
fn expected(view: &SiteView<'_>) -> BTreeSet<DataKind> {
    let promised = |settings: &SourceSettings| match settings {
        SourceSettings::NetocentreNews(_) => vec![DataKind::Announcements],
        SourceSettings::NetocentreMenu(_) => vec![DataKind::Menus],
        SourceSettings::Feed(feed)
            if feed.classes.is_empty() || feed.classes.iter().any(|class| view.gathers(class)) =>
        {
            vec![DataKind::Announcements]
        }
        SourceSettings::Ical(calendar) if calendar.classes.iter().any(|class| view.gathers(class)) => {
            vec![DataKind::Timetable]
        }
        SourceSettings::PronoteIcal(calendar) if calendar.classes.iter().any(|class| view.gathers(class)) => {
            vec![DataKind::Homework, DataKind::Timetable]
        }
        SourceSettings::TimetableFile(_) => vec![DataKind::Timetable],
        SourceSettings::Moodle(moodle) if concerned(view, moodle.courses.iter().flat_map(|course| &course.readers)) => {
            vec![DataKind::Homework, DataKind::Announcements]
        }
        SourceSettings::Webdav(dav) if concerned(view, dav.folders.iter().flat_map(|folder| &folder.readers)) => {
            vec![DataKind::Documents]
        }
        SourceSettings::Feed(_)
        | SourceSettings::Ical(_)
        | SourceSettings::PronoteIcal(_)
        | SourceSettings::SchoolCalendar(_)
        | SourceSettings::Moodle(_)
        | SourceSettings::Webdav(_) => Vec::new(),
    };
    view.inputs.config.sources.iter().flat_map(|source| promised(&source.settings)).collect()
}

/// Whether something is for readers of the site.
fn concerned<'a>(view: &SiteView<'_>, mut readers: impl Iterator<Item = &'a Audience>) -> bool {
    readers.any(|audience| view.is_meant(audience))
}

/// The oldest of the last complete answers of the remote sources that give that kind; `None` when none ever did.
fn last_complete(view: &SiteView<'_>, kind: DataKind) -> Option<DateTime<Utc>> {
    let complete = |window: &&Coverage| !matches!(window.completeness, Completeness::Partial(_));
    windows(view, kind).into_iter().filter(complete).map(|window| window.pulled_at).min()
}

/// What of the timetable of a class no source gives. A site of several classes tells changes only.
pub(super) fn unknown_timetable(view: &SiteView<'_>) -> Option<Unknown> {
    let class = &view.site.class()?.id;
    let mut covered = BTreeSet::new();
    for source in &view.inputs.config.sources {
        let groups = match &source.settings {
            SourceSettings::Ical(Ical { classes, groups, .. })
            | SourceSettings::PronoteIcal(PronoteIcal { classes, groups, .. })
                if classes.contains(class) =>
            {
                groups
            }
            SourceSettings::TimetableFile(_) if names_class(view, &source.id, class) => return None,
            _ => continue,
        };
        if groups.is_empty() {
            return None;
        }
        covered.extend(groups.iter().cloned());
    }
    if covered.is_empty() {
        let told = view.lesson_days().next().is_some() || !windows(view, DataKind::Timetable).is_empty();
        return (!told).then_some(Unknown::All);
    }
    let Some(groups) = view.inputs.config.divisions.get(class) else {
        return Some(Unknown::AllBut(covered.into_iter().collect()));
    };
    let missing: Vec<String> = groups.difference(&covered).cloned().collect();
    (!missing.is_empty()).then_some(Unknown::Groups(missing))
}

/// Whether the files of the office name a class.
fn names_class(view: &SiteView<'_>, source: &SourceId, class: &ClassId) -> bool {
    let windows = view.inputs.snapshot.coverage.get(source);
    windows.into_iter().flatten().any(|window| window.classes.contains(class))
}

fn windows<'a>(view: &SiteView<'a>, kind: DataKind) -> Vec<&'a Coverage> {
    // Holidays and the agenda of the whole school are no class's timetable.
    let about_classes = |settings: &SourceSettings| match settings {
        SourceSettings::SchoolCalendar(_) => false,
        SourceSettings::Ical(calendar) => !calendar.classes.is_empty(),
        _ => true,
    };
    let remote = |id: &SourceId| {
        view.inputs.config.sources.iter().any(|source| source.id == *id && about_classes(&source.settings))
    };
    let all = view.inputs.snapshot.coverage.iter().filter(|(id, _)| remote(id)).flat_map(|(_, windows)| windows);
    all.filter(|window| window.kind == kind && concerns(view, window)).collect()
}

fn concerns(view: &SiteView<'_>, window: &Coverage) -> bool {
    window.classes.is_empty() || window.classes.iter().any(|class| view.gathers(class))
}

fn to_the_hour(view: &SiteView<'_>, instant: DateTime<Utc>) -> NaiveDateTime {
    let local = view.local(instant);
    local.date().and_hms_opt(local.hour(), 0, 0).unwrap_or(local)
}
