//! What a source looked at: the only thing that may remove anything.
//!
//! No source signals deletions. A source says which window of which kind of data it read and whether that answer was
//! complete; only a complete window removes, and the guard of `normalise::accept` holds back suspicious losses.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::model::id::ClassId;

/// A kind of data, as sources offer it and `status` reports it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DataKind {
    /// Work to be done.
    Homework,
    /// Lessons and days without lessons.
    Timetable,
    /// What was done in lessons.
    Contents,
    /// News.
    Announcements,
    /// What the canteen serves.
    Menus,
    /// Files for a class.
    Documents,
}

impl DataKind {
    /// The name in the store and in `status --json`.
    pub fn as_str(self) -> &'static str {
        match self {
            DataKind::Homework => "homework",
            DataKind::Timetable => "timetable",
            DataKind::Contents => "contents",
            DataKind::Announcements => "announcements",
            DataKind::Menus => "menus",
            DataKind::Documents => "documents",
        }
    }
}

/// The window of one kind of data that a source read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Coverage {
    /// The kind.
    pub kind: DataKind,
    /// The classes concerned; none means the whole school.
    pub classes: Vec<ClassId>,
    /// The first day covered; `None` is without limit.
    pub from: Option<NaiveDate>,
    /// The last day covered; `None` is without limit.
    pub to: Option<NaiveDate>,
    /// How much of it was read.
    pub completeness: Completeness,
    /// When.
    pub pulled_at: DateTime<Utc>,
}

impl Coverage {
    /// Whether a day lies in the window.
    pub fn contains(&self, day: NaiveDate) -> bool {
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to)
    }
}

/// How much of a window was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Completeness {
    /// Everything: what is absent is no longer there.
    Complete,
    /// A part, for that reason: what is absent may still be there.
    Partial(String),
    /// The source says that nothing changed since the last pull.
    Unchanged,
}
