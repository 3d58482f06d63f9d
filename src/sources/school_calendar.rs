//! The ministry's school calendar: the holidays of the school's zone, from its open data.
//!
//! - `wire`: rows of the CSV, or events of the iCalendar, whichever the answer is;
//! - `convert`: those of the zone, as days without school.
//!
//! The calendar is at an address, or a file that the operator downloaded once a year.

mod convert;
mod wire;

use std::path::PathBuf;

use futures::FutureExt;
use futures::future::BoxFuture;

use crate::config::secret::Secret;
use crate::config::source::{Place, SchoolCalendar as Settings};
use crate::error::{Error, Kind, Result};
use crate::fs;
use crate::http::{self, Client, Reply, Target, Validators};
use crate::model::attachment::Attachment;
use crate::model::coverage::DataKind;
use crate::model::id::SourceId;
use crate::model::item::{Cursor, Fetched};
use crate::model::school::HolidayZone;
use crate::sources::known::Known;
use crate::sources::{Scope, Source};

const LARGEST: u64 = 8 << 20;

/// One calendar.
#[derive(Debug)]
pub struct SchoolCalendar {
    id: SourceId,
    zone: HolidayZone,
    origin: Origin,
}

/// Where the calendar is read.
#[derive(Debug)]
enum Origin {
    File(PathBuf),
    Web(Secret, Client),
}

impl SchoolCalendar {
    /// The calendar of these settings.
    pub fn new(id: SourceId, settings: Settings, client: Client) -> Self {
        let origin = match settings.place {
            Place::File(path) => Origin::File(path),
            Place::Url(url) => Origin::Web(url, client),
        };
        SchoolCalendar { id, zone: settings.zone, origin }
    }

    /// The calendar of these settings, when it is a file of this machine.
    pub fn local(id: SourceId, settings: &Settings) -> Option<Self> {
        let Place::File(path) = &settings.place else { return None };
        Some(SchoolCalendar { id, zone: settings.zone, origin: Origin::File(path.clone()) })
    }

    async fn read(&self, scope: &Scope, cursor: &Cursor) -> Result<Fetched> {
        let read_as = format!("{:?} {}", self.zone, scope.now.day(scope.zone).format("%Y-%m"));
        let known = Known::read(cursor, &read_as);
        let (bytes, content_type, validators, shown) = match &self.origin {
            Origin::File(path) => (fs::read(path)?, None, Validators::default(), path.display().to_string()),
            Origin::Web(url, client) => {
                let address = http::address(&url.resolve()?, self.id.as_str())?;
                let target = Target::Configured(&address);
                match client.get(target, &known.validators, LARGEST).await? {
                    Reply::NotModified => {
                        return Ok(Fetched::unchanged(&[DataKind::Timetable], &[], cursor, scope.now));
                    }
                    Reply::Body(body) => (body.bytes, body.content_type, body.validators, target.shown()),
                }
            }
        };
        let rows = wire::parse(&bytes, content_type.as_deref(), self.id.as_str(), scope.zone).map_err(|what| {
            Error::new(Kind::UnexpectedReply, format!("`{shown}` is {what} instead of a school calendar"))
        })?;
        let days = convert::days_off(&rows.list, self.zone);
        if days.is_empty() {
            let message = format!("`{shown}` names no holidays of zone {:?}", self.zone);
            return Err(Error::new(Kind::UnexpectedReply, message));
        }
        let mut fetched = convert::fetched(days, rows, scope);
        fetched.cursor = Known::write(validators, &read_as);
        Ok(fetched)
    }
}

impl Source for SchoolCalendar {
    fn id(&self) -> &SourceId {
        &self.id
    }

    fn offers(&self) -> &'static [DataKind] {
        &[DataKind::Timetable]
    }

    fn is_local(&self) -> bool {
        matches!(self.origin, Origin::File(_))
    }

    fn check<'a>(&'a self, scope: &'a Scope) -> BoxFuture<'a, Result<()>> {
        async move { self.read(scope, &Cursor::default()).await.map(drop) }.boxed()
    }

    fn fetch<'a>(&'a self, scope: &'a Scope, cursor: &'a Cursor) -> BoxFuture<'a, Result<Fetched>> {
        self.read(scope, cursor).boxed()
    }

    fn download<'a>(&'a self, attachment: &'a Attachment, _limit: u64) -> BoxFuture<'a, Result<Vec<u8>>> {
        let error = Error::new(Kind::Bug, format!("`{}` has no files, not even `{}`", self.id, attachment.name));
        async move { Err(error) }.boxed()
    }
}

#[cfg(test)]
mod tests;
