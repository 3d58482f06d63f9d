//! The settings of a source, by type.

use std::path::PathBuf;
use std::time::Duration;

use crate::config::secret::Secret;
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
    /// `type = "feed"`.
    Feed(Feed),
    /// `type = "ical"`.
    Ical(Ical),
    /// `type = "pronote-ical"`.
    PronoteIcal(PronoteIcal),
    /// `type = "school-calendar"`.
    SchoolCalendar(SchoolCalendar),
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
