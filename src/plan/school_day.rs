//! The next school day: the day a family prepares for.

use chrono::{Days, NaiveDate};

use crate::plan::page::DayOff;
use crate::plan::site_view::SiteView;

/// The first day, today included, that still has a lesson to come; without any timetable, the first day with homework.
pub(super) fn next(view: &SiteView<'_>) -> Option<NaiveDate> {
    let now = view.inputs.now.instant();
    let with_lessons =
        view.lesson_days().find(|(_, lessons)| lessons.iter().any(|seen| seen.item.end > now)).map(|(day, _)| day);
    with_lessons.or_else(|| view.homework().map(|seen| seen.item.due_on).filter(|due| *due >= view.today()).min())
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
