//! What the office's files become, good and bad ones.

use std::path::Path;

use chrono::{NaiveDate, NaiveTime};

use super::*;
use crate::config::source::timetable_file::Hours;
use crate::fs;
use crate::model::audience::Audience;
use crate::model::coverage::Completeness;
use crate::model::id::ClassId;
use crate::model::item::Item;
use crate::model::lesson::{Lesson, Teacher};
use crate::model::notice::NoticeKind;
use crate::model::school::Class;
use crate::model::time::Now;

const OFFICE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/office");

fn class(id: &str) -> ClassId {
    ClassId::new(id).unwrap()
}

/// Tuesday 24 November 2026, in a week A.
fn scope() -> Scope {
    let known = |id: &str, label: &str| Class { id: class(id), label: label.to_owned(), level: String::new() };
    Scope {
        now: Now::new("2026-11-24T06:30:00Z".parse().unwrap()),
        zone: chrono_tz::Europe::Paris,
        classes: vec![known("6a", "6e A"), known("3f", "3e F"), known("seconde", "2de 1")],
        week_a: Week::parse("2026-W36"),
    }
}

fn source(path: &Path, format: TimetableFormat) -> TimetableFile {
    let class_names = [("SECONDE1".to_owned(), class("seconde"))].into();
    let settings = Settings { path: path.to_path_buf(), format, weeks: None, class_names };
    TimetableFile::new(SourceId::new("edt").unwrap(), settings)
}

fn sts(path: &Path) -> TimetableFile {
    source(path, TimetableFormat::Sts { uai: Some("0459998Y".to_owned()) })
}

fn labels() -> FetLabels {
    let hours = |text: &str| Hours::parse(text).unwrap();
    let known = [("M1", "08:05-09:00"), ("M2", "09:00-09:55"), ("M3", "10:10-11:05"), ("mercredi/M3", "10:00-10:55")];
    FetLabels { hours: known.map(|(label, times)| (label.to_owned(), hours(times))).into(), ..FetLabels::default() }
}

/// The lessons of a week, each as one line: day, times, readers, subject, teachers, rooms.
fn week(fetched: &Fetched, monday: &str) -> Vec<String> {
    let week = Week::of(monday.parse().unwrap());
    let lessons = fetched.items.iter().filter_map(|item| match &item.item {
        Item::Lesson(lesson) => Some(lesson),
        _ => None,
    });
    let mut lines: Vec<String> = lessons
        .filter(|lesson| week.contains(crate::model::time::day_of(lesson.start, scope().zone)))
        .map(line)
        .collect();
    lines.sort();
    lines
}

fn line(lesson: &Lesson) -> String {
    let zone = scope().zone;
    let who = match &lesson.audience {
        Audience::Class(class) => class.to_string(),
        Audience::Group { class, group } => format!("{class}/{group}"),
        other => format!("{other:?}"),
    };
    let full = crate::model::lesson::TeacherNames::Full;
    let teachers: Vec<String> = lesson.teachers.iter().filter_map(|teacher: &Teacher| teacher.shown(full)).collect();
    let (start, end) = (lesson.start.with_timezone(&zone), lesson.end.with_timezone(&zone));
    format!(
        "{} {}-{} {who}: {} [{}] [{}]",
        start.format("%u"),
        start.format("%H:%M"),
        end.format("%H:%M"),
        lesson.title,
        teachers.join(", "),
        lesson.rooms.join(", ")
    )
}

fn read(source: &TimetableFile) -> Fetched {
    source.read(&scope(), &Cursor::default()).unwrap()
}

#[test]
fn the_pair_of_stsweb_becomes_weeks() {
    let fetched = read(&sts(&Path::new(OFFICE).join("sts")));
    let every_week = [
        "2 08:30-09:25 6a: Français [EXEMPLE A.-Z.] [B12]",
        "2 14:00-15:55 6a: ED.PHYSIQUE & SPORT. [MODÈLE Œ., REMPLAÇANT] [GYM, STADE]",
        "4 16:00-17:00 3f/LATIN: LCA LATIN [MODÈLE Œ.] [CDI]",
        "4 16:00-17:00 6a/LATIN: LCA LATIN [MODÈLE Œ.] [CDI]",
    ];
    let q1 = "5 09:30-10:25 6a: Français [EXEMPLE A.-Z.] []";
    let q2 = "5 09:30-10:25 3f: MATHEMATIQUES [EXEMPLE A.-Z.] [A3]";
    assert_eq!(week(&fetched, "2026-11-23"), [&every_week[..], &[q1]].concat());
    assert_eq!(week(&fetched, "2026-11-30"), [&every_week[..], &[q2]].concat());
    assert_eq!(week(&fetched, "2026-12-21"), every_week, "a week that no alternation lists");
    assert_eq!(fetched.rejected, []);
    let said: Vec<&str> = fetched.notices.iter().map(|notice| notice.message.as_str()).collect();
    assert_eq!(said, ["no class of this school: `5Z`"]);
    let covered: Vec<_> =
        fetched.coverage.iter().map(|window| (window.classes.clone(), &window.completeness)).collect();
    assert_eq!(covered, [(vec![class("3f")], &Completeness::Complete), (vec![class("6a")], &Completeness::Complete)]);
}

#[test]
fn what_is_past_is_told_once() {
    let source = sts(&Path::new(OFFICE).join("sts"));
    let first = read(&source);
    assert_eq!(first.coverage[0].from, "2026-11-23".parse().ok());
    let later = Scope { now: Now::new("2026-11-26T06:30:00Z".parse().unwrap()), ..scope() };
    let again = source.read(&later, &first.cursor).unwrap();
    assert_eq!(again.coverage[0].from, "2026-11-26".parse().ok());
    assert_eq!(week(&again, "2026-11-23").len(), 3);
}

#[test]
fn half_an_hour_apart_is_another_lesson() {
    let fetched = read(&source(&Path::new(OFFICE).join("fet"), TimetableFormat::Fet(labels())));
    assert_eq!(
        week(&fetched, "2026-11-30"),
        [
            "1 08:05-09:55 seconde: Mathématiques [A. Exemple] [B12]",
            "1 10:10-11:05 seconde/SECONDE1 GR1: SVT [C. Modèle] [Labo]",
            "1 10:10-11:05 seconde/SECONDE1 GR2: Physique [D. Inventé, E. Adjoint] [Labo 2]",
            "3 10:00-10:55 seconde: EPS [] [Gymnase]",
        ]
    );
    let file = Path::new(OFFICE).join("fet/csv/lycee_timetable.csv");
    let message = "the hour `M9` has no clock times: give them under `hours`".to_owned();
    let rejected = crate::model::item::Rejected { subject: format!("{}:7", file.display()), message };
    assert_eq!(fetched.rejected, [rejected]);
    assert!(fetched.coverage.iter().all(|window| matches!(window.completeness, Completeness::Partial(_))));
    assert!(!format!("{fetched:?}").contains("confidentiel"));
}

#[test]
fn two_files_may_be_for_weeks_a_and_b() {
    let mut source = source(&Path::new(OFFICE).join("fet"), TimetableFormat::Fet(labels()));
    source.settings.weeks = Some(crate::model::time::WeekParity::B);
    let fetched = read(&source);
    assert_eq!((week(&fetched, "2026-11-23").len(), week(&fetched, "2026-11-30").len()), (0, 4));
    let nobody_knows = Scope { week_a: None, ..scope() };
    let fetched = source.read(&nobody_knows, &Cursor::default()).unwrap();
    assert!(fetched.items.is_empty());
    assert!(fetched.notices.iter().any(|notice| notice.kind == NoticeKind::Configuration));
    assert!(fetched.coverage.iter().all(|window| window.completeness != Completeness::Complete));
}

/// The fixture's pair, changed.
fn changed(change: impl Fn(&str, String) -> Vec<u8>) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for name in ["emp_sts_0459998Y_2026.xml", "sts_emp_0459998Y_2026.xml"] {
        let bytes = fs::read(&Path::new(OFFICE).join("sts").join(name)).unwrap();
        let (text, _) = crate::http::text::decode(&bytes, Some("text/xml; charset=iso-8859-15"));
        fs::write(&folder.path().join(name), &change(name, text)).unwrap();
    }
    folder
}

fn latin(text: &str) -> Vec<u8> {
    encoding_rs::ISO_8859_15.encode(text).0.into_owned()
}

#[test]
fn weeks_of_another_year_are_only_a_parity() {
    let folder = changed(|_, text| latin(&text.replace("<DATE_DEBUT_SEMAINE>2026", "<DATE_DEBUT_SEMAINE>2099")));
    let fetched = read(&sts(folder.path()));
    let lessons = |monday| week(&fetched, monday).into_iter().filter(|line| line.starts_with('5')).collect::<Vec<_>>();
    assert_eq!(lessons("2026-11-23"), ["5 09:30-10:25 6a: Français [EXEMPLE A.-Z.] []"]);
    assert_eq!(lessons("2026-11-30"), ["5 09:30-10:25 3f: MATHEMATIQUES [EXEMPLE A.-Z.] [A3]"]);
    assert_eq!(lessons("2026-12-21"), lessons("2026-11-23"));
    assert!(fetched.notices.iter().any(|notice| notice.message.contains("`week_a` decides")));
}

#[test]
fn any_declared_encoding_is_read() {
    let expected = week(&read(&sts(&Path::new(OFFICE).join("sts"))), "2026-11-23");
    let utf_8 = changed(|_, text| text.replace("ISO-8859-15", "UTF-8").into_bytes());
    let lying = changed(|_, text| latin(&text.replace("ISO-8859-15", "UTF-8").replace('Œ', "OE")));
    let utf_16 = changed(|_, text| {
        let units =
            text.replace("ISO-8859-15", "UTF-16").encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
        [&[0xff, 0xfe], units.as_slice()].concat()
    });
    for folder in [utf_8, utf_16] {
        assert_eq!(week(&read(&sts(folder.path())), "2026-11-23"), expected);
    }
    let without_ligature: Vec<String> = expected.iter().map(|line| line.replace("Œ.", "O.")).collect();
    assert_eq!(week(&read(&sts(lying.path())), "2026-11-23"), without_ligature);
}

/// What becomes of a file, by its name and its text.
type Change = Box<dyn Fn(&str, String) -> Vec<u8>>;

#[test]
fn a_file_that_cannot_be_read_is_named() {
    let bomb = r#"<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;"><!ENTITY f SYSTEM "file:///etc/passwd">]>"#;
    let deep = |text: &str| text.replace("<SEMAINES/>", &format!("{}{}", "<a>".repeat(50), "</a>".repeat(50)));
    let cases: [(&str, Change); 7] = [
        ("declares entities", Box::new(move |_, text| latin(&text.replace("<EDT_STS>", &format!("{bomb}<EDT_STS>"))))),
        ("stops before its end", Box::new(|_, text| latin(&text[..text.len() / 2]))),
        ("is not an XML file", Box::new(|_, _| Vec::new())),
        ("holds no `sts_emp` file", Box::new(|_, text| latin(&text.replace("STS_EDT>", "EDT_STS>")))),
        ("is of the school `0111111A`", Box::new(|_, text| latin(&text.replace("0459998Y", "0111111A")))),
        (
            "is the timetable of 2025-2026",
            Box::new(|_, text| latin(&text.replace("=\"2026\"", "=\"2025\"").replace("SEMAINE>2026", "SEMAINE>2019"))),
        ),
        ("is more than 40 elements deep", Box::new(move |_, text| latin(&deep(&text)))),
    ];
    for (what, change) in cases {
        let folder = changed(change);
        let error = sts(folder.path()).read(&scope(), &Cursor::default()).unwrap_err();
        assert_eq!(error.kind(), Kind::Content, "{what}");
        let text = error.chain();
        assert!(text.contains(what) && text.contains(&folder.path().display().to_string()), "{what}: {text}");
        assert!(!text.contains("root:"), "{text}");
    }
    let nowhere = Path::new("/nowhere/at/all");
    for source in [sts(nowhere), source(nowhere, TimetableFormat::Fet(labels()))] {
        let error = source.read(&scope(), &Cursor::default()).unwrap_err();
        assert_eq!((error.kind(), error.chain().as_str()), (Kind::Content, "`/nowhere/at/all` does not exist"));
    }
}

#[test]
fn a_timetable_that_stops_in_a_word_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let whole = fs::read_text(&Path::new(OFFICE).join("fet/csv/lycee_timetable.csv")).unwrap();
    let cut = whole.find("Exemple").unwrap();
    fs::write(&folder.path().join("x_timetable.csv"), &whole.as_bytes()[..cut]).unwrap();
    let error = source(folder.path(), TimetableFormat::Fet(labels())).read(&scope(), &Cursor::default()).unwrap_err();
    assert!(error.chain().ends_with("x_timetable.csv` is not a whole timetable of FET"), "{}", error.chain());
}

#[test]
fn another_separator_and_labels_that_are_hours_need_no_explanation() {
    let folder = tempfile::tempdir().unwrap();
    let text = "Activity Id;Day;Hour;Students Sets;Subject;Teachers;Activity Tags;Room;Comments\n\
                1;lundi soir;17h00-17h50;6A;Chorale;;;Salle des fêtes;\n";
    fs::write(&folder.path().join("x_timetable.csv"), text.as_bytes()).unwrap();
    let fetched = read(&source(folder.path(), TimetableFormat::Fet(FetLabels::default())));
    assert_eq!(week(&fetched, "2026-11-23"), ["1 17:00-17:50 6a: Chorale [] [Salle des fêtes]"]);
    let hours =
        Hours { start: NaiveTime::from_hms_opt(17, 0, 0).unwrap(), end: NaiveTime::from_hms_opt(17, 50, 0).unwrap() };
    assert_eq!(Hours::parse("17h00-17h50"), Some(hours));
    assert_eq!(fetched.items[0].days, [NaiveDate::from_ymd_opt(2026, 11, 23).unwrap()]);
}
