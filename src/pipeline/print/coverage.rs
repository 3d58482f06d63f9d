//! Paper coverage: which share of the homework of a week was known when its papers were printed. Pure.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};

use crate::artifact::sheet::SheetKind;
use crate::config::Config;
use crate::ledger::{Entry, Purpose, State};
use crate::model::id::ClassId;
use crate::model::snapshot::Snapshot;
use crate::model::time::Week;
use crate::report::print::WeekCoverage;

/// The coverage of every week of which a gazette was printed, as far as homework is still known.
pub(super) fn of(entries: &[Entry], snapshot: &Snapshot, config: &Config) -> Vec<WeekCoverage> {
    let mut printed: BTreeMap<(Week, &ClassId), DateTime<Utc>> = BTreeMap::new();
    for entry in entries.iter().filter(|entry| is_on_paper(entry)) {
        if let Some(class) = &entry.intent.class {
            printed.entry((entry.intent.week, &class.id)).or_insert(entry.at);
        }
    }
    let weeks: BTreeSet<Week> = printed.keys().map(|(week, _)| *week).collect();
    let coverage = |week| {
        let (mut homework, mut on_paper) = (0, 0);
        for class in &config.classes {
            let Some(at) = printed.get(&(week, &class.id)) else { continue };
            for seen in &snapshot.homework {
                if week.contains(seen.item.due_on) && seen.item.audience.includes(&class.id, &class.level) {
                    homework += 1;
                    on_paper += usize::from(seen.seen_first <= *at);
                }
            }
        }
        WeekCoverage { week, homework, on_paper }
    };
    weeks.into_iter().map(coverage).filter(|week| week.homework > 0).collect()
}

fn is_on_paper(entry: &Entry) -> bool {
    let intent = &entry.intent;
    intent.kind == SheetKind::Gazette
        && intent.purpose == Purpose::Run
        && !matches!(entry.state, State::Refused | State::Canceled | State::Aborted)
}

#[cfg(test)]
mod tests;
