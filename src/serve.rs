//! Serves the built sites over HTTP: what the demonstration, the preview and the daemon share.
//!
//! Each site lies in the folder where a host would have it, asks for the same password, and is sent with the same headers. Only files of
//! `output/sites/` are sent; the manifest, the sheets to print and hidden files never are. Pages run what they bring with them, or, while
//! their author works, only the line that reloads them.

mod home;
mod lost;
pub mod probes;
mod reload;
mod route;
mod shelf;
#[cfg(test)]
mod tests;
pub mod watch;

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::{ConnectInfo, Request, State};
use axum::http::header::{ALLOW, CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, LOCATION, WWW_AUTHENTICATE};
use axum::http::{HeaderName, HeaderValue, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::serve::ListenerExt;
use tokio::net::TcpListener;
use tokio::sync::{oneshot, watch as signal};
use tokio::task::JoinHandle;

use self::lost::Lost;
use self::probes::Probes;
use self::route::{Found, Routes};
use self::shelf::Shelf;
use crate::artifact::headers::{self, Inline};
use crate::artifact::place::Places;
use crate::error::{Error, Kind, Result};

/// How long a request under way may take once the server was asked to stop.
const PATIENCE: Duration = Duration::from_secs(2);
/// The files of the offline layer.
const OFFLINE_LAYER: [&str; 2] = ["/sw.js", "/fichiers.txt"];

/// What is done to pages on their way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// They are sent as they were built.
    Plain,
    /// They reload by themselves when [`Serving::reload`] is called.
    LiveReload,
}

/// A running server. It stops when this value is dropped.
#[derive(Debug)]
pub struct Serving {
    address: SocketAddr,
    changes: signal::Sender<u64>,
    routes: signal::Sender<Arc<Routes>>,
    stop: oneshot::Sender<()>,
    task: JoinHandle<()>,
}

impl Serving {
    /// Where it listens; the port is the real one when port 0 was asked for.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Makes every page that is open in [`Mode::LiveReload`] load again.
    pub fn reload(&self) {
        self.changes.send_modify(|version| *version = version.wrapping_add(1));
    }

    /// From now on the sites lie there.
    pub fn move_to(&self, places: Places) {
        self.routes.send_replace(Arc::new(Routes::new(places)));
    }

    /// Takes no new request, lets those under way end for at most two seconds, and frees the address.
    pub async fn stop(self) {
        let Serving { changes, stop, mut task, .. } = self;
        drop(changes);
        drop(stop);
        if tokio::time::timeout(PATIENCE, &mut task).await.is_err() {
            task.abort();
        }
    }
}

/// Starts to serve the sites of an output folder, each at its place; they may be built and rebuilt meanwhile. An address that is taken or
/// forbidden is a [`Kind::Local`] error. A daemon tells about itself beside them.
pub async fn serve(
    output: &Path,
    places: Places,
    listen: SocketAddr,
    mode: Mode,
    probes: Option<Probes>,
) -> Result<Serving> {
    let refused = |error| Error::new(Kind::Local, format!("cannot listen on `{listen}`")).because(error);
    let listener = TcpListener::bind(listen).await.map_err(refused)?;
    let address = listener.local_addr().map_err(refused)?;
    let (changes, listening) = signal::channel(0);
    let (routes, current) = signal::channel(Arc::new(Routes::new(places)));
    let (stop, stopped) = oneshot::channel::<()>();
    let server = Arc::new(Server {
        output: output.to_path_buf(),
        shelf: Shelf::new(output),
        routes: current,
        at_home: address.ip().is_loopback(),
        mode,
        changes: listening,
        probes,
    });
    let router = Router::new().fallback(answer).with_state(server);
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    let task = tokio::spawn(async move {
        // Its sender never sends: it is dropped, with or without a call to `stop`.
        let asked_to_stop = async { stopped.await.unwrap_or(()) };
        // An answer is written in one go: waiting for more would only delay its end.
        let listener = listener.tap_io(|connection| drop(connection.set_nodelay(true)));
        if let Err(error) = axum::serve(listener, service).with_graceful_shutdown(asked_to_stop).await {
            tracing::error!(%error, "the server stopped");
        }
    });
    Ok(Serving { address, changes, routes, stop, task })
}

struct Server {
    output: PathBuf,
    shelf: Shelf,
    routes: signal::Receiver<Arc<Routes>>,
    /// Whether only this machine can ask: then the first page lists all sites.
    at_home: bool,
    mode: Mode,
    changes: signal::Receiver<u64>,
    probes: Option<Probes>,
}

async fn answer(
    State(server): State<Arc<Server>>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    request: Request,
) -> Response {
    let live = server.mode == Mode::LiveReload;
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return guarded((StatusCode::METHOD_NOT_ALLOWED, [(ALLOW, "GET, HEAD")]).into_response());
    }
    if live && request.uri().path() == reload::PATH {
        return guarded(reload::events(server.changes.clone()));
    }
    if let Some(probes) = &server.probes
        && let Some(response) = probes.answer(request.uri().path(), peer, request.headers()).await
    {
        return guarded(response);
    }
    let response = server.reply(request).await;
    guarded(if live { reload::armed(response).await } else { response })
}

impl Server {
    async fn reply(&self, request: Request) -> Response {
        let path = request.uri().path();
        let live = self.mode == Mode::LiveReload;
        let routes = self.routes.borrow().clone();
        let missing = if route::looks_secret(path) { Lost::Gone } else { Lost::Nothing };
        if path == "/" && self.at_home {
            return home::index(&self.output, routes).await;
        }
        if live && OFFLINE_LAYER.iter().any(|file| path.ends_with(file)) {
            // A copy that a browser kept would hide what the author writes; without its list the worker takes itself away.
            return self.lost(Lost::Nothing).await;
        }
        let found = routes.find(path, request.headers());
        let response = match found {
            Found::File(file) if live => self.shelf.fresh(&file, request).await,
            Found::File(file) => self.shelf.file(&file, request).await,
            Found::Elsewhere(path) => return elsewhere(&path),
            Found::Closed => return self.lost(Lost::Closed).await,
            Found::Gone => return self.lost(Lost::Gone).await,
            Found::Nothing => None,
        };
        match response {
            Some(response) => response,
            None => self.lost(missing).await,
        }
    }

    /// The page that the theme made for such a reader, or a plain one before the first build.
    async fn lost(&self, lost: Lost) -> Response {
        let mut response = match self.shelf.page(lost.file()).await {
            Some(page) => page,
            None => lost.page(),
        };
        *response.status_mut() = lost.status();
        if lost == Lost::Closed {
            let realm = HeaderValue::from_static("Basic realm=\"Ardoise\", charset=\"UTF-8\"");
            response.headers_mut().insert(WWW_AUTHENTICATE, realm);
        }
        response
    }
}

fn elsewhere(path: &str) -> Response {
    let location = HeaderValue::try_from(path).unwrap_or(HeaderValue::from_static("/"));
    (StatusCode::TEMPORARY_REDIRECT, [(LOCATION, location)]).into_response()
}

/// The policy of an answer that brings such elements with it.
fn policy(inline: &Inline, more_scripts: Option<&str>) -> Option<HeaderValue> {
    HeaderValue::try_from(inline.header(more_scripts)).ok()
}

/// The same answer with the headers that every answer carries, unless it has its own.
fn guarded(mut response: Response) -> Response {
    let headers = response.headers_mut();
    for (name, value) in headers::FIXED {
        if let Ok(name) = HeaderName::try_from(name) {
            headers.insert(name, HeaderValue::from_static(value));
        }
    }
    if !headers.contains_key(CONTENT_SECURITY_POLICY)
        && let Some(policy) = policy(&Inline::default(), None)
    {
        headers.insert(CONTENT_SECURITY_POLICY, policy);
    }
    headers.entry(CACHE_CONTROL).or_insert(HeaderValue::from_static(headers::ASK_AGAIN));
    response
}

/// A page that the server writes itself, with the policy of its style sheet.
fn page(status: StatusCode, html: String) -> Response {
    let policy = policy(&Inline::of_page(&html), None);
    let mut response = (status, [(CONTENT_TYPE, "text/html; charset=utf-8")], html).into_response();
    if let Some(policy) = policy {
        response.headers_mut().insert(CONTENT_SECURITY_POLICY, policy);
    }
    response
}
