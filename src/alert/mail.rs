//! Mail (RFC 5321, RFC 5322).

use std::time::Duration;

use lettre::message::Mailbox;
use lettre::message::header::ContentType;
use lettre::transport::smtp;
use lettre::{AsyncSmtpTransport, AsyncTransport, Message as Letter, Tokio1Executor};
use secrecy::ExposeSecret;

use super::Message;
use crate::config::alerts::Mail;
use crate::error::{Error, Kind, Result};

/// How long a server may take for one step.
const PATIENCE: Duration = Duration::from_secs(20);

pub(super) async fn send(mail: &Mail, message: &Message) -> Result<()> {
    let address = mail.server.resolve()?;
    // Its complaint would show the address.
    let server = AsyncSmtpTransport::<Tokio1Executor>::from_url(address.expose_secret())
        .map_err(|_| {
            Error::new(Kind::Config, "`alerts.mail.server` is not an address such as `smtps://user:password@host`")
        })?
        .timeout(Some(PATIENCE))
        .build();
    let mut letter = Letter::builder()
        .from(mailbox(&mail.from)?)
        .subject(format!("[Ardoise] {}\u{a0}: {}", message.school, message.title))
        .header(ContentType::TEXT_PLAIN);
    for reader in &mail.to {
        letter = letter.to(mailbox(reader)?);
    }
    let letter = letter
        .body(message.text.clone())
        .map_err(|error| Error::new(Kind::Bug, "cannot write a mail").because(error))?;
    server.send(letter).await.map_err(|error| failure(&error))?;
    Ok(())
}

fn mailbox(text: &str) -> Result<Mailbox> {
    text.parse().map_err(|error: lettre::address::AddressError| {
        Error::new(Kind::Config, format!("`{text}` is not a mail address")).because(error)
    })
}

fn failure(error: &smtp::Error) -> Error {
    let refused = error.status().is_some_and(|code| matches!(u16::from(code), 530 | 534 | 535 | 538));
    let kind = match (refused, error.is_permanent()) {
        (true, _) => Kind::Credentials,
        (_, true) => Kind::TargetRefused,
        _ => Kind::Unreachable,
    };
    Error::new(kind, "the mail server of `alerts.mail` did not take a mail").because(error.to_string())
}
