//! The portal of net o'centre and the token that opens its JSON services, for the connectors that read them.
//!
//! A token lives 300 s. It comes from uPortal itself (a machine client), or from a file or a command that the operator
//! provides; it is asked for again before its end, and once more when the portal refuses it all the same.

use std::time::{Duration, Instant};

use secrecy::SecretString;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use tokio::sync::Mutex;
use url::Url;

use crate::config::source::Token;
use crate::error::{Error, Kind, Result};
use crate::http::{self, Access, Body, Client, Question, Target};

/// How long a token is used when nobody says how long it lives.
const USUAL_LIFE: Duration = Duration::from_mins(4);
/// How long before its end it is asked for again.
const MARGIN: Duration = Duration::from_secs(30);
const LARGEST_TOKEN: u64 = 64 << 10;

/// The token of a source, while it is good.
#[derive(Debug)]
pub(crate) struct Tokens {
    origin: Token,
    held: Mutex<Option<Held>>,
}

#[derive(Debug, Clone)]
struct Held {
    access: Access,
    until: Instant,
}

/// What uPortal answers to a machine client.
#[derive(Deserialize)]
struct Granted {
    access_token: String,
    expires_in: Option<u64>,
}

impl Tokens {
    pub(crate) fn new(origin: Token) -> Self {
        Tokens { origin, held: Mutex::new(None) }
    }

    /// What a service answers in JSON, at an address below the portal.
    ///
    /// # Errors
    /// `Credentials` when there is no token or the portal refuses a new one too; those of [`Client::ask`].
    pub(crate) async fn json<T: DeserializeOwned>(&self, way: Way<'_>, address: &Url, limit: u64) -> Result<T> {
        let access = self.access(way, None).await?;
        let target = Target::Configured(address);
        let body = match way.client.whole(&Question::get(target, limit).with(Some(&access))).await {
            Err(error) if error.kind() == Kind::Credentials => {
                let renewed = self.access(way, Some(&access)).await?;
                way.client.whole(&Question::get(target, limit).with(Some(&renewed))).await?
            }
            outcome => outcome?,
        };
        json(&body, address)
    }

    /// The token; a new one when it is old or when `refused` is the one that is held.
    async fn access(&self, way: Way<'_>, refused: Option<&Access>) -> Result<Access> {
        let mut held = self.held.lock().await;
        if refused.is_some() {
            *held = None;
        }
        if let Some(good) = held.as_ref().filter(|held| Instant::now() < held.until) {
            return Ok(good.access.clone());
        }
        let new = self.ask(way).await?;
        *held = Some(new.clone());
        Ok(new.access)
    }

    async fn ask(&self, way: Way<'_>) -> Result<Held> {
        let (token, life) = match &self.origin {
            Token::Given(secret) => {
                // A command may take its time.
                let secret = secret.clone();
                let resolved = tokio::task::spawn_blocking(move || secret.resolve()).await;
                (resolved.map_err(|error| Error::new(Kind::Bug, "a secret was not read").because(error))??, USUAL_LIFE)
            }
            Token::Client { id, secret } => {
                let address = way.below(&["portail", "api", "v5-5", "oauth", "token"]);
                let secret = secret.resolve()?;
                let question = Question::token(Target::Configured(&address), id, &secret, LARGEST_TOKEN);
                let granted: Granted = json(&way.client.whole(&question).await?, &address)?;
                let life = granted.expires_in.map_or(USUAL_LIFE, Duration::from_secs);
                (SecretString::from(granted.access_token), life.saturating_sub(MARGIN))
            }
        };
        Ok(Held { access: Access::Bearer(token), until: Instant::now() + life })
    }
}

/// How a portal is reached.
#[derive(Clone, Copy)]
pub(crate) struct Way<'a> {
    pub(crate) portal: &'a Url,
    pub(crate) client: &'a Client,
}

impl Way<'_> {
    /// An address below the portal's own.
    pub(crate) fn below(&self, parts: &[&str]) -> Url {
        let mut address = self.portal.clone();
        if let Ok(mut path) = address.path_segments_mut() {
            path.pop_if_empty().extend(parts);
        }
        address.set_query(None);
        address.set_fragment(None);
        address
    }
}

/// Reads an answer as JSON. The answer itself is never shown: it holds names.
///
/// # Errors
/// `UnexpectedReply` when it is something else, or of another shape.
pub(crate) fn json<T: DeserializeOwned>(body: &Body, address: &Url) -> Result<T> {
    let unexpected =
        |what: String| Error::new(Kind::UnexpectedReply, format!("`{}` answered with {what}", http::redacted(address)));
    let (text, _) = http::text::decode(&body.bytes, body.content_type.as_deref());
    match text.trim_start().bytes().next() {
        Some(b'{' | b'[') => {}
        Some(b'<') => return Err(unexpected("a page instead of JSON".to_owned())),
        _ => return Err(unexpected("something else than JSON".to_owned())),
    }
    serde_json::from_str(&text)
        .map_err(|flaw| unexpected(format!("JSON of another shape (line {}, column {})", flaw.line(), flaw.column())))
}
