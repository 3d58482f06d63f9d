//! The keyed lines at the head of an event's description, and the HTML that follows them.
//!
//! Only the keys listed here are read: the others name pupils and staff.

use crate::normalise::html;
use crate::sources::label::folded;

/// An event's description.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Description {
    /// A first line without key: what became of the lesson.
    pub(super) status: Option<String>,
    pub(super) subject: Option<String>,
    pub(super) teachers: Vec<String>,
    pub(super) rooms: Vec<String>,
    pub(super) classes: Vec<String>,
    /// Groups and parts of classes.
    pub(super) groups: Vec<String>,
    /// Homework and contents.
    pub(super) html: String,
}

/// Reads a description whose iCalendar escapes are already undone; HTML entities are undone here.
pub(super) fn read(text: &str) -> Description {
    let (head, html) = split(text);
    let mut found = Description { html: html.to_owned(), ..Description::default() };
    for (index, line) in head.lines().enumerate() {
        let line = without_entities(line);
        let Some((key, value)) = line.split_once(':') else {
            let words = line.trim();
            if index == 0 && !words.is_empty() {
                found.status = Some(words.to_owned());
            }
            continue;
        };
        let value = value.trim();
        match folded(key).as_str() {
            _ if value.is_empty() => {}
            "matiere" | "matieres" => found.subject = Some(value.to_owned()),
            "professeur" | "professeurs" => found.teachers.extend(listed(value)),
            "salle" | "salles" => found.rooms.extend(listed(value)),
            "classe" | "classes" => found.classes.extend(listed(value)),
            "groupe" | "groupes" | "partie de classe" | "parties de classe" | "partie s de classe" => {
                found.groups.extend(listed(value));
            }
            _ => {}
        }
    }
    found
}

/// The parts of a list as Pronote writes it.
pub(super) fn listed(value: &str) -> impl Iterator<Item = String> {
    value.split(',').map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned)
}

/// The head is over at the first empty line, or where HTML begins a line.
fn split(text: &str) -> (&str, &str) {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let start = line.trim_start();
        if line.trim().is_empty()
            || start.starts_with("<strong")
            || start.starts_with("<div")
            || start.starts_with("<p>")
        {
            return text.split_at(at);
        }
        at += line.len();
    }
    (text, "")
}

fn without_entities(line: &str) -> String {
    if !line.contains('&') {
        return line.to_owned();
    }
    html::fragment(&line.replace('<', "&lt;")).tree.root_element().text().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn owned(parts: &[&str]) -> Vec<String> {
        parts.iter().map(|part| (*part).to_owned()).collect()
    }

    #[test]
    fn only_known_keys_are_read() {
        let text = "Cours annulé\nMatière : PHYSIQUE &amp; CHIMIE\nProfesseurs : EXEMPLE A., MODELE B.\n\
                    Salles\u{a0}: B12, B14\nClasses : 6A, 6B\nGroupe : [3EPC.1]\nPartie(s) de classe : &lt;4EME4&gt; Partie 1\n\
                    Accompagnant : SECRET S.\nÉlèves délégués : SECRET P.\n\n<strong>Pour le 10/09/2026 : \n</strong>Lire";
        let expected = Description {
            status: Some("Cours annulé".to_owned()),
            subject: Some("PHYSIQUE & CHIMIE".to_owned()),
            teachers: owned(&["EXEMPLE A.", "MODELE B."]),
            rooms: owned(&["B12", "B14"]),
            classes: owned(&["6A", "6B"]),
            groups: owned(&["[3EPC.1]", "<4EME4> Partie 1"]),
            html: "\n<strong>Pour le 10/09/2026 : \n</strong>Lire".to_owned(),
        };
        assert_eq!(read(text), expected);
    }

    #[test]
    fn markup_in_the_head_is_text() {
        let description = read("Partie de classe : <TS2> Partie 1\nMatière : LV1 : ANGLAIS");
        assert_eq!(description.groups, owned(&["<TS2> Partie 1"]));
        assert_eq!(description.subject.as_deref(), Some("LV1 : ANGLAIS"));
        assert_eq!(description.html, "");
    }
}
