//! The incidents that the state of a school tells.

use std::collections::BTreeMap;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};

use crate::config::Config;
use crate::config::schedule::Schedule;
use crate::ledger::{Entry, Purpose, State};
use crate::model::incident::{Incident, Trouble};
use crate::model::notice::NoticeKind;
use crate::model::time::{Now, Week};
use crate::pipeline::status;
use crate::report::status::{PrintStatus, SourceStatus, Status, TargetStatus};

/// What the state of the school and its ledger tell.
pub(super) fn found(status: &Status, jobs: &[Entry], config: &Config, now: Now) -> Vec<Incident> {
    let oldest = now.instant() - span(config.alerts.stale_after);
    let sources = status
        .sources
        .iter()
        .zip(&config.sources)
        .flat_map(|(source, settings)| of_source(source, now.instant() - span(patience(config, settings.every))));
    let targets = status.targets.iter().filter_map(|target| of_target(target, oldest));
    let this_week = Week::of(now.day(config.school.zone));
    let prints = last_runs(jobs).filter(|print| print.week >= this_week).filter_map(|print| of_print(&print));
    let lost = status.notices.iter().filter(|notice| notice.kind == NoticeKind::Restored).map(|notice| Incident {
        trouble: Trouble::Print,
        subject: notice.subject.clone(),
        reason: notice.message.clone(),
    });
    sources.chain(targets).chain(prints).chain(lost).collect()
}

/// How old the data of a source may become that is asked so often. It may miss a question wherever questions are rare.
fn patience(config: &Config, every: Duration) -> Duration {
    let Schedule { night, weekend, holidays, .. } = config.schedule;
    let longest = every.max(night).max(weekend).max(holidays);
    config.alerts.stale_after.max(2 * longest)
}

fn span(duration: Duration) -> TimeDelta {
    TimeDelta::from_std(duration).unwrap_or(TimeDelta::days(1))
}

fn of_source(source: &SourceStatus, oldest: DateTime<Utc>) -> Vec<Incident> {
    let incident = |trouble, reason: String| Incident { trouble, subject: source.id.clone(), reason };
    let mut incidents = Vec::new();
    let answered = source.kinds.iter().filter_map(|kind| kind.last_success.as_deref()).filter_map(instant).min();
    // A source that never answered has no age: what it said at its first failure is all that is known.
    let is_stale = match answered {
        Some(at) => at < oldest,
        None => source.last_error.as_deref().and_then(|error| instant(error.split(": ").next()?)).is_some(),
    };
    if is_stale {
        let since = answered.map_or_else(|| "never".to_owned(), |at| at.to_rfc3339());
        let error = source.last_error.as_deref().unwrap_or("its answers are not whole");
        incidents.push(incident(Trouble::Stale, format!("last whole answer: {since}; {error}")));
    }
    let held: usize = source.kinds.iter().map(|kind| kind.held_back).sum();
    if held > 0 {
        let reason = format!("{held} items vanished and are kept: `ardoise pull --accept-deletions {}`", source.id);
        incidents.push(incident(Trouble::HeldBack, reason));
    }
    incidents
}

fn of_target(target: &TargetStatus, oldest: DateTime<Utc>) -> Option<Incident> {
    let error = target.last_error.as_deref()?;
    // One that never worked was set up wrongly: waiting would help nobody.
    let is_old = target.failing_since.as_deref().and_then(instant).is_some_and(|since| since < oldest);
    (is_old || target.last_success.is_none()).then(|| Incident {
        trouble: Trouble::Unpublished,
        subject: target.id.clone(),
        reason: error.to_owned(),
    })
}

/// Whether something that the daemon saw is still so: a sheet that no printer took may have been sent since by somebody, and is of no use to
/// anybody when its week is over.
pub(super) fn lasts(incident: &Incident, jobs: &[Entry], config: &Config, now: Now) -> bool {
    let Some((week, _)) = incident.sheet() else { return true };
    let is_taken = |print: &PrintStatus| {
        let sheet = Incident::of_sheet(print.week, print.class.as_deref(), &print.sheet, String::new());
        sheet.subject == incident.subject && print.state != State::Refused
    };
    week >= Week::of(now.day(config.school.zone)) && !last_runs(jobs).any(|print| is_taken(&print))
}

/// The last job of each sheet: what became of those before it matters to nobody. A trial is watched by whoever asked for it.
fn last_runs(jobs: &[Entry]) -> impl Iterator<Item = PrintStatus> {
    let mut last = BTreeMap::new();
    for entry in jobs.iter().filter(|entry| entry.intent.purpose == Purpose::Run) {
        let print = status::print(entry);
        last.insert((print.week, print.class.clone(), print.sheet.clone()), print);
    }
    last.into_values()
}

fn of_print(print: &PrintStatus) -> Option<Incident> {
    let reason = match print.state {
        State::Uncertain => "nobody knows whether it is on paper",
        State::Refused => "the printer did not take it",
        State::Aborted => "the printer gave it up",
        State::Stopped => "the printer stopped",
        State::Intended | State::Waiting | State::Held | State::Printing | State::Completed | State::Canceled => {
            return None;
        }
    };
    let reason = format!("on `{}`: {reason}", print.printer);
    Some(Incident::of_sheet(print.week, print.class.as_deref(), &print.sheet, reason))
}

fn instant(text: &str) -> Option<DateTime<Utc>> {
    DateTime::parse_from_rfc3339(text).ok().map(|instant| instant.with_timezone(&Utc))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_target_is_told_when_its_readers_get_nothing_new_for_too_long() {
        let told = |last_success: Option<&str>, failing_since: &str, last_error: Option<&str>| {
            let target = TargetStatus {
                id: "serveur".to_owned(),
                kind: "fs",
                last_success: last_success.map(str::to_owned),
                release: None,
                files: 0,
                last_error: last_error.map(str::to_owned),
                failing_since: Some(failing_since.to_owned()),
            };
            of_target(&target, instant("2026-11-24T09:00:00Z").unwrap()).map(|incident| incident.reason)
        };
        let (old, fresh) = ("2026-11-24T08:00:00Z", "2026-11-25T08:00:00Z");
        let wrong = Some("readers do not see what was published");
        let reason = wrong.map(str::to_owned);
        assert_eq!(told(Some(old), old, wrong), reason, "nothing is published");
        assert_eq!(told(Some(fresh), old, wrong), reason, "pages are published and nobody gets them");
        assert_eq!(told(None, fresh, wrong), reason, "nothing was ever published");
        assert_eq!(told(Some(old), fresh, wrong), None, "it may pass, however long there was nothing new before");
        assert_eq!(told(Some(old), old, None), None, "there was nothing new");
    }
}
