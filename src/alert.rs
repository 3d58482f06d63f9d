//! Tells people that something must be looked after: by mail, or by a request to another service.
//!
//! A message holds names of sources, targets and files with what failed, never what an item says and no secret.

mod mail;
mod webhook;

use serde::Serialize;

use crate::config::alerts::Alerts;
use crate::error::Result;
use crate::model::incident::Incident;

/// What is told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Message {
    /// The school.
    pub school: String,
    /// In one line, in French.
    pub title: String,
    /// In full, in French.
    pub text: String,
    /// What began.
    pub opened: Vec<Incident>,
    /// What is over.
    pub closed: Vec<Incident>,
}

/// Sends a message every way that is configured. One way that fails does not stop the other; somebody was told when one of them worked.
///
/// # Errors
/// `Credentials`, `Unreachable` or `TargetRefused`: nobody was told.
pub async fn send(alerts: &Alerts, message: &Message) -> Result<()> {
    let by_mail = async {
        match &alerts.mail {
            Some(settings) => Some(mail::send(settings, message).await),
            None => None,
        }
    };
    let by_request = async {
        match &alerts.webhook {
            Some(settings) => Some(webhook::send(settings, message).await),
            None => None,
        }
    };
    match futures::join!(by_mail, by_request) {
        (Some(Err(error)), Some(Ok(()))) | (Some(Ok(())), Some(Err(error))) => {
            tracing::error!(error = error.chain(), "an alert went one way only");
            Ok(())
        }
        (by_mail, by_request) => by_mail.unwrap_or(Ok(())).and(by_request.unwrap_or(Ok(()))),
    }
}
