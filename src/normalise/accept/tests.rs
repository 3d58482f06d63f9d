//! What an answer may add, change and remove.

use chrono::{Days, TimeDelta};

use super::*;
use crate::model::audience::Audience;
use crate::model::homework::Homework;
use crate::model::id::{ClassId, SourceId};
use crate::model::item::Cursor;
use crate::model::lesson::{Lesson, LessonStatus, NonTeaching, NonTeachingKind};
use crate::model::rich_text::RichText;
use crate::model::subject::Subject;

const MONDAY: &str = "2026-11-23";

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn at(minutes: i64) -> Now {
    Now::new("2026-11-23T06:00:00Z".parse::<DateTime<Utc>>().unwrap() + TimeDelta::minutes(minutes))
}

fn context(now: Now, deletions: Deletions) -> Context {
    let today = now.instant().date_naive();
    Context { now, today, keep_since: today - Days::new(30), deletions }
}

fn class() -> Audience {
    Audience::Class(ClassId::new("6a").unwrap())
}

fn homework(due: &str, text: &str, read_on: &[&str]) -> FetchedItem {
    let item = Item::Homework(Homework {
        audience: class(),
        subject: Some(Subject::new("FRANCAIS")),
        given_on: None,
        due_on: day(due),
        body: RichText::plain(text),
        test: false,
        attachments: Vec::new(),
    });
    FetchedItem { native_id: None, days: read_on.iter().map(|text| day(text)).collect(), item }
}

fn lesson(native: &str, day_offset: u64, hour: i64) -> FetchedItem {
    let date = day(MONDAY) + Days::new(day_offset);
    let start = date.and_hms_opt(0, 0, 0).unwrap().and_utc() + TimeDelta::hours(hour);
    let item = Item::Lesson(Lesson {
        audience: class(),
        subject: Some(Subject::new("FRANCAIS")),
        title: String::new(),
        start,
        end: start + TimeDelta::minutes(55),
        teachers: Vec::new(),
        rooms: Vec::new(),
        status: LessonStatus::Planned,
        cause: None,
        raw_status: None,
        ruled: false,
    });
    FetchedItem { native_id: Some(format!("{native}@{start}")), days: vec![date], item }
}

fn answer(items: Vec<FetchedItem>, kind: DataKind, now: Now, completeness: Completeness) -> Fetched {
    let coverage = Coverage {
        kind,
        classes: Vec::new(),
        from: Some(day(MONDAY)),
        to: Some(day("2026-12-01")),
        completeness,
        pulled_at: now.instant(),
    };
    Fetched { items, coverage: vec![coverage], cursor: Cursor::default(), notices: Vec::new(), rejected: Vec::new() }
}

fn start(items: Vec<FetchedItem>, kind: DataKind) -> SourceState {
    let empty = SourceState::new(SourceId::new("edt").unwrap());
    let accepted =
        accept(empty, answer(items, kind, at(0), Completeness::Complete), &context(at(0), Deletions::Guarded));
    assert_eq!(accepted.new_holds, Vec::new());
    accepted.state
}

fn texts(state: &SourceState) -> Vec<String> {
    let text = |record: &Record| match &record.item {
        Item::Homework(homework) => format!("{} {}", homework.due_on, homework.body.plain_text()),
        other => format!("{other:?}"),
    };
    state.records.iter().map(text).collect()
}

#[test]
fn homework_told_on_several_lessons_is_one() {
    let state = start(
        vec![
            homework("2026-11-26", "Lire p. 12", &["2026-11-23"]),
            homework("2026-11-26", "Lire p. 12", &["2026-11-26"]),
            homework("2026-11-26", "Lire P. 12", &["2026-11-24"]),
        ],
        DataKind::Homework,
    );
    assert_eq!(texts(&state), ["2026-11-26 Lire p. 12"]);
    assert_eq!(state.records[0].days, [day("2026-11-23"), day("2026-11-24"), day("2026-11-26")]);
}

#[test]
fn homework_that_left_the_window_stays_until_its_day() {
    let far = homework("2026-12-11", "Exposé", &["2026-11-24"]);
    let state = start(vec![far, homework("2026-11-25", "Ex 4", &["2026-11-25"])], DataKind::Homework);
    let next_monday = at(7 * 24 * 60);
    let mut reply = answer(
        vec![homework("2026-12-03", "Ex 9", &["2026-12-03"])],
        DataKind::Homework,
        next_monday,
        Completeness::Complete,
    );
    reply.coverage[0].from = Some(day("2026-11-30"));
    reply.coverage[0].to = Some(day("2026-12-08"));
    let accepted = accept(state, reply, &context(next_monday, Deletions::Guarded));
    let mut known = texts(&accepted.state);
    known.sort();
    assert_eq!(known, ["2026-11-25 Ex 4", "2026-12-03 Ex 9", "2026-12-11 Exposé"]);
    assert_eq!(accepted.state.tombstones, Vec::new());
}

#[test]
fn homework_withdrawn_inside_the_window_goes() {
    let items =
        || vec![homework("2026-11-26", "Lire p. 12", &["2026-11-26"]), homework("2026-11-27", "Ex 4", &["2026-11-27"])];
    let state = start(items(), DataKind::Homework);
    let reply = answer(items()[..1].to_vec(), DataKind::Homework, at(60), Completeness::Complete);
    let accepted = accept(state, reply, &context(at(60), Deletions::Guarded));
    assert_eq!(texts(&accepted.state), ["2026-11-26 Lire p. 12"]);
    assert_eq!(accepted.state.tombstones.len(), 1);
}

#[test]
fn an_edited_homework_is_the_same_homework() {
    let state = start(vec![homework("2026-11-26", "Lire les pages 12 à 15", &["2026-11-26"])], DataKind::Homework);
    let key = state.records[0].key.clone();
    for minutes in [60, 120] {
        let edited = homework("2026-11-26", "Lire les pages 12 à 18", &["2026-11-26"]);
        let reply = answer(vec![edited], DataKind::Homework, at(minutes), Completeness::Complete);
        let accepted = accept(state.clone(), reply, &context(at(minutes), Deletions::Guarded));
        let record = &accepted.state.records[0];
        assert_eq!((&record.key, record.seen_first, record.changed_at), (&key, at(0).instant(), at(minutes).instant()));
        assert_eq!(accepted.state.tombstones, Vec::new());
    }
}

#[test]
fn a_lesson_keeps_its_key_when_the_school_rebuilds_its_timetable() {
    let state = start(vec![lesson("Cours-1-1", 1, 8)], DataKind::Timetable);
    let reply = answer(vec![lesson("Cours-99-1", 1, 8)], DataKind::Timetable, at(60), Completeness::Complete);
    let accepted = accept(state.clone(), reply, &context(at(60), Deletions::Guarded));
    assert_eq!(accepted.state.records[0].key, state.records[0].key);
    assert_eq!(accepted.state.records[0].changed_at, at(0).instant());
}

fn week_of_lessons() -> Vec<FetchedItem> {
    (0..5).flat_map(|day| (8..12).map(move |hour| lesson(&format!("Cours-{day}{hour}"), day, hour))).collect()
}

#[test]
fn a_suspicious_loss_waits_for_a_second_answer() {
    let mut state = start(week_of_lessons(), DataKind::Timetable);
    let expected = [(1, 20, true), (5, 20, false), (11, 0, false)];
    for (minutes, left, new_hold) in expected {
        let reply = answer(Vec::new(), DataKind::Timetable, at(minutes), Completeness::Complete);
        let accepted = accept(state, reply, &context(at(minutes), Deletions::Guarded));
        assert_eq!((accepted.state.records.len(), !accepted.new_holds.is_empty()), (left, new_hold), "{minutes} min");
        let fresh = accepted.state.coverage[0].pulled_at;
        assert_eq!(fresh, if left == 0 { at(minutes).instant() } else { at(0).instant() });
        state = accepted.state;
    }
}

#[test]
fn an_accepted_loss_and_a_trusted_folder_go_at_once() {
    let state = start(week_of_lessons(), DataKind::Timetable);
    let reply = answer(Vec::new(), DataKind::Timetable, at(1), Completeness::Complete);
    let accepted = accept(state, reply, &context(at(1), Deletions::Trusted));
    assert_eq!((accepted.state.records.len(), accepted.state.tombstones.len()), (0, 20));
}

#[test]
fn lessons_that_vanish_into_holidays_are_not_suspicious() {
    let state = start(week_of_lessons(), DataKind::Timetable);
    let holidays = Item::NonTeaching(NonTeaching {
        from: day(MONDAY),
        to: day("2026-11-29"),
        kind: NonTeachingKind::Holiday,
        label: "Vacances".to_owned(),
    });
    let item = FetchedItem { native_id: None, days: vec![day(MONDAY)], item: holidays };
    let reply = answer(vec![item], DataKind::Timetable, at(1), Completeness::Complete);
    let accepted = accept(state, reply, &context(at(1), Deletions::Guarded));
    assert_eq!((accepted.state.records.len(), accepted.new_holds), (1, Vec::new()));
}

#[test]
fn a_partial_answer_removes_nothing_and_is_not_fresh() {
    let state = start(week_of_lessons(), DataKind::Timetable);
    let reply = answer(Vec::new(), DataKind::Timetable, at(60), Completeness::Partial("truncated".to_owned()));
    let accepted = accept(state.clone(), reply, &context(at(60), Deletions::Guarded));
    assert_eq!(accepted.state, state);
}

#[test]
fn a_clock_that_goes_backwards_removes_nothing_and_is_not_fresh() {
    let state = start(week_of_lessons(), DataKind::Timetable);
    let reply = answer(week_of_lessons()[..18].to_vec(), DataKind::Timetable, at(-60), Completeness::Complete);
    let accepted = accept(state.clone(), reply, &context(at(-60), Deletions::Guarded));
    assert_eq!(accepted.state, state);
}

#[test]
fn an_unchanged_answer_keeps_all_and_is_fresh() {
    let state = start(week_of_lessons(), DataKind::Timetable);
    let reply = answer(Vec::new(), DataKind::Timetable, at(60), Completeness::Unchanged);
    let accepted = accept(state.clone(), reply, &context(at(60), Deletions::Guarded));
    assert_eq!(accepted.state.records, state.records);
    assert_eq!(accepted.state.coverage[0].pulled_at, at(60).instant());
}
