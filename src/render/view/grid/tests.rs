//! Columns and cells, each timetable drawn as hours.

use chrono::NaiveTime;

use crate::model::lesson::LessonStatus;
use crate::plan::page::LessonEntry;

use super::*;

fn time(text: &str) -> NaiveTime {
    NaiveTime::parse_from_str(text, "%H:%M").unwrap()
}

fn lessons(hours: &[&str]) -> Vec<LessonEntry> {
    let lesson = |hours: &&str| {
        let (start, end) = hours.split_once('-').unwrap();
        LessonEntry {
            start: time(start),
            end: time(end),
            subject: (*hours).to_owned(),
            teachers: Vec::new(),
            rooms: Vec::new(),
            usual_rooms: Vec::new(),
            group: None,
            status: LessonStatus::Planned,
            cause: None,
            raw_status: None,
        }
    };
    hours.iter().map(lesson).collect()
}

fn columns(grid: &Grid) -> Vec<String> {
    let hours = |column: &Column| format!("{}-{}", column.start.format("%H:%M"), column.end.format("%H:%M"));
    grid.columns().iter().map(hours).collect()
}

fn cells(grid: &Grid, day: &[LessonEntry]) -> Vec<(usize, Vec<String>)> {
    let names = |cell: &Cell<'_>| (cell.span, cell.lessons.iter().map(|lesson| lesson.subject.clone()).collect());
    grid.cells(day).iter().map(names).collect()
}

#[test]
fn each_beginning_is_a_column() {
    for (hours, expected) in [
        (&["09:00-10:00", "08:00-08:55", "08:00-10:00"][..], &["08:00-08:55", "09:00-10:00"][..]),
        (&["08:00-10:00", "09:00-10:00"], &["08:00-09:00", "09:00-10:00"]),
        (&["08:00-09:00", "08:15-09:00", "08:20-09:00"], &["08:00-08:20", "08:20-09:00"]),
        (&["00:00-00:00", "08:00-09:00"], &["08:00-09:00"]),
        (&["00:00-23:59"], &["00:00-23:59"]),
        (&[], &["00:00-00:00"]),
    ] {
        assert_eq!(columns(&Grid::new(lessons(hours).iter())), expected, "{hours:?}");
    }
}

#[test]
fn a_cell_covers_the_columns_of_its_lessons() {
    let week = lessons(&["08:00-09:00", "09:00-10:00", "10:00-11:00", "13:00-14:00"]);
    let grid = Grid::new(week.iter());
    for (hours, expected) in [
        (&[][..], &[(1, vec![]), (1, vec![]), (1, vec![]), (1, vec![])][..]),
        (&["09:00-11:00"], &[(1, vec![]), (2, vec!["09:00-11:00"]), (1, vec![])]),
        (
            &["08:00-09:00", "08:00-09:00", "13:00-14:00"],
            &[(1, vec!["08:00-09:00", "08:00-09:00"]), (1, vec![]), (1, vec![]), (1, vec!["13:00-14:00"])],
        ),
        (
            &["08:00-10:00", "08:00-09:00", "09:00-10:00"],
            &[(2, vec!["08:00-10:00", "08:00-09:00", "09:00-10:00"]), (1, vec![]), (1, vec![])],
        ),
        (&["08:00-09:15", "09:10-10:00"], &[(2, vec!["08:00-09:15", "09:10-10:00"]), (1, vec![]), (1, vec![])]),
        (&["00:00-00:00", "10:00-11:00"], &[(4, vec!["00:00-00:00", "10:00-11:00"])]),
        (&["07:00-07:30"], &[(1, vec!["07:00-07:30"]), (1, vec![]), (1, vec![]), (1, vec![])]),
    ] {
        let expected: Vec<(usize, Vec<String>)> = expected
            .iter()
            .map(|(span, names)| (*span, names.iter().map(|name| (*name).to_owned()).collect()))
            .collect();
        assert_eq!(cells(&grid, &lessons(hours)), expected, "{hours:?}");
    }
}

#[test]
fn a_cell_knows_its_hours() {
    let week = lessons(&["08:05-09:00", "09:05-10:00"]);
    let grid = Grid::new(week.iter());
    let day = lessons(&["08:05-10:00"]);
    assert_eq!(grid.cells(&day)[0].hours, (time("08:05"), time("10:00")));
}
