//! What the manifest tells of the sheets that the office prints: all that printing needs to know, so that it reads nothing else.

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};
use serde::{Deserialize, Serialize};

use crate::artifact::{Digest, FileFacts};
use crate::model::id::ClassId;
use crate::model::paper::Profile;
use crate::model::time::Week;

/// One sheet, a PDF below `print/`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SheetFacts {
    /// Its file.
    #[serde(flatten)]
    pub file: FileFacts,
    /// The week that it covers.
    pub week: Week,
    /// What it is.
    pub kind: SheetKind,
    /// The class that it is for; `None` for what is about all classes.
    pub class: Option<SheetClass>,
    /// For which eyes it is set; only gazettes and corrections differ.
    pub profile: Profile,
    /// How many the configuration asks for.
    pub copies: u32,
    /// How many pages one of them has.
    pub pages: usize,
    /// The oldest last complete pull among the kinds of data shown, in the school's local time; `None` when a kind was never pulled.
    pub data_as_of: Option<NaiveDateTime>,
}

/// The class of a sheet.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct SheetClass {
    /// Its id.
    pub id: ClassId,
    /// The name shown ("6e A").
    pub label: String,
}

/// What a sheet is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SheetKind {
    /// The week of a class (gazette).
    Gazette,
    /// What changed since its gazette was printed (rectificatif).
    Correction,
    /// How to open the site of a class (fiche d’accès).
    Access,
    /// The timetable for the door (affiche).
    Poster,
    /// What everybody must know of the service, for the door (avis).
    Notice,
    /// All gazettes in one file, each as often as it is needed, for a copier (lot).
    Batch,
    /// What is in the batch, to be ticked (bordereau).
    Slip,
}

impl SheetKind {
    /// In one word, as `status` and alerts tell it.
    pub fn as_str(self) -> &'static str {
        match self {
            SheetKind::Gazette => "gazette",
            SheetKind::Correction => "correction",
            SheetKind::Access => "access",
            SheetKind::Poster => "poster",
            SheetKind::Notice => "notice",
            SheetKind::Batch => "batch",
            SheetKind::Slip => "slip",
        }
    }
}

/// One item as a sheet tells it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Told {
    /// What tells it from all others.
    pub key: String,
    /// Of all that is told of it.
    pub digest: Digest,
    /// What it is.
    pub kind: ToldKind,
    /// Its subject or title.
    pub title: String,
    /// The day that it is about; the last one on which an announcement is valid.
    pub day: Option<NaiveDate>,
    /// When on that day, for a lesson.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<NaiveTime>,
}

/// What an item on a sheet is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ToldKind {
    /// A lesson of the timetable.
    Lesson,
    /// Homework.
    Homework,
    /// An announcement.
    Announcement,
    /// A menu.
    Menu,
}
