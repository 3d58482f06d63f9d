//! The poster: the timetable of a week, for the door.

use chrono::{DateTime, NaiveDateTime, Utc};
use serde::Serialize;

use crate::model::time::Week;
use crate::plan::page::WeekTimetable;
use crate::plan::site_view::SiteView;
use crate::plan::{timetable, version};

/// The timetable of a class, to be read standing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Poster {
    /// The school's name.
    pub school: String,
    /// The class ("6e A").
    pub class: String,
    /// The week.
    pub timetable: WeekTimetable,
    /// When a lesson last changed.
    pub version: NaiveDateTime,
}

/// The poster of a week, and the instant of its last change; `None` without lessons.
pub(super) fn of_week(view: &SiteView<'_>, week: Week) -> Option<(Poster, DateTime<Utc>)> {
    let has_lessons = view.lesson_days().any(|(day, lessons)| week.contains(day) && !lessons.is_empty());
    let changed_at = version::of_lessons(view, |day| week.contains(day)).filter(|_| has_lessons)?;
    let poster = Poster {
        school: view.inputs.config.school.name.clone(),
        class: view.site.title.clone(),
        timetable: timetable::week(view, week),
        version: view.local(changed_at),
    };
    Some((poster, changed_at))
}
