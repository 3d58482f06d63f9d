//! Whether the words of a homework announce a test.

use crate::sources::label::folded;

/// Words that announce a test, folded.
const WORDS: [&str; 17] = [
    "controle",
    "controles",
    "evaluation",
    "evaluations",
    "eval",
    "evals",
    "interro",
    "interros",
    "interrogation",
    "interrogations",
    "devoir surveille",
    "devoirs surveilles",
    "devoir sur table",
    "dictee",
    "oral note",
    "examen blanc",
    "brevet blanc",
];

/// Words that, up to three words before, speak of a test already taken.
const PAST: [&str; 8] = ["correction", "corriger", "corrige", "corrigez", "signer", "signe", "signez", "signature"];

/// Words before or after that make it another thing.
const BEFORE: [&str; 2] = ["auto", "mot"];
const AFTER: [&str; 2] = ["continu", "parental"];

/// Whether the text announces a test. Whole words only; "DS" only in capitals, since "ds" is short for "dans".
pub(crate) fn announces_test(text: &str) -> bool {
    let capitals = text.split(|character: char| !character.is_alphanumeric()).any(|word| word == "DS");
    let text = folded(text);
    let words: Vec<&str> = text.split(' ').collect();
    capitals || (0..words.len()).any(|index| WORDS.iter().any(|known| is_here(&words, index, known)))
}

fn is_here(words: &[&str], index: usize, known: &str) -> bool {
    let length = known.split(' ').count();
    if !known.split(' ').eq(words[index..].iter().take(length).copied()) {
        return false;
    }
    let before = &words[index.saturating_sub(3)..index];
    let after = words.get(index + length);
    !before.iter().any(|word| PAST.contains(word))
        && !before.last().is_some_and(|word| BEFORE.contains(word))
        && !after.is_some_and(|word| AFTER.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tests_are_announced_by_whole_words() {
        for yes in [
            "Contrôle sur les fractions",
            "CONTROLE vendredi",
            "Réviser pour l’évaluation du chapitre 3",
            "éval de vocabulaire",
            "Interro : verbes irréguliers",
            "Interrogation écrite",
            "DS n°2",
            "Apprendre pour le DS.",
            "Devoir surveillé (1 h)",
            "Dictée préparée",
            "Oral noté : exposés",
        ] {
            assert!(announces_test(yes), "{yes}");
        }
        for no in [
            "Exercice 4 p. 62",
            "Chercher ds le manuel",
            "Faire le DM",
            "Contrôler les calculs",
            "Fiche sur le contrôle continu",
            "Correction du contrôle",
            "Faire signer l’évaluation",
            "Remplir la grille d’auto-évaluation",
            "Dévaluation et inflation",
            "Oral : préparer une affiche",
            "",
        ] {
            assert!(!announces_test(no), "{no}");
        }
    }
}
