//! The only place that knows every stage: one file for each verb.
//!
//! | verb | from | to |
//! |---|---|---|
//! | [`pull`] | sources | store |
//! | [`build`] | store, `content/`, theme | `output/` |
//! | [`host_kit`] | `output/`, store | the configuration of a web server |
//! | [`agenda`] | store | what the daemon must know of the past |
//! | [`alerts`] | store, what the daemon saw | those who are to be told |
//! | [`access`] (`rotate`) | store | store: another secret of a site |
//! | [`print`](mod@print) | `output/`, ledger | printers |
//! | [`publish`] | `output/` | targets |
//! | [`check`] | configuration, notes, theme; with `--online` the sources, targets and printers | a report |
//! | [`directory`] | the ENT's directory of schools | a name and a portal, for a new configuration |
//! | [`find`] | store, `output/`, ledger, printers | a report |
//! | [`withdraw`] | items | out of everything, for good |
//! | [`backup`] | store, `content/`, configuration | one file |
//! | [`restore`] | one file | store, and what is missing of the rest |
//! | [`export`] | store, `content/` | files that need no Ardoise |
//! | [`status`] | store, `output/` | a report |

pub mod access;
pub mod agenda;
pub mod alerts;
pub mod backup;
pub mod build;
pub mod check;
pub mod directory;
pub mod export;
pub mod find;
pub mod host_kit;
mod media;
mod output;
pub mod print;
pub mod publish;
pub mod pull;
pub mod restore;
mod retention;
pub mod status;
mod theme;
pub mod withdraw;

use std::sync::Arc;

use crate::config::Config;
use crate::model::id::SourceId;
use crate::model::item::SourceState;
use crate::model::notice::Notice;
use crate::model::snapshot::Snapshot;
use crate::model::time::Now;
use crate::normalise::merge;
use crate::normalise::retention::Bounds;
use crate::normalise::school_year::Region;
use crate::normalise::subject::SubjectNames;
use crate::sources::Scope;

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

/// What the sources of a school are asked about.
fn scope(config: &Config, now: Now) -> Scope {
    let school = &config.school;
    Scope { now, zone: school.zone, classes: config.classes.clone(), week_a: school.week_a }
}

/// The sources of a school: the configured ones, then the notes under `content/`.
fn source_ids(config: &Config) -> Vec<SourceId> {
    let mut ids: Vec<SourceId> = config.sources.iter().map(|source| source.id.clone()).collect();
    ids.push(notes_id());
    ids
}

/// How long a school keeps anything, as of now.
fn bounds(config: &Config, now: Now) -> Bounds {
    Bounds::of(now.day(config.school.zone), config.site.retention_days, config.site.season_end)
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
