//! The lessons and the homework of a class as iCalendar (RFC 5545), for any calendar program.

use chrono::Days;
use icalendar::{Calendar, Component, Event, EventLike, EventStatus, Todo};

use crate::model::lesson::{LessonStatus, TeacherNames};
use crate::model::school::Class;
use crate::model::snapshot::Seen;
use crate::render::calendar::{clean, identity};
use crate::render::export::Export;

/// The lessons, those that do not take place among them, and the days off.
pub(super) fn lessons(export: Export<'_>, class: &Class) -> Vec<u8> {
    let mut calendar = empty(export, class);
    let lessons = export.snapshot.lessons.iter().filter(|seen| seen.item.audience.includes(&class.id, &class.level));
    for Seen { id, changed_at, item, .. } in lessons {
        let mut event = Event::new();
        let subject = item.subject.as_ref().map_or(item.title.as_str(), |subject| subject.label.as_str());
        let group = item.audience.group().map(|group| format!(" ({group})")).unwrap_or_default();
        event.uid(&identity(id)).timestamp(*changed_at).summary(&clean(&format!("{subject}{group}")));
        event.starts(item.start).ends(item.end);
        if !item.rooms.is_empty() {
            event.location(&clean(&item.rooms.join(", ")));
        }
        let teachers = item.teachers.iter().filter_map(|teacher| teacher.shown(TeacherNames::Full));
        let told: Vec<String> = item.raw_status.iter().cloned().chain(teachers).collect();
        if !told.is_empty() {
            event.description(&clean(&told.join("\n")));
        }
        let cancelled = item.status == LessonStatus::Cancelled;
        event.status(if cancelled { EventStatus::Cancelled } else { EventStatus::Confirmed });
        calendar.push(event);
    }
    for (number, off) in export.snapshot.non_teaching.iter().enumerate() {
        let mut event = Event::new();
        event.uid(&format!("{}-{number}@ardoise", off.from)).timestamp(export.at).summary(&clean(&off.label));
        event.starts(off.from).ends(off.to + Days::new(1));
        calendar.push(event);
    }
    calendar.to_string().into_bytes()
}

/// The homework, as tasks.
pub(super) fn homework(export: Export<'_>, class: &Class) -> Vec<u8> {
    let mut calendar = empty(export, class);
    let homework = export.snapshot.homework.iter().filter(|seen| seen.item.audience.includes(&class.id, &class.level));
    for Seen { id, changed_at, item, .. } in homework {
        let mut todo = Todo::new();
        let subject = item.subject.as_ref().map(|subject| subject.label.as_str()).unwrap_or_default();
        todo.uid(&identity(id)).timestamp(*changed_at).summary(&clean(subject));
        todo.description(&clean(&item.body.plain_text())).due(item.due_on);
        calendar.push(todo);
    }
    calendar.to_string().into_bytes()
}

fn empty(export: Export<'_>, class: &Class) -> Calendar {
    let mut calendar = Calendar::empty();
    calendar.append_property(("VERSION", "2.0"));
    calendar.append_property(("PRODID", "-//Ardoise//Ardoise//FR"));
    calendar.name(&format!("{}, {}", class.label, export.school.name));
    calendar
}
