//! Calendars, whole and damaged, as the connector reads them.

use chrono::NaiveDate;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use super::*;
use crate::config::secret::Secret;
use crate::model::attachment::AttachmentKind;
use crate::model::audience::Audience;
use crate::model::coverage::{Completeness, Coverage};
use crate::model::homework::Homework;
use crate::model::id::{AttachmentId, ClassId};
use crate::model::item::{FetchedItem, Item};
use crate::model::lesson::{Cause, Lesson, LessonContent, LessonStatus, NonTeaching, NonTeachingKind, Teacher};
use crate::model::notice::{Notice, NoticeKind};
use crate::model::rich_text::{Block, Inline, RichText};
use crate::model::school::Class;
use crate::model::subject::Subject;
use crate::model::time::Now;

const WEEK: &[u8] = include_bytes!("../../../tests/fixtures/pronote/semaine.ics");

fn class(id: &str) -> ClassId {
    ClassId::new(id).unwrap()
}

fn settings(url: &str) -> Settings {
    Settings { url: Secret::Literal(url.into()), classes: vec![class("6a")], groups: Vec::new() }
}

fn scope() -> Scope {
    let known = Class { id: class("6a"), label: "6e A".to_owned(), level: "6e".to_owned() };
    Scope {
        now: Now::new("2026-11-24T06:00:00Z".parse().unwrap()),
        zone: chrono_tz::Europe::Paris,
        classes: vec![known],
        week_a: None,
    }
}

fn fetched(bytes: &[u8]) -> Fetched {
    convert::fetched(wire::parse(bytes, None, "edt-6a"), &settings("https://ent.example/"), &scope(), "edt-6a")
}

/// What a calendar of these events gives.
fn events(events: &[&str]) -> Fetched {
    let events: Vec<String> = events.iter().map(|event| format!("BEGIN:VEVENT\n{event}\nEND:VEVENT\n")).collect();
    fetched(format!("BEGIN:VCALENDAR\n{}END:VCALENDAR\n", events.concat()).as_bytes())
}

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

fn group() -> Audience {
    Audience::Group { class: class("6a"), group: "6A GR1".to_owned() }
}

fn lesson(start: &str, end: &str, subject: &str) -> Lesson {
    Lesson {
        audience: Audience::Class(class("6a")),
        subject: Some(Subject::new(subject)),
        title: subject.to_owned(),
        start: start.parse().unwrap(),
        end: end.parse().unwrap(),
        teachers: Vec::new(),
        rooms: Vec::new(),
        status: LessonStatus::Planned,
        cause: None,
        raw_status: None,
        ruled: false,
    }
}

fn given(native_id: &str, day: NaiveDate, lesson: Lesson) -> FetchedItem {
    FetchedItem { native_id: Some(native_id.to_owned()), days: vec![day], item: Item::Lesson(lesson) }
}

fn teachers(names: &[&str]) -> Vec<Teacher> {
    names.iter().map(|name| Teacher::new(name)).collect()
}

fn rooms(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

fn chemistry() -> Vec<FetchedItem> {
    let tuesday = day(2026, 11, 24);
    let subject = Some(Subject::new("PHYSIQUE & CHIMIE"));
    let of = |item| FetchedItem { native_id: None, days: vec![tuesday], item };
    let state = vec![
        Inline::Text { text: "L’état ".to_owned() },
        Inline::Strong { content: vec![Inline::Text { text: "liquide".to_owned() }] },
    ];
    let file = Attachment {
        id: AttachmentId::of("fiche n°2.pdf"),
        name: "fiche n°2.pdf".to_owned(),
        kind: AttachmentKind::AtSource(None),
        media_type: None,
        digest: None,
        size: None,
        alt: None,
    };
    let homework = |given_on, due_on, text: &str, test, attachments| {
        let (audience, subject) = (group(), subject.clone());
        Item::Homework(Homework {
            audience,
            subject,
            given_on: Some(given_on),
            due_on,
            body: RichText::plain(text),
            test,
            attachments,
        })
    };
    vec![
        of(Item::Content(LessonContent {
            audience: group(),
            subject: subject.clone(),
            day: tuesday,
            title: None,
            body: RichText { blocks: vec![Block::Paragraph { content: state }] },
        })),
        of(homework(day(2026, 11, 17), tuesday, "Relire la leçon 4\u{a0}: p. 51, n°2", false, vec![file])),
        of(homework(tuesday, day(2026, 12, 1), "Contrôle sur l’eau", true, Vec::new())),
        given(
            "Cours-4117-13@20261124T073000Z",
            tuesday,
            Lesson {
                audience: group(),
                teachers: teachers(&["EXEMPLE A.", "MODELE B."]),
                rooms: rooms(&["B12"]),
                ..lesson("2026-11-24T07:30:00Z", "2026-11-24T08:25:00Z", "PHYSIQUE & CHIMIE")
            },
        ),
    ]
}

fn changes() -> Vec<FetchedItem> {
    let moved = Lesson {
        teachers: teachers(&["PASCAL J.-M."]),
        rooms: rooms(&["A03"]),
        status: LessonStatus::Moved,
        raw_status: Some("Cours déplacé".to_owned()),
        ..lesson("2026-11-25T08:30:00Z", "2026-11-25T09:25:00Z", "LV1 - ANGLAIS")
    };
    let old_slot = Lesson {
        status: LessonStatus::Cancelled,
        raw_status: Some("Cours annulé".to_owned()),
        start: "2026-11-26T08:30:00Z".parse().unwrap(),
        end: "2026-11-26T09:25:00Z".parse().unwrap(),
        ..moved.clone()
    };
    let absent = Lesson {
        teachers: teachers(&["MODELE B."]),
        rooms: rooms(&["A03"]),
        status: LessonStatus::Cancelled,
        cause: Some(Cause::TeacherAbsent),
        raw_status: Some("Prof. absent".to_owned()),
        ..lesson("2026-11-24T08:30:00Z", "2026-11-24T09:25:00Z", "ANGLAIS LV1")
    };
    let room = Lesson {
        rooms: rooms(&["B14"]),
        status: LessonStatus::RoomChanged,
        raw_status: Some("Changement de salle".to_owned()),
        ..lesson("2026-11-26T10:00:00Z", "2026-11-26T10:55:00Z", "MATHEMATIQUES")
    };
    vec![
        given("Cours-4120-13@20261124T083000Z", day(2026, 11, 24), absent),
        given("Cours-4121-13@20261125T083000Z", day(2026, 11, 25), moved),
        given("Cours-4121-14@20261126T083000Z", day(2026, 11, 26), old_slot),
        FetchedItem { native_id: None, days: vec![day(2026, 11, 26)], item: Item::Lesson(room) },
    ]
}

fn holidays() -> Vec<FetchedItem> {
    let of = |from, to, kind, label: &str| FetchedItem {
        native_id: None,
        days: vec![from],
        item: Item::NonTeaching(NonTeaching { from, to, kind, label: label.to_owned() }),
    };
    vec![
        of(day(2026, 12, 19), day(2027, 1, 3), NonTeachingKind::Holiday, "Vacances"),
        of(day(2026, 11, 11), day(2026, 11, 11), NonTeachingKind::PublicHoliday, "Férié"),
    ]
}

fn coverage(kind: DataKind, from: NaiveDate, to: NaiveDate, completeness: Completeness) -> Coverage {
    let classes = vec![class("6a")];
    Coverage { kind, classes, from: Some(from), to: Some(to), completeness, pulled_at: scope().now.instant() }
}

#[test]
fn a_calendar_becomes_lessons_homework_contents_and_holidays() {
    let window = (day(2026, 11, 24), day(2026, 12, 2));
    let expected = Fetched {
        items: [chemistry(), changes(), holidays()].concat(),
        coverage: vec![
            coverage(DataKind::Timetable, day(2026, 9, 1), day(2027, 7, 4), Completeness::Complete),
            coverage(DataKind::Homework, window.0, window.1, Completeness::Complete),
            coverage(DataKind::Contents, window.0, window.1, Completeness::Complete),
        ],
        cursor: Cursor(None),
        notices: Vec::new(),
        rejected: Vec::new(),
    };
    assert_eq!(fetched(WEEK), expected);
    assert!(!format!("{expected:?}").contains("SECRET"));
}

#[test]
fn folds_may_fall_anywhere_even_inside_escapes_and_characters() {
    let whole = fetched(WEEK);
    for width in (3..=90).filter(|width| *width != 4) {
        for line_break in ["\r\n ", "\n\t"] {
            let mut folded = Vec::new();
            for line in WEEK.split_inclusive(|byte| *byte == b'\n') {
                let text = line.trim_ascii_end();
                let pieces: Vec<&[u8]> = text.chunks(width).collect();
                folded.extend(pieces.join(line_break.as_bytes()));
                folded.extend(b"\r\n");
            }
            assert_eq!(fetched(&folded), whole, "{width} {line_break:?}");
        }
    }
}

#[test]
fn latin_1_is_read_and_said() {
    let (latin, _, unmappable) = encoding_rs::WINDOWS_1252.encode(std::str::from_utf8(WEEK).unwrap());
    assert!(!unmappable);
    let read = fetched(&latin);
    assert_eq!(read.items, fetched(WEEK).items);
    let message = "the calendar is not sound UTF-8; read as windows-1252";
    assert_eq!(read.notices, [Notice::new(NoticeKind::Malformed, "edt-6a", message)]);
}

#[test]
fn a_calendar_cut_anywhere_is_partial_and_gives_only_whole_events() {
    let whole = fetched(WEEK);
    for end in (20..WEEK.len() - "END:VCALENDAR\r\n".len()).step_by(7) {
        let read = fetched(&WEEK[..end]);
        assert!(read.coverage.iter().all(|window| matches!(window.completeness, Completeness::Partial(_))), "{end}");
        assert_eq!(read.items[..], whole.items[..read.items.len()], "{end}");
        assert!(read.notices.iter().any(|notice| notice.message == "the calendar is cut before its end"));
    }
    let cut = WEEK.len() - "END:VCALENDAR\r\n".len();
    assert_eq!(fetched(&WEEK[..cut]).items, whole.items);
}

#[test]
fn an_empty_calendar_is_complete_but_says_nothing_of_homework() {
    let none = |kind, completeness| Coverage {
        from: None,
        to: None,
        ..coverage(kind, day(2026, 1, 1), day(2026, 1, 1), completeness)
    };
    let partial = Completeness::Partial("no homework in this export".to_owned());
    let read = events(&[]);
    assert_eq!(read.items, []);
    assert_eq!(
        read.coverage,
        [
            none(DataKind::Timetable, Completeness::Complete),
            none(DataKind::Homework, partial.clone()),
            none(DataKind::Contents, partial)
        ]
    );
}

#[test]
fn strange_events_are_said_and_the_others_go_on() {
    let read = events(&[
        "CATEGORIES:Cours\nSUMMARY:SANS DEBUT",
        "CATEGORIES:Cours\nDTSTART:20261124T090000Z\nDTEND:20261124T080000Z\nSUMMARY:A L’ENVERS - EXEMPLE A.",
        "CATEGORIES:Cours - Cours en forêt\nDTSTART:20261124T100000Z\nDTEND:20261124T110000Z\nSUMMARY:SVT - EXEMPLE A.",
        "CATEGORIES:Cours - Cours en forêt\nDTSTART:20261125T100000Z\nDTEND:20261125T110000Z\nSUMMARY:SVT - EXEMPLE A.",
        "CATEGORIES:Sessions de stage\nDTSTART:20261126T080000Z\nDTEND:20261126T160000Z\nSUMMARY:Stage - Mairie",
        "CATEGORIES:Sessions de stage\nDTSTART;VALUE=DATE:20261127\nSUMMARY:Stage",
        "CATEGORIES:Club photo\nDTSTART:20261127T120000Z\nDTEND:20261127T130000Z\nSUMMARY:Club photo",
    ]);
    let lessons: Vec<Lesson> = read
        .items
        .iter()
        .map(|item| match &item.item {
            Item::Lesson(lesson) => lesson.clone(),
            other => panic!("{other:?}"),
        })
        .collect();
    let wood = Lesson {
        teachers: teachers(&["EXEMPLE A."]),
        status: LessonStatus::Modified,
        raw_status: Some("Cours en forêt".to_owned()),
        ..lesson("2026-11-24T10:00:00Z", "2026-11-24T11:00:00Z", "SVT")
    };
    let untaught = |start, end, title: &str| Lesson { subject: None, ..lesson(start, end, title) };
    assert_eq!(
        lessons,
        [
            Lesson {
                teachers: teachers(&["EXEMPLE A."]),
                ..lesson("2026-11-24T09:00:00Z", "2026-11-24T09:00:00Z", "A L’ENVERS")
            },
            wood.clone(),
            Lesson {
                start: "2026-11-25T10:00:00Z".parse().unwrap(),
                end: "2026-11-25T11:00:00Z".parse().unwrap(),
                ..wood
            },
            untaught("2026-11-26T08:00:00Z", "2026-11-26T16:00:00Z", "Stage - Mairie"),
            untaught("2026-11-27T12:00:00Z", "2026-11-27T13:00:00Z", "Club photo"),
        ]
    );
    let said: Vec<(NoticeKind, &str)> =
        read.notices.iter().map(|notice| (notice.kind, notice.message.as_str())).collect();
    assert_eq!(
        said,
        [
            (NoticeKind::UnknownLabel, "events of whole days in `Sessions de stage` are left out"),
            (NoticeKind::UnknownLabel, "unknown category `Club photo`"),
            (NoticeKind::UnknownLabel, "unknown lesson status `Cours en forêt`"),
            (NoticeKind::Malformed, "an event without beginning was left out"),
            (NoticeKind::Malformed, "the event of 2026-11-24T09:00Z has no end after its beginning"),
        ]
    );
    assert!(read.items.iter().all(|item| item.native_id.is_none()));
}

#[test]
fn days_are_local_when_the_clocks_change() {
    let homework = "DESCRIPTION:Matière : SVT\\n\\n<strong>Pour le 02/11/2026 : \\n</strong><div>Lire</div>";
    let starts = [
        ("20261024T220000Z", day(2026, 10, 25)),
        ("20261025T225959Z", day(2026, 10, 25)),
        ("20261025T230000Z", day(2026, 10, 26)),
        ("20270327T225959Z", day(2027, 3, 27)),
        ("20270328T215959Z", day(2027, 3, 28)),
        ("20270328T220000Z", day(2027, 3, 29)),
    ];
    for (start, expected) in starts {
        let read = events(&[&format!("CATEGORIES:Cours\nDTSTART:{start}\nDTEND:{start}\nSUMMARY:SVT\n{homework}")]);
        let days: Vec<Vec<NaiveDate>> = read.items.iter().map(|item| item.days.clone()).collect();
        assert_eq!(days, [[expected], [expected]], "{start}");
    }
    let local =
        events(&["CATEGORIES:Cours\nDTSTART:20261026T083000\nDTEND;TZID=Europe/Paris:20261026T092500\nSUMMARY:SVT"]);
    let expected = lesson("2026-10-26T07:30:00Z", "2026-10-26T08:25:00Z", "SVT");
    assert_eq!(local.items[0].item, Item::Lesson(expected));
}

#[test]
fn homework_is_looked_for_from_monday_or_its_first_day() {
    let block = |start: &str| {
        format!(
            "CATEGORIES:Cours\nDTSTART:{start}\nDTEND:{start}\nSUMMARY:SVT\nDESCRIPTION:Matière : SVT\\n\\n<strong>Contenu pédagogique : \\n</strong>Lire"
        )
    };
    for (start, from) in [("20261110T080000Z", day(2026, 11, 23)), ("20261126T080000Z", day(2026, 11, 26))] {
        let read = events(&[&block(start)]);
        let window = |kind| coverage(kind, from, day(2026, 12, 2), Completeness::Complete);
        assert_eq!(read.coverage[1..], [window(DataKind::Homework), window(DataKind::Contents)]);
    }
}

/// A server on loopback that gives one answer for ever.
async fn serve(answer: String) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut request = vec![0; 4096];
            let read = stream.read(&mut request).await.unwrap();
            let asked = String::from_utf8_lossy(&request[..read]).to_lowercase();
            let known = asked.contains("if-none-match: \"7\"");
            let answer = if known { "HTTP/1.1 304 Not Modified\r\nconnection: close\r\n\r\n" } else { &answer };
            stream.write_all(answer.as_bytes()).await.unwrap();
        }
    });
    format!("http://{address}/ical/mesinformations.ics?icalsecurise=hidden")
}

fn source(url: &str) -> PronoteIcal {
    PronoteIcal::new(SourceId::new("edt-6a").unwrap(), settings(url), Client::new().unwrap())
}

#[tokio::test]
async fn a_page_instead_of_a_calendar_is_an_error_without_the_address() {
    for (body, what) in [
        ("<!DOCTYPE html><title>Pronote</title>", "an HTML page"),
        ("", "something else"),
        ("IP suspendue", "something else"),
    ] {
        let answer = format!("HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: {}\r\n\r\n{body}", body.len());
        let source = source(&serve(answer).await);
        let error = source.fetch(&scope(), &Cursor(None)).await.unwrap_err();
        assert_eq!(error.kind(), Kind::UnexpectedReply);
        let told = format!("{error:?} {source:?}");
        assert!(
            told.contains(&format!("answered with {what} instead of a calendar")) && !told.contains("hidden"),
            "{told}"
        );
    }
}

#[tokio::test]
async fn an_unchanged_calendar_is_asked_for_only_under_the_same_settings() {
    let week = std::str::from_utf8(WEEK).unwrap();
    let answer = format!(
        "HTTP/1.1 200 OK\r\nconnection: close\r\netag: \"7\"\r\ncontent-length: {}\r\n\r\n\u{feff}{week}",
        week.len() + 3
    );
    let url = serve(answer).await;
    let mut source = source(&url);
    source.check(&scope()).await.unwrap();
    let first = source.fetch(&scope(), &Cursor(None)).await.unwrap();
    assert_eq!(first.items, fetched(WEEK).items);
    assert!(!first.cursor.0.clone().unwrap().contains("hidden"));
    let second = source.fetch(&scope(), &first.cursor).await.unwrap();
    let states: Vec<&Completeness> = second.coverage.iter().map(|window| &window.completeness).collect();
    assert_eq!((second.items, states), (Vec::new(), vec![&Completeness::Unchanged; 3]));
    source.settings.groups = vec!["6A GR1".to_owned()];
    assert_eq!(source.fetch(&scope(), &first.cursor).await.unwrap().items.len(), first.items.len());
}
