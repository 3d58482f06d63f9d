//! Who or what changed which item, and when: the values of the journal that `store` keeps. Append-only.
//!
//! It is the proof that something was taken down, so it outlives it: it holds names of items and places, never what an item says.

use std::fmt;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::model::id::{ItemId, PrinterId, TargetId};

/// One line of the journal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Entry {
    /// When.
    pub at: DateTime<Utc>,
    /// Who asked for it, an account of this machine; or what found it, a source.
    pub by: String,
    /// What was done.
    pub deed: Deed,
    /// With which item.
    pub item: String,
    /// Where.
    pub place: Place,
}

/// What was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Deed {
    /// A source showed it for the first time.
    Added,
    /// A source showed it in another form.
    Changed,
    /// A source showed it no more.
    Removed,
    /// It was taken down.
    Withdrawn,
    /// It should have been taken down, and may still be there.
    NotReached,
    /// Somebody allowed that it be shown again.
    Allowed,
}

impl Deed {
    /// The word in the store and on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Deed::Added => "added",
            Deed::Changed => "changed",
            Deed::Removed => "removed",
            Deed::Withdrawn => "withdrawn",
            Deed::NotReached => "not reached",
            Deed::Allowed => "allowed",
        }
    }
}

/// Where an item may be.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Place {
    /// The state folder: items, files, finished pictures, the ledger.
    Store,
    /// The output folder.
    Output,
    /// A printer or its folder.
    Printer(PrinterId),
    /// A publication target, with what is kept for going back there.
    Target(TargetId),
}

impl fmt::Display for Place {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Place::Store => formatter.write_str("store"),
            Place::Output => formatter.write_str("output"),
            Place::Printer(printer) => write!(formatter, "printer {printer}"),
            Place::Target(target) => write!(formatter, "target {target}"),
        }
    }
}

impl Deed {
    /// All of those that follow a source: they are forgotten with what the source showed. What people did stays.
    pub const OF_SOURCES: [Deed; 3] = [Deed::Added, Deed::Changed, Deed::Removed];

    /// Whether it only follows a source.
    pub fn follows_a_source(self) -> bool {
        Deed::OF_SOURCES.contains(&self)
    }
}

impl Entry {
    /// A line about an item.
    pub fn new(at: DateTime<Utc>, by: &str, deed: Deed, item: &ItemId, place: Place) -> Self {
        Entry { at, by: by.to_owned(), deed, item: item.to_string(), place }
    }
}

/// The lines that tell of a place which was not reached, and was not since.
pub fn unreached(entries: &[Entry]) -> Vec<&Entry> {
    let later = |index: usize, entry: &Entry| {
        entries[index + 1..]
            .iter()
            .filter(|other| other.item == entry.item)
            .any(|other| other.deed == Deed::Allowed || (other.place == entry.place && !other.deed.follows_a_source()))
    };
    let open =
        entries.iter().enumerate().filter(|(index, entry)| entry.deed == Deed::NotReached && !later(*index, entry));
    open.map(|(_, entry)| entry).collect()
}
