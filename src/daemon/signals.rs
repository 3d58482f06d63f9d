//! The signals of the operating system: what an operator and systemd say to a daemon.

use tokio::signal::unix::{Signal, SignalKind, signal};

use crate::daemon::event::Event;
use crate::error::{Error, Kind, Result};

/// The signals that mean something.
#[derive(Debug)]
pub(super) struct Signals {
    terminate: Signal,
    interrupt: Signal,
    hang_up: Signal,
    user: Signal,
}

impl Signals {
    /// From now on they are ours.
    pub(super) fn new() -> Result<Self> {
        let listen =
            |kind| signal(kind).map_err(|error| Error::new(Kind::Local, "cannot listen for signals").because(error));
        Ok(Signals {
            terminate: listen(SignalKind::terminate())?,
            interrupt: listen(SignalKind::interrupt())?,
            hang_up: listen(SignalKind::hangup())?,
            user: listen(SignalKind::user_defined1())?,
        })
    }

    /// The next one: SIGTERM and SIGINT stop, SIGHUP reads the configuration again, SIGUSR1 asks all sources now.
    pub(super) async fn next(&mut self) -> Event {
        tokio::select! {
            _ = self.terminate.recv() => Event::Stop,
            _ = self.interrupt.recv() => Event::Stop,
            _ = self.hang_up.recv() => Event::Reload,
            _ = self.user.recv() => Event::RunNow,
        }
    }
}
