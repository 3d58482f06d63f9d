//! The only reader of the system clock. Everything else is handed a [`Now`].
#![expect(clippy::disallowed_methods, reason = "this module is the clock")]

use chrono::Utc;

use crate::model::time::Now;

/// This instant, as the system tells it.
pub fn now() -> Now {
    Now::new(Utc::now())
}
