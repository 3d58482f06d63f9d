//! What a class's pages show, and when.

use std::path::Path;
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc, Weekday};

use super::*;
use crate::config::schedule::PrintTime;
use crate::config::secret::Lookup;
use crate::model::audience::Audience;
use crate::model::coverage::{Completeness, Coverage, DataKind};
use crate::model::homework::Homework;
use crate::model::id::{ClassId, ItemId, ItemKey, SourceId};
use crate::model::lesson::{Lesson, LessonStatus, NonTeaching, NonTeachingKind};
use crate::model::rich_text::RichText;
use crate::model::snapshot::Seen;
use crate::model::subject::Subject;
use crate::plan::page::{Body, IndexPage, Warning};

mod feeds;
mod other_pages;
mod unknown;

const CONFIG: &str = r#"
[school]
name = "Collège des Tilleuls"
[[classes]]
id = "6a"
label = "6e A"
level = "6e"
[[sources]]
id = "edt"
type = "pronote-ical"
url = { env = "URL" }
class = "6a"
"#;

fn config() -> Config {
    let lookup: Lookup = Arc::new(|_| None);
    Config::parse(CONFIG, Path::new("."), &lookup).unwrap()
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn instant(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn seen<T>(key: &str, item: T) -> Seen<T> {
    let id = ItemId { source: SourceId::new("edt").unwrap(), key: ItemKey::new(key) };
    let first = instant("2026-11-20T06:00:00Z");
    Seen { id, seen_first: first, changed_at: first, item }
}

fn class() -> Audience {
    Audience::Class(ClassId::new("6a").unwrap())
}

fn lesson(start: &str) -> Seen<Lesson> {
    let start = instant(start);
    let lesson = Lesson {
        audience: class(),
        subject: Some(Subject::new("Français")),
        title: String::new(),
        start,
        end: start + TimeDelta::minutes(55),
        teachers: Vec::new(),
        rooms: Vec::new(),
        status: LessonStatus::Planned,
        cause: None,
        raw_status: None,
        ruled: false,
    };
    seen(&format!("lesson {start}"), lesson)
}

fn homework(due: &str, text: &str) -> Seen<Homework> {
    let homework = Homework {
        audience: class(),
        subject: Some(Subject::new("Français")),
        given_on: None,
        due_on: day(due),
        body: RichText::plain(text),
        test: false,
        attachments: Vec::new(),
    };
    seen(&format!("homework {due} {text}"), homework)
}

fn coverage(kind: DataKind, completeness: Completeness, pulled_at: &str) -> Coverage {
    Coverage { kind, classes: Vec::new(), from: None, to: None, completeness, pulled_at: instant(pulled_at) }
}

/// A Friday, the Monday after the week-end, then holidays until 4 January.
fn snapshot() -> Snapshot {
    let fresh = "2026-12-18T05:30:00Z";
    let windows =
        [DataKind::Homework, DataKind::Timetable].map(|kind| coverage(kind, Completeness::Complete, fresh)).to_vec();
    Snapshot {
        lessons: vec![
            lesson("2026-12-11T08:00:00Z"),
            lesson("2026-12-14T08:00:00Z"),
            lesson("2026-12-18T14:00:00Z"),
            lesson("2027-01-04T08:00:00Z"),
        ],
        homework: vec![
            homework("2026-12-11", "pour vendredi"),
            homework("2026-12-12", "pour samedi"),
            homework("2026-12-14", "pour lundi"),
            homework("2027-01-04", "pour la rentrée"),
        ],
        non_teaching: vec![NonTeaching {
            from: day("2026-12-19"),
            to: day("2027-01-03"),
            kind: NonTeachingKind::Holiday,
            label: "Vacances".to_owned(),
        }],
        coverage: [(SourceId::new("edt").unwrap(), windows)].into(),
        ..Snapshot::default()
    }
}

fn index(snapshot: &Snapshot, now: &str, detail: Detail) -> IndexPage {
    let config = config();
    let media = BTreeMap::new();
    let inputs =
        Inputs { snapshot, media: &media, config: &config, places: &Places::default(), now: Now::new(instant(now)) };
    let jobs = site(inputs, &config.sites[0], detail);
    match &jobs[0].work {
        Work::Page(Page::Index(index)) => index.as_ref().clone(),
        other => panic!("{other:?}"),
    }
}

fn texts(entries: &[crate::plan::page::HomeworkEntry]) -> Vec<String> {
    let text = |entry: &crate::plan::page::HomeworkEntry| match &entry.body {
        Body::Full(text) => text.plain_text(),
        Body::Short { text, page } => format!("{text} → {page}"),
    };
    entries.iter().map(text).collect()
}

#[test]
fn the_next_school_day_is_the_next_one_with_a_lesson_to_come() {
    for (now, next, tomorrow, later) in [
        ("2026-12-11T06:00:00Z", "2026-12-11", vec!["pour vendredi"], vec!["2026-12-12", "2026-12-14", "2027-01-04"]),
        ("2026-12-11T08:54:00Z", "2026-12-11", vec!["pour vendredi"], vec!["2026-12-12", "2026-12-14", "2027-01-04"]),
        ("2026-12-11T08:55:00Z", "2026-12-14", vec!["pour lundi"], vec!["2026-12-12", "2027-01-04"]),
        ("2026-12-13T12:00:00Z", "2026-12-14", vec!["pour lundi"], vec!["2027-01-04"]),
        ("2026-12-18T23:30:00Z", "2027-01-04", vec!["pour la rentrée"], vec![]),
    ] {
        let page = index(&snapshot(), now, Detail::default());
        let next_day = page.next_day.unwrap();
        assert_eq!(
            (next_day.day, texts(&next_day.homework)),
            (day(next), tomorrow.iter().map(ToString::to_string).collect()),
            "{now}"
        );
        let due: Vec<String> = page.homework.iter().map(|due| due.day.to_string()).collect();
        assert_eq!(due, later, "{now}");
    }
}

#[test]
fn holidays_before_the_next_school_day_are_named() {
    let page = index(&snapshot(), "2026-12-26T10:00:00Z", Detail::default());
    let after = page.next_day.unwrap().after.unwrap();
    assert_eq!((after.from, after.to, after.label.as_str()), (day("2026-12-19"), day("2027-01-03"), "Vacances"));
    assert_eq!(index(&snapshot(), "2026-12-12T10:00:00Z", Detail::default()).next_day.unwrap().after, None);
}

#[test]
fn freshness_is_that_of_the_oldest_kind_rounded_down_to_the_hour() {
    let mut snapshot = snapshot();
    let windows = snapshot.coverage.get_mut(&SourceId::new("edt").unwrap()).unwrap();
    windows[1].pulled_at = instant("2026-12-18T04:59:00Z");
    let page = index(&snapshot, "2026-12-18T06:00:00Z", Detail::default());
    assert_eq!(page.data_as_of, day("2026-12-18").and_hms_opt(5, 0, 0));
    assert_eq!(page.warnings, Vec::new());
    let later = index(&snapshot, "2026-12-19T05:00:00Z", Detail::default());
    let since = day("2026-12-18").and_hms_opt(5, 0, 0).unwrap();
    assert_eq!(later.warnings, [Warning::Stale { kind: DataKind::Timetable, since }]);
}

#[test]
fn not_provided_is_not_the_same_as_nothing_to_do() {
    let mut without = snapshot();
    without.homework.clear();
    let now = "2026-12-18T06:00:00Z";
    assert!(index(&without, now, Detail::default()).homework_provided);
    let windows = without.coverage.get_mut(&SourceId::new("edt").unwrap()).unwrap();
    windows[0].completeness = Completeness::Partial("no homework in this export".to_owned());
    let page = index(&without, now, Detail::default());
    assert_eq!((page.homework_provided, page.warnings), (false, Vec::new()));
    without.coverage.clear();
    let kinds = [DataKind::Homework, DataKind::Timetable].map(|kind| Warning::NeverReceived { kind });
    assert_eq!(index(&without, now, Detail::default()).warnings, kinds);
}

#[test]
fn the_ladder_shortens_far_homework_before_near_homework_and_never_tomorrow() {
    let mut snapshot = snapshot();
    let long = "mot ".repeat(40);
    snapshot.homework = ["2026-12-11", "2026-12-14", "2027-01-04"].map(|due| homework(due, long.trim())).to_vec();
    let short = |page: &str| format!("{} → {page}", "mot ".repeat(20).trim());
    let (long, monday, january) =
        (long.trim().to_owned(), short("semaine-2026-W51.html"), short("semaine-2027-W01.html"));
    let mut detail = Detail::default();
    for later in [[&long, &long], [&long, &long], [&long, &long], [&long, &january], [&monday, &january]] {
        let page = index(&snapshot, "2026-12-11T06:00:00Z", detail);
        assert_eq!(texts(&page.next_day.unwrap().homework), std::slice::from_ref(&long));
        let shown: Vec<String> = page.homework.iter().flat_map(|due| texts(&due.homework)).collect();
        assert_eq!(shown.iter().collect::<Vec<_>>(), later, "{detail:?}");
        detail = detail.less().unwrap_or(detail);
    }
    assert_eq!(detail.less(), None);
}

#[test]
fn a_long_break_is_told_and_lunch_is_named() {
    let at = |text: &str| chrono::NaiveTime::parse_from_str(text, "%H:%M").unwrap();
    let day = "2026-11-24";
    let lesson_at = |start: &str, minutes: i64| {
        let mut seen = lesson(&format!("{day}T{start}:00Z"));
        seen.item.end = seen.item.start + TimeDelta::minutes(minutes);
        seen
    };
    // In November Paris is an hour ahead: 8 h to 9 h, 10 h to 12 h, 13 h 30 to 14 h 30, then 14 h 40.
    let lessons =
        [("07:00", 60), ("09:00", 120), ("12:30", 60), ("13:40", 60)].map(|(start, end)| lesson_at(start, end));
    let snapshot = Snapshot { lessons: lessons.into(), ..Snapshot::default() };
    let next = index(&snapshot, "2026-11-24T05:00:00Z", Detail::default()).next_day.unwrap();
    let expected = [("09:00", "10:00", false), ("12:00", "13:30", true)];
    let found: Vec<_> = next.breaks.iter().map(|free| (free.start, free.end, free.lunch)).collect();
    assert_eq!(found, expected.map(|(start, end, lunch)| (at(start), at(end), lunch)));
}

#[test]
fn homework_is_new_for_a_day_unless_the_first_pull_found_it() {
    let mut late = homework("2026-11-27", "late");
    late.seen_first = instant("2026-11-23T16:00:00Z");
    late.changed_at = late.seen_first;
    let snapshot = Snapshot { homework: vec![homework("2026-11-26", "first"), late], ..Snapshot::default() };
    let marks = |now: &str| {
        let page = index(&snapshot, now, Detail::default());
        page.next_day
            .into_iter()
            .flat_map(|day| day.homework)
            .chain(page.homework.into_iter().flat_map(|day| day.homework))
            .map(|homework| homework.new)
            .collect::<Vec<_>>()
    };
    assert_eq!(marks("2026-11-24T06:00:00Z"), [false, true]);
    assert_eq!(marks("2026-11-24T16:00:00Z"), [false, false]);
}

#[test]
fn the_gazette_covers_the_next_week_once_this_one_has_no_school_day_left() {
    let bridge = |snapshot: &mut Snapshot| {
        let off = day("2026-12-11");
        let label = "Pont".to_owned();
        snapshot.non_teaching.push(NonTeaching { from: off, to: off, kind: NonTeachingKind::Closure, label });
    };
    let config = config();
    let media = BTreeMap::new();
    for (today, ordinary, with_bridge) in [
        ("2026-12-09", "2026-W50", "2026-W50"),
        ("2026-12-10", "2026-W50", "2026-W51"),
        ("2026-12-11", "2026-W51", "2026-W51"),
        ("2026-12-18", "2026-W52", "2026-W52"),
        // In the holidays each week is over when it begins.
        ("2026-12-21", "2026-W53", "2026-W53"),
    ] {
        let now = Now::new(instant(&format!("{today}T09:00:00Z")));
        let mut snapshot = snapshot();
        for expected in [ordinary, with_bridge] {
            let inputs =
                Inputs { snapshot: &snapshot, media: &media, config: &config, places: &Places::default(), now };
            let sheets = sheets::of_class(inputs, &config.sites[0], &[]).unwrap();
            assert_eq!(sheets.week.to_string(), expected, "{today}");
            bridge(&mut snapshot);
        }
    }
}

#[test]
fn the_gazette_covers_the_next_week_from_the_day_of_printing_on() {
    let (media, places) = (BTreeMap::new(), Places::default());
    for (day, today, expected) in [
        (Weekday::Tue, "2026-12-07", "2026-W50"),
        (Weekday::Tue, "2026-12-08", "2026-W51"),
        (Weekday::Thu, "2026-12-09", "2026-W50"),
        (Weekday::Thu, "2026-12-10", "2026-W51"),
        (Weekday::Fri, "2026-12-10", "2026-W50"),
        (Weekday::Sun, "2026-12-11", "2026-W51"),
    ] {
        let mut config = config();
        config.schedule.print = Some(PrintTime { day, time: NaiveTime::MIN });
        let now = Now::new(instant(&format!("{today}T09:00:00Z")));
        let snapshot = snapshot();
        let inputs = Inputs { snapshot: &snapshot, media: &media, config: &config, places: &places, now };
        let sheets = sheets::of_class(inputs, &config.sites[0], &[]).unwrap();
        assert_eq!(sheets.week.to_string(), expected, "{day} {today}");
    }
}
