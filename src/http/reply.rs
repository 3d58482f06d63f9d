//! What an answer means: whose move it is, and how long a server asks us to wait.

use std::error::Error as StdError;
use std::fmt;
use std::time::Duration;

use chrono::{DateTime, Utc};
use reqwest::header::{CONTENT_TYPE, DATE, HeaderName, LOCATION, RETRY_AFTER};
use reqwest::{Response, StatusCode};
use tracing::debug;

use crate::clock;
use crate::error::{Error, Kind, Result};
use crate::http::breaker::Deed;
use crate::http::{Question, Reply, guard};

/// How long a server asks us to wait: the cause of a `RateLimited` error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RetryAfter(pub Duration);

impl fmt::Display for RetryAfter {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "the server asks to wait {} s", self.0.as_secs())
    }
}

impl StdError for RetryAfter {}

/// The service itself, and not some page of an error, says that there is no such thing: the cause of an `UnexpectedReply`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SaidMissing;

impl fmt::Display for SaidMissing {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("the service says that there is no such thing")
    }
}

impl StdError for SaidMissing {}

impl SaidMissing {
    /// Whether that is why there was an error.
    pub fn is_cause_of(error: &Error) -> bool {
        error.source().is_some_and(<dyn StdError>::is::<SaidMissing>)
    }
}

impl RetryAfter {
    /// The wait that is the cause of an error.
    pub fn of(error: &Error) -> Option<Self> {
        error.source().and_then(|cause| cause.downcast_ref()).copied()
    }

    /// Reads seconds or an HTTP date (RFC 9110, section 10.2.3). A date in the past is no wait.
    pub(super) fn parse(value: &str, now: DateTime<Utc>) -> Option<Self> {
        let value = value.trim();
        if let Ok(seconds) = value.parse() {
            return Some(RetryAfter(Duration::from_secs(seconds)));
        }
        let until = DateTime::parse_from_rfc2822(value).ok()?.with_timezone(&Utc);
        Some(RetryAfter((until - now).to_std().unwrap_or_default()))
    }
}

/// The answer when it has no content to read, the error when it is a refusal, nothing when there is content.
pub(super) fn judge(question: &Question<'_>, response: &Response) -> Result<Option<Reply>> {
    let (shown, status) = (question.target.shown(), response.status());
    if question.expects(status.as_u16()) {
        return Ok(None);
    }
    if status == StatusCode::NOT_MODIFIED {
        debug!(address = shown, status = status.as_u16(), bytes = 0, "fetched");
        return Ok(Some(Reply::NotModified));
    }
    let kind = match status {
        StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE => Kind::RateLimited,
        StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => Kind::Credentials,
        _ if status.is_server_error() => Kind::Unreachable,
        _ => Kind::UnexpectedReply,
    };
    let error = Error::new(kind, format!("`{shown}` answered {}", status.as_u16()));
    let speaks =
        header_text(response, CONTENT_TYPE).is_some_and(|media_type| media_type.starts_with("application/json"));
    if status == StatusCode::NOT_FOUND && speaks {
        return Err(error.because(SaidMissing));
    }
    Err(match retry_after(response).filter(|_| kind == Kind::RateLimited) {
        Some(wait) => error.because(wait),
        None => error,
    })
}

/// Where the answer sends us.
pub(super) fn redirection(response: &Response) -> Option<&str> {
    let moved = matches!(response.status().as_u16(), 301 | 302 | 303 | 307 | 308);
    response.headers().get(LOCATION).filter(|_| moved)?.to_str().ok()
}

/// An answer that is not what the protocol promises.
pub(super) fn unexpected(shown: &str, what: &str) -> Error {
    Error::new(Kind::UnexpectedReply, format!("`{shown}` {what}"))
}

/// A request that got no whole answer.
pub(super) fn failure(shown: &str, error: reqwest::Error) -> Error {
    let mut cause: Option<&(dyn StdError + 'static)> = error.source();
    while let Some(inner) = cause {
        if inner.is::<guard::Forbidden>() {
            return unexpected(shown, "leads into a private network");
        }
        cause = inner.source();
    }
    Error::new(Kind::Unreachable, format!("`{shown}` gives no whole answer")).because(error.without_url())
}

/// How long to wait before one more attempt, when it is worth one. When the time for an answer ran out, trying again at once
/// would only double it; when the server asks us to wait, only a moment is waited for here.
pub(super) fn pause(error: &Error, usual: Duration) -> Option<Duration> {
    let timed_out = transport(error).is_some_and(reqwest::Error::is_timeout);
    match (error.kind(), RetryAfter::of(error)) {
        (Kind::RateLimited, Some(RetryAfter(wait))) if wait <= Duration::from_secs(1) => Some(wait),
        (Kind::Unreachable, _) if !timed_out => Some(usual),
        _ => None,
    }
}

/// What a host did that gave this error.
pub(super) fn deed(error: &Error) -> Deed {
    match RetryAfter::of(error) {
        Some(RetryAfter(wait)) => Deed::AskedToWait(wait),
        None if transport(error).is_some() => Deed::Silent,
        None => Deed::Answered,
    }
}

fn transport(error: &Error) -> Option<&reqwest::Error> {
    error.source().and_then(|cause| cause.downcast_ref())
}

/// A header's value, when it is text.
pub(super) fn header_text(response: &Response, name: HeaderName) -> Option<String> {
    response.headers().get(name)?.to_str().ok().map(str::to_owned)
}

fn retry_after(response: &Response) -> Option<RetryAfter> {
    let server_time = header_text(response, DATE).and_then(|date| DateTime::parse_from_rfc2822(&date).ok());
    let now = server_time.map_or_else(|| clock::now().instant(), |date| date.with_timezone(&Utc));
    RetryAfter::parse(&header_text(response, RETRY_AFTER)?, now)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wait_is_seconds_or_a_date() {
        let now = "2026-11-24T07:00:00Z".parse().unwrap();
        let wait = |seconds| Some(RetryAfter(Duration::from_secs(seconds)));
        for (value, expected) in [
            ("120", wait(120)),
            (" 0 ", wait(0)),
            ("Tue, 24 Nov 2026 07:02:00 GMT", wait(120)),
            ("Tue, 24 Nov 2026 06:00:00 GMT", wait(0)),
            ("soon", None),
            ("-5", None),
            ("", None),
        ] {
            assert_eq!(RetryAfter::parse(value, now), expected, "{value}");
        }
    }
}
