//! The announcements of net o'centre, by the way that is open to the school.
//!
//! - The public feeds of an esup-publisher, completed by the public page of each item: no account.
//! - `/publisher/news/**` in JSON with a token, which a machine client or the operator of the ENT provides.
//! - `/publisher/published/**`, where the operator of the ENT allows the address of this machine.
//!
//! - `api`: the addresses of each way;
//! - `wire`: RSS, Atom, lists and item pages as they come, without the names and addresses of people;
//! - `readers`: for whom an item is, which the lists say and the feeds do not, since all in them is public;
//! - `convert`: the join by id, and the model.
//!
//! RSS has the dates between which an item is shown and decides what exists when there is no list. Atom confirms it: when the
//! two do not list the same items, the answer is partial. The text of each item is read at every pull, one after the
//! other: a source cannot give back a text it read before. When one that was readable before is out of reach, its item is
//! left out of a partial answer, so that the text stored stays. Messages about the service ("Flash") have only a summary.

mod api;
mod convert;
mod readers;
mod wire;

use futures::FutureExt;
use futures::future::BoxFuture;

use crate::config::source::{NetocentreNews as Settings, NewsWay};
use crate::error::{Error, Kind, Result};
use crate::http::Client;
use crate::model::attachment::{Attachment, AttachmentKind};
use crate::model::coverage::DataKind;
use crate::model::id::SourceId;
use crate::model::item::{Cursor, Fetched};
use crate::model::notice::{Notice, NoticeKind};
use crate::sources::netocentre_news::convert::Joined;
use crate::sources::portal::Tokens;
use crate::sources::{Scope, Source};

/// One publisher.
#[derive(Debug)]
pub struct NetocentreNews {
    id: SourceId,
    settings: Settings,
    way: Way,
    client: Client,
}

/// The way that is open, with the token that opens it.
#[derive(Debug)]
enum Way {
    Feeds,
    News(Tokens, u64),
    Published(u64),
}

impl NetocentreNews {
    /// The publisher of these settings.
    pub fn new(id: SourceId, settings: Settings, client: Client) -> Self {
        let way = match &settings.way {
            NewsWay::Feeds => Way::Feeds,
            NewsWay::News { token, reader } => Way::News(Tokens::new(token.clone()), *reader),
            NewsWay::Published { publisher } => Way::Published(*publisher),
        };
        NetocentreNews { id, settings, way, client }
    }

    fn publisher(&self) -> Result<api::Publisher<'_>> {
        api::Publisher::new(&self.settings, &self.client, self.id.as_str())
    }

    async fn read(&self, scope: &Scope, cursor: &Cursor) -> Result<Fetched> {
        let publisher = self.publisher()?;
        let mut notices = Vec::new();
        let joined = match &self.way {
            Way::Feeds => {
                let listed = publisher.feed(wire::Format::Rss).await?;
                let confirmed = self.also(publisher.feed(wire::Format::Atom).await, "the Atom feed", &mut notices);
                convert::join(listed, confirmed)
            }
            Way::News(tokens, reader) => {
                self.ended(&publisher, publisher.news(tokens, *reader).await?, &mut notices).await
            }
            Way::Published(id) => self.ended(&publisher, publisher.published(*id).await?, &mut notices).await,
        };
        let door = match &self.way {
            Way::News(tokens, _) => api::Door::Json(tokens),
            Way::Feeds | Way::Published(_) => api::Door::Page,
        };
        let pages = publisher.pages(&joined.entries, door).await;
        let mut fetched = convert::fetched(joined, pages, &publisher, scope, cursor);
        fetched.notices.append(&mut notices);
        Ok(fetched)
    }

    /// A list with the last days that only the public feed tells.
    async fn ended(&self, publisher: &api::Publisher<'_>, list: api::Listing, notices: &mut Vec<Notice>) -> Joined {
        let feed = self.also(publisher.feed(wire::Format::Rss).await, "the RSS feed", notices);
        Joined { entries: convert::with_ends(list.entries, feed.unwrap_or_default()), doubt: list.doubt }
    }

    /// What is good to know, but not needed.
    fn also<T>(&self, outcome: Result<T>, what: &str, notices: &mut Vec<Notice>) -> Option<T> {
        outcome
            .inspect_err(|error| {
                let message = format!("{what} was not read ({})", error.chain());
                notices.push(Notice::new(NoticeKind::Malformed, self.id.as_str(), message));
            })
            .ok()
    }

    async fn answers(&self) -> Result<()> {
        let publisher = self.publisher()?;
        match &self.way {
            Way::Feeds => publisher.feed(wire::Format::Rss).await.map(drop),
            Way::News(tokens, reader) => publisher.news(tokens, *reader).await.map(drop),
            Way::Published(id) => publisher.published(*id).await.map(drop),
        }
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
        self.answers().boxed()
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
