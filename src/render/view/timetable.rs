//! The timetable of a week as the templates see it: one row a day, one column an hour.

use serde::Serialize;

use crate::plan::page::{DayOff, DayTimetable, Unknown, WeekTimetable};
use crate::render::view::grid::{Cell, Grid};
use crate::render::view::lesson::{LessonView, Teachers};
use crate::render::words::{Words, capitalised};

/// A week.
#[derive(Debug, PartialEq, Serialize)]
pub(in crate::render) struct TimetableView {
    /// "Semaine 48, du 23 au 27 novembre 2026".
    caption: String,
    /// What of it no source gives.
    pub(super) unknown: Option<String>,
    /// What stands for the table when no day has a lesson.
    instead: Option<String>,
    /// The hours, one a column.
    columns: Vec<String>,
    /// The days.
    rows: Vec<RowView>,
}

/// A day.
#[derive(Debug, PartialEq, Serialize)]
pub(in crate::render) struct RowView {
    /// "Mardi 24".
    day: String,
    /// Its cells, which cover all the columns.
    cells: Vec<CellView>,
}

/// A cell.
#[derive(Debug, PartialEq, Serialize)]
pub(in crate::render) struct CellView {
    /// How many columns it covers.
    span: usize,
    /// Why there are no lessons.
    note: Option<String>,
    /// The lessons.
    lessons: Vec<LessonView>,
}

impl TimetableView {
    pub(super) fn new(week: &WeekTimetable, words: &Words) -> Self {
        let caption = words.week_caption(week.week, week.parity);
        let instead = instead(week, words);
        let partly = week.unknown.as_ref().filter(|unknown| **unknown != Unknown::All);
        let unknown = partly.map(|unknown| words.unknown_timetable(unknown));
        if instead.is_some() {
            return TimetableView { caption, unknown, instead, columns: Vec::new(), rows: Vec::new() };
        }
        let grid = Grid::new(week.days.iter().flat_map(|day| &day.lessons));
        let columns = grid.columns().iter().map(|column| capitalised(&words.hours(column.start, column.end)));
        // Among changes, a day without any goes without saying.
        let days = week.days.iter().filter(|day| !week.changes_only || !day.lessons.is_empty());
        let rows = days.map(|day| row(day, &grid, words)).collect();
        TimetableView { caption, unknown, instead, columns: columns.collect(), rows }
    }
}

fn instead(week: &WeekTimetable, words: &Words) -> Option<String> {
    let days = &week.days;
    if days.iter().any(|day| !day.lessons.is_empty()) {
        return None;
    }
    let first = days.first().and_then(|day| day.off.as_ref());
    Some(match first {
        Some(off) if days.iter().all(|day| day.off.as_ref() == Some(off)) => reason(off, words),
        _ if week.changes_only => words.say("no-changes"),
        _ if days.iter().any(|day| day.off.is_some()) => return None,
        _ if week.unknown == Some(Unknown::All) => words.say("timetable-not-provided"),
        _ => words.say("no-lessons-this-week"),
    })
}

fn row(day: &DayTimetable, grid: &Grid, words: &Words) -> RowView {
    let all = grid.columns().len();
    let note = |note: String| vec![CellView { span: all, note: Some(note), lessons: Vec::new() }];
    let cells = match &day.off {
        Some(off) if day.lessons.is_empty() => note(reason(off, words)),
        None if day.lessons.is_empty() => note(words.say("no-lessons-this-day")),
        _ => grid.cells(&day.lessons).iter().map(|one| cell(one, words)).collect(),
    };
    RowView { day: capitalised(&words.weekday_and_number(day.day)), cells }
}

fn cell(cell: &Cell<'_>, words: &Words) -> CellView {
    let lessons = cell.lessons.iter().map(|lesson| LessonView {
        own_hours: (lesson.start, lesson.end) != cell.hours,
        ..LessonView::new(lesson, Teachers::LeftOut, words)
    });
    CellView { span: cell.span, note: None, lessons: lessons.collect() }
}

/// "Vacances de Noël jusqu’au dimanche 3 janvier."
pub(super) fn reason(off: &DayOff, words: &Words) -> String {
    format!("{}.", words.day_off(off).trim_end_matches('.'))
}

#[cfg(test)]
mod tests;
