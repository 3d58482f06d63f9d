//! Every copy of what holds a text. The text itself is not repeated.

use serde::Serialize;

use crate::journal::Entry;

/// What `ardoise find` found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FindReport {
    /// The version of this format.
    pub schema: u32,
    /// The items that hold the text.
    pub items: Vec<FoundItem>,
    /// The files that hold it, or one of the items' own files: from the folder of the configuration's `output_dir`, or absolute.
    pub files: Vec<String>,
    /// What targets hold of them, as far as is known here.
    pub targets: Vec<String>,
    /// Files that could not be read: they may hold it.
    pub unread: Vec<String>,
}

/// An item that holds the text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FoundItem {
    /// Its name, for `ardoise withdraw`.
    pub item: String,
    /// What it is.
    pub kind: &'static str,
    /// Whether its source still has it.
    pub state: ItemState,
    /// The day on which it ends.
    pub until: Option<String>,
    /// The jobs that print it: key, sheet and how far it is.
    pub jobs: Vec<String>,
    /// What the journal tells of it.
    pub journal: Vec<Entry>,
}

/// Whether a source still has an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ItemState {
    /// It is shown.
    Live,
    /// It vanished, and the guard keeps it.
    HeldBack,
    /// It is gone; its pages have changed since.
    Gone,
    /// It was withdrawn: only its name is known.
    Withdrawn,
}

impl ItemState {
    /// The words on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            ItemState::Live => "live",
            ItemState::HeldBack => "held back",
            ItemState::Gone => "gone from its source",
            ItemState::Withdrawn => "withdrawn",
        }
    }
}
