//! When to ask again a source that failed: later and later, never at the same time as others, and never not at all.

use chrono::{DateTime, TimeDelta, Utc};

/// The least and the greatest wait, in seconds: a minute, six hours.
const SHORTEST: f64 = 60.0;
const LONGEST: f64 = 6.0 * 3600.0;

/// When to ask again after so many failures in a row, the last one at `now`: exponential backoff with full jitter, so that a
/// thousand schools that failed together do not come back together. `random` is drawn from 0 to 1.
pub fn next_try(failures: u32, now: DateTime<Utc>, random: f64) -> DateTime<Utc> {
    let doublings = i32::try_from(failures.clamp(1, 32)).unwrap_or(32);
    let ceiling = (SHORTEST * 2_f64.powi(doublings)).min(LONGEST);
    let wait = SHORTEST + (ceiling - SHORTEST) * random.clamp(0.0, 1.0);
    #[expect(clippy::cast_possible_truncation, reason = "at most six hours")]
    let seconds = wait as i64;
    now + TimeDelta::seconds(seconds)
}

/// A draw from 0 to 1 that is always the same for the same failure of the same source: it needs no generator, and `status`
/// tells what the daemon will do.
pub fn draw(source: &str, failed_at: DateTime<Utc>) -> f64 {
    let digest = blake3::hash(format!("{source} {}", failed_at.timestamp_millis()).as_bytes());
    let number = digest.as_bytes().iter().take(4).fold(0_u32, |sum, byte| (sum << 8) | u32::from(*byte));
    f64::from(number) / f64::from(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wait_grows_from_a_minute_to_six_hours_and_never_ends() {
        let now: DateTime<Utc> = "2026-11-24T07:00:00Z".parse().unwrap();
        let wait = |failures, random| (next_try(failures, now, random) - now).num_seconds();
        for (failures, longest) in
            [(0, 120), (1, 120), (2, 240), (3, 480), (8, 15_360), (9, 21_600), (1000, 21_600), (u32::MAX, 21_600)]
        {
            assert_eq!((wait(failures, 0.0), wait(failures, 1.0)), (60, longest), "{failures}");
        }
        assert_eq!((wait(9, 0.5), wait(9, -3.0)), (10_830, 60));
    }

    #[test]
    fn schools_that_failed_together_come_back_apart() {
        let at: DateTime<Utc> = "2026-11-24T07:00:00Z".parse().unwrap();
        let draws: Vec<f64> = (0..1000).map(|school| draw(&format!("edt-{school}"), at)).collect();
        assert_eq!(draws[7].to_bits(), draw("edt-7", at).to_bits());
        for tenth in 0..10 {
            let (from, to) = (f64::from(tenth) / 10.0, f64::from(tenth + 1) / 10.0);
            let count = draws.iter().filter(|draw| (from..to).contains(*draw)).count();
            assert!((60..140).contains(&count), "{count} of 1000 between {from} and {to}");
        }
    }
}
