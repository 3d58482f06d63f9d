//! The only request: the calendar, if it changed and if it is one.

use serde::{Deserialize, Serialize};

use crate::config::source::PronoteIcal as Settings;
use crate::error::{Error, Kind, Result};
use crate::http::{self, Body, Client, Reply, Target, Validators};
use crate::model::item::Cursor;

const LARGEST: u64 = 16 << 20;

/// What the last pull left: validators, when the server offered some, for the settings and the program that read the
/// answer then.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Known {
    validators: Validators,
    read_as: String,
}

impl Known {
    /// What is still worth asking with: nothing once the settings or the program changed.
    pub(super) fn read(cursor: &Cursor, settings: &Settings) -> Self {
        let known: Option<Known> = cursor.0.as_deref().and_then(|text| serde_json::from_str(text).ok());
        known.filter(|known| known.read_as == read_as(settings)).unwrap_or_default()
    }

    /// What to leave for the next pull.
    pub(super) fn write(validators: Validators, settings: &Settings) -> Cursor {
        if validators == Validators::default() {
            return Cursor(None);
        }
        Cursor(serde_json::to_string(&Known { validators, read_as: read_as(settings) }).ok())
    }
}

/// The calendar, or `None` when it did not change since `known`.
///
/// # Errors
/// `UnexpectedReply` when the answer is not a calendar, which is how Pronote says that it is closed or that the address
/// is dead; and those of [`Client::get`].
pub(super) async fn calendar(client: &Client, settings: &Settings, id: &str, known: &Known) -> Result<Option<Body>> {
    let address = http::address(&settings.url.resolve()?, id)?;
    let target = Target::Secret(&address);
    match client.get(target, &known.validators, LARGEST).await? {
        Reply::NotModified => Ok(None),
        Reply::Body(body) if begins_as_calendar(&body.bytes) => Ok(Some(body)),
        Reply::Body(body) => {
            let what = if looks_like_html(&body.bytes) { "an HTML page" } else { "something else" };
            let message = format!("`{}` answered with {what} instead of a calendar", target.shown());
            Err(Error::new(Kind::UnexpectedReply, message))
        }
    }
}

fn read_as(settings: &Settings) -> String {
    let classes: Vec<&str> = settings.classes.iter().map(crate::model::id::ClassId::as_str).collect();
    format!("{} {} {}", env!("CARGO_PKG_VERSION"), classes.join(","), settings.groups.join(","))
}

fn begins_as_calendar(bytes: &[u8]) -> bool {
    let start = beginning(bytes);
    start.len() >= 15 && start[..15].eq_ignore_ascii_case(b"BEGIN:VCALENDAR")
}

fn looks_like_html(bytes: &[u8]) -> bool {
    beginning(bytes).first() == Some(&b'<')
}

fn beginning(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start()
}
