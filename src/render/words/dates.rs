//! Days and hours in words.
//!
//! Spaces that must not break are U+00A0, as the Imprimerie nationale asks.

use chrono::{Datelike, Days, NaiveDate, NaiveDateTime, NaiveTime, Timelike};

use super::{Value, Words};
use crate::model::time::{Week, WeekParity};

impl Words {
    /// "lundi".
    pub fn weekday(&self, day: NaiveDate) -> String {
        self.about("weekday", day)
    }

    /// "1er décembre", "24 novembre".
    pub fn day_and_month(&self, day: NaiveDate) -> String {
        self.about("day-and-month", day)
    }

    /// "mardi 24 novembre".
    pub fn day(&self, day: NaiveDate) -> String {
        self.about("date", day)
    }

    /// "mardi 24", "mardi 1er".
    pub fn weekday_and_number(&self, day: NaiveDate) -> String {
        self.about("weekday-and-number", day)
    }

    /// "mardi 24 novembre 2026".
    pub fn day_with_year(&self, day: NaiveDate) -> String {
        self.about("date-with-year", day)
    }

    /// "8 h", "13 h 05".
    pub fn hour(&self, time: NaiveTime) -> String {
        let minutes = format!("{:02}", time.minute());
        let values: [(&str, Value<'_>); 3] =
            [("hour", time.hour().into()), ("minute", time.minute().into()), ("minutes", minutes.into())];
        self.fill("hour", &values)
    }

    /// "8 h à 9 h", "toute la journée" from midnight to midnight.
    pub fn hours(&self, start: NaiveTime, end: NaiveTime) -> String {
        self.hours.get((start, end), || {
            if is_whole_day(start, end) {
                self.say("whole-day")
            } else {
                self.fill("hours", &[("start", self.hour(start).into()), ("end", self.hour(end).into())])
            }
        })
    }

    /// "mardi 24 novembre, 7 h".
    pub fn moment(&self, moment: NaiveDateTime) -> String {
        let (day, hour) = (self.day(moment.date()), self.hour(moment.time()));
        self.fill("moment", &[("date", day.into()), ("hour", hour.into())])
    }

    /// "30 novembre au 4 décembre 2026", "7 au 11 décembre 2026": the school days of a week, Monday to Friday.
    pub fn week_span(&self, week: Week) -> String {
        let (first, last) = (week.monday(), week.monday() + Days::new(4));
        let start = if first.month() == last.month() {
            self.about("day-number", first)
        } else if first.year() == last.year() {
            self.day_and_month(first)
        } else {
            self.about("month-and-year", first)
        };
        let end = self.about("month-and-year", last);
        self.fill("week-span", &[("first", start.into()), ("last", end.into())])
    }

    /// "Semaine 48".
    pub fn week(&self, week: Week) -> String {
        self.fill("week", &[("number", week.number().into())])
    }

    /// "Semaine 48 (B)" where weeks alternate.
    pub fn week_with_parity(&self, week: Week, parity: Option<WeekParity>) -> String {
        let letter = match parity {
            None => return self.week(week),
            Some(WeekParity::A) => "A",
            Some(WeekParity::B) => "B",
        };
        self.fill("week-with-parity", &[("number", week.number().into()), ("parity", letter.into())])
    }

    /// "Semaine 48 (B), du 23 au 27 novembre 2026".
    pub fn week_caption(&self, week: Week, parity: Option<WeekParity>) -> String {
        let (name, span) = (self.week_with_parity(week, parity), self.week_span(week));
        self.fill("week-caption", &[("week", name.into()), ("span", span.into())])
    }

    fn about(&self, key: &'static str, day: NaiveDate) -> String {
        self.days.get((key, day), || {
            let values: [(&str, Value<'_>); 4] = [
                ("weekday", day.weekday().number_from_monday().into()),
                ("day", day.day().into()),
                ("month", day.month().into()),
                ("year", day.year().into()),
            ];
            self.fill(key, &values)
        })
    }
}

/// Whether an event lasts from midnight to midnight.
pub(in crate::render) fn is_whole_day(start: NaiveTime, end: NaiveTime) -> bool {
    start == NaiveTime::MIN && (end == NaiveTime::MIN || (end.hour(), end.minute()) == (23, 59))
}
