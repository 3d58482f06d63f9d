//! From a week on paper to lessons with dates: the configuration says for which classes and which weeks are A. What falls on a day
//! without school is dropped where all sources come together, since other sources tell those days.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Datelike, Days, NaiveDate, TimeZone, Utc};
use chrono_tz::Tz;

use crate::config::source::timetable_file::{Hours, TimetableFile as Settings};
use crate::model::audience::Audience;
use crate::model::coverage::{Completeness, Coverage, DataKind};
use crate::model::id::ClassId;
use crate::model::item::{Cursor, Fetched, FetchedItem, Item};
use crate::model::lesson::{Lesson, LessonStatus, Teacher};
use crate::model::notice::{Notice, NoticeKind};
use crate::model::subject::Subject;
use crate::model::time::{Week, WeekParity};
use crate::sources::Scope;
use crate::sources::class_name::is_named;
use crate::sources::timetable_file::wire::{Readers, Slot, Timetable, Weeks};

/// How far lessons are told ahead: further than any page or paper goes.
const AHEAD: Days = Days::new(63);

/// The classes of the configuration, under the names of the file.
#[derive(Debug, Clone, Copy)]
pub(super) struct Classes<'a> {
    pub(super) settings: &'a Settings,
    pub(super) scope: &'a Scope,
}

impl<'a> Classes<'a> {
    /// The class of that name.
    pub(super) fn named(self, name: &str) -> Option<&'a ClassId> {
        let known = self.settings.class_names.get(name);
        let classes = &self.scope.classes;
        let alike = || classes.iter().find(|class| is_named(&class.id, name, classes)).map(|class| &class.id);
        known.or_else(alike)
    }
}

/// The lessons from `from` on, with the window that they cover.
pub(super) fn fetched(timetable: Timetable, classes: Classes<'_>, from: NaiveDate, subject: &str) -> Fetched {
    let mut notices = timetable.notices;
    let mut unknown = BTreeSet::new();
    let lessons = merged(&timetable.slots, classes, &mut unknown);
    if !unknown.is_empty() {
        let names = unknown.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
        notices.push(Notice::new(NoticeKind::UnknownLabel, subject, format!("no class of this school: {names}")));
    }
    let scope = classes.scope;
    let (first, last) = window(from, timetable.bounds);
    let mut items = Vec::new();
    let mut without_parity = false;
    for day in first.iter_days().take_while(|day| *day <= last) {
        for (place, who) in lessons.iter().filter(|(place, _)| place.day == day.weekday().num_days_from_monday()) {
            match takes_place(&place.weeks, classes, day) {
                Some(true) => items.extend(dated(place, who, day, scope.zone)),
                Some(false) => {}
                None => without_parity = true,
            }
        }
    }
    if without_parity {
        let message = "its weeks alternate, and `week_a` of the school is not set: those lessons are left out";
        notices.push(Notice::new(NoticeKind::Configuration, subject, message));
    }
    let whole = timetable.rejected.is_empty() && !without_parity;
    let coverage = |class: ClassId| Coverage {
        kind: DataKind::Timetable,
        classes: vec![class],
        from: Some(first),
        to: Some(last),
        completeness: if whole {
            Completeness::Complete
        } else {
            Completeness::Partial("a part cannot be read".to_owned())
        },
        pulled_at: scope.now.instant(),
    };
    let covered: BTreeSet<ClassId> = lessons.keys().filter_map(|place| class_of(&place.audience).cloned()).collect();
    Fetched {
        items,
        coverage: covered.into_iter().map(coverage).collect(),
        cursor: Cursor::default(),
        notices,
        rejected: timetable.rejected,
    }
}

/// One lesson of a week: those of several teachers at once are one.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    /// 0 is Monday.
    day: u32,
    hours: Hours,
    weeks: Weeks,
    subject: String,
    audience: Audience,
}

#[derive(Debug, Default)]
struct Who {
    teachers: BTreeSet<String>,
    rooms: BTreeSet<String>,
}

fn merged(slots: &[Slot], classes: Classes<'_>, unknown: &mut BTreeSet<String>) -> BTreeMap<Place, Who> {
    let mut lessons: BTreeMap<Place, Who> = BTreeMap::new();
    for slot in slots {
        for audience in audiences(&slot.readers, classes, unknown) {
            let place = Place {
                day: slot.day.num_days_from_monday(),
                hours: slot.hours,
                weeks: slot.weeks.clone(),
                subject: slot.subject.clone(),
                audience,
            };
            let who = lessons.entry(place).or_default();
            who.teachers.extend(slot.teachers.iter().cloned());
            who.rooms.extend(slot.rooms.iter().cloned());
        }
    }
    lessons
}

/// The readers that are of this school; a group is looked for in each class over which it is drawn.
fn audiences(readers: &Readers, classes: Classes<'_>, unknown: &mut BTreeSet<String>) -> Vec<Audience> {
    let (names, group) = match readers {
        Readers::Class(name) => (std::slice::from_ref(name), None),
        Readers::Group { name, classes } => (classes.as_slice(), Some(name)),
    };
    let mut found = Vec::new();
    for name in names {
        match (classes.named(name), group) {
            (Some(class), None) => found.push(Audience::Class(class.clone())),
            (Some(class), Some(group)) => found.push(Audience::Group { class: class.clone(), group: group.clone() }),
            (None, _) => {
                unknown.insert(name.clone());
            }
        }
    }
    found
}

fn class_of(audience: &Audience) -> Option<&ClassId> {
    match audience {
        Audience::Class(class) | Audience::Group { class, .. } => Some(class),
        Audience::School | Audience::Level(_) => None,
    }
}

fn window(from: NaiveDate, bounds: Option<(NaiveDate, NaiveDate)>) -> (NaiveDate, NaiveDate) {
    // The same on every day of a week, so that what was told on Monday is told again.
    let last = Week::of(from).monday() + AHEAD;
    bounds.map_or((from, last), |(first_day, last_day)| (from.max(first_day), last.min(last_day)))
}

/// Whether a lesson takes place on a day; `None` when nobody said which weeks are A.
fn takes_place(weeks: &Weeks, classes: Classes<'_>, day: NaiveDate) -> Option<bool> {
    let week = Week::of(day);
    let is = |parity: WeekParity| classes.scope.week_a.map(|week_a| week.parity(week_a) == parity);
    let of_file = classes.settings.weeks.map_or(Some(true), is)?;
    let own = match weeks {
        Weeks::Every => true,
        Weeks::Parity(parity) => is(*parity)?,
        Weeks::These(weeks) => weeks.contains(&week),
    };
    Some(of_file && own)
}

fn dated(place: &Place, who: &Who, day: NaiveDate, zone: Tz) -> Option<FetchedItem> {
    let at =
        |time| -> Option<DateTime<Utc>> { Some(zone.from_local_datetime(&day.and_time(time)).earliest()?.to_utc()) };
    let lesson = Lesson {
        audience: place.audience.clone(),
        subject: Some(Subject::new(&place.subject)),
        title: place.subject.clone(),
        start: at(place.hours.start)?,
        end: at(place.hours.end)?,
        teachers: who.teachers.iter().map(|name| Teacher::new(name)).collect(),
        rooms: who.rooms.iter().cloned().collect(),
        status: LessonStatus::Planned,
        cause: None,
        raw_status: None,
        ruled: true,
    };
    Some(FetchedItem { native_id: None, days: vec![day], item: Item::Lesson(lesson) })
}
