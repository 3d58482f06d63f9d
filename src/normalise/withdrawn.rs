//! What was taken down by hand stays down: under its name, in another source that says the same, and with another text in its place.

use std::collections::BTreeMap;

use crate::model::id::{ItemId, ItemKey, SourceId};
use crate::model::item::{FetchedItem, Record, SourceState};
use crate::model::notice::{Notice, NoticeKind};
use crate::model::suppression::Suppressions;
use crate::normalise::key;

/// What was known of a source, without what was withdrawn since it was read.
pub(super) fn forget(mut known: SourceState, list: &Suppressions) -> SourceState {
    known.records.retain(|record| !list.names(&known.source, &record.key));
    known.tombstones.retain(|tombstone| !list.names(&known.source, &tombstone.key));
    known
}

/// An answer without what stays down. What takes the place of something withdrawn is told, because somebody must decide about it.
pub(super) fn leave_out(
    read: BTreeMap<ItemKey, FetchedItem>,
    known: &BTreeMap<ItemKey, Record>,
    source: &SourceId,
    list: &Suppressions,
) -> (BTreeMap<ItemKey, FetchedItem>, Vec<Notice>) {
    if list.withdrawn.is_empty() {
        return (read, Vec::new());
    }
    let mut notices = Vec::new();
    let may_be_shown = |(key, read): &(ItemKey, FetchedItem)| {
        if list.names(source, key) || list.of_content(&key::by_content(&read.item)).is_some() {
            return false;
        }
        let taken = key::place(&read.item).and_then(|place| list.of_place(source, &place));
        let Some(withdrawn) = taken.filter(|_| !known.contains_key(key) && !list.allows(source, key)) else {
            return true;
        };
        notices.push(in_place_of(withdrawn, &ItemId { source: source.clone(), key: key.clone() }));
        false
    };
    let kept = read.into_iter().filter(may_be_shown).collect();
    (kept, notices)
}

fn in_place_of(withdrawn: &ItemId, item: &ItemId) -> Notice {
    let message = format!(
        "stays out: it comes to the place of `{withdrawn}`, which was withdrawn; `ardoise withdraw --undo {item}` lets it in"
    );
    Notice::new(NoticeKind::Withdrawn, item.to_string(), message)
}
