//! One item for what a source tells several times.
//!
//! Pronote repeats a homework on the lesson where it was given, on the lesson when it is due, and on every lesson of that
//! teacher the same day.

use std::collections::BTreeMap;

use crate::model::attachment::Attachment;
use crate::model::id::ItemKey;
use crate::model::item::{FetchedItem, Item};
use crate::normalise::key;

/// The items by key. Days and files are united, the earliest "given on" wins, otherwise the first one read wins.
pub fn by_key(items: Vec<FetchedItem>) -> BTreeMap<ItemKey, FetchedItem> {
    let mut unique: BTreeMap<ItemKey, FetchedItem> = BTreeMap::new();
    for item in items {
        let key = key::of(&item);
        match unique.get_mut(&key) {
            Some(known) => unite(known, item),
            None => {
                unique.insert(key, item);
            }
        }
    }
    for item in unique.values_mut() {
        item.days.sort_unstable();
        item.days.dedup();
    }
    unique
}

fn unite(known: &mut FetchedItem, other: FetchedItem) {
    known.days.extend(other.days);
    if let (Item::Homework(known), Item::Homework(other)) = (&mut known.item, other.item) {
        known.given_on = earliest(known.given_on, other.given_on);
        unite_files(&mut known.attachments, other.attachments);
    }
}

/// The earlier of two optional values; a value beats none.
pub fn earliest<T: Ord>(left: Option<T>, right: Option<T>) -> Option<T> {
    match (left, right) {
        (Some(left), Some(right)) => Some(left.min(right)),
        (left, right) => left.or(right),
    }
}

fn unite_files(known: &mut Vec<Attachment>, others: Vec<Attachment>) {
    for file in others {
        if known.iter().all(|present| present.id != file.id) {
            known.push(file);
        }
    }
}
