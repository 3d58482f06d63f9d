//! Serves the built sites over HTTP: what the demonstration, the preview and the daemon share.
//!
//! Only files of `output/sites/` are sent, with the headers that a careful host would set; the manifest, the sheets to
//! print and hidden files are never served. Pages may run the scripts of the default theme, or, while their author works, only the line
//! that reloads them.

mod home;
mod reload;
mod sites;
#[cfg(test)]
mod tests;
pub mod watch;

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::header::{ALLOW, CACHE_CONTROL, CONTENT_SECURITY_POLICY, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS};
use axum::http::{HeaderValue, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use tokio::net::TcpListener;
use tokio::sync::{oneshot, watch as signal};
use tokio::task::JoinHandle;

use self::sites::Sites;
use crate::error::{Error, Kind, Result};

/// How long a request under way may take once the server was asked to stop.
const PATIENCE: Duration = Duration::from_secs(2);
/// The files of the offline layer.
const OFFLINE_LAYER: [&str; 2] = ["/sw.js", "/fichiers.txt"];
/// The scripts of the default theme's pages, by their hashes (CSP 3, 2.3.1); a test computes them anew.
const SCRIPTS: &str =
    "'sha256-MoV/6s4YkHW0B7P7ZFDyygREN/CclR9EjMLQosK47uc=' 'sha256-Qu5WPDsYTXJSCKezxBF5vSoTdj9GDc72iO6/emlSIpc='";
/// Pages bring their style with them and take pictures from their site; the offline layer asks that site only.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; \
                      worker-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

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

/// Starts to serve the sites of an output folder; they may be built and rebuilt meanwhile. An address that is taken or
/// forbidden is a [`Kind::Local`] error.
pub async fn serve(output: &Path, listen: SocketAddr, mode: Mode) -> Result<Serving> {
    let refused = |error| Error::new(Kind::Local, format!("cannot listen on `{listen}`")).because(error);
    let listener = TcpListener::bind(listen).await.map_err(refused)?;
    let address = listener.local_addr().map_err(refused)?;
    let (changes, listening) = signal::channel(0);
    let (stop, stopped) = oneshot::channel::<()>();
    let server = Arc::new(Server { sites: Sites::new(output), mode, changes: listening });
    let router = Router::new().fallback(answer).with_state(server);
    let task = tokio::spawn(async move {
        // Its sender never sends: it is dropped, with or without a call to `stop`.
        let asked_to_stop = async { stopped.await.unwrap_or(()) };
        if let Err(error) = axum::serve(listener, router).with_graceful_shutdown(asked_to_stop).await {
            tracing::error!(%error, "the server stopped");
        }
    });
    Ok(Serving { address, changes, stop, task })
}

struct Server {
    sites: Sites,
    mode: Mode,
    changes: signal::Receiver<u64>,
}

async fn answer(State(server): State<Arc<Server>>, request: Request) -> Response {
    let live = server.mode == Mode::LiveReload;
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return guarded((StatusCode::METHOD_NOT_ALLOWED, [(ALLOW, "GET, HEAD")]).into_response());
    }
    if live && request.uri().path() == reload::PATH {
        return guarded(reload::events(server.changes.clone()));
    }
    let response = if request.uri().path() == "/" {
        home::index(server.sites.output()).await
    } else if live && OFFLINE_LAYER.iter().any(|file| request.uri().path().ends_with(file)) {
        // A copy that a browser kept would hide what the author writes; without its list the worker takes itself away.
        StatusCode::NOT_FOUND.into_response()
    } else if live {
        server.sites.fresh(request).await
    } else {
        server.sites.file(request).await
    };
    let response = if response.status() == StatusCode::NOT_FOUND { home::not_found() } else { response };
    guarded(if live { reload::armed(response).await } else { response })
}

/// The policy of a page that may run such scripts.
fn policy(scripts: &str) -> Option<HeaderValue> {
    HeaderValue::try_from(format!("{POLICY}; script-src {scripts}")).ok()
}

/// The same answer with the headers that every answer carries, unless it has its own.
fn guarded(mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    if let Some(policy) = policy(SCRIPTS) {
        headers.entry(CONTENT_SECURITY_POLICY).or_insert(policy);
    }
    headers.entry(CACHE_CONTROL).or_insert(HeaderValue::from_static("no-cache"));
    response
}
