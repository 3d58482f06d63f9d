//! French as readers expect it: days and hours in words, changes of a lesson, sizes of files.
//!
//! Spaces that must not break are U+00A0 (in dates and hours) and U+202F (before a unit), as the Imprimerie nationale asks.

use chrono::{Datelike, NaiveDate, NaiveDateTime, NaiveTime, Timelike};

use crate::model::coverage::DataKind;
use crate::model::lesson::{Cause, LessonStatus};
use crate::model::time::Week;
use crate::plan::page::{DayOff, FilePlace, LessonEntry, Warning};

const DAYS: [&str; 7] = ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"];
const MONTHS: [&str; 12] = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
];

/// "lundi".
pub fn weekday(day: NaiveDate) -> &'static str {
    DAYS[day.weekday().num_days_from_monday() as usize]
}

/// "1er décembre", "24 novembre".
pub fn day_and_month(day: NaiveDate) -> String {
    format!("{}\u{a0}{}", number(day), MONTHS[day.month0() as usize])
}

/// "mardi 24 novembre".
pub fn day(day: NaiveDate) -> String {
    format!("{} {}", weekday(day), day_and_month(day))
}

/// "mardi 24", "mardi 1er".
pub fn weekday_and_number(day: NaiveDate) -> String {
    format!("{}\u{a0}{}", weekday(day), number(day))
}

/// "mardi 24 novembre 2026".
pub fn day_with_year(date: NaiveDate) -> String {
    format!("{}\u{a0}{}", day(date), date.year())
}

/// "8 h", "13 h 05".
pub fn hour(time: NaiveTime) -> String {
    match time.minute() {
        0 => format!("{}\u{a0}h", time.hour()),
        minute => format!("{}\u{a0}h\u{a0}{minute:02}", time.hour()),
    }
}

/// "8 h à 9 h", "toute la journée" from midnight to midnight.
pub fn hours(start: NaiveTime, end: NaiveTime) -> String {
    if is_whole_day(start, end) {
        "toute la journée".to_owned()
    } else {
        format!("{} à\u{a0}{}", hour(start), hour(end))
    }
}

/// Whether an event lasts from midnight to midnight.
pub fn is_whole_day(start: NaiveTime, end: NaiveTime) -> bool {
    start == NaiveTime::MIN && (end == NaiveTime::MIN || (end.hour(), end.minute()) == (23, 59))
}

/// "salle B12", "salle 104", but "Gymnase" and "Labo 2": a name with a word in it says by itself what it is.
pub fn room(name: &str) -> String {
    let word = name.split(|character: char| !character.is_alphabetic()).any(|letters| letters.chars().count() > 2);
    if word { name.to_owned() } else { format!("salle\u{a0}{name}") }
}

/// "mardi 24 novembre, 7 h".
pub fn moment(moment: NaiveDateTime) -> String {
    format!("{}, {}", day(moment.date()), hour(moment.time()))
}

/// "30 novembre au 4 décembre 2026", "7 au 11 décembre 2026": the school days of a week, Monday to Friday.
pub fn week_span(week: Week) -> String {
    let (first, last) = (week.monday(), week.monday() + chrono::Days::new(4));
    let start = if first.month() == last.month() {
        number(first)
    } else if first.year() == last.year() {
        day_and_month(first)
    } else {
        format!("{}\u{a0}{}", day_and_month(first), first.year())
    };
    format!("{start} au {}\u{a0}{}", day_and_month(last), last.year())
}

/// "vacances", with its last day: "Vacances jusqu’au dimanche 3 janvier".
pub fn day_off(off: &DayOff) -> String {
    if off.from == off.to { off.label.clone() } else { format!("{} jusqu’au {}", off.label, day(off.to)) }
}

/// What changed in a lesson, in words; `None` for an ordinary one.
pub fn lesson_change(lesson: &LessonEntry) -> Option<String> {
    let cause = lesson.cause.map(|cause| match cause {
        Cause::TeacherAbsent => "professeur absent",
        Cause::ClassAbsent => "classe absente",
        Cause::Outing => "sortie pédagogique",
    });
    let words = match lesson.status {
        LessonStatus::Planned => cause.map(capitalised)?,
        LessonStatus::Cancelled => match cause {
            Some(cause) => format!("Annulé\u{a0}: {cause}"),
            None => "Annulé".to_owned(),
        },
        LessonStatus::Moved => "Cours déplacé".to_owned(),
        LessonStatus::RoomChanged => "Changement de salle".to_owned(),
        LessonStatus::Substituted => "Remplacement".to_owned(),
        LessonStatus::Extra => "Cours exceptionnel".to_owned(),
        LessonStatus::Maintained => "Cours maintenu".to_owned(),
        LessonStatus::Modified => match (cause, &lesson.raw_status) {
            (Some(cause), _) => capitalised(cause),
            (None, Some(raw)) => raw.clone(),
            (None, None) => "Cours modifié".to_owned(),
        },
    };
    Some(words)
}

/// "PDF, 120 ko"; for a file outside the site, what a reader must know before opening it.
pub fn file_facts(name: &str, place: &FilePlace) -> String {
    match place {
        FilePlace::Site { size, .. } => match file_type(name) {
            Some(kind) => format!("{kind}, {}", file_size(*size)),
            None => file_size(*size),
        },
        FilePlace::Ent(_) => "dans l’ENT, avec votre compte".to_owned(),
        FilePlace::Unlinked => "à ouvrir dans Pronote".to_owned(),
    }
}

/// "850 octets", "12 ko", "1,4 Mo"; 1 ko is 1 024 octets, rounded up.
pub fn file_size(bytes: u64) -> String {
    const KILO: u64 = 1024;
    if bytes < KILO {
        format!("{bytes}\u{a0}octets")
    } else if bytes < KILO * KILO {
        format!("{}\u{a0}ko", bytes.div_ceil(KILO))
    } else {
        let tenths = (bytes * 10).div_ceil(KILO * KILO);
        format!("{},{}\u{a0}Mo", tenths / 10, tenths % 10)
    }
}

/// "Image, 24 ko"; a picture without a description says so.
pub fn picture_facts(alt: &str, bytes: u64) -> String {
    let name = if alt.is_empty() { "Image sans description" } else { "Image" };
    format!("{name}, {}", file_size(bytes))
}

/// "image, 24 ko", after the picture's name.
pub fn picture_size(bytes: u64) -> String {
    format!("image, {}", file_size(bytes))
}

/// A kind of data as readers call it.
pub fn data_kind(kind: DataKind) -> &'static str {
    match kind {
        DataKind::Homework => "le travail à faire",
        DataKind::Timetable => "l’emploi du temps",
        DataKind::Contents => "le contenu des séances",
        DataKind::Announcements => "les actualités",
    }
}

/// A warning in at most two short sentences.
pub fn warning(warning: &Warning) -> String {
    match warning {
        Warning::NeverReceived { kind } => {
            format!("Cette page ne contient pas encore {}. L’ENT ne l’a pas fourni.", data_kind(*kind))
                .replace("les actualités. L’ENT ne l’a pas fourni.", "les actualités. L’ENT ne les a pas fournies.")
        }
        Warning::Stale { kind, since } => format!("Attention\u{a0}: {} date du {}.", data_kind(*kind), moment(*since))
            .replace("actualités date du", "actualités datent du"),
        Warning::HeldBack { kind } => {
            format!("À vérifier\u{a0}: {} a beaucoup changé dans l’ENT. Voici l’état précédent.", data_kind(*kind))
                .replace("actualités a beaucoup changé", "actualités ont beaucoup changé")
        }
    }
}

/// The text with a capital first letter.
pub fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

fn number(day: NaiveDate) -> String {
    if day.day() == 1 { "1er".to_owned() } else { day.day().to_string() }
}

/// The beginning of a text, with an ellipsis unless it ends a sentence.
pub fn cut_short(text: &str) -> String {
    if text.ends_with(['.', '!', '?', '…']) { text.to_owned() } else { format!("{text}…") }
}

fn file_type(name: &str) -> Option<String> {
    let (_, extension) = name.rsplit_once('.')?;
    let known = (1..=4).contains(&extension.len()) && extension.chars().all(char::is_alphanumeric);
    known.then(|| extension.to_uppercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    #[test]
    fn days_and_hours_are_in_words() {
        assert_eq!(day(date(2026, 12, 1)), "mardi 1er\u{a0}décembre");
        assert_eq!(day_with_year(date(2026, 11, 24)), "mardi 24\u{a0}novembre\u{a0}2026");
        let at = |hours, minutes| hour(NaiveTime::from_hms_opt(hours, minutes, 0).unwrap());
        assert_eq!((at(8, 0), at(13, 5)), ("8\u{a0}h".to_owned(), "13\u{a0}h\u{a0}05".to_owned()));
    }

    #[test]
    fn hours_and_rooms_are_said_as_one_says_them() {
        let at = |hours, minutes| NaiveTime::from_hms_opt(hours, minutes, 0).unwrap();
        assert_eq!(hours(at(8, 5), at(9, 0)), "8\u{a0}h\u{a0}05 à\u{a0}9\u{a0}h");
        for end in [at(0, 0), at(23, 59)] {
            assert_eq!(hours(at(0, 0), end), "toute la journée");
        }
        for (name, words) in [
            ("B12", "salle\u{a0}B12"),
            ("104", "salle\u{a0}104"),
            ("Labo 2", "Labo 2"),
            ("Gymnase", "Gymnase"),
            ("Salle 3", "Salle 3"),
        ] {
            assert_eq!(room(name), words);
        }
    }

    #[test]
    fn a_warning_agrees_with_its_kind() {
        let since = date(2026, 11, 20).and_hms_opt(7, 0, 0).unwrap();
        for (input, words) in [
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
            assert_eq!(warning(&input), words);
        }
    }

    #[test]
    fn a_week_names_each_month_once() {
        for (monday, words) in [
            (date(2026, 12, 7), "7 au 11\u{a0}décembre\u{a0}2026"),
            (date(2026, 11, 30), "30\u{a0}novembre au 4\u{a0}décembre\u{a0}2026"),
            (date(2026, 12, 28), "28\u{a0}décembre\u{a0}2026 au 1er\u{a0}janvier\u{a0}2027"),
            (date(2027, 2, 1), "1er au 5\u{a0}février\u{a0}2027"),
        ] {
            assert_eq!(week_span(Week::of(monday)), words);
        }
    }

    #[test]
    fn sizes_round_up() {
        for (bytes, words) in
            [(850, "850\u{a0}octets"), (1024, "1\u{a0}ko"), (1025, "2\u{a0}ko"), (1_500_000, "1,5\u{a0}Mo")]
        {
            assert_eq!(file_size(bytes), words);
        }
    }
}
