//! One polite HTTP client for all sources: it only reads, identifies itself, waits its turn and says nothing of secrets.
//!
//! It promises that
//! - every request has a time limit and every answer a size limit, whatever the server announces;
//! - one host gets at most two requests a second on average, and one retry within a second when it failed at once;
//! - an address found in content never leads into a private network, neither by its host, nor by a name that resolves
//!   there, nor by a redirection; the host that the operator configured is always allowed;
//! - an address that is a password never goes to another host, an error or a log line.
#![expect(clippy::disallowed_methods, reason = "this module is the one HTTP client")]

mod guard;
mod reply;
pub mod text;

use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;

use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use reqwest::{Response, header, redirect};
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};
use tracing::debug;
use url::Url;

use crate::error::{Error, Kind, Result};

pub use reply::RetryAfter;

const USER_AGENT: &str = concat!("Ardoise/", env!("CARGO_PKG_VERSION"));
const MOST_REDIRECTIONS: usize = 5;

/// The client; clones share connections and the spacing of requests.
#[derive(Debug, Clone)]
pub struct Client {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    /// For loopback: a proxy never sees it.
    near: reqwest::Client,
    /// For the hosts of the configuration.
    open: reqwest::Client,
    /// For everything else: names that resolve to private addresses do not resolve.
    guarded: reqwest::Client,
    spacing: DefaultKeyedRateLimiter<String>,
    patience: Patience,
}

/// How long the client waits.
#[derive(Debug, Clone, Copy)]
struct Patience {
    connect: Duration,
    read: Duration,
    total: Duration,
    before_retry: Duration,
}

const PATIENCE: Patience = Patience {
    connect: Duration::from_secs(10),
    read: Duration::from_secs(20),
    total: Duration::from_mins(1),
    before_retry: Duration::from_millis(800),
};

/// What to fetch, and how far it is trusted.
#[derive(Clone, Copy)]
pub enum Target<'a> {
    /// An address of the configuration.
    Configured(&'a Url),
    /// An address of the configuration that is a password.
    Secret(&'a Url),
    /// An address found in the content of a configured source, and that source's address.
    Found(&'a Url, &'a Url),
}

/// What a server gave with an answer, to ask later whether it still holds (RFC 9110, section 13).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Validators {
    /// The entity tag.
    pub etag: Option<String>,
    /// The date of the last change, as the server wrote it.
    pub last_modified: Option<String>,
}

/// An answer.
#[derive(Debug)]
pub enum Reply {
    /// What we know still holds.
    NotModified,
    /// The content.
    Body(Body),
}

/// The content of an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Body {
    /// The bytes, decompressed.
    pub bytes: Vec<u8>,
    /// The media type with its parameters, as the server wrote it.
    pub content_type: Option<String>,
    /// What to ask with next time.
    pub validators: Validators,
}

impl Client {
    /// The client of this process.
    ///
    /// # Errors
    /// `Local` when the system offers no TLS roots.
    pub fn new() -> Result<Self> {
        Self::with_patience(PATIENCE)
    }

    fn with_patience(patience: Patience) -> Result<Self> {
        let build = |builder: reqwest::ClientBuilder| {
            builder.build().map_err(|error| Error::new(Kind::Local, "cannot prepare the HTTP client").because(error))
        };
        let two_a_second = Quota::per_second(NonZeroU32::MIN.saturating_add(1));
        let inner = Inner {
            near: build(base(patience).no_proxy())?,
            open: build(base(patience))?,
            guarded: build(base(patience).dns_resolver(guard::PublicNames))?,
            spacing: RateLimiter::keyed(two_a_second.allow_burst(NonZeroU32::MIN.saturating_add(5))),
            patience,
        };
        Ok(Client { inner: Arc::new(inner) })
    }

    /// Asks for an address, unless what we know of it still holds. At most `limit` bytes are read.
    ///
    /// # Errors
    /// `Unreachable`, `RateLimited` (its cause is a [`RetryAfter`] when the server said how long), `Credentials` when the
    /// server refuses us, `UnexpectedReply` for all else.
    pub async fn get(&self, target: Target<'_>, known: &Validators, limit: u64) -> Result<Reply> {
        match self.attempt(target, known, limit).await {
            Err(error) if error.kind() == Kind::Unreachable && !reply::timed_out(&error) => {
                debug!(address = target.shown(), reason = error.chain(), "one more attempt");
                tokio::time::sleep(self.inner.patience.before_retry).await;
                self.attempt(target, known, limit).await
            }
            outcome => outcome,
        }
    }

    /// Asks for the content of an address, whatever we know of it.
    ///
    /// # Errors
    /// As [`Client::get`].
    pub async fn get_whole(&self, target: Target<'_>, limit: u64) -> Result<Body> {
        match self.get(target, &Validators::default(), limit).await? {
            Reply::Body(body) => Ok(body),
            Reply::NotModified => {
                Err(reply::unexpected(&target.shown(), "answered 304 to a question without condition"))
            }
        }
    }

    async fn attempt(&self, target: Target<'_>, known: &Validators, limit: u64) -> Result<Reply> {
        let mut address = target.address().clone();
        for _ in 0..=MOST_REDIRECTIONS {
            let response = self.send(target, &address, known).await?;
            let Some(next) = reply::redirection(&response) else {
                return read(&target.shown(), response, limit).await;
            };
            address = target.follow(&address, next)?;
        }
        Err(reply::unexpected(&target.shown(), "redirects too many times"))
    }

    async fn send(&self, target: Target<'_>, address: &Url, known: &Validators) -> Result<Response> {
        let client = self.door(target, address)?;
        if !guard::is_loopback(address) {
            self.inner.spacing.until_key_ready(&address.host_str().unwrap_or_default().to_owned()).await;
        }
        let mut request = client.get(address.clone());
        if let Some(etag) = &known.etag {
            request = request.header(header::IF_NONE_MATCH, etag);
        }
        if let Some(date) = &known.last_modified {
            request = request.header(header::IF_MODIFIED_SINCE, date);
        }
        request.send().await.map_err(|error| reply::failure(&target.shown(), error))
    }

    /// The connections through which that address may be asked for.
    fn door(&self, target: Target<'_>, address: &Url) -> Result<&reqwest::Client> {
        if !matches!(address.scheme(), "http" | "https") {
            return Err(reply::unexpected(&target.shown(), "is not an HTTP address"));
        }
        if target.trusts(address) {
            return Ok(if guard::is_loopback(address) { &self.inner.near } else { &self.inner.open });
        }
        if guard::is_private(address) {
            return Err(reply::unexpected(&target.shown(), "leads into a private network"));
        }
        Ok(&self.inner.guarded)
    }
}

impl Target<'_> {
    fn address(&self) -> &Url {
        match self {
            Target::Configured(address) | Target::Secret(address) | Target::Found(address, _) => address,
        }
    }

    /// What may be shown of the address.
    pub fn shown(&self) -> String {
        match self {
            Target::Secret(address) => hidden(address),
            Target::Configured(address) | Target::Found(address, _) => redacted(address),
        }
    }

    /// Whether the operator vouches for that address: the configured host, also after a redirection to its `https`.
    fn trusts(&self, address: &Url) -> bool {
        match self {
            Target::Configured(configured) | Target::Secret(configured) => {
                configured.origin() == address.origin() || is_upgrade(configured, address)
            }
            Target::Found(_, origin) => origin.origin() == address.origin(),
        }
    }

    fn follow(&self, from: &Url, location: &str) -> Result<Url> {
        let next = from.join(location).map_err(|_| reply::unexpected(&self.shown(), "redirects to no address"))?;
        if matches!(self, Target::Secret(_)) && !self.trusts(&next) {
            return Err(reply::unexpected(&self.shown(), "redirects to another host"));
        }
        Ok(next)
    }
}

/// Reads an address of the configuration; what it is for is named in the error instead of its text.
///
/// # Errors
/// `Config` when it is not an HTTP address.
pub fn address(secret: &SecretString, purpose: &str) -> Result<Url> {
    let parsed = Url::parse(secret.expose_secret()).ok();
    parsed
        .filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host())
        .ok_or_else(|| Error::new(Kind::Config, format!("the address of `{purpose}` is not an HTTP address")))
}

/// What may be shown of an address: no user, no password, no query (its parameters may be passwords), no fragment.
pub fn redacted(url: &Url) -> String {
    let query = if url.query().is_some() { "?…" } else { "" };
    format!("{}{}{query}", origin(url), url.path())
}

/// What may be shown of an address that is a password.
pub fn hidden(url: &Url) -> String {
    format!("{}/…", origin(url))
}

fn origin(url: &Url) -> String {
    let port = url.port().map(|port| format!(":{port}")).unwrap_or_default();
    format!("{}://{}{port}", url.scheme(), url.host_str().unwrap_or_default())
}

fn is_upgrade(from: &Url, to: &Url) -> bool {
    let defaults = from.port().is_none() && to.port().is_none();
    from.scheme() == "http" && to.scheme() == "https" && defaults && from.host_str() == to.host_str()
}

fn base(patience: Patience) -> reqwest::ClientBuilder {
    reqwest::Client::builder()
        .user_agent(USER_AGENT)
        .connect_timeout(patience.connect)
        .read_timeout(patience.read)
        .timeout(patience.total)
        .redirect(redirect::Policy::none())
        .referer(false)
}

async fn read(shown: &str, mut response: Response, limit: u64) -> Result<Reply> {
    let status = response.status();
    if let Some(reply) = reply::judge(shown, &response)? {
        return Ok(reply);
    }
    let too_large = || reply::unexpected(shown, &format!("is larger than {limit} bytes"));
    if response.content_length().is_some_and(|announced| announced > limit) {
        return Err(too_large());
    }
    let mut bytes = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(|error| reply::failure(shown, error))? {
        if bytes.len() as u64 + chunk.len() as u64 > limit {
            return Err(too_large());
        }
        bytes.extend_from_slice(&chunk);
    }
    debug!(address = shown, status = status.as_u16(), bytes = bytes.len(), "fetched");
    let kept = |name| reply::header_text(&response, name);
    let validators = Validators { etag: kept(header::ETAG), last_modified: kept(header::LAST_MODIFIED) };
    Ok(Reply::Body(Body { bytes, content_type: kept(header::CONTENT_TYPE), validators }))
}

#[cfg(test)]
mod tests;
