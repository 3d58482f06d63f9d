//! From a calendar's components to its events and tasks, still in the calendar's own words.

use std::collections::BTreeSet;

use calcard::icalendar::{
    ICalendarComponent, ICalendarComponentType, ICalendarEntry, ICalendarParameterName, ICalendarPeriod,
    ICalendarProperty, ICalendarRecurrenceRule, ICalendarStatus, ICalendarValue,
};
use chrono::TimeDelta;
use chrono_tz::Tz;

use crate::model::notice::{Notice, NoticeKind};
use crate::sources::calendar::{self, text};
use crate::sources::ical::zones::Zones;
use crate::sources::moment::When;

/// A calendar.
#[derive(Debug)]
pub(super) struct Calendar {
    pub(super) events: Vec<Event>,
    /// The zone in which it says that it is kept.
    pub(super) zone: Option<Tz>,
    /// Whether the document ended properly.
    pub(super) whole: bool,
    pub(super) notices: Vec<Notice>,
}

/// What a component is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Sort {
    #[default]
    Event,
    Task,
}

/// What became of it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum State {
    #[default]
    Valid,
    Cancelled,
    /// A task that is done.
    Done,
}

/// An event or a task, or one changed instance of either.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Event {
    pub(super) sort: Sort,
    pub(super) uid: String,
    pub(super) sequence: i64,
    pub(super) start: Option<When>,
    /// The end of an event, the due moment of a task.
    pub(super) end: Option<When>,
    pub(super) duration: Option<TimeDelta>,
    pub(super) rules: Vec<ICalendarRecurrenceRule>,
    /// Further beginnings, with their own length where they have one.
    pub(super) more: Vec<(When, Option<TimeDelta>)>,
    pub(super) except: Vec<When>,
    /// The beginning that this instance replaces.
    pub(super) instance: Option<When>,
    /// Whether it also changes those after it.
    pub(super) onwards: bool,
    pub(super) state: State,
    /// Whether its author keeps it from others.
    pub(super) private: bool,
    pub(super) summary: String,
    pub(super) location: String,
    pub(super) categories: Vec<String>,
    /// What a task asks for; the description of an event is not read.
    pub(super) task: String,
}

/// Reads a calendar; what cannot be read is left out.
pub(super) fn parse(bytes: &[u8], content_type: Option<&str>, subject: &str, school: Tz) -> Calendar {
    let document = calendar::parse(bytes, content_type, subject);
    let zones = Zones::read(&document.components, school);
    let mut reading = Reading { zones: &zones, unknown: BTreeSet::new() };
    let events: Vec<Event> = document.components.iter().filter_map(|component| reading.event(component)).collect();
    let mut notices = document.notices;
    notices.extend(reading.unknown.into_iter().map(|name| {
        let message = format!("unknown zone `{name}`; its times are read as the school's");
        Notice::new(NoticeKind::UnknownLabel, subject, message)
    }));
    Calendar { events, zone: zones.own, whole: document.whole, notices }
}

struct Reading<'z> {
    zones: &'z Zones,
    /// Names of zones that mean nothing.
    unknown: BTreeSet<String>,
}

impl Reading<'_> {
    fn event(&mut self, component: &ICalendarComponent) -> Option<Event> {
        let sort = match component.component_type {
            ICalendarComponentType::VEvent => Sort::Event,
            ICalendarComponentType::VTodo => Sort::Task,
            _ => return None,
        };
        let mut event = Event { sort, ..Event::default() };
        for entry in &component.entries {
            self.entry(entry, &mut event);
        }
        event.summary = one_line(&text(component, &ICalendarProperty::Summary));
        event.location = one_line(&text(component, &ICalendarProperty::Location));
        if sort == Sort::Task {
            event.task = text(component, &ICalendarProperty::Description);
            event.start = event.start.or(event.end);
        }
        Some(event)
    }

    fn entry(&mut self, entry: &ICalendarEntry, event: &mut Event) {
        match &entry.name {
            ICalendarProperty::Uid => event.uid = first_text(entry),
            ICalendarProperty::Dtstart => event.start = self.moment(entry).or(event.start),
            ICalendarProperty::Dtend => event.end = self.moment(entry).or(event.end),
            ICalendarProperty::Due if event.sort == Sort::Task => event.end = self.moment(entry).or(event.end),
            ICalendarProperty::RecurrenceId => {
                event.instance = self.moment(entry);
                event.onwards = entry.parameter(&ICalendarParameterName::Range).is_some();
            }
            ICalendarProperty::Duration => event.duration = duration(entry),
            ICalendarProperty::Rrule => event.rules.extend(rules(entry)),
            ICalendarProperty::Rdate => event.more.extend(self.moments(entry)),
            ICalendarProperty::Exdate => event.except.extend(self.moments(entry).into_iter().map(|(when, _)| when)),
            ICalendarProperty::Sequence => {
                event.sequence = entry.values.first().and_then(ICalendarValue::as_integer).unwrap_or(0);
            }
            ICalendarProperty::Status => event.state = state(entry).unwrap_or(event.state),
            ICalendarProperty::Class => {
                let class = entry.values.first().and_then(ICalendarValue::as_text).unwrap_or("PUBLIC");
                event.private = !class.eq_ignore_ascii_case("PUBLIC");
            }
            ICalendarProperty::Categories => {
                let texts = entry.values.iter().filter_map(ICalendarValue::as_text);
                event.categories.extend(texts.map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned));
            }
            _ => {}
        }
    }

    fn moment(&mut self, entry: &ICalendarEntry) -> Option<When> {
        self.note_zone(entry);
        calendar::moment(entry, |name| self.zones.named(name))
    }

    /// All moments of a list, with the lengths of periods.
    fn moments(&mut self, entry: &ICalendarEntry) -> Vec<(When, Option<TimeDelta>)> {
        self.note_zone(entry);
        let zone = zone_name(entry).and_then(|name| self.zones.named(name));
        let read = |value: &ICalendarValue| match value {
            ICalendarValue::PartialDateTime(moment) => Some((When::read(moment, zone)?, None)),
            ICalendarValue::Period(ICalendarPeriod::Range { start, end }) => {
                let (from, to) = (When::read(start, zone)?, When::read(end, zone)?);
                let length = to.instant(zone.unwrap_or(Tz::UTC)) - from.instant(zone.unwrap_or(Tz::UTC));
                Some((from, Some(length)))
            }
            ICalendarValue::Period(ICalendarPeriod::Duration { start, duration }) => {
                Some((When::read(start, zone)?, duration.to_time_delta()))
            }
            _ => None,
        };
        entry.values.iter().filter_map(read).collect()
    }

    fn note_zone(&mut self, entry: &ICalendarEntry) {
        if let Some(name) = zone_name(entry).filter(|name| self.zones.named(name).is_none()) {
            self.unknown.insert(name.to_owned());
        }
    }
}

fn zone_name(entry: &ICalendarEntry) -> Option<&str> {
    entry.parameter(&ICalendarParameterName::Tzid)?.as_text()
}

fn rules(entry: &ICalendarEntry) -> impl Iterator<Item = ICalendarRecurrenceRule> {
    entry.values.iter().filter_map(|value| match value {
        ICalendarValue::RecurrenceRule(rule) => Some(rule.as_ref().clone()),
        _ => None,
    })
}

fn duration(entry: &ICalendarEntry) -> Option<TimeDelta> {
    match entry.values.first()? {
        ICalendarValue::Duration(duration) => duration.to_time_delta(),
        _ => None,
    }
}

fn state(entry: &ICalendarEntry) -> Option<State> {
    match entry.values.first()? {
        ICalendarValue::Status(ICalendarStatus::Cancelled) => Some(State::Cancelled),
        ICalendarValue::Status(ICalendarStatus::Completed) => Some(State::Done),
        _ => None,
    }
}

fn first_text(entry: &ICalendarEntry) -> String {
    entry.values.first().and_then(ICalendarValue::as_text).unwrap_or_default().trim().to_owned()
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
