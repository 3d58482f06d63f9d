//! The timetable of a week as lists, a list a day, for letters too large for a table; or as a few words for each day.

use serde::Serialize;

use super::{Lesson, column, lesson, remarks, span};
use crate::plan::page::{DayTimetable, LessonEntry, WeekTimetable};
use crate::render::words::{Words, capitalised};

/// A week as lists.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub(in crate::render::pdf) struct Lists {
    days: Vec<Day>,
    /// What to say instead of the lists, or below them.
    remarks: Vec<String>,
}

#[derive(Debug, PartialEq, Eq, Serialize)]
struct Day {
    /// "Lundi 30 novembre".
    title: String,
    /// "De 8 h à 16 h 30", or why there is no lesson.
    words: Option<String>,
    lessons: Vec<Line>,
}

#[derive(Debug, PartialEq, Eq, Serialize)]
struct Line {
    /// "8 h à 8 h 55".
    time: String,
    #[serde(flatten)]
    lesson: Lesson,
}

/// Every lesson of each day.
pub(super) fn whole(week: &WeekTimetable, words: &Words) -> Lists {
    lists(week, words, |day| Day {
        title: column(day.day, words),
        words: day.off.as_ref().map(|off| words.day_off(off)),
        lessons: day.lessons.iter().map(|lesson| line(lesson, words)).collect(),
    })
}

/// When each day begins and ends, and the lessons that do not go as planned.
pub(super) fn brief(week: &WeekTimetable, words: &Words) -> Lists {
    lists(week, words, |day| {
        let spans = || day.lessons.iter().map(span);
        let hours = spans().map(|(from, _)| from).min().zip(spans().map(|(_, to)| to).max());
        let hours = hours.map(|(from, to)| {
            let (start, end) = (words.hour(from), words.hour(to));
            capitalised(&words.fill("paper-from-to", &[("start", start.into()), ("end", end.into())]))
        });
        Day {
            title: column(day.day, words),
            words: hours.or_else(|| day.off.as_ref().map(|off| words.day_off(off))),
            lessons: day
                .lessons
                .iter()
                .map(|lesson| line(lesson, words))
                .filter(|line| line.lesson.change.is_some())
                .collect(),
        }
    })
}

fn lists(week: &WeekTimetable, words: &Words, day: impl Fn(&DayTimetable) -> Day) -> Lists {
    let known = week.days.iter().any(|day| !day.lessons.is_empty());
    let days = week.days.iter().filter(|day| known && (day.off.is_some() || !day.lessons.is_empty()));
    Lists { days: days.map(day).collect(), remarks: remarks(week, words) }
}

fn line(entry: &LessonEntry, words: &Words) -> Line {
    Line { time: capitalised(&words.hours(entry.start, entry.end)), lesson: lesson(entry, span(entry), words) }
}
