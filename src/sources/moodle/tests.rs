//! What the answers of Moodle become, and what never does.

use chrono::NaiveDate;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::*;
use crate::config::secret::Secret;
use crate::config::source::moodle::Course;
use crate::model::audience::Audience;
use crate::model::coverage::Completeness;
use crate::model::id::ClassId;
use crate::model::item::Item;
use crate::model::rich_text::Address;
use crate::model::time::Now;

const TOKEN: &str = "0123456789abcdef0123456789abcdef";

fn settings() -> Settings {
    let class = Audience::Class(ClassId::new("3e").unwrap());
    let course =
        |id, subject: Option<&str>| Course { id, subject: subject.map(str::to_owned), readers: vec![class.clone()] };
    Settings {
        url: Secret::Literal("https://moodle.example/m".into()),
        token: Secret::Literal(TOKEN.into()),
        courses: vec![course(7, None), course(9, Some("SVT"))],
    }
}

fn scope() -> Scope {
    Scope {
        now: Now::new("2026-11-24T06:30:00Z".parse().unwrap()),
        zone: chrono_tz::Europe::Paris,
        classes: Vec::new(),
        week_a: None,
    }
}

fn read<T: DeserializeOwned>(value: Value) -> T {
    serde_json::from_value(value).unwrap()
}

fn at(text: &str) -> i64 {
    text.parse::<chrono::DateTime<chrono::Utc>>().unwrap().timestamp()
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// What these answers become.
fn fetched(assignments: Value, events: Value, discussions: Value) -> Fetched {
    let (settings, scope, client) = (settings(), scope(), Client::new().unwrap());
    let service = api::Service::new(&settings, &client, "moodle").unwrap();
    let mut reading = convert::Reading::new(&settings, &service, &scope);
    let forum: wire::Forum = read(json!({"id": 3, "course": 7, "type": "news", "name": "Annonces"}));
    let found: wire::Discussions = read(discussions);
    reading.forum(&forum, api::Thread { discussions: found.discussions, warnings: found.warnings, cut: false });
    reading.fetched(read(assignments), read(events), day("2027-01-26"))
}

fn nothing() -> (Value, Value, Value) {
    let courses = json!([{"id": 7, "fullname": "3E – Physique", "assignments": []}, {"id": 9, "fullname": "", "assignments": []}]);
    (json!({"courses": courses, "warnings": []}), json!({"events": [], "warnings": []}), json!({"discussions": []}))
}

#[test]
fn an_assignment_is_homework_with_its_files_and_without_the_token() {
    let (_, events, discussions) = nothing();
    let intro = format!(
        "<p>Deux pages.</p><p><img src=\"https://moodle.example/m/webservice/pluginfile.php/120/mod_assign/intro/schema.png?token={TOKEN}\" alt=\"Schéma\"></p>"
    );
    let assignments = json!({"courses": [
        {"id": 7, "fullname": "3E – Physique", "assignments": [
            {"id": 41, "name": "Compte rendu TP2", "duedate": at("2026-11-27T17:00:00Z"), "allowsubmissionsfromdate": at("2026-11-20T08:00:00Z"),
             "intro": intro, "introformat": 1, "introattachments": [{"filename": "tp2.pdf", "filepath": "/", "filesize": 20480,
             "fileurl": "https://moodle.example/m/webservice/pluginfile.php/120/mod_assign/introattachment/0/tp2.pdf", "timemodified": 1,
             "mimetype": "application/pdf", "isexternalfile": false}]},
            {"id": 42, "name": "Contrôle à préparer", "duedate": at("2026-11-29T23:00:00Z"), "cutoffdate": 0, "introformat": 1},
            {"id": 43, "name": "Sans date", "duedate": 0},
        ]},
        {"id": 8, "fullname": "Autre", "assignments": [{"id": 50, "name": "Ailleurs", "duedate": at("2026-11-27T17:00:00Z")}]},
    ], "warnings": [{"item": "course", "itemid": 9, "warningcode": "1", "message": "No access rights in course context"}]});
    let fetched = fetched(assignments, events, discussions);
    let homework: Vec<_> = fetched
        .items
        .iter()
        .filter_map(|item| match &item.item {
            Item::Homework(homework) => Some(homework),
            _ => None,
        })
        .collect();
    let told: Vec<_> = homework.iter().map(|one| (one.due_on, one.body.plain_text(), one.test)).collect();
    assert_eq!(
        told,
        [
            (day("2026-11-27"), "Compte rendu TP2 Deux pages. Schéma".to_owned(), false),
            (day("2026-11-29"), "Contrôle à préparer".to_owned(), true),
        ]
    );
    assert_eq!(homework[0].given_on, Some(day("2026-11-20")));
    assert_eq!(homework[0].subject.as_ref().unwrap().raw, "3E – Physique");
    let files: Vec<_> =
        homework[0].attachments.iter().map(|file| (file.name.as_str(), file.size, file.kind.clone())).collect();
    let address = |text: &str| {
        AttachmentKind::File(
            Address::new(&format!("https://moodle.example/m/pluginfile.php/120/mod_assign/{text}")).unwrap(),
        )
    };
    assert_eq!(
        files,
        [
            ("schema.png", None, address("intro/schema.png")),
            ("tp2.pdf", Some(20480), address("introattachment/0/tp2.pdf"))
        ]
    );
    assert!(!format!("{fetched:?}").contains(TOKEN));
    let partial = |kind| {
        fetched.coverage.iter().any(|window| window.kind == kind && window.completeness != Completeness::Complete)
    };
    assert!(partial(DataKind::Homework) && !partial(DataKind::Announcements), "{:?}", fetched.coverage);
    let said: Vec<&str> = fetched.notices.iter().map(|notice| notice.message.as_str()).collect();
    assert_eq!(said, ["Moodle keeps back course 9 (`1`)", "the assignment 43 has no date and is left out"]);
}

#[test]
fn dates_of_a_course_are_homework_unless_an_assignment_says_them() {
    let (assignments, _, discussions) = nothing();
    let event = |id: i64, name: &str, module: Value, kind: &str, start: &str, length: i64| {
        json!({"id": id, "name": name, "description": null, "format": 1, "courseid": 9, "groupid": null, "modulename": module,
               "eventtype": kind, "timestart": at(start), "timeduration": length})
    };
    let of_group = json!({"id": 9, "name": "Pour un groupe", "courseid": 9, "groupid": 4, "eventtype": "group", "timestart": at("2026-11-26T08:00:00Z")});
    let events = json!({"events": [
        event(1, "Oral blanc", Value::Null, "course", "2026-12-04T09:00:00Z", 3600),
        event(2, "Contrôle", Value::Null, "course", "2026-12-02T23:00:00Z", 0),
        event(3, "Fin du quiz", json!("quiz"), "close", "2026-12-06T23:00:00Z", 0),
        event(4, "Début du quiz", json!("quiz"), "open", "2026-12-01T23:00:00Z", 0),
        event(5, "À rendre", json!("assign"), "due", "2026-12-01T23:00:00Z", 0),
        of_group,
    ], "warnings": []});
    let fetched = fetched(assignments, events, discussions);
    let told: Vec<_> = fetched
        .items
        .iter()
        .map(|item| match &item.item {
            Item::Homework(homework) => {
                (homework.due_on, homework.body.plain_text(), homework.subject.as_ref().unwrap().raw.clone())
            }
            other => panic!("{other:?}"),
        })
        .collect();
    let expected =
        [("2026-12-04", "Oral blanc, 10:00–11:00"), ("2026-12-03", "Contrôle"), ("2026-12-06", "Fin du quiz")];
    assert_eq!(told, expected.map(|(due, text)| (day(due), text.to_owned(), "SVT".to_owned())));
    assert_eq!(fetched.notices.len(), 1);
}

#[test]
fn the_announcements_of_a_course_have_their_window_and_no_author() {
    let (assignments, events, _) = nothing();
    let discussion = |id: i64, group: i64, times: (i64, i64)| {
        json!({"id": id + 100, "discussion": id, "name": "Sortie", "subject": "  Sortie au musée ", "message": "<p>Jeudi.</p>", "messageformat": 1,
               "created": at("2026-11-20T08:00:00Z"), "timestart": times.0, "timeend": times.1, "groupid": group, "pinned": true,
               "userfullname": "Ysaline Corbeau", "userid": 12, "userpictureurl": "https://moodle.example/u.png"})
    };
    let window = (at("2026-11-25T08:00:00Z"), at("2026-12-01T08:00:00Z"));
    let fetched =
        fetched(assignments, events, json!({"discussions": [discussion(1, -1, window), discussion(2, 31, (0, 0))]}));
    assert_eq!(fetched.items.len(), 1);
    let Item::Announcement(news) = &fetched.items[0].item else { panic!() };
    assert_eq!((news.title.as_str(), news.headline), ("Sortie au musée", true));
    let times = (news.published_at.map(|at| at.timestamp()), news.expires_at.map(|at| at.timestamp()));
    assert_eq!(times, (Some(window.0), Some(window.1)));
    assert_eq!(news.address, Address::new("https://moodle.example/m/mod/forum/discuss.php?d=1"));
    assert!(!format!("{fetched:?}").contains("Ysaline"));
    assert!(fetched.coverage.iter().all(|window| window.completeness == Completeness::Complete));
}

/// The list an administrator allows, and nothing else.
#[test]
fn only_functions_that_read_are_called() {
    let expected = [
        "core_webservice_get_site_info",
        "mod_assign_get_assignments",
        "core_calendar_get_calendar_events",
        "mod_forum_get_forums_by_courses",
        "mod_forum_get_forum_discussions",
    ];
    assert_eq!(api::FUNCTIONS, expected);
    assert!(api::FUNCTIONS.iter().all(|name| name.contains("_get_")));
}
