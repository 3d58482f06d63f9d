//! `/healthz` and `/metrics`: how the daemon that serves is.

use std::fmt;
use std::net::SocketAddr;
use std::sync::Arc;

use axum::http::header::{CONTENT_TYPE, FORWARDED};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use futures::future::BoxFuture;

/// Header names by which a proxy tells for whom it asks.
const FOR_ANOTHER: [&str; 2] = ["x-forwarded-for", "x-real-ip"];

/// Who answers, and to whom.
#[derive(Clone)]
pub struct Probes {
    /// Tells the state of now.
    pub ask: Arc<dyn Fn() -> BoxFuture<'static, State> + Send + Sync>,
    /// Whether everyone is told, rather than only this machine.
    pub everyone: bool,
}

/// A state in both forms.
#[derive(Debug, Clone)]
pub struct State {
    /// Whether nobody needs to look after anything.
    pub is_well: bool,
    /// For people and machines.
    pub json: String,
    /// For Prometheus.
    pub metrics: String,
}

impl State {
    /// The state of a daemon that cannot read its own.
    pub fn broken(error: &str) -> Self {
        let json = serde_json::json!({ "schema": 1, "state": "attention", "error": error }).to_string();
        State { is_well: false, json, metrics: String::new() }
    }
}

impl fmt::Debug for Probes {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Probes").field("everyone", &self.everyone).finish_non_exhaustive()
    }
}

impl Probes {
    /// The answer to whoever asks; `None` when the path means something else, or when nobody else may know.
    pub(super) async fn answer(&self, path: &str, peer: SocketAddr, headers: &HeaderMap) -> Option<Response> {
        let is_metrics = match path {
            "/healthz" => false,
            "/metrics" => true,
            _ => return None,
        };
        let through_a_proxy =
            headers.contains_key(FORWARDED) || FOR_ANOTHER.iter().any(|name| headers.contains_key(*name));
        if !self.everyone && (!peer.ip().is_loopback() || through_a_proxy) {
            return None;
        }
        let state = (self.ask)().await;
        let (status, media_type, body) = if is_metrics {
            (StatusCode::OK, "application/openmetrics-text; version=1.0.0; charset=utf-8", state.metrics)
        } else {
            let status = if state.is_well { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
            (status, "application/json; charset=utf-8", state.json)
        };
        Some((status, [(CONTENT_TYPE, media_type)], body).into_response())
    }
}
