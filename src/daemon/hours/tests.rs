//! A school year's oddities: nights, weekends, holidays, clocks that change.

use std::path::Path;
use std::sync::Arc;

use super::*;
use crate::config::Config;

const HOUR: Duration = Duration::from_hours(1);

/// A schedule as it stands in a file.
fn schedule(lines: &str) -> Schedule {
    let text = format!(
        "[school]\nname = \"École\"\n[[classes]]\nid = \"6a\"\nlabel = \"6e A\"\nlevel = \"6e\"\n[schedule]\n{lines}"
    );
    Config::parse(&text, Path::new("."), &(Arc::new(|_: &str| None) as _)).unwrap().schedule
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// An hour on the wall in Paris.
fn paris(text: &str) -> DateTime<Utc> {
    let local = chrono::NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap();
    local.and_local_timezone(chrono_tz::Europe::Paris).earliest().unwrap().with_timezone(&Utc)
}

fn hours<'h>(schedule: &'h Schedule, days_off: &'h [RangeInclusive<NaiveDate>]) -> Hours<'h> {
    Hours { schedule, days_off, zone: chrono_tz::Europe::Paris }
}

#[test]
fn sources_are_asked_less_often_when_nobody_writes() {
    let schedule = schedule("day = \"6:30-20:30\"\nnight = \"4h\"\nweekend = \"3h\"\nholidays = \"12h\"");
    let off = [day("2026-12-19")..=day("2027-01-03")];
    let hours = hours(&schedule, &off);
    for (asked, earliest) in [
        ("2026-11-24 10:00", "2026-11-24 11:00"), // by day
        ("2026-11-24 20:15", "2026-11-25 00:15"), // into the night
        ("2026-11-25 04:00", "2026-11-25 06:30"), // the morning does not wait for the night's interval
        ("2026-11-27 20:00", "2026-11-28 00:00"), // into the weekend
        ("2026-11-28 09:00", "2026-11-28 12:00"), // on Saturday
        ("2026-12-21 08:00", "2026-12-21 20:00"), // in the holidays
        ("2027-01-03 22:00", "2027-01-04 02:00"), // out of them
        ("2027-03-28 01:30", "2027-03-28 05:30"), // a night of 23 hours: 3 hours on are 4 on the wall
        ("2026-10-25 01:30", "2026-10-25 03:30"), // a night of 25 hours
    ] {
        let next = hours.next_question("edt-6a", HOUR, paris(asked));
        let late = (next - paris(earliest)).num_minutes();
        assert!((0..=72).contains(&late), "asked {asked}: {late} min after {earliest}");
    }
}

#[test]
fn schools_that_started_together_ask_apart() {
    let schedule = schedule("");
    let (hours, at) = (hours(&schedule, &[]), paris("2026-11-24 10:00"));
    let minutes: std::collections::BTreeSet<i64> = (0..20)
        .map(|school| (hours.next_question(&format!("edt-{school}"), HOUR, at) - at).num_seconds() / 30)
        .collect();
    assert!(minutes.len() > 8 && minutes.iter().all(|half| (120..=132).contains(half)), "{minutes:?}");
}

#[test]
fn what_is_not_urgent_waits_for_the_end_of_the_rush() {
    let schedule = schedule("peak = [\"lundi 7:00-8:30\", \"8:30-9:00\", \"23:00-1:00\"]");
    let hours = hours(&schedule, &[]);
    for (found, published) in [
        ("2026-11-23 07:15", "2026-11-23 09:00"),
        ("2026-11-24 07:15", "2026-11-24 07:15"),
        ("2026-11-24 08:45", "2026-11-24 09:00"),
        ("2026-11-24 23:30", "2026-11-25 01:00"),
        ("2026-11-25 00:30", "2026-11-25 01:00"),
    ] {
        assert_eq!(hours.publication(paris(found)), paris(published), "{found}");
    }
}

/// When the gazettes of a week are printed, and until when.
fn printed(hours: Hours<'_>, week: &str) -> Option<(DateTime<Utc>, DateTime<Utc>)> {
    hours.print_window(Week::parse(week).unwrap()).map(|window| (window.from, window.to))
}

#[test]
fn gazettes_are_printed_on_the_last_school_day() {
    let schedule = schedule("print = \"vendredi 10:00\"\nquiet = \"20:00-7:00\"");
    let off = [
        day("2026-12-19")..=day("2027-01-03"),
        day("2027-05-06")..=day("2027-05-07"), // Ascension and the day after it
        day("2027-07-03")..=day("2027-08-31"),
    ];
    let hours = hours(&schedule, &off);
    for (week, from, to) in [
        ("2026-W49", "2026-11-27 10:00", "2026-12-01 00:00"),
        ("2026-W53", "2027-01-04 10:00", "2027-01-05 00:00"),
        ("2027-W01", "2027-01-04 10:00", "2027-01-05 00:00"),
        ("2027-W19", "2027-05-05 10:00", "2027-05-11 00:00"),
        ("2026-W44", "2026-10-23 10:00", "2026-10-27 00:00"),
    ] {
        let expected = (week != "2026-W53").then(|| (paris(from), paris(to)));
        assert_eq!(printed(hours, week), expected, "{week}");
    }
    assert_eq!(printed(hours, "2027-W29"), None, "in the summer");
    // Who chose a day without school meant it.
    let saturday = Schedule { print: self::schedule("print = \"samedi 9:00\"").print, ..schedule.clone() };
    let expected = (paris("2026-11-28 09:00"), paris("2026-12-01 00:00"));
    assert_eq!(printed(Hours { schedule: &saturday, ..hours }, "2026-W49"), Some(expected));
    let by_hand = Schedule { print: None, ..schedule.clone() };
    assert_eq!(printed(Hours { schedule: &by_hand, ..hours }, "2026-W49"), None);
}

#[test]
fn quiet_hours_move_the_printing() {
    let schedule = schedule("print = \"vendredi 5:00\"\nquiet = \"20:00-7:00\"");
    let hours = hours(&schedule, &[]);
    assert_eq!(printed(hours, "2026-W49").unwrap().0, paris("2026-11-27 07:00"));
    assert!(hours.is_quiet(paris("2026-11-27 06:59")) && !hours.is_quiet(paris("2026-11-27 07:00")));
}
