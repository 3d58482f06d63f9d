//! The inputs of the HTML pages: all that a template will see, nothing else.
//!
//! Days and hours are already local to the school. Texts of the school stay as they are; the words around them belong to
//! `render`.

use std::collections::BTreeMap;

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};
use serde::Serialize;

use crate::artifact::SitePath;
use crate::model::contact::{Email, Phone, ServiceLink};
use crate::model::coverage::DataKind;
use crate::model::id::AttachmentId;
use crate::model::legal::Conformity;
use crate::model::lesson::{Cause, LessonStatus, NonTeachingKind};
use crate::model::rich_text::{Address, RichText};
use crate::model::time::{Week, WeekParity};
use crate::plan::documents::DocumentsPage;
use crate::plan::help::HelpPage;
use crate::plan::legal::{AccessibilityPage, LegalNoticePage, PersonalDataPage};
use crate::plan::site_map::SiteMapPage;

/// The input of a page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "page")]
pub enum Page {
    /// `index.html`.
    Index(Box<IndexPage>),
    /// `semaine-2026-W49.html`.
    Week(Box<WeekPage>),
    /// `actualite-<slug>.html`.
    Announcement(Box<AnnouncementPage>),
    /// `documents.html`.
    Documents(Box<DocumentsPage>),
    /// `plan.html`.
    SiteMap(Box<SiteMapPage>),
    /// `aide.html`.
    Help(Box<HelpPage>),
    /// `accessibilite.html`.
    Accessibility(Box<AccessibilityPage>),
    /// `donnees.html`.
    PersonalData(Box<PersonalDataPage>),
    /// `mentions.html`.
    LegalNotice(Box<LegalNoticePage>),
    /// `index.html` beside the sites.
    Sites(Box<SitesPage>),
}

/// The index of sites.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SitesPage {
    /// The school's name.
    pub school: String,
    /// The sites that everybody may see.
    pub sites: Vec<ListedSite>,
    /// Whether there are others.
    pub others: bool,
}

/// A site that everybody may see.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ListedSite {
    /// The name shown.
    pub title: String,
    /// Its first page, from the folder of the sites.
    pub path: SitePath,
}

/// What every page of a site says of itself. It holds no list of pages and no date: see `docs/architecture.md`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Chrome {
    /// The school's name.
    pub school: String,
    /// The site's title ("6e A").
    pub title: String,
    /// How accessible it may be called; every page says so.
    pub conformity: Conformity,
}

/// The page that answers "what is there for tomorrow?".
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct IndexPage {
    /// Names.
    pub chrome: Chrome,
    /// The oldest last complete pull among the kinds shown, rounded down to the hour; `None` when nothing was ever pulled.
    pub data_as_of: Option<NaiveDateTime>,
    /// What readers must know before they trust the page.
    pub warnings: Vec<Warning>,
    /// The next school day; `None` when none is known.
    pub next_day: Option<NextDay>,
    /// Homework due on any other day to come, by due day.
    pub homework: Vec<DueDay>,
    /// Whether any source gives homework at all: "non fourni par l'ENT" is not "aucun devoir".
    pub homework_provided: bool,
    /// The timetable of this week and the next.
    pub weeks: Vec<WeekTimetable>,
    /// The other week pages that exist, in order, to link to.
    pub other_weeks: Vec<Week>,
    /// Announcements about the service itself, before all else.
    pub notices: Vec<AnnouncementEntry>,
    /// The other announcements, headlines first.
    pub announcements: Vec<AnnouncementEntry>,
    /// The menus of the weeks shown.
    pub menus: Vec<MenuEntry>,
    /// Whether there is a `gazette.pdf` to link to, and for which week.
    pub gazette: Option<Week>,
    /// The school's telephone.
    pub phone: Option<Phone>,
    /// Whom to tell what is wrong.
    pub report_to: Option<Email>,
    /// Other services.
    pub links: Vec<ServiceLink>,
    /// The pictures and files that the texts refer to.
    pub media: Media,
}

/// A warning to readers, in the order of gravity.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case", tag = "warning")]
pub enum Warning {
    /// Nothing of that kind was ever received.
    NeverReceived {
        /// The kind.
        kind: DataKind,
    },
    /// The last complete answer for that kind is more than a day old.
    Stale {
        /// The kind.
        kind: DataKind,
        /// When the last complete answer came, rounded down to the hour.
        since: NaiveDateTime,
    },
    /// Data vanished at the source and stay shown until somebody confirms.
    HeldBack {
        /// The kind.
        kind: DataKind,
    },
}

/// The next school day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NextDay {
    /// The day.
    pub day: NaiveDate,
    /// What is due that day.
    pub homework: Vec<HomeworkEntry>,
    /// Its lessons, by hour.
    pub lessons: Vec<LessonEntry>,
    /// Whether lessons that go as planned are left out.
    pub changes_only: bool,
    /// The time between them.
    pub breaks: Vec<Break>,
    /// The holidays between today and that day, when there are any.
    pub after: Option<DayOff>,
}

/// Time without lessons between two of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Break {
    /// The end of the lesson before.
    pub start: NaiveTime,
    /// The beginning of the lesson after.
    pub end: NaiveTime,
    /// Whether it is the time of lunch.
    pub lunch: bool,
}

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

/// The timetable of a week.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct WeekTimetable {
    /// The week.
    pub week: Week,
    /// Whether it is a week A or B, when the school's weeks alternate.
    pub parity: Option<WeekParity>,
    /// The days to show, Monday first: Monday to Friday, and Saturday when it has lessons.
    pub days: Vec<DayTimetable>,
    /// Whether lessons that go as planned are left out, as on a site of several classes.
    pub changes_only: bool,
}

/// The timetable of a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DayTimetable {
    /// The day.
    pub day: NaiveDate,
    /// Why there are no lessons, when there is a reason.
    pub off: Option<DayOff>,
    /// The lessons, by hour then group.
    pub lessons: Vec<LessonEntry>,
}

/// Holidays.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DayOff {
    /// The first day.
    pub from: NaiveDate,
    /// The last day.
    pub to: NaiveDate,
    /// Why.
    pub kind: NonTeachingKind,
    /// The words of the source.
    pub label: String,
}

/// One lesson.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LessonEntry {
    /// The beginning.
    pub start: NaiveTime,
    /// The end.
    pub end: NaiveTime,
    /// The tidy subject, or the event's title.
    pub subject: String,
    /// The teachers' names, as much of them as the site shows.
    pub teachers: Vec<String>,
    /// The rooms.
    pub rooms: Vec<String>,
    /// The rooms of the same lesson in other weeks, when it is in other rooms now.
    pub usual_rooms: Vec<String>,
    /// The group's name, when only a part of the class attends.
    pub group: Option<String>,
    /// What became of it.
    pub status: LessonStatus,
    /// Why.
    pub cause: Option<Cause>,
    /// The ENT's words, when the status alone does not say it.
    pub raw_status: Option<String>,
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
}

/// The pictures and files of a page, by attachment.
pub type Media = BTreeMap<AttachmentId, MediaEntry>;

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

/// One week: its timetable, its homework in full, what was done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct WeekPage {
    /// Names.
    pub chrome: Chrome,
    /// The timetable.
    pub timetable: WeekTimetable,
    /// Homework due in that week, by due day.
    pub homework: Vec<DueDay>,
    /// Whether any source gives homework at all.
    pub homework_provided: bool,
    /// What was done, by day.
    pub contents: Vec<ContentEntry>,
    /// The week before, when it has a page.
    pub previous: Option<Week>,
    /// The week after, when it has a page.
    pub next: Option<Week>,
    /// When the content of this page last changed; `None` when it holds nothing yet.
    pub version: Option<NaiveDateTime>,
    /// The menu of the week.
    pub menus: Vec<MenuEntry>,
    /// The pictures and files that the texts refer to.
    pub media: Media,
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

/// A long announcement on its own page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AnnouncementPage {
    /// Names.
    pub chrome: Chrome,
    /// The announcement; its body is full.
    pub announcement: AnnouncementEntry,
    /// When it last changed.
    pub version: NaiveDateTime,
    /// The pictures and files that the text refers to.
    pub media: Media,
}
