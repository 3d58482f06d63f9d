//! The timetable of a week as the rows and cells of one table: a column a day, a row for each hour at which lessons begin.

use chrono::{NaiveDate, NaiveTime, TimeDelta};
use serde::Serialize;

use super::fit;
use crate::model::lesson::LessonStatus;
use crate::plan::page::{DayTimetable, LessonEntry, Unknown, WeekTimetable};
use crate::render::words::{Words, capitalised};

mod list;

/// A gap between two rows from which one sees a break in the day.
const BREAK: TimeDelta = TimeDelta::minutes(40);

/// How many letters all columns of days have side by side, broad ones.
const LETTERS: usize = 70;

/// So many lines of a table fit a page, whatever is around them.
const SURELY_A_PAGE: usize = 44;

/// What a lesson without duration takes.
const INSTANT: TimeDelta = TimeDelta::minutes(1);

/// The end of a day's table.
const LAST_MINUTE: NaiveTime = NaiveTime::from_hms_opt(23, 59, 0).expect("23:59 exists");

/// The timetable in the form that suits its readers and the room that is left.
#[derive(Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "form", rename_all = "snake_case")]
pub(super) enum Timetable {
    /// A table.
    Grid(Grid),
    /// A list a day.
    Lists(list::Lists),
    /// It is elsewhere.
    Absent {
        /// That it is.
        remarks: [String; 1],
    },
}

/// A table for the standard letters, lists for larger ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// A table.
    Grid,
    /// A list a day.
    Lists,
}

impl Timetable {
    /// As much of a week as is told, in a form.
    pub(super) fn new(week: &WeekTimetable, form: Form, told: fit::Timetable, words: &Words) -> Self {
        match told {
            fit::Timetable::Full if form == Form::Grid => Timetable::Grid(grid(week, words)),
            fit::Timetable::Full => Timetable::Lists(list::whole(week, words)),
            fit::Timetable::Brief => Timetable::Lists(list::brief(week, words)),
            fit::Timetable::Absent => Timetable::Absent { remarks: [words.say("paper-timetable-elsewhere")] },
        }
    }
}

/// A week as a table.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub(super) struct Grid {
    /// The columns: "Lundi 30 novembre".
    days: Vec<String>,
    /// The rows; none when no lesson is known.
    rows: Vec<Row>,
    /// What to say instead of the table, or below it.
    remarks: Vec<String>,
    /// Whether it may be longer than a page.
    tall: bool,
}

#[derive(Debug, PartialEq, Eq, Serialize)]
struct Row {
    /// "8 h".
    from: String,
    /// "8 h 55"; `None` for an instant and for the whole day.
    to: Option<String>,
    /// Whether a long break lies before it.
    after_break: bool,
    /// One cell for each day.
    cells: Vec<Cell>,
}

/// What a day holds at that hour: its lessons, or words instead.
#[derive(Debug, Default, PartialEq, Eq, Serialize)]
struct Cell {
    lessons: Vec<Lesson>,
    /// That a lesson goes on, or why there is none the whole day.
    words: Option<String>,
    /// Whether it goes on with the cell above. Cells are never merged: read row by row, a merged one says nothing.
    joined: bool,
}

#[derive(Debug, PartialEq, Eq, Serialize)]
struct Lesson {
    subject: String,
    /// Rooms, then teachers.
    places: Vec<String>,
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
pub(super) fn grid(week: &WeekTimetable, words: &Words) -> Grid {
    let clusters: Vec<_> = week.days.iter().map(|day| clusters(&day.lessons)).collect();
    let spans = spans(&clusters);
    let days: Vec<String> = week.days.iter().map(|day| column(day.day, words)).collect();
    let mut rows: Vec<Row> = Vec::with_capacity(spans.len());
    for (index, (from, to)) in spans.iter().enumerate() {
        let before = index.checked_sub(1).and_then(|before| spans.get(before));
        let cells =
            (week.days.iter().zip(&clusters)).map(|(day, clusters)| cell(day, clusters, (&spans, index), words));
        rows.push(Row {
            from: if is_instant(*from, *to) && *from == NaiveTime::MIN {
                words.say("paper-whole-day")
            } else {
                words.hour(*from)
            },
            to: (!is_instant(*from, *to)).then(|| words.hour(*to)),
            after_break: before.is_some_and(|(_, end)| *from - *end >= BREAK),
            cells: cells.collect(),
        });
    }
    let tall = rows.iter().map(|row| row.lines(days.len())).sum::<usize>() > SURELY_A_PAGE;
    Grid { days, rows, remarks: remarks(week, words), tall }
}

impl Row {
    /// About how many lines its highest cell has.
    fn lines(&self, days: usize) -> usize {
        let letters = LETTERS / days.max(1);
        let of_text = |text: &String| text.chars().count().div_ceil(letters.max(1));
        let of_lesson = |lesson: &Lesson| {
            let Lesson { subject, places, group, change, hours, .. } = lesson;
            let others = group.iter().chain(change).chain(hours).map(of_text).sum::<usize>();
            of_text(subject) + places.iter().map(of_text).sum::<usize>() + others
        };
        let of_cell = |cell: &Cell| cell.lessons.iter().map(of_lesson).sum::<usize>().max(2);
        self.cells.iter().map(of_cell).max().unwrap_or(2)
    }
}

/// "Lundi 30 novembre", which may break after its first word.
fn column(day: NaiveDate, words: &Words) -> String {
    format!("{} {}", capitalised(&words.weekday(day)), words.day_and_month(day))
}

/// What the table does not say: without lessons, all the reasons, each once, or that nothing is known; else those of the days
/// that have lessons all the same.
fn remarks(week: &WeekTimetable, words: &Words) -> Vec<String> {
    let without_table = week.days.iter().all(|day| day.lessons.is_empty());
    let untold = |day: &&DayTimetable| without_table || !day.lessons.is_empty();
    let mut remarks: Vec<String> = Vec::new();
    for off in week.days.iter().filter(untold).filter_map(|day| day.off.as_ref()) {
        let remark = if off.from == off.to {
            let date = capitalised(&words.day(off.from));
            words.fill("paper-day-off", &[("date", date.into()), ("label", off.label.as_str().into())])
        } else {
            words.day_off(off)
        };
        let remark = format!("{remark}.");
        if !remarks.contains(&remark) {
            remarks.push(remark);
        }
    }
    let explained = !week.days.is_empty() && week.days.iter().all(|day| day.off.is_some());
    match &week.unknown {
        Some(unknown) if *unknown != Unknown::All || !explained => remarks.push(words.unknown_timetable(unknown)),
        _ if without_table && !explained => remarks.push(words.say("paper-no-timetable")),
        _ => {}
    }
    remarks
}

/// The time a lesson takes in the table. A whole day and a mere instant take a minute; a night ends at midnight.
fn span(lesson: &LessonEntry) -> (NaiveTime, NaiveTime) {
    let whole_day = lesson.start == NaiveTime::MIN && lesson.end - lesson.start >= TimeDelta::hours(20);
    let instant = lesson.start.overflowing_add_signed(INSTANT).0;
    if whole_day || lesson.start == lesson.end {
        (lesson.start, instant.max(lesson.start))
    } else if lesson.end < lesson.start {
        (lesson.start, LAST_MINUTE.max(lesson.start))
    } else {
        (lesson.start, lesson.end)
    }
}

fn is_instant(from: NaiveTime, to: NaiveTime) -> bool {
    to - from <= INSTANT
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

/// The cell of a day in a row.
fn cell(
    day: &DayTimetable,
    clusters: &[Cluster<'_>],
    place: (&[(NaiveTime, NaiveTime)], usize),
    words: &Words,
) -> Cell {
    let (spans, row) = place;
    if let Some(off) = day.off.as_ref().filter(|_| clusters.is_empty()) {
        return Cell { words: (row == 0).then(|| words.day_off(off)), joined: row > 0, lessons: Vec::new() };
    }
    let Some((from, _)) = spans.get(row).copied() else { return Cell::default() };
    if let Some(above) = clusters.iter().find(|cluster| cluster.from < from && from < cluster.to) {
        let going_on: Vec<_> = above.lessons.iter().filter(|lesson| span(lesson).1 > from).collect();
        let going_on = match going_on.as_slice() {
            [lesson] if lesson.status == LessonStatus::Cancelled => None,
            [lesson] => Some(words.fill("paper-goes-on", &[("subject", lesson.subject.as_str().into())])),
            _ => Some(words.say("paper-all-go-on")),
        };
        return Cell { words: going_on, joined: true, lessons: Vec::new() };
    }
    let Some(cluster) = clusters.iter().find(|cluster| cluster.from == from) else { return Cell::default() };
    let covered = spans.iter().filter(|(start, _)| (cluster.from..cluster.to).contains(start));
    let to = covered.map(|(_, end)| *end).max().unwrap_or(cluster.to);
    Cell {
        lessons: cluster.lessons.iter().map(|entry| lesson(entry, (from, to), words)).collect(),
        words: None,
        joined: false,
    }
}

fn lesson(entry: &LessonEntry, shown: (NaiveTime, NaiveTime), words: &Words) -> Lesson {
    let own_hours = span(entry) != shown || entry.end < entry.start;
    let (start, end) = (words.hour(entry.start), words.hour(entry.end));
    let hours = words.fill("paper-from-to", &[("start", start.into()), ("end", end.into())]);
    Lesson {
        subject: entry.subject.clone(),
        places: entry.rooms.iter().chain(&entry.teachers).cloned().collect(),
        group: entry.group.clone(),
        change: words.lesson_change(entry),
        cancelled: entry.status == LessonStatus::Cancelled,
        hours: own_hours.then_some(hours),
    }
}

#[cfg(test)]
mod tests;
