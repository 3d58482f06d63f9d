//! The next school day: the day a family prepares for.

use chrono::{Datelike, Days, NaiveDate, TimeDelta, Weekday};

use crate::model::lesson::{Lesson, NonTeachingKind};
use crate::plan::page::DayOff;
use crate::plan::site_view::SiteView;

/// The first day, today included, that still has a lesson to come; without any timetable, the first day with homework, or the
/// end of the holidays.
pub(super) fn next(view: &SiteView<'_>) -> Option<NaiveDate> {
    let now = view.inputs.now.instant();
    let brings_to_school =
        |day: NaiveDate, lesson: &Lesson| lesson.end > now && !(is_free(view, day) && is_long(lesson));
    let with_lessons = view
        .lesson_days()
        .find(|(day, lessons)| lessons.iter().any(|seen| brings_to_school(*day, &seen.item)))
        .map(|(day, _)| day);
    let with_homework = || view.homework().map(|seen| seen.item.due_on).filter(|due| *due >= view.today()).min();
    with_lessons.or_else(with_homework).or_else(|| after_holidays(view))
}

/// Where nothing is known of lessons, the day on which school begins again.
fn after_holidays(view: &SiteView<'_>) -> Option<NaiveDate> {
    let off = view.day_off(view.today()).filter(|off| off.kind == NonTeachingKind::Holiday)?;
    off.to.iter_days().skip(1).take(7).find(|day| !is_free(view, *day))
}

/// Whether nobody expects school that day.
pub(super) fn is_free(view: &SiteView<'_>, day: NaiveDate) -> bool {
    matches!(day.weekday(), Weekday::Sat | Weekday::Sun) || view.day_off(day).is_some()
}

/// What lasts a whole day is an event of the agenda: on a free day it does not bring the class to school.
fn is_long(lesson: &Lesson) -> bool {
    lesson.end - lesson.start >= TimeDelta::hours(20)
}

/// The first day whose homework is still to be done: today until its last lesson has ended, then tomorrow.
pub(super) fn first_due(view: &SiteView<'_>, next: Option<NaiveDate>) -> NaiveDate {
    let today = view.today();
    if next == Some(today) { today } else { today + Days::new(1) }
}

/// The longest holidays between today and the next school day.
pub(super) fn holidays_before(view: &SiteView<'_>, next: NaiveDate) -> Option<DayOff> {
    let days = view.today().iter_days().take_while(|day| *day < next);
    days.filter_map(|day| view.day_off(day)).max_by_key(|off| off.to - off.from)
}
