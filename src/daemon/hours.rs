//! When things are due, in the terms of a school. Pure: what it tells depends on the schedule, the days off and the instant.
//!
//! A day on which clocks change is an ordinary day: hours are those on the wall, and one that the day does not have is the next that it
//! has.

use std::ops::RangeInclusive;
use std::time::Duration;

use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveTime, TimeDelta, Utc, Weekday};
use chrono_tz::Tz;

use crate::config::schedule::{Schedule, Span};
use crate::http::backoff;
use crate::model::time::{Week, start_of_day};

/// Two questions that were due together come apart by at most this part of their interval.
const JITTER: f64 = 0.1;
/// How far ahead something due is looked for: longer than any interval.
const HORIZON: usize = 60;

/// The hours of a school.
#[derive(Debug, Clone, Copy)]
pub(super) struct Hours<'h> {
    /// What the operator decided.
    pub(super) schedule: &'h Schedule,
    /// The days without school.
    pub(super) days_off: &'h [RangeInclusive<NaiveDate>],
    /// Where the school is.
    pub(super) zone: Tz,
}

/// When the gazettes of a week are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct PrintWindow {
    /// The week that they cover.
    pub(super) week: Week,
    /// From then on.
    pub(super) from: DateTime<Utc>,
    /// Until then, if the machine was off: afterwards nobody needs them any more.
    pub(super) to: DateTime<Utc>,
}

impl Hours<'_> {
    /// Whether pupils come to school that day.
    pub(super) fn is_school_day(self, day: NaiveDate) -> bool {
        !is_weekend(day) && !self.days_off.iter().any(|off| off.contains(&day))
    }

    /// When a source is asked again that was asked at an instant. Schools that were asked together come apart by their names.
    pub(super) fn next_question(self, school: &str, every: Duration, asked: DateTime<Utc>) -> DateTime<Utc> {
        let mut from = asked;
        for _ in 0..HORIZON {
            let (pause, until) = self.pause(every, from);
            let pause = TimeDelta::from_std(pause).unwrap_or(TimeDelta::days(7));
            #[expect(clippy::cast_possible_truncation, reason = "at most some hours")]
            let late = (backoff::draw(school, asked) * JITTER * pause.as_seconds_f64()) as i64;
            let due = from.max(asked + pause) + TimeDelta::seconds(late);
            if due < until {
                return due;
            }
            from = until;
        }
        from
    }

    /// How long is waited between two questions at an instant, and until when that holds.
    fn pause(self, every: Duration, at: DateTime<Utc>) -> (Duration, DateTime<Utc>) {
        let local = at.with_timezone(&self.zone);
        let (day, time) = (local.date_naive(), local.time());
        let midnight = self.at(day + Days::new(1), NaiveTime::MIN);
        if is_weekend(day) {
            return (every.max(self.schedule.weekend), midnight);
        }
        if !self.is_school_day(day) {
            return (every.max(self.schedule.holidays), midnight);
        }
        let Span { from, to } = self.schedule.day;
        let bounds = [from, to].map(|time| self.at(day, time));
        let until = bounds.into_iter().filter(|bound| *bound > at).chain([midnight]).min().unwrap_or(midnight);
        let pause = if self.schedule.day.contains(time) { every } else { every.max(self.schedule.night) };
        (pause, until)
    }

    /// When a change that was found at an instant may be published, unless it is urgent.
    pub(super) fn publication(self, found: DateTime<Utc>) -> DateTime<Utc> {
        let mut at = found;
        // A peak may begin where another ends.
        for _ in 0..=self.schedule.peaks.len() {
            let local = at.with_timezone(&self.zone);
            let peak =
                self.schedule.peaks.iter().find(|peak| {
                    peak.day.is_none_or(|day| day == local.weekday()) && peak.hours.contains(local.time())
                });
            let Some(peak) = peak else { return at };
            at = self.end(peak.hours, at);
        }
        at
    }

    /// Whether nothing is printed and nobody is alerted at an instant.
    pub(super) fn is_quiet(self, at: DateTime<Utc>) -> bool {
        let time = at.with_timezone(&self.zone).time();
        self.schedule.quiet.is_some_and(|quiet| quiet.contains(time))
    }

    /// When quiet hours end that an instant lies in.
    pub(super) fn after_quiet(self, at: DateTime<Utc>) -> DateTime<Utc> {
        match self.schedule.quiet {
            Some(quiet) if self.is_quiet(at) => self.end(quiet, at),
            _ => at,
        }
    }

    /// The end of hours that an instant lies in.
    fn end(self, hours: Span, at: DateTime<Utc>) -> DateTime<Utc> {
        let day = at.with_timezone(&self.zone).date_naive();
        let today = self.at(day, hours.to);
        if today > at { today } else { self.at(day + Days::new(1), hours.to) }
    }

    /// When the gazettes of a week are printed, as [`day_for`](crate::config::schedule::PrintTime::day_for) tells. `None` when no day is left, or when the office prints by
    /// itself.
    pub(super) fn print_window(self, week: Week) -> Option<PrintWindow> {
        let print = self.schedule.print?;
        let day = print.day_for(week, &|day| self.is_school_day(day))?;
        let from = self.after_quiet(self.at(day, print.time));
        let last = day.max(week.monday());
        Some(PrintWindow { week, from, to: self.at(last + Days::new(1), NaiveTime::MIN) })
    }

    /// The instant at which clocks show a time on a day.
    fn at(self, day: NaiveDate, time: NaiveTime) -> DateTime<Utc> {
        let local = day.and_time(time);
        // An hour that is skipped begins when the clocks have moved on; of two equal hours the first is meant.
        let found = (0..=4)
            .find_map(|quarter| (local + TimeDelta::minutes(30 * quarter)).and_local_timezone(self.zone).earliest());
        found.map_or_else(|| start_of_day(day, self.zone), |found| found.with_timezone(&Utc))
    }
}

fn is_weekend(day: NaiveDate) -> bool {
    matches!(day.weekday(), Weekday::Sat | Weekday::Sun)
}

#[cfg(test)]
mod tests;
