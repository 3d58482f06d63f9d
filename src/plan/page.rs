//! The inputs of the HTML pages: all that a template will see, nothing else.
//!
//! Days and hours are already local to the school. Texts of the school stay as they are; the words around them belong to
//! `render`.

mod entry;
mod timetable;

use std::collections::BTreeMap;

use chrono::{NaiveDate, NaiveDateTime};
use serde::Serialize;

use crate::artifact::SitePath;
use crate::model::contact::{Email, Phone, ServiceLink};
use crate::model::coverage::DataKind;
use crate::model::id::AttachmentId;
use crate::model::legal::Conformity;
use crate::model::time::Week;
use crate::plan::documents::DocumentsPage;
use crate::plan::help::HelpPage;
use crate::plan::legal::{AccessibilityPage, LegalNoticePage, PersonalDataPage};
use crate::plan::lost::LostPage;
pub use crate::plan::page::entry::{
    AnnouncementEntry, Body, ContentEntry, DueDay, FileEntry, FilePlace, HomeworkEntry, MediaEntry, MenuEntry,
};
pub use crate::plan::page::timetable::{Break, DayOff, DayTimetable, LessonEntry, Unknown, WeekTimetable};
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
    /// `404.html` and its like beside the sites.
    Lost(Box<LostPage>),
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
    /// Whether the school year is over and nothing of the next one is known yet.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub season_over: bool,
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

/// The pictures and files of a page, by attachment.
pub type Media = BTreeMap<AttachmentId, MediaEntry>;

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
