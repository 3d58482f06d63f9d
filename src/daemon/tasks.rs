//! The work under way: a task for each sort, owned here and nowhere else.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use tokio::runtime::Handle;
use tokio::task::{Id, JoinSet};

use crate::artifact::sheet::SheetKind;
use crate::config::Config;
use crate::daemon::event::{Ended, Job};
use crate::error::{Error, Kind};
use crate::http::Client;
use crate::model::id::{SourceId, TargetId};
use crate::model::incident::Incident;
use crate::model::time::{Now, Week};
use crate::pipeline::alerts::{self, Voice};
use crate::pipeline::build::{self, Mode};
use crate::pipeline::print::{self, Patience, Stale};
use crate::pipeline::publish::{self, Deletions, Past, Trust, Turn};
use crate::pipeline::pull;

/// How long printers are watched without news; jobs that go on are asked about again later.
const WATCHED: Duration = Duration::from_secs(30);

/// The tasks under way.
#[derive(Debug, Default)]
pub(super) struct Tasks {
    set: JoinSet<Ended>,
    jobs: BTreeMap<Job, Id>,
}

impl Tasks {
    pub(super) fn is_empty(&self) -> bool {
        self.set.is_empty()
    }

    pub(super) fn has(&self, job: Job) -> bool {
        self.jobs.contains_key(&job)
    }

    pub(super) fn pull(&mut self, config: &Arc<Config>, client: &Client, now: Now, sources: Vec<SourceId>) {
        let (config, client) = (config.clone(), client.clone());
        self.start(Job::Pull, async move || {
            let options = pull::Options { only: sources.clone(), ..pull::Options::default() };
            let report = pull::pull(&config, &client, now, &options, &silent()).await;
            Ended::Pull(sources, report)
        });
    }

    pub(super) fn build(&mut self, config: &Arc<Config>, now: Now) {
        let config = config.clone();
        self.start(Job::Build, async move || {
            Ended::Build(build::build(&config, now, Mode::Incremental, &silent()).await)
        });
    }

    pub(super) fn publish(&mut self, config: &Arc<Config>, now: Now, targets: Vec<TargetId>) {
        let config = config.clone();
        let options = publish::Options {
            action: publish::Action::Publish,
            trust: Trust::Record,
            deletions: Deletions::Limited,
            past: Past::Kept,
            turn: Turn::Ordinary,
        };
        self.start(Job::Publish, async move || Ended::Publish(publish::publish(&config, now, &targets, options).await));
    }

    pub(super) fn print(&mut self, config: &Arc<Config>, now: Now, week: Week) {
        let config = config.clone();
        let options = print::Options {
            action: print::Action::Print,
            classes: Vec::new(),
            week: Some(week),
            profile: None,
            kinds: vec![SheetKind::Gazette],
            reprint: false,
            stale: Stale::HeldBack,
            hold: false,
            patience: Patience { quiet: WATCHED, ..Patience::default() },
        };
        let talk: print::Talk = Arc::new(|sentence| tracing::info!(sentence, "printing"));
        self.start(Job::Print, async move || Ended::Print(week, print::print(&config, now, &options, &talk).await));
    }

    pub(super) fn review(&mut self, config: &Arc<Config>, now: Now, seen: Vec<Incident>, voice: Voice) {
        let config = config.clone();
        self.start(Job::Review, async move || Ended::Review(alerts::review(&config, now, &seen, voice).await));
    }

    /// On a thread of its own: builds compute for long.
    fn start(&mut self, job: Job, work: impl AsyncFnOnce() -> Ended + Send + 'static) {
        let id = self.set.spawn_blocking(move || Handle::current().block_on(work())).id();
        self.jobs.insert(job, id);
        tracing::debug!(job = job.as_str(), "started");
    }

    /// Waits for the end of a task; for ever when there is none.
    pub(super) async fn ended(&mut self) -> Ended {
        let (id, ended) = match self.set.join_next_with_id().await {
            None => std::future::pending().await,
            Some(Ok((id, ended))) => (id, ended),
            Some(Err(error)) => (error.id(), self.lost(error.id())),
        };
        self.jobs.retain(|_, running| *running != id);
        ended
    }

    fn lost(&self, id: Id) -> Ended {
        let job = self.jobs.iter().find(|(_, running)| **running == id).map_or(Job::Review, |(job, _)| *job);
        Ended::Lost(job, Error::new(Kind::Bug, format!("the task `{}` broke off: see the log", job.as_str())))
    }

    /// Lets the tasks end for so long. What they write is whole at every instant, so that the process may end under them.
    pub(super) async fn stop(&mut self, patience: Duration) {
        let all = async { while self.set.join_next().await.is_some() {} };
        if tokio::time::timeout(patience, all).await.is_err() {
            tracing::info!("work under way goes on when the daemon is started again");
        }
    }
}

/// Nobody looks at progress.
fn silent() -> crate::pipeline::Watcher {
    Arc::new(|_| {})
}
