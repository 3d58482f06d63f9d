//! The settings of the sources that a school has beside its ENT.

use crate::config::check::{Known, classes_of, required_secret, secret};
use crate::config::raw::Table;
use crate::config::source::{Feed, Ical, Place, SchoolCalendar, SourceSettings};

/// The keys of `feed`.
pub(super) fn feed(table: &Table<'_>, known: &Known<'_>) -> Option<SourceSettings> {
    let url = required_secret(table, "url", known.lookup);
    let classes = classes_of(table, known);
    Some(SourceSettings::Feed(Feed { url: url?, classes }))
}

/// The keys of `ical`: with `class` it is a timetable, without it the agenda of the school.
pub(super) fn ical(table: &Table<'_>, known: &Known<'_>) -> Option<SourceSettings> {
    let url = required_secret(table, "url", known.lookup);
    let classes = classes_of(table, known);
    let groups = table.texts("groups");
    if classes.is_empty() && !groups.is_empty() {
        table.problem("groups", "are parts of a class: `class` is missing");
    }
    Some(SourceSettings::Ical(Ical { url: url?, classes, groups }))
}

/// The keys of `school-calendar`.
pub(super) fn school_calendar(table: &Table<'_>, known: &Known<'_>) -> Option<SourceSettings> {
    let url = secret(table, "url", known.lookup).map(Place::Url);
    let path = table.text("path").map(|path| Place::File(known.folder.join(path)));
    if url.is_some() == path.is_some() {
        table.problem("url", "must be given, or else `path`");
    }
    Some(SourceSettings::SchoolCalendar(SchoolCalendar { place: url.or(path)?, zone: known.zone }))
}
