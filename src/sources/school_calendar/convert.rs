//! The rows of one zone, as days without school.

use chrono::{Datelike, NaiveDate};

use crate::model::coverage::{Completeness, Coverage, DataKind};
use crate::model::item::{Cursor, Fetched, FetchedItem, Item};
use crate::model::lesson::{NonTeaching, NonTeachingKind};
use crate::model::school::HolidayZone;
use crate::sources::Scope;
use crate::sources::label::folded;
use crate::sources::school_calendar::wire::{Row, Rows};

/// The holidays of a zone, each once, by day.
pub(super) fn days_off(rows: &[Row], zone: HolidayZone) -> Vec<NonTeaching> {
    let mut days: Vec<NonTeaching> = rows.iter().filter(|row| is_for(row, zone)).filter_map(holidays).collect();
    days.sort_by(|left, right| (left.from, left.to, &left.label).cmp(&(right.from, right.to, &right.label)));
    days.dedup();
    // The last summer has a beginning only, until its end is known.
    let begun: Vec<NonTeaching> = days.clone();
    days.retain(|days| {
        let provisional = folded(&days.label).starts_with("debut");
        !provisional || !begun.iter().any(|other| other != days && other.from == days.from)
    });
    for days in &mut days {
        if folded(&days.label).starts_with("debut") {
            "Vacances d’été".clone_into(&mut days.label);
        }
    }
    days
}

/// The items of a calendar. The cursor is the caller's.
pub(super) fn fetched(days: Vec<NonTeaching>, rows: Rows, scope: &Scope) -> Fetched {
    let completeness = if rows.whole {
        Completeness::Complete
    } else {
        Completeness::Partial("the calendar is cut before its end".to_owned())
    };
    let coverage = Coverage {
        kind: DataKind::Timetable,
        classes: Vec::new(),
        from: days.first().map(|days| days.from),
        to: days.iter().map(|days| days.to).max(),
        completeness,
        pulled_at: scope.now.instant(),
    };
    let today = scope.now.day(scope.zone);
    let current = days.into_iter().filter(|days| days.to.year() + 1 >= today.year());
    let item =
        |days: NonTeaching| FetchedItem { native_id: None, days: vec![days.from], item: Item::NonTeaching(days) };
    Fetched {
        items: current.map(item).collect(),
        coverage: vec![coverage],
        cursor: Cursor::default(),
        notices: rows.notices,
        rejected: Vec::new(),
    }
}

/// A row is for a zone that it names by its letter, and for all when it names none.
fn is_for(row: &Row, zone: HolidayZone) -> bool {
    let letter = match zone {
        HolidayZone::A => "a",
        HolidayZone::B => "b",
        HolidayZone::C => "c",
    };
    let zones = folded(&row.zones);
    let pupils = !folded(&row.population).starts_with("enseignant");
    pupils && (zones.is_empty() || zones.split(' ').any(|word| word == letter))
}

/// Only what is called holidays: the calendar also tells when teachers come back.
fn holidays(row: &Row) -> Option<NonTeaching> {
    let words = folded(&row.description);
    let provisional = words.starts_with("debut des vacances");
    if !(provisional || words.starts_with("vacances") || words.starts_with("pont ")) {
        return None;
    }
    let to = match row.back.pred_opt() {
        Some(last) if last >= row.from => last,
        _ if provisional || words.contains("ete") => NaiveDate::from_ymd_opt(row.from.year(), 8, 31)?,
        _ => row.from,
    };
    let label = row.description.split_whitespace().collect::<Vec<_>>().join(" ").replace('\'', "’");
    Some(NonTeaching { from: row.from, to, kind: NonTeachingKind::Holiday, label })
}
