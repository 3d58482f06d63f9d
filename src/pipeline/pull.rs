//! Sources → store. One failing source never stops the others.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicUsize, Ordering};

use chrono::TimeDelta;
use futures::StreamExt;

use crate::config::Config;
use crate::error::{Error, Kind, Result};
use crate::http::{Client, RetryAfter};
use crate::journal::{Deed, Entry, Place};
use crate::model::attachment::AttachmentKind;
use crate::model::id::{ItemId, ItemKey, SourceId};
use crate::model::item::{Item, SourceState};
use crate::model::notice::{Notice, NoticeKind};
use crate::model::time::Now;
use crate::normalise::accept::{self, Accepted, Context, Deletions};
use crate::pipeline::{Progress, Watcher, notes_id, scope};
use crate::report::{Problem, RunReport, SourceOutcome};
use crate::sources::folder::Folder;
use crate::sources::{self, Scope, Source};
use crate::store::Store;
use crate::store::lock::{self, Stage};

/// How many sources are asked at the same time.
const AT_ONCE: usize = 4;
/// The largest attachment that is fetched: the publisher of the ENT accepts 10 MB.
const ATTACHMENT_LIMIT: u64 = 12 * 1024 * 1024;

/// What to pull.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Only these sources; none means all.
    pub only: Vec<SourceId>,
    /// The source whose deletions the operator accepts.
    pub accept_deletions: Option<SourceId>,
}

/// Asks the sources and keeps what they answer.
///
/// # Errors
/// `Config` for a source that is not configured, `Local` when the store cannot be used.
pub async fn pull(
    config: &Config,
    client: &Client,
    now: Now,
    options: &Options,
    watcher: &Watcher,
) -> Result<RunReport> {
    let asked = options.only.iter().chain(&options.accept_deletions);
    if let Some(unknown) = asked.into_iter().find(|id| !config.sources.iter().any(|source| source.id == **id)) {
        return Err(Error::new(Kind::Config, format!("`{unknown}` is not the id of a source")));
    }
    let _lock = lock::lock(&config.state_dir, Stage::Pull).await?;
    let store = Store::open(&config.state_dir).await?;
    let wanted = |id: &SourceId| {
        let all = options.only.is_empty() && options.accept_deletions.is_none();
        all || options.only.contains(id) || options.accept_deletions.as_ref() == Some(id)
    };
    let chosen: Vec<_> = config.sources.iter().filter(|source| wanted(&source.id)).collect();
    let (done, total) = (AtomicUsize::new(0), chosen.len());
    let scope = scope(config, now);
    let pulls = chosen.iter().map(|settings| {
        let (store, done, scope) = (&store, &done, &scope);
        async move {
            let source = sources::connect(settings, client);
            let accepts = options.accept_deletions.as_ref() == Some(&settings.id);
            let trusted = accepts || source.is_local();
            let deletions = if trusted { Deletions::Trusted } else { Deletions::Guarded };
            let outcome = one(source.as_ref(), store, config, scope, deletions).await;
            watcher(Progress { done: done.fetch_add(1, Ordering::Relaxed) + 1, total });
            outcome
        }
    });
    let reports: Vec<Result<RunReport>> = futures::stream::iter(pulls).buffered(AT_ONCE).collect().await;
    let mut report = RunReport::default();
    for outcome in reports {
        report.extend(outcome?);
    }
    store.keep_only_blobs(&store.used_blobs().await?)?;
    store.close().await;
    Ok(report)
}

/// Reads what lies on this machine, the notes under `content/` and the files of the office: a build does, so that it is published
/// without any pull.
pub(super) async fn local(config: &Config, store: &Store, now: Now) -> Result<RunReport> {
    let folder = Folder::new(notes_id(), config.content_dir.clone());
    let scope = scope(config, now);
    let mut report = one(&folder, store, config, &scope, Deletions::Trusted).await?;
    for source in config.sources.iter().filter_map(sources::open_local) {
        report.extend(one(source.as_ref(), store, config, &scope, Deletions::Trusted).await?);
    }
    Ok(report)
}

/// Asks one source. Its failure is a problem of the report; only the store's failure is an error.
async fn one(
    source: &dyn Source,
    store: &Store,
    config: &Config,
    scope: &Scope,
    deletions: Deletions,
) -> Result<RunReport> {
    let (id, now) = (source.id(), scope.now);
    let previous = store.load(id).await?;
    let mut report = RunReport::default();
    let fetched = match source.fetch(scope, &previous.cursor).await {
        Ok(fetched) => fetched,
        Err(error) => {
            tracing::warn!(
                source = id.as_str(),
                reason = error.chain(),
                "the source failed; what is known of it stays"
            );
            let wait = RetryAfter::of(&error).and_then(|RetryAfter(wait)| TimeDelta::from_std(wait).ok());
            let wait_until = wait.and_then(|wait| now.instant().checked_add_signed(wait));
            store.note_failure(id, now.instant(), &error.chain(), wait_until).await?;
            report.problems.push(Problem::new(id.as_str(), &error));
            report.sources.push(SourceOutcome { failed: true, ..outcome(&previous) });
            return Ok(report);
        }
    };
    for rejected in &fetched.rejected {
        let error = Error::new(Kind::Content, rejected.message.clone());
        report.problems.push(Problem::new(rejected.subject.clone(), &error));
    }
    let today = now.day(config.school.zone);
    let context = Context {
        now,
        today,
        bounds: super::bounds(config, now),
        deletions,
        suppressions: &store.suppressions().await?,
    };
    let before: BTreeMap<ItemKey, String> =
        previous.records.iter().map(|record| (record.key.clone(), record.revision.clone())).collect();
    let Accepted { mut state, notices, new_holds } = accept::accept(previous, fetched, &context);
    report.notices.extend(notices);
    report.notices.extend(files(source, store, &mut state, now).await);
    store.commit(&state, &changes(&before, &state, now)).await?;
    tracing::info!(source = id.as_str(), items = state.records.len(), "the source answered");
    report.sources.push(SourceOutcome { newly_held: !new_holds.is_empty(), ..outcome(&state) });
    Ok(report)
}

/// What the journal is told of a pull.
fn changes(before: &BTreeMap<ItemKey, String>, state: &SourceState, now: Now) -> Vec<Entry> {
    let entry = |deed, key: &ItemKey| {
        let item = ItemId { source: state.source.clone(), key: key.clone() };
        Entry::new(now.instant(), state.source.as_str(), deed, &item, Place::Store)
    };
    let shown = state.records.iter().filter_map(|record| match before.get(&record.key) {
        None => Some(entry(Deed::Added, &record.key)),
        Some(revision) => (*revision != record.revision).then(|| entry(Deed::Changed, &record.key)),
    });
    let live: BTreeSet<&ItemKey> = state.records.iter().map(|record| &record.key).collect();
    let gone = before.keys().filter(|key| !live.contains(key)).map(|key| entry(Deed::Removed, key));
    shown.chain(gone).collect()
}

fn outcome(state: &SourceState) -> SourceOutcome {
    SourceOutcome {
        source: state.source.as_str().to_owned(),
        items: state.records.len(),
        newly_held: false,
        failed: false,
    }
}

/// Fetches the files of live items that are not in the store yet; a file that cannot be had is a notice.
async fn files(source: &dyn Source, store: &Store, state: &mut SourceState, now: Now) -> Vec<Notice> {
    let mut notices = Vec::new();
    for record in &mut state.records {
        let expired =
            matches!(&record.item, Item::Announcement(news) if news.expires_at.is_some_and(|end| end <= now.instant()));
        if expired {
            continue;
        }
        let subject = format!("{}/{}", state.source, record.key.as_str());
        for attachment in record.item.attachments_mut() {
            let fetchable = match &attachment.kind {
                AttachmentKind::File(_) | AttachmentKind::Remote(_) => attachment.digest.is_none(),
                AttachmentKind::Local(_) => true,
                AttachmentKind::AtSource(_) => false,
            };
            if !fetchable {
                continue;
            }
            let kept = match source.download(attachment, ATTACHMENT_LIMIT).await {
                Ok(bytes) => store.put_blob(&bytes).map(|digest| (digest, bytes.len() as u64)),
                Err(error) => Err(error),
            };
            match kept {
                Ok((digest, size)) => {
                    attachment.digest = Some(digest.as_str().to_owned());
                    attachment.size = Some(size);
                }
                Err(error) => {
                    let message = format!("`{}` is not copied: {}", attachment.name, error.chain());
                    notices.push(Notice::new(NoticeKind::NotCopied, &subject, message));
                }
            }
        }
    }
    notices
}
