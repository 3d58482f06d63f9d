//! The files of the sites as they are sent, kept in memory: an answer costs one look at the disk, to see whether the file changed.
//!
//! Files larger than a page, and parts of files (RFC 9110, range requests), come from the disk each time.

use std::collections::HashMap;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};

use axum::body::{Body, Bytes};
use axum::extract::Request;
use axum::http::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG, IF_MATCH,
    IF_MODIFIED_SINCE, IF_NONE_MATCH, IF_UNMODIFIED_SINCE, RANGE, VARY,
};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use tower_http::services::ServeDir;

use super::policy;
use crate::artifact::Digest;
use crate::artifact::headers::{Inline, cache_control};
use crate::error::Result;
use crate::fs::{self, Stamp};

const HTML: &str = "text/html; charset=utf-8";
/// The longest file that is kept, in bytes.
const LONGEST: u64 = 256 * 1024;
/// How much is kept at most, in bytes; then everything is forgotten, and what is asked for comes back.
const MOST: usize = 64 * 1024 * 1024;

/// The files of all sites of an output folder.
pub(super) struct Shelf {
    root: PathBuf,
    folder: ServeDir,
    kept: RwLock<HashMap<String, Arc<Kept>>>,
}

/// A file in memory.
struct Kept {
    stamp: Stamp,
    plain: Form,
    gzip: Option<Form>,
    brotli: Option<Form>,
}

/// One of the forms of a file.
struct Form {
    bytes: Bytes,
    tag: HeaderValue,
    headers: HeaderMap,
}

impl Shelf {
    pub(super) fn new(output: &Path) -> Self {
        let root = output.join("sites");
        let folder = ServeDir::new(&root).precompressed_br().precompressed_gzip();
        Shelf { root, folder, kept: RwLock::default() }
    }

    /// A file in the form that the client takes; `None` when there is no such file.
    pub(super) async fn file(&self, path: &str, request: Request) -> Option<Response> {
        let stamp = fs::stamp(&self.root.join(path))?;
        if stamp.size() > LONGEST || request.headers().contains_key(RANGE) {
            return self.read_through(path, request).await;
        }
        let kept = self.kept(path, stamp).await?;
        Some(kept.answer(request.headers()))
    }

    /// The same, whole and uncompressed when it is a page, whatever the client has seen before.
    pub(super) async fn fresh(&self, path: &str, mut request: Request) -> Option<Response> {
        if media_type(path) == Some(HTML) {
            *request.method_mut() = Method::GET;
            for header in [ACCEPT_ENCODING, IF_MATCH, IF_MODIFIED_SINCE, IF_NONE_MATCH, IF_UNMODIFIED_SINCE, RANGE] {
                request.headers_mut().remove(header);
            }
        }
        self.file(path, request).await
    }

    /// A page beside the sites, whole and uncompressed.
    pub(super) async fn page(&self, path: &str) -> Option<Response> {
        let stamp = fs::stamp(&self.root.join(path))?;
        let mut response = self.kept(path, stamp).await?.answer(&HeaderMap::new());
        response.headers_mut().remove(ETAG);
        Some(response)
    }

    /// The file in memory, read anew when the disk has another one.
    async fn kept(&self, path: &str, stamp: Stamp) -> Option<Arc<Kept>> {
        let known = self.kept.read().unwrap_or_else(PoisonError::into_inner).get(path).cloned();
        if let Some(known) = known.filter(|known| known.stamp == stamp) {
            return Some(known);
        }
        let (file, name) = (self.root.join(path), path.to_owned());
        let read = tokio::task::spawn_blocking(move || Kept::read(&file, &name, stamp)).await.ok()?;
        let read = match read {
            Ok(read) => Arc::new(read?),
            Err(error) => {
                tracing::error!(error = error.chain(), "cannot read a file of a site");
                return None;
            }
        };
        let mut kept = self.kept.write().unwrap_or_else(PoisonError::into_inner);
        if kept.values().map(|kept| kept.plain.bytes.len()).sum::<usize>() > MOST {
            kept.clear();
        }
        kept.insert(path.to_owned(), read.clone());
        Some(read)
    }

    async fn read_through(&self, path: &str, request: Request) -> Option<Response> {
        let (mut parts, body) = request.into_parts();
        let steps: Vec<String> =
            path.split('/').map(|step| utf8_percent_encode(step, NON_ALPHANUMERIC).to_string()).collect();
        parts.uri = Uri::try_from(format!("/{}", steps.join("/"))).ok()?;
        match self.folder.clone().try_call(Request::from_parts(parts, body)).await {
            Ok(found) => {
                let mut response = found.map(Body::new);
                if response.headers().contains_key(CONTENT_TYPE)
                    && let Some(media_type) = media_type(path)
                {
                    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(media_type));
                }
                response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static(cache_of(path)));
                Some(response)
            }
            Err(error) if is_absent(&error) => None,
            Err(error) => {
                tracing::error!(%error, "cannot read a file of a site");
                Some(StatusCode::INTERNAL_SERVER_ERROR.into_response())
            }
        }
    }
}

impl Kept {
    /// `None` when the file went, or changed while it was read: then it is read at the next request.
    fn read(file: &Path, path: &str, stamp: Stamp) -> Result<Option<Self>> {
        let beside = |extension: &str| {
            let mut name = file.as_os_str().to_owned();
            name.push(extension);
            fs::read_if_exists(Path::new(&name))
        };
        let (brotli, gzip) = (beside(".br")?, beside(".gz")?);
        let Some(plain) = fs::read_if_exists(file)? else { return Ok(None) };
        let mut headers = headers(path, &plain);
        if brotli.is_some() || gzip.is_some() {
            headers.insert(VARY, HeaderValue::from_static("accept-encoding"));
        }
        let digest = Digest::of(&plain);
        let form = |bytes: Vec<u8>, coding: Option<&'static str>| {
            let suffix = coding.map(|coding| format!("-{coding}")).unwrap_or_default();
            let tag = HeaderValue::try_from(format!("\"{}{suffix}\"", digest.short()));
            let tag = tag.unwrap_or(HeaderValue::from_static("\"\""));
            let mut headers = headers.clone();
            headers.insert(ETAG, tag.clone());
            if let Some(coding) = coding {
                headers.insert(CONTENT_ENCODING, HeaderValue::from_static(coding));
            }
            Form { bytes: bytes.into(), tag, headers }
        };
        let gzip = gzip.map(|bytes| form(bytes, Some("gzip")));
        let brotli = brotli.map(|bytes| form(bytes, Some("br")));
        Ok(Some(Kept { stamp, plain: form(plain, None), gzip, brotli }))
    }

    fn answer(&self, asked: &HeaderMap) -> Response {
        let form = [(&self.brotli, "br"), (&self.gzip, "gzip")]
            .into_iter()
            .find_map(|(form, coding)| form.as_ref().filter(|_| accepts(asked, coding)))
            .unwrap_or(&self.plain);
        let known = asked.get(IF_NONE_MATCH).and_then(|tags| tags.to_str().ok()).is_some_and(|tags| {
            let tag = form.tag.to_str().unwrap_or_default();
            tags.split(',').map(str::trim).any(|known| known == "*" || known.trim_start_matches("W/") == tag)
        });
        let mut response = if known {
            StatusCode::NOT_MODIFIED.into_response()
        } else {
            Response::new(Body::from(form.bytes.clone()))
        };
        response.headers_mut().clone_from(&form.headers);
        if known {
            response.headers_mut().remove(CONTENT_ENCODING);
            response.headers_mut().remove(CONTENT_TYPE);
        }
        response
    }
}

/// What is said of a file in all its forms.
fn headers(path: &str, bytes: &[u8]) -> HeaderMap {
    let mut headers = HeaderMap::new();
    let guessed = || mime_guess::from_path(path).first_raw().unwrap_or("application/octet-stream");
    let media_type = media_type(path).unwrap_or_else(guessed);
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(media_type));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static(cache_of(path)));
    let page = std::str::from_utf8(bytes).ok().filter(|_| media_type == HTML);
    if let Some(policy) = page.and_then(|page| policy(&Inline::of_page(page), None)) {
        headers.insert(CONTENT_SECURITY_POLICY, policy);
    }
    headers
}

/// What a cache may do with a file below `sites/`.
fn cache_of(path: &str) -> &'static str {
    path.split_once('/').map_or(cache_control(path), |(_site, file)| cache_control(file))
}

/// Whether the client takes a coding (RFC 9110, 12.5.3); one that it does not name is not taken.
fn accepts(asked: &HeaderMap, coding: &str) -> bool {
    let named = |entry: &str| {
        let (name, weight) = entry.split_once(';').unwrap_or((entry, ""));
        let weight = weight.trim().strip_prefix("q=").map_or(Ok(1.0), str::parse::<f32>);
        name.trim().eq_ignore_ascii_case(coding) && weight.is_ok_and(|weight| weight > 0.0)
    };
    asked.get(ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).is_some_and(|value| value.split(',').any(named))
}

fn is_absent(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory | ErrorKind::InvalidFilename)
}

/// The media type of the texts that a site holds; other files have the usual one of their extension.
fn media_type(path: &str) -> Option<&'static str> {
    let (_, extension) = path.rsplit_once('.')?;
    Some(match extension {
        "html" => HTML,
        "txt" => "text/plain; charset=utf-8",
        "csv" => "text/csv; charset=utf-8",
        "ics" => "text/calendar; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "xml" => "application/xml; charset=utf-8",
        "webmanifest" => "application/manifest+json; charset=utf-8",
        _ => return None,
    })
}
