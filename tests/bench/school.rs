//! The make-believe school of the benches: 40 classes, 36 weeks, about 28 lessons a week and 9 homework a week each.

use std::fmt::Write as _;

use ardoise::config::Config;
use ardoise::model::announcement::Announcement;
use ardoise::model::audience::Audience;
use ardoise::model::homework::Homework;
use ardoise::model::id::{ItemId, ItemKey, SourceId};
use ardoise::model::lesson::{Lesson, LessonStatus, Teacher};
use ardoise::model::rich_text::RichText;
use ardoise::model::snapshot::{Seen, Snapshot};
use ardoise::model::subject::Subject;
use chrono::{DateTime, Datelike, Days, NaiveDate, TimeDelta, Utc};

/// A Tuesday morning in the middle of the year.
pub(crate) const NOW: &str = "2027-01-19T06:30:00Z";

const WEEKS: usize = 36;
const SUBJECTS: [&str; 9] = [
    "Mathématiques",
    "Français",
    "Anglais",
    "Histoire-géographie",
    "SVT (sciences de la vie)",
    "EPS (sport)",
    "Physique-chimie",
    "Technologie",
    "Arts plastiques",
];
const INSTRUCTIONS: [&str; 4] = [
    "Exercices 12, 14 et 15 page 48 sur le cahier. Revoir la proportionnalité et apporter la calculatrice.",
    "Lire le chapitre 3 jusqu’à la page 61. Noter trois mots difficiles et chercher leur sens.",
    "Apprendre la leçon : dates, carte et définitions (citoyen, démocratie, métèque).",
    "Contrôle sur les fractions. Refaire les exercices corrigés, puis le bilan page 50.",
];

/// 40 classes, everything kept: the longest retention there is. Each class has the gazettes that `papers` says.
pub(crate) fn configuration(papers: &str) -> String {
    let mut text = "[school]\nname = \"Collège des Tilleuls\"\n[site]\nretention_days = 400\n".to_owned();
    text.push_str("public_url = \"https://classes.college-tilleuls.example/\"\n");
    for number in 0..40 {
        let level = 6 - number % 4;
        writeln!(
            text,
            "[[classes]]\nid = \"c{number}\"\nlabel = \"{level}e {number}\"\nlevel = \"{level}e\"\n{papers}"
        )
        .expect("a text takes all that is written to it");
    }
    text
}

/// Everything of the year.
pub(crate) fn snapshot(config: &Config) -> Snapshot {
    let first = NaiveDate::from_ymd_opt(2026, 9, 7).expect("a Monday");
    let mut snapshot = Snapshot::default();
    for (number, class) in config.classes.iter().enumerate() {
        let audience = Audience::Class(class.id.clone());
        for day in first.iter_days().take(7 * WEEKS).filter(|day| day.weekday().num_days_from_monday() < 5) {
            let ordinal = day.ordinal() as usize + number;
            for (hour, minutes) in (0..5 + ordinal % 2).zip((7 * 60..).step_by(55)) {
                snapshot.lessons.push(lesson(&audience, at(day, minutes), hour, ordinal));
            }
            for turn in 0..(1 + ordinal % 5 % 2 + usize::from(ordinal.is_multiple_of(3))) {
                snapshot.homework.push(homework(&audience, day, turn, ordinal));
            }
        }
    }
    for number in 0..500 {
        let class = &config.classes[number % config.classes.len()];
        let day = first.iter_days().nth(number * 7 * WEEKS / 500).expect("a day of the year");
        snapshot.announcements.push(announcement(Audience::Class(class.id.clone()), day, number));
    }
    snapshot.lessons.sort_by_key(|seen| seen.item.start);
    snapshot.homework.sort_by_key(|seen| seen.item.due_on);
    snapshot
}

fn at(day: NaiveDate, minutes: i64) -> DateTime<Utc> {
    day.and_time(chrono::NaiveTime::MIN).and_utc() + TimeDelta::minutes(minutes)
}

fn seen<T>(key: &str, day: NaiveDate, item: T) -> Seen<T> {
    let source = SourceId::new("edt").expect("a slug");
    let first = at(day - Days::new(7), 0);
    Seen { id: ItemId { source, key: ItemKey::new(key) }, seen_first: first, changed_at: first, item }
}

fn lesson(audience: &Audience, start: DateTime<Utc>, hour: usize, ordinal: usize) -> Seen<Lesson> {
    let day = start.date_naive();
    let subject = SUBJECTS[(ordinal + hour) % SUBJECTS.len()];
    let status = if (ordinal + hour).is_multiple_of(17) { LessonStatus::Cancelled } else { LessonStatus::Planned };
    let lesson = Lesson {
        audience: audience.clone(),
        subject: Some(Subject::new(subject)),
        title: subject.to_owned(),
        start,
        end: start + TimeDelta::minutes(55),
        teachers: vec![Teacher::new("TERNOIS J.-M.")],
        rooms: vec![format!("B{}", 100 + (ordinal + hour) % 30)],
        status,
        cause: None,
        raw_status: None,
        ruled: false,
    };
    seen(&format!("lesson {audience:?} {start}"), day, lesson)
}

fn homework(audience: &Audience, day: NaiveDate, turn: usize, ordinal: usize) -> Seen<Homework> {
    let text = INSTRUCTIONS[(ordinal + turn) % INSTRUCTIONS.len()];
    let homework = Homework {
        audience: audience.clone(),
        subject: Some(Subject::new(SUBJECTS[(ordinal * 5 + turn) % SUBJECTS.len()])),
        given_on: Some(day - Days::new(5)),
        due_on: day,
        body: RichText::plain(text),
        test: text.starts_with("Contrôle"),
        attachments: Vec::new(),
    };
    seen(&format!("homework {audience:?} {day} {turn}"), day, homework)
}

fn announcement(audience: Audience, day: NaiveDate, number: usize) -> Seen<Announcement> {
    let announcement = Announcement {
        audience,
        title: format!("Réunion numéro {number}"),
        summary: None,
        body: Some(RichText::plain(&INSTRUCTIONS.join(" ").repeat(1 + number % 3))),
        published_at: Some(at(day, 0)),
        expires_at: Some(at(day + Days::new(30), 0)),
        service: false,
        headline: number.is_multiple_of(20),
        categories: Vec::new(),
        illustration: None,
        attachments: Vec::new(),
        address: None,
        reply: None,
    };
    seen(&format!("announcement {number}"), day, announcement)
}
