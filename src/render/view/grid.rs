//! The grid of a week: which hours become columns, and which columns a lesson covers.
//!
//! Lessons that begin within 20 minutes of each other share a column. A lesson covers each column that begins before its end;
//! lessons that overlap share one cell.

use chrono::{NaiveTime, TimeDelta};

use crate::plan::page::LessonEntry;
use crate::render::words::is_whole_day;

/// How far apart two beginnings may be and still share a column, in minutes, exclusive.
const SAME_COLUMN: i64 = 20;

/// The columns of a week, by hour.
#[derive(Debug, PartialEq)]
pub(super) struct Grid {
    columns: Vec<Column>,
}

/// The hours of a column.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Column {
    /// The earliest beginning of its lessons.
    pub(super) start: NaiveTime,
    /// The earliest end of its lessons, at most the beginning of the next column.
    pub(super) end: NaiveTime,
}

/// Neighbouring columns with the lessons that cover them.
#[derive(Debug, PartialEq)]
pub(super) struct Cell<'a> {
    /// How many columns.
    pub(super) span: usize,
    /// From the first column's beginning to the last one's end.
    pub(super) hours: (NaiveTime, NaiveTime),
    /// The lessons, in the given order.
    pub(super) lessons: Vec<&'a LessonEntry>,
}

impl Grid {
    /// The columns for all the lessons of a week; at least one.
    pub(super) fn new<'a>(lessons: impl Iterator<Item = &'a LessonEntry>) -> Self {
        let mut lessons: Vec<&LessonEntry> = lessons.collect();
        if !lessons.iter().all(|lesson| is_whole_day(lesson.start, lesson.end)) {
            lessons.retain(|lesson| !is_whole_day(lesson.start, lesson.end));
        }
        lessons.sort_by_key(|lesson| (lesson.start, lesson.end));
        let mut columns: Vec<Column> = Vec::new();
        for lesson in lessons {
            match columns.last_mut() {
                Some(column) if lesson.start - column.start < TimeDelta::minutes(SAME_COLUMN) => {
                    column.end = column.end.min(lesson.end);
                }
                Some(column) => {
                    column.end = column.end.min(lesson.start);
                    columns.push(Column { start: lesson.start, end: lesson.end });
                }
                None => columns.push(Column { start: lesson.start, end: lesson.end }),
            }
        }
        if columns.is_empty() {
            columns.push(Column { start: NaiveTime::MIN, end: NaiveTime::MIN });
        }
        Grid { columns }
    }

    /// The columns, by hour.
    pub(super) fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// The cells of a day, from the first column to the last.
    pub(super) fn cells<'a>(&self, lessons: &'a [LessonEntry]) -> Vec<Cell<'a>> {
        let mut placed: Vec<(usize, usize, &LessonEntry)> =
            lessons.iter().map(|lesson| (self.first(lesson), self.last(lesson), lesson)).collect();
        placed.sort_by_key(|(first, ..)| *first);
        let mut lessons = placed.into_iter().peekable();
        let mut cells = Vec::new();
        let mut column = 0;
        while column < self.columns.len() {
            let (mut last, mut inside) = (column, Vec::new());
            while let Some((_, end, lesson)) = lessons.next_if(|(first, ..)| *first <= last) {
                last = last.max(end);
                inside.push(lesson);
            }
            let hours = (self.columns[column].start, self.columns[last].end);
            cells.push(Cell { span: last - column + 1, hours, lessons: inside });
            column = last + 1;
        }
        cells
    }

    fn first(&self, lesson: &LessonEntry) -> usize {
        self.columns.iter().rposition(|column| column.start <= lesson.start).unwrap_or(0)
    }

    fn last(&self, lesson: &LessonEntry) -> usize {
        if is_whole_day(lesson.start, lesson.end) {
            return self.columns.len() - 1;
        }
        let reached = self.columns.iter().rposition(|column| column.start < lesson.end);
        reached.unwrap_or(0).max(self.first(lesson))
    }
}

#[cfg(test)]
mod tests;
