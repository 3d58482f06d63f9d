//! What a calendar program that is not ours makes of a calendar.

use calcard::icalendar::ICalendar as Read;
use chrono::NaiveDate;

use super::*;
use crate::model::legal::Conformity;
use crate::model::lesson::NonTeachingKind;
use crate::plan::page::{Chrome, LessonEntry};

fn instant(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn facts(id: &str, sequence: i64) -> CalendarFacts {
    CalendarFacts { id: id.to_owned(), changed_at: instant("2026-11-24T06:00:00Z"), sequence }
}

fn lesson(status: LessonStatus, sequence: i64) -> CalendarLesson {
    let (start, end) = (instant("2026-10-25T07:00:00Z"), instant("2026-10-25T07:55:00Z"));
    let lesson = LessonEntry {
        start: start.naive_utc().time(),
        end: end.naive_utc().time(),
        subject: "Français, lecture; écriture".to_owned(),
        teachers: vec!["T.".to_owned()],
        rooms: vec!["B12".to_owned()],
        usual_rooms: Vec::new(),
        group: None,
        status,
        cause: None,
        raw_status: None,
    };
    CalendarLesson { facts: facts("0a1b", sequence), start, end, lesson }
}

fn calendar(homework_as: HomeworkCalendar, lessons: Vec<CalendarLesson>) -> String {
    let day = |day| NaiveDate::from_ymd_opt(2026, 12, day).unwrap();
    let homework = CalendarHomework {
        facts: facts("2c3d", 0),
        due_on: day(1),
        subject: Some("Maths".to_owned()),
        group: None,
        text: format!("Exercice 3, page 12 ; {} \u{7}\\ fin", "été ".repeat(40)),
    };
    let off = DayOff { from: day(19), to: day(31), kind: NonTeachingKind::Holiday, label: "vacances".to_owned() };
    let chrome =
        Chrome { school: "Collège des Tilleuls".to_owned(), title: "6e A".to_owned(), conformity: Conformity::None };
    let input = Calendar { chrome, homework_as, lessons, homework: vec![homework], days_off: vec![off] };
    String::from_utf8(icalendar(&input, &Words::new(None).unwrap())).unwrap()
}

/// The properties of the components that have a UID, as another program writes them.
fn properties(text: &str, names: &[&str]) -> Vec<Vec<String>> {
    let read = Read::parse(text).unwrap().to_string().replace("\r\n ", "");
    let part = |component: &str| {
        let lines = component.lines().filter(|line| names.iter().any(|name| line.starts_with(name)));
        let mut lines: Vec<String> = lines.map(str::to_owned).collect();
        lines.sort();
        lines
    };
    read.split("BEGIN:V").skip(2).map(part).collect()
}

#[test]
fn another_program_finds_what_was_written() {
    let text = calendar(HomeworkCalendar::Event, vec![lesson(LessonStatus::Planned, 0)]);
    let names = ["UID", "DTSTART", "DTEND", "STATUS", "SEQUENCE", "SUMMARY", "LOCATION"];
    assert_eq!(
        properties(&text, &names),
        [
            vec![
                "DTEND:20261025T075500Z",
                "DTSTART:20261025T070000Z",
                "LOCATION:B12",
                "SUMMARY:Français\\, lecture\\; écriture",
                "UID:0a1b@ardoise",
            ],
            vec![
                "DTEND;VALUE=DATE:20261202",
                "DTSTART;VALUE=DATE:20261201",
                "SUMMARY:À faire\u{a0}: Maths",
                "UID:2c3d@ardoise",
            ],
            vec!["DTEND;VALUE=DATE:20270101", "DTSTART;VALUE=DATE:20261219", "SUMMARY:Vacances"],
        ]
        .map(|lines| lines.into_iter().map(str::to_owned).collect::<Vec<_>>())
        .into_iter()
        .enumerate()
        .map(|(index, mut lines)| {
            if index == 2 {
                lines.push(properties(&text, &["UID"])[2][0].clone());
            }
            lines
        })
        .collect::<Vec<_>>()
    );
}

#[test]
fn a_cancelled_lesson_keeps_its_name_and_grows_in_sequence() {
    let facts = |status, sequence| {
        let text = calendar(HomeworkCalendar::Event, vec![lesson(status, sequence)]);
        properties(&text, &["UID", "STATUS", "SEQUENCE"])[0].clone()
    };
    assert_eq!(facts(LessonStatus::Planned, 0), ["UID:0a1b@ardoise"]);
    assert_eq!(facts(LessonStatus::Cancelled, 90), ["SEQUENCE:90", "STATUS:CANCELLED", "UID:0a1b@ardoise"]);
    // The teacher is back.
    assert_eq!(facts(LessonStatus::Planned, 150), ["SEQUENCE:150", "STATUS:CONFIRMED", "UID:0a1b@ardoise"]);
}

#[test]
fn homework_may_be_tasks() {
    let text = calendar(HomeworkCalendar::Todo, Vec::new());
    assert_eq!(properties(&text, &["DUE", "UID"])[0], ["DUE;VALUE=DATE:20261201", "UID:2c3d@ardoise"]);
}

#[test]
fn lines_are_folded_between_letters() {
    let text = calendar(HomeworkCalendar::Event, vec![lesson(LessonStatus::Planned, 0)]);
    for line in text.split("\r\n") {
        assert!(line.len() <= 75 && !line.contains('\n'), "{line:?}");
    }
    let told = format!("DESCRIPTION:Exercice 3\\, page 12 \\; {} \\\\ fin", "été ".repeat(40));
    assert!(text.replace("\r\n ", "").contains(&told), "{text}");
}
