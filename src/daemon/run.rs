//! The loop: waits for an event, lets the [`Daemon`] work, and says how it is.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch as shared;

use crate::artifact::Digest;
use crate::clock::Clock;
use crate::config::Config;
use crate::daemon::event::{Event, Job};
use crate::daemon::health::{self, Seen};
use crate::daemon::signals::Signals;
use crate::daemon::{Daemon, systemd};
use crate::error::Result;
use crate::fs;
use crate::http::Client;
use crate::model::time::Now;
use crate::pipeline::{access, agenda};
use crate::serve::watch::{self, Watcher};
use crate::serve::{self, Serving};

/// The longest sleep: a clock that jumps is seen after that.
const LONGEST: Duration = Duration::from_secs(30);
/// How long the daemon waits when it cannot read its own store.
const BREATH: Duration = Duration::from_secs(10);
/// How long tasks may take to end once the daemon was asked to: with the server's patience less than five seconds.
const PATIENCE: Duration = Duration::from_secs(2);

/// What a daemon is started with.
pub struct Setup {
    /// The configuration's file, which is watched.
    pub file: PathBuf,
    /// Reads it.
    pub load: Arc<dyn Fn() -> Result<Config> + Send + Sync>,
    /// The time.
    pub clock: Clock,
}

impl Setup {
    /// Of the configuration's file; `None` when it cannot be read.
    fn digest(&self) -> Option<Digest> {
        fs::read(&self.file).ok().map(|bytes| Digest::of(&bytes))
    }
}

/// What the loop holds beside the daemon.
struct Loop {
    setup: Setup,
    daemon: Daemon,
    signals: Signals,
    watcher: Watcher,
    /// What the watcher follows.
    followed: Vec<PathBuf>,
    /// The configuration's file as it was read last.
    read: Option<Digest>,
    serving: Option<Serving>,
    seen: shared::Sender<Seen>,
}

/// Runs until somebody asks it to stop. `started` is told where the sites are served, if they are.
///
/// # Errors
/// `Config` when the configuration is wrong, `Local` when another daemon runs for this school, or when the address is taken.
pub async fn run(setup: Setup, started: impl FnOnce(Option<&Serving>)) -> Result<()> {
    let read = setup.digest();
    let config = (setup.load)()?;
    let _lock = agenda::claim(&config)?;
    let signals = Signals::new()?;
    let followed = followed(&setup, &config);
    let watcher = watch::watch(&followed, &[config.output_dir.clone(), config.state_dir.clone()])?;
    let daemon = Daemon::start(config, Client::new()?, setup.clock.now()).await?;
    let (seen, current) = shared::channel(Seen::at(setup.clock.now(), daemon.config().clone()));
    let serving = match &daemon.config().serve {
        None => None,
        Some(settings) => {
            let probes = health::probes(setup.clock, current, settings.state);
            let places = access::kept_places(daemon.config(), setup.clock.now()).await?;
            let output = &daemon.config().output_dir;
            Some(serve::serve(output, places, settings.listen, serve::Mode::Plain, Some(probes)).await?)
        }
    };
    started(serving.as_ref());
    systemd::ready();
    Loop { setup, daemon, signals, watcher, followed, read, serving, seen }.turn_until_stopped().await
}

/// All that the sites are made from. A path whose parent does not exist cannot be followed.
fn followed(setup: &Setup, config: &Config) -> Vec<PathBuf> {
    let files = config.sources.iter().filter_map(|source| source.settings.local_path().map(PathBuf::from));
    let mut followed = vec![config.content_dir.clone(), config.themes_dir.clone(), setup.file.clone()];
    followed.extend(files);
    let has_parent =
        |path: &PathBuf| path.parent().is_some_and(|parent| parent.as_os_str().is_empty() || fs::exists(parent));
    followed.retain(|path| fs::exists(path) || has_parent(path));
    followed
}

impl Loop {
    async fn turn_until_stopped(mut self) -> Result<()> {
        loop {
            let now = self.setup.clock.now();
            let turned = self.daemon.turn(now).await;
            let longest = systemd::watched().map_or(LONGEST, |limit| limit.min(LONGEST));
            let pause = match &turned {
                Ok(()) => (self.daemon.next(now) - now.instant()).to_std().unwrap_or_default().min(longest),
                Err(error) => {
                    tracing::error!(error = error.chain(), "the state cannot be read");
                    BREATH.min(longest)
                }
            };
            self.seen.send_replace(Seen::at(now, self.daemon.config().clone()));
            systemd::alive(if self.daemon.is_busy() { "at work" } else { "waiting" });
            let event = self.next_event(pause).await;
            if matches!(event, Event::Stop) {
                break;
            }
            if let Err(error) = self.take(event).await {
                tracing::error!(error = error.chain(), "the state cannot be read");
            }
        }
        systemd::stopping();
        tracing::info!("stopping");
        self.daemon.stop(PATIENCE).await;
        if let Some(serving) = self.serving {
            serving.stop().await;
        }
        Ok(())
    }

    async fn next_event(&mut self, pause: Duration) -> Event {
        tokio::select! {
            signal = self.signals.next() => signal,
            ended = self.daemon.ended() => Event::Ended(ended),
            () = self.watcher.changed() => Event::FilesChanged,
            () = tokio::time::sleep(pause) => Event::Tick,
        }
    }

    async fn take(&mut self, event: Event) -> Result<()> {
        let now = self.setup.clock.now();
        match event {
            Event::Stop => {}
            // A change that nobody told is found all the same.
            Event::Tick => self.reload_if_changed(now),
            Event::RunNow => self.daemon.run_now(),
            Event::Reload => self.reload(now),
            Event::FilesChanged => {
                self.daemon.files_changed(now);
                self.reload_if_changed(now);
            }
            Event::Ended(ended) => {
                let built = ended.job() == Job::Build;
                self.daemon.take(ended, now).await?;
                if let Some(serving) = self.serving.as_ref().filter(|_| built) {
                    serving.move_to(access::kept_places(self.daemon.config(), now).await?);
                }
            }
        }
        Ok(())
    }

    fn reload_if_changed(&mut self, now: Now) {
        if self.setup.digest() != self.read {
            self.reload(now);
        }
    }

    /// Reads the configuration again; one that is wrong is told, and the last good one stays.
    fn reload(&mut self, now: Now) {
        self.read = self.setup.digest();
        if let Err(error) = self.change(now) {
            tracing::error!(error = error.chain(), "the configuration cannot be used; the last good one stays");
            self.daemon.refuse_change(&error, now);
        }
    }

    fn change(&mut self, now: Now) -> Result<()> {
        let config = (self.setup.load)()?;
        let followed = followed(&self.setup, &config);
        if followed != self.followed {
            self.watcher = watch::watch(&followed, &[config.output_dir.clone(), config.state_dir.clone()])?;
            self.followed = followed;
        }
        self.daemon.change(config, now)
    }
}
