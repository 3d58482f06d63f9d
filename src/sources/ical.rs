//! Any calendar: a class's agenda, the timetable of another program, what a half-class or a teacher keeps by hand.
//!
//! - `wire`: components to events and tasks, in the zones that `zones` finds for their names;
//! - `expand`: rules, exceptions and moved instances to single occurrences, bounded in time and in number;
//! - `convert`: occurrences to lessons, days without lessons and homework, with the windows covered.
//!
//! A timed event is a lesson, and so is one of a whole day, which has no subject; a task with a due day is homework. What an
//! event's description says is not read: programs fill it with names of people. Private events are not read either.

mod convert;
mod expand;
mod wire;
mod zones;

use futures::FutureExt;
use futures::future::BoxFuture;

use crate::config::source::Ical as Settings;
use crate::error::{Error, Kind, Result};
use crate::http::{Client, Validators};
use crate::model::attachment::Attachment;
use crate::model::coverage::DataKind;
use crate::model::id::{ClassId, SourceId};
use crate::model::item::{Cursor, Fetched};
use crate::model::time::Week;
use crate::sources::known::Known;
use crate::sources::{Scope, Source, calendar};

const OFFERS: [DataKind; 2] = [DataKind::Timetable, DataKind::Homework];

/// One calendar.
#[derive(Debug)]
pub struct Ical {
    id: SourceId,
    settings: Settings,
    client: Client,
}

impl Ical {
    /// The calendar of these settings.
    pub fn new(id: SourceId, settings: Settings, client: Client) -> Self {
        Ical { id, settings, client }
    }

    async fn read(&self, scope: &Scope, cursor: &Cursor) -> Result<Fetched> {
        let read_as = read_as(&self.settings, scope);
        let known = Known::read(cursor, &read_as);
        let asked = calendar::ask(&self.client, &self.settings.url, self.id.as_str(), &known.validators);
        let Some(document) = asked.await? else {
            return Ok(Fetched::unchanged(&OFFERS, &self.settings.classes, cursor, scope.now));
        };
        let calendar = wire::parse(&document.bytes, document.content_type.as_deref(), self.id.as_str(), scope.zone);
        drop(document.bytes);
        let mut fetched = convert::fetched(&calendar, &self.settings, scope, self.id.as_str());
        fetched.cursor = Known::write(document.validators, &read_as);
        Ok(fetched)
    }
}

impl Source for Ical {
    fn id(&self) -> &SourceId {
        &self.id
    }

    fn offers(&self) -> &'static [DataKind] {
        &OFFERS
    }

    fn check<'a>(&'a self, _scope: &'a Scope) -> BoxFuture<'a, Result<()>> {
        async move {
            let nothing = Validators::default();
            calendar::ask(&self.client, &self.settings.url, self.id.as_str(), &nothing).await.map(drop)
        }
        .boxed()
    }

    fn fetch<'a>(&'a self, scope: &'a Scope, cursor: &'a Cursor) -> BoxFuture<'a, Result<Fetched>> {
        self.read(scope, cursor).boxed()
    }

    fn download<'a>(&'a self, attachment: &'a Attachment, _limit: u64) -> BoxFuture<'a, Result<Vec<u8>>> {
        let error = Error::new(Kind::Bug, format!("`{}` has no files, not even `{}`", self.id, attachment.name));
        async move { Err(error) }.boxed()
    }
}

/// A rule without end gives more as weeks go by: an unchanged calendar is read anew each week.
fn read_as(settings: &Settings, scope: &Scope) -> String {
    let classes: Vec<&str> = settings.classes.iter().map(ClassId::as_str).collect();
    format!("{} {} {}", classes.join(","), settings.groups.join(","), Week::of(scope.now.day(scope.zone)))
}

#[cfg(test)]
mod tests;
