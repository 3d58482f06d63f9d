//! Moodle: assignments and dates of courses as homework, the announcements of courses, and their files.
//!
//! - `api`: the calls, each to a function that only reads, and what errors look like, which come with status 200;
//! - `wire`: answers as they come, without the names of people;
//! - `convert`: into the model.
//!
//! A course is read because the configuration maps it to classes. The token goes with calls and with files that are fetched, never into
//! the model: addresses of files are those that a reader with an account opens.

mod api;
mod convert;
mod wire;

use chrono::Days;
use futures::FutureExt;
use futures::future::BoxFuture;

use crate::config::source::moodle::Moodle as Settings;
use crate::error::{Error, Kind, Result};
use crate::http::Client;
use crate::model::attachment::{Attachment, AttachmentKind};
use crate::model::coverage::DataKind;
use crate::model::id::SourceId;
use crate::model::item::{Cursor, Fetched};
use crate::model::time::start_of_day;
use crate::sources::{Scope, Source};

/// How far dates are asked for.
const AHEAD: Days = Days::new(63);

/// One Moodle.
#[derive(Debug)]
pub struct Moodle {
    id: SourceId,
    settings: Settings,
    client: Client,
}

impl Moodle {
    /// The Moodle of these settings.
    pub fn new(id: SourceId, settings: Settings, client: Client) -> Self {
        Moodle { id, settings, client }
    }

    async fn read(&self, scope: &Scope) -> Result<Fetched> {
        let service = api::Service::new(&self.settings, &self.client, self.id.as_str())?;
        let courses: Vec<u32> = self.settings.courses.iter().map(|course| course.id).collect();
        let today = scope.now.day(scope.zone);
        let window = (start_of_day(today, scope.zone), start_of_day(today + AHEAD, scope.zone));
        let assignments = service.assignments(&courses).await?;
        let events = service.events(&courses, window).await?;
        let forums = service.forums(&courses).await?;
        let mut read = convert::Reading::new(&self.settings, &service, scope);
        for forum in forums.iter().filter(|forum| forum.kind == wire::ANNOUNCEMENTS) {
            read.forum(forum, service.discussions(forum).await?);
        }
        Ok(read.fetched(assignments, events, today + AHEAD))
    }

    async fn bytes(&self, attachment: &Attachment, limit: u64) -> Result<Vec<u8>> {
        let AttachmentKind::File(address) = &attachment.kind else {
            return Err(Error::new(Kind::UnexpectedReply, format!("`{}` has no address", attachment.name)));
        };
        api::Service::new(&self.settings, &self.client, self.id.as_str())?.file(address, attachment, limit).await
    }
}

impl Source for Moodle {
    fn id(&self) -> &SourceId {
        &self.id
    }

    fn offers(&self) -> &'static [DataKind] {
        &[DataKind::Homework, DataKind::Announcements]
    }

    fn check<'a>(&'a self, _scope: &'a Scope) -> BoxFuture<'a, Result<()>> {
        async move { api::Service::new(&self.settings, &self.client, self.id.as_str())?.check().await }.boxed()
    }

    fn fetch<'a>(&'a self, scope: &'a Scope, _cursor: &'a Cursor) -> BoxFuture<'a, Result<Fetched>> {
        self.read(scope).boxed()
    }

    fn download<'a>(&'a self, attachment: &'a Attachment, limit: u64) -> BoxFuture<'a, Result<Vec<u8>>> {
        self.bytes(attachment, limit).boxed()
    }
}

#[cfg(test)]
mod tests;
