//! The cahier de textes: which homework was given when, for when, and what of it the export shows now.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate, NaiveDateTime, NaiveTime};

use super::chance::{draw, place};
use super::lessons::{Group, Lesson};
use super::school::{Class, Entry, Page, School, Teacher};
use super::year::SchoolYear;

/// One homework as its teacher entered it.
#[derive(Debug, Clone)]
pub(super) struct Homework<'a> {
    pub(super) code: &'a str,
    pub(super) subject: &'a str,
    pub(super) teacher: &'a Teacher,
    pub(super) group: Option<Group>,
    /// The day of the lesson in which it was given.
    pub(super) lesson_day: NaiveDate,
    /// When it was typed in, on the school's clock.
    pub(super) entered: NaiveDateTime,
    pub(super) due: NaiveDate,
    pub(super) html: String,
    pub(super) files: &'a [String],
    pub(super) test: bool,
}

/// All homework of a year, by absolute day, from the `lessons` of the grid.
pub(super) fn of_year<'a>(
    school: &'a School,
    class: &Class,
    year: &SchoolYear,
    lessons: &[Lesson<'a>],
) -> Vec<Homework<'a>> {
    let mut series: BTreeMap<(&str, Option<&Group>), Vec<&Lesson<'a>>> = BTreeMap::new();
    for lesson in lessons {
        let of_subject = series.entry((lesson.code, lesson.group.as_ref())).or_default();
        match of_subject.last_mut() {
            Some(last) if last.day == lesson.day => *last = lesson,
            _ => of_subject.push(lesson),
        }
    }
    let mut all = Vec::new();
    for ((code, _), lessons) in series {
        if let Some(page) = school.page(code, &class.level) {
            of_series(class, page, year, &lessons, &mut all);
        }
    }
    all
}

/// Homework of one subject and group, given one day and due one of the next; at the end of a term there is three times as much.
fn of_series<'a>(
    class: &Class,
    page: &'a Page,
    year: &SchoolYear,
    lessons: &[&Lesson<'a>],
    all: &mut Vec<Homework<'a>>,
) {
    let Some(first) = lessons.first() else { return };
    let start = draw("first text", &[&class.id, first.code], first.day);
    let mut turns = [place(start, 97), place(start, 89)];
    for (index, lesson) in lessons.iter().enumerate() {
        let later = &lessons[index + 1..];
        let drawn = draw("homework", &[&class.id, lesson.code], lesson.day);
        let rest = drawn / 10_000;
        let (times, notice) = if year.is_busy(lesson.day) { (3, 3) } else { (1, 7) };
        let notice = lesson.day + Days::new(notice + rest / 100 % 8);
        let work =
            (drawn % 100 < lesson.subject.rate * times).then(|| due_day(lesson.day, later, drawn / 100)).flatten();
        let test = (rest % 100 < 11 * times).then(|| later.iter().find(|other| other.day >= notice)).flatten();
        let lists = [(&page.homework, work), (&page.tests, test.map(|other| other.day))];
        for (list, (entries, due)) in lists.into_iter().enumerate() {
            let entry = entries.get(turns[list] % entries.len().max(1));
            if let (Some(entry), Some(due)) = (entry, due) {
                turns[list] += 1;
                all.push(Homework { test: list == 1, ..homework(lesson, entry, due) });
            }
        }
    }
}

/// Mostly the next lesson, sometimes the one after, now and then two weeks or more away.
fn due_day(day: NaiveDate, later: &[&Lesson<'_>], drawn: u64) -> Option<NaiveDate> {
    let far = day + Days::new(10 + drawn / 100 % 8);
    let due = match drawn % 100 {
        0..62 => later.first(),
        62..86 => later.get(1),
        _ => later.iter().find(|other| other.day >= far),
    };
    due.map(|lesson| lesson.day)
}

fn homework<'a>(lesson: &Lesson<'a>, entry: &'a Entry, due: NaiveDate) -> Homework<'a> {
    Homework {
        code: lesson.code,
        subject: &lesson.subject.label,
        teacher: lesson.teacher,
        group: lesson.group.clone(),
        lesson_day: lesson.day,
        entered: entered(lesson, due),
        due,
        html: entry.html.clone(),
        files: &entry.files,
        test: false,
    }
}

/// At the end of the lesson, or the next evening for teachers who are late.
fn entered(lesson: &Lesson<'_>, due: NaiveDate) -> NaiveDateTime {
    let evening = NaiveTime::from_hms_opt(18, 0, 0).expect("an hour of the day");
    let next = lesson.day + Days::new(1);
    match lesson.teacher.late {
        true if due > next => next.and_time(evening),
        true => lesson.day.and_time(evening),
        false => lesson.day.and_time(lesson.end),
    }
}
