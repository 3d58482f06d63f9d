//! The snapshot as one class sees it.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};

use crate::artifact::SitePath;
use crate::model::announcement::Announcement;
use crate::model::audience::Audience;
use crate::model::homework::Homework;
use crate::model::id::SiteId;
use crate::model::lesson::{Lesson, LessonContent};
use crate::model::school::Class;
use crate::model::snapshot::Seen;
use crate::model::time::day_of;
use crate::plan::page::{Chrome, DayOff};
use crate::plan::{Inputs, Job, Work};

/// What concerns one class, chosen once, and the words and zone of its school.
#[derive(Debug)]
pub(super) struct ClassView<'a> {
    /// All there is.
    pub(super) inputs: Inputs<'a>,
    /// The class.
    pub(super) class: &'a Class,
    lessons: BTreeMap<NaiveDate, Vec<&'a Seen<Lesson>>>,
    homework: Vec<&'a Seen<Homework>>,
    contents: Vec<&'a Seen<LessonContent>>,
    announcements: Vec<&'a Seen<Announcement>>,
}

impl<'a> ClassView<'a> {
    pub(super) fn new(inputs: Inputs<'a>, class: &'a Class) -> Self {
        let (snapshot, zone, now) = (inputs.snapshot, inputs.config.school.zone, inputs.now.instant());
        let is_meant = |audience: &Audience| audience.includes(&class.id, &class.level);
        let mut lessons: BTreeMap<NaiveDate, Vec<&Seen<Lesson>>> = BTreeMap::new();
        for seen in snapshot.lessons.iter().filter(|seen| is_meant(&seen.item.audience)) {
            lessons.entry(day_of(seen.item.start, zone)).or_default().push(seen);
        }
        let live = |seen: &&Seen<Announcement>| is_meant(&seen.item.audience) && seen.item.is_live(now);
        ClassView {
            inputs,
            class,
            lessons,
            homework: snapshot.homework.iter().filter(|seen| is_meant(&seen.item.audience)).collect(),
            contents: snapshot.contents.iter().filter(|seen| is_meant(&seen.item.audience)).collect(),
            announcements: snapshot.announcements.iter().filter(live).collect(),
        }
    }

    /// A file of this class's site.
    pub(super) fn job(&self, path: SitePath, work: Work) -> Job {
        let site = SiteId::new(self.class.id.as_str()).expect("class ids and site ids are both slugs");
        Job { site, path, work }
    }

    pub(super) fn chrome(&self) -> Chrome {
        Chrome {
            school: self.inputs.config.school.name.clone(),
            title: self.class.label.clone(),
            conformity: self.inputs.config.legal.conformity(self.today()),
        }
    }

    /// Today, in the school's zone.
    pub(super) fn today(&self) -> NaiveDate {
        self.inputs.now.day(self.inputs.config.school.zone)
    }

    pub(super) fn day_of(&self, instant: DateTime<Utc>) -> NaiveDate {
        day_of(instant, self.inputs.config.school.zone)
    }

    /// The school's local time.
    pub(super) fn local(&self, instant: DateTime<Utc>) -> NaiveDateTime {
        instant.with_timezone(&self.inputs.config.school.zone).naive_local()
    }

    /// Whether an item is for this class or a part of it.
    pub(super) fn is_meant(&self, audience: &Audience) -> bool {
        audience.includes(&self.class.id, &self.class.level)
    }

    /// The days that have lessons, with them.
    pub(super) fn lesson_days(&self) -> impl Iterator<Item = (NaiveDate, &[&'a Seen<Lesson>])> {
        self.lessons.iter().map(|(day, lessons)| (*day, lessons.as_slice()))
    }

    /// The lessons of a day, by start.
    pub(super) fn lessons_of(&self, day: NaiveDate) -> &[&'a Seen<Lesson>] {
        self.lessons.get(&day).map(Vec::as_slice).unwrap_or_default()
    }

    pub(super) fn homework(&self) -> impl Iterator<Item = &'a Seen<Homework>> {
        self.homework.iter().copied()
    }

    pub(super) fn contents(&self) -> impl Iterator<Item = &'a Seen<LessonContent>> {
        self.contents.iter().copied()
    }

    /// The announcements that may be shown now.
    pub(super) fn announcements(&self) -> impl Iterator<Item = &'a Seen<Announcement>> {
        self.announcements.iter().copied()
    }

    /// Why there is no school that day, when there is a reason; the longest period wins.
    pub(super) fn day_off(&self, day: NaiveDate) -> Option<DayOff> {
        let periods = self.inputs.snapshot.non_teaching.iter();
        let longest = periods
            .filter(|period| (period.from..=period.to).contains(&day))
            .max_by_key(|period| period.to - period.from)?;
        Some(DayOff { from: longest.from, to: longest.to, kind: longest.kind, label: longest.label.clone() })
    }
}
