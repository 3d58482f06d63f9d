//! Rules, exceptions and changed instances to single occurrences.
//!
//! calcard knows what a rule means; here is what goes around it. A rule is followed in the local time of its event, so that a
//! lesson at 8 h stays at 8 h when the clocks change, and no further than the window asked for. `EXDATE` takes a beginning away,
//! a changed instance (`RECURRENCE-ID`) takes its place, and of two forms of the same the greater `SEQUENCE` counts.

use std::collections::{BTreeMap, BTreeSet};

use calcard::common::PartialDateTime;
use calcard::common::timezone::Tz as Frame;
use calcard::icalendar::{
    ICalendar, ICalendarComponent, ICalendarComponentType, ICalendarEntry, ICalendarProperty, ICalendarRecurrenceRule,
};
use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Timelike, Utc};
use chrono_tz::Tz;

use crate::sources::ical::wire::Event;
use crate::sources::moment::{When, instant_of};

/// How many beginnings one rule may give, from its first day on.
const MOST_OF_A_RULE: usize = 20_000;

/// How many beginnings all rules of a calendar may give.
const MOST_OF_ALL: usize = 500_000;

/// How many occurrences a window may hold.
const MOST: usize = 20_000;

/// What the expansion needs to know beside the events.
#[derive(Debug, Clone, Copy)]
pub(super) struct Window {
    /// The zone of the school.
    pub(super) school: Tz,
    /// The zone in which the calendar says that it is kept.
    pub(super) calendar: Option<Tz>,
    /// The first day.
    pub(super) from: NaiveDate,
    /// The last day.
    pub(super) to: NaiveDate,
}

/// One occurrence.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Occurrence<'e> {
    /// Whose words it has.
    pub(super) event: &'e Event,
    /// The event as it usually is, when this is a changed instance of it.
    pub(super) usual: Option<&'e Event>,
    /// The beginning by which it is known, even when it was moved.
    pub(super) slot: DateTime<Utc>,
    pub(super) start: When,
    pub(super) end: When,
    /// Whether a rule made it.
    pub(super) ruled: bool,
}

/// The occurrences of a window.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Expanded<'e> {
    pub(super) occurrences: Vec<Occurrence<'e>>,
    /// Whether there were too many to give them all.
    pub(super) cut: bool,
    /// How many events have no beginning.
    pub(super) undated: usize,
    /// How many rules mean nothing.
    pub(super) strange_rules: usize,
}

/// The occurrences that touch a day of the window.
pub(super) fn expand(events: &[Event], window: Window) -> Expanded<'_> {
    let mut expanding = Expanding { window, left: MOST_OF_ALL, made: Expanded::default() };
    for series in series(events) {
        expanding.series(&series);
    }
    let mut made = expanding.made;
    made.occurrences.sort_by_key(|occurrence| occurrence.slot);
    made
}

/// An event with its changed instances.
#[derive(Debug, Default)]
struct Series<'e> {
    events: Vec<&'e Event>,
    changed: Vec<&'e Event>,
}

/// Events that share an identifier are one; those without any are on their own.
fn series(events: &[Event]) -> Vec<Series<'_>> {
    let mut named: BTreeMap<&str, Series<'_>> = BTreeMap::new();
    let mut all = Vec::new();
    for event in events {
        if event.uid.is_empty() {
            all.push(Series { events: vec![event], changed: Vec::new() });
            continue;
        }
        let series = named.entry(event.uid.as_str()).or_default();
        if event.instance.is_some() { series.changed.push(event) } else { series.events.push(event) }
    }
    for series in named.values_mut() {
        let newest = series.events.iter().map(|event| event.sequence).max();
        series.events.retain(|event| Some(event.sequence) == newest);
        series.changed.sort_by_key(|event| event.sequence);
    }
    all.extend(named.into_values());
    all
}

struct Expanding<'e> {
    window: Window,
    /// How many beginnings rules may still give.
    left: usize,
    made: Expanded<'e>,
}

/// The local time in which an event is repeated.
#[derive(Debug, Clone, Copy)]
struct Clock {
    zone: Tz,
    whole_days: bool,
}

impl<'e> Expanding<'e> {
    fn series(&mut self, series: &Series<'e>) {
        let school = self.window.school;
        let mut changed: BTreeMap<DateTime<Utc>, &'e Event> = BTreeMap::new();
        let clock = series.events.first().and_then(|usual| usual.start).map(|start| self.clock(start));
        for event in &series.changed {
            let slot = event.instance.map(|slot| match (slot, clock) {
                (When::Day(day), Some(clock)) if !clock.whole_days => self.slot_of_day(day, series, clock),
                _ => slot.instant(school),
            });
            if let Some(slot) = slot {
                changed.insert(slot, event);
            }
        }
        for event in &series.events {
            self.event(event, &changed);
        }
        for (slot, event) in changed {
            let usual = series.events.first().copied();
            let Some(start) = event.start.or(event.instance) else { continue };
            let clock = self.clock(start);
            let end = clock.when(clock.local(start) + length(event, usual, clock));
            self.keep(Occurrence { event, usual, slot, start, end, ruled: false });
        }
    }

    /// The beginning that the event has on a day.
    fn slot_of_day(&self, day: NaiveDate, series: &Series<'e>, clock: Clock) -> DateTime<Utc> {
        let time = series.events.first().and_then(|event| event.start).map(|start| clock.local(start).time());
        clock.when(day.and_time(time.unwrap_or_default())).instant(self.window.school)
    }

    fn event(&mut self, event: &'e Event, changed: &BTreeMap<DateTime<Utc>, &'e Event>) {
        let Some(start) = event.start else {
            self.made.undated += 1;
            return;
        };
        let (clock, school) = (self.clock(start), self.window.school);
        let begin = clock.local(start);
        let usual_length = length(event, None, clock);
        let mut slots: BTreeMap<NaiveDateTime, (TimeDelta, bool)> = BTreeMap::new();
        for (when, own) in &event.more {
            slots.insert(clock.local(*when), (own.unwrap_or(usual_length), false));
        }
        for rule in &event.rules {
            for slot in self.follow(rule, begin, clock) {
                slots.entry(slot).or_insert((usual_length, true));
            }
        }
        slots.entry(begin).or_insert((usual_length, !event.rules.is_empty()));
        let days: BTreeSet<NaiveDate> = event.except.iter().filter_map(When::whole_day).collect();
        let moments: BTreeSet<NaiveDateTime> = event.except.iter().map(|when| clock.local(*when)).collect();
        for (local, (length, ruled)) in slots {
            let slot = clock.when(local).instant(school);
            let gone = moments.contains(&local)
                || days.contains(&local.date())
                || (clock.whole_days && moments.iter().any(|moment| moment.date() == local.date()));
            if gone || changed.contains_key(&slot) {
                continue;
            }
            self.keep(self.occurrence(event, (local, length, ruled), clock, changed));
        }
    }

    /// An occurrence as the last change that lasts (`RANGE=THISANDFUTURE`) left it.
    fn occurrence(
        &self,
        event: &'e Event,
        (local, usual_length, ruled): (NaiveDateTime, TimeDelta, bool),
        clock: Clock,
        changed: &BTreeMap<DateTime<Utc>, &'e Event>,
    ) -> Occurrence<'e> {
        let school = self.window.school;
        let slot = clock.when(local).instant(school);
        let lasting = changed.range(..slot).rev().find(|(_, change)| change.onwards);
        let Some((since, change)) = lasting else {
            let (start, end) = (clock.when(local), clock.when(local + usual_length));
            return Occurrence { event, usual: None, slot, start, end, ruled };
        };
        let shift = change.start.map(|start| clock.local(start) - clock.local(When::Instant(*since)));
        let begin = local + shift.unwrap_or_default();
        let end = begin + length(change, Some(event), clock);
        let (start, end) = (clock.when(begin), clock.when(end));
        Occurrence { event: change, usual: Some(event), slot, start, end, ruled }
    }

    fn keep(&mut self, occurrence: Occurrence<'e>) {
        let school = self.window.school;
        let inside = occurrence.start.day(school) <= self.window.to && occurrence.end.day(school) >= self.window.from;
        if inside && self.made.occurrences.len() >= MOST {
            self.made.cut = true;
        } else if inside {
            self.made.occurrences.push(occurrence);
        }
    }

    /// The beginnings that a rule gives up to the end of the window.
    fn follow(&mut self, rule: &ICalendarRecurrenceRule, begin: NaiveDateTime, clock: Clock) -> Vec<NaiveDateTime> {
        let horizon = self.window.to.and_hms_opt(23, 59, 59).unwrap_or(NaiveDateTime::MAX) + TimeDelta::days(1);
        let until = rule.until.as_ref().and_then(|until| When::read(until, None)).map(|until| match until {
            When::Day(day) => day.and_hms_opt(23, 59, 59).unwrap_or(NaiveDateTime::MAX),
            other if clock.whole_days => clock.local(other).date().and_time(NaiveTime::MIN),
            other => clock.local(other),
        });
        let until = until.unwrap_or(horizon).min(horizon);
        let most = self.left.min(MOST_OF_A_RULE);
        if until < begin {
            return Vec::new();
        }
        let bounded = ICalendarRecurrenceRule { until: Some(partial(until)), ..rule.clone() };
        let found = single(begin, bounded).expand_dates(Frame::Floating, most);
        self.made.strange_rules += usize::from(!found.errors.is_empty());
        self.made.cut |= most > 0 && found.events.len() >= most || most == 0;
        self.left -= found.events.len();
        found.events.iter().map(|event| event.start.naive_local()).collect()
    }

    /// A calendar that writes instants may say in which zone it is kept: that is where its lessons have their hour.
    fn clock(&self, start: When) -> Clock {
        let Window { school, calendar, .. } = self.window;
        match start {
            When::Day(_) => Clock { zone: school, whole_days: true },
            When::Local(_, zone) => Clock { zone: zone.unwrap_or(school), whole_days: false },
            When::Instant(_) => Clock { zone: calendar.unwrap_or(Tz::UTC), whole_days: false },
        }
    }
}

impl Clock {
    fn local(self, when: When) -> NaiveDateTime {
        match when {
            When::Day(day) => day.and_time(NaiveTime::MIN),
            When::Local(local, zone) if zone.is_none_or(|zone| zone == self.zone) => local,
            When::Local(local, zone) => {
                instant_of(local, zone.unwrap_or(self.zone)).with_timezone(&self.zone).naive_local()
            }
            When::Instant(instant) => instant.with_timezone(&self.zone).naive_local(),
        }
    }

    fn when(self, local: NaiveDateTime) -> When {
        if self.whole_days { When::Day(local.date()) } else { When::Local(local, Some(self.zone)) }
    }
}

impl When {
    fn whole_day(&self) -> Option<NaiveDate> {
        match self {
            When::Day(day) => Some(*day),
            _ => None,
        }
    }
}

/// How long an event lasts by the clock on the wall; a changed instance that does not say lasts as long as usual. Without any
/// word a day lasts a day, and a moment nothing.
fn length(event: &Event, usual: Option<&Event>, clock: Clock) -> TimeDelta {
    let own = match (event.start.or(event.instance), event.end) {
        (Some(start), Some(end)) => Some(clock.local(end) - clock.local(start)),
        _ => event.duration,
    };
    let own = own.or_else(|| usual.map(|usual| length(usual, None, clock)));
    let nothing = if clock.whole_days { TimeDelta::days(1) } else { TimeDelta::zero() };
    own.unwrap_or(nothing).max(TimeDelta::zero())
}

/// A calendar of one event without a zone.
fn single(begin: NaiveDateTime, rule: ICalendarRecurrenceRule) -> ICalendar {
    let mut event = ICalendarComponent::new(ICalendarComponentType::VEvent);
    event.entries.push(ICalendarEntry::new(ICalendarProperty::Dtstart).with_value(partial(begin)));
    event.entries.push(ICalendarEntry::new(ICalendarProperty::Rrule).with_value(rule));
    ICalendar { components: vec![event] }
}

fn partial(local: NaiveDateTime) -> PartialDateTime {
    let small = |number: u32| u8::try_from(number).ok();
    PartialDateTime {
        year: u16::try_from(local.year()).ok(),
        month: small(local.month()),
        day: small(local.day()),
        hour: small(local.hour()),
        minute: small(local.minute()),
        second: small(local.second()),
        ..PartialDateTime::default()
    }
}
