//! The zone that a calendar means by a name: of the IANA, of Windows, behind a path, or described in the calendar itself.

use std::collections::{BTreeMap, BTreeSet};

use calcard::common::timezone::Tz as Known;
use calcard::icalendar::{ICalendarComponent, ICalendarComponentType, ICalendarProperty};
use chrono::{NaiveDate, NaiveTime, Offset, TimeZone};
use chrono_tz::Tz;

use crate::sources::calendar::text;

/// The zones of one calendar.
#[derive(Debug)]
pub(super) struct Zones {
    /// Those that the calendar describes, by its names.
    described: BTreeMap<String, Tz>,
    /// The one in which the calendar says that it is kept (`X-WR-TIMEZONE`).
    pub(super) own: Option<Tz>,
}

impl Zones {
    /// The zones that a calendar's components describe. One whose name says nothing is recognised by its offsets: those of the
    /// school's zone mean that zone, a single one means itself.
    pub(super) fn read(components: &[ICalendarComponent], school: Tz) -> Self {
        let mut zones = Zones { described: BTreeMap::new(), own: None };
        for (index, component) in components.iter().enumerate() {
            match component.component_type {
                ICalendarComponentType::VTimezone => {
                    let name = text(component, &ICalendarProperty::Tzid);
                    let known = component.timezone().and_then(|(_, zone)| of_library(zone));
                    let offsets = || described(&components[index + 1..], school);
                    if let Some(zone) = known.or_else(|| by_name(&name)).or_else(offsets) {
                        zones.described.insert(name, zone);
                    }
                }
                ICalendarComponentType::VCalendar => {
                    let own = text(component, &ICalendarProperty::Other("X-WR-TIMEZONE".to_owned()));
                    zones.own = zones.own.or_else(|| by_name(own.trim()));
                }
                _ => {}
            }
        }
        zones
    }

    /// The zone of that name.
    pub(super) fn named(&self, name: &str) -> Option<Tz> {
        self.described.get(name).copied().or_else(|| by_name(name))
    }
}

fn by_name(name: &str) -> Option<Tz> {
    let name = name.trim().trim_matches('"');
    let whole = || name.parse::<Known>().ok().and_then(of_library);
    let parts: Vec<&str> = name.split('/').filter(|part| !part.is_empty()).collect();
    let tail = |count: usize| parts.len().checked_sub(count).and_then(|from| parts[from..].join("/").parse().ok());
    name.parse().ok().or_else(whole).or_else(|| tail(3)).or_else(|| tail(2))
}

/// An offset of whole hours is a zone of the IANA too, with the sign turned round.
fn of_library(zone: Known) -> Option<Tz> {
    match zone {
        Known::Tz(zone) => Some(zone),
        Known::Fixed(offset) => fixed(offset.local_minus_utc()),
        Known::Floating => None,
    }
}

fn fixed(seconds: i32) -> Option<Tz> {
    let hours = seconds / 3600;
    let name = if hours == 0 { "UTC".to_owned() } else { format!("Etc/GMT{:+}", -hours) };
    (seconds % 3600 == 0).then(|| name.parse().ok()).flatten()
}

/// What the observances that follow a zone say of it.
fn described(following: &[ICalendarComponent], school: Tz) -> Option<Tz> {
    let observances = following.iter().take_while(|component| {
        matches!(component.component_type, ICalendarComponentType::Standard | ICalendarComponentType::Daylight)
    });
    let offsets: BTreeSet<i32> = observances.filter_map(offset).collect();
    if offsets == offsets_of(school) {
        return Some(school);
    }
    let only = offsets.first().filter(|_| offsets.len() == 1)?;
    fixed(*only)
}

/// The offset that an observance leads to, in seconds.
fn offset(observance: &ICalendarComponent) -> Option<i32> {
    let value = observance.property(&ICalendarProperty::Tzoffsetto)?.values.first()?;
    let partial = value.as_partial_date_time()?;
    let seconds = i32::from(partial.tz_hour?) * 3600 + i32::from(partial.tz_minute.unwrap_or(0)) * 60;
    Some(if partial.tz_minus { -seconds } else { seconds })
}

/// The offsets of a zone in winter and in summer.
fn offsets_of(zone: Tz) -> BTreeSet<i32> {
    let noon = NaiveTime::from_hms_opt(12, 0, 0).unwrap_or_default();
    let days = [1, 7].into_iter().filter_map(|month| NaiveDate::from_ymd_opt(2026, month, 1));
    days.filter_map(|day| zone.from_local_datetime(&day.and_time(noon)).earliest())
        .map(|moment| moment.offset().fix().local_minus_utc())
        .collect()
}
