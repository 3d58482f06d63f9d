//! HTTP for targets: the requests of OpenDAL, the questions of the probe, and the calls that empty caches.
//!
//! `crate::http` only reads, and is polite to sources; here is a client that writes. It follows no redirection, undoes no encoding, and
//! waits as long as a server that is busy asks, within bounds.
#![expect(clippy::disallowed_methods, reason = "targets are written to: see the module's text")]

use std::time::Duration;

use futures::stream;
use http::header::RETRY_AFTER;
use http::{Request, Response, StatusCode};
use opendal::{Buffer, ErrorKind, HttpBody, HttpTransport};
use reqwest::redirect;

use crate::error::{Error, Kind, Result};
use crate::publish::trouble::Status;

const CONNECT: Duration = Duration::from_secs(10);
/// A slow line takes its time over a large document.
const WHOLE: Duration = Duration::from_mins(5);
/// How often a busy server is asked again.
const ATTEMPTS: u32 = 4;
/// How long a busy server is waited for, whatever it asks.
const LONGEST: Duration = Duration::from_secs(20);

/// A client for targets.
#[derive(Debug, Clone)]
pub(super) struct Transport {
    client: reqwest::Client,
    /// How long a busy server is waited for when it does not say.
    pause: Duration,
}

impl Transport {
    pub(super) fn new() -> Result<Self> {
        let client = reqwest::Client::builder()
            .user_agent(concat!("Ardoise/", env!("CARGO_PKG_VERSION")))
            .connect_timeout(CONNECT)
            .timeout(WHOLE)
            .redirect(redirect::Policy::none())
            .no_gzip()
            .no_brotli()
            .build();
        let client = client.map_err(|error| Error::new(Kind::Bug, "cannot make an HTTP client").because(error))?;
        Ok(Transport { client, pause: Duration::from_millis(500) })
    }

    /// The client, for requests that are no file operations.
    pub(super) fn client(&self) -> &reqwest::Client {
        &self.client
    }

    async fn send(&self, request: &Request<Buffer>) -> opendal::Result<Response<Buffer>> {
        let url = request.uri().to_string();
        let mut builder = self.client.request(request.method().clone(), url).headers(request.headers().clone());
        if !request.body().is_empty() {
            builder = builder.body(request.body().to_bytes());
        }
        let response = builder.send().await.map_err(broken)?;
        let (status, headers) = (response.status(), response.headers().clone());
        let body = response.bytes().await.map_err(broken)?;
        let mut whole = Response::new(Buffer::from(body));
        (*whole.status_mut(), *whole.headers_mut()) = (status, headers);
        Ok(whole)
    }
}

impl HttpTransport for Transport {
    async fn fetch(&self, request: Request<Buffer>) -> opendal::Result<Response<HttpBody>> {
        let mut attempt = 1;
        let response = loop {
            let response = self.send(&request).await?;
            let busy = matches!(response.status(), StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE);
            if !busy || attempt == ATTEMPTS {
                break response;
            }
            let asked = response.headers().get(RETRY_AFTER).and_then(|value| value.to_str().ok()?.trim().parse().ok());
            let wait = asked.map_or(self.pause * 2_u32.pow(attempt), Duration::from_secs);
            tokio::time::sleep(wait.min(LONGEST)).await;
            attempt += 1;
        };
        let refusal = match response.status() {
            StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => Some(ErrorKind::PermissionDenied),
            StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE => Some(ErrorKind::RateLimited),
            StatusCode::INSUFFICIENT_STORAGE => Some(ErrorKind::Unexpected),
            StatusCode::NOT_IMPLEMENTED => Some(ErrorKind::Unsupported),
            _ => None,
        };
        if let Some(kind) = refusal {
            return Err(opendal::Error::new(kind, "").set_source(Status(response.status().as_u16())));
        }
        let uri = request.uri().clone();
        let (parts, body) = response.into_parts();
        let size = body.len() as u64;
        let size = (request.method() != http::Method::HEAD).then_some(size);
        let mut answer = Response::from_parts(parts, HttpBody::new(stream::iter([Ok(body)]), size));
        answer.extensions_mut().insert(uri);
        Ok(answer)
    }
}

/// A request that got no whole answer. What it asked for is not told: an address may be a secret.
fn broken(error: reqwest::Error) -> opendal::Error {
    opendal::Error::new(ErrorKind::Unexpected, "").set_temporary().set_source(error.without_url())
}
