//! A calendar as iCalendar (RFC 5545).
//!
//! Lessons keep their identifier when they are cancelled or moved to another room, so that a subscribed calendar changes them in
//! place. Nothing depends on the clock: an entry's stamp is that of its last change.

use chrono::{DateTime, Days, Utc};
use icalendar::{Calendar as ICalendar, Component, Event, EventLike, EventStatus, Todo};

use crate::model::homework::HomeworkCalendar;
use crate::model::id::ItemId;
use crate::model::lesson::LessonStatus;
use crate::plan::calendar::{Calendar, CalendarFacts, CalendarHomework, CalendarLesson};
use crate::plan::page::DayOff;
use crate::render::words::{Words, capitalised};

/// A calendar as UTF-8 text.
pub fn icalendar(input: &Calendar, words: &Words) -> Vec<u8> {
    let mut calendar = ICalendar::empty();
    calendar.append_property(("VERSION", "2.0"));
    calendar.append_property(("PRODID", "-//Ardoise//Ardoise//FR"));
    calendar.append_property(("CALSCALE", "GREGORIAN"));
    calendar.name(&format!("{}, {}", input.chrome.title, input.chrome.school));
    for lesson in &input.lessons {
        calendar.push(event_of_lesson(lesson, words));
    }
    for homework in &input.homework {
        match input.homework_as {
            HomeworkCalendar::Event => calendar.push(event_of_homework(homework, words)),
            HomeworkCalendar::Todo => calendar.push(todo_of_homework(homework, words)),
        };
    }
    for off in &input.days_off {
        calendar.push(event_of_day_off(off));
    }
    calendar.to_string().into_bytes()
}

fn event_of_lesson(input: &CalendarLesson, words: &Words) -> Event {
    let (lesson, mut event) = (&input.lesson, Event::new());
    stamp(&mut event, &input.facts);
    let group = lesson.group.as_ref().map(|group| format!(" ({group})")).unwrap_or_default();
    let change = words.lesson_change(lesson);
    let summary = match (&change, lesson.status) {
        (Some(change), LessonStatus::Cancelled) => format!("{change}, {}{group}", lesson.subject),
        _ => format!("{}{group}", lesson.subject),
    };
    event.summary(&clean(&summary)).starts(input.start).ends(input.end);
    if !lesson.rooms.is_empty() {
        event.location(&clean(&lesson.rooms.join(", ")));
    }
    let told: Vec<String> = change.into_iter().chain(lesson.teachers.iter().cloned()).collect();
    if !told.is_empty() {
        event.description(&clean(&told.join("\n")));
    }
    if lesson.status == LessonStatus::Cancelled {
        event.status(EventStatus::Cancelled);
    } else if input.facts.sequence > 0 {
        // It may have been cancelled before, and some programs merge what they get with what they had.
        event.status(EventStatus::Confirmed);
    }
    event
}

/// Whole days end the day after, which is not included (RFC 5545, 3.6.1).
fn event_of_homework(input: &CalendarHomework, words: &Words) -> Event {
    let mut event = Event::new();
    stamp(&mut event, &input.facts);
    event.summary(&homework_title(input, words)).description(&clean(&input.text));
    event.starts(input.due_on).ends(input.due_on + Days::new(1));
    event.add_property("TRANSP", "TRANSPARENT");
    event
}

fn todo_of_homework(input: &CalendarHomework, words: &Words) -> Todo {
    let mut todo = Todo::new();
    stamp(&mut todo, &input.facts);
    todo.summary(&homework_title(input, words)).description(&clean(&input.text)).due(input.due_on);
    todo
}

fn homework_title(input: &CalendarHomework, words: &Words) -> String {
    let subject = input.subject.clone().unwrap_or_else(|| words.say("homework-without-subject"));
    let group = input.group.as_ref().map(|group| format!(" ({group})")).unwrap_or_default();
    clean(&words.fill("calendar-homework", &[("subject", format!("{subject}{group}").into())]))
}

fn event_of_day_off(off: &DayOff) -> Event {
    let mut event = Event::new();
    let identity = blake3::hash(format!("{} {} {:?}", off.from, off.to, off.kind).as_bytes()).to_hex();
    let facts = CalendarFacts { id: identity[..16].to_owned(), changed_at: DateTime::<Utc>::UNIX_EPOCH, sequence: 0 };
    stamp(&mut event, &facts);
    event.summary(&clean(&capitalised(&off.label))).starts(off.from).ends(off.to + Days::new(1));
    event.add_property("TRANSP", "TRANSPARENT");
    event
}

/// The name of an item's entry, which tells nothing of it.
pub(super) fn identity(id: &ItemId) -> String {
    format!("{}@ardoise", id.public_name())
}

fn stamp<C: Component>(entry: &mut C, facts: &CalendarFacts) {
    entry.uid(&format!("{}@ardoise", facts.id)).timestamp(facts.changed_at);
    // Without one, it is 0 (RFC 5545, 3.8.7.4).
    if facts.sequence > 0 {
        entry.sequence(u32::try_from(facts.sequence).unwrap_or(u32::MAX));
    }
}

/// Without the control characters that a calendar cannot hold (RFC 5545, 3.1).
pub(super) fn clean(text: &str) -> String {
    text.chars().filter(|sign| !sign.is_control() || *sign == '\n').collect()
}

#[cfg(test)]
mod tests;
