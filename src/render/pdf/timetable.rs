//! The timetable of a week as the rows and cells of one table: a column a day, a row for each hour at which lessons begin.

use chrono::{NaiveTime, TimeDelta};
use serde::Serialize;

use crate::plan::page::{DayTimetable, LessonEntry, WeekTimetable};
use crate::render::french;

/// A gap between two rows from which one sees a break in the day, in minutes.
const BREAK: i64 = 40;

/// A week on paper.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub(super) struct Grid {
    /// The columns.
    days: Vec<Column>,
    /// The rows; none when no lesson is known.
    rows: Vec<Row>,
    /// What to say instead of a table, or below it.
    remarks: Vec<String>,
}

#[derive(Debug, PartialEq, Eq, Serialize)]
struct Column {
    /// "lundi 30 novembre".
    day: String,
    /// Why there are no lessons.
    off: Option<String>,
}

#[derive(Debug, PartialEq, Eq, Serialize)]
struct Row {
    /// "8 h".
    from: String,
    /// "8 h 55"; `None` for what lasts the whole day.
    to: Option<String>,
    /// Whether a long break lies before it.
    after_break: bool,
    /// The cells that begin in this row, by column.
    cells: Vec<Cell>,
}

#[derive(Debug, PartialEq, Eq, Serialize)]
struct Cell {
    /// How many rows it covers.
    rows: usize,
    /// What takes place at the same time.
    lessons: Vec<Lesson>,
    /// Why there is none the whole day.
    off: Option<String>,
}

#[derive(Debug, PartialEq, Eq, Serialize)]
struct Lesson {
    subject: String,
    /// Room and teacher.
    place: String,
    group: Option<String>,
    change: Option<String>,
    cancelled: bool,
    /// Its own hours when they are not those of its rows.
    hours: Option<String>,
}

/// Lessons of one day that overlap, and their common span.
struct Cluster<'a> {
    from: NaiveTime,
    to: NaiveTime,
    lessons: Vec<&'a LessonEntry>,
}

/// Shapes a week.
pub(super) fn grid(week: &WeekTimetable) -> Grid {
    let clusters: Vec<_> = week.days.iter().map(|day| clusters(&day.lessons)).collect();
    let spans = spans(&clusters);
    let days = week.days.iter().map(column).collect();
    let mut rows: Vec<Row> = Vec::with_capacity(spans.len());
    for (index, (from, to)) in spans.iter().enumerate() {
        let before = index.checked_sub(1).and_then(|before| spans.get(before));
        let cells = (week.days.iter().zip(&clusters)).filter_map(|(day, clusters)| cell(day, clusters, &spans, index));
        rows.push(Row {
            from: if is_whole_day(*from, *to) { "Journée".to_owned() } else { french::hour(*from) },
            to: (!is_whole_day(*from, *to)).then(|| french::hour(*to)),
            after_break: before.is_some_and(|(_, end)| *from - *end >= TimeDelta::minutes(BREAK)),
            cells: cells.collect(),
        });
    }
    Grid { days, remarks: remarks(week, rows.is_empty()), rows }
}

fn column(day: &DayTimetable) -> Column {
    Column { day: french::day(day.day), off: day.off.as_ref().map(french::day_off) }
}

/// What to say when there is no table: the reasons, each once, or that nothing is known.
fn remarks(week: &WeekTimetable, without_table: bool) -> Vec<String> {
    if !without_table {
        return Vec::new();
    }
    let mut remarks: Vec<String> = Vec::new();
    for off in week.days.iter().filter_map(|day| day.off.as_ref()) {
        let words = if off.from == off.to {
            format!("{}\u{a0}: {}", capitalised(&french::day(off.from)), off.label)
        } else {
            french::day_off(off)
        };
        let words = format!("{words}.");
        if !remarks.contains(&words) {
            remarks.push(words);
        }
    }
    let days_off = week.days.iter().filter(|day| day.off.is_some()).count();
    if days_off < week.days.len() || week.days.is_empty() {
        remarks.push("L’emploi du temps de cette semaine n’est pas connu.".to_owned());
    }
    remarks
}

/// The time a lesson takes in the table: what ends before it begins (past midnight, or a whole day) takes a minute.
fn span(lesson: &LessonEntry) -> (NaiveTime, NaiveTime) {
    let whole_day = lesson.start == NaiveTime::MIN && lesson.end - lesson.start >= TimeDelta::hours(20);
    if whole_day || lesson.end <= lesson.start {
        return (lesson.start, lesson.start.overflowing_add_signed(TimeDelta::minutes(1)).0.max(lesson.start));
    }
    (lesson.start, lesson.end)
}

fn is_whole_day(from: NaiveTime, to: NaiveTime) -> bool {
    from == NaiveTime::MIN && to - from <= TimeDelta::minutes(1)
}

fn clusters(lessons: &[LessonEntry]) -> Vec<Cluster<'_>> {
    let mut sorted: Vec<_> = lessons.iter().collect();
    sorted.sort_by_key(|lesson| span(lesson).0);
    let mut clusters: Vec<Cluster<'_>> = Vec::new();
    for lesson in sorted {
        let (from, to) = span(lesson);
        match clusters.last_mut() {
            Some(last) if from < last.to || from == last.from => {
                last.to = last.to.max(to);
                last.lessons.push(lesson);
            }
            _ => clusters.push(Cluster { from, to, lessons: vec![lesson] }),
        }
    }
    clusters
}

/// The rows: each hour at which something begins, and the first end after it.
fn spans(clusters: &[Vec<Cluster<'_>>]) -> Vec<(NaiveTime, NaiveTime)> {
    let mut starts: Vec<_> = clusters.iter().flatten().map(|cluster| cluster.from).collect();
    starts.sort_unstable();
    starts.dedup();
    let ends: Vec<_> = clusters.iter().flatten().map(|cluster| cluster.to).collect();
    let end = |index: usize, start: NaiveTime| {
        let next = starts.get(index + 1).copied();
        ends.iter().copied().chain(next).filter(|end| *end > start).min().unwrap_or(start)
    };
    starts.iter().enumerate().map(|(index, start)| (*start, end(index, *start))).collect()
}

/// The cell of a day in a row; `None` when a cell above already covers it.
fn cell(day: &DayTimetable, clusters: &[Cluster<'_>], spans: &[(NaiveTime, NaiveTime)], row: usize) -> Option<Cell> {
    let off = day.off.as_ref().filter(|_| clusters.is_empty());
    if let Some(off) = off {
        return (row == 0).then(|| Cell { rows: spans.len(), lessons: Vec::new(), off: Some(french::day_off(off)) });
    }
    let (from, _) = *spans.get(row)?;
    if clusters.iter().any(|cluster| cluster.from < from && from < cluster.to) {
        return None;
    }
    let Some(cluster) = clusters.iter().find(|cluster| cluster.from == from) else {
        return Some(Cell { rows: 1, lessons: Vec::new(), off: None });
    };
    let covered = spans.iter().filter(|(start, _)| (cluster.from..cluster.to).contains(start)).count().max(1);
    let (_, to) = *spans.get(row + covered - 1)?;
    let lessons = cluster.lessons.iter().map(|entry| lesson(entry, (from, to))).collect();
    Some(Cell { rows: covered, lessons, off: None })
}

fn lesson(entry: &LessonEntry, shown: (NaiveTime, NaiveTime)) -> Lesson {
    let place: Vec<String> = [entry.rooms.join(", "), entry.teachers.join(", ")].into();
    let hours = format!("de {} à {}", french::hour(entry.start), french::hour(entry.end));
    Lesson {
        subject: entry.subject.clone(),
        place: place.into_iter().filter(|words| !words.is_empty()).collect::<Vec<_>>().join(" – "),
        group: entry.group.clone(),
        change: french::lesson_change(entry),
        cancelled: entry.status == crate::model::lesson::LessonStatus::Cancelled,
        hours: (span(entry) != shown).then_some(hours),
    }
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests;
