//! Any feed of news: RSS 0.9x to 2.0, Atom and JSON Feed, as school sites (WordPress, SPIP) give them.
//!
//! - `wire`: which text the bytes are, and whether it is a whole feed;
//! - `repair`: what real feeds do wrong, put right before feed-rs reads them; authors go here;
//! - `date`: the dates that people and programs write;
//! - `convert`: entries to announcements.
//!
//! A feed holds its last entries only: an entry that is gone was deleted if a younger one is still before an older one, else it only
//! made room. Entries of long ago are not read.

mod convert;
mod date;
mod repair;
mod wire;

use futures::FutureExt;
use futures::future::BoxFuture;
use url::Url;

use crate::config::source::Feed as Settings;
use crate::error::{Error, Kind, Result};
use crate::http::{self, Body, Client, Reply, Target, Validators};
use crate::model::attachment::{Attachment, AttachmentKind};
use crate::model::coverage::DataKind;
use crate::model::id::{ClassId, SourceId};
use crate::model::item::{Cursor, Fetched};
use crate::sources::known::Known;
use crate::sources::{Scope, Source};

const LARGEST: u64 = 8 << 20;

/// One feed.
#[derive(Debug)]
pub struct Feed {
    id: SourceId,
    settings: Settings,
    client: Client,
}

impl Feed {
    /// The feed of these settings.
    pub fn new(id: SourceId, settings: Settings, client: Client) -> Self {
        Feed { id, settings, client }
    }

    fn address(&self) -> Result<Url> {
        http::address(&self.settings.url.resolve()?, self.id.as_str())
    }

    async fn read(&self, scope: &Scope, cursor: &Cursor) -> Result<Fetched> {
        let read_as = read_as(&self.settings, scope);
        let known = Known::read(cursor, &read_as);
        let address = self.address()?;
        let body = match self.client.get(Target::Configured(&address), &known.validators, LARGEST).await? {
            Reply::Body(body) => body,
            Reply::NotModified => {
                return Ok(Fetched::unchanged(&[DataKind::Announcements], &self.settings.classes, cursor, scope.now));
            }
        };
        let feed = parsed(&body, &address, scope)?;
        drop(body.bytes);
        let mut fetched = convert::fetched(feed, &self.settings, scope, (&address, self.id.as_str()));
        fetched.cursor = Known::write(body.validators, &read_as);
        Ok(fetched)
    }

    async fn bytes(&self, attachment: &Attachment, limit: u64) -> Result<Vec<u8>> {
        let refused = |what: &str| Error::new(Kind::UnexpectedReply, format!("`{}` {what}", attachment.name));
        let AttachmentKind::File(place) = &attachment.kind else { return Err(refused("has no address")) };
        let url = Url::parse(place.as_str()).map_err(|error| refused("has no sound address").because(error))?;
        let body = self.client.get_whole(Target::Found(&url, &self.address()?), limit).await?;
        let is_page = body.content_type.as_deref().is_some_and(|kind| kind.to_lowercase().starts_with("text/html"));
        if is_page { Err(refused("is a page instead of a file")) } else { Ok(body.bytes) }
    }
}

impl Source for Feed {
    fn id(&self) -> &SourceId {
        &self.id
    }

    fn offers(&self) -> &'static [DataKind] {
        &[DataKind::Announcements]
    }

    fn check<'a>(&'a self, scope: &'a Scope) -> BoxFuture<'a, Result<()>> {
        async move {
            let address = self.address()?;
            let body = self.client.get(Target::Configured(&address), &Validators::default(), LARGEST).await?;
            let Reply::Body(body) = body else { return Ok(()) };
            parsed(&body, &address, scope).map(drop)
        }
        .boxed()
    }

    fn fetch<'a>(&'a self, scope: &'a Scope, cursor: &'a Cursor) -> BoxFuture<'a, Result<Fetched>> {
        self.read(scope, cursor).boxed()
    }

    fn download<'a>(&'a self, attachment: &'a Attachment, limit: u64) -> BoxFuture<'a, Result<Vec<u8>>> {
        self.bytes(attachment, limit).boxed()
    }
}

fn parsed(body: &Body, address: &Url, scope: &Scope) -> Result<feed_rs::model::Feed> {
    wire::parse(&body.bytes, body.content_type.as_deref(), address, scope.zone).map_err(|flaw| {
        Error::new(Kind::UnexpectedReply, format!("`{}` answered with {flaw}", http::redacted(address)))
    })
}

/// Entries grow old from one day to the next: an unchanged feed is read anew each day.
fn read_as(settings: &Settings, scope: &Scope) -> String {
    let classes: Vec<&str> = settings.classes.iter().map(ClassId::as_str).collect();
    format!("{} {}", classes.join(","), scope.now.day(scope.zone))
}

#[cfg(test)]
mod tests;
