//! The settings of a source, by type.

pub mod moodle;
mod readers;
pub mod timetable_file;
pub mod webdav;

use std::time::Duration;

use crate::config::secret::Secret;
use crate::config::source::moodle::Moodle;
use crate::config::source::timetable_file::TimetableFile;
use crate::config::source::webdav::Webdav;
use crate::model::id::{ClassId, SourceId};

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
    /// `type = "pronote-ical"`.
    PronoteIcal(PronoteIcal),
    /// `type = "timetable-file"`.
    TimetableFile(TimetableFile),
    /// `type = "moodle"`.
    Moodle(Moodle),
    /// `type = "webdav"`.
    Webdav(Webdav),
}

impl SourceSettings {
    /// Whether it lies on this machine: then a build reads it too.
    pub fn is_local(&self) -> bool {
        matches!(self, SourceSettings::TimetableFile(_))
    }
}

/// The announcements of an esup-publisher.
#[derive(Debug, Clone)]
pub struct NetocentreNews {
    /// The portal's address, without `/publisher`.
    pub portal: Secret,
    /// The organization in the feed's address: the UAI.
    pub organization: String,
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
