//! Finds the file of a site that a request asks for.
//!
//! A path is decoded once and must be that of a file below a site's folder: no hidden part, no `..`, no backslash, no
//! slash in disguise. Compressed variants, entity tags, conditional and range requests are those of RFC 9110.

use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use axum::body::Body;
use axum::extract::Request;
use axum::http::header::{
    ACCEPT_ENCODING, CONTENT_TYPE, IF_MATCH, IF_MODIFIED_SINCE, IF_NONE_MATCH, IF_UNMODIFIED_SINCE, RANGE,
};
use axum::http::{HeaderValue, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use percent_encoding::percent_decode_str;
use tower_http::services::ServeDir;

use crate::artifact::SitePath;

const HTML: &str = "text/html; charset=utf-8";

/// The files of all sites of an output folder.
pub(super) struct Sites {
    output: PathBuf,
    folder: ServeDir,
}

impl Sites {
    pub(super) fn new(output: &Path) -> Self {
        let folder = ServeDir::new(output.join("sites")).precompressed_br().precompressed_gzip();
        Sites { output: output.to_path_buf(), folder }
    }

    /// The folder that holds `sites/` and the manifest.
    pub(super) fn output(&self) -> &Path {
        &self.output
    }

    /// A file in the form that the client takes, a redirection from a folder without its slash, or status 404.
    pub(super) async fn file(&self, request: Request) -> Response {
        let Some(path) = asked_path(request.uri().path()) else { return StatusCode::NOT_FOUND.into_response() };
        match self.folder.clone().try_call(request).await {
            Ok(found) => {
                let mut response = found.map(Body::new);
                if response.headers().contains_key(CONTENT_TYPE)
                    && let Some(media_type) = media_type(path.as_str())
                {
                    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(media_type));
                }
                response
            }
            Err(error) if is_absent(&error) => StatusCode::NOT_FOUND.into_response(),
            Err(error) => {
                tracing::error!(%error, path = path.as_str(), "cannot read a file of a site");
                StatusCode::INTERNAL_SERVER_ERROR.into_response()
            }
        }
    }

    /// The same, whole and uncompressed when it is a page, whatever the client has seen before.
    pub(super) async fn fresh(&self, mut request: Request) -> Response {
        let is_page = asked_path(request.uri().path()).is_some_and(|path| media_type(path.as_str()) == Some(HTML));
        if is_page {
            *request.method_mut() = Method::GET;
            for header in [ACCEPT_ENCODING, IF_MATCH, IF_MODIFIED_SINCE, IF_NONE_MATCH, IF_UNMODIFIED_SINCE, RANGE] {
                request.headers_mut().remove(header);
            }
        }
        self.file(request).await
    }
}

/// The file below `sites/` that a request's path means; a folder means its `index.html`.
fn asked_path(path: &str) -> Option<SitePath> {
    let lower = path.to_ascii_lowercase();
    if lower.contains("%2f") || lower.contains("%5c") {
        return None;
    }
    let decoded = percent_decode_str(path.strip_prefix('/')?).decode_utf8().ok()?;
    if decoded.ends_with('/') { SitePath::new(&format!("{decoded}index.html")) } else { SitePath::new(&decoded) }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_files_of_a_site_are_found() {
        for (path, expected) in [
            ("/6a/", Some("6a/index.html")),
            ("/6a", Some("6a")),
            ("/6a/media/x.jpg", Some("6a/media/x.jpg")),
            ("/6a/Le%C3%A7on%201.pdf", Some("6a/Leçon 1.pdf")),
            ("/6a/../../manifest.json", None),
            ("/6a/%2e%2e/%2E%2E/manifest.json", None),
            ("/6a/..%2f..%2Fmanifest.json", None),
            ("/6a/..%5cmanifest.json", None),
            ("/%2e%2e/manifest.json", None),
            ("/6a/.htaccess", None),
            ("/.git/config", None),
            ("//etc/passwd", None),
            ("/6a//x", None),
            ("/6a/%00", None),
            ("/6a/%FF", None),
        ] {
            assert_eq!(asked_path(path).as_ref().map(SitePath::as_str), expected, "{path}");
        }
    }
}
