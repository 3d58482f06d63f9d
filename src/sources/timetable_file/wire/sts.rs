//! The pair of STSWEB: `emp_sts` (root `EDT_STS`) has the lessons by code, `sts_emp` (root `STS_EDT`) what the codes mean.
//!
//! Of people nothing is read but the surname and the initials of those who teach. Text may be padded with blanks, elements may be
//! empty, and the alternating weeks may be those of another year: then only their parity is believed.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, NaiveDate, NaiveTime, TimeDelta, Weekday};

use crate::config::source::timetable_file::Hours;
use crate::model::item::Rejected;
use crate::model::notice::{Notice, NoticeKind};
use crate::model::time::{Week, WeekParity};
use crate::sources::label::folded;
use crate::sources::timetable_file::wire::{Readers, Slot, Timetable, Weeks};
use crate::sources::xml::Element;

/// The root of the file that has the lessons.
pub(in crate::sources::timetable_file) const LESSONS: &str = "EDT_STS";
/// The root of the file that has the names.
pub(in crate::sources::timetable_file) const NAMES: &str = "STS_EDT";

/// Which of the two files a document is, and of which school and year.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::sources::timetable_file) struct Header {
    pub(in crate::sources::timetable_file) uai: Option<String>,
    /// The calendar year in which the school year begins.
    pub(in crate::sources::timetable_file) year: Option<i32>,
}

/// What stands at the head of either file, as an attribute or as text.
pub(in crate::sources::timetable_file) fn header(root: &Element) -> Header {
    let value = |name: &str, attribute: &str| {
        let found = root.at(&["PARAMETRES", name]).into_iter().next()?;
        found.attribute(attribute).or_else(|| found.own_text()).map(str::to_owned)
    };
    let year = value("ANNEE_SCOLAIRE", "ANNEE").and_then(|text| text.get(..4)?.parse().ok());
    Header { uai: value("UAJ", "CODE"), year }
}

/// The year in which the school year of a day begins.
pub(in crate::sources::timetable_file) fn school_year(day: NaiveDate) -> i32 {
    if day.month() >= 8 { day.year() } else { day.year() - 1 }
}

/// The weekly timetable of a pair. `None` when it is made for another school year than that of `today`.
pub(in crate::sources::timetable_file) fn timetable(
    lessons: &Element,
    names: &Element,
    today: NaiveDate,
    file: &str,
) -> Option<Timetable> {
    let year = school_year(today);
    let alternations = alternations(lessons, year);
    let this_year = header(lessons).year.is_none_or(|stated| stated == year)
        || alternations.values().any(|weeks| matches!(weeks, Alternation::These(_)));
    if !this_year {
        return None;
    }
    let mut reading = Reading {
        file,
        alternations,
        subjects: subjects(names),
        teachers: teachers(names),
        groups: groups(names),
        found: Timetable { bounds: bounds(lessons, year), ..Timetable::default() },
    };
    reading.stray_weeks();
    for division in lessons.at(&["DONNEES", "STRUCTURE", "DIVISIONS", "DIVISION"]) {
        if let Some(code) = division.attribute("CODE") {
            reading.services(division, &Readers::Class(code.to_owned()));
        }
    }
    for group in lessons.at(&["DONNEES", "STRUCTURE", "GROUPES", "GROUPE"]) {
        reading.group(group);
    }
    Some(reading.found)
}

/// The weeks of an alternation.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Alternation {
    /// Listed, in this school year.
    These(BTreeSet<Week>),
    /// Every week, whatever is listed.
    Every,
    /// One week of two, listed for another year or not at all.
    Parity(WeekParity),
    /// Listed for another year, and of unknown parity.
    Unknown,
}

struct Reading<'a> {
    file: &'a str,
    alternations: BTreeMap<String, Alternation>,
    subjects: BTreeMap<String, String>,
    teachers: BTreeMap<(String, String), String>,
    /// The classes over which each group is drawn.
    groups: BTreeMap<String, Vec<String>>,
    found: Timetable,
}

impl Reading<'_> {
    fn reject(&mut self, message: String) {
        let rejected = Rejected { subject: self.file.to_owned(), message };
        if !self.found.rejected.contains(&rejected) {
            self.found.rejected.push(rejected);
        }
    }

    fn stray_weeks(&mut self) {
        if self.alternations.values().any(|weeks| matches!(weeks, Alternation::Parity(_))) {
            let message = "its alternations list no week of this school year: `week_a` decides which is which";
            self.found.notices.push(Notice::new(NoticeKind::Configuration, self.file, message));
        }
    }

    fn group(&mut self, group: &Element) {
        let Some(code) = group.attribute("CODE") else { return };
        let own = divisions_of(group);
        let classes = if own.is_empty() { self.groups.get(code).cloned().unwrap_or_default() } else { own };
        if classes.is_empty() {
            self.reject(format!("the group `{code}` is drawn over no class"));
            return;
        }
        self.services(group, &Readers::Group { name: code.to_owned(), classes });
    }

    fn services(&mut self, structure: &Element, readers: &Readers) {
        for service in structure.at(&["SERVICES", "SERVICE"]) {
            let code = service.attribute("CODE_MATIERE").unwrap_or_default();
            for teacher in service.at(&["ENSEIGNANTS", "ENSEIGNANT"]) {
                let known = (teacher.attribute("TYPE"), teacher.attribute("ID"));
                let name = match known {
                    (Some(kind), Some(id)) => self.teachers.get(&(kind.to_owned(), id.to_owned())).cloned(),
                    _ => None,
                };
                for lesson in teacher.at(&["COURS_RATTACHES", "COURS"]) {
                    self.lesson(lesson, code, name.as_ref(), readers);
                }
            }
        }
    }

    fn lesson(&mut self, lesson: &Element, code: &str, teacher: Option<&String>, readers: &Readers) {
        let Some(subject) = self.subjects.get(code).cloned() else {
            self.reject(format!("the subject `{code}` has no name in the `sts_emp` file"));
            return;
        };
        let (Some(day), Some(hours)) = (day(lesson), hours(lesson)) else {
            self.reject(format!("a lesson of `{subject}` has no day or no hour that can be read"));
            return;
        };
        let Some(weeks) = self.weeks(lesson.text_of("CODE_ALTERNANCE")) else { return };
        let room = lesson.text_of("CODE_SALLE").map(str::to_owned);
        self.found.slots.push(Slot {
            day,
            hours,
            weeks,
            subject,
            teachers: teacher.cloned().into_iter().collect(),
            rooms: room.into_iter().collect(),
            readers: readers.clone(),
        });
    }

    fn weeks(&mut self, code: Option<&str>) -> Option<Weeks> {
        let Some(code) = code else { return Some(Weeks::Every) };
        match self.alternations.get(code) {
            Some(Alternation::Every) => Some(Weeks::Every),
            Some(Alternation::These(weeks)) => Some(Weeks::These(weeks.clone())),
            Some(Alternation::Parity(parity)) => Some(Weeks::Parity(*parity)),
            None if code == "H" => Some(Weeks::Every),
            Some(Alternation::Unknown) | None => {
                self.reject(format!("the alternation `{code}` lists no week of this school year"));
                None
            }
        }
    }
}

/// `1` is Monday.
fn day(lesson: &Element) -> Option<Weekday> {
    let number: u8 = lesson.text_of("JOUR")?.parse().ok()?;
    Weekday::try_from(number.checked_sub(1)?).ok()
}

fn hours(lesson: &Element) -> Option<Hours> {
    let start = clock(lesson.text_of("HEURE_DEBUT")?)?;
    let length = clock(lesson.text_of("DUREE")?)?.signed_duration_since(NaiveTime::MIN);
    let (end, next_day) = start.overflowing_add_signed(length);
    (length > TimeDelta::zero() && next_day == 0).then_some(Hours { start, end })
}

/// `0830`, also `830` and `08:30`.
fn clock(text: &str) -> Option<NaiveTime> {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let number: u32 = digits.parse().ok().filter(|_| (3..=4).contains(&digits.len()))?;
    NaiveTime::from_hms_opt(number / 100, number % 100, 0)
}

fn alternations(lessons: &Element, year: i32) -> BTreeMap<String, Alternation> {
    let found = lessons.at(&["DONNEES", "ALTERNANCES", "ALTERNANCE"]);
    let known = found.into_iter().filter_map(|alternation| {
        let code = alternation.attribute("CODE").or_else(|| alternation.text_of("CODE"))?;
        let days = alternation.at(&["SEMAINES", "DATE_DEBUT_SEMAINE"]);
        let days = days.into_iter().filter_map(|day| day.own_text()?.parse::<NaiveDate>().ok());
        let weeks: BTreeSet<Week> = days.filter(|day| school_year(*day) == year).map(Week::of).collect();
        let read = match parity(code, alternation) {
            _ if !weeks.is_empty() => Alternation::These(weeks),
            _ if code == "H" => Alternation::Every,
            Some(parity) => Alternation::Parity(parity),
            None => Alternation::Unknown,
        };
        Some((code.to_owned(), read))
    });
    known.collect()
}

/// What the names of an alternation say: `Q1`, "Semaine B", "Quinzaine 2".
fn parity(code: &str, alternation: &Element) -> Option<WeekParity> {
    let labels = ["LIBELLE_LONG", "LIBELLE_COURT"].into_iter().filter_map(|name| alternation.text_of(name));
    labels.chain([code]).find_map(|label| {
        let label = folded(label);
        match label.rsplit(' ').next()? {
            "a" | "1" | "q1" | "s1" | "sa" => Some(WeekParity::A),
            "b" | "2" | "q2" | "s2" | "sb" => Some(WeekParity::B),
            _ => None,
        }
    })
}

/// The first and the last day of the school year, when the file gives those of this one.
fn bounds(lessons: &Element, year: i32) -> Option<(NaiveDate, NaiveDate)> {
    let stated = lessons.at(&["PARAMETRES", "ANNEE_SCOLAIRE"]).into_iter().next()?;
    let day = |name: &str| stated.text_of(name).and_then(|text| text.parse::<NaiveDate>().ok());
    let (from, to) = (day("DATE_DEBUT")?, day("DATE_FIN")?);
    (from < to && school_year(from) == year).then_some((from, to))
}

fn subjects(names: &Element) -> BTreeMap<String, String> {
    let found = names.at(&["NOMENCLATURES", "MATIERES", "MATIERE"]);
    let named = found.into_iter().filter_map(|subject| {
        let labels = ["LIBELLE_EDITION", "LIBELLE_LONG", "LIBELLE_COURT", "CODE_GESTION"];
        let label = labels.into_iter().find_map(|label| subject.text_of(label))?;
        Some((subject.attribute("CODE")?.to_owned(), on_one_line(label)))
    });
    named.collect()
}

/// Surname and initials, as Pronote writes them: "TERNOIS J.-M.".
fn teachers(names: &Element) -> BTreeMap<(String, String), String> {
    let found = names.at(&["DONNEES", "INDIVIDUS", "INDIVIDU"]);
    let named = found.into_iter().filter_map(|person| {
        let surname = on_one_line(person.text_of("NOM_USAGE").or_else(|| person.text_of("NOM_PATRONYMIQUE"))?);
        let name = match person.text_of("PRENOM").map(initials) {
            Some(initials) if !initials.is_empty() => format!("{surname} {initials}"),
            _ => surname,
        };
        Some(((person.attribute("TYPE")?.to_owned(), person.attribute("ID")?.to_owned()), name))
    });
    named.collect()
}

fn initials(first_name: &str) -> String {
    let initial = |part: &str| part.chars().find(|letter| letter.is_alphabetic()).map(|letter| format!("{letter}."));
    first_name.split(['-', ' ']).filter_map(initial).collect::<Vec<_>>().join("-").to_uppercase()
}

fn groups(names: &Element) -> BTreeMap<String, Vec<String>> {
    let found = names.at(&["DONNEES", "STRUCTURE", "GROUPES", "GROUPE"]);
    found.into_iter().filter_map(|group| Some((group.attribute("CODE")?.to_owned(), divisions_of(group)))).collect()
}

fn divisions_of(group: &Element) -> Vec<String> {
    let found = group.at(&["DIVISIONS_APPARTENANCE", "DIVISION_APPARTENANCE"]);
    found.into_iter().filter_map(|division| division.attribute("CODE").map(str::to_owned)).collect()
}

fn on_one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
