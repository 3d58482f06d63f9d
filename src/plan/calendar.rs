//! The input of the calendar that families may subscribe to.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use crate::model::homework::HomeworkCalendar;
use crate::model::snapshot::Seen;
use crate::plan::page::{Chrome, DayOff, LessonEntry};
use crate::plan::site_view::SiteView;
use crate::plan::timetable;

/// The calendar of a site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Calendar {
    /// Names.
    pub chrome: Chrome,
    /// Whether homework is written as entries of a whole day or as tasks.
    pub homework_as: HomeworkCalendar,
    /// The lessons, by start.
    pub lessons: Vec<CalendarLesson>,
    /// The homework, by due day.
    pub homework: Vec<CalendarHomework>,
    /// The days without lessons.
    pub days_off: Vec<DayOff>,
}

/// What a calendar needs to know of every entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CalendarFacts {
    /// A name that stays the same while the entry changes: 16 hexadecimal digits.
    pub id: String,
    /// When it last changed.
    pub changed_at: DateTime<Utc>,
    /// How often it may have changed (RFC 5545, 3.8.7.4): the minutes between its first and its present form, so that a later
    /// form always has a greater number.
    pub sequence: i64,
}

/// A lesson.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CalendarLesson {
    /// Name and age.
    pub facts: CalendarFacts,
    /// The beginning.
    pub start: DateTime<Utc>,
    /// The end.
    pub end: DateTime<Utc>,
    /// What the pages show of it.
    pub lesson: LessonEntry,
}

/// A homework.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CalendarHomework {
    /// Name and age.
    pub facts: CalendarFacts,
    /// The due day.
    pub due_on: NaiveDate,
    /// The tidy subject.
    pub subject: Option<String>,
    /// The group's name.
    pub group: Option<String>,
    /// The instructions in plain text.
    pub text: String,
}

/// The lessons and the homework from the retention period on, and all days off that are known.
pub(super) fn calendar(view: &SiteView<'_>) -> Calendar {
    let first = view.today() - TimeDelta::days(view.inputs.config.site.retention_days.into());
    let days = view.lesson_days().map(|(day, _)| day).filter(|day| *day >= first);
    let lessons = days.flat_map(|day| view.shown_lessons_of(day));
    let homework = view.homework().filter(|seen| seen.item.due_on >= first);
    let days_off = view.inputs.snapshot.non_teaching.iter().filter(|days| days.to >= first);
    Calendar {
        chrome: view.chrome(),
        homework_as: view.inputs.config.site.homework_calendar,
        lessons: lessons
            .map(|seen| CalendarLesson {
                facts: facts(seen),
                start: seen.item.start,
                end: seen.item.end,
                lesson: timetable::entry(view, &seen.item),
            })
            .collect(),
        homework: homework
            .map(|seen| CalendarHomework {
                facts: facts(seen),
                due_on: seen.item.due_on,
                subject: seen.item.subject.as_ref().map(|subject| subject.label.clone()),
                group: view.all_readers(&seen.id, &seen.item.audience),
                text: seen.item.body.plain_text(),
            })
            .collect(),
        days_off: days_off
            .map(|days| DayOff { from: days.from, to: days.to, kind: days.kind, label: days.label.clone() })
            .collect(),
    }
}

fn facts<T>(seen: &Seen<T>) -> CalendarFacts {
    let sequence = (seen.changed_at - seen.seen_first).num_minutes().max(i64::from(seen.changed_at > seen.seen_first));
    CalendarFacts { id: seen.id.public_name(), changed_at: seen.changed_at, sequence }
}
