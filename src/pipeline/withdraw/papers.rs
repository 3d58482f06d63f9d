//! The sheets that tell withdrawn items: those that can be taken back are, the others are told.

use std::collections::{BTreeMap, BTreeSet};

use crate::artifact::sheet::SheetKind;
use crate::config::Config;
use crate::error::{Error, Kind, Result};
use crate::ledger::{Entry, JobKey, State};
use crate::model::id::{ItemId, PrinterId};
use crate::model::time::{Now, Week};
use crate::pipeline::print;
use crate::report::print::Outcome;
use crate::report::withdraw::Paper;
use crate::store::Store;

/// The jobs that tell the items.
pub(super) struct Papers {
    jobs: BTreeMap<PrinterId, Vec<JobKey>>,
}

impl Papers {
    /// Those of a ledger. A batch tells what the gazettes of its week tell.
    pub(super) fn telling(ledger: &[Entry], items: &[ItemId]) -> Self {
        let names: BTreeSet<String> = items.iter().map(ToString::to_string).collect();
        let tells = |entry: &&Entry| entry.intent.told.iter().any(|told| names.contains(&told.key));
        let weeks: BTreeSet<Week> = ledger.iter().filter(tells).map(|entry| entry.intent.week).collect();
        let holds_it = |entry: &&Entry| match entry.intent.kind {
            SheetKind::Gazette | SheetKind::Correction | SheetKind::Poster => tells(entry),
            SheetKind::Batch | SheetKind::Notice => weeks.contains(&entry.intent.week),
            SheetKind::Access | SheetKind::Slip => false,
        };
        let mut jobs: BTreeMap<PrinterId, Vec<JobKey>> = BTreeMap::new();
        for entry in ledger.iter().filter(holds_it) {
            jobs.entry(entry.intent.printer.clone()).or_default().push(entry.key.clone());
        }
        Papers { jobs }
    }

    /// Takes back what is not on paper yet, printer by printer.
    pub(super) async fn take_back(&self, config: &Config, now: Now, store: &Store) -> Vec<(PrinterId, Result<String>)> {
        let mut outcomes = Vec::new();
        for (printer, jobs) in &self.jobs {
            let outcome = print::take_back(config, now, store, jobs).await.and_then(|report| {
                let (back, kept): (Vec<_>, Vec<_>) =
                    report.sheets.iter().partition(|sheet| sheet.outcome == Outcome::Canceled);
                if kept.is_empty() {
                    return Ok(format!(
                        "{} jobs taken back; `ardoise print --reprint` sends the new sheets",
                        back.len()
                    ));
                }
                Err(Error::new(Kind::Printer, format!("{} jobs cannot be taken back from `{printer}`", kept.len())))
            });
            outcomes.push((printer.clone(), outcome));
        }
        outcomes
    }

    /// The sheets that people hold, or may hold.
    pub(super) fn people_hold(&self, ledger: &[Entry]) -> Vec<Paper> {
        let ours = |entry: &&Entry| self.jobs.values().flatten().any(|key| *key == entry.key);
        let may_be_out = |entry: &&Entry| match entry.state {
            State::Completed | State::Intended | State::Uncertain | State::Printing | State::Stopped => true,
            State::Refused | State::Waiting | State::Held | State::Canceled | State::Aborted => false,
        };
        ledger.iter().filter(ours).filter(may_be_out).map(paper).collect()
    }
}

fn paper(entry: &Entry) -> Paper {
    let intent = &entry.intent;
    let class = intent.class.as_ref().map_or("all classes", |class| class.label.as_str());
    Paper {
        sheet: format!("{} {class} {}", intent.week, intent.profile),
        copies: intent.copies,
        printer: intent.printer.to_string(),
        sure: entry.state == State::Completed,
    }
}
