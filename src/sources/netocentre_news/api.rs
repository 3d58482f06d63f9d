//! The addresses of a publisher, and what each answer must be.

use std::collections::BTreeSet;

use url::Url;

use crate::config::source::NetocentreNews as Settings;
use crate::error::{Error, Kind, Result};
use crate::http::text::decode;
use crate::http::{self, Body, Client, Question, Target};
use crate::model::rich_text::Address;
use crate::sources::netocentre_news::wire::{self, Entry, Flash, Format, NewsItem, NewsPage, Page};
use crate::sources::portal::{self, Tokens, Way};

const LARGEST_FEED: u64 = 8 << 20;
const LARGEST_PAGE: u64 = 4 << 20;

/// How many pages of ten items one pull lists.
const MOST_LISTS: u64 = 30;

/// How many item pages one pull reads.
const MOST_PAGES: usize = 200;

/// After so many pages out of reach in a row, the others are not asked for.
const MOST_FAILURES: usize = 3;

/// A publisher at its address.
pub(super) struct Publisher<'a> {
    portal: Url,
    /// `{portal}/publisher/`.
    pub(super) base: Url,
    /// The source, for notices.
    pub(super) subject: &'a str,
    pub(super) organization: &'a str,
    client: &'a Client,
}

/// Where the text of an item is read.
#[derive(Clone, Copy)]
pub(super) enum Door<'a> {
    /// On its public page.
    Page,
    /// In JSON, with a token.
    Json(&'a Tokens),
}

/// A list of items, and why it may not be whole.
pub(super) struct Listing {
    pub(super) entries: Vec<Entry>,
    pub(super) doubt: Option<String>,
}

/// What became of the page of an item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Read {
    /// It was read.
    Page(Box<Page>),
    /// The answer was no item page: what it was.
    Refused(String),
    /// No answer, or not asked.
    OutOfReach,
    /// The item has no page.
    None,
}

impl<'a> Publisher<'a> {
    pub(super) fn new(settings: &'a Settings, client: &'a Client, subject: &'a str) -> Result<Self> {
        let portal = http::address(&settings.portal.resolve()?, subject)?;
        let base = Way { portal: &portal, client }.below(&["publisher", ""]);
        Ok(Publisher { portal, base, subject, organization: &settings.organization, client })
    }

    /// The entries of a feed.
    ///
    /// # Errors
    /// `UnexpectedReply` when the answer is not that feed, or only its beginning.
    pub(super) async fn feed(&self, format: Format) -> Result<Vec<Entry>> {
        let address = self.below(&["feed", format.as_str(), self.organization]);
        let body = self.client.get_whole(Target::Configured(&address), LARGEST_FEED).await?;
        wire::feed(&body.bytes, body.content_type.as_deref(), format).map_err(|flaw| {
            Error::new(Kind::UnexpectedReply, format!("`{}` answered with {flaw}", http::redacted(&address)))
        })
    }

    /// The items of a place of display, read with a token. A list that changes while it is read is read once more.
    pub(super) async fn news(&self, tokens: &Tokens, reader: u64) -> Result<Listing> {
        let listing = self.news_once(tokens, reader).await?;
        if listing.doubt.is_some() { self.news_once(tokens, reader).await } else { Ok(listing) }
    }

    async fn news_once(&self, tokens: &Tokens, reader: u64) -> Result<Listing> {
        let mut address = self.below(&["news", "myNews", &reader.to_string()]);
        let mut entries: Vec<Entry> = Vec::new();
        let mut totals = BTreeSet::new();
        let mut doubt = Some(format!("the list has more than {MOST_LISTS} pages"));
        for index in 0..MOST_LISTS {
            address.set_query(Some(&format!("pageIndex={index}")));
            let page: NewsPage = tokens.json(self.way(), &address, LARGEST_FEED).await?;
            let last = index + 1 >= page.total_pages;
            totals.insert(page.total_items);
            for entry in page.entries() {
                if entry.id.is_none() || entries.iter().all(|known| known.id != entry.id) {
                    entries.push(entry);
                }
            }
            if last {
                doubt = None;
                break;
            }
        }
        if totals.len() > 1 || totals.first().is_some_and(|total| *total != entries.len() as u64) {
            doubt = doubt.or_else(|| Some("the list changed while it was read".to_owned()));
        }
        Ok(Listing { entries, doubt })
    }

    /// The items of a publisher, for an address that the operator of the ENT allows; and the messages about the service.
    pub(super) async fn published(&self, publisher: u64) -> Result<Listing> {
        let address = self.below(&["published", "items", &publisher.to_string()]);
        let body = self.client.get_whole(Target::Configured(&address), LARGEST_FEED).await?;
        let mut entries = wire::published(&body.bytes, body.content_type.as_deref()).map_err(|flaw| {
            Error::new(Kind::UnexpectedReply, format!("`{}` answered with {flaw}", http::redacted(&address)))
        })?;
        let address = self.below(&["published", "flash", self.organization]);
        let body = self.client.get_whole(Target::Configured(&address), LARGEST_FEED).await?;
        let flashes: Vec<Flash> = portal::json(&body, &address)?;
        for flash in flashes.into_iter().map(Flash::entry) {
            if flash.id.is_none() || entries.iter().all(|known| known.id != flash.id) {
                entries.push(flash);
            }
        }
        Ok(Listing { entries, doubt: None })
    }

    /// The text of each entry, in the same order, one after the other. Messages about the service have only a summary.
    pub(super) async fn pages(&self, entries: &[Entry], door: Door<'_>) -> Vec<Read> {
        let mut pages = Vec::with_capacity(entries.len());
        let mut failures = 0;
        for entry in entries {
            let read = match &entry.id {
                None => Read::None,
                Some(_) if entry.service => Read::None,
                Some(_) if failures >= MOST_FAILURES || pages.len() >= MOST_PAGES => Read::OutOfReach,
                Some(id) => self.page(id, door).await,
            };
            failures = if read == Read::OutOfReach { failures + 1 } else { 0 };
            pages.push(read);
        }
        pages
    }

    /// Where the page of an item is.
    pub(super) fn item(&self, id: &str) -> Url {
        self.below(&["view", "item", id])
    }

    /// The bytes of a file that an item shows or offers.
    ///
    /// # Errors
    /// `UnexpectedReply` when a page comes instead of the file.
    pub(super) async fn file(&self, address: &Address, limit: u64) -> Result<Vec<u8>> {
        let url = Url::parse(address.as_str())
            .map_err(|error| Error::new(Kind::Bug, "an address of the model is no address").because(error))?;
        let body = self.client.whole(&Question::file(Target::Found(&url, &self.base), limit)).await?;
        let wants_page = [".html", ".htm", ".xhtml"].iter().any(|end| url.path().to_lowercase().ends_with(end));
        if is_page(&body) && !wants_page {
            let message = format!("`{}` answered with a page instead of a file", http::redacted(&url));
            return Err(Error::new(Kind::UnexpectedReply, message));
        }
        Ok(body.bytes)
    }

    async fn page(&self, id: &str, door: Door<'_>) -> Read {
        let subject = format!("{}/{id}", self.subject);
        let outcome = match door {
            Door::Json(tokens) => {
                let address = self.below(&["news", "item", id]);
                let item: Result<NewsItem> = tokens.json(self.way(), &address, LARGEST_PAGE).await;
                item.map(|item| Some(item.page(&self.base, &subject)))
            }
            Door::Page => {
                let body = self.client.get_whole(Target::Configured(&self.item(id)), LARGEST_PAGE).await;
                body.map(|body| {
                    let (text, _) = decode(&body.bytes, body.content_type.as_deref());
                    wire::page(&text, &self.base, &subject)
                })
            }
        };
        match outcome {
            Ok(Some(page)) => Read::Page(Box::new(page)),
            Ok(None) => Read::Refused("it shows no item".to_owned()),
            Err(error) if matches!(error.kind(), Kind::Unreachable | Kind::RateLimited) => Read::OutOfReach,
            Err(error) => Read::Refused(error.chain()),
        }
    }

    fn way(&self) -> Way<'_> {
        Way { portal: &self.portal, client: self.client }
    }

    fn below(&self, parts: &[&str]) -> Url {
        let mut address = self.base.clone();
        if let Ok(mut path) = address.path_segments_mut() {
            path.pop_if_empty().extend(parts);
        }
        address
    }
}

fn is_page(body: &Body) -> bool {
    body.content_type.as_deref().is_some_and(|media_type| media_type.to_lowercase().starts_with("text/html"))
}
