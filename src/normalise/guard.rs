//! The guard: suspicious losses are held back until somebody or a second answer confirms them.
//!
//! A complete answer that would remove more than a fifth of the live items and more than five, or leave nothing where
//! there was something, is suspicious, unless every removed item lies on a day without school.

use chrono::{DateTime, TimeDelta, Utc};

/// How long a loss must last before a second complete answer confirms it.
const CONFIRMATION: TimeDelta = TimeDelta::minutes(10);

/// The largest number of items that may vanish unquestioned, whatever the share.
const FEW: usize = 5;

/// What a complete answer would do to one kind of data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Loss {
    /// Live items before.
    pub live: usize,
    /// Live items that the answer lacks.
    pub missing: usize,
    /// Of those, the ones on a day with school.
    pub on_school_days: usize,
}

impl Loss {
    /// Whether somebody should look before these items go.
    pub fn is_suspicious(self) -> bool {
        let large = self.missing > FEW && self.missing * 5 > self.live;
        let total = self.missing > 0 && self.missing == self.live;
        (large || total) && self.on_school_days > 0
    }
}

/// Whether an item that has been missing since then may go now. A clock that went backwards confirms nothing.
pub fn is_confirmed(missing_since: Option<DateTime<Utc>>, now: DateTime<Utc>) -> bool {
    missing_since.is_some_and(|since| now - since >= CONFIRMATION)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fifth_and_more_than_five_or_everything_is_suspicious() {
        for (live, missing, on_school_days, suspicious) in [
            (100, 0, 0, false),
            (100, 20, 20, false),
            (100, 21, 21, true),
            (10, 5, 5, false),
            (10, 6, 6, true),
            (1, 1, 1, true),
            (3, 3, 3, true),
            (100, 60, 0, false),
            (100, 60, 1, true),
            (0, 0, 0, false),
        ] {
            assert_eq!(
                Loss { live, missing, on_school_days }.is_suspicious(),
                suspicious,
                "{missing} of {live}, {on_school_days} on school days"
            );
        }
    }

    #[test]
    fn ten_minutes_confirm() {
        let at = |minutes| DateTime::<Utc>::UNIX_EPOCH + TimeDelta::minutes(minutes);
        assert!(!is_confirmed(None, at(60)));
        assert!(!is_confirmed(Some(at(0)), at(9)));
        assert!(is_confirmed(Some(at(0)), at(10)));
        assert!(!is_confirmed(Some(at(60)), at(0)));
    }
}
