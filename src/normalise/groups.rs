//! What the groups of a class have in common, told once.
//!
//! A class may be covered by a calendar for each of its groups: each tells the whole timetable of that group. What all groups are
//! told alike is for the class; what some of them are told stays theirs, side by side.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::audience::Audience;
use crate::model::homework::Homework;
use crate::model::id::ClassId;
use crate::model::lesson::{Lesson, LessonContent};
use crate::model::snapshot::{Seen, Snapshot};
use crate::normalise::key;

/// The groups that each class is divided into.
pub type Divisions = BTreeMap<ClassId, BTreeSet<String>>;

/// Tells once, for the class, what all its groups are told alike; what the class is told already is not told to a group again.
pub fn unite(snapshot: &mut Snapshot, divisions: &Divisions) {
    unite_all(&mut snapshot.lessons, divisions);
    unite_all(&mut snapshot.homework, divisions);
    unite_all(&mut snapshot.contents, divisions);
}

/// Something that readers are told.
trait Told {
    fn audience(&mut self) -> &mut Audience;
    /// What makes it the same for other readers.
    fn sameness(&self) -> String;
}

impl Told for Lesson {
    fn audience(&mut self) -> &mut Audience {
        &mut self.audience
    }

    fn sameness(&self) -> String {
        let subject = self.subject.as_ref().map_or(&self.title, |subject| &subject.raw);
        let (mut teachers, mut rooms) = (self.teachers.clone(), self.rooms.clone());
        teachers.sort();
        rooms.sort();
        format!("{:?}", (self.start, self.end, subject, teachers, rooms, self.status, self.cause))
    }
}

impl Told for Homework {
    fn audience(&mut self) -> &mut Audience {
        &mut self.audience
    }

    fn sameness(&self) -> String {
        let subject = self.subject.as_ref().map(|subject| &subject.raw);
        format!("{:?}", (subject, self.due_on, key::homework_text(self)))
    }
}

impl Told for LessonContent {
    fn audience(&mut self) -> &mut Audience {
        &mut self.audience
    }

    fn sameness(&self) -> String {
        let subject = self.subject.as_ref().map(|subject| &subject.raw);
        format!("{:?}", (subject, self.day, &self.title, self.body.plain_text()))
    }
}

fn unite_all<T: Told>(items: &mut Vec<Seen<T>>, divisions: &Divisions) {
    if divisions.is_empty() {
        return;
    }
    let mut groups: BTreeMap<(ClassId, String), BTreeSet<String>> = BTreeMap::new();
    let mut whole: BTreeSet<(ClassId, String)> = BTreeSet::new();
    for seen in items.iter_mut() {
        match seen.item.audience().clone() {
            Audience::Group { class, group } if divides(divisions, &class, &group) => {
                groups.entry((class, seen.item.sameness())).or_default().insert(group);
            }
            Audience::Class(class) if divisions.contains_key(&class) => {
                whole.insert((class, seen.item.sameness()));
            }
            _ => {}
        }
    }
    let is_whole = |name: &(ClassId, String)| {
        let told = groups.get(name);
        told.is_some_and(|told| divisions.get(&name.0).is_some_and(|all| all.len() > 1 && all.is_subset(told)))
    };
    items.retain_mut(|seen| {
        let Audience::Group { class, group } = seen.item.audience().clone() else { return true };
        if !divides(divisions, &class, &group) {
            return true;
        }
        let name = (class.clone(), seen.item.sameness());
        if whole.contains(&name) {
            return false;
        }
        if is_whole(&name) {
            *seen.item.audience() = Audience::Class(class);
            whole.insert(name);
        }
        true
    });
}

fn divides(divisions: &Divisions, class: &ClassId, group: &str) -> bool {
    divisions.get(class).is_some_and(|groups| groups.contains(group))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::id::{ItemId, ItemKey, SourceId};
    use crate::model::lesson::LessonStatus;
    use crate::model::subject::Subject;

    fn class() -> ClassId {
        ClassId::new("6a").unwrap()
    }

    fn group(name: &str) -> Audience {
        Audience::Group { class: class(), group: name.to_owned() }
    }

    fn lesson(audience: Audience, hour: u32, room: &str) -> Seen<Lesson> {
        let start = format!("2026-11-24T{hour:02}:00:00Z").parse().unwrap();
        Seen {
            id: ItemId { source: SourceId::new("edt").unwrap(), key: ItemKey::new(&format!("{audience:?}{hour}")) },
            seen_first: start,
            changed_at: start,
            item: Lesson {
                audience,
                subject: Some(Subject::new("SVT")),
                title: "SVT".to_owned(),
                start,
                end: start,
                teachers: Vec::new(),
                rooms: vec![room.to_owned()],
                status: LessonStatus::Planned,
                cause: None,
                raw_status: None,
                ruled: false,
            },
        }
    }

    fn united(lessons: Vec<Seen<Lesson>>, groups: &[&str]) -> Vec<(Audience, String)> {
        let divisions = Divisions::from([(class(), groups.iter().map(|group| (*group).to_owned()).collect())]);
        let mut snapshot = Snapshot { lessons, ..Snapshot::default() };
        unite(&mut snapshot, &divisions);
        snapshot
            .lessons
            .into_iter()
            .map(|seen| (seen.item.audience, seen.item.start.format("%H").to_string()))
            .collect()
    }

    #[test]
    fn what_all_groups_are_told_alike_is_for_the_class() {
        let lessons = || {
            vec![
                lesson(group("GR1"), 8, "B12"),
                lesson(group("GR1"), 9, "LABO 1"),
                lesson(group("GR2"), 8, "B12"),
                lesson(group("GR2"), 9, "LABO 2"),
                lesson(group("LATIN"), 10, "C1"),
            ]
        };
        let at = |audience: Audience, hour: &str| (audience, hour.to_owned());
        assert_eq!(
            united(lessons(), &["GR1", "GR2"]),
            [
                at(Audience::Class(class()), "08"),
                at(group("GR1"), "09"),
                at(group("GR2"), "09"),
                at(group("LATIN"), "10"),
            ]
        );
        let of_three = united(lessons(), &["GR1", "GR2", "GR3"]);
        assert_eq!(of_three.len(), 5, "the third group may have another lesson");
        let mut with_class = lessons();
        with_class.push(lesson(Audience::Class(class()), 8, "B12"));
        let told: Vec<_> =
            united(with_class, &["GR1", "GR2", "GR3"]).into_iter().filter(|(_, hour)| hour == "08").collect();
        assert_eq!(told, [at(Audience::Class(class()), "08")]);
    }
}
