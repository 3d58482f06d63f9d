//! From the bytes of a calendar to events, still in Pronote's words.
//!
//! Of the calendar's own properties only the covered days are read, since its name holds a pupil's name and birth date.

use calcard::icalendar::{ICalendarComponent, ICalendarComponentType, ICalendarProperty};
use chrono::{NaiveDate, NaiveDateTime, TimeZone, Utc};

use crate::model::notice::Notice;
use crate::sources::calendar::{self, text};
use crate::sources::moment::When;

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

/// Reads a calendar; what cannot be read is left out.
pub(super) fn parse(bytes: &[u8], content_type: Option<&str>, subject: &str) -> Calendar {
    let document = calendar::parse(bytes, content_type, subject);
    let mut calendar = Calendar { covers: None, events: Vec::new(), whole: document.whole, notices: document.notices };
    for component in &document.components {
        calendar.add(component);
    }
    calendar
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

fn moment(component: &ICalendarComponent, property: &ICalendarProperty) -> Option<When> {
    calendar::moment(component.property(property)?, |name| name.parse().ok())
}

/// Reads `20260831T220000Z`.
fn stamp(text: &str) -> Option<When> {
    let instant = NaiveDateTime::parse_from_str(text, "%Y%m%dT%H%M%SZ").ok();
    let day = || NaiveDate::parse_from_str(text, "%Y%m%d").ok().map(When::Day);
    instant.map(|instant| When::Instant(Utc.from_utc_datetime(&instant))).or_else(day)
}
