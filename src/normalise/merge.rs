//! Puts the sources together into one snapshot of the school.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use chrono::NaiveDate;

use crate::model::id::ItemId;
use crate::model::item::{Item, Record, SourceState};
use crate::model::lesson::{LessonStatus, NonTeaching};
use crate::model::notice::{Notice, NoticeKind};
use crate::model::rich_text::{RichText, with_held_spaces};
use crate::model::snapshot::{Seen, Snapshot};
use crate::model::subject::Subject;
use crate::normalise::key;
use crate::normalise::subject::{self, SubjectNames};

/// The school as its sources tell it, with what they tell twice told once, subjects under the names that readers see, and spaces
/// that hold punctuation on its line.
pub fn merge(states: &[SourceState], names: &SubjectNames) -> (Snapshot, Vec<Notice>) {
    let mut snapshot = Snapshot::default();
    let mut notices = Vec::new();
    let records = states.iter().flat_map(|state| &state.records);
    let days_off: Vec<&NonTeaching> = records.filter_map(days_off).collect();
    for state in states {
        snapshot.coverage.insert(state.source.clone(), state.coverage.clone());
        snapshot.tombstones.extend(state.tombstones.iter().cloned());
        let held: Vec<&Record> = state.records.iter().filter(|record| record.missing_since.is_some()).collect();
        snapshot.held.extend(held.iter().map(|record| (state.source.clone(), record.item.kind())));
        if !held.is_empty() {
            let message = format!("{} items that vanished there are still published", held.len());
            notices.push(Notice::new(NoticeKind::HeldBack, state.source.as_str(), message));
        }
        for record in state.records.iter().filter(|record| takes_place(record, &days_off)) {
            place(&mut snapshot, state, record, names);
        }
    }
    tidy(&mut snapshot);
    hold_spaces(&mut snapshot);
    (snapshot, notices)
}

fn days_off(record: &Record) -> Option<&NonTeaching> {
    match &record.item {
        Item::NonTeaching(days) => Some(days),
        _ => None,
    }
}

/// A lesson that only a rule made, as that of a weekly timetable, does not take place on a day that any source calls free.
fn takes_place(record: &Record, days_off: &[&NonTeaching]) -> bool {
    let is_off = |day: &NaiveDate| days_off.iter().any(|off| (off.from..=off.to).contains(day));
    !matches!(&record.item, Item::Lesson(lesson) if lesson.ruled && !record.days.is_empty() && record.days.iter().all(is_off))
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
        Item::NonTeaching(days) => snapshot.non_teaching.push(days),
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
fn tidy(snapshot: &mut Snapshot) {
    snapshot.homework = unique(std::mem::take(&mut snapshot.homework), key::homework_key, |_| 0);
    snapshot.lessons = unique(
        std::mem::take(&mut snapshot.lessons),
        |lesson| (key::lesson_key(lesson), lesson.end),
        |lesson| u8::from(lesson.status == LessonStatus::Planned),
    );
    snapshot.non_teaching.sort_by_key(|days| (days.from, days.to, days.kind));
    snapshot.non_teaching.dedup_by(|left, right| (left.from, left.to, left.kind) == (right.from, right.to, right.kind));

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
