//! `[alerts]`: whom the daemon tells that somebody must look after something.

use std::time::Duration;

use crate::config::check::{INTERVAL, interval, required_secret};
use crate::config::raw::Table;
use crate::config::secret::{Lookup, Secret};
use crate::model::notice::{Notice, NoticeKind};

/// Whom the daemon tells, and when.
#[derive(Debug, Clone)]
pub struct Alerts {
    /// How old data may become.
    pub stale_after: Duration,
    /// By mail.
    pub mail: Option<Mail>,
    /// By a request to another service.
    pub webhook: Option<Webhook>,
}

/// A mail server and those who get its mail.
#[derive(Debug, Clone)]
pub struct Mail {
    /// `smtps://user:password@host` or `smtp://host?tls=required`: a secret, since it may hold a password.
    pub server: Secret,
    /// From whom.
    pub from: String,
    /// To whom; at least one.
    pub to: Vec<String>,
}

/// A service that takes a JSON object.
#[derive(Debug, Clone)]
pub struct Webhook {
    /// Its address, which is often a password.
    pub url: Secret,
}

impl Default for Alerts {
    fn default() -> Self {
        Alerts { stale_after: Duration::from_hours(24), mail: None, webhook: None }
    }
}

/// Reads `[alerts]`.
pub(super) fn alerts(root: &Table<'_>, lookup: &Lookup, notices: &mut Vec<Notice>) -> Alerts {
    let Some(table) = root.table("alerts") else { return Alerts::default() };
    let stale_after = table.parsed("stale_after", INTERVAL, interval);
    let mail = table.table("mail").and_then(|table| mail(&table, lookup));
    let webhook = table.table("webhook").and_then(|table| {
        let url = required_secret(&table, "url", lookup);
        table.finish_shared();
        Some(Webhook { url: url? })
    });
    table.finish();
    let literal = |secret: &Secret| matches!(secret, Secret::Literal(_));
    let secrets = mail.iter().map(|mail| &mail.server).chain(webhook.iter().map(|webhook| &webhook.url));
    if secrets.into_iter().any(literal) {
        let message =
            "an address that may be a password stands in the configuration: put it in `{ env = … }` or `{ file = … }`";
        notices.push(Notice::new(NoticeKind::Configuration, "alerts", message));
    }
    Alerts { stale_after: stale_after.unwrap_or(Alerts::default().stale_after), mail, webhook }
}

fn mail(table: &Table<'_>, lookup: &Lookup) -> Option<Mail> {
    let server = required_secret(table, "server", lookup);
    let from = table.required_parsed("from", "a mail address", mailbox);
    let named = table.texts("to");
    let to: Vec<String> = named.iter().filter_map(|text| mailbox(text)).collect();
    if to.is_empty() || to.len() < named.len() {
        table.problem("to", "must be a list of mail addresses");
    }
    table.finish_shared();
    Some(Mail { server: server?, from: from?, to })
}

/// A mail address as `name@host` or `Name <name@host>`.
fn mailbox(text: &str) -> Option<String> {
    text.parse::<lettre::message::Mailbox>().ok().map(|mailbox| mailbox.to_string())
}
