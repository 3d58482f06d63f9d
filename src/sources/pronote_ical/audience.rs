//! For which of the configured classes and groups an event is.

use crate::config::source::PronoteIcal as Settings;
use crate::model::audience::Audience;
use crate::model::id::ClassId;
use crate::model::school::Class;
use crate::sources::class_name::is_named;
use crate::sources::pronote_ical::description::Description;

/// The readers of an event, at least one: the groups it names, else the configured groups, else the configured classes;
/// of several classes, those that the event names when it names any.
pub(super) fn audiences(description: &Description, settings: &Settings, classes: &[Class]) -> Vec<Audience> {
    let concerned = concerned(description, settings, classes);
    let own: Vec<String> =
        description.groups.iter().map(|group| clean(group)).filter(|group| !group.is_empty()).collect();
    let groups = if own.is_empty() { &settings.groups } else { &own };
    let mut found = Vec::new();
    for class in concerned {
        if groups.is_empty() {
            found.push(Audience::Class(class.clone()));
        }
        found.extend(groups.iter().map(|group| Audience::Group { class: class.clone(), group: group.clone() }));
    }
    found.sort();
    found.dedup();
    found
}

/// A group's name without the signs Pronote puts around it: "[6A GR1]" is "6A GR1", "<6A> Partie 1" is "6A Partie 1".
pub(super) fn clean(group: &str) -> String {
    let bare = group.replace(['[', ']', '<', '>'], " ");
    bare.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn concerned<'a>(description: &Description, settings: &'a Settings, classes: &[Class]) -> Vec<&'a ClassId> {
    let all: Vec<&ClassId> = settings.classes.iter().collect();
    if all.len() < 2 {
        return all;
    }
    let beginnings = description.groups.iter().flat_map(|group| {
        let group = clean(group);
        let words: Vec<&str> = group.split(' ').collect();
        (1..=words.len().min(3)).map(|count| words[..count].join(" ")).collect::<Vec<_>>()
    });
    let names: Vec<String> = description.classes.iter().cloned().chain(beginnings).collect();
    let named: Vec<&ClassId> =
        all.iter().copied().filter(|id| names.iter().any(|name| is_named(id, name, classes))).collect();
    if named.is_empty() { all } else { named }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::secret::Secret;

    fn class(id: &str) -> ClassId {
        ClassId::new(id).unwrap()
    }

    fn check(configured: &[&str], groups: &[&str], classes: &[&str], own: &[&str]) -> Vec<Audience> {
        let owned = |parts: &[&str]| parts.iter().map(|part| (*part).to_owned()).collect::<Vec<_>>();
        let settings = Settings {
            url: Secret::Literal("https://ent.example/".into()),
            classes: configured.iter().map(|id| class(id)).collect(),
            groups: owned(groups),
        };
        let known = [("6a", "6e A"), ("6b", "6e B"), ("4e4", "4e 4")];
        let known: Vec<Class> = known
            .iter()
            .map(|(id, label)| Class { id: class(id), label: (*label).to_owned(), level: String::new() })
            .collect();
        let description = Description { classes: owned(classes), groups: owned(own), ..Description::default() };
        audiences(&description, &settings, &known)
    }

    #[test]
    fn an_event_is_for_its_groups_then_its_classes_then_all() {
        let whole = |id| Audience::Class(class(id));
        let group = |id, group: &str| Audience::Group { class: class(id), group: group.to_owned() };
        assert_eq!(check(&["6a"], &[], &["6B"], &[]), [whole("6a")]);
        assert_eq!(check(&["6a"], &[], &[], &["[6A GR1]"]), [group("6a", "6A GR1")]);
        assert_eq!(check(&["6a"], &["6A GR2"], &[], &[]), [group("6a", "6A GR2")]);
        assert_eq!(check(&["6a"], &["6A GR2"], &[], &["<6A> Partie 1"]), [group("6a", "6A Partie 1")]);
        assert_eq!(check(&["6a", "6b"], &[], &[], &[]), [whole("6a"), whole("6b")]);
        assert_eq!(check(&["6a", "6b"], &[], &["6EME B"], &[]), [whole("6b")]);
        assert_eq!(check(&["6a", "4e4"], &[], &["4EME4"], &[]), [whole("4e4")]);
        assert_eq!(check(&["6a", "6b"], &[], &[], &["[6B GR1]"]), [group("6b", "6B GR1")]);
        assert_eq!(check(&["6a", "6b"], &[], &["3C"], &[]), [whole("6a"), whole("6b")]);
    }
}
