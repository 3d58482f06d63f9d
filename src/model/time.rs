//! Instants, days and ISO weeks as values: nothing here reads a clock.

use std::fmt;

use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveTime, TimeZone, Utc, Weekday};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

/// The instant at which the work is done, made at the edge (or given by `--now`) and passed down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Now(DateTime<Utc>);

impl Now {
    /// That instant.
    pub fn new(instant: DateTime<Utc>) -> Self {
        Now(instant)
    }

    /// The instant in UTC.
    pub fn instant(self) -> DateTime<Utc> {
        self.0
    }

    /// The calendar day in a zone.
    pub fn day(self, zone: Tz) -> NaiveDate {
        day_of(self.0, zone)
    }
}

/// The calendar day of an instant in a zone.
pub fn day_of(instant: DateTime<Utc>, zone: Tz) -> NaiveDate {
    instant.with_timezone(&zone).date_naive()
}

/// Midnight of a day in a zone, as an instant. Where the clocks skip midnight, the first instant that exists that day.
pub fn start_of_day(day: NaiveDate, zone: Tz) -> DateTime<Utc> {
    let local = |hour| day.and_time(NaiveTime::from_hms_opt(hour, 0, 0).unwrap_or_default());
    zone.from_local_datetime(&local(0))
        .earliest()
        .or_else(|| zone.from_local_datetime(&local(1)).earliest())
        .map_or_else(|| Utc.from_utc_datetime(&local(0)), |instant| instant.with_timezone(&Utc))
}

/// An ISO 8601 week: Monday to Sunday, numbered in the year that holds its Thursday. 2026 has 53 of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Week {
    monday: NaiveDate,
}

impl Week {
    /// The week that holds a day.
    pub fn of(day: NaiveDate) -> Self {
        Week { monday: day.week(Weekday::Mon).first_day() }
    }

    /// Reads `2026-W49`.
    pub fn parse(text: &str) -> Option<Self> {
        let (year, week) = text.split_once("-W")?;
        let well_formed = year.len() == 4 && week.len() == 2;
        let monday = NaiveDate::from_isoywd_opt(year.parse().ok()?, week.parse().ok()?, Weekday::Mon)?;
        well_formed.then_some(Week { monday })
    }

    /// The first day.
    pub fn monday(self) -> NaiveDate {
        self.monday
    }

    /// The last day.
    pub fn sunday(self) -> NaiveDate {
        self.monday + Days::new(6)
    }

    /// The seven days.
    pub fn days(self) -> impl Iterator<Item = NaiveDate> {
        self.monday.iter_days().take(7)
    }

    /// The number in its ISO year, 1 to 53.
    pub fn number(self) -> u32 {
        self.monday.iso_week().week()
    }

    /// The week after.
    #[must_use]
    pub fn next(self) -> Self {
        Week { monday: self.monday + Days::new(7) }
    }

    /// The week before.
    #[must_use]
    pub fn previous(self) -> Self {
        Week { monday: self.monday - Days::new(7) }
    }

    /// Which of the two alternating weeks it is, when `week_a` is one of the weeks A. They alternate without a break, over the turn
    /// of the year and through holidays too: these last two weeks.
    pub fn parity(self, week_a: Week) -> WeekParity {
        let weeks = (self.monday - week_a.monday).num_weeks();
        if weeks % 2 == 0 { WeekParity::A } else { WeekParity::B }
    }

    /// Whether the day lies in it.
    pub fn contains(self, day: NaiveDate) -> bool {
        (self.monday..=self.sunday()).contains(&day)
    }
}

/// Which of two alternating timetables a week has (semaine A/B).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum WeekParity {
    /// Semaine A.
    A,
    /// Semaine B.
    B,
}

impl fmt::Display for Week {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}-W{:02}", self.monday.iso_week().year(), self.number())
    }
}

impl Serialize for Week {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Week {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Week::parse(&text).ok_or_else(|| serde::de::Error::custom(format!("`{text}` is not an ISO week")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    #[test]
    fn weeks_a_and_b_alternate_over_the_53rd_week() {
        let week_a = Week::parse("2026-W36").unwrap();
        for (week, parity) in [
            ("2026-W36", WeekParity::A),
            ("2026-W35", WeekParity::B),
            ("2026-W52", WeekParity::A),
            ("2026-W53", WeekParity::B),
            ("2027-W01", WeekParity::A),
            ("2027-W02", WeekParity::B),
        ] {
            assert_eq!(Week::parse(week).unwrap().parity(week_a), parity, "{week}");
        }
    }

    #[test]
    fn weeks_follow_iso_8601_at_the_turn_of_the_year() {
        for (date, text) in [
            (day(2026, 11, 24), "2026-W48"),
            (day(2026, 12, 31), "2026-W53"),
            (day(2027, 1, 3), "2026-W53"),
            (day(2027, 1, 4), "2027-W01"),
        ] {
            let week = Week::of(date);
            assert_eq!(week.to_string(), text);
            assert_eq!(Week::parse(text), Some(week));
            assert!(week.contains(date));
        }
        for bad in ["2026-W54", "2027-W53", "2026-49", "2026-W9", ""] {
            assert_eq!(Week::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn midnight_is_local() {
        let paris = chrono_tz::Europe::Paris;
        assert_eq!(start_of_day(day(2026, 11, 24), paris).to_rfc3339(), "2026-11-23T23:00:00+00:00");
        assert_eq!(start_of_day(day(2026, 7, 1), paris).to_rfc3339(), "2026-06-30T22:00:00+00:00");
        assert_eq!(day_of(start_of_day(day(2026, 10, 25), paris), paris), day(2026, 10, 25));
    }
}
