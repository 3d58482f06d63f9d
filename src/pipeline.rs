//! The only place that knows every stage: one file for each verb.
//!
//! | verb | from | to |
//! |---|---|---|
//! | [`pull`] | sources | store |
//! | [`build`] | store, `content/`, theme | `output/` |
//! | [`print`](mod@print) | `output/`, ledger | printers |
//! | [`check`] | configuration, notes, theme; with `--online` the sources and printers | a report |
//! | [`status`] | store, `output/` | a report |

pub mod build;
pub mod check;
mod media;
mod output;
pub mod print;
pub mod pull;
pub mod status;
mod theme;

use std::sync::Arc;

use crate::config::Config;
use crate::model::id::SourceId;
use crate::model::item::SourceState;
use crate::model::notice::Notice;
use crate::model::snapshot::Snapshot;
use crate::normalise::merge;
use crate::normalise::school_year::Region;
use crate::normalise::subject::SubjectNames;

/// One step of a verb, for a progress bar.
#[derive(Debug, Clone, Copy)]
pub struct Progress {
    /// Steps done.
    pub done: usize,
    /// Steps in all.
    pub total: usize,
}

/// Who wants to know about progress.
pub type Watcher = Arc<dyn Fn(Progress) + Send + Sync>;

/// The sources of a school: the configured ones, then the notes under `content/`.
fn source_ids(config: &Config) -> Vec<SourceId> {
    let mut ids: Vec<SourceId> = config.sources.iter().map(|source| source.id.clone()).collect();
    ids.push(notes_id());
    ids
}

/// The sources of a school put together.
fn merged(config: &Config, states: &[SourceState]) -> (Snapshot, Vec<Notice>) {
    let names = SubjectNames::new(&config.subjects);
    let region = Region::of_school(config.school.uai.as_deref());
    merge::merge(states, &merge::Around { names: &names, divisions: &config.divisions, region })
}

/// The name of the notes under `content/` among the sources.
fn notes_id() -> SourceId {
    SourceId::new("content").expect("a slug")
}
