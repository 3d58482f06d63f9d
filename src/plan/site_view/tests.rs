//! What sites of several classes show, and for whom they say it is.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use chrono::TimeDelta;

use super::*;
use crate::config::Config;
use crate::model::id::{ItemKey, SourceId};
use crate::model::lesson::LessonStatus;
use crate::model::snapshot::Snapshot;
use crate::model::time::{Now, Week, WeekParity};
use crate::plan::page::{Body, IndexPage, Page};
use crate::plan::{Detail, site};

const CONFIG: &str = r#"
[school]
name = "Collège"
[site]
class_sites = false
[[classes]]
id = "6a"
label = "6e A"
level = "6e"
[[classes]]
id = "6b"
label = "6e B"
level = "6e"
[[classes]]
id = "3a"
label = "3e A"
level = "3e"
[[sites]]
id = "niveau-6e"
title = "Les 6e"
levels = ["6e"]
[[sites]]
id = "college"
title = "Tout le collège"
[[sites]]
id = "maths-6e"
title = "Maths en 6e"
levels = ["6e"]
subjects = ["mathématiques"]
"#;

fn instant(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn seen<T>(key: &str, item: T) -> Seen<T> {
    let id = ItemId { source: SourceId::new("edt").unwrap(), key: ItemKey::new(key) };
    let first = instant("2026-11-20T06:00:00Z");
    Seen { id, seen_first: first, changed_at: first, item }
}

fn class(id: &str) -> Audience {
    Audience::Class(ClassId::new(id).unwrap())
}

fn lesson(audience: Audience, subject: &str, status: LessonStatus) -> Seen<Lesson> {
    let start = instant("2026-11-24T08:00:00Z");
    let key = format!("{audience:?} {subject}");
    let lesson = Lesson {
        audience,
        subject: Some(Subject::new(subject)),
        title: String::new(),
        start,
        end: start + TimeDelta::minutes(55),
        teachers: Vec::new(),
        rooms: Vec::new(),
        status,
        cause: None,
        raw_status: None,
        ruled: false,
    };
    seen(&key, lesson)
}

fn homework(audience: Audience, subject: &str, text: &str) -> Seen<Homework> {
    let key = format!("{audience:?} {text}");
    let homework = Homework {
        audience,
        subject: Some(Subject::new(subject)),
        given_on: None,
        due_on: "2026-11-24".parse().unwrap(),
        body: RichText::plain(text),
        test: false,
        attachments: Vec::new(),
    };
    seen(&key, homework)
}

fn snapshot() -> Snapshot {
    let group = Audience::Group { class: ClassId::new("6b").unwrap(), group: "Groupe 1".to_owned() };
    Snapshot {
        lessons: vec![
            lesson(class("6a"), "Mathématiques", LessonStatus::Planned),
            lesson(class("6b"), "Français", LessonStatus::Cancelled),
            lesson(group, "Mathématiques", LessonStatus::Planned),
            lesson(class("3a"), "SVT", LessonStatus::Moved),
        ],
        homework: vec![
            homework(class("6a"), "Français", "Lire."),
            homework(class("6b"), "Français", "Lire."),
            homework(class("3a"), "SVT", "Dessiner."),
            homework(Audience::Level("6e".to_owned()), "Mathématiques", "Compter."),
            homework(Audience::School, "EPS", "Courir."),
        ],
        ..Snapshot::default()
    }
}

fn index(id: &str) -> IndexPage {
    index_of(&snapshot(), id)
}

fn index_of(snapshot: &Snapshot, id: &str) -> IndexPage {
    index_with(CONFIG, snapshot, id)
}

fn index_with(config: &str, snapshot: &Snapshot, id: &str) -> IndexPage {
    let config = Config::parse(config, Path::new("."), &(Arc::new(|_: &str| None) as _)).unwrap();
    let media = BTreeMap::new();
    let now = Now::new(instant("2026-11-24T06:00:00Z"));
    let inputs = Inputs { snapshot, media: &media, config: &config, now };
    let wanted = config.sites.iter().find(|site| site.id.as_str() == id).unwrap();
    let jobs = site(inputs, wanted, Detail::default());
    match &jobs[0].work {
        Work::Page(Page::Index(index)) => index.as_ref().clone(),
        other => panic!("{other:?}"),
    }
}

/// A subject or a text, and its readers.
type Told<'p> = (String, &'p str);

/// Lessons and homework of the next school day: subject or text, and readers.
fn shown(page: &IndexPage) -> (Vec<Told<'_>>, Vec<Told<'_>>) {
    let next = page.next_day.as_ref().unwrap();
    let lessons = next.lessons.iter().map(|lesson| (lesson.subject.clone(), lesson.group.as_deref().unwrap_or("")));
    let homework = next.homework.iter().map(|homework| {
        let Body::Full(text) = &homework.body else { panic!("{homework:?}") };
        (text.plain_text(), homework.group.as_deref().unwrap_or(""))
    });
    (lessons.collect(), homework.collect())
}

#[test]
fn a_site_of_several_classes_shows_changes_and_says_for_whom() {
    let page = index("niveau-6e");
    let homework = [("Courir.".to_owned(), ""), ("Lire.".to_owned(), "6e A, 6e B"), ("Compter.".to_owned(), "")];
    assert_eq!(shown(&page), (vec![("Français".to_owned(), "6e B")], homework.to_vec()));
    assert_eq!((page.gazette, page.weeks[0].changes_only), (None, true));
    let page = index("college");
    let homework = [
        ("Courir.".to_owned(), ""),
        ("Lire.".to_owned(), "6e A, 6e B"),
        ("Compter.".to_owned(), "6e"),
        ("Dessiner.".to_owned(), "3e A"),
    ];
    assert_eq!(shown(&page), (vec![("SVT".to_owned(), "3e A"), ("Français".to_owned(), "6e B")], homework.to_vec()));
}

#[test]
fn a_site_about_a_subject_shows_all_its_lessons() {
    let page = index("maths-6e");
    let lessons = vec![("Mathématiques".to_owned(), "6e A"), ("Mathématiques".to_owned(), "6e B, Groupe 1")];
    assert_eq!(shown(&page), (lessons, vec![("Compter.".to_owned(), "")]));
    assert!(!page.weeks[0].changes_only && page.next_day.unwrap().breaks.is_empty());
}

#[test]
fn the_menus_of_the_weeks_shown_are_told_to_those_who_eat() {
    let menu = |week: &str, audience: Audience| {
        let body = RichText::plain(&format!("menu {week}"));
        let key = format!("{week} {audience:?}");
        seen(&key, Menu { audience, week: Week::parse(week).unwrap(), body, attachments: Vec::new() })
    };
    let menus = vec![
        menu("2026-W49", Audience::School),
        menu("2026-W48", Audience::Level("6e".to_owned())),
        menu("2026-W48", class("3a")),
        menu("2026-W47", Audience::School),
        menu("2026-W50", Audience::School),
    ];
    let snapshot = Snapshot { menus, ..snapshot() };
    for (id, shown) in [
        ("niveau-6e", vec![("menu 2026-W48", ""), ("menu 2026-W49", "")]),
        ("college", vec![("menu 2026-W48", "3e A"), ("menu 2026-W48", "6e"), ("menu 2026-W49", "")]),
        ("maths-6e", vec![]),
    ] {
        let page = index_of(&snapshot, id);
        let menus = page.menus.iter().map(|menu| (menu.body.plain_text(), menu.readers.clone().unwrap_or_default()));
        let shown: Vec<(String, String)> =
            shown.into_iter().map(|(text, readers)| (text.to_owned(), readers.to_owned())).collect();
        assert_eq!(menus.collect::<Vec<_>>(), shown, "{id}");
    }
}

#[test]
fn a_lesson_in_another_room_names_the_usual_one() {
    let in_room = |room: &str, weeks: i64, status: LessonStatus| {
        let mut lesson = lesson(class("3a"), &format!("SVT {weeks}"), status);
        lesson.item.subject = Some(Subject::new("SVT"));
        lesson.item.rooms = vec![room.to_owned()];
        lesson.item.start += TimeDelta::weeks(weeks);
        lesson.item.end += TimeDelta::weeks(weeks);
        lesson
    };
    for (others, usual) in [
        (vec![in_room("A03", 1, LessonStatus::Planned)], vec!["A03"]),
        (vec![in_room("A03", -2, LessonStatus::Planned), in_room("C01", 3, LessonStatus::Planned)], vec!["A03"]),
        (vec![in_room("B12", 1, LessonStatus::Planned)], vec![]),
        (vec![in_room("C01", 1, LessonStatus::RoomChanged)], vec![]),
        (vec![in_room("A03", 4, LessonStatus::Planned)], vec![]),
    ] {
        let mut lessons = others;
        lessons.push(in_room("B12", 0, LessonStatus::RoomChanged));
        let page = index_of(&Snapshot { lessons, ..Snapshot::default() }, "college");
        let shown = page.weeks[0].days.iter().flat_map(|day| &day.lessons).find(|lesson| lesson.rooms == ["B12"]);
        assert_eq!(shown.unwrap().usual_rooms, usual);
    }
}

#[test]
fn weeks_a_and_b_are_told_where_the_school_has_them() {
    let text = CONFIG.replace("[school]\n", "[school]\nweek_a = \"2026-W36\"\n");
    for (text, parities) in [(CONFIG, vec![None, None]), (&text, vec![Some(WeekParity::A), Some(WeekParity::B)])] {
        let page = index_with(text, &snapshot(), "college");
        assert_eq!(page.weeks.iter().map(|week| week.parity).collect::<Vec<_>>(), parities);
    }
}
