//! A request with a JSON object. No redirection is followed: the address may be a password.
#![expect(clippy::disallowed_methods, reason = "alerts are sent: `crate::http` only reads")]

use std::time::Duration;

use reqwest::header::CONTENT_TYPE;
use reqwest::redirect;
use secrecy::ExposeSecret;

use super::Message;
use crate::config::alerts::Webhook;
use crate::error::{Error, Kind, Result};

const PATIENCE: Duration = Duration::from_secs(20);

pub(super) async fn send(webhook: &Webhook, message: &Message) -> Result<()> {
    let address = webhook.url.resolve()?;
    let body =
        serde_json::to_vec(message).map_err(|error| Error::new(Kind::Bug, "cannot write an alert").because(error))?;
    let client = reqwest::Client::builder()
        .user_agent(concat!("Ardoise/", env!("CARGO_PKG_VERSION")))
        .timeout(PATIENCE)
        .redirect(redirect::Policy::none())
        .build()
        .map_err(|error| Error::new(Kind::Local, "cannot prepare the HTTP client").because(error))?;
    let request = client.post(address.expose_secret()).header(CONTENT_TYPE, "application/json").body(body);
    let answer = request.send().await.map_err(|error| {
        Error::new(Kind::Unreachable, "the service of `alerts.webhook` does not answer").because(error.without_url())
    })?;
    let status = answer.status();
    if status.is_success() {
        return Ok(());
    }
    let kind = if matches!(status.as_u16(), 401 | 403) { Kind::Credentials } else { Kind::TargetRefused };
    Err(Error::new(kind, format!("the service of `alerts.webhook` answered {}", status.as_u16())))
}
