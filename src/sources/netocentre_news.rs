//! The announcements of net o'centre: the public feeds of an esup-publisher, completed by the public page of each item.
//!
//! - `api`: three sorts of addresses, all read without an account;
//! - `wire`: RSS, Atom and item pages as they come, without the names and addresses of people;
//! - `convert`: the join by id, and the model.
//!
//! RSS has the dates between which an item is shown and decides what exists. Atom confirms it: when the two do not list
//! the same items, the answer is partial. Neither has the text, so the page of each item is read at every pull, one after the
//! other: a source cannot give back a text it read before. When a page that was readable before is out of reach, its item is
//! left out of a partial answer, so that the text stored stays.

mod api;
mod convert;
mod wire;

use futures::FutureExt;
use futures::future::BoxFuture;

use crate::config::source::NetocentreNews as Settings;
use crate::error::{Error, Kind, Result};
use crate::http::Client;
use crate::model::attachment::{Attachment, AttachmentKind};
use crate::model::coverage::DataKind;
use crate::model::id::SourceId;
use crate::model::item::{Cursor, Fetched};
use crate::model::notice::{Notice, NoticeKind};
use crate::sources::{Scope, Source};

/// One publisher.
#[derive(Debug)]
pub struct NetocentreNews {
    id: SourceId,
    settings: Settings,
    client: Client,
}

impl NetocentreNews {
    /// The publisher of these settings.
    pub fn new(id: SourceId, settings: Settings, client: Client) -> Self {
        NetocentreNews { id, settings, client }
    }

    fn publisher(&self) -> Result<api::Publisher<'_>> {
        api::Publisher::new(&self.settings, &self.client, self.id.as_str())
    }

    async fn read(&self, scope: &Scope, cursor: &Cursor) -> Result<Fetched> {
        let publisher = self.publisher()?;
        let listed = publisher.feed(wire::Format::Rss).await?;
        let mut notices = Vec::new();
        let confirmed = match publisher.feed(wire::Format::Atom).await {
            Ok(entries) => Some(entries),
            Err(error) => {
                let message = format!("the Atom feed was not read ({})", error.chain());
                notices.push(Notice::new(NoticeKind::Malformed, self.id.as_str(), message));
                None
            }
        };
        let joined = convert::join(listed, confirmed);
        let pages = publisher.pages(&joined.entries).await;
        let mut fetched = convert::fetched(joined, pages, &publisher, scope, cursor);
        fetched.notices.append(&mut notices);
        Ok(fetched)
    }

    async fn bytes(&self, attachment: &Attachment, limit: u64) -> Result<Vec<u8>> {
        let AttachmentKind::File(address) = &attachment.kind else {
            return Err(Error::new(Kind::UnexpectedReply, format!("`{}` has no address", attachment.name)));
        };
        self.publisher()?.file(address, limit).await
    }
}

impl Source for NetocentreNews {
    fn id(&self) -> &SourceId {
        &self.id
    }

    fn offers(&self) -> &'static [DataKind] {
        &[DataKind::Announcements]
    }

    fn check<'a>(&'a self, _scope: &'a Scope) -> BoxFuture<'a, Result<()>> {
        async move { self.publisher()?.feed(wire::Format::Rss).await.map(drop) }.boxed()
    }

    fn fetch<'a>(&'a self, scope: &'a Scope, cursor: &'a Cursor) -> BoxFuture<'a, Result<Fetched>> {
        self.read(scope, cursor).boxed()
    }

    fn download<'a>(&'a self, attachment: &'a Attachment, limit: u64) -> BoxFuture<'a, Result<Vec<u8>>> {
        self.bytes(attachment, limit).boxed()
    }
}

#[cfg(test)]
mod tests;
