//! What timetables become on paper.

use crate::render::words::Words;
use chrono::NaiveDate;

use super::{Cell, LessonEntry, LessonStatus, NaiveTime, grid};
use crate::model::lesson::NonTeachingKind;
use crate::model::time::Week;
use crate::plan::page::{DayOff, DayTimetable, WeekTimetable};

fn lesson(subject: &str, hours: [u32; 4]) -> LessonEntry {
    let at = |hour, minute| NaiveTime::from_hms_opt(hour, minute, 0).unwrap();
    LessonEntry {
        start: at(hours[0], hours[1]),
        end: at(hours[2], hours[3]),
        subject: subject.to_owned(),
        teachers: Vec::new(),
        rooms: Vec::new(),
        usual_rooms: Vec::new(),
        group: None,
        status: LessonStatus::Planned,
        cause: None,
        raw_status: None,
    }
}

/// Each row as "8 h-8 h 55: A | B + C", a cell that goes on in brackets; a long break as a line of its own.
fn drawn(days: Vec<Vec<LessonEntry>>) -> Vec<String> {
    let grid = grid(&week(days.into_iter().map(|lessons| (lessons, None)).collect()), &Words::new(None).unwrap());
    let mut lines = Vec::new();
    for row in grid.rows {
        lines.extend(row.after_break.then(|| "break".to_owned()));
        let cell = |cell: &Cell| {
            let lessons = cell.lessons.iter().map(|lesson| match &lesson.hours {
                Some(hours) => format!("{} {hours}", lesson.subject),
                None => lesson.subject.clone(),
            });
            let words = cell.words.iter().map(|words| format!("[{words}]"));
            lessons.chain(words).collect::<Vec<_>>().join(" + ")
        };
        let cells = row.cells.iter().map(cell).collect::<Vec<_>>().join(" | ");
        lines.push(format!("{}-{}: {cells}", row.from, row.to.unwrap_or_default()).replace('\u{a0}', " "));
    }
    lines
}

fn week(days: Vec<(Vec<LessonEntry>, Option<DayOff>)>) -> WeekTimetable {
    let week = Week::parse("2026-W49").unwrap();
    let days = week.days().zip(days).map(|(day, (lessons, off))| DayTimetable { day, off, lessons });
    WeekTimetable { week, days: days.collect(), changes_only: false, parity: None, unknown: None }
}

fn off(label: &str, from: u32, to: u32) -> DayOff {
    let day = |day| NaiveDate::from_ymd_opt(2026, 12, day).unwrap();
    DayOff { from: day(from), to: day(to), kind: NonTeachingKind::PublicHoliday, label: label.to_owned() }
}

#[test]
fn lessons_stand_in_the_rows_they_cover() {
    let monday = vec![lesson("A", [8, 0, 8, 55]), lesson("B", [8, 55, 9, 50]), lesson("C", [13, 30, 14, 25])];
    let tuesday = vec![lesson("D", [8, 0, 9, 50]), lesson("E", [13, 30, 14, 0])];
    assert_eq!(
        drawn(vec![monday, tuesday]),
        ["8 h-8 h 55: A | D", "8 h 55-9 h 50: B | [D, suite]", "break", "13 h 30-14 h: C de 13 h 30 à 14 h 25 | E"]
    );
}

#[test]
fn half_groups_share_a_cell_even_when_their_hours_differ() {
    let day = vec![lesson("A", [8, 0, 9, 50]), lesson("B", [8, 0, 8, 55]), lesson("C", [8, 55, 9, 50])];
    let other = vec![lesson("D", [8, 55, 9, 50])];
    assert_eq!(
        drawn(vec![day, other]),
        ["8 h-8 h 55: A + B de 8 h à 8 h 55 + C de 8 h 55 à 9 h 50 | ", "8 h 55-9 h 50: [Suite] | D"]
    );
}

#[test]
fn a_whole_day_and_a_night_disturb_no_row() {
    let day = vec![lesson("Sortie", [0, 0, 23, 59]), lesson("A", [8, 0, 8, 55]), lesson("Bal", [20, 0, 0, 0])];
    assert_eq!(
        drawn(vec![day]),
        ["Journée-: Sortie", "break", "8 h-8 h 55: A", "break", "20 h-23 h 59: Bal de 20 h à 0 h"]
    );
}

#[test]
fn a_day_off_says_why_and_a_week_off_needs_no_table() {
    let grid_of = |days| grid(&week(days), &Words::new(None).unwrap());
    let partly = grid_of(vec![(vec![lesson("A", [8, 0, 9, 0])], None), (Vec::new(), Some(off("Férié", 1, 1)))]);
    assert_eq!(partly.rows[0].cells[1].words.as_deref(), Some("Férié"));
    assert_eq!(partly.remarks, Vec::<String>::new());
    let training = grid_of(vec![
        (vec![lesson("A", [8, 0, 9, 0])], Some(off("Stage", 1, 4))),
        (Vec::new(), Some(off("Férié", 1, 1))),
    ]);
    assert_eq!(training.remarks, ["Stage jusqu’au vendredi 4\u{a0}décembre."]);
    let vacation = || (Vec::new(), Some(off("Vacances", 1, 20)));
    let whole = grid_of(vec![vacation(), vacation()]);
    assert_eq!(whole.remarks, ["Vacances jusqu’au dimanche 20\u{a0}décembre."]);
    assert_eq!(whole.rows, []);
    let unknown = grid_of(vec![(Vec::new(), Some(off("Férié", 1, 1))), (Vec::new(), None)]);
    let expected = ["Mardi 1er\u{a0}décembre\u{a0}: Férié.", "L’emploi du temps de cette semaine n’est pas connu."];
    assert_eq!(unknown.remarks, expected);
}
