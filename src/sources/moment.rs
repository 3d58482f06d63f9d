//! Moments as calendars write them: a day, an instant, or a local time that means nothing without a zone.

use calcard::common::PartialDateTime;
use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, TimeZone, Utc};
use chrono_tz::Tz;

use crate::model::time::{day_of, start_of_day};

/// A moment as the calendar writes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum When {
    Day(NaiveDate),
    Instant(DateTime<Utc>),
    /// A local time, in the zone named or else the school's.
    Local(NaiveDateTime, Option<Tz>),
}

impl When {
    /// Reads what calcard understood of a date or a time; `zone` is the one that its parameter names.
    pub(crate) fn read(partial: &PartialDateTime, zone: Option<Tz>) -> Option<Self> {
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

    /// The instant in a school's zone: a day begins at midnight.
    pub(crate) fn instant(self, zone: Tz) -> DateTime<Utc> {
        match self {
            When::Instant(instant) => instant,
            When::Day(day) => start_of_day(day, zone),
            When::Local(local, own) => instant_of(local, own.unwrap_or(zone)),
        }
    }

    /// The day in a school's zone.
    pub(crate) fn day(self, zone: Tz) -> NaiveDate {
        match self {
            When::Day(day) => day,
            other => day_of(other.instant(zone), zone),
        }
    }
}

/// The instant of a local time: of two equal hours the first is meant, and an hour that the clocks skip is the one after.
pub(crate) fn instant_of(local: NaiveDateTime, zone: Tz) -> DateTime<Utc> {
    let found = zone.from_local_datetime(&local).earliest();
    let skipped = || zone.from_local_datetime(&(local + TimeDelta::hours(1))).earliest();
    found.or_else(skipped).map_or_else(|| Utc.from_utc_datetime(&local), |time| time.with_timezone(&Utc))
}
