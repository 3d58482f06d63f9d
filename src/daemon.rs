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
mod printing;
mod publishing;
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
use crate::daemon::hours::Hours;
use crate::daemon::publishing::Failing;
use crate::daemon::tasks::Tasks;
use crate::daemon::troubles::Troubles;
use crate::error::{Error, Kind, Result};
use crate::http::{Client, backoff};
use crate::model::id::{SourceId, TargetId};
use crate::model::time::{Now, Week};
use crate::pipeline::agenda::{self, Agenda, Asked};
use crate::pipeline::alerts::Voice;

/// How often the state is looked at when nothing happens.
const REVIEW: TimeDelta = TimeDelta::hours(4);
/// A clock that is set back by less is nothing that happened.
const CLOCK_STEP: TimeDelta = TimeDelta::minutes(1);
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
    /// Of when the build under way is, or the last one.
    shown: Now,
    /// The targets that failed.
    failing: BTreeMap<TargetId, Failing>,
    /// The weeks whose gazettes are done with.
    printed: BTreeSet<Week>,
    print_again: Option<DateTime<Utc>>,
    /// How often in a row a printer did not take a sheet.
    untaken: u32,
    /// When something was decided last.
    turned: DateTime<Utc>,
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
        let agenda = agenda::agenda(&config, now, now).await?;
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
            shown: now,
            failing: BTreeMap::new(),
            printed: BTreeSet::new(),
            print_again: None,
            untaken: 0,
            turned: now.instant(),
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
        self.printed.clear();
        // Targets that failed may be mended, and some may be new.
        self.built = self.built.or(Some(now.instant()));
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
        self.look_at_the_clock(now);
        let due = self.sources_due(now);
        if !due.is_empty() && self.may_start(Job::Pull, now) {
            self.run_now = false;
            self.tasks.pull(&self.config, &self.client, now, due);
        }
        if self.build_is_due(now) && self.may_start(Job::Build, now) {
            self.changed = None;
            self.shown = now;
            self.tasks.build(&self.config, now);
        }
        let new = self.publishable(now).await?;
        let targets = self.targets_due(new, now);
        if !targets.is_empty() && self.may_start(Job::Publish, now) {
            self.built = self.built.filter(|_| new.is_none());
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
                self.agenda = agenda::agenda(&self.config, now, now).await?;
                self.asked.extend(asked.into_iter().map(|source| (source, now.instant())));
                self.changed = self.changed.or(Some(now.instant()));
            }
            Ended::Build(Ok(report)) => {
                self.agenda = agenda::agenda(&self.config, now, self.shown).await?;
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
        let retries = self.failing.iter().map(|(target, failed)| failed.retry(target.as_str()));
        let week = Week::of(now.day(self.config.school.zone));
        let weeks = [week, week.next(), week.next().next()].into_iter().filter(|week| !self.printed.contains(week));
        let windows = weeks.filter_map(|week| self.hours().print_window(week)).map(|window| window.from);
        let publication = self.built.map(|found| self.hours().publication(found));
        let rests = self.resting.values().map(|(_, until)| *until);
        let moments = questions.chain(retries).chain(windows).chain(rests).chain(publication);
        let moments = moments.chain(self.agenda.turns_at).chain(self.print_again).chain([self.review]);
        moments.filter(|moment| *moment > now.instant()).min().unwrap_or(now.instant() + REVIEW)
    }

    /// What was to be done at a time that a wrong clock showed is done now: it was set back since.
    fn look_at_the_clock(&mut self, now: Now) {
        if now.instant() + CLOCK_STEP < self.turned {
            tracing::warn!("the clock was set back");
            self.asked.clear();
            self.resting.clear();
            for failing in self.failing.values_mut() {
                failing.at = failing.at.min(now.instant());
            }
            self.built = self.built.map(|built| built.min(now.instant()));
            self.print_again = None;
            self.review = now.instant();
        }
        self.turned = now.instant();
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
        // What the store tells of a time to come was written by a clock that was wrong.
        let known = self.agenda.sources.get(id).copied().unwrap_or_default();
        let known = known.at.filter(|at| *at <= now.instant() + CLOCK_STEP).map_or_else(Asked::default, |_| known);
        let Some(at) = known.at.max(self.asked.get(id).copied()) else { return now.instant() };
        if self.troubles.is_refused(id) {
            return at + REFUSED;
        }
        let usual = || self.hours().next_question(&self.config.school.name, every, at);
        known.not_before.unwrap_or_else(usual)
    }

    fn build_is_due(&self, now: Now) -> bool {
        let turned = self.agenda.turns_at.is_some_and(|at| at <= now.instant());
        // What was built in a future that is none any more is built again.
        let ahead = self.agenda.built_at.is_some_and(|at| at > now.instant() + TimeDelta::minutes(5));
        self.changed.is_some() || turned || ahead || self.agenda.built_at.is_none()
    }
}
