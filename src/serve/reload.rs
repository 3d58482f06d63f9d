//! Makes the pages that are open in a browser load again when their site was rebuilt.
//!
//! Each page gets one script, which listens to server-sent events. The security policy allows that script alone, by a
//! nonce that depends on the page, so that no text of the page can name it.

use std::convert::Infallible;

use axum::body::{Body, to_bytes};
use axum::http::header::{
    CACHE_CONTROL, CONTENT_LENGTH, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG, LAST_MODIFIED, VARY,
};
use axum::http::{HeaderValue, StatusCode};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures::StreamExt;
use tokio::sync::watch;
use tokio_stream::wrappers::WatchStream;

use super::policy;
use crate::artifact::Digest;
use crate::artifact::headers::{self, Inline};

/// Where the script listens; no site can have this address, because its folder would be hidden.
pub(super) const PATH: &str = "/.ardoise/reload";
/// More than any page that a phone could show, in bytes.
const LONGEST_PAGE: usize = 16 * 1024 * 1024;

/// A stream of one event for each rebuilding, which ends with the server.
pub(super) fn events(changes: watch::Receiver<u64>) -> Response {
    let reloads = WatchStream::from_changes(changes).map(|_| Ok::<_, Infallible>(Event::default().data("reload")));
    Sse::new(reloads).keep_alive(KeepAlive::default()).into_response()
}

/// A page with the script at its end, not to be kept by the browser; any other answer as it is.
pub(super) async fn armed(response: Response) -> Response {
    let is_page =
        response.headers().get(CONTENT_TYPE).is_some_and(|media_type| media_type.as_bytes().starts_with(b"text/html"));
    if !is_page {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    let Ok(page) = to_bytes(body, LONGEST_PAGE).await else { return StatusCode::INTERNAL_SERVER_ERROR.into_response() };
    // The page's own policy knows no nonce.
    let page = headers::unsealed(&String::from_utf8_lossy(&page));
    let digest = Digest::of(page.as_bytes());
    let nonce = digest.short();
    let script =
        format!("<script nonce=\"{nonce}\">new EventSource(\"{PATH}\").onmessage=()=>location.reload()</script>\n");
    for header in [CONTENT_LENGTH, ETAG, LAST_MODIFIED, VARY] {
        parts.headers.remove(header);
    }
    parts.headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if let Some(policy) = policy(&Inline::styles_of_page(&page), Some(&format!("'nonce-{nonce}'"))) {
        parts.headers.insert(CONTENT_SECURITY_POLICY, policy);
    }
    Response::from_parts(parts, Body::from(page + &script))
}
