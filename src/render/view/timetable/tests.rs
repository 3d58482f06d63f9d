//! A week as rows of cells.

use chrono::{NaiveDate, NaiveTime};

use crate::model::lesson::{Cause, LessonStatus, NonTeachingKind};
use crate::model::time::Week;
use crate::plan::page::LessonEntry;

use super::*;

fn date(day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, day).unwrap()
}

fn lesson(hours: (u32, u32), subject: &str) -> LessonEntry {
    LessonEntry {
        start: NaiveTime::from_hms_opt(hours.0, 0, 0).unwrap(),
        end: NaiveTime::from_hms_opt(hours.1, 0, 0).unwrap(),
        subject: subject.to_owned(),
        teachers: vec!["T.".to_owned()],
        rooms: vec!["B12".to_owned()],
        usual_rooms: Vec::new(),
        group: None,
        status: LessonStatus::Planned,
        cause: None,
        raw_status: None,
    }
}

fn day(number: u32, lessons: Vec<LessonEntry>, off: Option<DayOff>) -> DayTimetable {
    DayTimetable { day: date(number), off, lessons }
}

fn off(label: &str, first: u32, last: u32) -> DayOff {
    DayOff { from: date(first), to: date(last), kind: NonTeachingKind::Closure, label: label.to_owned() }
}

fn view(days: Vec<DayTimetable>) -> TimetableView {
    TimetableView::new(
        &WeekTimetable { week: Week::of(date(23)), days, changes_only: false, parity: None, unknown: None },
        &Words::new(None).unwrap(),
    )
}

/// A row as text: cells between bars, `×2` for the columns covered, `…` for hours that the columns already say.
fn drawn(row: &RowView) -> String {
    let lesson = |lesson: &LessonView| {
        let hours = if lesson.own_hours { lesson.hours.replace('\u{a0}', " ") } else { "…".to_owned() };
        let change = lesson.change.as_deref().unwrap_or_default();
        let struck = if lesson.cancelled { "-" } else { "" };
        format!("{hours} {struck}{}{struck} {} {change}", lesson.subject, lesson.details.replace('\u{a0}', " "))
    };
    let cell = |cell: &CellView| {
        let lessons: Vec<String> = cell.lessons.iter().map(|entry| lesson(entry).trim_end().to_owned()).collect();
        let span = if cell.span > 1 { format!("×{} ", cell.span) } else { String::new() };
        format!("{span}{}{}", cell.note.as_deref().unwrap_or_default(), lessons.join(" + "))
    };
    format!("{}: {}", row.day.replace('\u{a0}', " "), row.cells.iter().map(cell).collect::<Vec<_>>().join(" | "))
}

#[test]
fn a_week_is_a_table_of_days_and_hours() {
    let mut cancelled = lesson((9, 10), "Anglais");
    (cancelled.status, cancelled.cause) = (LessonStatus::Cancelled, Some(Cause::TeacherAbsent));
    let group = |name: &str, hours, subject| LessonEntry { group: Some(name.to_owned()), ..lesson(hours, subject) };
    let view = view(vec![
        day(23, vec![lesson((8, 9), "Français"), cancelled], None),
        day(24, vec![lesson((9, 11), "EPS")], None),
        day(25, vec![group("Gr 1", (8, 10), "SVT"), group("Gr 2", (8, 9), "Latin"), lesson((10, 11), "Maths")], None),
        day(26, Vec::new(), Some(off("Journée pédagogique", 26, 26))),
        day(27, Vec::new(), None),
    ]);
    assert_eq!(view.caption, "Semaine\u{a0}48, du 23 au 27\u{a0}novembre\u{a0}2026");
    assert_eq!(view.columns, ["8\u{a0}h à\u{a0}9\u{a0}h", "9\u{a0}h à\u{a0}10\u{a0}h", "10\u{a0}h à\u{a0}11\u{a0}h"]);
    assert_eq!(
        view.rows.iter().map(drawn).collect::<Vec<_>>(),
        [
            "Lundi 23: … Français salle B12 | … -Anglais- salle B12 Annulé\u{a0}: professeur absent | ",
            "Mardi 24:  | ×2 … EPS salle B12",
            "Mercredi 25: ×2 … SVT Gr 1, salle B12 + 8 h à 9 h Latin Gr 2, salle B12 | … Maths salle B12",
            "Jeudi 26: ×3 Journée pédagogique.",
            "Vendredi 27: ×3 Aucun cours noté.",
        ]
    );
}

#[test]
fn a_week_without_lessons_is_a_sentence() {
    let empty = |off: Option<DayOff>| (23..=27).map(|number| day(number, Vec::new(), off.clone())).collect();
    for (days, words) in [
        (empty(Some(off("Vacances", 21, 29))), "Vacances jusqu’au dimanche 29\u{a0}novembre."),
        (empty(None), "Aucun cours n’est encore noté pour cette semaine."),
    ] {
        let view = view(days);
        assert_eq!((view.instead.as_deref(), view.rows), (Some(words), Vec::new()));
    }
    let mixed = view(vec![day(23, Vec::new(), Some(off("Férié", 23, 23))), day(24, Vec::new(), None)]);
    assert_eq!((mixed.instead, mixed.rows.len()), (None, 2));
}
