//! Readers that the configuration gives to a folder or a course.

use std::collections::BTreeSet;

use crate::model::audience::Audience;
use crate::model::id::ClassId;
use crate::sources::Scope;

/// The classes that a coverage for these readers names: none when it is for the whole school.
pub(crate) fn classes<'a>(readers: impl Iterator<Item = &'a Audience>, scope: &Scope) -> Vec<ClassId> {
    let mut found = BTreeSet::new();
    for audience in readers {
        if *audience == Audience::School {
            return Vec::new();
        }
        let meant = scope.classes.iter().filter(|class| audience.includes(&class.id, &class.level));
        found.extend(meant.map(|class| class.id.clone()));
    }
    found.into_iter().collect()
}

/// A short name, to tell apart items that several readers are given.
pub(crate) fn name(audience: &Audience) -> String {
    match audience {
        Audience::School => "*".to_owned(),
        Audience::Level(level) => level.clone(),
        Audience::Class(class) => class.to_string(),
        Audience::Group { class, group } => format!("{class}/{group}"),
    }
}
