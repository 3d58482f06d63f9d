//! The only reader of the system clock. Everything else is handed a [`Now`].
#![expect(clippy::disallowed_methods, reason = "this module is the clock")]

use std::time::Instant;

use chrono::{TimeDelta, Utc};

use crate::model::time::Now;

/// This instant, as the system tells it: for what `--now` does not govern.
pub fn now() -> Now {
    Now::new(Utc::now())
}

/// A clock that may have been set by hand.
#[derive(Debug, Clone, Copy)]
pub struct Clock {
    start: Option<Now>,
    started: Instant,
}

impl Clock {
    /// The system's clock, or one that shows `start` at this moment and goes on from there.
    pub fn new(start: Option<Now>) -> Self {
        Clock { start, started: Instant::now() }
    }

    /// This instant.
    pub fn now(&self) -> Now {
        match self.start {
            None => now(),
            Some(start) => Now::new(start.instant() + TimeDelta::from_std(self.started.elapsed()).unwrap_or_default()),
        }
    }

    /// The instant that a verb of one shot works with: the one set by hand stands still.
    pub fn frozen(&self) -> Now {
        self.start.unwrap_or_else(|| self.now())
    }
}
