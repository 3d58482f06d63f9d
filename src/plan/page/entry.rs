//! What pages list: homework, lesson contents, announcements, menus, and the files and pictures that go with them.

use chrono::NaiveDate;
use serde::Serialize;

use crate::artifact::SitePath;
use crate::model::announcement::Reply;
use crate::model::id::AttachmentId;
use crate::model::rich_text::{Address, RichText};
use crate::model::time::Week;

/// Homework due on one day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DueDay {
    /// The due day.
    pub day: NaiveDate,
    /// The work, by subject.
    pub homework: Vec<HomeworkEntry>,
}

/// One homework.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HomeworkEntry {
    /// The tidy subject; `None` when the source names none.
    pub subject: Option<String>,
    /// The group's name, when only a part of the class has to do it.
    pub group: Option<String>,
    /// The day it was given.
    pub given_on: Option<NaiveDate>,
    /// The day its text last changed, when it did after it was first seen.
    pub changed_on: Option<NaiveDate>,
    /// Whether it appeared within the last day: only where a page is made anew every hour.
    pub new: bool,
    /// Whether it announces a test.
    pub test: bool,
    /// The instructions.
    pub body: Body,
    /// Its files.
    pub files: Vec<FileEntry>,
}

/// A text in full, or its beginning with the page that has it in full.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Body {
    /// The whole text.
    Full(RichText),
    /// Its first words (never cut inside a word), and where the rest is.
    Short {
        /// The first words, without the ellipsis.
        text: String,
        /// The page with the whole text.
        page: SitePath,
    },
}

/// One announcement in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AnnouncementEntry {
    /// The title.
    pub title: String,
    /// For whom it is, when not for all readers of the site.
    pub readers: Option<String>,
    /// The day it was published.
    pub published_on: NaiveDate,
    /// The last day it is valid, when it has one.
    pub valid_until: Option<NaiveDate>,
    /// Whether it is about the service itself.
    pub service: bool,
    /// Whether it comes first.
    pub headline: bool,
    /// Its text, or its first words.
    pub body: Body,
    /// The picture that illustrates it, when it is shown in full here.
    pub illustration: Option<AttachmentId>,
    /// Its files.
    pub files: Vec<FileEntry>,
    /// Where it is in the ENT, when its text could not be read.
    pub address: Option<Address>,
    /// What its readers are asked to answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reply: Option<Reply>,
}

/// What the canteen serves in a week.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MenuEntry {
    /// The week.
    pub week: Week,
    /// For whom it is, when not for all readers of the site.
    pub readers: Option<String>,
    /// Days, dishes and allergens, as the school writes them.
    pub body: RichText,
    /// Its files.
    pub files: Vec<FileEntry>,
}

/// A file to fetch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FileEntry {
    /// The name shown.
    pub name: String,
    /// Where it is.
    pub place: FilePlace,
}

/// Where a file is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FilePlace {
    /// In the site.
    Site {
        /// Its path.
        path: SitePath,
        /// Its media type.
        media_type: String,
        /// Its size in bytes.
        size: u64,
    },
    /// In the ENT, at an address that a signed-in reader can open.
    Ent(Address),
    /// In the ENT, without any address: only the name is known.
    Unlinked,
    /// Only at the school: readers cannot open it anywhere.
    AtSchool,
}

/// A picture or a file that a text refers to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum MediaEntry {
    /// A picture in the site.
    Picture {
        /// Its path.
        path: SitePath,
        /// In pixels.
        width: u32,
        /// In pixels.
        height: u32,
        /// In bytes.
        size: u64,
    },
    /// A file, or a picture that could not be copied.
    File(FileEntry),
}

/// What was done in a lesson.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ContentEntry {
    /// The day.
    pub day: NaiveDate,
    /// The tidy subject.
    pub subject: Option<String>,
    /// The group's name.
    pub group: Option<String>,
    /// The title its teacher gave.
    pub title: Option<String>,
    /// What was done.
    pub body: RichText,
}
