//! A lesson as the templates see it.

use serde::Serialize;

use crate::model::lesson::LessonStatus;
use crate::plan::page::{Break, LessonEntry};
use crate::render::words::Words;

/// One lesson.
#[derive(Debug, PartialEq, Serialize)]
pub(in crate::render) struct LessonView {
    /// "8 h à 9 h".
    pub(super) hours: String,
    /// Whether the hours say more than the column of the timetable does.
    pub(super) own_hours: bool,
    /// The subject.
    pub(super) subject: String,
    /// The group, room and teachers, as far as they are known.
    pub(super) details: String,
    /// Whether it does not take place.
    pub(super) cancelled: bool,
    /// What changed, in words.
    pub(super) change: Option<String>,
}

/// Whether teachers are named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Teachers {
    /// As much as the site shows.
    Named,
    /// Not at all, for lack of room.
    LeftOut,
}

impl LessonView {
    /// A break, in the place of a lesson.
    pub(super) fn of_break(free: &Break, words: &Words) -> Self {
        LessonView {
            hours: words.hours(free.start, free.end),
            own_hours: true,
            subject: words.say(if free.lunch { "lunch" } else { "no-lesson" }),
            details: String::new(),
            cancelled: false,
            change: None,
        }
    }

    pub(super) fn new(lesson: &LessonEntry, teachers: Teachers, words: &Words) -> Self {
        let named = lesson.teachers.iter().filter(|_| teachers == Teachers::Named).cloned();
        // The words of the change name them.
        let rooms = lesson.rooms.iter().filter(|_| lesson.usual_rooms.is_empty()).map(|room| words.room(room));
        let details = lesson.group.iter().cloned().chain(rooms).chain(named);
        LessonView {
            hours: words.hours(lesson.start, lesson.end),
            own_hours: true,
            subject: lesson.subject.clone(),
            details: details.collect::<Vec<_>>().join(", "),
            cancelled: lesson.status == LessonStatus::Cancelled,
            change: words.lesson_change(lesson),
        }
    }
}
