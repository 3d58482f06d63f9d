//! Timetables: lessons of a day and of a week, in the school's local time.

use chrono::{Datelike, NaiveDate, NaiveTime, TimeDelta, Weekday};

use crate::model::lesson::{Lesson, LessonStatus};
use crate::model::snapshot::Seen;
use crate::model::time::Week;
use crate::plan::freshness;
use crate::plan::page::{Break, DayTimetable, LessonEntry, WeekTimetable};
use crate::plan::site_view::SiteView;

/// The shortest time between two lessons that is worth a word.
const LONG_BREAK: TimeDelta = TimeDelta::minutes(35);
/// When schools have lunch; a break is lunch when enough of it lies between.
const LUNCH: (NaiveTime, NaiveTime) = (
    NaiveTime::from_hms_opt(11, 30, 0).expect("half past eleven exists"),
    NaiveTime::from_hms_opt(14, 0, 0).expect("two o'clock exists"),
);

/// The weeks, from a lesson's own, in which its usual room is looked for.
const NEIGHBOURS: [i64; 6] = [-1, 1, -2, 2, -3, 3];

/// The long breaks between the lessons of a day, which are in order; whole days are no lessons.
pub(super) fn breaks(lessons: &[LessonEntry]) -> Vec<Break> {
    let mut breaks = Vec::new();
    let mut free_from: Option<NaiveTime> = None;
    for lesson in lessons.iter().filter(|lesson| lesson.start != NaiveTime::MIN && lesson.start < lesson.end) {
        if let Some(start) = free_from.filter(|start| lesson.start - *start >= LONG_BREAK) {
            let noon = lesson.start.min(LUNCH.1) - start.max(LUNCH.0);
            breaks.push(Break { start, end: lesson.start, lunch: noon >= LONG_BREAK });
        }
        free_from = free_from.max(Some(lesson.end));
    }
    breaks
}

/// The lessons of a day, by hour then group.
pub(super) fn day_lessons(view: &SiteView<'_>, day: NaiveDate) -> Vec<LessonEntry> {
    let mut lessons: Vec<LessonEntry> = view.shown_lessons_of(day).map(|seen| entry(view, &seen.item)).collect();
    lessons.sort_by(|left, right| order(left).cmp(&order(right)));
    lessons
}

fn order(lesson: &LessonEntry) -> impl Ord {
    (lesson.start, lesson.end, &lesson.group, &lesson.subject)
}

/// A week: Monday to Friday, and the days of the week-end that have lessons.
pub(super) fn week(view: &SiteView<'_>, week: Week) -> WeekTimetable {
    let mut days = Vec::new();
    for day in week.days() {
        let lessons = day_lessons(view, day);
        let weekend = matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
        if weekend && lessons.is_empty() {
            continue;
        }
        let off = if view.lessons_of(day).is_empty() { view.day_off(day) } else { None };
        days.push(DayTimetable { day, off, lessons });
    }
    let parity = view.inputs.config.school.week_a.map(|week_a| week.parity(week_a));
    let unknown = freshness::unknown_timetable(view);
    WeekTimetable { week, parity, days, changes_only: view.shows_changes_only(), unknown }
}

/// Where the same lesson takes place in the nearest week in which it goes as planned, when this one was moved elsewhere.
fn usual_rooms(view: &SiteView<'_>, lesson: &Lesson) -> Vec<String> {
    if lesson.status != LessonStatus::RoomChanged || lesson.rooms.is_empty() {
        return Vec::new();
    }
    let (day, hour) = (view.day_of(lesson.start), view.local(lesson.start).time());
    let same = |other: &&&Seen<Lesson>| {
        !other.item.is_change()
            && view.local(other.item.start).time() == hour
            && (&other.item.subject, &other.item.audience) == (&lesson.subject, &lesson.audience)
    };
    let weeks = NEIGHBOURS.iter().map(|weeks| day + TimeDelta::weeks(*weeks));
    let usual = weeks.filter_map(|day| view.lessons_of(day).iter().find(same)).map(|seen| &seen.item.rooms).next();
    usual.filter(|rooms| **rooms != lesson.rooms).cloned().unwrap_or_default()
}

/// A lesson as the pages show it.
pub(super) fn entry(view: &SiteView<'_>, lesson: &Lesson) -> LessonEntry {
    let names = view.site.teachers;
    LessonEntry {
        start: view.local(lesson.start).time(),
        end: view.local(lesson.end).time(),
        subject: lesson.subject.as_ref().map_or_else(|| lesson.title.clone(), |subject| subject.label.clone()),
        teachers: lesson.teachers.iter().filter_map(|teacher| teacher.shown(names)).collect(),
        rooms: lesson.rooms.clone(),
        usual_rooms: usual_rooms(view, lesson),
        group: view.readers(&lesson.audience),
        status: lesson.status,
        cause: lesson.cause,
        raw_status: lesson.raw_status.clone(),
    }
}
