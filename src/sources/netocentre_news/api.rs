//! The addresses of a publisher, and what each answer must be.

use url::Url;

use crate::config::source::NetocentreNews as Settings;
use crate::error::{Error, Kind, Result};
use crate::http::text::decode;
use crate::http::{self, Body, Client, Question, Target};
use crate::model::rich_text::Address;
use crate::sources::netocentre_news::wire::{self, Entry, Format, Page};

const LARGEST_FEED: u64 = 8 << 20;
const LARGEST_PAGE: u64 = 4 << 20;

/// How many item pages one pull reads.
const MOST_PAGES: usize = 200;

/// After so many pages out of reach in a row, the others are not asked for.
const MOST_FAILURES: usize = 3;

/// A publisher at its address.
pub(super) struct Publisher<'a> {
    /// `{portal}/publisher/`.
    pub(super) base: Url,
    /// The source, for notices.
    pub(super) subject: &'a str,
    organization: &'a str,
    client: &'a Client,
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
        let mut base = http::address(&settings.portal.resolve()?, subject)?;
        let path = format!("{}/publisher/", base.path().trim_end_matches('/'));
        base.set_path(&path);
        base.set_query(None);
        base.set_fragment(None);
        Ok(Publisher { base, subject, organization: &settings.organization, client })
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

    /// The page of each entry, in the same order, one after the other.
    pub(super) async fn pages(&self, entries: &[Entry]) -> Vec<Read> {
        let mut pages = Vec::with_capacity(entries.len());
        let mut failures = 0;
        for entry in entries {
            let read = match &entry.id {
                None => Read::None,
                Some(_) if failures >= MOST_FAILURES || pages.len() >= MOST_PAGES => Read::OutOfReach,
                Some(id) => self.page(id).await,
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

    async fn page(&self, id: &str) -> Read {
        let address = self.item(id);
        match self.client.get_whole(Target::Configured(&address), LARGEST_PAGE).await {
            Ok(body) => {
                let (text, _) = decode(&body.bytes, body.content_type.as_deref());
                let subject = format!("{}/{id}", self.subject);
                wire::page(&text, &self.base, &subject)
                    .map_or_else(|| Read::Refused("it shows no item".to_owned()), |page| Read::Page(Box::new(page)))
            }
            Err(error) if matches!(error.kind(), Kind::Unreachable | Kind::RateLimited) => Read::OutOfReach,
            Err(error) => Read::Refused(error.chain()),
        }
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
