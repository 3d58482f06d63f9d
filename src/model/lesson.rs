//! Lessons, their changes, what was done in them, and the days without any.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::model::audience::Audience;
use crate::model::rich_text::RichText;
use crate::model::subject::Subject;

/// One lesson at one hour of one day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lesson {
    /// Who attends.
    pub audience: Audience,
    /// The subject, unless it is an event of another sort.
    pub subject: Option<Subject>,
    /// What to show when there is no subject.
    pub title: String,
    /// The beginning.
    pub start: DateTime<Utc>,
    /// The end, never before the beginning.
    pub end: DateTime<Utc>,
    /// The teachers.
    pub teachers: Vec<Teacher>,
    /// The rooms.
    pub rooms: Vec<String>,
    /// What became of it.
    pub status: LessonStatus,
    /// Why, when the ENT tells.
    pub cause: Option<Cause>,
    /// The words of the ENT for the status, when there are any: shown when the status is not one we know.
    pub raw_status: Option<String>,
    /// Whether a rule made it rather than a person: then it does not take place on days without school.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub ruled: bool,
}

impl Lesson {
    /// Whether it differs from the plan.
    pub fn is_change(&self) -> bool {
        self.status != LessonStatus::Planned || self.cause.is_some()
    }
}

/// What became of a lesson.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LessonStatus {
    /// As every week.
    Planned,
    /// Does not take place.
    Cancelled,
    /// Takes place at this hour instead of another.
    Moved,
    /// Takes place in this room instead of another.
    RoomChanged,
    /// Given by another teacher.
    Substituted,
    /// Changed in another way; `raw_status` holds the ENT's words.
    Modified,
    /// Added.
    Extra,
    /// Takes place although one might think otherwise.
    Maintained,
}

/// Why a lesson changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// The teacher is away.
    TeacherAbsent,
    /// The class is away.
    ClassAbsent,
    /// The class is on an outing.
    Outing,
}

/// A teacher, as the ENT writes the name ("TERNOIS J.-M.").
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Teacher(String);

/// How much of a teacher's name readers see.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TeacherNames {
    /// "TERNOIS J.-M."
    Full,
    /// "T."
    Initial,
    /// Nothing.
    None,
}

impl Teacher {
    /// A teacher under the ENT's name.
    pub fn new(name: &str) -> Self {
        Teacher(name.trim().to_owned())
    }

    /// The part of the name that may be shown.
    pub fn shown(&self, names: TeacherNames) -> Option<String> {
        match names {
            TeacherNames::Full => Some(self.0.clone()),
            TeacherNames::Initial => {
                let letter = self.surname().chars().find(|character| character.is_alphabetic())?;
                Some(format!("{}.", letter.to_uppercase()))
            }
            TeacherNames::None => None,
        }
    }

    /// The name without a title ("Mme", "M.", "Mlle", "Dr").
    fn surname(&self) -> &str {
        let name = self.0.as_str();
        let after_title = name.split_once(char::is_whitespace).filter(|(first, _)| {
            let title = first.trim_end_matches('.');
            ["mme", "m", "mr", "mlle", "dr"].iter().any(|known| title.eq_ignore_ascii_case(known))
        });
        after_title.map_or(name, |(_, rest)| rest)
    }
}

/// What was done in a lesson (contenu de séance).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LessonContent {
    /// Who attended.
    pub audience: Audience,
    /// The subject.
    pub subject: Option<Subject>,
    /// The day of the lesson.
    pub day: NaiveDate,
    /// The title its teacher gave, when there is one.
    pub title: Option<String>,
    /// What was done.
    pub body: RichText,
}

/// Days without lessons.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NonTeaching {
    /// The first day.
    pub from: NaiveDate,
    /// The last day.
    pub to: NaiveDate,
    /// Why.
    pub kind: NonTeachingKind,
    /// The words of the source ("Vacances").
    pub label: String,
}

/// Why there are no lessons.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NonTeachingKind {
    /// School holidays.
    Holiday,
    /// A public holiday.
    PublicHoliday,
    /// The school is closed.
    Closure,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_teacher_is_shown_as_the_school_wishes() {
        for (name, initial) in
            [("TERNOIS J.-M.", "T."), ("Mme de La Haye", "D."), ("M. ÉTIENNE", "É."), ("  Modèle B.", "M.")]
        {
            let teacher = Teacher::new(name);
            assert_eq!(teacher.shown(TeacherNames::Initial).as_deref(), Some(initial), "{name}");
            assert_eq!(teacher.shown(TeacherNames::Full).as_deref(), Some(name.trim()));
            assert_eq!(teacher.shown(TeacherNames::None), None);
        }
        assert_eq!(Teacher::new("?").shown(TeacherNames::Initial), None);
    }
}
