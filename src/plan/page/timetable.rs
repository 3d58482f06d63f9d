//! Lessons as pages show them: of a day, of a week, and the time between.

use chrono::{NaiveDate, NaiveTime};
use serde::Serialize;

use crate::model::lesson::{Cause, LessonStatus, NonTeachingKind};
use crate::model::time::{Week, WeekParity};

/// Time without lessons between two of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Break {
    /// The end of the lesson before.
    pub start: NaiveTime,
    /// The beginning of the lesson after.
    pub end: NaiveTime,
    /// Whether it is the time of lunch.
    pub lunch: bool,
}

/// The timetable of a week.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct WeekTimetable {
    /// The week.
    pub week: Week,
    /// Whether it is a week A or B, when the school's weeks alternate.
    pub parity: Option<WeekParity>,
    /// The days to show, Monday first: Monday to Friday, and Saturday when it has lessons.
    pub days: Vec<DayTimetable>,
    /// Whether lessons that go as planned are left out, as on a site of several classes.
    pub changes_only: bool,
    /// What of it no source gives: that is not "no lesson".
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unknown: Option<Unknown>,
}

/// What of a class's timetable no source gives.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Unknown {
    /// All of it.
    All,
    /// That of these groups.
    Groups(Vec<String>),
    /// That of everybody who is in none of these groups.
    AllBut(Vec<String>),
}

/// The timetable of a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DayTimetable {
    /// The day.
    pub day: NaiveDate,
    /// Why there are no lessons, when there is a reason.
    pub off: Option<DayOff>,
    /// The lessons, by hour then group.
    pub lessons: Vec<LessonEntry>,
}

/// Holidays.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DayOff {
    /// The first day.
    pub from: NaiveDate,
    /// The last day.
    pub to: NaiveDate,
    /// Why.
    pub kind: NonTeachingKind,
    /// The words of the source.
    pub label: String,
}

/// One lesson.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LessonEntry {
    /// The beginning.
    pub start: NaiveTime,
    /// The end.
    pub end: NaiveTime,
    /// The tidy subject, or the event's title.
    pub subject: String,
    /// The teachers' names, as much of them as the site shows.
    pub teachers: Vec<String>,
    /// The rooms.
    pub rooms: Vec<String>,
    /// The rooms of the same lesson in other weeks, when it is in other rooms now.
    pub usual_rooms: Vec<String>,
    /// The group's name, when only a part of the class attends.
    pub group: Option<String>,
    /// What became of it.
    pub status: LessonStatus,
    /// Why.
    pub cause: Option<Cause>,
    /// The ENT's words, when the status alone does not say it.
    pub raw_status: Option<String>,
}
