//! The bytes of an answer as they arrive: never more than allowed, and what came before a cut is not asked for again.
//!
//! A transfer goes on (RFC 9110, section 14) only when the server named the version that it was sending, by a strong entity
//! tag or a date, and said how long it is: two halves of two versions are no file.

use reqwest::header::{ACCEPT_RANGES, CONTENT_RANGE, CONTENT_TYPE, ETAG, IF_RANGE, LAST_MODIFIED, RANGE};
use reqwest::{RequestBuilder, Response, StatusCode};
use tracing::debug;

use crate::error::Result;
use crate::http::reply::{self, header_text};
use crate::http::{Body, Question, Reply, Validators};

/// What arrived so far of an answer.
#[derive(Debug, Default)]
pub(super) struct Transfer {
    bytes: Vec<u8>,
    /// The length that the server announced; `None` when it did not or when what arrives is decompressed.
    whole: Option<u64>,
    content_type: Option<String>,
    validators: Validators,
}

impl Transfer {
    /// How much arrived.
    pub(super) fn arrived(&self) -> usize {
        self.bytes.len()
    }

    /// The same request, for what is missing.
    pub(super) fn go_on(&self, request: RequestBuilder) -> RequestBuilder {
        match self.version() {
            Some(version) => request.header(RANGE, format!("bytes={}-", self.bytes.len())).header(IF_RANGE, version),
            None => request,
        }
    }

    /// Reads an answer to the end.
    pub(super) async fn read(&mut self, question: &Question<'_>, mut response: Response) -> Result<Reply> {
        let shown = question.target.shown();
        if response.status() == StatusCode::PARTIAL_CONTENT && self.continues(&response) {
            debug!(address = shown, from = self.bytes.len(), "the transfer goes on");
        } else {
            *self = Transfer::default();
            if let Some(reply) = reply::judge(question, &response)? {
                return Ok(reply);
            }
            self.begin(&response);
        }
        let limit = question.limit;
        let too_large = || reply::unexpected(&shown, &format!("is larger than {limit} bytes"));
        if self.whole.is_some_and(|whole| whole > limit) {
            return Err(too_large());
        }
        while let Some(chunk) = response.chunk().await.map_err(|error| reply::failure(&shown, error))? {
            if self.bytes.len() as u64 + chunk.len() as u64 > limit {
                return Err(too_large());
            }
            self.bytes.extend_from_slice(&chunk);
        }
        debug!(address = shown, status = response.status().as_u16(), bytes = self.bytes.len(), "fetched");
        let Transfer { bytes, content_type, validators, .. } = std::mem::take(self);
        Ok(Reply::Body(Body { bytes, content_type, validators }))
    }

    fn begin(&mut self, response: &Response) {
        let kept = |name| header_text(response, name);
        self.validators = Validators { etag: kept(ETAG), last_modified: kept(LAST_MODIFIED) };
        self.content_type = kept(CONTENT_TYPE);
        let refuses = kept(ACCEPT_RANGES).is_some_and(|unit| unit == "none");
        self.whole = response.content_length().filter(|_| !refuses);
    }

    /// The name of the version that was being sent, when the rest of it can be asked for.
    fn version(&self) -> Option<&str> {
        let strong = self.validators.etag.as_deref().filter(|etag| !etag.starts_with("W/"));
        let version = strong.or(self.validators.last_modified.as_deref())?;
        (self.whole? > self.bytes.len() as u64 && !self.bytes.is_empty()).then_some(version)
    }

    /// Whether the answer is what is missing: `bytes 100-199/200`.
    fn continues(&self, response: &Response) -> bool {
        let told = header_text(response, CONTENT_RANGE);
        self.version().is_some()
            && told
                .and_then(|told| range(&told))
                .is_some_and(|(from, whole)| from == self.bytes.len() as u64 && Some(whole) == self.whole)
    }
}

/// Where a part begins, and how long the whole is.
fn range(told: &str) -> Option<(u64, u64)> {
    let (part, whole) = told.strip_prefix("bytes ")?.split_once('/')?;
    let (from, _) = part.split_once('-')?;
    Some((from.trim().parse().ok()?, whole.trim().parse().ok()?))
}
