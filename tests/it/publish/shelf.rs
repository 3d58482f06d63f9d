//! A make-believe WebDAV server on loopback. It keeps what it is given, folder by folder as Apache's `mod_dav` does.
#![expect(clippy::unwrap_used, reason = "a harness fails loudly")]

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard};

use ardoise::config::secret::Secret;
use ardoise::config::target::{Dav, TargetConfig, TargetPlace};
use ardoise::model::id::TargetId;
use ardoise::publish::storage::{Remote, Storage, open};
use axum::Router;
use axum::body::{Bytes, to_bytes};
use axum::extract::Request;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use super::{QUICK, Served};

/// The server; it stops when the value goes.
pub(crate) struct Shelf {
    served: Served,
    state: Arc<Mutex<State>>,
}

/// What the server has and does.
#[derive(Default)]
pub(crate) struct State {
    files: BTreeMap<String, Bytes>,
    /// The folders below the first, each with a `/` at its end.
    folders: BTreeSet<String>,
    /// Every request, as its method, its path and the status of the answer.
    pub(crate) heard: Vec<String>,
    /// Whether somebody else makes every folder in the same moment as we do.
    pub(crate) hurried: bool,
}

impl Shelf {
    pub(crate) async fn start() -> Self {
        let state = Arc::new(Mutex::new(State::default()));
        let shared = Arc::clone(&state);
        let answer = move |request: Request| answer(Arc::clone(&shared), request);
        Shelf { served: Served::start(Router::new().fallback(answer)).await, state }
    }

    pub(crate) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap()
    }

    /// The server as a target, opened as the configuration would have it.
    pub(crate) fn storage(&self) -> Storage {
        let secret = |text: String| Secret::Literal(text.into());
        let target = TargetConfig {
            id: TargetId::new("t").unwrap(),
            place: TargetPlace::Webdav(Dav {
                url: secret(format!("http://{}/", self.served.address)),
                user: Some(secret("ardoise".to_owned())),
                password: Some(secret("secret".to_owned())),
            }),
            sites: Vec::new(),
            precompressed: false,
            passwords: false,
            public_url: None,
            purge: None,
        };
        let Storage::Remote(remote) = open(&target).unwrap() else { panic!("a server is no folder") };
        Storage::Remote(Remote { patience: QUICK, ..remote })
    }
}

async fn answer(state: Arc<Mutex<State>>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let body = to_bytes(body, usize::MAX).await.unwrap();
    let path = parts.uri.path().trim_start_matches('/').to_owned();
    let mut state = state.lock().unwrap();
    let response = match parts.method.as_str() {
        "PROPFIND" if state.has(&path) => (StatusCode::MULTI_STATUS, state.properties(&path)).into_response(),
        "GET" if state.files.contains_key(&path) => state.files[&path].clone().into_response(),
        "PUT" => state.put(&path, body).into_response(),
        "MKCOL" => state.make_folder(&path).into_response(),
        "DELETE" if state.has(&path) => {
            state.files.retain(|file, _| *file != path && !(path.ends_with('/') && file.starts_with(&path)));
            state.folders.retain(|folder| !folder.starts_with(&path));
            StatusCode::NO_CONTENT.into_response()
        }
        "PROPFIND" | "GET" | "DELETE" => StatusCode::NOT_FOUND.into_response(),
        _ => StatusCode::METHOD_NOT_ALLOWED.into_response(),
    };
    state.heard.push(format!("{} /{path} {}", parts.method, response.status().as_u16()));
    response
}

impl State {
    fn has(&self, path: &str) -> bool {
        path.is_empty() || self.folders.contains(path) || self.files.contains_key(path)
    }

    fn has_parent(&self, path: &str) -> bool {
        let parent = path.trim_end_matches('/').rfind('/').map_or("", |end| &path[..=end]);
        self.has(parent)
    }

    fn put(&mut self, path: &str, body: Bytes) -> StatusCode {
        if !self.has_parent(path) {
            return StatusCode::CONFLICT;
        }
        match self.files.insert(path.to_owned(), body) {
            None => StatusCode::CREATED,
            Some(_) => StatusCode::NO_CONTENT,
        }
    }

    fn make_folder(&mut self, path: &str) -> StatusCode {
        if !self.has_parent(path) {
            return StatusCode::CONFLICT;
        }
        if !self.folders.insert(path.to_owned()) {
            return StatusCode::METHOD_NOT_ALLOWED;
        }
        if self.hurried { StatusCode::FORBIDDEN } else { StatusCode::CREATED }
    }

    /// What `PROPFIND` tells of a file, or of a folder and of what lies in it (RFC 4918, 9.1).
    fn properties(&self, path: &str) -> String {
        let below = |name: &&String| {
            let rest = name.strip_prefix(path).unwrap_or_default().trim_end_matches('/');
            !rest.is_empty() && !rest.contains('/')
        };
        let is_folder = path.is_empty() || path.ends_with('/');
        let names = self.folders.iter().chain(self.files.keys()).filter(|name| is_folder && below(name));
        let responses: Vec<String> =
            std::iter::once(path).chain(names.map(String::as_str)).map(|name| self.property(name)).collect();
        format!("<D:multistatus xmlns:D=\"DAV:\">{}</D:multistatus>", responses.concat())
    }

    fn property(&self, name: &str) -> String {
        let kind = match self.files.get(name) {
            Some(bytes) => format!("<D:resourcetype/><D:getcontentlength>{}</D:getcontentlength>", bytes.len()),
            None => "<D:resourcetype><D:collection/></D:resourcetype>".to_owned(),
        };
        format!(
            "<D:response><D:href>/{name}</D:href><D:propstat><D:prop>{kind}<D:getlastmodified>Tue, 24 Nov 2026 06:30:00 GMT\
             </D:getlastmodified></D:prop><D:status>HTTP/1.1 200 OK</D:status></D:propstat></D:response>"
        )
    }
}
