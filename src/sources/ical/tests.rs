//! Calendars of every make, as the connector reads them.

use chrono::NaiveDate;

use super::*;
use crate::config::secret::Secret;
use crate::model::audience::Audience;
use crate::model::coverage::Completeness;
use crate::model::item::{FetchedItem, Item};
use crate::model::lesson::{Lesson, LessonStatus, NonTeachingKind};
use crate::model::school::Class;
use crate::model::time::Now;

fn class(id: &str) -> ClassId {
    ClassId::new(id).unwrap()
}

fn settings(classes: &[&str], groups: &[&str]) -> Settings {
    Settings {
        url: Secret::Literal("https://agenda.example/".into()),
        classes: classes.iter().map(|id| class(id)).collect(),
        groups: groups.iter().map(|group| (*group).to_owned()).collect(),
    }
}

/// Tuesday 24 November 2026 in Orléans.
fn scope() -> Scope {
    let known = Class { id: class("6a"), label: "6e A".to_owned(), level: "6e".to_owned() };
    Scope {
        now: Now::new("2026-11-24T06:00:00Z".parse().unwrap()),
        zone: chrono_tz::Europe::Paris,
        classes: vec![known],
        week_a: None,
    }
}

fn read_for(settings: &Settings, components: &str) -> Fetched {
    let text = format!("BEGIN:VCALENDAR\nVERSION:2.0\n{components}\nEND:VCALENDAR\n");
    let calendar = wire::parse(text.as_bytes(), None, "agenda", scope().zone);
    convert::fetched(&calendar, settings, &scope(), "agenda")
}

fn read(components: &str) -> Fetched {
    read_for(&settings(&["6a"], &[]), components)
}

fn event(lines: &str) -> String {
    format!("BEGIN:VEVENT\n{lines}\nEND:VEVENT")
}

fn lessons(fetched: &Fetched) -> Vec<&Lesson> {
    let lesson = |item: &'_ FetchedItem| matches!(item.item, Item::Lesson(_));
    fetched
        .items
        .iter()
        .filter(|item| lesson(item))
        .map(|item| match &item.item {
            Item::Lesson(lesson) => lesson,
            _ => unreachable!("only lessons are left"),
        })
        .collect()
}

/// The beginnings of lessons in Paris, with what became of them.
fn beginnings(components: &str) -> Vec<String> {
    let fetched = read(components);
    let told = |lesson: &&Lesson| {
        let local = lesson.start.with_timezone(&chrono_tz::Europe::Paris).format("%d/%m %H:%M");
        if lesson.status == LessonStatus::Planned { local.to_string() } else { format!("{local} {:?}", lesson.status) }
    };
    lessons(&fetched).iter().map(told).collect()
}

#[test]
fn a_weekly_lesson_keeps_its_hour_when_the_clocks_change() {
    let told = beginnings(&event(
        "UID:1\nDTSTART;TZID=Europe/Paris:20270315T080000\nDTEND;TZID=Europe/Paris:20270315T085500\n\
         RRULE:FREQ=WEEKLY;UNTIL=20270412T060000Z\nSUMMARY:MATHS",
    ));
    assert_eq!(told, ["15/03 08:00", "22/03 08:00", "29/03 08:00", "05/04 08:00", "12/04 08:00"]);
}

#[test]
fn zones_are_found_under_every_name() {
    let at =
        |zone: &str| beginnings(&event(&format!("UID:1\nDTSTART{zone}:20261125T080000\nDURATION:PT55M\nSUMMARY:SVT")));
    for zone in [
        "",
        ";TZID=Europe/Paris",
        ";TZID=\"Europe/Paris\"",
        ";TZID=Romance Standard Time",
        ";TZID=/freeassociation.sourceforge.net/Europe/Paris",
        ";TZID=/mozilla.org/20050126_1/Europe/Paris",
        ";TZID=Heure du collège",
    ] {
        assert_eq!(at(zone), ["25/11 08:00"], "{zone}");
    }
    assert_eq!(at(";TZID=America/Martinique"), ["25/11 13:00"]);
    let unknown = read(&event("UID:1\nDTSTART;TZID=Ailleurs:20261125T080000\nSUMMARY:SVT"));
    let said: Vec<&str> = unknown.notices.iter().map(|notice| notice.message.as_str()).collect();
    assert_eq!(said, ["unknown zone `Ailleurs`; its times are read as the school's"]);
}

#[test]
fn a_zone_that_the_calendar_describes_is_known_by_its_offsets() {
    let zone = |offsets: &[&str]| {
        let observance = |offset: &&str| {
            format!(
                "BEGIN:STANDARD\nDTSTART:19700101T000000\nTZOFFSETFROM:{offset}\nTZOFFSETTO:{offset}\nEND:STANDARD\n"
            )
        };
        let all: String = offsets.iter().map(observance).collect();
        format!("BEGIN:VTIMEZONE\nTZID:Ici\n{all}END:VTIMEZONE\n")
    };
    let lesson = event("UID:1\nDTSTART;TZID=Ici:20261125T080000\nSUMMARY:SVT");
    assert_eq!(beginnings(&format!("{}{lesson}", zone(&["+0100", "+0200"]))), ["25/11 08:00"]);
    assert_eq!(beginnings(&format!("{}{lesson}", zone(&["-0400"]))), ["25/11 13:00"]);
}

#[test]
fn instants_recur_where_the_calendar_says_that_it_is_kept() {
    let lesson =
        event("UID:1\nDTSTART:20270322T070000Z\nDTEND:20270322T080000Z\nRRULE:FREQ=WEEKLY;COUNT=2\nSUMMARY:EPS");
    assert_eq!(beginnings(&lesson), ["22/03 08:00", "29/03 09:00"]);
    assert_eq!(beginnings(&format!("X-WR-TIMEZONE:Europe/Paris\n{lesson}")), ["22/03 08:00", "29/03 08:00"]);
}

#[test]
fn exceptions_and_changes_take_the_place_of_what_a_rule_gives() {
    let series = "UID:1\nDTSTART;TZID=Europe/Paris:20261130T080000\nDTEND;TZID=Europe/Paris:20261130T090000\n\
                  RRULE:FREQ=DAILY;COUNT=5\nEXDATE;VALUE=DATE:20261201\nLOCATION:B12\nSUMMARY:FRANCAIS";
    let moved = "UID:1\nRECURRENCE-ID:20261202T070000Z\nDTSTART;TZID=Europe/Paris:20261202T100000\nSEQUENCE:2\nSUMMARY:FRANCAIS";
    let earlier = moved.replace("T100000", "T140000").replace("SEQUENCE:2", "SEQUENCE:1");
    let room = "UID:1\nRECURRENCE-ID;VALUE=DATE:20261203\nDTSTART;TZID=Europe/Paris:20261203T080000\nLOCATION:C3\nSUMMARY:FRANCAIS";
    let gone = "UID:1\nRECURRENCE-ID;TZID=Europe/Paris:20261204T080000\nDTSTART;TZID=Europe/Paris:20261204T080000\nSTATUS:CANCELLED\nSUMMARY:FRANCAIS";
    let all = [series, moved, &earlier, room, gone].map(event).join("\n");
    let fetched = read(&all);
    assert_eq!(
        beginnings(&all),
        ["30/11 08:00", "02/12 10:00 Moved", "03/12 08:00 RoomChanged", "04/12 08:00 Cancelled"]
    );
    let ends: Vec<String> = lessons(&fetched).iter().map(|lesson| lesson.end.format("%H:%M").to_string()).collect();
    assert_eq!(ends, ["08:00", "10:00", "08:00", "08:00"]);
    let ruled: Vec<bool> = lessons(&fetched).iter().map(|lesson| lesson.ruled).collect();
    assert_eq!(ruled, [true, false, false, false]);
}

#[test]
fn one_calendar_gives_a_year_and_no_rule_more_than_can_be_read() {
    let endless = event("UID:1\nDTSTART:20200106T080000\nRRULE:FREQ=WEEKLY\nSUMMARY:LATIN");
    let told = beginnings(&endless);
    assert_eq!((told.first().unwrap().as_str(), told.len()), ("26/10 08:00", 57));
    let fetched = read(&event("UID:1\nDTSTART:20261124T080000\nRRULE:FREQ=SECONDLY\nSUMMARY:X"));
    assert_eq!(fetched.items.len(), 20_000);
    let partial = Completeness::Partial("the calendar repeats more events than can be read".to_owned());
    assert_eq!(fetched.coverage[0].completeness, partial);
}

#[test]
fn whole_days_are_events_without_subject_or_days_off() {
    let fetched = read(&[
        "UID:1\nDTSTART;VALUE=DATE:20261207\nDTEND;VALUE=DATE:20261209\nSUMMARY:Séjour à Chambord",
        "UID:2\nDTSTART;VALUE=DATE:20261219\nDTEND;VALUE=DATE:20270104\nSUMMARY:Vacances de Noël",
        "UID:3\nDTSTART;VALUE=DATE:20261111\nCATEGORIES:Jours fériés\nSUMMARY:Armistice",
        "UID:4\nDTSTART;VALUE=DATE:20270101\nDTEND;VALUE=DATE:20270301\nSUMMARY:Stage",
        "UID:5\nDTSTART;TZID=Europe/Paris:20261214T200000\nDTEND;TZID=Europe/Paris:20261215T070000\nSUMMARY:Nuit des étoiles",
    ]
    .map(event)
    .join("\n"));
    let told: Vec<(String, String, Option<&str>)> = lessons(&fetched)
        .iter()
        .map(|lesson| {
            let local = |instant: chrono::DateTime<chrono::Utc>| {
                instant.with_timezone(&chrono_tz::Europe::Paris).format("%d/%m %H:%M").to_string()
            };
            (local(lesson.start), local(lesson.end), lesson.subject.as_ref().map(|subject| subject.raw.as_str()))
        })
        .collect();
    let at = |start: &str, end: &str, subject| (start.to_owned(), end.to_owned(), subject);
    assert_eq!(
        told,
        [
            at("07/12 00:00", "08/12 00:00", None),
            at("08/12 00:00", "09/12 00:00", None),
            at("14/12 20:00", "15/12 00:00", Some("Nuit des étoiles")),
            at("15/12 00:00", "15/12 07:00", Some("Nuit des étoiles")),
        ]
    );
    let off: Vec<(NaiveDate, NaiveDate, NonTeachingKind, &str)> = fetched
        .items
        .iter()
        .filter_map(|item| match &item.item {
            Item::NonTeaching(days) => Some((days.from, days.to, days.kind, days.label.as_str())),
            _ => None,
        })
        .collect();
    let day = |year, month, day| NaiveDate::from_ymd_opt(year, month, day).unwrap();
    assert_eq!(
        off,
        [
            (day(2026, 11, 11), day(2026, 11, 11), NonTeachingKind::PublicHoliday, "Armistice"),
            (day(2026, 12, 19), day(2027, 1, 3), NonTeachingKind::Holiday, "Vacances de Noël"),
        ]
    );
    assert!(fetched.notices.iter().any(|notice| notice.message == "an event of more than 31 days was left out"));
}

#[test]
fn private_events_names_and_descriptions_are_not_read() {
    let fetched = read(&format!(
        "X-WR-CALNAME:SECRET Lou\n{}\n{}",
        event(
            "UID:SECRET@exemple\nDTSTART:20261125T080000\nSUMMARY:Anglais\nDESCRIPTION:SECRET\nATTENDEE;CN=SECRET:mailto:SECRET@exemple.fr\nORGANIZER:mailto:SECRET@exemple.fr\nLOCATION:https://visio.example/SECRET"
        ),
        event("UID:2\nDTSTART:20261125T080000\nCLASS:PRIVATE\nSUMMARY:SECRET"),
    ));
    assert_eq!(lessons(&fetched).len(), 1);
    assert!(!format!("{fetched:?}").contains("SECRET"), "{fetched:?}");
}

#[test]
fn people_cross_out_by_hand() {
    for (title, expected) in [
        ("Annulé : Anglais", "25/11 08:00 Cancelled"),
        ("[ANNULÉ] Anglais", "25/11 08:00 Cancelled"),
        ("ANNULE - Anglais", "25/11 08:00 Cancelled"),
        ("Annulation des billets : Anglais", "25/11 08:00"),
        ("Annulé", "25/11 08:00"),
    ] {
        let told = beginnings(&event(&format!("UID:1\nDTSTART:20261125T080000\nSUMMARY:{title}")));
        assert_eq!(told, [expected], "{title}");
    }
}

#[test]
fn tasks_are_homework_and_a_calendar_without_any_says_nothing_of_it() {
    let fetched = read(
        "BEGIN:VTODO\nUID:1\nDUE;VALUE=DATE:20261201\nCATEGORIES:Français\nSUMMARY:Dictée\nDESCRIPTION:Réviser < 3 mots\\nPage 12\nEND:VTODO\n\
         BEGIN:VTODO\nUID:2\nDUE;VALUE=DATE:20261202\nSTATUS:COMPLETED\nSUMMARY:Fait\nEND:VTODO",
    );
    let [item] = fetched.items.as_slice() else { panic!("{:?}", fetched.items) };
    let Item::Homework(homework) = &item.item else { panic!("{item:?}") };
    assert_eq!(homework.due_on, NaiveDate::from_ymd_opt(2026, 12, 1).unwrap());
    assert_eq!(homework.body.plain_text(), "Dictée Réviser < 3 mots Page 12");
    assert!(homework.test);
    assert_eq!(fetched.coverage[1].completeness, Completeness::Complete);
    let lesson = read(&event("UID:1\nDTSTART:20261125T080000\nSUMMARY:Anglais"));
    assert_eq!(lesson.coverage[0].completeness, Completeness::Complete);
    let untold = Completeness::Partial("no tasks in this calendar".to_owned());
    assert_eq!(lesson.coverage[1].completeness, untold);
}

#[test]
fn an_event_is_for_those_whose_calendar_it_is() {
    let audiences = |settings: &Settings| {
        let fetched = read_for(settings, &event("UID:1\nDTSTART:20261125T080000\nSUMMARY:Anglais"));
        let keys: Vec<Option<String>> = fetched.items.iter().map(|item| item.native_id.clone()).collect();
        let unique: std::collections::BTreeSet<_> = keys.iter().collect();
        assert_eq!(unique.len(), keys.len());
        lessons(&fetched).iter().map(|lesson| lesson.audience.clone()).collect::<Vec<_>>()
    };
    let group = |group: &str| Audience::Group { class: class("6a"), group: group.to_owned() };
    assert_eq!(audiences(&settings(&[], &[])), [Audience::School]);
    assert_eq!(audiences(&settings(&["6a"], &[])), [Audience::Class(class("6a"))]);
    assert_eq!(audiences(&settings(&["6a"], &["GR1", "GR2"])), [group("GR1"), group("GR2")]);
}

#[test]
fn a_cut_calendar_is_partial() {
    let text =
        format!("BEGIN:VCALENDAR\n{}\nBEGIN:VEVENT\nUID:2\nSUMM", event("UID:1\nDTSTART:20261125T080000\nSUMMARY:SVT"));
    let calendar = wire::parse(text.as_bytes(), None, "agenda", scope().zone);
    let fetched = convert::fetched(&calendar, &settings(&["6a"], &[]), &scope(), "agenda");
    assert_eq!(lessons(&fetched).len(), 1);
    let cut = Completeness::Partial("the calendar is cut before its end".to_owned());
    assert!(fetched.coverage.iter().all(|window| window.completeness == cut));
}
