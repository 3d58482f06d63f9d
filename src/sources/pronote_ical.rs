//! The secret calendar of Pronote: lessons with their changes, holidays, homework and what was done in lessons.
//!
//! The calendar's address is the password, so it is read when used and never shown. One GET is all that is asked.
//! - `wire`: a calendar's components to events; `description` and `blocks`: what Pronote writes inside an event's description;
//! - `labels`: the ENT's words for what became of a lesson;
//! - `audience`: for which of the configured classes and groups an event is;
//! - `convert`: events to the model, with the windows covered.
//!
//! A calendar covers a year of lessons but about nine days of homework, and some schools export no homework at all: then
//! that part of the answer is partial, and removes nothing.

mod audience;
mod blocks;
mod convert;
mod description;
mod labels;
mod wire;

use futures::FutureExt;
use futures::future::BoxFuture;

use crate::config::source::PronoteIcal as Settings;
use crate::error::{Error, Kind, Result};
use crate::http::{Client, Validators};
use crate::model::attachment::Attachment;
use crate::model::coverage::DataKind;
use crate::model::id::{ClassId, SourceId};
use crate::model::item::{Cursor, Fetched};
use crate::sources::known::Known;
use crate::sources::{Scope, Source, calendar};

const OFFERS: [DataKind; 3] = [DataKind::Timetable, DataKind::Homework, DataKind::Contents];

/// One calendar.
#[derive(Debug)]
pub struct PronoteIcal {
    id: SourceId,
    settings: Settings,
    client: Client,
}

impl PronoteIcal {
    /// The calendar of these settings.
    pub fn new(id: SourceId, settings: Settings, client: Client) -> Self {
        PronoteIcal { id, settings, client }
    }

    async fn read(&self, scope: &Scope, cursor: &Cursor) -> Result<Fetched> {
        let known = Known::read(cursor, &read_as(&self.settings));
        let asked = calendar::ask(&self.client, &self.settings.url, self.id.as_str(), &known.validators);
        let Some(document) = asked.await? else {
            return Ok(Fetched::unchanged(&OFFERS, &self.settings.classes, cursor, scope.now));
        };
        let calendar = wire::parse(&document.bytes, document.content_type.as_deref(), self.id.as_str());
        let mut fetched = convert::fetched(calendar, &self.settings, scope, self.id.as_str());
        fetched.cursor = Known::write(document.validators, &read_as(&self.settings));
        Ok(fetched)
    }
}

impl Source for PronoteIcal {
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
        let error = Error::new(
            Kind::UnexpectedReply,
            format!("`{}` is only a name in the calendar of `{}`", attachment.name, self.id),
        );
        async move { Err(error) }.boxed()
    }
}

fn read_as(settings: &Settings) -> String {
    let classes: Vec<&str> = settings.classes.iter().map(ClassId::as_str).collect();
    format!("{} {}", classes.join(","), settings.groups.join(","))
}

#[cfg(test)]
mod tests;
