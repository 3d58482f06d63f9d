//! A make-believe S3 service on loopback with one bucket. It keeps what it is given, and fails as a test tells it.
#![expect(
    clippy::fn_params_excessive_bools,
    clippy::format_collect,
    clippy::format_push_string,
    clippy::needless_pass_by_value,
    reason = "a bucket in a few lines"
)]
#![expect(clippy::unwrap_used, reason = "a harness fails loudly")]

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::sync::{Arc, Mutex, MutexGuard};

use ardoise::artifact::Digest;
use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::Request;
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use percent_encoding::percent_decode_str;

use super::Served;

/// The service; it stops when the value goes.
pub(crate) struct Bucket {
    pub(crate) served: Served,
    state: Arc<Mutex<State>>,
}

/// What the service has and does.
#[derive(Default)]
pub(crate) struct State {
    /// What is stored, with its headers.
    pub(crate) objects: BTreeMap<String, Object>,
    /// Every request, as its method and its key.
    pub(crate) heard: Vec<String>,
    /// What goes wrong.
    pub(crate) fault: Fault,
    /// How often each request failed in its turn.
    failed: BTreeMap<String, usize>,
    /// What happens before the next write of a key that ends so.
    pub(crate) interloper: Option<(&'static str, Vec<u8>)>,
}

/// A stored object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Object {
    pub(crate) bytes: Vec<u8>,
    pub(crate) content_type: Option<String>,
    pub(crate) cache_control: Option<String>,
}

/// What goes wrong.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Fault {
    /// Nothing.
    #[default]
    None,
    /// Every N-th request breaks off before anything is done.
    CutBefore(usize),
    /// Every N-th request breaks off after all is done.
    CutAfter(usize),
    /// Every N-th request gets this status, and a header that says when to come again.
    Status(usize, u16),
    /// Nothing may be written.
    ReadOnly,
    /// Listings break off in the middle.
    HalfListing,
    /// Conditions are not understood.
    NoConditions,
    /// The first N writes with a condition meet another one.
    Conflicts(usize),
    /// All requests after so many fail for good.
    DeadAfter(usize),
}

impl Bucket {
    pub(crate) async fn start() -> Self {
        let state = Arc::new(Mutex::new(State::default()));
        let shared = Arc::clone(&state);
        let answer = move |request: Request| answer(Arc::clone(&shared), request);
        Bucket { served: Served::start(Router::new().fallback(answer)).await, state }
    }

    pub(crate) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap()
    }

    /// How many requests came since the last call.
    pub(crate) fn requests(&self) -> Vec<String> {
        std::mem::take(&mut self.state().heard)
    }
}

async fn answer(state: Arc<Mutex<State>>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let body = to_bytes(body, usize::MAX).await.unwrap();
    let mut state = state.lock().unwrap();
    let path = percent_decode_str(parts.uri.path()).decode_utf8().unwrap().into_owned();
    let key =
        path.trim_start_matches('/').strip_prefix("ardoise").unwrap_or_default().trim_start_matches('/').to_owned();
    let line = format!("{} {key}", parts.method);
    state.heard.push(line.clone());
    let count = state.heard.len();
    let fails = state.fails(&line);
    match state.fault {
        Fault::CutBefore(_) if fails => return cut(),
        Fault::DeadAfter(limit) if count > limit => return cut(),
        Fault::Status(_, status) if fails => {
            return (StatusCode::from_u16(status).unwrap(), [(header::RETRY_AFTER, "0")]).into_response();
        }
        Fault::ReadOnly if parts.method != Method::GET && parts.method != Method::HEAD => {
            return refused("AccessDenied", 403);
        }
        _ => {}
    }
    let login = parts.headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if !login.contains("Credential=right/") {
        return refused("InvalidAccessKeyId", 403);
    }
    let query = parts.uri.query().unwrap_or_default().to_owned();
    let done = state.serve(&parts.method, &key, &query, (&parts.headers, body));
    match state.fault {
        Fault::CutAfter(_) if fails => cut(),
        _ => done,
    }
}

impl State {
    /// Whether it is the turn of the last request to fail. Requests at the same time could meet every second turn by chance alone, so a line
    /// that fails now and then fails three times at most.
    fn fails(&mut self, line: &str) -> bool {
        let (Fault::CutBefore(every) | Fault::CutAfter(every) | Fault::Status(every, _)) = self.fault else {
            return false;
        };
        let failed = self.failed.entry(line.to_owned()).or_default();
        let fails = self.heard.len().is_multiple_of(every) && (every == 1 || *failed < 3);
        *failed += usize::from(fails);
        fails
    }

    fn serve(&mut self, method: &Method, key: &str, query: &str, (headers, body): (&HeaderMap, Bytes)) -> Response {
        match *method {
            Method::GET if key.is_empty() => self.list(query),
            Method::GET | Method::HEAD => self.get(key, method == Method::HEAD),
            Method::PUT => self.put(key, headers, body),
            Method::DELETE => {
                self.objects.remove(key);
                StatusCode::NO_CONTENT.into_response()
            }
            Method::POST if query.contains("delete") => self.delete_many(&body),
            _ => StatusCode::METHOD_NOT_ALLOWED.into_response(),
        }
    }

    fn get(&self, key: &str, head: bool) -> Response {
        let Some(object) = self.objects.get(key) else { return refused("NoSuchKey", 404) };
        let mut response = Response::builder().header(header::ETAG, object.etag());
        if head {
            response = response.header(header::CONTENT_LENGTH, object.bytes.len());
            return response.body(Body::empty()).unwrap();
        }
        response.body(Body::from(object.bytes.clone())).unwrap()
    }

    fn put(&mut self, key: &str, headers: &HeaderMap, body: Bytes) -> Response {
        if let Some((_, bytes)) = self.interloper.take_if(|(end, _)| key.ends_with(*end)) {
            self.objects.insert(key.to_owned(), Object { bytes, content_type: None, cache_control: None });
        }
        let text = |name| headers.get(name).and_then(|value| Some(value.to_str().ok()?.to_owned()));
        let there = self.objects.get(key);
        let (matches, absent) = (text(header::IF_MATCH), text(header::IF_NONE_MATCH).is_some());
        if self.fault == Fault::NoConditions && (matches.is_some() || absent) {
            return refused("NotImplemented", 501);
        }
        if let Fault::Conflicts(times) = self.fault
            && (absent || matches.is_some())
        {
            let met = self.failed.entry("a write with a condition".to_owned()).or_default();
            if *met < times {
                *met += 1;
                return refused("ConditionalRequestConflict", 409);
            }
        }
        if absent && there.is_some() || matches.is_some() && matches != there.map(Object::etag) {
            return refused("PreconditionFailed", 412);
        }
        let object = Object {
            bytes: body.to_vec(),
            content_type: text(header::CONTENT_TYPE),
            cache_control: text(header::CACHE_CONTROL),
        };
        let etag = object.etag();
        self.objects.insert(key.to_owned(), object);
        [(header::ETAG, etag)].into_response()
    }

    fn delete_many(&mut self, body: &[u8]) -> Response {
        let text = String::from_utf8_lossy(body);
        for part in text.split("<Key>").skip(1) {
            self.objects.remove(part.split("</Key>").next().unwrap());
        }
        "<DeleteResult/>".into_response()
    }

    fn list(&self, query: &str) -> Response {
        let value = |name: &str| {
            let found = query.split('&').find_map(|pair| pair.strip_prefix(&format!("{name}=")))?;
            Some(percent_decode_str(found).decode_utf8().unwrap().into_owned())
        };
        let (prefix, delimiter) = (value("prefix").unwrap_or_default(), value("delimiter").unwrap_or_default());
        let (mut contents, mut folders) = (String::new(), Vec::new());
        for (key, object) in self.objects.range(prefix.clone()..).take_while(|(key, _)| key.starts_with(&prefix)) {
            match key[prefix.len()..].split_once('/') {
                Some((folder, _)) if delimiter == "/" => folders.push(format!("{prefix}{folder}/")),
                _ => contents.push_str(&format!(
                    "<Contents><Key>{key}</Key><LastModified>2026-11-24T06:30:00.000Z</LastModified><ETag>{}</ETag>\
                     <Size>{}</Size></Contents>",
                    object.etag().replace('"', "&quot;"),
                    object.bytes.len()
                )),
            }
        }
        folders.dedup();
        let folders: String = folders
            .iter()
            .map(|folder| format!("<CommonPrefixes><Prefix>{folder}</Prefix></CommonPrefixes>"))
            .collect();
        let whole = format!("<ListBucketResult><IsTruncated>false</IsTruncated>{contents}{folders}</ListBucketResult>");
        if self.fault == Fault::HalfListing {
            return whole[..whole.len() / 2].to_owned().into_response();
        }
        whole.into_response()
    }
}

impl Object {
    fn etag(&self) -> String {
        format!("\"{}\"", Digest::of(&self.bytes).short())
    }
}

fn refused(code: &str, status: u16) -> Response {
    let status = StatusCode::from_u16(status).unwrap();
    (status, format!("<Error><Code>{code}</Code><Message>no</Message></Error>")).into_response()
}

/// An answer that never comes: its body ends before it begins.
fn cut() -> Response {
    let nothing = futures::stream::iter([Ok::<_, Infallible>(Bytes::new())]);
    let broken = futures::StreamExt::map(nothing, |_| Err::<Bytes, _>(std::io::Error::other("cut")));
    Response::builder().header(header::CONTENT_LENGTH, 10).body(Body::from_stream(broken)).unwrap()
}
