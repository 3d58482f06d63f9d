//! From the bytes of a calendar to events, still in Pronote's words.
//!
//! Lines are unfolded before anything else, as bytes: Pronote folds inside words, inside escapes and inside UTF-8
//! sequences. Of the calendar's own properties only the covered days are read, since its name holds a pupil's name and
//! birth date.

use calcard::Entry;
use calcard::Parser;
use calcard::common::PartialDateTime;
use calcard::icalendar::{ICalendarComponent, ICalendarComponentType, ICalendarParameterName, ICalendarProperty};
use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, TimeZone, Utc};
use chrono_tz::Tz;

use crate::http::text::decode;
use crate::model::notice::{Notice, NoticeKind};

/// A calendar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Calendar {
    /// The first and last instants that the export says it covers.
    pub(super) covers: Option<(When, When)>,
    pub(super) events: Vec<Event>,
    /// Whether the document ended properly.
    pub(super) whole: bool,
    pub(super) notices: Vec<Notice>,
}

/// An event.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Event {
    pub(super) category: String,
    pub(super) uid: Option<String>,
    pub(super) start: Option<When>,
    pub(super) end: Option<When>,
    pub(super) summary: String,
    pub(super) location: String,
    pub(super) description: String,
}

/// A moment as the calendar writes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum When {
    Day(NaiveDate),
    Instant(DateTime<Utc>),
    /// A local time, in the zone named or else the school's.
    Local(NaiveDateTime, Option<Tz>),
}

impl When {
    /// The instant in a school's zone: a day begins at midnight, and of two equal hours the first is meant.
    pub(super) fn instant(self, zone: Tz) -> DateTime<Utc> {
        match self {
            When::Instant(instant) => instant,
            When::Day(day) => crate::model::time::start_of_day(day, zone),
            When::Local(local, own) => {
                let zone = own.unwrap_or(zone);
                let found = zone.from_local_datetime(&local).earliest();
                let skipped = || zone.from_local_datetime(&(local + TimeDelta::hours(1))).earliest();
                found.or_else(skipped).map_or_else(|| Utc.from_utc_datetime(&local), |time| time.with_timezone(&Utc))
            }
        }
    }

    /// The day in a school's zone.
    pub(super) fn day(self, zone: Tz) -> NaiveDate {
        match self {
            When::Day(day) => day,
            other => crate::model::time::day_of(other.instant(zone), zone),
        }
    }
}

/// Reads a calendar; what cannot be read is left out.
pub(super) fn parse(bytes: &[u8], content_type: Option<&str>, subject: &str) -> Calendar {
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
    let mut calendar = Calendar { covers: None, events: Vec::new(), whole, notices };
    let mut parser = Parser::new(&text);
    loop {
        match parser.entry() {
            Entry::ICalendar(found) => {
                for component in &found.components {
                    calendar.add(component);
                }
            }
            Entry::Eof => return calendar,
            _ => {}
        }
    }
}

impl Calendar {
    fn add(&mut self, component: &ICalendarComponent) {
        match component.component_type {
            ICalendarComponentType::VCalendar => {
                let bound = |name: &str| {
                    let own = ICalendarProperty::Other(name.to_owned());
                    stamp(text(component, &own).trim())
                };
                self.covers = self.covers.or_else(|| Some((bound("X-CALSTART")?, bound("X-CALEND")?)));
            }
            ICalendarComponentType::VEvent => self.events.push(Event {
                category: text(component, &ICalendarProperty::Categories),
                uid: component.uid().map(str::to_owned),
                start: moment(component, &ICalendarProperty::Dtstart),
                end: moment(component, &ICalendarProperty::Dtend),
                summary: text(component, &ICalendarProperty::Summary),
                location: text(component, &ICalendarProperty::Location),
                description: text(component, &ICalendarProperty::Description),
            }),
            _ => {}
        }
    }
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

/// The text up to its last whole event, closed, and whether it was so from the start.
fn complete(text: &str) -> (String, bool) {
    let last = text.trim_end().rsplit('\n').next().unwrap_or_default().trim();
    if last.eq_ignore_ascii_case("END:VCALENDAR") {
        return (text.to_owned(), true);
    }
    let end =
        text.rfind("END:VEVENT\r\n").or_else(|| text.rfind("END:VEVENT\n")).map_or(0, |at| at + "END:VEVENT".len());
    let header = text.find("BEGIN:VEVENT").unwrap_or(text.len());
    (format!("{}\r\nEND:VCALENDAR\r\n", &text[..end.max(header)]), false)
}

fn text(component: &ICalendarComponent, property: &ICalendarProperty) -> String {
    let Some(entry) = component.property(property) else { return String::new() };
    let parts: Vec<&str> = entry.values.iter().filter_map(|value| value.as_text()).collect();
    parts.join(", ")
}

fn moment(component: &ICalendarComponent, property: &ICalendarProperty) -> Option<When> {
    let entry = component.property(property)?;
    let zone = entry.parameter(&ICalendarParameterName::Tzid).and_then(|zone| zone.as_text()?.parse().ok());
    let value = entry.values.first()?;
    value.as_partial_date_time().and_then(|partial| from_partial(partial, zone))
}

fn from_partial(partial: &PartialDateTime, zone: Option<Tz>) -> Option<When> {
    let day = NaiveDate::from_ymd_opt(partial.year?.into(), partial.month?.into(), partial.day?.into())?;
    let Some(hour) = partial.hour else { return Some(When::Day(day)) };
    let part = |part: Option<u8>| u32::from(part.unwrap_or(0));
    // A leap second has no place in a timetable.
    let time = NaiveTime::from_hms_opt(hour.into(), part(partial.minute), part(partial.second).min(59))?;
    let local = day.and_time(time);
    let Some(hours) = partial.tz_hour else { return Some(When::Local(local, zone)) };
    let offset = TimeDelta::minutes(i64::from(hours) * 60 + i64::from(part(partial.tz_minute)));
    let utc = if partial.tz_minus { local + offset } else { local - offset };
    Some(When::Instant(Utc.from_utc_datetime(&utc)))
}

/// Reads `20260831T220000Z`.
fn stamp(text: &str) -> Option<When> {
    let instant = NaiveDateTime::parse_from_str(text, "%Y%m%dT%H%M%SZ").ok();
    let day = || NaiveDate::parse_from_str(text, "%Y%m%d").ok().map(When::Day);
    instant.map(|instant| When::Instant(Utc.from_utc_datetime(&instant))).or_else(day)
}
