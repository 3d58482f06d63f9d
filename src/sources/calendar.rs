//! iCalendar documents before anybody looks for what they mean: one request, and components that calcard could read.
//!
//! Lines are unfolded before anything else, as bytes: programs fold inside words, inside escapes and inside UTF-8 sequences. A
//! document that stops in the middle is read up to its last whole component, and says so.

use calcard::icalendar::{ICalendarComponent, ICalendarEntry, ICalendarParameterName, ICalendarProperty};
use calcard::{Entry, Parser};
use chrono_tz::Tz;

use crate::config::secret::Secret;
use crate::error::{Error, Kind, Result};
use crate::http::text::decode;
use crate::http::{self, Body, Client, Reply, Target, Validators};
use crate::model::notice::{Notice, NoticeKind};
use crate::sources::moment::When;

/// The largest calendar that is read.
const LARGEST: u64 = 16 << 20;

/// A calendar.
#[derive(Debug, Clone)]
pub(crate) struct Document {
    /// All components of all its calendars, in the order of the document.
    pub(crate) components: Vec<ICalendarComponent>,
    /// Whether it ended properly.
    pub(crate) whole: bool,
    pub(crate) notices: Vec<Notice>,
}

/// The calendar at a secret address, or `None` when it did not change since `known`.
///
/// # Errors
/// `UnexpectedReply` when the answer is not a calendar, which is how services say that they are closed or that the address is
/// dead; and those of [`Client::get`].
pub(crate) async fn ask(client: &Client, url: &Secret, id: &str, known: &Validators) -> Result<Option<Body>> {
    let address = http::address(&url.resolve()?, id)?;
    let target = Target::Secret(&address);
    match client.get(target, known, LARGEST).await? {
        Reply::NotModified => Ok(None),
        Reply::Body(body) if begins_as_calendar(&body.bytes) => Ok(Some(body)),
        Reply::Body(body) => {
            let what = if looks_like_html(&body.bytes) { "an HTML page" } else { "something else" };
            let message = format!("`{}` answered with {what} instead of a calendar", target.shown());
            Err(Error::new(Kind::UnexpectedReply, message))
        }
    }
}

/// Reads a calendar; what cannot be read is left out.
pub(crate) fn parse(bytes: &[u8], content_type: Option<&str>, subject: &str) -> Document {
    let (text, encoding) = decode(&unfolded(bytes), content_type);
    let mut notices = Vec::new();
    if let Some(encoding) = encoding {
        notices.push(Notice::new(
            NoticeKind::Malformed,
            subject,
            format!("the calendar is not sound UTF-8; read as {encoding}"),
        ));
    }
    let (text, whole) = complete(&text);
    if !whole {
        notices.push(Notice::new(NoticeKind::Malformed, subject, "the calendar is cut before its end"));
    }
    let mut document = Document { components: Vec::new(), whole, notices };
    let mut parser = Parser::new(&text);
    loop {
        match parser.entry() {
            Entry::ICalendar(found) => document.components.extend(found.components),
            Entry::Eof => return document,
            _ => {}
        }
    }
}

/// The text of a property; that of a list is joined with commas.
pub(crate) fn text(component: &ICalendarComponent, property: &ICalendarProperty) -> String {
    let Some(entry) = component.property(property) else { return String::new() };
    let parts: Vec<&str> = entry.values.iter().filter_map(|value| value.as_text()).collect();
    parts.join(", ")
}

/// The first moment of a property, its zone found by name.
pub(crate) fn moment(entry: &ICalendarEntry, zone: impl Fn(&str) -> Option<Tz>) -> Option<When> {
    let named = entry.parameter(&ICalendarParameterName::Tzid).and_then(|name| zone(name.as_text()?));
    When::read(entry.values.first()?.as_partial_date_time()?, named)
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

/// The bytes without the line breaks that only fold long lines (RFC 5545, section 3.1).
fn unfolded(bytes: &[u8]) -> Vec<u8> {
    let mut kept = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    while let Some((&byte, after)) = rest.split_first() {
        let fold = match rest {
            [b'\r', b'\n', b' ' | b'\t', ..] => 3,
            [b'\n', b' ' | b'\t', ..] => 2,
            _ => 0,
        };
        if fold == 0 {
            kept.push(byte);
            rest = after;
        } else {
            rest = &rest[fold..];
        }
    }
    kept
}

/// The text up to its last whole event or task, closed, and whether it was so from the start.
fn complete(text: &str) -> (String, bool) {
    let last = text.trim_end().rsplit('\n').next().unwrap_or_default().trim();
    if last.eq_ignore_ascii_case("END:VCALENDAR") {
        return (text.to_owned(), true);
    }
    let after = |mark: &str| {
        let found = text.rfind(&format!("{mark}\r\n")).or_else(|| text.rfind(&format!("{mark}\n")));
        found.map_or(0, |at| at + mark.len())
    };
    let end = after("END:VEVENT").max(after("END:VTODO"));
    let header = ["BEGIN:VEVENT", "BEGIN:VTODO"].iter().filter_map(|mark| text.find(mark)).min();
    let kept = end.max(header.unwrap_or(text.len()));
    (format!("{}\r\nEND:VCALENDAR\r\n", &text[..kept]), false)
}
