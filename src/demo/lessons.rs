//! The lessons of a class over a school year, with what changes them: absences, rooms, outings.
//!
//! A day's lessons never depend on the moment they are asked for; only changes further than the coming week stay hidden.

use std::iter::once;

use chrono::{Datelike, Days, NaiveDate, NaiveDateTime, NaiveTime};

use super::chance::place;
use super::changes;
use super::school::{Class, Facts, Groups, School, Subject, Teacher};
use super::year::{Parity, SchoolYear, monday};

/// One lesson as the timetable shows it.
#[derive(Debug, Clone)]
pub(super) struct Lesson<'a> {
    pub(super) day: NaiveDate,
    pub(super) start: NaiveTime,
    pub(super) end: NaiveTime,
    pub(super) code: &'a str,
    pub(super) subject: &'a Subject,
    pub(super) teacher: &'a Teacher,
    /// The names shown, which a replacement changes.
    pub(super) teachers: Vec<&'a str>,
    pub(super) rooms: Vec<&'a str>,
    pub(super) group: Option<Group>,
    pub(super) change: Option<Change>,
    /// The number shared by all weekly occurrences.
    pub(super) course: usize,
    pub(super) period: usize,
}

/// Some of the pupils of a class.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Group {
    /// `6A GR1`, written in square brackets.
    Named(String),
    /// `<6A> Partie 1`.
    Part(String),
}

impl Group {
    /// Whether it is the first or the second of the class.
    pub(super) fn contains_number(&self, number: u8) -> bool {
        let (Group::Named(name) | Group::Part(name)) = self;
        name.ends_with(&number.to_string())
    }
}

/// What is unusual about a lesson.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Change {
    pub(super) label: &'static str,
    pub(super) shown: Shown,
    /// Where a moved lesson was.
    pub(super) previous: Option<NaiveDateTime>,
    /// This is the place that a moved lesson left.
    pub(super) old_slot: bool,
}

/// Where the label of a change is written: after `Cours - ` in CATEGORIES, before SUMMARY and DESCRIPTION, or both.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shown {
    Category,
    Text,
    Both,
}

/// The whole year of `class`, with the changes known on `today`.
pub(super) fn known_on<'a>(
    mut lessons: Vec<Lesson<'a>>,
    school: &'a School,
    class: &'a Class,
    year: &SchoolYear,
    today: NaiveDate,
) -> Vec<Lesson<'a>> {
    let horizon = monday(today.max(year.school_day_from(today))) + Days::new(14);
    let mut changed = Vec::with_capacity(lessons.len() + 200);
    while !lessons.is_empty() {
        let week = monday(lessons[0].day);
        let length = lessons.iter().take_while(|lesson| monday(lesson.day) == week).count();
        let mut in_week: Vec<Lesson<'a>> = lessons.drain(..length).collect();
        if week < horizon {
            let order = usize::try_from(year.week(week)).unwrap_or(0);
            changes::make(&school.facts, class, &mut in_week, order);
        }
        in_week.sort_by_key(|lesson| (lesson.day, lesson.start, lesson.course));
        changed.append(&mut in_week);
    }
    changed
}

/// The year of `class` as the grid has it.
pub(super) fn ordinary<'a>(school: &'a School, class: &'a Class, year: &SchoolYear) -> Vec<Lesson<'a>> {
    let facts = &school.facts;
    let rank = facts.classes.iter().position(|other| other.id == class.id).unwrap_or(0);
    let mut lessons = Vec::new();
    for day in year.school_days() {
        let weekday = place(u64::from(day.weekday().num_days_from_monday()), 7);
        let in_week_a = class.cells(weekday, Parity::A);
        for (period, cells) in class.cells(weekday, year.parity(day)).into_iter().enumerate() {
            let alternate = 2 * usize::from(in_week_a[period] != cells);
            for (side, cell) in cells.into_iter().enumerate() {
                let Some((subject, teacher)) = staffing(facts, class, cell.subject) else { continue };
                let (hours, also) = (&facts.periods[period], subject.also.as_ref());
                lessons.push(Lesson {
                    day,
                    start: hours[0].0,
                    end: hours[1].0,
                    code: cell.subject,
                    subject,
                    teacher,
                    teachers: once(teacher.name.as_str()).chain(also.map(|[name, _]| name.as_str())).collect(),
                    rooms: once(teacher.room.as_str()).chain(also.map(|[_, room]| room.as_str())).collect(),
                    group: group(class, subject, cell.group),
                    change: None,
                    course: 16_000 + rank * 500 + weekday * 60 + period * 8 + alternate + side,
                    period,
                });
            }
        }
    }
    lessons
}

fn staffing<'a>(facts: &'a Facts, class: &'a Class, code: &str) -> Option<(&'a Subject, &'a Teacher)> {
    Some((facts.subjects.get(code)?, facts.teachers.get(class.teachers.get(code)?)?))
}

fn group(class: &Class, subject: &Subject, number: Option<u8>) -> Option<Group> {
    let label = &class.label;
    match (number, &subject.option) {
        (Some(number), _) if class.groups == Groups::Gr => Some(Group::Named(format!("{label} GR{number}"))),
        (Some(number), _) => Some(Group::Part(format!("<{label}> Partie {number}"))),
        (None, Some(option)) => Some(Group::Named(format!("{label} {option}"))),
        (None, None) => None,
    }
}
