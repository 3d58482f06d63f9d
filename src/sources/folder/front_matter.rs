//! The TOML at the head of a note: its keys as written, with the line of each for messages.

use std::ops::Range;

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use chrono_tz::Tz;
use serde::Deserialize;
use toml::{Spanned, Value};

use crate::model::time::start_of_day;
use crate::sources::folder::note::Problem;

/// The keys as written.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Keys {
    pub(super) kind: Option<Spanned<String>>,
    pub(super) class: Option<Spanned<Words>>,
    pub(super) classes: Option<Spanned<Words>>,
    pub(super) level: Option<Spanned<Words>>,
    pub(super) levels: Option<Spanned<Words>>,
    pub(super) title: Option<Spanned<String>>,
    pub(super) publish_at: Option<Spanned<Value>>,
    pub(super) expires: Option<Spanned<Value>>,
    pub(super) headline: Option<Spanned<bool>>,
    pub(super) category: Option<Spanned<Words>>,
    pub(super) reply: Option<Spanned<Words>>,
    pub(super) reply_by: Option<Spanned<Value>>,
    pub(super) subject: Option<Spanned<String>>,
    pub(super) due: Option<Spanned<Value>>,
    pub(super) given: Option<Spanned<Value>>,
    pub(super) week: Option<Spanned<String>>,
    pub(super) from: Option<Spanned<Value>>,
    pub(super) to: Option<Spanned<Value>>,
}

/// A key, and where it is when it is given.
pub(super) type Given = (&'static str, Option<Range<usize>>);

impl Keys {
    /// The keys of announcements only.
    pub(super) fn of_announcements(&self) -> [Given; 7] {
        [
            ("title", self.title.as_ref().map(Spanned::span)),
            ("publish_at", self.publish_at.as_ref().map(Spanned::span)),
            ("expires", self.expires.as_ref().map(Spanned::span)),
            ("headline", self.headline.as_ref().map(Spanned::span)),
            ("category", self.category.as_ref().map(Spanned::span)),
            ("reply", self.reply.as_ref().map(Spanned::span)),
            ("reply_by", self.reply_by.as_ref().map(Spanned::span)),
        ]
    }

    /// The keys of homework only.
    pub(super) fn of_homework(&self) -> [Given; 3] {
        [
            ("subject", self.subject.as_ref().map(Spanned::span)),
            ("due", self.due.as_ref().map(Spanned::span)),
            ("given", self.given.as_ref().map(Spanned::span)),
        ]
    }

    /// The keys of closures only.
    pub(super) fn of_closures(&self) -> [Given; 2] {
        [("from", self.from.as_ref().map(Spanned::span)), ("to", self.to.as_ref().map(Spanned::span))]
    }

    /// The keys of menus only.
    pub(super) fn of_menus(&self) -> [Given; 1] {
        [("week", self.week.as_ref().map(Spanned::span))]
    }
}

/// One word or several.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub(super) enum Words {
    One(String),
    Several(Vec<String>),
}

/// A note in its two parts.
#[derive(Debug)]
pub(super) struct Parts<'a> {
    pub(super) keys: Keys,
    /// The TOML itself, to find lines.
    pub(super) head: &'a str,
    pub(super) markdown: &'a str,
}

/// A date as written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Moment {
    Day(NaiveDate),
    Instant(DateTime<Utc>),
}

impl Words {
    pub(super) fn all(&self) -> &[String] {
        match self {
            Words::One(word) => std::slice::from_ref(word),
            Words::Several(words) => words,
        }
    }
}

/// Separates the head from the text and reads its keys.
pub(super) fn split(note: &str) -> Result<Parts<'_>, Problem> {
    let note = note.strip_prefix('\u{feff}').unwrap_or(note);
    let (first, rest) = note.split_once('\n').unwrap_or((note, ""));
    if first.trim_end() != "+++" {
        return Err(Problem { line: 1, message: "the note does not begin with a line `+++`".to_owned() });
    }
    let mut end = 0;
    let closing = rest.split_inclusive('\n').find(|line| {
        end += line.len();
        line.trim_end() == "+++"
    });
    let Some(closing) = closing else {
        return Err(Problem { line: 1, message: "no second line `+++` ends the front matter".to_owned() });
    };
    let (head, markdown) = (&rest[..end - closing.len()], &rest[end..]);
    let keys = toml::from_str(head).map_err(|error| Problem {
        line: line_of(head, &error.span().unwrap_or_default()),
        message: error.message().replace('\n', " "),
    })?;
    Ok(Parts { keys, head, markdown })
}

/// The same for a note that may have no head.
pub(super) fn split_if_any(note: &str) -> Result<Parts<'_>, Problem> {
    let markdown = note.strip_prefix('\u{feff}').unwrap_or(note);
    if markdown.starts_with("+++") { split(note) } else { Ok(Parts { keys: Keys::default(), head: "", markdown }) }
}

/// The line of the note in which a span of its head begins.
pub(super) fn line_of(head: &str, span: &Range<usize>) -> usize {
    head.get(..span.start).unwrap_or(head).matches('\n').count() + 2
}

/// Reads a date, written as a TOML date or as text.
pub(super) fn moment(value: &Value, zone: Tz) -> Option<Moment> {
    let text = match value {
        Value::Datetime(date) => date.to_string(),
        Value::String(text) => text.trim().to_owned(),
        _ => return None,
    };
    if let Ok(day) = NaiveDate::parse_from_str(&text, "%Y-%m-%d") {
        return Some(Moment::Day(day));
    }
    if let Ok(instant) = DateTime::parse_from_rfc3339(&text) {
        return Some(Moment::Instant(instant.with_timezone(&Utc)));
    }
    let local = ["%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"];
    let local = local.iter().find_map(|format| NaiveDateTime::parse_from_str(&text, format).ok())?;
    let instant = local.and_local_timezone(zone).earliest()?;
    Some(Moment::Instant(instant.with_timezone(&Utc)))
}

impl Moment {
    /// The instant at which it begins in a zone.
    pub(super) fn begins(self, zone: Tz) -> DateTime<Utc> {
        match self {
            Moment::Day(day) => start_of_day(day, zone),
            Moment::Instant(instant) => instant,
        }
    }

    /// The instant at which it is over: a day counts whole.
    pub(super) fn ends(self, zone: Tz) -> DateTime<Utc> {
        match self {
            Moment::Day(day) => start_of_day(day.succ_opt().unwrap_or(day), zone),
            Moment::Instant(instant) => instant,
        }
    }
}
