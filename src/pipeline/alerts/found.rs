//! The incidents that the state of a school tells.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};

use crate::config::Config;
use crate::config::schedule::Schedule;
use crate::ledger::State;
use crate::model::incident::{Incident, Trouble};
use crate::model::notice::NoticeKind;
use crate::model::time::Now;
use crate::report::status::{PrintStatus, SourceStatus, Status, TargetStatus};

/// What the state of the school tells.
pub(super) fn found(status: &Status, config: &Config, now: Now) -> Vec<Incident> {
    let oldest = now.instant() - span(config.alerts.stale_after);
    let sources = status
        .sources
        .iter()
        .zip(&config.sources)
        .flat_map(|(source, settings)| of_source(source, now.instant() - span(patience(config, settings.every))));
    let targets = status.targets.iter().filter_map(|target| of_target(target, oldest));
    let prints = status.prints.iter().filter_map(of_print);
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
    let is_old = target.last_success.as_deref().and_then(instant).is_none_or(|at| at < oldest);
    is_old.then(|| Incident { trouble: Trouble::Unpublished, subject: target.id.clone(), reason: error.to_owned() })
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
    let class = print.class.as_deref().unwrap_or("all");
    Some(Incident {
        trouble: Trouble::Print,
        subject: format!("{}/{} {}", print.week, class, print.sheet),
        reason: format!("on `{}`: {reason}", print.printer),
    })
}

fn instant(text: &str) -> Option<DateTime<Utc>> {
    DateTime::parse_from_rfc3339(text).ok().map(|instant| instant.with_timezone(&Utc))
}
