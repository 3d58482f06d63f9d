//! The calendars, read by another parser than any of Ardoise's own.

use std::collections::{BTreeMap, BTreeSet};

use calcard::{Entry, Parser};
use chrono::{Datelike, Days, NaiveDate, NaiveDateTime};
use scraper::Html;

use super::super::{Amendment, Ent, Truth, TruthClass};
use super::{TUESDAY, at, day, get, start};

/// The text without folds; a fold may lie inside a letter.
pub(super) fn unfolded(bytes: &[u8]) -> String {
    let mut text = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    while let Some((first, after)) = rest.split_first() {
        rest = after;
        match (first, after) {
            (b'\r', [b'\n', b' ', after @ ..]) | (b'\n', [b' ', after @ ..]) => rest = after,
            _ => text.push(*first),
        }
    }
    String::from_utf8(text).expect("UTF-8 once unfolded")
}

/// The events as lists of lines, by name with parameters.
fn events(text: &str) -> Vec<BTreeMap<String, String>> {
    let events = text.split("BEGIN:VEVENT").skip(1);
    let line = |line: &str| line.split_once(':').map(|(name, value)| (name.to_owned(), value.to_owned()));
    events.map(|event| event.lines().filter_map(line).collect()).collect()
}

fn unescaped(value: &str) -> String {
    value.replace("\\n", "\n").replace("\\,", ",").replace("\\;", ";").replace("\\\\", "\\")
}

async fn calendar(ent: &Ent, class: &TruthClass) -> Vec<u8> {
    get(ent, &ent.secrets()[&format!("EDT_{}_URL", class.label)]).await.body
}

#[tokio::test]
async fn another_parser_reads_every_calendar() {
    let ent = start().await;
    for class in &ent.truth().classes {
        let text = unfolded(&calendar(&ent, class).await);
        let mut parser = Parser::new(&text);
        let Entry::ICalendar(read) = parser.entry() else { panic!("{}: not a calendar", class.id) };
        assert_eq!(parser.entry(), Entry::Eof);
        let uids: BTreeSet<&str> = read.uids().collect();
        let events = read.components.len() - 1;
        assert_eq!(uids.len(), events, "{}: one identifier for each event", class.id);
        let lessons = uids.iter().filter(|uid| uid.starts_with("Cours-")).count();
        assert_eq!(lessons, class.lessons.len());
        assert!((900..1300).contains(&lessons), "{}: {lessons} lessons", class.id);
    }
}

#[tokio::test]
async fn lines_are_folded_at_75_octets_anywhere() {
    let ent = start().await;
    let mut in_escapes = 0;
    for class in &ent.truth().classes {
        let bytes = calendar(&ent, class).await;
        let newline: &[u8] = if class.id == "4b" { b"\n" } else { b"\r\n" };
        let text = String::from_utf8_lossy(&bytes).into_owned();
        assert_eq!(text.contains('\r'), class.id != "4b");
        let lines: Vec<&[u8]> =
            bytes.split(|byte| *byte == b'\n').map(|line| line.strip_suffix(b"\r").unwrap_or(line)).collect();
        assert!(lines.iter().all(|line| line.len() <= 75));
        let in_escape = [b"\\", newline, b" "].concat();
        in_escapes += bytes.windows(in_escape.len()).filter(|window| *window == in_escape).count();
        assert_eq!(std::str::from_utf8(&bytes).is_err(), ["5b", "3b"].contains(&class.id.as_str()), "{}", class.id);
    }
    assert!(in_escapes > 0, "no fold inside an escape");
}

#[tokio::test]
async fn each_download_has_other_identifiers_and_the_same_content() {
    let ent = start().await;
    let class = &ent.truth().classes[4];
    let [first, second] = [unfolded(&calendar(&ent, class).await), unfolded(&calendar(&ent, class).await)];
    let uids = |text: &str| events(text).into_iter().map(|event| event["UID"].clone()).collect::<BTreeSet<_>>();
    assert!(uids(&first).is_disjoint(&uids(&second)));
    let stable = |text: &str| {
        let stamp = text.split_once("DTSTAMP:").expect("a stamp").1[..16].to_owned();
        text.replace(&stamp, "STAMP")
    };
    assert_eq!(stable(&first), stable(&second));
}

/// The homework of the export, read with an HTML parser: subject, due day, letters of the text.
fn homework_read(text: &str) -> BTreeSet<(String, NaiveDate, String)> {
    let mut found = BTreeSet::new();
    for event in events(text).iter().filter(|event| event["CATEGORIES"].starts_with("Cours")) {
        let description = unescaped(&event["DESCRIPTION;LANGUAGE=fr"]);
        let start = NaiveDateTime::parse_from_str(&event["DTSTART"], "%Y%m%dT%H%M%SZ").expect("an instant");
        let subject = description.lines().find_map(|line| line.strip_prefix("Matière : ")).expect("a subject");
        let subject = subject.replace("&amp;", "&");
        for block in description.split("<strong>").skip(1) {
            let Some((heading, html)) = block.split_once(" : \n</strong>") else { continue };
            let due = match heading.split_once(" le ") {
                Some(("Pour", date)) => NaiveDate::parse_from_str(date, "%d/%m/%Y").expect("a date"),
                Some(("Donné", _)) => start.date(),
                _ => continue,
            };
            let html = html.rsplit_once("</div>").expect("a div").0;
            let text: String = Html::parse_fragment(html).root_element().text().collect();
            found.insert((subject.clone(), due, letters(&text)));
        }
    }
    found
}

fn letters(text: &str) -> String {
    text.chars().filter(|letter| !letter.is_whitespace() && *letter != '\u{a0}').collect()
}

#[tokio::test]
async fn the_truth_is_what_an_html_parser_finds() {
    for now in [TUESDAY, "2026-11-23T06:00:00Z", "2027-03-19T19:00:00Z", "2026-09-10T10:00:00Z"] {
        let ent = start().await;
        ent.set_now(at(now));
        for class in &ent.truth().classes {
            let expected: BTreeSet<_> =
                class.homework.iter().map(|one| (one.subject.clone(), one.due, letters(&one.text))).collect();
            assert_eq!(homework_read(&unfolded(&calendar(&ent, class).await)), expected, "{} at {now}", class.id);
        }
    }
}

#[tokio::test]
async fn homework_shows_in_its_window_only() {
    let ent = start().await;
    let window = day("2026-11-23")..=day("2026-12-02");
    for class in &ent.truth().classes {
        let text = unfolded(&calendar(&ent, class).await);
        let mut given_late = 0;
        for event in events(&text)
            .iter()
            .filter(|event| event.get("DESCRIPTION;LANGUAGE=fr").is_some_and(|text| text.contains("<strong>")))
        {
            let start = NaiveDate::parse_from_str(&event["DTSTART"][..8], "%Y%m%d").expect("a day");
            assert!(window.contains(&start), "{start}");
            let is_given = event["DESCRIPTION;LANGUAGE=fr"].contains("<strong>Pour le");
            given_late += usize::from(is_given && start > day("2026-11-24"));
        }
        assert_eq!(given_late, 0, "{}: nothing is given tomorrow", class.id);
        assert!(class.homework.iter().all(|one| one.given <= day("2026-11-24")));
    }
    let far = ent
        .truth()
        .classes
        .iter()
        .flat_map(|class| class.homework.clone())
        .filter(|one| one.due > *window.end())
        .count();
    assert!(far > 3, "{far} beyond the window");
}

#[tokio::test]
async fn every_class_has_work_enough_and_not_too_much() {
    let ent = start().await;
    let mut counts = Vec::new();
    for now in [TUESDAY, "2026-11-27T16:30:00Z", "2026-10-08T16:30:00Z", "2027-01-21T16:30:00Z", "2027-05-27T16:30:00Z"]
    {
        ent.set_now(at(now));
        let today = at(now).date_naive();
        for class in &ent.truth().classes {
            counts.push(class.homework.iter().filter(|one| one.due > today).count());
        }
    }
    let mean = counts.iter().sum::<usize>() / counts.len();
    assert!((8..=14).contains(&mean), "mean {mean}, {counts:?}");
    assert!(counts.iter().all(|count| (5..=20).contains(count)), "{counts:?}");
}

/// The heavy week with which pages are weighed; an ordinary one has half of it.
#[tokio::test]
async fn the_end_of_the_term_is_busy() {
    let ent = start().await;
    let ordinary = ent.truth();
    ent.set_now(at("2026-12-11T16:30:00Z"));
    let busy = ent.truth();
    let work = |truth: &Truth| {
        let to_come = |class: &TruthClass| class.homework.iter().filter(|one| one.due > day("2026-12-11")).count();
        truth.classes.iter().map(to_come).collect::<Vec<_>>()
    };
    assert!(work(&busy).iter().all(|count| (12..=35).contains(count)), "{:?}", work(&busy));
    assert!(work(&busy).iter().sum::<usize>() > 190, "{:?}", work(&busy));
    assert!(busy.announcements.len() >= ordinary.announcements.len() + 5);
    assert!(busy.announcements.iter().any(|one| one.title.starts_with("Brevet blanc")));
}

#[tokio::test]
async fn a_day_never_changes() {
    let ent = start().await;
    let before = ent.truth();
    ent.set_now(at("2026-11-26T16:30:00Z"));
    for (before, after) in before.classes.iter().zip(&ent.truth().classes) {
        assert_eq!(before.lessons, after.lessons);
        let live = before.homework.iter().filter(|one| one.due >= day("2026-11-26") && one.due <= day("2026-12-02"));
        for one in live {
            assert!(after.homework.contains(one), "{one:?}");
        }
    }
}

#[tokio::test]
async fn every_class_has_changes_and_the_school_all_kinds() {
    let ent = start().await;
    let mut labels = BTreeSet::new();
    for week in 0..40 {
        let now = at("2026-09-07T05:00:00Z") + Days::new(week * 7);
        ent.set_now(now);
        for class in &ent.truth().classes {
            let monday = now.date_naive();
            let in_term = class.lessons.iter().any(|lesson| (lesson.start - now).num_days() < 14 && lesson.start > now);
            let soon = class.changes.iter().filter(|change| change.day < monday + Days::new(14)).count();
            assert!(!in_term || soon >= 2, "{} has {soon} changes at {now}", class.id);
            labels.extend(class.changes.iter().map(|change| change.label.clone()));
        }
    }
    let expected = [
        "Accompagnement modifié",
        "Changement de salle",
        "Classe absente",
        "Cours annulé",
        "Cours déplacé",
        "Cours exceptionnel",
        "Cours maintenu",
        "Cours modifié",
        "Dispositif Devoirs Faits",
        "Exceptionnel",
        "Modif salle",
        "Prof absent",
        "Prof. absent",
        "Prof./pers. absent",
        "Remplacement",
        "Sortie pédagogique",
    ];
    assert_eq!(labels.iter().map(String::as_str).collect::<Vec<_>>(), expected);
}

#[tokio::test]
async fn days_off_are_exclusive_and_persons_have_their_categories() {
    let ent = start().await;
    let text = unfolded(&calendar(&ent, &ent.truth().classes[0]).await);
    let events = events(&text);
    let off: Vec<[&str; 3]> = events
        .iter()
        .filter(|event| event["CATEGORIES"] == "Jours fériés")
        .map(|event| {
            [&event["SUMMARY;LANGUAGE=fr"], &event["DTSTART;VALUE=DATE"], &event["DTEND;VALUE=DATE"]]
                .map(String::as_str)
        })
        .collect();
    assert!(off.contains(&["Vacances", "20261219", "20270104"]));
    assert!(off.contains(&["Vacances", "20270220", "20270308"]));
    assert!(off.contains(&["Férié", "20261111", "20261112"]));
    assert!(off.contains(&["Férié", "20270329", "20270330"]));
    for category in ["Punitions", "Conseils de classe", "Agenda"] {
        assert!(events.iter().any(|event| event["CATEGORIES"] == category), "{category}");
    }
    assert!(text.contains("SUMMARY;LANGUAGE=fr:ED.PHYSIQUE & SPORT. - GUILLEMOT Y."));
    assert!(text.contains("Matière : ED.PHYSIQUE &amp\\; SPORT.\\nProfesseur : GUILLEMOT Y.\\n"));
    assert!(text.contains("\\nProfesseurs : FERRANDI N.\\, ZIMMERLIN J.-F.\\nSalles : CDI\\, C22 - INFORMATIQUE\\n"));
    assert!(!text.contains("RRULE") && !text.contains("VTIMEZONE"));
}

#[tokio::test]
async fn in_summer_the_coming_year_is_served() {
    let ent = start().await;
    ent.set_now(at("2027-07-20T08:00:00Z"));
    let truth = ent.truth();
    let first = truth.classes[0].lessons.first().expect("lessons").start;
    assert_eq!((first.year(), first.month(), first.day()), (2027, 9, 1));
    assert!(truth.classes.iter().all(|class| class.homework.is_empty()));
    assert!(!truth.announcements.is_empty());
}

#[tokio::test]
async fn a_removed_lesson_takes_its_blocks_along() {
    let ent = start().await;
    let before = ent.truth().classes[0].homework.len();
    let (from, to) = (day("2026-11-23"), day("2026-12-11"));
    ent.amend(Amendment::RemoveLessons { class: "6a".to_owned(), from, to });
    assert!(before > 0);
    assert_eq!(ent.truth().classes[0].homework, []);
}
