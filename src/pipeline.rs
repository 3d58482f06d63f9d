//! The only place that knows every stage: one file for each verb.
//!
//! | verb | from | to |
//! |---|---|---|
//! | [`pull`] | sources | store |
//! | [`build`] | store, `content/`, theme | `output/` |
//! | [`print`](mod@print) | `output/`, ledger | printers |
//! | [`check`] | configuration, notes, theme; with `--online` the sources and printers | a report |
//! | [`directory`] | the ENT's directory of schools | a name and a portal, for a new configuration |
//! | [`status`] | store, `output/` | a report |

pub mod build;
pub mod check;
pub mod directory;
mod media;
mod output;
pub mod print;
pub mod pull;
pub mod status;
mod theme;

use std::sync::Arc;

use crate::config::Config;
use crate::model::id::SourceId;

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

/// The name of the notes under `content/` among the sources.
fn notes_id() -> SourceId {
    SourceId::new("content").expect("a slug")
}
