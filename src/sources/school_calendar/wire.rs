//! The two forms of the ministry's calendar (`fr-en-calendrier-scolaire`): CSV with a line for each académie, and iCalendar.
//!
//! Both give the day on which school begins again as the end.

use calcard::icalendar::{ICalendarComponentType, ICalendarProperty};
use chrono::{DateTime, NaiveDate};
use chrono_tz::Tz;

use crate::http::text::decode;
use crate::model::notice::Notice;
use crate::model::time::day_of;
use crate::sources::calendar::{self, text};
use crate::sources::label::folded;

/// A calendar.
#[derive(Debug)]
pub(super) struct Rows {
    pub(super) list: Vec<Row>,
    /// Whether the document ended properly.
    pub(super) whole: bool,
    pub(super) notices: Vec<Notice>,
}

/// A line or an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Row {
    /// "Vacances de Noël".
    pub(super) description: String,
    /// The first day.
    pub(super) from: NaiveDate,
    /// The day of return.
    pub(super) back: NaiveDate,
    /// "Zone B", or words that name several; empty when the calendar is that of one zone.
    pub(super) zones: String,
    /// "Élèves", "Enseignants", or "-" for both.
    pub(super) population: String,
}

/// Reads a calendar, or says what the bytes are instead.
pub(super) fn parse(bytes: &[u8], content_type: Option<&str>, subject: &str, zone: Tz) -> Result<Rows, &'static str> {
    let start = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
    if start.len() >= 15 && start[..15].eq_ignore_ascii_case(b"BEGIN:VCALENDAR") {
        return Ok(events(bytes, content_type, subject, zone));
    }
    if start.first() == Some(&b'<') {
        return Err("an HTML page");
    }
    lines(&decode(bytes, content_type).0, zone).ok_or("something else")
}

fn events(bytes: &[u8], content_type: Option<&str>, subject: &str, zone: Tz) -> Rows {
    let document = calendar::parse(bytes, content_type, subject);
    let is_event = |component: &&calcard::icalendar::ICalendarComponent| {
        component.component_type == ICalendarComponentType::VEvent
    };
    let row = |component: &calcard::icalendar::ICalendarComponent| {
        let day = |property| {
            let moment = calendar::moment(component.property(property)?, |name| name.parse().ok())?;
            Some(moment.day(zone))
        };
        let from = day(&ICalendarProperty::Dtstart)?;
        let summary = text(component, &ICalendarProperty::Summary);
        let (description, zones) = match summary.split_once(" - ") {
            Some((description, zones)) if folded(zones).starts_with("zone") => {
                (description.to_owned(), zones.to_owned())
            }
            _ => (summary, text(component, &ICalendarProperty::Location)),
        };
        let zones = if folded(&zones).contains("zone") { zones } else { String::new() };
        let back = day(&ICalendarProperty::Dtend).unwrap_or(from);
        Some(Row { description, from, back, zones, population: String::new() })
    };
    let rows = document.components.iter().filter(is_event).filter_map(row).collect();
    Rows { list: rows, whole: document.whole, notices: document.notices }
}

/// The lines of a CSV whose first one names the columns, under their technical names or under those that the portal shows.
fn lines(document: &str, zone: Tz) -> Option<Rows> {
    let head = document.lines().next()?;
    let delimiter = if head.contains(';') { b';' } else { b',' };
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).flexible(true).from_reader(document.as_bytes());
    let columns: Vec<String> = reader.headers().ok()?.iter().map(folded).collect();
    let column = |names: &[&str]| columns.iter().position(|column| names.contains(&column.as_str()));
    let description = column(&["description"])?;
    let from = column(&["start date", "date de debut"])?;
    let back = column(&["end date", "date de fin"])?;
    let zones = column(&["zones", "zone"])?;
    let population = column(&["population"]);
    let mut rows = Vec::new();
    for record in reader.records().flatten() {
        let field = |place: usize| record.get(place).unwrap_or_default().trim();
        let Some(first) = day(field(from), zone) else { continue };
        rows.push(Row {
            description: field(description).to_owned(),
            from: first,
            back: day(field(back), zone).unwrap_or(first),
            zones: field(zones).to_owned(),
            population: population.map(field).unwrap_or_default().to_owned(),
        });
    }
    // A line that breaks off has fewer fields than the first.
    Some(Rows { list: rows, whole: document.ends_with('\n'), notices: Vec::new() })
}

/// A day, or the instant of its midnight.
fn day(text: &str, zone: Tz) -> Option<NaiveDate> {
    let instant = || DateTime::parse_from_rfc3339(text).ok().map(|moment| day_of(moment.to_utc(), zone));
    let written = |format: &str| NaiveDate::parse_from_str(text.get(..10)?, format).ok();
    instant().or_else(|| written("%Y-%m-%d")).or_else(|| written("%d/%m/%Y"))
}
