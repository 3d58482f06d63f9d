//! The school at one instant: what `plan` reads. Immutable.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};

use crate::model::announcement::Announcement;
use crate::model::coverage::{Coverage, DataKind};
use crate::model::document::Document;
use crate::model::homework::Homework;
use crate::model::id::{ItemId, SourceId};
use crate::model::item::Tombstone;
use crate::model::lesson::{Lesson, LessonContent, NonTeaching};
use crate::model::menu::Menu;

/// All sources together.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Snapshot {
    /// Lessons by start.
    pub lessons: Vec<Seen<Lesson>>,
    /// Days without lessons by first day, without repetition.
    pub non_teaching: Vec<NonTeaching>,
    /// Homework by due day, then subject.
    pub homework: Vec<Seen<Homework>>,
    /// Lesson contents by day.
    pub contents: Vec<Seen<LessonContent>>,
    /// Announcements: those about the service first, then headlines, then the most recent first.
    pub announcements: Vec<Seen<Announcement>>,
    /// Menus, in the order of their sources.
    pub menus: Vec<Seen<Menu>>,
    /// Files for classes, by folder and name.
    pub documents: Vec<Seen<Document>>,
    /// What went, with the time at which it was found gone.
    pub tombstones: Vec<Tombstone>,
    /// The windows read, by source.
    pub coverage: BTreeMap<SourceId, Vec<Coverage>>,
    /// The kinds of which the guard keeps data that vanished.
    pub held: BTreeSet<(SourceId, DataKind)>,
}

/// An item with what the store knows of its life.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen<T> {
    /// Its name in the school.
    pub id: ItemId,
    /// The first pull that showed it.
    pub seen_first: DateTime<Utc>,
    /// The pull that showed its present form first.
    pub changed_at: DateTime<Utc>,
    /// The item.
    pub item: T,
}
