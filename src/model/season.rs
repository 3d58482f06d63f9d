//! The end of a school year as families of this site live it: on that day, what was about the year goes.

use chrono::{Datelike, NaiveDate};

/// A day of every year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SeasonEnd {
    month: u32,
    day: u32,
}

impl SeasonEnd {
    /// The end of August, before the first day of school.
    pub const AUGUST: SeasonEnd = SeasonEnd { month: 8, day: 31 };

    /// Reads `08-31`; a 29 February is the 28th in other years.
    pub fn parse(text: &str) -> Option<Self> {
        let day = NaiveDate::parse_from_str(&format!("2028-{text}"), "%Y-%m-%d").ok()?;
        Some(SeasonEnd { month: day.month(), day: day.day() })
    }

    /// The last end of a season up to a day, that day included.
    pub fn last(self, today: NaiveDate) -> NaiveDate {
        let this_year = self.in_year(today.year());
        if this_year <= today { this_year } else { self.in_year(today.year() - 1) }
    }

    /// The end of the season that holds a day, that day included.
    pub fn on_or_after(self, day: NaiveDate) -> NaiveDate {
        let this_year = self.in_year(day.year());
        if this_year < day { self.in_year(day.year() + 1) } else { this_year }
    }

    fn in_year(self, year: i32) -> NaiveDate {
        let day = NaiveDate::from_ymd_opt(year, self.month, self.day);
        day.or_else(|| NaiveDate::from_ymd_opt(year, self.month, 28)).unwrap_or(NaiveDate::MIN)
    }
}

impl Default for SeasonEnd {
    fn default() -> Self {
        SeasonEnd::AUGUST
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_season_ends_once_a_year() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        for (end, today, last) in [
            ("08-31", "2026-08-30", "2025-08-31"),
            ("08-31", "2026-08-31", "2026-08-31"),
            ("08-31", "2027-01-01", "2026-08-31"),
            ("02-29", "2027-03-01", "2027-02-28"),
            ("02-29", "2028-02-29", "2028-02-29"),
        ] {
            assert_eq!(SeasonEnd::parse(end).map(|end| end.last(day(today))), Some(day(last)), "{end} on {today}");
        }
        for (end, today, next) in [
            ("08-31", "2026-11-24", "2027-08-31"),
            ("08-31", "2027-08-31", "2027-08-31"),
            ("08-31", "2027-09-01", "2028-08-31"),
            ("02-29", "2027-01-01", "2027-02-28"),
        ] {
            assert_eq!(SeasonEnd::parse(end).map(|end| end.on_or_after(day(today))), Some(day(next)), "{end} {today}");
        }
        assert_eq!(SeasonEnd::parse("13-01"), None);
        assert_eq!(SeasonEnd::parse("08-31"), Some(SeasonEnd::default()));
    }
}
