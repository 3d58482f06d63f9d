//! Comparing the names of classes, which every program spells in its own way.

use crate::model::id::ClassId;
use crate::model::school::Class;
use crate::sources::label::folded;

/// Whether a name that an ENT or a file gives is that of a class, by its label or its id.
pub(crate) fn is_named(id: &ClassId, name: &str, classes: &[Class]) -> bool {
    let name = canonical(name);
    let label = classes.iter().find(|class| class.id == *id).map(|class| canonical(&class.label));
    canonical(id.as_str()) == name || label.is_some_and(|label| label == name)
}

/// "6e A", "6EME A", "6ème A" and "6A" are the same class.
fn canonical(name: &str) -> String {
    let compact: String = folded(name).split(' ').collect();
    let digits = compact.len() - compact.trim_start_matches(|character: char| character.is_ascii_digit()).len();
    let (number, rest) = compact.split_at(digits);
    let ordinals = ["ieme", "eme", "nde", "ere", "nd", "de", "re", "er", "e"];
    let rest = ordinals.iter().find_map(|ordinal| rest.strip_prefix(ordinal)).filter(|_| digits > 0).unwrap_or(rest);
    format!("{number}{rest}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spelling_does_not_make_another_class() {
        let id = |text: &str| ClassId::new(text).unwrap();
        let class = |text: &str, label: &str| Class { id: id(text), label: label.to_owned(), level: String::new() };
        let classes = [class("6a", "6e A"), class("seconde-1", "2nde 1")];
        for (class, name, expected) in [
            ("6a", "6EME A", true),
            ("6a", "6ème A", true),
            ("6a", "6A", true),
            ("6a", "6 A", true),
            ("6a", "6B", false),
            ("6a", "6A GR1", false),
            ("seconde-1", "2 1", true),
            ("seconde-1", "21", true),
        ] {
            assert_eq!(is_named(&id(class), name, &classes), expected, "{class} {name}");
        }
    }
}
