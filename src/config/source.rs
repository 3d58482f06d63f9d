//! The settings of a source, by type.

pub mod moodle;
mod readers;
pub mod timetable_file;
pub mod webdav;

use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::config::secret::Secret;
use crate::config::source::moodle::Moodle;
use crate::config::source::timetable_file::TimetableFile;
use crate::config::source::webdav::Webdav;
use crate::model::id::{ClassId, SourceId};
use crate::model::school::HolidayZone;

/// One `[[sources]]` entry.
#[derive(Debug, Clone)]
pub struct SourceConfig {
    /// Its name.
    pub id: SourceId,
    /// How often the daemon asks.
    pub every: Duration,
    /// What it is.
    pub settings: SourceSettings,
}

/// The settings that depend on the type.
#[derive(Debug, Clone)]
pub enum SourceSettings {
    /// `type = "netocentre-news"`.
    NetocentreNews(NetocentreNews),
    /// `type = "netocentre-menu"`.
    NetocentreMenu(NetocentreMenu),
    /// `type = "feed"`.
    Feed(Feed),
    /// `type = "ical"`.
    Ical(Ical),
    /// `type = "pronote-ical"`.
    PronoteIcal(PronoteIcal),
    /// `type = "timetable-file"`.
    TimetableFile(TimetableFile),
    /// `type = "moodle"`.
    Moodle(Moodle),
    /// `type = "webdav"`.
    Webdav(Webdav),
    /// `type = "school-calendar"`.
    SchoolCalendar(SchoolCalendar),
}

impl SourceSettings {
    /// The file or folder of this machine that it is: then a build reads it too.
    pub fn local_path(&self) -> Option<&Path> {
        match self {
            SourceSettings::TimetableFile(TimetableFile { path, .. })
            | SourceSettings::SchoolCalendar(SchoolCalendar { place: Place::File(path), .. }) => Some(path),
            _ => None,
        }
    }
}

/// The announcements of an esup-publisher.
#[derive(Debug, Clone)]
pub struct NetocentreNews {
    /// The portal's address, without `/publisher`.
    pub portal: Secret,
    /// The organization in the feed's address: the UAI.
    pub organization: String,
    /// How its items are read.
    pub way: NewsWay,
}

/// How the items of an esup-publisher are read.
#[derive(Debug, Clone)]
pub enum NewsWay {
    /// By the public feeds.
    Feeds,
    /// In JSON, with a token.
    News {
        /// The token.
        token: Token,
        /// The place of display, a number of the ENT.
        reader: u64,
    },
    /// By the lists for machines, where the operator of the ENT allows the address of this one.
    Published {
        /// The publisher, a number of the ENT.
        publisher: u64,
    },
}

/// The menus of a canteen.
#[derive(Debug, Clone)]
pub struct NetocentreMenu {
    /// The portal's address.
    pub portal: Secret,
    /// The school's UAI.
    pub uai: String,
    /// What opens the service.
    pub token: Token,
}

/// Where the token of a portal comes from.
#[derive(Debug, Clone)]
pub enum Token {
    /// A file, a variable or a command that always has a fresh one.
    Given(Secret),
    /// uPortal itself, for a machine client that its operator made.
    Client {
        /// The client's name.
        id: String,
        /// Its secret.
        secret: Secret,
    },
}

/// A secret calendar of Pronote.
#[derive(Debug, Clone)]
pub struct PronoteIcal {
    /// The calendar's address, which is a password.
    pub url: Secret,
    /// The classes it is for; at least one.
    pub classes: Vec<ClassId>,
    /// The groups it covers, when it does not cover whole classes.
    pub groups: Vec<String>,
}

/// Any calendar.
#[derive(Debug, Clone)]
pub struct Ical {
    /// The calendar's address, which may be a password.
    pub url: Secret,
    /// The classes whose timetable it is; none when it is the agenda of the whole school.
    pub classes: Vec<ClassId>,
    /// The groups it covers, when it does not cover whole classes.
    pub groups: Vec<String>,
}

/// A feed of news.
#[derive(Debug, Clone)]
pub struct Feed {
    /// The feed's address.
    pub url: Secret,
    /// The classes it is for; none when it is for the whole school.
    pub classes: Vec<ClassId>,
}

/// The school calendar of the ministry.
#[derive(Debug, Clone)]
pub struct SchoolCalendar {
    /// Where it is.
    pub place: Place,
    /// The zone of the school.
    pub zone: HolidayZone,
}

/// Where a document is.
#[derive(Debug, Clone)]
pub enum Place {
    /// At an address.
    Url(Secret),
    /// On this machine.
    File(PathBuf),
}
