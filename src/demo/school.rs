//! The make-believe school as its data files describe it: people, rooms, grids, and what teachers write.
//!
//! The files are parsed once, when the ENT starts; nothing here knows any wire format.

use std::collections::BTreeMap;
use std::io;

use chrono::NaiveTime;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::year::Parity;

/// Everything the data files say.
#[derive(Debug)]
pub(super) struct School {
    pub(super) facts: Facts,
    pub(super) notebook: Notebook,
    pub(super) news: News,
}

/// `school.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Facts {
    pub(super) name: String,
    pub(super) town: String,
    pub(super) uai: String,
    pub(super) periods: Vec<[NaiveHour; 2]>,
    pub(super) agenda: Vec<String>,
    pub(super) subjects: BTreeMap<String, Subject>,
    pub(super) teachers: BTreeMap<String, Teacher>,
    pub(super) classes: Vec<Class>,
}

/// An hour of the clock on the school's wall, `08:30`.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(try_from = "String")]
pub(super) struct NaiveHour(pub(super) NaiveTime);

impl TryFrom<String> for NaiveHour {
    type Error = chrono::ParseError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        NaiveTime::parse_from_str(&text, "%H:%M").map(Self)
    }
}

/// A subject as Pronote names it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Subject {
    pub(super) label: String,
    pub(super) color: String,
    /// How many lessons of a hundred give homework.
    pub(super) rate: u64,
    /// A second teacher who takes part, and a second room.
    pub(super) also: Option<[String; 2]>,
    /// The name of the group when only some pupils take it.
    pub(super) option: Option<String>,
}

/// A teacher and their habits in the cahier de textes.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Teacher {
    pub(super) name: String,
    pub(super) room: String,
    pub(super) blocks: Blocks,
    pub(super) markup: Markup,
    /// How many lessons of a hundred have their content written down.
    pub(super) contents: u64,
    /// The title used for lesson contents instead of Pronote's own.
    pub(super) heading: Option<String>,
    /// Enters homework the evening of the next day.
    #[serde(default)]
    pub(super) late: bool,
}

/// Where a teacher's homework appears in the export.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Blocks {
    Both,
    Given,
    Due,
}

/// The HTML that a teacher's way of typing leaves behind.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Markup {
    Plain,
    Span,
    Nested,
    Word,
}

/// A class, its pupil whose export it is, and the manner of that export.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Class {
    pub(super) id: String,
    pub(super) label: String,
    pub(super) level: String,
    pub(super) pupil: String,
    pub(super) born: String,
    pub(super) delegates: Vec<String>,
    pub(super) punished: String,
    pub(super) aide: Option<String>,
    pub(super) groups: Groups,
    pub(super) newline: Newline,
    pub(super) fold: Fold,
    pub(super) old_slot: OldSlot,
    pub(super) teachers: BTreeMap<String, String>,
    pub(super) grid: Vec<String>,
}

/// How half classes are named: `[6A GR1]` or `<6A> Partie 1`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Groups {
    Gr,
    Part,
}

/// The line ends of the export.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Newline {
    Crlf,
    Lf,
}

/// Whether a fold may fall inside a UTF-8 sequence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Fold {
    Whole,
    Octet,
}

/// What becomes of the old slot of a moved lesson.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum OldSlot {
    Cancelled,
    Gone,
}

/// `homework.toml`: texts by subject code, then by level.
pub(super) type Notebook = BTreeMap<String, BTreeMap<String, Page>>;

/// What is written in one subject at one level.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Page {
    pub(super) homework: Vec<Entry>,
    #[serde(default)]
    pub(super) tests: Vec<Entry>,
    #[serde(default)]
    pub(super) contents: Vec<String>,
}

/// One text, in the HTML that Pronote's editor makes, with the names of its attached files.
#[derive(Debug, Deserialize)]
#[serde(from = "Written")]
pub(super) struct Entry {
    pub(super) html: String,
    pub(super) files: Vec<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Written {
    Text(String),
    WithFiles { html: String, files: Vec<String> },
}

impl From<Written> for Entry {
    fn from(written: Written) -> Self {
        match written {
            Written::Text(html) => Self { html, files: Vec::new() },
            Written::WithFiles { html, files } => Self { html, files },
        }
    }
}

/// `news.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct News {
    pub(super) authors: BTreeMap<String, Author>,
    pub(super) announcements: Vec<Template>,
}

/// Someone who writes announcements.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Author {
    pub(super) name: String,
    pub(super) email: String,
}

/// An announcement that comes back every few weeks, with its dates.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Template {
    pub(super) every: i64,
    pub(super) offset: i64,
    /// 0 on Mondays.
    pub(super) weekday: u64,
    /// Comes out at the busy end of a term only.
    #[serde(default)]
    pub(super) busy: bool,
    /// Days until it ends.
    pub(super) lasts: Option<u64>,
    pub(super) title: String,
    pub(super) summary: String,
    pub(super) body: String,
    pub(super) categories: Vec<String>,
    pub(super) author: String,
    pub(super) editor: Option<String>,
    pub(super) image: Option<String>,
    #[serde(default)]
    pub(super) files: Vec<String>,
    /// Asks for a login.
    #[serde(default)]
    pub(super) members_only: bool,
}

/// One lesson of a grid cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Cell<'a> {
    pub(super) subject: &'a str,
    pub(super) group: Option<u8>,
}

impl School {
    /// Reads the embedded data files.
    pub(super) fn read() -> io::Result<Self> {
        let mut notebook = Notebook::new();
        for text in NOTEBOOK {
            notebook.extend(parse::<Notebook>(text)?);
        }
        let facts = parse(include_str!("content/school.toml"))?;
        Ok(Self { facts, notebook, news: parse(include_str!("content/news.toml"))? })
    }

    /// The class with this id.
    pub(super) fn class(&self, id: &str) -> Option<&Class> {
        self.facts.classes.iter().find(|class| class.id == id)
    }

    /// What is written in `subject` at `level`.
    pub(super) fn page(&self, subject: &str, level: &str) -> Option<&Page> {
        self.notebook.get(subject)?.get(level)
    }
}

const NOTEBOOK: [&str; 4] = [
    include_str!("content/lettres.toml"),
    include_str!("content/sciences.toml"),
    include_str!("content/langues.toml"),
    include_str!("content/arts.toml"),
];

impl Class {
    /// The lessons of a day of the week (0 on Mondays) by period, in a week of this parity.
    pub(super) fn cells(&self, weekday: usize, parity: Parity) -> Vec<Vec<Cell<'_>>> {
        let row = self.grid.get(weekday).map_or("", String::as_str);
        row.split_whitespace().map(|cell| alternative(cell, parity)).collect()
    }
}

fn alternative(cell: &str, parity: Parity) -> Vec<Cell<'_>> {
    let chosen = match (cell.split_once('/'), parity) {
        (None, _) => cell,
        (Some((a, _)), Parity::A) => a,
        (Some((_, b)), Parity::B) => b,
    };
    chosen.split('+').filter(|part| *part != "-").map(one_lesson).collect()
}

fn one_lesson(part: &str) -> Cell<'_> {
    let subject = part.trim_end_matches(|digit: char| digit.is_ascii_digit());
    Cell { subject, group: part[subject.len()..].parse().ok() }
}

fn parse<T: DeserializeOwned>(text: &str) -> io::Result<T> {
    toml::from_str(text).map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))
}

#[cfg(test)]
mod tests {
    use super::{Cell, School, alternative};
    use crate::demo::year::Parity;

    #[test]
    fn cells() {
        let cell = |subject, group| Cell { subject, group };
        assert_eq!(alternative("SVT1+PHY2/PHY1+SVT2", Parity::B), [cell("PHY", Some(1)), cell("SVT", Some(2))]);
        assert_eq!(alternative("DOC/-", Parity::B), []);
        assert_eq!(alternative("FRA", Parity::A), [cell("FRA", None)]);
    }

    /// The data files agree with one another.
    #[test]
    fn everything_named_exists() {
        let school = School::read().expect("data files");
        for class in &school.facts.classes {
            for parity in [Parity::A, Parity::B] {
                for cell in (0..5).flat_map(|day| class.cells(day, parity)).flatten() {
                    let subject = school.facts.subjects.get(cell.subject).expect("subject");
                    let teacher = class.teachers.get(cell.subject).expect("teacher of the class");
                    assert!(school.facts.teachers.contains_key(teacher), "{teacher}");
                    let page = school.page(cell.subject, &class.level);
                    assert!(subject.rate == 0 || page.is_some(), "{} {}", cell.subject, class.level);
                }
            }
        }
        for template in &school.news.announcements {
            assert!(school.news.authors.contains_key(&template.author), "{}", template.title);
        }
    }

    /// A real school has no teacher in two rooms.
    #[test]
    fn no_teacher_is_in_two_places() {
        let school = School::read().expect("data files");
        for parity in [Parity::A, Parity::B] {
            let mut seen = std::collections::BTreeSet::new();
            for class in &school.facts.classes {
                for day in 0..5 {
                    for (period, cells) in class.cells(day, parity).iter().enumerate() {
                        for cell in cells {
                            assert!(seen.insert((day, period, &class.teachers[cell.subject])), "{} {cell:?}", class.id);
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn main_subjects_have_enough_texts() {
        let school = School::read().expect("data files");
        for subject in ["FRA", "MAT", "HGE", "ANG", "ESP", "ALL", "SVT", "PHY", "TEC"] {
            for (level, page) in &school.notebook[subject] {
                let texts = page.homework.len() + page.tests.len();
                assert!(texts >= 14, "{subject} {level}: {texts}");
            }
        }
    }
}
