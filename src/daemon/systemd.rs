//! What systemd is told (`Type=notify`, sd_notify(3)). Elsewhere nobody listens, and nothing is said.

use std::time::Duration;

use sd_notify::NotifyState;

/// The daemon works.
pub(super) fn ready() {
    say(&[NotifyState::Ready]);
}

/// The daemon ends.
pub(super) fn stopping() {
    say(&[NotifyState::Stopping]);
}

/// The loop still turns, and what it waits for.
pub(super) fn alive(status: &str) {
    say(&[NotifyState::Watchdog, NotifyState::Status(status)]);
}

/// How often [`alive`] must be called, when somebody watches.
pub(super) fn watched() -> Option<Duration> {
    sd_notify::watchdog_enabled().map(|limit| limit / 3)
}

fn say(state: &[NotifyState<'_>]) {
    if let Err(error) = sd_notify::notify(state) {
        tracing::debug!(%error, "systemd does not listen");
    }
}
