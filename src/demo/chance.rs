//! Draws that depend only on what they are drawn for, so that a day's content never changes with the moment it is asked.

use chrono::{Datelike, NaiveDate};

/// A number drawn once and for all for `what`, `who` and `day`.
pub(super) fn draw(what: &str, who: &[&str], day: NaiveDate) -> u64 {
    let mut hasher = blake3::Hasher::new();
    hasher.update(what.as_bytes());
    for part in who {
        hasher.update(&[0]);
        hasher.update(part.as_bytes());
    }
    hasher.update(&day.num_days_from_ce().to_le_bytes());
    let bytes = hasher.finalize();
    bytes.as_bytes().iter().take(8).fold(0, |sum, byte| (sum << 8) | u64::from(*byte))
}

/// A place in a list of `length` (which is not 0).
pub(super) fn place(drawn: u64, length: usize) -> usize {
    usize::try_from(drawn % length.max(1) as u64).unwrap_or(0)
}

/// `length` hexadecimal digits (at most 128) that stand for a secret of `who`.
pub(super) fn secret(what: &str, who: &str, length: usize) -> String {
    let mut hasher = blake3::Hasher::new();
    hasher.update(what.as_bytes()).update(who.as_bytes());
    let mut bytes = [0; 64];
    hasher.finalize_xof().fill(&mut bytes);
    let halves = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    halves.filter_map(|half| char::from_digit(u32::from(half), 16)).take(length).collect()
}
