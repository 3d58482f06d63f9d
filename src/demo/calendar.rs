//! What the export of a class shows at a moment: its lessons, and the cahier de textes of the days around.
//!
//! Homework is shown only from the Monday of the current week to eight days ahead, and only once it was entered.

use std::collections::BTreeSet;

use chrono::{DateTime, Days, NaiveDate, Utc};

use super::Amendment;
use super::chance::{draw, place};
use super::lessons::{self, Lesson};
use super::notebook::{self, Homework};
use super::school::{Blocks, Class, School};
use super::words::{local, utc};
use super::year::{SchoolYear, monday};

/// The moment, and what the school changed by hand.
#[derive(Debug, Clone)]
pub(super) struct View {
    pub(super) now: DateTime<Utc>,
    pub(super) amendments: Vec<Amendment>,
}

/// The export of one class, before it is written in any format.
#[derive(Debug)]
pub(super) struct Calendar<'a> {
    pub(super) class: &'a Class,
    pub(super) year: SchoolYear,
    pub(super) homework: Vec<Homework<'a>>,
    pub(super) slots: Vec<Slot<'a>>,
}

/// A lesson with what its description carries.
#[derive(Debug)]
pub(super) struct Slot<'a> {
    pub(super) lesson: Lesson<'a>,
    pub(super) blocks: Vec<Block<'a>>,
}

/// One block of the cahier de textes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Block<'a> {
    /// What was done, under a title.
    Content(&'a str, &'a str),
    /// Homework (by its place in the list) under the lesson in which it was given.
    Given(usize),
    /// Homework under the lesson for which it is due.
    Due(usize),
}

/// The export of `class` as `view` sees it.
pub(super) fn shown<'a>(school: &'a School, class: &'a Class, view: &View) -> Calendar<'a> {
    let today = local(view.now).date();
    let year = SchoolYear::of(today);
    let ordinary = lessons::ordinary(school, class, &year);
    let mut homework = notebook::of_year(school, class, &year, &ordinary);
    let window = (monday(today), today + Days::new(8));
    homework.retain(|one| utc(one.entered) <= view.now && one.due >= window.0);
    let mut timetable = lessons::known_on(ordinary, school, class, &year, today);
    for amendment in &view.amendments {
        amend(&mut homework, &mut timetable, class, amendment);
    }
    let slots = timetable.into_iter().map(|lesson| {
        let in_window = (window.0..=window.1).contains(&lesson.day) && !is_old_slot(&lesson);
        let blocks = if in_window { blocks(school, class, &homework, &lesson, view.now) } else { Vec::new() };
        Slot { lesson, blocks }
    });
    let slots = slots.collect();
    Calendar { class, year, homework, slots }
}

impl Calendar<'_> {
    /// The homework that a reader of this export can find, each once.
    pub(super) fn visible(&self) -> BTreeSet<usize> {
        let blocks = self.slots.iter().flat_map(|slot| &slot.blocks);
        blocks
            .filter_map(|block| match block {
                Block::Given(index) | Block::Due(index) => Some(*index),
                Block::Content(..) => None,
            })
            .collect()
    }
}

fn is_old_slot(lesson: &Lesson<'_>) -> bool {
    lesson.change.as_ref().is_some_and(|change| change.old_slot)
}

fn amend(homework: &mut Vec<Homework<'_>>, timetable: &mut Vec<Lesson<'_>>, class: &Class, amendment: &Amendment) {
    let is = |one: &Homework<'_>, subject: &str, due: &NaiveDate| one.subject == subject && one.due == *due;
    match amendment {
        Amendment::RewriteHomework { class: id, subject, due, text } if *id == class.id => {
            homework.iter_mut().filter(|one| is(one, subject, due)).for_each(|one| one.html.clone_from(text));
        }
        Amendment::RemoveHomework { class: id, subject, due } if *id == class.id => {
            homework.retain(|one| !is(one, subject, due));
        }
        Amendment::RemoveLesson { class: id, start } if *id == class.id => {
            timetable.retain(|lesson| utc(lesson.day.and_time(lesson.start)) != *start);
        }
        Amendment::RemoveLessons { class: id, from, to } if *id == class.id => {
            timetable.retain(|lesson| !(*from..=*to).contains(&lesson.day));
        }
        _ => {}
    }
}

/// Pronote repeats a homework in every lesson of that teacher and group on its day.
fn blocks<'a>(
    school: &'a School,
    class: &Class,
    homework: &[Homework<'a>],
    lesson: &Lesson<'a>,
    now: DateTime<Utc>,
) -> Vec<Block<'a>> {
    let mut blocks: Vec<Block<'a>> = content(school, class, lesson, now).into_iter().collect();
    for (index, one) in homework.iter().enumerate() {
        let same = one.code == lesson.code && one.group == lesson.group;
        if same && one.lesson_day == lesson.day && one.teacher.blocks != Blocks::Due {
            blocks.push(Block::Given(index));
        }
        if same && one.due == lesson.day && one.teacher.blocks != Blocks::Given {
            blocks.push(Block::Due(index));
        }
    }
    blocks
}

fn content<'a>(school: &'a School, class: &Class, lesson: &Lesson<'a>, now: DateTime<Utc>) -> Option<Block<'a>> {
    let page = school.page(lesson.code, &class.level)?;
    let drawn = draw("content", &[&class.id, lesson.code], lesson.day);
    let written = drawn % 100 < lesson.teacher.contents && utc(lesson.day.and_time(lesson.end)) <= now;
    let text = page.contents.get(place(drawn / 100, page.contents.len()))?;
    let title = lesson.teacher.heading.as_deref().unwrap_or("Contenu pédagogique");
    written.then_some(Block::Content(title, text))
}
