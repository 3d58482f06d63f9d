//! The ENT's words for what became of a lesson. Schools edit them, so they are compared without case, accents and dots.

use crate::model::lesson::{Cause, LessonStatus};
use crate::sources::label::folded;

use Cause::{ClassAbsent, Outing, TeacherAbsent};
use LessonStatus::{Cancelled, Extra, Maintained, Modified, Moved, Planned, RoomChanged, Substituted};

/// What a label means.
pub(super) type Meaning = (LessonStatus, Option<Cause>);

const TABLE: [(&str, Meaning); 29] = [
    ("cours", (Planned, None)),
    ("emploi du temps", (Planned, None)),
    ("reservation de materiel", (Planned, None)),
    ("cours annule", (Cancelled, None)),
    ("annule", (Cancelled, None)),
    ("prof absent", (Cancelled, Some(TeacherAbsent))),
    ("prof pers absent", (Cancelled, Some(TeacherAbsent))),
    ("professeur absent", (Cancelled, Some(TeacherAbsent))),
    ("enseignant absent", (Cancelled, Some(TeacherAbsent))),
    ("classe absente", (Cancelled, Some(ClassAbsent))),
    ("sortie pedagogique", (Cancelled, Some(Outing))),
    ("cours deplace", (Moved, None)),
    ("deplace", (Moved, None)),
    ("cours reporte", (Moved, None)),
    ("reporte", (Moved, None)),
    ("report", (Moved, None)),
    ("changement de salle", (RoomChanged, None)),
    ("modif salle", (RoomChanged, None)),
    ("salle changee", (RoomChanged, None)),
    ("salle modifiee", (RoomChanged, None)),
    ("remplacement", (Substituted, None)),
    ("remplace", (Substituted, None)),
    ("cours modifie", (Modified, None)),
    ("accompagnement modifie", (Modified, None)),
    ("abs personnelle", (Modified, None)),
    ("conseil de classe", (Modified, None)),
    ("exceptionnel", (Extra, None)),
    ("cours exceptionnel", (Extra, None)),
    ("cours maintenu", (Maintained, None)),
];

/// What the label means, when it is known.
pub(super) fn meaning(label: &str) -> Option<Meaning> {
    let label = folded(label);
    TABLE.iter().find(|(known, _)| *known == label).map(|(_, meaning)| *meaning)
}

/// What sort of event a category is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sort {
    /// A lesson; the label that follows "Cours - ", if any, is in the category.
    Lesson,
    /// Days without lessons.
    NonTeaching,
    /// An internship.
    Internship,
    /// Personal data, never kept.
    Personal,
    /// Anything else.
    Other,
}

/// The sort of event of a category.
pub(super) fn sort(category: &str) -> Sort {
    let label = folded(category);
    match label.as_str() {
        "punition" | "punitions" | "conseil de classe" | "conseils de classe" | "agenda" => Sort::Personal,
        "jour ferie" | "jours feries" => Sort::NonTeaching,
        "session de stage" | "sessions de stage" => Sort::Internship,
        "cours" => Sort::Lesson,
        _ if label.starts_with("cours ") || meaning(category).is_some() => Sort::Lesson,
        _ => Sort::Other,
    }
}

/// The label that a category adds to "Cours": "Cours - Prof. absent" says "Prof. absent".
pub(super) fn label(category: &str) -> Option<&str> {
    let category = category.trim();
    let label = match category.split_once(" - ") {
        Some((first, label)) if folded(first) == "cours" => label.trim(),
        _ => category,
    };
    (!matches!(folded(label).as_str(), "" | "cours" | "emploi du temps")).then_some(label)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_known_in_every_spelling() {
        for (category, raw, expected) in [
            ("Cours", None, None),
            ("Emploi du Temps", None, None),
            ("Cours - Cours annulé", Some("Cours annulé"), Some((Cancelled, None))),
            ("COURS - COURS ANNULE", Some("COURS ANNULE"), Some((Cancelled, None))),
            ("Cours - Prof. absent", Some("Prof. absent"), Some((Cancelled, Some(TeacherAbsent)))),
            ("Cours - Prof absent", Some("Prof absent"), Some((Cancelled, Some(TeacherAbsent)))),
            ("Cours - Prof./pers. absent", Some("Prof./pers. absent"), Some((Cancelled, Some(TeacherAbsent)))),
            ("Cours - Classe absente", Some("Classe absente"), Some((Cancelled, Some(ClassAbsent)))),
            ("Cours - Sortie pédagogique", Some("Sortie pédagogique"), Some((Cancelled, Some(Outing)))),
            ("Cours -  Cours déplacé ", Some("Cours déplacé"), Some((Moved, None))),
            ("Cours - Changement de salle", Some("Changement de salle"), Some((RoomChanged, None))),
            ("Cours - Modif salle", Some("Modif salle"), Some((RoomChanged, None))),
            ("Cours - Remplacement", Some("Remplacement"), Some((Substituted, None))),
            ("Cours - Exceptionnel", Some("Exceptionnel"), Some((Extra, None))),
            ("Cours exceptionnel", Some("Cours exceptionnel"), Some((Extra, None))),
            ("Cours - Cours maintenu", Some("Cours maintenu"), Some((Maintained, None))),
            ("Cours - Cours en forêt", Some("Cours en forêt"), None),
        ] {
            assert_eq!(sort(category), Sort::Lesson, "{category}");
            assert_eq!(label(category), raw, "{category}");
            assert_eq!(label(category).and_then(meaning), expected, "{category}");
        }
    }

    #[test]
    fn only_three_categories_are_personal() {
        for personal in ["Punitions", "CONSEILS DE CLASSE", "Agenda"] {
            assert_eq!(sort(personal), Sort::Personal, "{personal}");
        }
        assert_eq!(sort("Jours feries"), Sort::NonTeaching);
        assert_eq!(sort("Sessions de stage"), Sort::Internship);
        assert_eq!(sort("Club photo"), Sort::Other);
        assert_eq!(sort(""), Sort::Other);
    }
}
