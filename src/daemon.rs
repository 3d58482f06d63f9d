//! The daemon: pulls, builds, publishes and prints by itself, for years, and tells the truth about itself.
//!
//! One loop ([`run::run`]) over a closed set of events ([`event::Event`]). [`Daemon::turn`] starts what is due at an instant, each as a task
//! of its own and one of each sort at most; [`Daemon::take`] learns from what is over. Nothing else decides, and the clock is the
//! caller's: a school year passes in a test as fast as its work is done.
//!
//! What the daemon remembers is in the store. Killed at any instant, it goes on where it was: a question that was missed is asked once, a
//! publication is found done or resumed, a sheet is printed once or the office is told.

pub mod event;
mod health;
mod hours;
pub mod run;
mod signals;
mod systemd;
mod tasks;
mod troubles;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};

use crate::config::Config;
use crate::config::source::SourceConfig;
use crate::daemon::event::{Ended, Job};
use crate::daemon::hours::{Hours, PrintWindow};
use crate::daemon::tasks::Tasks;
use crate::daemon::troubles::Troubles;
use crate::error::{Error, Kind, Result};
use crate::http::{Client, backoff};
use crate::ledger::State;
use crate::model::id::{SourceId, TargetId};
use crate::model::time::{Now, Week};
use crate::pipeline::agenda::{self, Agenda};
use crate::pipeline::alerts::Voice;
use crate::report::print::{Outcome, PrintReport, SheetReport};
use crate::report::publish::PublishReport;

/// How often the state is looked at when nothing happens.
const REVIEW: TimeDelta = TimeDelta::hours(4);
/// How long a sheet that waits for something is left alone.
const PRINT_AGAIN: TimeDelta = TimeDelta::minutes(5);
/// How long a source that refuses us is left alone: only the administrator can mend that, and an account must not be locked.
const REFUSED: TimeDelta = TimeDelta::days(1);

/// The daemon of one school.
#[derive(Debug)]
pub struct Daemon {
    config: Arc<Config>,
    client: Client,
    agenda: Agenda,
    /// When each source was asked: the store knows whole answers and failures only.
    asked: BTreeMap<SourceId, DateTime<Utc>>,
    tasks: Tasks,
    troubles: Troubles,
    /// When something changed that is not built yet.
    changed: Option<DateTime<Utc>>,
    /// When something was built that is not published yet.
    built: Option<DateTime<Utc>>,
    /// The targets that failed: how often in a row, and the last time.
    failing: BTreeMap<TargetId, (u32, DateTime<Utc>)>,
    /// The weeks whose gazettes are done with.
    printed: BTreeSet<Week>,
    print_again: Option<DateTime<Utc>>,
    /// When the state is looked at again.
    review: DateTime<Utc>,
    /// The sorts of work that this machine could not do: how often in a row, and when they are tried again.
    resting: BTreeMap<Job, (u32, DateTime<Utc>)>,
    /// Whether somebody wants all sources asked.
    run_now: bool,
}

impl Daemon {
    /// A daemon that goes on where the store says that it was.
    ///
    /// # Errors
    /// `Local` when the store cannot be read.
    pub async fn start(config: Config, client: Client, now: Now) -> Result<Self> {
        let agenda = agenda::agenda(&config, now).await?;
        let troubles = Troubles::remembered(&config).await?;
        Ok(Daemon {
            config: Arc::new(config),
            client,
            agenda,
            asked: BTreeMap::new(),
            tasks: Tasks::default(),
            troubles,
            // The files may have changed, and the last build may be unpublished, since the daemon ended.
            changed: Some(now.instant()),
            built: Some(now.instant()),
            failing: BTreeMap::new(),
            printed: BTreeSet::new(),
            print_again: None,
            review: now.instant(),
            resting: BTreeMap::new(),
            run_now: false,
        })
    }

    /// The configuration that it works with.
    pub fn config(&self) -> &Arc<Config> {
        &self.config
    }

    /// Works with another configuration from now on.
    ///
    /// # Errors
    /// `Config` when it is about another state or output folder: that needs a restart.
    pub fn change(&mut self, config: Config, now: Now) -> Result<()> {
        if (&config.state_dir, &config.output_dir) != (&self.config.state_dir, &self.config.output_dir) {
            return Err(Error::new(
                Kind::Config,
                "`state_dir` and `output_dir` change when the daemon is started again",
            ));
        }
        self.troubles.forget_strangers(&config);
        self.config = Arc::new(config);
        self.failing.clear();
        self.resting.clear();
        for source in self.troubles.mended() {
            // Somebody did something about it: it is asked again at once.
            self.agenda.sources.remove(&source);
            self.asked.remove(&source);
        }
        self.files_changed(now);
        Ok(())
    }

    /// Says that the configuration cannot be used; the last good one stays.
    pub fn refuse_change(&mut self, error: &Error, now: Now) {
        self.troubles.configuration(Some(error));
        self.review = now.instant();
    }

    /// Files changed that the sites are made from.
    pub fn files_changed(&mut self, now: Now) {
        self.changed = self.changed.or(Some(now.instant()));
        self.resting.remove(&Job::Build);
    }

    /// Somebody wants all sources asked now.
    pub fn run_now(&mut self) {
        self.run_now = true;
        self.resting.clear();
    }

    /// Starts what is due at this instant.
    ///
    /// # Errors
    /// `Local` when the store cannot be read.
    pub async fn turn(&mut self, now: Now) -> Result<()> {
        let due = self.sources_due(now);
        if !due.is_empty() && self.may_start(Job::Pull, now) {
            self.run_now = false;
            self.tasks.pull(&self.config, &self.client, now, due);
        }
        if self.build_is_due(now) && self.may_start(Job::Build, now) {
            self.changed = None;
            self.tasks.build(&self.config, now);
        }
        let targets = self.targets_due(now).await?;
        if !targets.is_empty() && self.may_start(Job::Publish, now) {
            self.built = None;
            self.tasks.publish(&self.config, now, targets);
        }
        if let Some(window) = self.print_due(now)
            && self.may_start(Job::Print, now)
        {
            self.tasks.print(&self.config, now, window.week);
        }
        if self.review <= now.instant() && self.may_start(Job::Review, now) {
            let (at, quiet_until) = (now.instant(), self.hours().after_quiet(now.instant()));
            let (voice, again) =
                if quiet_until > at { (Voice::Quiet, quiet_until) } else { (Voice::Aloud, at + REVIEW) };
            self.review = again.min(at + REVIEW);
            self.tasks.review(&self.config, now, self.troubles.all(), voice);
        }
        Ok(())
    }

    /// Waits for the end of a task; for ever when there is none.
    pub async fn ended(&mut self) -> Ended {
        self.tasks.ended().await
    }

    /// Whether a task is under way.
    pub fn is_busy(&self) -> bool {
        !self.tasks.is_empty()
    }

    /// Lets the tasks under way end for so long.
    pub async fn stop(&mut self, patience: Duration) {
        self.tasks.stop(patience).await;
    }

    /// Learns from a task that is over.
    ///
    /// # Errors
    /// `Local` when the store cannot be read.
    pub async fn take(&mut self, ended: Ended, now: Now) -> Result<()> {
        self.rest(ended.job(), now, ended.error());
        self.troubles.learn(&ended);
        match ended {
            Ended::Pull(asked, Ok(_)) => {
                self.agenda = agenda::agenda(&self.config, now).await?;
                self.asked.extend(asked.into_iter().map(|source| (source, now.instant())));
                self.changed = self.changed.or(Some(now.instant()));
            }
            Ended::Build(Ok(report)) => {
                self.agenda = agenda::agenda(&self.config, now).await?;
                if report.written > 0 || report.removed > 0 {
                    self.built = self.built.or(Some(now.instant()));
                }
                self.print_again = None;
            }
            Ended::Build(Err(_)) => self.changed = self.changed.or(Some(now.instant())),
            Ended::Publish(Ok(report)) => {
                self.learn_about_targets(&report, now);
            }
            Ended::Publish(Err(_)) => self.built = self.built.or(Some(now.instant())),
            Ended::Print(week, Ok(report)) => self.learn_about_sheets(week, &report, now),
            Ended::Pull(_, Err(_)) | Ended::Print(_, Err(_)) | Ended::Review(Err(_)) | Ended::Lost(..) => {}
            // Its own end is no news; people who could not be told are told as soon as it has rested.
            Ended::Review(Ok(())) => return Ok(()),
        }
        self.review = now.instant();
        Ok(())
    }

    /// Does everything that is due at this instant, to the end.
    ///
    /// # Errors
    /// `Local` when the store cannot be read.
    pub async fn settle(&mut self, now: Now) -> Result<()> {
        loop {
            self.turn(now).await?;
            if !self.is_busy() {
                return Ok(());
            }
            let ended = self.ended().await;
            self.take(ended, now).await?;
        }
    }

    /// When something is due next that is not due now.
    pub fn next(&self, now: Now) -> DateTime<Utc> {
        let questions = self.config.sources.iter().map(|source| self.next_question(&source.id, source.every, now));
        let retries = self.failing.iter().map(|(target, failed)| retry(target.as_str(), *failed));
        let week = Week::of(now.day(self.config.school.zone));
        let weeks = [week, week.next(), week.next().next()].into_iter().filter(|week| !self.printed.contains(week));
        let windows = weeks.filter_map(|week| self.hours().print_window(week)).map(|window| window.from);
        let publication = self.built.map(|found| self.hours().publication(found));
        let rests = self.resting.values().map(|(_, until)| *until);
        let moments = questions.chain(retries).chain(windows).chain(rests).chain(publication);
        let moments = moments.chain(self.agenda.turns_at).chain(self.print_again).chain([self.review]);
        moments.filter(|moment| *moment > now.instant()).min().unwrap_or(now.instant() + REVIEW)
    }

    fn hours(&self) -> Hours<'_> {
        let Config { schedule, school, .. } = &*self.config;
        Hours { schedule, days_off: &self.agenda.days_off, zone: school.zone }
    }

    fn may_start(&self, job: Job, now: Now) -> bool {
        !self.tasks.has(job) && self.resting.get(&job).is_none_or(|(_, until)| *until <= now.instant())
    }

    /// After work that this machine could not do, it rests for longer and longer.
    fn rest(&mut self, job: Job, now: Now, error: Option<&Error>) {
        let Some(error) = error else {
            self.resting.remove(&job);
            return;
        };
        tracing::error!(job = job.as_str(), error = error.chain(), "could not be done");
        let count = self.resting.get(&job).map_or(0, |(count, _)| *count).saturating_add(1);
        let until = backoff::next_try(count, now.instant(), backoff::draw(job.as_str(), now.instant()));
        self.resting.insert(job, (count, until));
    }

    fn sources_due(&self, now: Now) -> Vec<SourceId> {
        let next = |source: &SourceConfig| self.next_question(&source.id, source.every, now);
        let due = |source: &SourceConfig| self.run_now || next(source) <= now.instant();
        if !self.config.sources.iter().any(due) {
            return Vec::new();
        }
        // What would be due soon is asked with the others: each question but the first costs a build.
        let soon = |source: &SourceConfig| {
            let early = TimeDelta::from_std(source.every / 10).unwrap_or_default();
            self.run_now || next(source) <= now.instant() + early
        };
        self.config.sources.iter().filter(|source| soon(source)).map(|source| source.id.clone()).collect()
    }

    fn next_question(&self, id: &SourceId, every: Duration, now: Now) -> DateTime<Utc> {
        let asked = self.agenda.sources.get(id).copied().unwrap_or_default();
        let Some(at) = asked.at.max(self.asked.get(id).copied()) else { return now.instant() };
        if self.troubles.is_refused(id) {
            return at.min(now.instant()) + REFUSED;
        }
        match asked.not_before {
            // A clock that was set back must not leave a source alone for longer than its failure asked for.
            Some(not_before) => not_before.min(now.instant() + (not_before - at)),
            None => self.hours().next_question(&self.config.school.name, every, at, now.instant()),
        }
    }

    fn build_is_due(&self, now: Now) -> bool {
        let turned = self.agenda.turns_at.is_some_and(|at| at <= now.instant());
        // What was built in a future that is none any more is built again.
        let ahead = self.agenda.built_at.is_some_and(|at| at > now.instant() + TimeDelta::minutes(5));
        self.changed.is_some() || turned || ahead || self.agenda.built_at.is_none()
    }

    /// The targets that are to be published to: all of them when something new may be published, and those that failed and may be tried
    /// again.
    async fn targets_due(&self, now: Now) -> Result<Vec<TargetId>> {
        if self.config.targets.is_empty() || self.tasks.has(Job::Publish) || self.tasks.has(Job::Build) {
            return Ok(Vec::new());
        }
        let new = self.may_publish(now).await?;
        let due = |id: &TargetId| match self.failing.get(id) {
            Some(failed) => retry(id.as_str(), *failed) <= now.instant(),
            None => new,
        };
        let all = self.config.targets.iter().map(|target| &target.id);
        Ok(all.filter(|id| due(id)).cloned().collect())
    }

    /// Whether something new was built that readers may see now.
    async fn may_publish(&self, now: Now) -> Result<bool> {
        let Some(found) = self.built else { return Ok(false) };
        if self.hours().publication(found) <= now.instant() {
            return Ok(true);
        }
        let today = now.day(self.config.school.zone);
        let next_school_day = today.iter_days().skip(1).take(60).find(|day| self.hours().is_school_day(*day));
        let since = self.agenda.targets.values().min().copied().unwrap_or(DateTime::UNIX_EPOCH);
        agenda::is_urgent(&self.config, now, since, next_school_day.unwrap_or(today)).await
    }

    fn learn_about_targets(&mut self, report: &PublishReport, now: Now) {
        for target in &report.targets {
            let Some(id) = TargetId::new(&target.target) else { continue };
            if report.problems.iter().any(|problem| problem.subject == target.target) {
                let count = self.failing.get(&id).map_or(0, |(count, _)| *count).saturating_add(1);
                self.failing.insert(id, (count, now.instant()));
            } else {
                self.failing.remove(&id);
                self.agenda.targets.insert(id, now.instant());
            }
        }
    }

    /// The gazettes whose time it is, once everything is built that they tell.
    fn print_due(&self, now: Now) -> Option<PrintWindow> {
        let pending = self.changed.is_some() || self.tasks.has(Job::Build) || self.tasks.has(Job::Pull);
        let waits = self.print_again.is_some_and(|at| at > now.instant());
        if self.config.printers.is_empty() || pending || waits || self.hours().is_quiet(now.instant()) {
            return None;
        }
        let week = Week::of(now.day(self.config.school.zone));
        let weeks = [week, week.next()].into_iter().filter(|week| !self.printed.contains(week));
        let open = |window: &PrintWindow| window.from <= now.instant() && now.instant() < window.to;
        weeks.filter_map(|week| self.hours().print_window(week)).find(open)
    }

    fn learn_about_sheets(&mut self, week: Week, report: &PrintReport, now: Now) {
        // A stopped printer waits for somebody, who is told: its jobs go on by themselves.
        let goes_on = |state| matches!(state, State::Waiting | State::Held | State::Printing | State::Stopped);
        let open = |sheet: &SheetReport| sheet.outcome == Outcome::Stale || sheet.state.is_some_and(goes_on);
        if report.sheets.iter().any(open) {
            self.print_again = Some(now.instant() + PRINT_AGAIN);
        } else {
            self.print_again = None;
            self.printed.insert(week);
        }
    }
}

/// When a target that failed is tried again.
fn retry(target: &str, (count, at): (u32, DateTime<Utc>)) -> DateTime<Utc> {
    backoff::next_try(count, at, backoff::draw(target, at))
}
