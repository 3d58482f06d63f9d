//! Puts the sources together into one snapshot of the school.

use std::cmp::Reverse;
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, NaiveDate};

use crate::model::id::{ItemId, SourceId};
use crate::model::item::{Item, Record, SourceState};
use crate::model::lesson::{LessonStatus, NonTeaching};
use crate::model::notice::{Notice, NoticeKind};
use crate::model::rich_text::{RichText, with_held_spaces};
use crate::model::snapshot::{Seen, Snapshot};
use crate::model::subject::Subject;
use crate::normalise::groups::{self, Divisions};
use crate::normalise::key;
use crate::normalise::school_year::{self, Region};
use crate::normalise::subject::{self, SubjectNames};

/// What the sources do not say of the school.
#[derive(Debug, Clone, Copy)]
pub struct Around<'a> {
    /// The names that readers see.
    pub names: &'a SubjectNames,
    /// The groups that classes are divided into.
    pub divisions: &'a Divisions,
    /// Whose public holidays it has.
    pub region: Region,
}

/// The school as its sources tell it, with what they tell twice told once, subjects under the names that readers see, and spaces
/// that hold punctuation on its line.
pub fn merge(states: &[SourceState], around: &Around<'_>) -> (Snapshot, Vec<Notice>) {
    let days_off = days_off(states, around.region);
    let mut snapshot = Snapshot { non_teaching: days_off.clone(), ..Snapshot::default() };
    let mut notices = Vec::new();
    for state in states {
        snapshot.coverage.insert(state.source.clone(), state.coverage.clone());
        snapshot.tombstones.extend(state.tombstones.iter().cloned());
        let held: Vec<&Record> = state.records.iter().filter(|record| record.missing_since.is_some()).collect();
        snapshot.held.extend(held.iter().map(|record| (state.source.clone(), record.item.kind())));
        notices.extend(held_back(&state.source, held.len()));
        for record in state.records.iter().filter(|record| takes_place(record, &days_off)) {
            place(&mut snapshot, state, record, around.names);
        }
    }
    tidy(&mut snapshot, around.divisions);
    hold_spaces(&mut snapshot);
    (snapshot, notices)
}

/// What is said of a source of which so many items vanished that are still published.
pub fn held_back(source: &SourceId, count: usize) -> Option<Notice> {
    let message = format!("{count} items that vanished there are still published");
    (count > 0).then(|| Notice::new(NoticeKind::HeldBack, source.as_str(), message))
}

/// All days without school: those that sources name, and the public holidays of this year and the next.
fn days_off(states: &[SourceState], region: Region) -> Vec<NonTeaching> {
    let told = states.iter().flat_map(|state| &state.records).filter_map(|record| match &record.item {
        Item::NonTeaching(days) => Some(days.clone()),
        _ => None,
    });
    let pulls = states.iter().flat_map(|state| &state.coverage).map(|window| window.pulled_at.year());
    let years: BTreeSet<i32> = pulls.flat_map(|year| [year, year + 1]).collect();
    school_year::days_off(told.collect(), &years, region)
}

/// A lesson that only a rule made does not take place on a day without school.
fn takes_place(record: &Record, days_off: &[NonTeaching]) -> bool {
    let is_off = |day: &NaiveDate| days_off.iter().any(|off| (off.from..=off.to).contains(day));
    !matches!(&record.item, Item::Lesson(lesson) if lesson.ruled) || !record.days.iter().any(is_off)
}

fn place(snapshot: &mut Snapshot, state: &SourceState, record: &Record, names: &SubjectNames) {
    let id = ItemId { source: state.source.clone(), key: record.key.clone() };
    match record.item.clone() {
        Item::Lesson(mut lesson) => {
            name_subject(lesson.subject.as_mut(), names);
            snapshot.lessons.push(seen(id, record, lesson));
        }
        Item::Homework(mut homework) => {
            name_subject(homework.subject.as_mut(), names);
            snapshot.homework.push(seen(id, record, homework));
        }
        Item::Content(mut content) => {
            name_subject(content.subject.as_mut(), names);
            snapshot.contents.push(seen(id, record, content));
        }
        Item::Announcement(announcement) => snapshot.announcements.push(seen(id, record, announcement)),
        Item::NonTeaching(_) => {}
        Item::Menu(menu) => snapshot.menus.push(seen(id, record, menu)),
        Item::Document(document) => snapshot.documents.push(seen(id, record, document)),
    }
}

fn seen<T>(id: ItemId, record: &Record, item: T) -> Seen<T> {
    Seen { id, seen_first: record.seen_first, changed_at: record.changed_at, item }
}

fn name_subject(subject: Option<&mut Subject>, names: &SubjectNames) {
    if let Some(subject) = subject {
        subject.label = names.label(&subject.raw);
    }
}

/// Removes what two sources tell alike, and sorts.
fn tidy(snapshot: &mut Snapshot, divisions: &Divisions) {
    snapshot.homework = unique(std::mem::take(&mut snapshot.homework), key::homework_key, |_| 0);
    snapshot.lessons = unique(
        std::mem::take(&mut snapshot.lessons),
        |lesson| (key::lesson_key(lesson), lesson.end),
        |lesson| u8::from(lesson.status == LessonStatus::Planned),
    );
    groups::unite(snapshot, divisions);
    snapshot
        .lessons
        .sort_by_cached_key(|seen| (seen.item.start, seen.item.end, seen.item.audience.clone(), seen.id.clone()));
    snapshot.homework.sort_by_cached_key(|seen| {
        (seen.item.due_on, seen.item.subject.as_ref().map(|subject| subject.label.clone()), seen.id.clone())
    });
    snapshot.documents.sort_by_cached_key(|seen| {
        let sorted = |text: &String| (subject::fold(text), text.clone());
        let folders: Vec<_> = seen.item.folders.iter().map(sorted).collect();
        (folders, sorted(&seen.item.file.name), seen.id.clone())
    });
    snapshot.contents.sort_by_cached_key(|seen| (seen.item.day, seen.id.clone()));
    snapshot.announcements.sort_by_cached_key(|seen| {
        let published = seen.item.published_at.unwrap_or(seen.seen_first);
        Reverse((seen.item.service, seen.item.headline, published, seen.id.clone()))
    });
}

/// Keeps punctuation on the line of its word, in all that people wrote.
fn hold_spaces(snapshot: &mut Snapshot) {
    let hold = |text: &mut RichText| *text = std::mem::take(text).with_held_spaces();
    let hold_words = |text: &mut String| *text = with_held_spaces(text);
    snapshot.homework.iter_mut().for_each(|seen| hold(&mut seen.item.body));
    snapshot.menus.iter_mut().for_each(|seen| hold(&mut seen.item.body));
    for seen in &mut snapshot.contents {
        hold(&mut seen.item.body);
        seen.item.title.iter_mut().for_each(hold_words);
    }
    for seen in &mut snapshot.announcements {
        hold_words(&mut seen.item.title);
        seen.item.summary.iter_mut().for_each(hold_words);
        seen.item.body.iter_mut().for_each(hold);
    }
}

/// One item for each name; of several, the one of lowest rank, then the first.
fn unique<T, K: Ord, R: Ord>(items: Vec<Seen<T>>, name: impl Fn(&T) -> K, rank: impl Fn(&T) -> R) -> Vec<Seen<T>> {
    let mut kept: BTreeMap<K, Seen<T>> = BTreeMap::new();
    for item in items {
        match kept.entry(name(&item.item)) {
            Entry::Vacant(entry) => {
                entry.insert(item);
            }
            Entry::Occupied(mut entry) => {
                if rank(&item.item) < rank(&entry.get().item) {
                    entry.insert(item);
                }
            }
        }
    }
    kept.into_values().collect()
}
