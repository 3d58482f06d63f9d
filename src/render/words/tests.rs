//! What the catalogue promises, and what it says.

use chrono::{NaiveDate, NaiveTime};

use super::*;
use crate::model::coverage::DataKind;
use crate::model::time::Week;
use crate::plan::page::Warning;

fn date(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

fn french() -> Words {
    Words::new(None).unwrap()
}

#[test]
fn days_and_hours_are_in_words() {
    let words = french();
    assert_eq!(words.day(date(2026, 12, 1)), "mardi 1er\u{a0}décembre");
    assert_eq!(words.day_with_year(date(2026, 11, 24)), "mardi 24\u{a0}novembre\u{a0}2026");
    let at = |hours, minutes| words.hour(NaiveTime::from_hms_opt(hours, minutes, 0).unwrap());
    assert_eq!((at(8, 0), at(13, 5)), ("8\u{a0}h".to_owned(), "13\u{a0}h\u{a0}05".to_owned()));
}

#[test]
fn hours_and_rooms_are_said_as_one_says_them() {
    let words = french();
    let at = |hours, minutes| NaiveTime::from_hms_opt(hours, minutes, 0).unwrap();
    assert_eq!(words.hours(at(8, 5), at(9, 0)), "8\u{a0}h\u{a0}05 à\u{a0}9\u{a0}h");
    for end in [at(0, 0), at(23, 59)] {
        assert_eq!(words.hours(at(0, 0), end), "toute la journée");
    }
    for (name, said) in [
        ("B12", "salle\u{a0}B12"),
        ("104", "salle\u{a0}104"),
        ("Labo 2", "Labo 2"),
        ("Gymnase", "Gymnase"),
        ("Salle 3", "Salle 3"),
    ] {
        assert_eq!(words.room(name), said);
    }
}

#[test]
fn a_warning_agrees_with_its_kind() {
    let words = french();
    let since = date(2026, 11, 20).and_hms_opt(7, 0, 0).unwrap();
    for (input, said) in [
        (
            Warning::Stale { kind: DataKind::Timetable, since },
            "Attention\u{a0}: l’emploi du temps date du vendredi 20\u{a0}novembre, 7\u{a0}h.",
        ),
        (
            Warning::Stale { kind: DataKind::Announcements, since },
            "Attention\u{a0}: les actualités datent du vendredi 20\u{a0}novembre, 7\u{a0}h.",
        ),
        (
            Warning::HeldBack { kind: DataKind::Announcements },
            "À vérifier\u{a0}: les actualités ont beaucoup changé dans l’ENT. Voici l’état précédent.",
        ),
        (
            Warning::NeverReceived { kind: DataKind::Announcements },
            "Cette page ne contient pas encore les actualités. L’ENT ne les a pas fournies.",
        ),
    ] {
        assert_eq!(words.warning(&input), said);
    }
}

#[test]
fn a_week_names_each_month_once() {
    let words = french();
    for (monday, said) in [
        (date(2026, 12, 7), "7 au 11\u{a0}décembre\u{a0}2026"),
        (date(2026, 11, 30), "30\u{a0}novembre au 4\u{a0}décembre\u{a0}2026"),
        (date(2026, 12, 28), "28\u{a0}décembre\u{a0}2026 au 1er\u{a0}janvier\u{a0}2027"),
        (date(2027, 2, 1), "1er au 5\u{a0}février\u{a0}2027"),
    ] {
        assert_eq!(words.week_span(Week::of(monday)), said);
    }
}

#[test]
fn sizes_round_up() {
    let words = french();
    for (bytes, said) in
        [(850, "850\u{a0}octets"), (1024, "1\u{a0}ko"), (1025, "2\u{a0}ko"), (1_500_000, "1,5\u{a0}Mo")]
    {
        assert_eq!(words.file_size(bytes), said);
    }
}

#[test]
fn a_school_may_say_it_otherwise() {
    let words = Words::new(Some("homework = Cahier de textes\nhome = Retour à { $title }\n")).unwrap();
    assert_eq!(words.say("homework"), "Cahier de textes");
    assert_eq!(words.fill("home", &[("title", "6e A".into())]), "Retour à 6e A");
    assert_eq!(words.say("announcements"), "Actualités");
}

#[test]
fn a_wrong_message_is_named_with_its_line() {
    for (text, place) in [
        ("homework = Travail\n\nhomwork = x\n", "theme file `fr.ftl:3` names `homwork`, which is not a message"),
        ("# words\nhome = Retour à { $page }\n", "theme file `fr.ftl:2` `home` asks for `$page` (it has `$title`)"),
        ("test = Contrôle { $n }", "theme file `fr.ftl:1` `test` asks for `$n` (it has none)"),
        ("homework = Travail\nhome { = x\n", "theme file `fr.ftl:2` is not Fluent"),
    ] {
        let error = Words::new(Some(text)).unwrap_err();
        assert_eq!(error.kind(), Kind::Theme);
        assert!(error.chain().starts_with(place), "{}", error.chain());
    }
}

#[test]
fn french_typography_is_kept() {
    for (number, line) in DEFAULT.lines().enumerate().filter(|(_, line)| !line.starts_with('#')) {
        for sign in [" :", " ;", " !", " ?", " »", "« ", "'"] {
            assert!(!line.contains(sign), "line {}: `{line}` has `{sign}`", number + 1);
        }
    }
}

/// Plain language: at most 12 words a sentence.
#[test]
fn sentences_are_short() {
    for (number, line) in DEFAULT.lines().enumerate().filter(|(_, line)| !line.starts_with('#')) {
        let text = line.split_once('=').map_or(line, |(_, text)| text);
        for sentence in text.split_inclusive(['.', '!', '?']) {
            let words = sentence.split_whitespace().filter(|word| word.chars().any(char::is_alphabetic)).count();
            assert!(words <= 12, "line {}: {words} words in `{}`", number + 1, sentence.trim());
        }
    }
}
