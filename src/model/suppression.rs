//! What was taken down by hand and stays down, whatever sources say: names only, never what an item says.
//!
//! A text that is edited may come back under another key, so each withdrawn item also leaves its place: who it was for, the subject and
//! the day, hashed. What comes to that place afterwards stays out too, until somebody allows it.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::id::{ItemId, ItemKey, SourceId};

/// The list of what stays down.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Suppressions {
    /// The withdrawn items, each with its place when it has one: see `normalise::key::place`.
    pub withdrawn: BTreeMap<ItemId, Option<ItemKey>>,
    /// What came to the place of a withdrawn item, and may be shown.
    pub allowed: BTreeSet<ItemId>,
}

impl Suppressions {
    /// Whether an item was withdrawn under that name.
    pub fn names(&self, source: &SourceId, key: &ItemKey) -> bool {
        self.withdrawn.keys().any(|item| item.source == *source && item.key == *key)
    }

    /// The withdrawn item that says the same in any source: its key is the hash of what it says.
    pub fn of_content(&self, content: &ItemKey) -> Option<&ItemId> {
        self.withdrawn.keys().find(|item| item.key == *content)
    }

    /// The withdrawn item of a source whose place another item takes.
    pub fn of_place(&self, source: &SourceId, place: &ItemKey) -> Option<&ItemId> {
        let at_place = |(item, left): &(&ItemId, &Option<ItemKey>)| {
            item.source == *source && left.as_ref().is_some_and(|left| left == place)
        };
        self.withdrawn.iter().find(at_place).map(|(item, _)| item)
    }

    /// Whether somebody said that an item may be shown.
    pub fn allows(&self, source: &SourceId, key: &ItemKey) -> bool {
        self.allowed.iter().any(|item| item.source == *source && item.key == *key)
    }
}
