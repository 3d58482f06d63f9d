//! One polite HTTP client for all sources: it only reads, identifies itself, waits its turn and says nothing of secrets.
//!
//! It promises that
//! - every request has a time limit and every answer a size limit, whatever the server announces;
//! - one host gets at most one request every two seconds, and one retry when it failed at once;
//! - an address found in content never leads into a private network, neither by its host, nor by a name that resolves
//!   there, nor by a redirection; the host that the operator configured is always allowed;
//! - an address that is a password, a token or a name with its password never goes to another host, an error or a log line;
//! - it can only ask what changes nothing ([`Question`]).
#![expect(clippy::disallowed_methods, reason = "this module is the one HTTP client")]

pub mod backoff;
mod breaker;
pub mod chain;
mod guard;
mod question;
mod reply;
mod target;
pub mod text;
mod transfer;

use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::{Duration, Instant};

use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use reqwest::{Response, redirect};
use serde::{Deserialize, Serialize};
use tracing::debug;
use url::Url;

use crate::error::{Error, Kind, Result};

use breaker::{Breakers, Deed, Rules};
pub use question::{Access, Depth, Question};
pub use reply::{RetryAfter, SaidMissing};
pub use target::{Target, address, hidden, origin, redacted};
use transfer::Transfer;

const USER_AGENT: &str = concat!("Ardoise/", env!("CARGO_PKG_VERSION"));
const MOST_REDIRECTIONS: usize = 5;
/// How many pieces a file may come in.
const MOST_ATTEMPTS: usize = 10;

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
    breakers: Breakers,
    patience: Patience,
}

/// How long the client waits.
#[derive(Debug, Clone, Copy)]
struct Patience {
    connect: Duration,
    read: Duration,
    total: Duration,
    /// For the whole of a file.
    file: Duration,
    before_retry: Duration,
    between_requests: Duration,
    rules: Rules,
    /// Whether this machine is spared like any other host.
    with_loopback: bool,
}

const PATIENCE: Patience = Patience {
    connect: Duration::from_secs(10),
    read: Duration::from_secs(20),
    total: Duration::from_mins(1),
    file: Duration::from_mins(5),
    before_retry: Duration::from_millis(800),
    between_requests: Duration::from_secs(2),
    rules: Rules { silences: 3, pause: Duration::from_mins(1) },
    with_loopback: false,
};

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
        let spacing = Quota::with_period(patience.between_requests)
            .ok_or_else(|| Error::new(Kind::Bug, "requests have no distance"))?;
        let inner = Inner {
            near: build(base(patience).no_proxy())?,
            open: build(base(patience))?,
            guarded: build(base(patience).dns_resolver(guard::PublicNames))?,
            spacing: RateLimiter::keyed(spacing.allow_burst(NonZeroU32::MIN)),
            breakers: Breakers::new(patience.rules),
            patience,
        };
        Ok(Client { inner: Arc::new(inner) })
    }

    /// Asks for an address, unless what we know of it still holds. At most `limit` bytes are read.
    ///
    /// # Errors
    /// As [`Client::ask`].
    pub async fn get(&self, target: Target<'_>, known: &Validators, limit: u64) -> Result<Reply> {
        self.ask(&Question::get(target, limit).unless(known)).await
    }

    /// Asks for the content of an address, whatever we know of it.
    ///
    /// # Errors
    /// As [`Client::ask`].
    pub async fn get_whole(&self, target: Target<'_>, limit: u64) -> Result<Body> {
        self.whole(&Question::get(target, limit)).await
    }

    /// The content that answers a question without condition.
    ///
    /// # Errors
    /// As [`Client::ask`].
    pub async fn whole(&self, question: &Question<'_>) -> Result<Body> {
        match self.ask(question).await? {
            Reply::Body(body) => Ok(body),
            Reply::NotModified => {
                Err(reply::unexpected(&question.target.shown(), "answered 304 to a question without condition"))
            }
        }
    }

    /// The answer to a question. It is asked once more when there is none; a file goes on as long as some of it arrives.
    ///
    /// # Errors
    /// `Unreachable`, `RateLimited` (its cause is a [`RetryAfter`] when the server said how long), `Credentials` when the
    /// server refuses us, `UnexpectedReply` for all else.
    pub async fn ask(&self, question: &Question<'_>) -> Result<Reply> {
        let address = question.target.address();
        let known = address.host_str().filter(|_| self.spares(address));
        let Some(host) = known else { return self.persist(question).await };
        self.inner.breakers.admit(host, Instant::now())?;
        let outcome = self.persist(question).await;
        let deed = outcome.as_ref().err().map_or(Deed::Answered, reply::deed);
        self.inner.breakers.note(host, deed, Instant::now());
        outcome
    }

    async fn persist(&self, question: &Question<'_>) -> Result<Reply> {
        let mut transfer = Transfer::default();
        let mut retries = 1;
        for _ in 0..MOST_ATTEMPTS {
            let arrived = transfer.arrived();
            let error = match self.attempt(question, &mut transfer).await {
                Ok(reply) => return Ok(reply),
                Err(error) => error,
            };
            let goes_on = question.resumes() && error.kind() == Kind::Unreachable && transfer.arrived() > arrived;
            let pause = self.inner.patience.before_retry;
            // What runs on this machine is near.
            let usual = if self.spares(question.target.address()) { pause } else { pause / 8 };
            let Some(wait) = reply::pause(&error, usual).filter(|_| goes_on || retries > 0) else {
                return Err(error);
            };
            retries -= u32::from(!goes_on);
            debug!(address = question.target.shown(), reason = error.chain(), "one more attempt");
            tokio::time::sleep(wait).await;
        }
        Err(Error::new(Kind::Unreachable, format!("`{}` gives only pieces", question.target.shown())))
    }

    async fn attempt(&self, question: &Question<'_>, transfer: &mut Transfer) -> Result<Reply> {
        let target = question.target;
        let mut address = target.address().clone();
        for _ in 0..=MOST_REDIRECTIONS {
            let response = self.send(question, transfer, &address).await?;
            let Some(next) = reply::redirection(&response) else {
                return transfer.read(question, response).await;
            };
            address = question.follow(&address, next)?;
        }
        Err(reply::unexpected(&target.shown(), "redirects too many times"))
    }

    async fn send(&self, question: &Question<'_>, transfer: &Transfer, address: &Url) -> Result<Response> {
        let client = self.door(question.target, address)?;
        if self.spares(address) {
            self.inner.spacing.until_key_ready(&address.host_str().unwrap_or_default().to_owned()).await;
        }
        let mut request = transfer.go_on(question.request(client, address));
        if question.resumes() {
            request = request.timeout(self.inner.patience.file);
        }
        request.send().await.map_err(|error| reply::failure(&question.target.shown(), error))
    }

    /// Whether that host must not be asked too often: this machine may be.
    fn spares(&self, address: &Url) -> bool {
        self.inner.patience.with_loopback || !guard::is_loopback(address)
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

fn base(patience: Patience) -> reqwest::ClientBuilder {
    reqwest::Client::builder()
        .user_agent(USER_AGENT)
        .connect_timeout(patience.connect)
        .read_timeout(patience.read)
        .timeout(patience.total)
        .redirect(redirect::Policy::none())
        .referer(false)
}

#[cfg(test)]
mod tests;
