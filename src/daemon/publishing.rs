//! Which targets are published to, and when.

use chrono::{DateTime, Utc};

use crate::daemon::Daemon;
use crate::daemon::event::Job;
use crate::error::Result;
use crate::http::backoff;
use crate::model::id::TargetId;
use crate::model::time::Now;
use crate::pipeline::agenda;
use crate::report::publish::{Outcome, PublishReport};

/// A target that failed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Failing {
    /// How often in a row.
    times: u32,
    /// The last time.
    pub(super) at: DateTime<Utc>,
    /// Whether it holds what was published, and only what readers see of it is wrong.
    is_published: bool,
}

impl Failing {
    /// When the target is tried again.
    pub(super) fn retry(self, target: &str) -> DateTime<Utc> {
        backoff::next_try(self.times, self.at, backoff::draw(target, self.at))
    }
}

impl Daemon {
    /// The targets that are to be published to: those that work when something new may be published, and those that failed and may be tried
    /// again.
    pub(super) fn targets_due(&self, new: Option<DateTime<Utc>>, now: Now) -> Vec<TargetId> {
        if self.tasks.has(Job::Publish) || self.tasks.has(Job::Build) {
            return Vec::new();
        }
        let due = |id: &TargetId| match self.failing.get(id) {
            Some(failing) => failing.retry(id.as_str()) <= now.instant() || (new.is_some() && failing.is_published),
            None => new.is_some(),
        };
        let all = self.config.targets.iter().map(|target| &target.id);
        all.filter(|id| due(id)).cloned().collect()
    }

    /// When something new was built that readers may see now.
    pub(super) async fn publishable(&self, now: Now) -> Result<Option<DateTime<Utc>>> {
        let Some(found) = self.built else { return Ok(None) };
        if self.config.targets.is_empty() || self.tasks.has(Job::Publish) || self.tasks.has(Job::Build) {
            return Ok(None);
        }
        if self.hours().publication(found) <= now.instant() {
            return Ok(Some(found));
        }
        let today = now.day(self.config.school.zone);
        let next_school_day = today.iter_days().skip(1).take(60).find(|day| self.hours().is_school_day(*day));
        let since = self.agenda.targets.values().min().copied().unwrap_or(DateTime::UNIX_EPOCH);
        let is_urgent = agenda::is_urgent(&self.config, now, since, next_school_day.unwrap_or(today)).await?;
        Ok(is_urgent.then_some(found))
    }

    pub(super) fn learn_about_targets(&mut self, report: &PublishReport, now: Now) {
        for target in &report.targets {
            let Some(id) = TargetId::new(&target.target) else { continue };
            let is_published = target.outcome != Outcome::Failed;
            if is_published {
                self.agenda.targets.insert(id.clone(), now.instant());
            }
            if report.problems.iter().any(|problem| problem.subject == target.target) {
                let times = self.failing.get(&id).map_or(0, |failing| failing.times).saturating_add(1);
                self.failing.insert(id, Failing { times, at: now.instant(), is_published });
            } else {
                self.failing.remove(&id);
            }
        }
    }
}
