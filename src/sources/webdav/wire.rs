//! Multistatus answers (RFC 4918, section 13) about one folder.

use std::fmt;

use chrono::{DateTime, Utc};
use percent_encoding::percent_decode_str;
use serde::{Deserialize, Serialize};
use url::Url;

use crate::sources::xml::{self, Element, Flaw};

/// A folder and what lies in it.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Listing {
    /// Changes whenever anything below changes; `None` on servers that do not promise it.
    pub(super) version: Option<String>,
    pub(super) files: Vec<File>,
    pub(super) folders: Vec<Subfolder>,
    /// How many names cannot be asked for.
    pub(super) unnamed: usize,
}

/// A file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct File {
    /// As the server spells it.
    pub(super) name: String,
    /// What changes when its bytes change.
    pub(super) version: String,
    pub(super) modified_at: Option<DateTime<Utc>>,
    pub(super) size: Option<u64>,
    pub(super) media_type: Option<String>,
}

/// A folder in the folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Subfolder {
    pub(super) name: String,
    pub(super) version: Option<String>,
}

/// Why an answer is not about that folder.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Strange {
    Xml(Flaw),
    NoMultistatus,
    Elsewhere,
}

impl fmt::Display for Strange {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Strange::Xml(flaw) => flaw.fmt(formatter),
            Strange::NoMultistatus => formatter.write_str("is not a WebDAV answer"),
            Strange::Elsewhere => formatter.write_str("does not name that folder"),
        }
    }
}

/// Reads what a server says about the folder at an address.
pub(super) fn listing(bytes: &[u8], folder: &Url) -> Result<Listing, Strange> {
    let root = xml::parse(bytes).map_err(Strange::Xml)?;
    if root.name() != "multistatus" {
        return Err(Strange::NoMultistatus);
    }
    let own = names(folder);
    let mut listing = Listing::default();
    let mut itself = false;
    for response in root.all("response") {
        let place = response.text_of("href").and_then(|href| folder.join(href).ok()).map(|url| names(&url));
        let properties = properties(response);
        match place.as_deref().and_then(|place| place.strip_prefix(own.as_slice())) {
            Some([]) => {
                itself = true;
                listing.version = properties.and_then(folder_version);
            }
            Some([name]) => listing.add(name.as_deref(), properties),
            _ => {}
        }
    }
    if itself { Ok(listing) } else { Err(Strange::Elsewhere) }
}

impl Listing {
    fn add(&mut self, name: Option<&str>, properties: Option<&Element>) {
        let Some(properties) = properties else { return };
        let Some(name) = name.filter(|name| !name.contains('/')) else {
            self.unnamed += 1;
            return;
        };
        if properties.at(&["resourcetype", "collection"]).is_empty() {
            let date = properties.text_of("getlastmodified");
            let modified_at = date.and_then(|date| DateTime::parse_from_rfc2822(date).ok()).map(|date| date.to_utc());
            let size = properties.text_of("getcontentlength").and_then(|size| size.parse().ok());
            let version = properties.text_of("getetag").map_or_else(|| format!("{date:?} {size:?}"), str::to_owned);
            let media_type = properties.text_of("getcontenttype").map(str::to_owned);
            self.files.push(File { name: name.to_owned(), version, modified_at, size, media_type });
        } else {
            self.folders.push(Subfolder { name: name.to_owned(), version: folder_version(properties) });
        }
    }
}

/// Only servers of the Nextcloud family, which number their files, pass changes up to the folders above.
fn folder_version(properties: &Element) -> Option<String> {
    properties.text_of("fileid").and(properties.text_of("getetag")).map(str::to_owned)
}

/// The properties that the server has, of those it was asked for.
fn properties(response: &Element) -> Option<&Element> {
    let found = |propstat: &&Element| propstat.text_of("status").is_none_or(|status| status.contains(" 200"));
    response.all("propstat").find(found)?.all("prop").next()
}

/// The names of a path; one that is not UTF-8 is `None`.
fn names(url: &Url) -> Vec<Option<String>> {
    let parts = url.path().split('/').filter(|part| !part.is_empty());
    parts.map(|part| percent_decode_str(part).decode_utf8().ok().map(std::borrow::Cow::into_owned)).collect()
}
