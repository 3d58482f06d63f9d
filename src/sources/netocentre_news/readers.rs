//! For whom an item is, by the groups and profiles that the ENT names.
//!
//! Only what is meant for families is published: an item that only the staff, named persons or other classes may read is left
//! out. What is not understood counts as not meant for families.

use crate::model::audience::Audience;
use crate::model::school::Class;
use crate::sources::class_name::is_named;

/// The audiences of an item with these readers; none when it is not for the families of this school's classes. An item without
/// readers is public.
pub(super) fn audiences(readers: &[String], organization: &str, classes: &[Class]) -> Vec<Audience> {
    let mut audiences: Vec<Audience> = Vec::new();
    if readers.is_empty() {
        audiences.push(Audience::School);
    }
    for reader in readers {
        let mut steps = reader.rsplit(':');
        let (last, parent) = (steps.next().unwrap_or_default(), steps.next());
        let whole_school = last.starts_with("Tous_")
            || (parent == Some("Etablissements") && last.ends_with(&format!("_{organization}")))
            || matches!(last, "Eleves" | "Parents" | "National_ELV" | "National_TUT");
        if whole_school {
            return vec![Audience::School];
        }
        let name = last.strip_prefix("Eleves_").or_else(|| last.strip_prefix("Parents_"));
        let class = name.and_then(|name| classes.iter().find(|class| is_named(&class.id, name, classes)));
        audiences.extend(class.map(|class| Audience::Class(class.id.clone())));
    }
    audiences.sort();
    audiences.dedup();
    audiences
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::id::ClassId;

    #[test]
    fn only_what_is_for_families_is_for_anybody() {
        let class = |id: &str, label: &str| Class {
            id: ClassId::new(id).unwrap(),
            label: label.to_owned(),
            level: String::new(),
        };
        let classes = [class("6a", "6e A"), class("3b", "3e B")];
        let of = |id: &str| Audience::Class(ClassId::new(id).unwrap());
        let school = "clg45:Etablissements:FICTIF CLG 45_0450000A";
        for (readers, expected) in [
            (vec![], vec![Audience::School]),
            (vec![school.to_owned()], vec![Audience::School]),
            (vec![format!("{school}:Tous_FICTIF CLG 45")], vec![Audience::School]),
            (vec!["National_TUT".to_owned()], vec![Audience::School]),
            (vec![format!("{school}:6EME:Parents_6EME A"), format!("{school}:6EME:Eleves_6EME A")], vec![of("6a")]),
            (
                vec![format!("{school}:3EME:Eleves_3EME B"), format!("{school}:6EME:Eleves_6EME A")],
                vec![of("3b"), of("6a")],
            ),
            (vec![format!("{school}:3EME:Eleves_3EME C")], vec![]),
            (vec![format!("{school}:Profs_FICTIF CLG 45")], vec![]),
            (vec!["National_ENS".to_owned(), "F0000abc".to_owned()], vec![]),
            (vec![format!("{school}:3EME:Profs_3EME B")], vec![]),
        ] {
            assert_eq!(audiences(&readers, "0450000A", &classes), expected, "{readers:?}");
        }
    }
}
