//! Reads pages back as readers do, after they were published.
//!
//! Each page is asked for three times: by an engine that takes no compression, by an old phone that takes gzip, and by a browser of
//! today. All three must get the page that was published, and not one in a form that they did not ask for.

use std::collections::BTreeSet;
use std::io::Read;
use std::time::Duration;

use futures::{StreamExt, stream};
use reqwest::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, ETAG, HeaderMap, HeaderName, VARY,
};
use url::Url;

use crate::artifact::{Digest, SitePath};
use crate::error::{Error, Kind, Result};
use crate::publish::transport::Transport;
use crate::publish::{Release, ReleaseFile};

/// What readers take.
const READERS: [&str; 3] = ["identity", "gzip", "gzip, br"];
/// More pages say nothing that the first did not.
const MOST: usize = 24;
/// How many pages are asked for at once.
const LANES: usize = 4;
/// How often a cache is given time to see a change.
const ATTEMPTS: u32 = 4;

/// What was found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Probed {
    /// How many pages were read back.
    pub pages: usize,
    /// What readers do not get as it was published.
    pub wrong: Vec<String>,
    /// What readers could get better.
    pub remarks: BTreeSet<String>,
}

/// Where readers find a file.
pub fn address(base: &Url, path: &SitePath) -> Url {
    let mut url = base.clone();
    if let Ok(mut segments) = url.path_segments_mut() {
        segments.pop_if_empty().extend(path.as_str().split('/'));
    }
    url
}

/// Reads changed pages back; those that only some may see are passed over. `pause` is how long a cache gets before a second look.
///
/// # Errors
/// `Bug` when there is no client.
pub async fn probe(base: &Url, release: &Release, changed: &[SitePath], pause: Duration) -> Result<Probed> {
    let transport = Transport::new()?;
    let html = |file: &ReleaseFile| file.media_type.starts_with("text/html");
    let pages = changed.iter().filter_map(|path| Some((path, release.files.get(path).filter(|file| html(file))?)));
    let found: Vec<Result<Option<BTreeSet<String>>, String>> = stream::iter(pages.take(MOST).map(|(path, file)| {
        let (transport, url) = (&transport, address(base, path));
        async move {
            let mut attempt = 1;
            loop {
                match page(transport, &url, file).await {
                    Err(wrong) if attempt < ATTEMPTS => tracing::debug!(page = file.shown, wrong, "read back again"),
                    found => break found,
                }
                tokio::time::sleep(pause * attempt).await;
                attempt += 1;
            }
        }
    }))
    .buffered(LANES)
    .collect()
    .await;
    let mut probed = Probed::default();
    for found in found {
        match found {
            Ok(None) => {}
            Ok(Some(remarks)) => {
                probed.pages += 1;
                probed.remarks.extend(remarks);
            }
            Err(wrong) => probed.wrong.push(wrong),
        }
    }
    Ok(probed)
}

impl Probed {
    /// What is wrong, as an error about a target.
    pub fn error(&self, target: &str) -> Option<Error> {
        let first = self.wrong.first()?;
        let others = if self.wrong.len() > 1 { format!(", and {} more", self.wrong.len() - 1) } else { String::new() };
        Some(Error::new(
            Kind::UnexpectedReply,
            format!("readers of `{target}` do not see what was published: {first}{others}"),
        ))
    }
}

/// One page, three times: what could be better, or what is wrong. `None` when only some may see it.
async fn page(transport: &Transport, url: &Url, file: &ReleaseFile) -> Result<Option<BTreeSet<String>>, String> {
    let mut remarks = BTreeSet::new();
    for taken in READERS {
        let answer = transport.client().get(url.clone()).header(ACCEPT_ENCODING, taken).send().await;
        let answer = answer.map_err(|_| format!("`{}` does not answer", file.shown))?;
        let (status, headers) = (answer.status(), answer.headers().clone());
        match status.as_u16() {
            401 => return Ok(None),
            200 => {}
            other => return Err(format!("`{}` answers {other} to a reader who takes {taken}", file.shown)),
        }
        let body = answer.bytes().await.map_err(|_| format!("`{}` breaks off", file.shown))?;
        let coding = text(&headers, CONTENT_ENCODING);
        let decoded = decode(&body, &coding, taken)
            .ok_or_else(|| format!("`{}` comes as `{coding}` to a reader who takes {taken}", file.shown))?;
        if Digest::of(&decoded) != file.digest {
            return Err(format!("`{}` is another version to a reader who takes {taken}", file.shown));
        }
        remarks.extend(lacking(&headers, file, &coding));
    }
    Ok(Some(remarks))
}

/// What a reader makes of a body; `None` when it cannot.
fn decode(body: &[u8], coding: &str, taken: &str) -> Option<Vec<u8>> {
    if coding.is_empty() || coding == "identity" {
        return Some(body.to_vec());
    }
    let mut bytes = Vec::new();
    match coding {
        _ if !taken.split(", ").any(|word| word == coding) => return None,
        "gzip" => flate2::read::GzDecoder::new(body).read_to_end(&mut bytes).ok()?,
        "br" => brotli::Decompressor::new(body, 4096).read_to_end(&mut bytes).ok()?,
        _ => return None,
    };
    Some(bytes)
}

/// The headers of a page that are not as they should be.
fn lacking(headers: &HeaderMap, file: &ReleaseFile, coding: &str) -> Vec<String> {
    let squeezed = |text: &str| text.replace(' ', "").to_ascii_lowercase();
    let mut lacking = Vec::new();
    if squeezed(&text(headers, CONTENT_TYPE)) != squeezed(&file.media_type) {
        lacking.push(format!("pages come without `Content-Type: {}`", file.media_type));
    }
    if !text(headers, CACHE_CONTROL).contains("no-cache") {
        lacking.push("pages come without `Cache-Control: no-cache`: caches may show old ones".to_owned());
    }
    let etag = text(headers, ETAG);
    if coding.is_empty() && (etag.is_empty() || etag.starts_with("W/")) {
        lacking.push("pages come without a strong `ETag`: each visit costs the whole page".to_owned());
    }
    if !coding.is_empty() && !squeezed(&text(headers, VARY)).contains("accept-encoding") {
        lacking.push("compressed pages come without `Vary: Accept-Encoding`".to_owned());
    }
    lacking
}

fn text(headers: &HeaderMap, name: HeaderName) -> String {
    headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned()
}
