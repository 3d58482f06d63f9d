//! What a week tells a class, item by item: kept when a gazette is printed, so that a later change can be told apart from what is on
//! paper.

use std::collections::BTreeSet;

use chrono::{NaiveDate, TimeDelta};
use serde::Serialize;

use crate::artifact::Digest;
use crate::artifact::sheet::{Told, ToldKind};
use crate::model::id::{ClassId, ItemId};
use crate::model::paper::Profile;
use crate::model::snapshot::Seen;
use crate::model::time::Week;
use crate::plan::site_view::SiteView;
use crate::plan::timetable;

/// What is on paper of a class and a week, for one pair of eyes: as the last sheet that was printed for them told it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Printed {
    /// The week.
    pub week: Week,
    /// The class.
    pub class: ClassId,
    /// For which eyes.
    pub profile: Profile,
    /// What it told.
    pub told: Vec<Told>,
}

/// What differs between a paper and what is known now.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Difference {
    /// The items to tell again, by their keys.
    pub(super) changed: BTreeSet<String>,
    /// What no longer holds.
    pub(super) withdrawn: Vec<Told>,
}

/// All that the gazette of a week tells of that week: its lessons, the homework due in it, its menus, and the announcements.
pub(super) fn of_week(view: &SiteView<'_>, week: Week) -> Vec<Told> {
    let lessons = view.lesson_days().filter(|(day, _)| week.contains(*day)).flat_map(|(day, lessons)| {
        lessons.iter().map(move |seen| {
            let shown = timetable::entry(view, &seen.item);
            Told { at: Some(shown.start), ..told(seen, ToldKind::Lesson, &shown.subject, Some(day), &shown) }
        })
    });
    let homework = view.homework().filter(|seen| week.contains(seen.item.due_on)).map(|seen| {
        let subject = seen.item.subject.as_ref().map(|subject| subject.label.clone()).unwrap_or_default();
        told(seen, ToldKind::Homework, &subject, Some(seen.item.due_on), &seen.item)
    });
    let announcements = view.announcements().map(|seen| {
        let last = seen.item.expires_at.map(|end| view.day_of(end - TimeDelta::seconds(1)));
        told(seen, ToldKind::Announcement, &seen.item.title, last, &seen.item)
    });
    let menus = view.menus().filter(|seen| seen.item.week == week);
    let menus = menus.map(|seen| told(seen, ToldKind::Menu, "", Some(week.monday()), &seen.item));
    lessons.chain(homework).chain(announcements).chain(menus).collect()
}

/// What changed since a paper, as far as it still matters on a day. A new announcement waits for the next paper; what a paper said and is
/// not so any more does not.
pub(super) fn difference(printed: &[Told], now: &[Told], today: NaiveDate) -> Difference {
    let matters = |told: &Told| told.day.is_none_or(|day| day >= today || told.kind == ToldKind::Menu);
    let before = |key: &str| printed.iter().find(|told| told.key == key);
    let is_news = |told: &Told| match before(&told.key) {
        Some(known) => known.digest != told.digest,
        None => told.kind != ToldKind::Announcement,
    };
    // An announcement without a last day just grows old; one that was taken down has no title left to be told.
    let dated = |told: &Told| told.kind != ToldKind::Announcement || (told.day.is_some() && !told.title.is_empty());
    let gone = |told: &&Told| matters(told) && dated(told) && !now.iter().any(|known| known.key == told.key);
    Difference {
        changed: now.iter().filter(|told| matters(told) && is_news(told)).map(|told| told.key.clone()).collect(),
        withdrawn: printed.iter().filter(gone).cloned().collect(),
    }
}

/// The key of an item.
pub(super) fn key(id: &ItemId) -> String {
    id.to_string()
}

fn told<T>(seen: &Seen<T>, kind: ToldKind, title: &str, day: Option<NaiveDate>, shown: &impl Serialize) -> Told {
    // What cannot be written is told by its last change instead.
    let content = serde_json::to_vec(shown).unwrap_or_else(|_| seen.changed_at.to_rfc3339().into_bytes());
    Told { key: key(&seen.id), digest: Digest::of(&content), kind, title: title.to_owned(), day, at: None }
}

#[cfg(test)]
mod tests;
