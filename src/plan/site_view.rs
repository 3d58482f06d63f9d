//! The snapshot as the readers of one site see it.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};

use crate::artifact::SitePath;
use crate::config::site::Site;
use crate::model::announcement::Announcement;
use crate::model::audience::Audience;
use crate::model::document::Document;
use crate::model::homework::Homework;
use crate::model::id::{ClassId, ItemId};
use crate::model::lesson::{Lesson, LessonContent};
use crate::model::menu::Menu;
use crate::model::paper::{Copies, ONE_SHEET, Profile};
use crate::model::rich_text::{Address, RichText};
use crate::model::snapshot::Seen;
use crate::model::subject::Subject;
use crate::model::time::day_of;
use crate::plan::page::{Chrome, DayOff};
use crate::plan::{Inputs, Job, Work, told};

/// What concerns one site, chosen once, and the words and zone of its school.
#[derive(Debug)]
pub(super) struct SiteView<'a> {
    /// All there is.
    pub(super) inputs: Inputs<'a>,
    /// The site.
    pub(super) site: &'a Site,
    lessons: BTreeMap<NaiveDate, Vec<&'a Seen<Lesson>>>,
    homework: Vec<&'a Seen<Homework>>,
    contents: Vec<&'a Seen<LessonContent>>,
    announcements: Vec<&'a Seen<Announcement>>,
    menus: Vec<&'a Seen<Menu>>,
    documents: Vec<&'a Seen<Document>>,
    /// The lessons shown, by the keys of `plan::told`, when it is not all of them.
    only_lessons: Option<BTreeSet<String>>,
    /// The readers of what is told alike to several classes, by the first of its copies.
    told_alike: BTreeMap<&'a ItemId, Vec<&'a Audience>>,
}

impl<'a> SiteView<'a> {
    pub(super) fn new(inputs: Inputs<'a>, site: &'a Site) -> Self {
        let (snapshot, zone, now) = (inputs.snapshot, inputs.config.school.zone, inputs.now.instant());
        let mut view = SiteView {
            inputs,
            site,
            lessons: BTreeMap::new(),
            homework: Vec::new(),
            contents: Vec::new(),
            announcements: Vec::new(),
            menus: Vec::new(),
            documents: Vec::new(),
            only_lessons: None,
            told_alike: BTreeMap::new(),
        };
        let shown = |audience: &Audience, subject: Option<&Subject>| view.is_meant(audience) && view.is_about(subject);
        let mut lessons: BTreeMap<NaiveDate, Vec<&Seen<Lesson>>> = BTreeMap::new();
        for seen in snapshot.lessons.iter().filter(|seen| shown(&seen.item.audience, seen.item.subject.as_ref())) {
            lessons.entry(day_of(seen.item.start, zone)).or_default().push(seen);
        }
        let homework =
            snapshot.homework.iter().filter(|seen| shown(&seen.item.audience, seen.item.subject.as_ref())).collect();
        let contents =
            snapshot.contents.iter().filter(|seen| shown(&seen.item.audience, seen.item.subject.as_ref())).collect();
        let live = |seen: &&Seen<Announcement>| view.announces(&seen.item) && seen.item.is_live(now);
        let announcements = snapshot.announcements.iter().filter(live).collect();
        let eaten = |seen: &&Seen<Menu>| view.site.subjects.is_empty() && view.is_meant(&seen.item.audience);
        let menus = snapshot.menus.iter().filter(eaten).collect();
        let given = |seen: &&Seen<Document>| view.site.subjects.is_empty() && view.is_meant(&seen.item.audience);
        let documents = snapshot.documents.iter().filter(given).collect();
        view = SiteView { lessons, homework, contents, announcements, menus, documents, ..view };
        if site.classes.len() > 1 {
            view.tell_once();
        }
        view
    }

    /// The same site with these items alone, by the keys of `plan::told`. The other lessons are known still, but not shown.
    pub(super) fn only(mut self, keys: BTreeSet<String>) -> Self {
        self.homework.retain(|seen| keys.contains(&told::key(&seen.id)));
        self.announcements.retain(|seen| keys.contains(&told::key(&seen.id)));
        self.menus.retain(|seen| keys.contains(&told::key(&seen.id)));
        self.only_lessons = Some(keys);
        self
    }

    /// Keeps one copy of what several classes are told alike.
    fn tell_once(&mut self) {
        let told = &mut self.told_alike;
        let text = |body: &Option<RichText>| body.as_ref().map(RichText::plain_text);
        keep_first(&mut self.homework, told, |homework| {
            let subject = homework.subject.as_ref().map(|subject| subject.label.clone());
            ((homework.due_on, subject, homework.body.plain_text()), &homework.audience)
        });
        keep_first(&mut self.announcements, told, |announcement| {
            let key = (announcement.published_at, announcement.title.clone(), text(&announcement.body));
            (key, &announcement.audience)
        });
    }

    /// A file of this site.
    pub(super) fn job(&self, path: SitePath, work: Work) -> Job {
        Job { site: Some(self.site.id.clone()), path, work }
    }

    pub(super) fn chrome(&self) -> Chrome {
        Chrome {
            school: self.inputs.config.school.name.clone(),
            title: self.site.title.clone(),
            conformity: self.inputs.config.legal.conformity(self.today()),
        }
    }

    /// How a gazette of that kind is made for the site's class, whether or not the office prints it.
    pub(super) fn copies(&self, profile: Profile) -> Copies {
        let papers = self.site.class().and_then(|class| self.inputs.config.papers.get(&class.id));
        let asked = papers.into_iter().flatten().find(|paper| paper.profile == profile);
        asked.copied().unwrap_or(Copies { profile, copies: 0, max_pages: ONE_SHEET })
    }

    /// Where families open the site, when it is published and has an address.
    pub(super) fn published_at(&self) -> Option<Address> {
        let config = self.inputs.config;
        let published = config.sites.iter().any(|known| known.id == self.site.id && known.class() == self.site.class());
        self.address().filter(|_| published)
    }

    /// Where families open the site, when it has an address.
    pub(super) fn address(&self) -> Option<Address> {
        self.inputs.config.address_of(self.inputs.places.folder(&self.site.id)?)
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

    /// Whether a class is one of the site's.
    pub(super) fn gathers(&self, id: &ClassId) -> bool {
        self.site.classes.iter().any(|class| class.id == *id)
    }

    /// Whether an item is for one of the classes or a part of it.
    pub(super) fn is_meant(&self, audience: &Audience) -> bool {
        self.site.classes.iter().any(|class| audience.includes(&class.id, &class.level))
    }

    fn is_about(&self, subject: Option<&Subject>) -> bool {
        let label =
            |wanted: &String| subject.is_some_and(|subject| subject.label.to_lowercase() == wanted.to_lowercase());
        self.site.subjects.is_empty() || self.site.subjects.iter().any(label)
    }

    /// A site about some subjects tells of announcements only what concerns the service itself.
    fn announces(&self, announcement: &Announcement) -> bool {
        self.is_meant(&announcement.audience) && (self.site.subjects.is_empty() || announcement.service)
    }

    /// Whether only lessons that differ from the plan are shown: the timetables of several classes would be no timetable.
    pub(super) fn shows_changes_only(&self) -> bool {
        self.site.classes.len() > 1 && self.site.subjects.is_empty()
    }

    /// Which of the site's readers an item is for, when it is not for all of them: a group, or classes and levels by their labels.
    pub(super) fn readers(&self, audience: &Audience) -> Option<String> {
        let label =
            |id: &ClassId| self.site.classes.iter().find(|class| class.id == *id).map(|class| class.label.clone());
        match audience {
            Audience::Group { group, .. } if self.site.classes.len() == 1 => Some(group.clone()),
            _ if self.site.classes.len() == 1 => None,
            Audience::School => None,
            Audience::Level(level) => {
                self.site.classes.iter().any(|class| class.level != *level).then(|| level.clone())
            }
            Audience::Class(class) => label(class),
            Audience::Group { class, group } => label(class).map(|label| format!("{label}, {group}")),
        }
    }

    /// Like [`SiteView::readers`], for an item that several classes may have been told alike.
    pub(super) fn all_readers(&self, id: &ItemId, audience: &Audience) -> Option<String> {
        let Some(audiences) = self.told_alike.get(id) else { return self.readers(audience) };
        let readers: Option<Vec<String>> = audiences.iter().map(|audience| self.readers(audience)).collect();
        readers.map(|readers| readers.join(", "))
    }

    /// The days that have lessons, with them.
    pub(super) fn lesson_days(&self) -> impl Iterator<Item = (NaiveDate, &[&'a Seen<Lesson>])> {
        self.lessons.iter().map(|(day, lessons)| (*day, lessons.as_slice()))
    }

    /// The lessons of a day, by start.
    pub(super) fn lessons_of(&self, day: NaiveDate) -> &[&'a Seen<Lesson>] {
        self.lessons.get(&day).map(Vec::as_slice).unwrap_or_default()
    }

    /// The lessons of a day that the site shows, by start.
    pub(super) fn shown_lessons_of(&self, day: NaiveDate) -> impl Iterator<Item = &'a Seen<Lesson>> {
        let changes_only = self.shows_changes_only();
        let chosen =
            |seen: &Seen<Lesson>| self.only_lessons.as_ref().is_none_or(|keys| keys.contains(&told::key(&seen.id)));
        let shown = move |seen: &&Seen<Lesson>| (!changes_only || seen.item.is_change()) && chosen(seen);
        self.lessons_of(day).iter().copied().filter(shown)
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

    pub(super) fn documents(&self) -> impl Iterator<Item = &'a Seen<Document>> {
        self.documents.iter().copied()
    }

    pub(super) fn menus(&self) -> impl Iterator<Item = &'a Seen<Menu>> {
        self.menus.iter().copied()
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

/// Keeps the first of the items that have the same key, and notes the readers of all of them.
fn keep_first<'a, T, K: Ord>(
    items: &mut Vec<&'a Seen<T>>,
    told_alike: &mut BTreeMap<&'a ItemId, Vec<&'a Audience>>,
    key_and_audience: impl Fn(&'a T) -> (K, &'a Audience),
) {
    let mut firsts = BTreeMap::new();
    items.retain(|seen| {
        let (key, audience) = key_and_audience(&seen.item);
        let first = *firsts.entry(key).or_insert(&seen.id);
        told_alike.entry(first).or_default().push(audience);
        *first == seen.id
    });
}

#[cfg(test)]
mod tests;
