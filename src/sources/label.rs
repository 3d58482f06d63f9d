//! Comparing the words of an ENT, which schools edit and programs spell in many ways.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The words of a label without case, accents, dots and other signs, one space between them: "Prof./pers. absent" and
/// "PROF PERS ABSENT" are the same.
pub(crate) fn folded(label: &str) -> String {
    let plain: String = label
        .nfd()
        .filter(|character| !is_combining_mark(*character))
        .flat_map(char::to_lowercase)
        .map(|character| if character.is_alphanumeric() { character } else { ' ' })
        .collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ").replace('œ', "oe")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spelling_does_not_matter() {
        for (label, expected) in [
            ("Prof./pers. absent", "prof pers absent"),
            ("  COURS ANNULÉ ", "cours annule"),
            ("Cours annule\u{301}", "cours annule"),
            ("À la\u{a0}une !", "a la une"),
            ("Partie(s) de classe", "partie s de classe"),
            ("Œuvre", "oeuvre"),
            ("", ""),
        ] {
            assert_eq!(folded(label), expected, "{label}");
        }
    }
}
