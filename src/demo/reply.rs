//! An answer before it is sent, so that a fault can still spoil it.

use std::io;
use std::time::Duration;

use axum::http::{HeaderName, HeaderValue, Method, StatusCode, header};
use axum::response::Response;
use futures::stream::{self, StreamExt};

/// An answer before it is sent.
#[derive(Debug)]
pub(super) struct Reply {
    pub(super) status: StatusCode,
    pub(super) media_type: &'static str,
    headers: Vec<(HeaderName, HeaderValue)>,
    body: Body,
}

/// What is sent after the headers.
#[derive(Debug)]
pub(super) enum Body {
    Whole(Vec<u8>),
    /// These bytes, of a length announced as greater.
    Broken(Vec<u8>, usize),
    /// These bytes, again and again.
    Endless(Vec<u8>),
    /// These bytes, drop by drop.
    Slow(Vec<u8>),
}

impl Reply {
    /// An answer without further headers.
    pub(super) fn new(status: StatusCode, media_type: &'static str, body: Body) -> Self {
        Self { status, media_type, headers: Vec::new(), body }
    }

    /// A web page.
    pub(super) fn html(status: StatusCode, text: String) -> Self {
        Self::new(status, "text/html;charset=UTF-8", Body::Whole(text.into_bytes()))
    }

    /// The same with a header set.
    pub(super) fn with(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.headers.retain(|(other, _)| *other != name);
        self.headers.push((name, value));
        self
    }

    /// The same with another body.
    pub(super) fn map(mut self, change: impl FnOnce(Vec<u8>) -> Body) -> Self {
        self.body = match self.body {
            Body::Whole(bytes) => change(bytes),
            other => other,
        };
        self
    }

    /// A header that was set.
    pub(super) fn header(&self, name: &HeaderName) -> Option<String> {
        let (_, value) = self.headers.iter().find(|(other, _)| other == name)?;
        value.to_str().ok().map(str::to_owned)
    }

    /// The same from a byte on.
    pub(super) fn from(mut self, first: usize) -> Self {
        let Body::Whole(bytes) = &self.body else { return self };
        let whole = bytes.len();
        let Some(rest) = bytes.get(first..).filter(|rest| !rest.is_empty()) else { return self };
        self.body = Body::Whole(rest.to_vec());
        self.status = StatusCode::PARTIAL_CONTENT;
        let range = HeaderValue::try_from(format!("bytes {first}-{}/{whole}", whole - 1));
        self.with(header::CONTENT_RANGE, range.unwrap_or(HeaderValue::from_static("bytes */*")))
    }

    /// The answer to a request by `method`.
    pub(super) fn into_response(self, method: &Method) -> Response {
        let mut response = Response::new(axum::body::Body::empty());
        *response.status_mut() = self.status;
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(self.media_type));
        headers.extend(self.headers);
        let length = match &self.body {
            Body::Whole(bytes) | Body::Slow(bytes) => Some(bytes.len()),
            Body::Broken(_, announced) => Some(*announced),
            Body::Endless(_) => None,
        };
        if let Some(length) = length {
            headers.insert(header::CONTENT_LENGTH, HeaderValue::from(length));
        }
        if *method != Method::HEAD {
            *response.body_mut() = self.body.streamed();
        }
        response
    }
}

impl Body {
    fn streamed(self) -> axum::body::Body {
        match self {
            Self::Whole(bytes) => axum::body::Body::from(bytes),
            Self::Broken(bytes, _) => {
                // The pause lets what came before leave for the client.
                let broken = stream::once(async {
                    tokio::task::yield_now().await;
                    Err(io::Error::from(io::ErrorKind::ConnectionReset))
                });
                axum::body::Body::from_stream(stream::iter([Ok(bytes)]).chain(broken))
            }
            Self::Slow(bytes) => {
                let drops: Vec<Vec<u8>> = bytes.chunks(bytes.len() / 8 + 1).map(<[u8]>::to_vec).collect();
                axum::body::Body::from_stream(stream::iter(drops).then(|drop| async {
                    tokio::time::sleep(Duration::from_millis(3)).await;
                    Ok::<_, io::Error>(drop)
                }))
            }
            Self::Endless(bytes) => {
                let bytes = if bytes.is_empty() { vec![b' '; 1024] } else { bytes };
                axum::body::Body::from_stream(stream::repeat(bytes).map(Ok::<_, io::Error>))
            }
        }
    }
}
