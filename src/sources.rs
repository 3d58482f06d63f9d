//! Where data come from: one folder per connector, one trait for all.
//!
//! A source only reads. It turns its wire types into the model, says which windows it covered and how completely, and
//! leaves every judgement (keys, duplicates, deletions) to `normalise`. Retry, spacing, size limits and redaction belong
//! to `http`.

mod assessment;
mod calendar;
mod class_name;
pub mod feed;
mod feed_flaw;
pub mod folder;
pub mod ical;
mod known;
mod label;
mod moment;
pub mod moodle;
pub mod netocentre_menu;
pub mod netocentre_news;
mod portal;
pub mod pronote_ical;
mod readers;
pub mod school_calendar;
pub mod timetable_file;
pub mod webdav;
mod xml;

use std::fmt::Debug;

use chrono_tz::Tz;
use futures::future::BoxFuture;

use crate::config::source::{SourceConfig, SourceSettings};
use crate::error::Result;
use crate::http::Client;
use crate::model::attachment::Attachment;
use crate::model::coverage::DataKind;
use crate::model::id::SourceId;
use crate::model::item::{Cursor, Fetched};
use crate::model::school::Class;
use crate::model::time::{Now, Week};

/// What a pull is about.
#[derive(Debug, Clone)]
pub struct Scope {
    /// When it happens.
    pub now: Now,
    /// The zone of the school.
    pub zone: Tz,
    /// The classes of the school.
    pub classes: Vec<Class>,
    /// One of its weeks A, when its timetable alternates.
    pub week_a: Option<Week>,
}

/// A source of data.
pub trait Source: Debug + Send + Sync {
    /// Which source.
    fn id(&self) -> &SourceId;

    /// The kinds of data it can give.
    fn offers(&self) -> &'static [DataKind];

    /// Whether it is a folder of this machine: what is absent there is deleted, without any guard.
    fn is_local(&self) -> bool {
        false
    }

    /// Whether it answers and accepts the credentials. Writes nothing anywhere.
    fn check<'a>(&'a self, scope: &'a Scope) -> BoxFuture<'a, Result<()>>;

    /// What it has, with the windows covered.
    fn fetch<'a>(&'a self, scope: &'a Scope, cursor: &'a Cursor) -> BoxFuture<'a, Result<Fetched>>;

    /// The bytes of an attachment, at most `limit` of them.
    fn download<'a>(&'a self, attachment: &'a Attachment, limit: u64) -> BoxFuture<'a, Result<Vec<u8>>>;
}

/// The source of an entry that lies on this machine; `None` when it is asked over the network.
pub fn open_local(config: &SourceConfig) -> Option<Box<dyn Source>> {
    match &config.settings {
        SourceSettings::TimetableFile(settings) => {
            Some(Box::new(timetable_file::TimetableFile::new(config.id.clone(), settings.clone())))
        }
        SourceSettings::SchoolCalendar(settings) => school_calendar::SchoolCalendar::local(config.id.clone(), settings)
            .map(|calendar| Box::new(calendar) as Box<dyn Source>),
        _ => None,
    }
}

/// The source that an entry of the configuration describes. Nothing is asked and no secret is read yet.
pub fn connect(config: &SourceConfig, client: &Client) -> Box<dyn Source> {
    let (id, client) = (config.id.clone(), client.clone());
    match &config.settings {
        SourceSettings::NetocentreNews(settings) => {
            Box::new(netocentre_news::NetocentreNews::new(id, settings.clone(), client))
        }
        SourceSettings::NetocentreMenu(settings) => {
            Box::new(netocentre_menu::NetocentreMenu::new(id, settings.clone(), client))
        }
        SourceSettings::Feed(settings) => Box::new(feed::Feed::new(id, settings.clone(), client)),
        SourceSettings::Ical(settings) => Box::new(ical::Ical::new(id, settings.clone(), client)),
        SourceSettings::PronoteIcal(settings) => Box::new(pronote_ical::PronoteIcal::new(id, settings.clone(), client)),
        SourceSettings::TimetableFile(settings) => Box::new(timetable_file::TimetableFile::new(id, settings.clone())),
        SourceSettings::Moodle(settings) => Box::new(moodle::Moodle::new(id, settings.clone(), client)),
        SourceSettings::Webdav(settings) => Box::new(webdav::Webdav::new(id, settings.clone(), client)),
        SourceSettings::SchoolCalendar(settings) => {
            Box::new(school_calendar::SchoolCalendar::new(id, settings.clone(), client))
        }
    }
}
