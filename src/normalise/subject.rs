//! Tidy names for subjects: schools write "ED.PHYSIQUE & SPORT.", families read "EPS (sport)".
//!
//! One table, which a school may extend, looked up without regard to case, accents, dots and order of spaces. What is not in it keeps its words in
//! sentence case.

use std::collections::BTreeMap;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Folded label → tidy name.
const LABELS: [(&str, &str); 62] = [
    ("ACCOMPAGNEMENT PERSO", "Accompagnement personnalisé"),
    ("ACCOMPAGNEMENT PERSONNALISE", "Accompagnement personnalisé"),
    ("ACCOMPAGNEMT PERSO", "Accompagnement personnalisé"),
    ("ALLEMAND", "Allemand"),
    ("ALLEMAND LV1", "Allemand"),
    ("ALLEMAND LV2", "Allemand"),
    ("ANGLAIS", "Anglais"),
    ("ANGLAIS LV1", "Anglais"),
    ("ANGLAIS LV2", "Anglais"),
    ("AP FRANCAIS", "Français (soutien)"),
    ("AP MATHS", "Mathématiques (soutien)"),
    ("ARTS PLASTIQUES", "Arts plastiques"),
    ("CHANT CHORAL", "Chorale"),
    ("CHORALE", "Chorale"),
    ("DEVOIRS FAITS", "Devoirs faits"),
    ("ED MUSICALE", "Éducation musicale"),
    ("ED PHYSIQUE SPORT", "EPS (sport)"),
    ("EDUCATION MUSICALE", "Éducation musicale"),
    ("EDUCATION PHYSIQUE ET SPORTIVE", "EPS (sport)"),
    ("EDUC MEDIAS INFORMATION", "Éducation aux médias"),
    ("EDUCATION AUX MEDIAS ET A L INFORMATION", "Éducation aux médias"),
    ("EMC", "Éducation civique"),
    ("EMI", "Éducation aux médias"),
    ("ENS MORAL CIVIQUE", "Éducation civique"),
    ("ENSEIGNEMENT MORAL ET CIVIQUE", "Éducation civique"),
    ("EPS", "EPS (sport)"),
    ("ESPAGNOL", "Espagnol"),
    ("ESPAGNOL LV2", "Espagnol"),
    ("FRANCAIS", "Français"),
    ("HISTOIRE GEO", "Histoire-géographie"),
    ("HISTOIRE GEOGRAPHIE", "Histoire-géographie"),
    ("HISTOIRE GEOGRAPHIE EMC", "Histoire-géographie"),
    ("ITALIEN LV2", "Italien"),
    ("LATIN", "Latin"),
    ("LCA GREC", "Grec ancien"),
    ("LCA LATIN", "Latin"),
    ("LV1 ALLEMAND", "Allemand"),
    ("LV1 ANGLAIS", "Anglais"),
    ("LV2 ALLEMAND", "Allemand"),
    ("LV2 ESPAGNOL", "Espagnol"),
    ("LV2 ITALIEN", "Italien"),
    ("MATHEMATIQUES", "Mathématiques"),
    ("MATHS", "Mathématiques"),
    ("PHYSIQUE CHIMIE", "Physique-chimie"),
    ("SC VIE TERRE", "SVT (sciences de la vie)"),
    ("SCIENCES", "Sciences"),
    ("SCIENCES DE LA VIE ET DE LA TERRE", "SVT (sciences de la vie)"),
    ("SCIENCES ET TECHNOLOGIE", "Sciences et technologie"),
    ("SCIENCES PHYSIQUES", "Physique-chimie"),
    ("SCIENCES TECHNOLOGIE", "Sciences et technologie"),
    ("SOUTIEN FRANCAIS", "Français (soutien)"),
    ("SOUTIEN MATHS", "Mathématiques (soutien)"),
    ("SVT", "SVT (sciences de la vie)"),
    ("TECHNOLOGIE", "Technologie"),
    ("UNSS", "Association sportive"),
    ("VIE DE CLASSE", "Vie de classe"),
    ("HEURE DE VIE DE CLASSE", "Vie de classe"),
    ("PARCOURS AVENIR", "Parcours avenir"),
    ("ORIENTATION", "Orientation"),
    ("DOCUMENTATION", "CDI"),
    ("CDI", "CDI"),
    ("LANGUES CULTURES ANTIQUITE", "Langues anciennes"),
];

/// The names of a school's subjects: its own ones before those of the table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SubjectNames {
    own: BTreeMap<String, String>,
}

impl SubjectNames {
    /// The table, with a school's own names by the label of the ENT.
    pub fn new(own: &[(String, String)]) -> Self {
        SubjectNames { own: own.iter().map(|(raw, name)| (fold(raw), name.clone())).collect() }
    }

    /// The name that readers see.
    pub fn label(&self, raw: &str) -> String {
        let folded = fold(raw);
        let known = || LABELS.iter().find(|(known, _)| *known == folded).map(|(_, tidy)| (*tidy).to_owned());
        self.own.get(&folded).cloned().or_else(known).unwrap_or_else(|| sentence_case(raw))
    }
}

/// Upper case, without accents, every run of other signs as one space.
pub(super) fn fold(text: &str) -> String {
    let plain: String = text.nfd().filter(|character| !is_combining_mark(*character)).collect();
    let spaced: String =
        plain.chars().map(|character| if character.is_alphanumeric() { character } else { ' ' }).collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ").to_uppercase()
}

/// A label in capitals becomes a name; one that has small letters is left alone.
fn sentence_case(raw: &str) -> String {
    let raw = raw.trim();
    if raw.chars().any(char::is_lowercase) {
        return raw.to_owned();
    }
    let mut letters = raw.chars();
    let first: String = letters.next().map(|letter| letter.to_uppercase().collect()).unwrap_or_default();
    first + &letters.as_str().to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_school_names_its_subjects_as_it_likes() {
        let own =
            [("sc.vie & terre".to_owned(), "Sciences nat’".to_owned()), ("ATELIER".to_owned(), "Club".to_owned())];
        let names = SubjectNames::new(&own);
        for (raw, tidy) in [("SC VIE-TERRE", "Sciences nat’"), ("Atelier", "Club"), ("EPS", "EPS (sport)")] {
            assert_eq!(names.label(raw), tidy, "{raw}");
        }
    }

    #[test]
    fn school_labels_become_names() {
        for (raw, tidy) in [
            ("ED.PHYSIQUE & SPORT.", "EPS (sport)"),
            ("LV1 - ANGLAIS", "Anglais"),
            ("Mathématiques", "Mathématiques"),
            ("HISTOIRE-GEOGRAPHIE", "Histoire-géographie"),
            ("SC.VIE & TERRE", "SVT (sciences de la vie)"),
            ("ATELIER ECHECS", "Atelier echecs"),
            ("Atelier Échecs", "Atelier Échecs"),
            ("", ""),
        ] {
            assert_eq!(SubjectNames::default().label(raw), tidy, "{raw}");
        }
    }
}
