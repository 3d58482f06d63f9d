//! Items as sources give them and as the store keeps them.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::model::announcement::Announcement;
use crate::model::attachment::Attachment;
use crate::model::coverage::{Completeness, Coverage, DataKind};
use crate::model::document::Document;
use crate::model::homework::Homework;
use crate::model::id::{ClassId, ItemKey, SourceId};
use crate::model::lesson::{Lesson, LessonContent, NonTeaching};
use crate::model::menu::Menu;
use crate::model::notice::Notice;
use crate::model::time::Now;

/// Anything a source can give.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Item {
    /// A lesson.
    Lesson(Lesson),
    /// Days without lessons.
    NonTeaching(NonTeaching),
    /// Work to be done.
    Homework(Homework),
    /// What was done in a lesson.
    Content(LessonContent),
    /// A piece of news.
    Announcement(Announcement),
    /// What the canteen serves.
    Menu(Menu),
    /// A file for a class.
    Document(Document),
}

impl Item {
    /// The kind of data it belongs to.
    pub fn kind(&self) -> DataKind {
        match self {
            Item::Lesson(_) | Item::NonTeaching(_) => DataKind::Timetable,
            Item::Homework(_) => DataKind::Homework,
            Item::Content(_) => DataKind::Contents,
            Item::Announcement(_) => DataKind::Announcements,
            Item::Menu(_) => DataKind::Menus,
            Item::Document(_) => DataKind::Documents,
        }
    }

    /// Its files.
    pub fn attachments(&self) -> &[Attachment] {
        match self {
            Item::Homework(homework) => &homework.attachments,
            Item::Announcement(announcement) => &announcement.attachments,
            Item::Menu(menu) => &menu.attachments,
            Item::Document(document) => std::slice::from_ref(&document.file),
            Item::Lesson(_) | Item::NonTeaching(_) | Item::Content(_) => &[],
        }
    }

    /// Its files, to be completed once fetched.
    pub fn attachments_mut(&mut self) -> &mut [Attachment] {
        match self {
            Item::Homework(homework) => &mut homework.attachments,
            Item::Announcement(announcement) => &mut announcement.attachments,
            Item::Menu(menu) => &mut menu.attachments,
            Item::Document(document) => std::slice::from_mut(&mut document.file),
            Item::Lesson(_) | Item::NonTeaching(_) | Item::Content(_) => &mut [],
        }
    }
}

/// An item as a connector read it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FetchedItem {
    /// The part of the source's own identifier that stays the same from one pull to the next, when there is one.
    pub native_id: Option<String>,
    /// The days at which the source showed it (a homework is shown with its lessons); a complete window that holds one of
    /// them may remove the item. None means that any complete answer may.
    pub days: Vec<NaiveDate>,
    /// The item.
    pub item: Item,
}

/// One answer of a source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fetched {
    /// What was read.
    pub items: Vec<FetchedItem>,
    /// Which windows were read, one for each kind and set of classes.
    pub coverage: Vec<Coverage>,
    /// What the source wants back at the next pull.
    pub cursor: Cursor,
    /// Remarks.
    pub notices: Vec<Notice>,
    /// What its author must mend before it can be used; the rest goes on.
    pub rejected: Vec<Rejected>,
}

impl Fetched {
    /// The answer of a source that says that nothing changed since the pull that gave this cursor.
    pub fn unchanged(kinds: &[DataKind], classes: &[ClassId], cursor: &Cursor, now: Now) -> Self {
        let coverage = |kind: &DataKind| Coverage {
            kind: *kind,
            classes: classes.to_vec(),
            from: None,
            to: None,
            completeness: Completeness::Unchanged,
            pulled_at: now.instant(),
        };
        Fetched {
            items: Vec::new(),
            coverage: kinds.iter().map(coverage).collect(),
            cursor: cursor.clone(),
            notices: Vec::new(),
            rejected: Vec::new(),
        }
    }
}

/// Something written by hand that cannot be used as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rejected {
    /// The file, with its line where there is one (`content/note.md:3`).
    pub subject: String,
    /// What is wrong, and what would be right.
    pub message: String,
}

/// What a source wants to be given back at the next pull (validators, revisions): opaque to everybody else, without secrets.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Cursor(pub Option<String>);

/// An item as the store keeps it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// The stable name inside the source.
    pub key: ItemKey,
    /// The item.
    pub item: Item,
    /// See [`FetchedItem::days`].
    pub days: Vec<NaiveDate>,
    /// The digest of what a reader would see.
    pub revision: String,
    /// The first pull that showed it.
    pub seen_first: DateTime<Utc>,
    /// The pull that showed its present revision first.
    pub changed_at: DateTime<Utc>,
    /// Since when a complete answer lacks it although the guard keeps it.
    pub missing_since: Option<DateTime<Utc>>,
}

/// An item that is no longer there: pages that showed it have changed since.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tombstone {
    /// The stable name inside the source.
    pub key: ItemKey,
    /// What it was.
    pub item: Item,
    /// When it was found gone.
    pub at: DateTime<Utc>,
}

/// All that is known of one source after a pull.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceState {
    /// The source.
    pub source: SourceId,
    /// The live items, sorted by key.
    pub records: Vec<Record>,
    /// The items that went, for as long as pages that showed them may exist.
    pub tombstones: Vec<Tombstone>,
    /// The last window read of each kind and set of classes; `pulled_at` is that of the last complete or unchanged answer.
    pub coverage: Vec<Coverage>,
    /// For the next pull.
    pub cursor: Cursor,
}

impl SourceState {
    /// A source that was never pulled.
    pub fn new(source: SourceId) -> Self {
        SourceState {
            source,
            records: Vec::new(),
            tombstones: Vec::new(),
            coverage: Vec::new(),
            cursor: Cursor::default(),
        }
    }
}
