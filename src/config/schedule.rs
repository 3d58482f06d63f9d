//! `[schedule]`: when the daemon works, in the terms of a school.

use std::time::Duration;

use chrono::{Days, NaiveDate, NaiveTime, Weekday};

use crate::config::check::{INTERVAL, interval};
use crate::config::raw::Table;
use crate::model::time::Week;

/// When the daemon asks, publishes and prints.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Schedule {
    /// The hours of a school day in which each source is asked as often as its `every` says.
    pub day: Span,
    /// How often a source is asked at most outside of them.
    pub night: Duration,
    /// How often a source is asked at most on a Saturday or a Sunday.
    pub weekend: Duration,
    /// How often a source is asked at most on a day off.
    pub holidays: Duration,
    /// The hours in which families come all at once: only what is urgent is published then.
    pub peaks: Vec<Peak>,
    /// The hours in which nothing is printed and nobody is alerted.
    pub quiet: Option<Span>,
    /// When the gazettes of the coming week are printed; none means that the office does it.
    pub print: Option<PrintTime>,
}

/// From a time of the day to another; through midnight when it ends before it begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// Its first instant.
    pub from: NaiveTime,
    /// The first instant after it.
    pub to: NaiveTime,
}

/// Hours of every day, or of one day of the week.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Peak {
    /// The day; none means all.
    pub day: Option<Weekday>,
    /// The hours.
    pub hours: Span,
}

/// A time of the week.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PrintTime {
    /// The day.
    pub day: Weekday,
    /// The time.
    pub time: NaiveTime,
}

impl PrintTime {
    /// The day on which the gazettes of a week are printed: in the week before, the day that the office chose; when there is no school then,
    /// the last school day before it in that week; when there is none, the first of the covered week. A chosen Saturday or Sunday stays.
    /// `None` when no day is left.
    pub fn day_for(self, week: Week, is_school_day: &dyn Fn(NaiveDate) -> bool) -> Option<NaiveDate> {
        let before = week.previous();
        let chosen = before.monday() + Days::new(u64::from(self.day.num_days_from_monday()));
        let stays = matches!(self.day, Weekday::Sat | Weekday::Sun) || is_school_day(chosen);
        let earlier = || before.days().filter(|day| *day < chosen && is_school_day(*day)).last();
        let late = || week.days().find(|day| is_school_day(*day));
        stays.then_some(chosen).or_else(earlier).or_else(late)
    }
}

const HOUR: Duration = Duration::from_hours(1);
const SPAN: &str = "hours such as `6:30-20:30`";

impl Default for Schedule {
    fn default() -> Self {
        let at = |hour, minute| NaiveTime::from_hms_opt(hour, minute, 0).unwrap_or_default();
        let rush = Peak { day: Some(Weekday::Mon), hours: Span { from: at(7, 0), to: at(8, 30) } };
        Schedule {
            day: Span { from: at(6, 30), to: at(20, 30) },
            night: 4 * HOUR,
            weekend: 3 * HOUR,
            holidays: 12 * HOUR,
            peaks: vec![rush],
            quiet: None,
            print: None,
        }
    }
}

impl Span {
    /// Whether a time of the day is in it.
    pub fn contains(self, time: NaiveTime) -> bool {
        if self.from <= self.to { self.from <= time && time < self.to } else { self.from <= time || time < self.to }
    }
}

/// Reads `[schedule]`.
pub(super) fn schedule(root: &Table<'_>) -> Schedule {
    let default = Schedule::default();
    let Some(table) = root.table("schedule") else { return default };
    let every = |key, default| table.parsed(key, INTERVAL, interval).unwrap_or(default);
    let peaks = table.value("peak").is_some().then(|| {
        let words = table.texts("peak");
        let peaks: Vec<Peak> = words.iter().filter_map(|text| peak(text)).collect();
        if peaks.len() < words.len() {
            table.problem(
                "peak",
                format!("must be a list of {SPAN}, each with a day before it if need be: `lundi 7:00-8:30`"),
            );
        }
        peaks
    });
    let schedule = Schedule {
        day: table.parsed("day", SPAN, span).unwrap_or(default.day),
        night: every("night", default.night),
        weekend: every("weekend", default.weekend),
        holidays: every("holidays", default.holidays),
        peaks: peaks.unwrap_or(default.peaks),
        quiet: table.parsed("quiet", SPAN, span),
        print: table.parsed("print", "a day and a time such as `vendredi 10:00`", print_time),
    };
    table.finish();
    schedule
}

fn time(text: &str) -> Option<NaiveTime> {
    NaiveTime::parse_from_str(text.trim(), "%H:%M").ok()
}

fn span(text: &str) -> Option<Span> {
    let (from, to) = text.split_once('-')?;
    let span = Span { from: time(from)?, to: time(to)? };
    (span.from != span.to).then_some(span)
}

fn peak(text: &str) -> Option<Peak> {
    match text.trim().split_once(' ') {
        Some((day, hours)) => Some(Peak { day: Some(weekday(day)?), hours: span(hours)? }),
        None => Some(Peak { day: None, hours: span(text)? }),
    }
}

fn print_time(text: &str) -> Option<PrintTime> {
    let (day, clock) = text.trim().split_once(' ')?;
    Some(PrintTime { day: weekday(day)?, time: time(clock)? })
}

/// A day of the week, in French or in English.
fn weekday(text: &str) -> Option<Weekday> {
    Some(match text.to_lowercase().as_str() {
        "lundi" => Weekday::Mon,
        "mardi" => Weekday::Tue,
        "mercredi" => Weekday::Wed,
        "jeudi" => Weekday::Thu,
        "vendredi" => Weekday::Fri,
        "samedi" => Weekday::Sat,
        "dimanche" => Weekday::Sun,
        english => english.parse().ok()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> NaiveTime {
        time(text).unwrap()
    }

    #[test]
    fn hours_may_go_through_midnight() {
        for (hours, inside, outside) in [
            ("6:30-20:30", ["6:30", "12:00", "20:29"], ["6:29", "20:30", "0:00"]),
            ("22:00-5:00", ["22:00", "0:00", "4:59"], ["5:00", "12:00", "21:59"]),
        ] {
            let span = span(hours).unwrap();
            assert!(inside.iter().all(|time| span.contains(at(time))), "{hours}");
            assert!(!outside.iter().any(|time| span.contains(at(time))), "{hours}");
        }
        assert_eq!([span("7:00-7:00"), span("7-8"), span("7:00"), span("25:00-26:00")], [None; 4]);
    }

    #[test]
    fn days_are_told_in_french_or_in_english() {
        let friday = PrintTime { day: Weekday::Fri, time: at("10:00") };
        assert_eq!([print_time("vendredi 10:00"), print_time("Friday 10:00")], [Some(friday); 2]);
        assert_eq!([print_time("10:00"), print_time("vendredy 10:00"), print_time("vendredi 10h")], [None; 3]);
        let rush = Span { from: at("7:00"), to: at("8:30") };
        assert_eq!(peak("lundi 7:00-8:30"), Some(Peak { day: Some(Weekday::Mon), hours: rush }));
        assert_eq!(peak("7:00-8:30"), Some(Peak { day: None, hours: rush }));
    }
}
