//! Which hosts are left alone for a while: those that gave no answer several times in a row, and those that asked us to wait.
//!
//! The sources of a school often share one host. When it is dead, each of them would wait for it in turn; so after some
//! silences the others are told at once. When the time is over one request goes through: its outcome opens or closes the way
//! again.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::error::{Error, Kind, Result};
use crate::http::RetryAfter;

/// The longest that a server can keep us away.
const LONGEST: Duration = Duration::from_hours(24);

/// When a host is left alone, and for how long.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rules {
    /// After so many silences in a row.
    pub(super) silences: u32,
    /// For so long.
    pub(super) pause: Duration,
}

/// What is known of the hosts.
#[derive(Debug)]
pub(super) struct Breakers {
    rules: Rules,
    hosts: Mutex<BTreeMap<String, Host>>,
}

/// What a host did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Deed {
    /// It answered, whatever it said.
    Answered,
    /// It gave no whole answer.
    Silent,
    /// It asked us to wait.
    AskedToWait(Duration),
}

#[derive(Debug, Default)]
struct Host {
    silences: u32,
    closed: Option<Closed>,
}

#[derive(Debug, Clone, Copy)]
struct Closed {
    until: Instant,
    on_request: bool,
}

impl Breakers {
    pub(super) fn new(rules: Rules) -> Self {
        Breakers { rules, hosts: Mutex::default() }
    }

    /// Whether the host may be asked now. Whoever is let through after a pause tries for all: the others wait for the outcome.
    ///
    /// # Errors
    /// `RateLimited` when the host asked us to wait, `Unreachable` when it was silent too often.
    pub(super) fn admit(&self, name: &str, now: Instant) -> Result<()> {
        let mut hosts = self.hosts.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(host) = hosts.get_mut(name) else { return Ok(()) };
        let Some(closed) = host.closed else { return Ok(()) };
        let left = closed.until.saturating_duration_since(now);
        if left.is_zero() {
            host.closed = Some(Closed { until: now + self.rules.pause, on_request: false });
            return Ok(());
        }
        Err(if closed.on_request {
            Error::new(Kind::RateLimited, format!("`{name}` is not asked now")).because(RetryAfter(left))
        } else {
            let message = format!("`{name}` is not asked for {} s: it did not answer", left.as_secs().max(1));
            Error::new(Kind::Unreachable, message)
        })
    }

    /// Learns from what the host did.
    pub(super) fn note(&self, name: &str, deed: Deed, now: Instant) {
        let mut hosts = self.hosts.lock().unwrap_or_else(PoisonError::into_inner);
        match deed {
            Deed::Answered => {
                hosts.remove(name);
            }
            Deed::Silent => {
                let host = hosts.entry(name.to_owned()).or_default();
                host.silences += 1;
                if host.silences >= self.rules.silences {
                    host.closed = Some(Closed { until: now + self.rules.pause, on_request: false });
                }
            }
            Deed::AskedToWait(wait) => {
                let closed = Closed { until: now + wait.min(LONGEST), on_request: true };
                hosts.insert(name.to_owned(), Host { silences: 0, closed: Some(closed) });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RULES: Rules = Rules { silences: 3, pause: Duration::from_mins(1) };

    #[test]
    fn a_silent_host_is_left_alone_then_tried_by_one() {
        let breakers = Breakers::new(RULES);
        let start = Instant::now();
        let at = |seconds| start + Duration::from_secs(seconds);
        let admits = |seconds| breakers.admit("ent.example", at(seconds)).is_ok();
        for _ in 0..3 {
            assert!(admits(0));
            breakers.note("ent.example", Deed::Silent, at(0));
        }
        assert!(!admits(0) && !admits(59));
        assert!(breakers.admit("autre.example", at(0)).is_ok());
        // Half open: one is let through, and its silence closes the way again.
        assert!(admits(60) && !admits(60));
        breakers.note("ent.example", Deed::Silent, at(61));
        assert!(!admits(120));
        assert!(admits(121) && !admits(121));
        breakers.note("ent.example", Deed::Answered, at(122));
        assert!(admits(122) && admits(122));
        // The count begins anew.
        breakers.note("ent.example", Deed::Silent, at(122));
        assert!(admits(122));
    }

    #[test]
    fn an_answer_ends_the_count() {
        let breakers = Breakers::new(RULES);
        let now = Instant::now();
        for deed in [Deed::Silent, Deed::Silent, Deed::Answered, Deed::Silent, Deed::Silent] {
            breakers.note("ent.example", deed, now);
        }
        assert!(breakers.admit("ent.example", now).is_ok());
    }

    #[test]
    fn who_asks_for_patience_gets_it() {
        let breakers = Breakers::new(RULES);
        let now = Instant::now();
        let asks = |seconds| Deed::AskedToWait(Duration::from_secs(seconds));
        breakers.note("ent.example", asks(120), now);
        let refused = breakers.admit("ent.example", now + Duration::from_secs(20)).unwrap_err();
        assert_eq!(refused.kind(), Kind::RateLimited);
        assert_eq!(refused.chain(), "`ent.example` is not asked now: the server asks to wait 100 s");
        assert!(breakers.admit("ent.example", now + Duration::from_mins(2)).is_ok());
        breakers.note("ent.example", asks(u64::MAX), now);
        assert!(breakers.admit("ent.example", now + LONGEST).is_ok(), "nobody keeps us away for ever");
    }
}
