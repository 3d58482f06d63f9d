//! Judges one answer of a source against what was known of it.
//!
//! Absent is not deleted: only a complete window removes, and only items that the source showed on a day of that window.
//! Items whose time has passed stay until they are older than the retention, and go then, whatever the source says.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Datelike, NaiveDate, Utc, Weekday};

use crate::model::coverage::{Completeness, Coverage, DataKind};
use crate::model::id::ItemKey;
use crate::model::item::{Fetched, FetchedItem, Item, Record, SourceState, Tombstone};
use crate::model::notice::{Notice, NoticeKind};
use crate::model::suppression::Suppressions;
use crate::model::time::Now;
use crate::normalise::guard::{self, Loss};
use crate::normalise::retention::{self, Bounds};
use crate::normalise::{dedupe, key, withdrawn};

/// What is needed to judge.
#[derive(Debug, Clone, Copy)]
pub struct Context<'c> {
    /// When the answer came.
    pub now: Now,
    /// The same as a day in the school's zone.
    pub today: NaiveDate,
    /// Which items and tombstones are too old, whatever the source says.
    pub bounds: Bounds,
    /// How deletions are judged.
    pub deletions: Deletions,
    /// What was taken down by hand and stays down.
    pub suppressions: &'c Suppressions,
}

/// How deletions are judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deletions {
    /// By the guard: a remote source.
    Guarded,
    /// Without the guard: a local folder, or the operator accepts them.
    Trusted,
}

/// The judgement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accepted {
    /// What is known of the source now.
    pub state: SourceState,
    /// Remarks, the source's own first.
    pub notices: Vec<Notice>,
    /// The kinds of which data were newly held back.
    pub new_holds: Vec<DataKind>,
}

/// Judges an answer.
pub fn accept(previous: SourceState, fetched: Fetched, context: &Context<'_>) -> Accepted {
    let now = context.now.instant();
    let previous = withdrawn::forget(previous, context.suppressions);
    let mut notices = fetched.notices;
    let backwards = previous.coverage.iter().any(|coverage| coverage.pulled_at > now);
    let mut known: BTreeMap<ItemKey, Record> =
        previous.records.into_iter().map(|record| (record.key.clone(), record)).collect();
    let read = adopt_known_keys(dedupe::by_key(fetched.items), &known);
    let (read, kept_out) = withdrawn::leave_out(read, &known, &previous.source, context.suppressions);
    notices.extend(kept_out);
    let present: BTreeSet<ItemKey> = read.keys().cloned().collect();
    for (key, item) in read {
        let record = updated(known.remove(&key), key.clone(), item, now);
        known.insert(key, record);
    }

    let off_days = NonTeachingDays::of(known.values());
    let mut tombstones = previous.tombstones;
    let mut coverage = previous.coverage;
    let mut new_holds = Vec::new();
    for window in fetched.coverage {
        let may_remove = window.completeness == Completeness::Complete && !backwards;
        let missing = if may_remove { missing_keys(&known, &present, &window, context.today) } else { Vec::new() };
        let verdict = judge(&known, &missing, &window, &off_days, context);
        for key in verdict.remove {
            if let Some(record) = known.remove(&key) {
                tombstones.push(Tombstone { key, item: record.item, at: now });
            }
        }
        let held = !verdict.hold.is_empty();
        for key in verdict.hold {
            if let Some(record) = known.get_mut(&key) {
                if record.missing_since.is_none() && !new_holds.contains(&window.kind) {
                    new_holds.push(window.kind);
                }
                record.missing_since.get_or_insert(now);
            }
        }
        if held {
            let message =
                format!("{} items vanished from {}; they stay published", missing.len(), window.kind.as_str());
            notices.push(Notice::new(NoticeKind::HeldBack, previous.source.as_str(), message));
        }
        if !held && !backwards {
            remember(&mut coverage, window);
        }
    }
    known.retain(|_, record| context.bounds.keep(&record.item, &record.days, record.seen_first));
    tombstones.retain(|tombstone| context.bounds.keep_gone(tombstone.at));
    let state = SourceState {
        source: previous.source,
        records: known.into_values().collect(),
        tombstones,
        coverage,
        cursor: fetched.cursor,
    };
    Accepted { state, notices, new_holds }
}

/// An edited homework keeps the key under which it is known, and so does a lesson whose timetable was rebuilt.
fn adopt_known_keys(
    read: BTreeMap<ItemKey, FetchedItem>,
    known: &BTreeMap<ItemKey, Record>,
) -> BTreeMap<ItemKey, FetchedItem> {
    let mut orphans: BTreeMap<ItemKey, Vec<&Record>> = BTreeMap::new();
    for record in known.values().filter(|record| !read.contains_key(&record.key)) {
        if let Some(place) = place(&record.item) {
            orphans.entry(place).or_default().push(record);
        }
    }
    let mut adopt = |item: &Item| {
        let there = orphans.get_mut(&place(item)?)?;
        let scored = there.iter().enumerate().map(|(index, orphan)| (index, closeness(&orphan.item, item)));
        let likely = scored.filter(|(_, score)| *score >= 0.5);
        let (index, _) = likely.max_by(|left, right| left.1.total_cmp(&right.1))?;
        Some(there.swap_remove(index).key.clone())
    };
    let adopted = read.into_iter().map(|(key, read)| {
        let other = if known.contains_key(&key) { None } else { adopt(&read.item) };
        (other.unwrap_or(key), read)
    });
    adopted.collect()
}

/// Where an item stands that may be known under another key.
fn place(item: &Item) -> Option<ItemKey> {
    match item {
        Item::Homework(_) | Item::Lesson(_) => key::place(item),
        _ => None,
    }
}

/// How surely two items of one place are two forms of one: from 0 (no) to 1 (the same words).
fn closeness(known: &Item, read: &Item) -> f64 {
    match (known, read) {
        (Item::Homework(known), Item::Homework(read)) => {
            strsim::sorensen_dice(&key::homework_text(known), &key::homework_text(read))
        }
        _ => 1.0,
    }
}

/// The record of an item that was just read.
fn updated(known: Option<Record>, key: ItemKey, mut read: FetchedItem, now: DateTime<Utc>) -> Record {
    let revision = revision(&read.item);
    let Some(known) = known else {
        return Record {
            key,
            item: read.item,
            days: read.days,
            revision,
            seen_first: now,
            changed_at: now,
            missing_since: None,
        };
    };
    if let (Item::Homework(old), Item::Homework(new)) = (&known.item, &mut read.item) {
        new.given_on = dedupe::earliest(old.given_on, new.given_on);
    }
    for file in read.item.attachments_mut() {
        if let Some(fetched) = known.item.attachments().iter().find(|old| old.id == file.id) {
            file.digest.clone_from(&fetched.digest);
            file.size = fetched.size;
        }
    }
    let mut days = known.days;
    days.extend(read.days);
    days.sort_unstable();
    days.dedup();
    let changed_at = if known.revision == revision { known.changed_at } else { now.max(known.changed_at) };
    Record { key, item: read.item, days, revision, seen_first: known.seen_first, changed_at, missing_since: None }
}

/// The digest of what a reader would see. The day a homework was given is left out: the window of Pronote moves it.
fn revision(item: &Item) -> String {
    let mut item = item.clone();
    if let Item::Homework(homework) = &mut item {
        homework.given_on = None;
    }
    let bytes = serde_json::to_vec(&item).expect("plain values serialise");
    blake3::hash(&bytes).to_hex()[..16].to_owned()
}

/// The live items that a complete window should have shown.
fn missing_keys(
    known: &BTreeMap<ItemKey, Record>,
    present: &BTreeSet<ItemKey>,
    window: &Coverage,
    today: NaiveDate,
) -> Vec<ItemKey> {
    let expected = |record: &&Record| {
        record.item.kind() == window.kind
            && !present.contains(&record.key)
            && last_day(record) >= today
            && (record.days.is_empty() || record.days.iter().any(|day| window.contains(*day)))
    };
    known.values().filter(expected).map(|record| record.key.clone()).collect()
}

#[derive(Debug, Default)]
struct Verdict {
    remove: Vec<ItemKey>,
    hold: Vec<ItemKey>,
}

fn judge(
    known: &BTreeMap<ItemKey, Record>,
    missing: &[ItemKey],
    window: &Coverage,
    off_days: &NonTeachingDays,
    context: &Context<'_>,
) -> Verdict {
    let now = context.now.instant();
    let (confirmed, fresh): (Vec<&ItemKey>, Vec<&ItemKey>) = missing
        .iter()
        .partition(|key| guard::is_confirmed(known.get(*key).and_then(|record| record.missing_since), now));
    let live =
        known.values().filter(|record| record.item.kind() == window.kind && last_day(record) >= context.today).count();
    let on_school_day = |key: &&&ItemKey| {
        known
            .get(**key)
            .is_some_and(|record| record.days.iter().any(|day| !off_days.contains(*day)) || record.days.is_empty())
    };
    let loss = Loss { live, missing: missing.len(), on_school_days: fresh.iter().filter(on_school_day).count() };
    let hold_fresh = context.deletions == Deletions::Guarded && loss.is_suspicious();
    let mut verdict = Verdict { remove: confirmed.into_iter().cloned().collect(), hold: Vec::new() };
    let fresh = fresh.into_iter().cloned();
    if hold_fresh {
        verdict.hold.extend(fresh);
    } else {
        verdict.remove.extend(fresh);
    }
    verdict
}

/// Keeps the newest complete answer of each kind and set of classes; a partial one is kept only while there is no other.
fn remember(coverage: &mut Vec<Coverage>, window: Coverage) {
    let known = coverage.iter_mut().find(|known| known.kind == window.kind && known.classes == window.classes);
    match (known, &window.completeness) {
        (Some(known), Completeness::Unchanged) => known.pulled_at = window.pulled_at,
        (Some(known), Completeness::Partial(_)) if known.completeness == Completeness::Complete => {}
        (Some(known), _) => *known = window,
        (None, _) => coverage.push(window),
    }
}

/// The last day on which an item concerns anybody.
fn last_day(record: &Record) -> NaiveDate {
    retention::last_day(&record.item).unwrap_or(NaiveDate::MAX)
}

/// The days without school that the source itself names, and Sundays.
struct NonTeachingDays(Vec<(NaiveDate, NaiveDate)>);

impl NonTeachingDays {
    fn of<'a>(records: impl Iterator<Item = &'a Record>) -> Self {
        NonTeachingDays(
            records
                .filter_map(|record| match &record.item {
                    Item::NonTeaching(days) => Some((days.from, days.to)),
                    _ => None,
                })
                .collect(),
        )
    }

    fn contains(&self, day: NaiveDate) -> bool {
        day.weekday() == Weekday::Sun || self.0.iter().any(|(from, to)| (*from..=*to).contains(&day))
    }
}

#[cfg(test)]
mod tests;
