//! What happens to the lessons of a week: absences, other rooms, other hours, outings.
//!
//! Each class meets every kind in turn, a few a week, so that a month shows them all.

use chrono::{Datelike, NaiveDate};

use super::chance::{draw, place};
use super::lessons::{Change, Lesson, Shown};
use super::school::{Class, Facts, OldSlot};
use super::year::monday;

/// Changes some of the `lessons` of one week, the `order`th of the year.
pub(super) fn make<'a>(facts: &'a Facts, class: &'a Class, lessons: &mut Vec<Lesson<'a>>, order: usize) {
    Week { facts, class, lessons }.change(order);
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Cancelled,
    RoomChanged,
    Absent,
    Moved,
    Substituted,
    Modified,
    AbsentWithoutDot,
    Extra,
    Outing,
    Maintained,
    Unknown,
    ClassAway,
    StaffAbsent,
    RoomChangedShort,
    AbsentTextOnly,
    Accompaniment,
}

const KINDS: [Kind; 16] = [
    Kind::Cancelled,
    Kind::RoomChanged,
    Kind::Absent,
    Kind::Moved,
    Kind::Substituted,
    Kind::Modified,
    Kind::AbsentWithoutDot,
    Kind::Extra,
    Kind::Outing,
    Kind::Maintained,
    Kind::Unknown,
    Kind::ClassAway,
    Kind::StaffAbsent,
    Kind::RoomChangedShort,
    Kind::AbsentTextOnly,
    Kind::Accompaniment,
];

const CHANGES_A_WEEK: usize = 3;

struct Week<'w, 'a> {
    facts: &'a Facts,
    class: &'a Class,
    lessons: &'w mut Vec<Lesson<'a>>,
}

impl<'a> Week<'_, 'a> {
    fn change(&mut self, order: usize) {
        let Some(monday) = self.lessons.first().map(|lesson| monday(lesson.day)) else { return };
        let rank = self.facts.classes.iter().position(|other| other.id == self.class.id).unwrap_or(0);
        for turn in 0..CHANGES_A_WEEK {
            let kind = KINDS[(order * CHANGES_A_WEEK + rank * 5 + turn) % KINDS.len()];
            let salt = turn.to_string();
            let first = place(draw("change", &[&self.class.id, &salt], monday), self.lessons.len());
            let candidates = (0..self.lessons.len()).map(|step| (first + step) % self.lessons.len());
            let unchanged = candidates.into_iter().find(|index| self.lessons[*index].change.is_none());
            if let Some(index) = unchanged {
                self.apply(kind, index);
            }
        }
    }

    fn apply(&mut self, kind: Kind, index: usize) {
        let drawn = draw("detail", &[&self.class.id, self.lessons[index].code], self.lessons[index].day);
        match kind {
            Kind::Cancelled => self.mark(index, change("Cours annulé", Shown::Both)),
            Kind::Absent => self.mark_teacher_day(index, &change("Prof. absent", Shown::Both)),
            Kind::AbsentWithoutDot => self.mark_teacher_day(index, &change("Prof absent", Shown::Both)),
            Kind::StaffAbsent => self.mark_teacher_day(index, &change("Prof./pers. absent", Shown::Both)),
            Kind::AbsentTextOnly => self.mark(index, change("Prof. absent", Shown::Text)),
            Kind::Maintained => self.mark(index, change("Cours maintenu", Shown::Category)),
            Kind::ClassAway => self.mark_half_day(index, &change("Classe absente", Shown::Category)),
            Kind::Outing => self.mark_half_day(index, &change("Sortie pédagogique", Shown::Both)),
            Kind::Accompaniment => self.mark(index, change("Accompagnement modifié", Shown::Category)),
            Kind::Unknown => self.add(index, "Dispositif Devoirs Faits"),
            Kind::Extra if drawn.is_multiple_of(3) => self.add(index, "Cours exceptionnel"),
            Kind::Extra => self.add(index, "Exceptionnel"),
            Kind::Moved => self.move_lesson(index),
            Kind::RoomChanged => self.change_room(index, "Changement de salle", drawn),
            Kind::RoomChangedShort => self.change_room(index, "Modif salle", drawn),
            Kind::Modified => self.change_room(index, "Cours modifié", drawn),
            Kind::Substituted => self.substitute(index, drawn),
        }
    }

    fn mark(&mut self, index: usize, change: Change) {
        self.lessons[index].change = Some(change);
    }

    /// An absent teacher misses all lessons of the day.
    fn mark_teacher_day(&mut self, index: usize, change: &Change) {
        let (day, teacher) = (self.lessons[index].day, &self.lessons[index].teacher.name);
        for lesson in self.lessons.iter_mut() {
            if lesson.day == day && lesson.teacher.name == *teacher && lesson.change.is_none() {
                lesson.change = Some(change.clone());
            }
        }
    }

    /// A class that is away misses a morning or an afternoon.
    fn mark_half_day(&mut self, index: usize, change: &Change) {
        let (day, morning) = (self.lessons[index].day, self.lessons[index].period < 4);
        for lesson in self.lessons.iter_mut() {
            if lesson.day == day && (lesson.period < 4) == morning && lesson.change.is_none() {
                lesson.change = Some(change.clone());
            }
        }
    }

    /// A free hour of the same day, the last first.
    fn free_period(&self, day: NaiveDate) -> Option<usize> {
        let hours = if day.weekday().num_days_from_monday() == 2 { 4 } else { self.facts.periods.len() };
        (0..hours).rev().find(|period| !self.lessons.iter().any(|other| other.day == day && other.period == *period))
    }

    fn place(&mut self, lesson: &mut Lesson<'a>, period: usize) {
        let hours = &self.facts.periods[period];
        (lesson.period, lesson.start, lesson.end) = (period, hours[0].0, hours[1].0);
    }

    fn add(&mut self, index: usize, label: &'static str) {
        let mut lesson = self.lessons[index].clone();
        let Some(period) = self.free_period(lesson.day) else {
            return self.change_room(index, "Changement de salle", 1);
        };
        self.place(&mut lesson, period);
        lesson.course += 7000;
        lesson.change = Some(change(label, Shown::Category));
        self.lessons.push(lesson);
    }

    fn move_lesson(&mut self, index: usize) {
        let mut lesson = self.lessons[index].clone();
        let Some(period) = self.free_period(lesson.day) else { return self.change_room(index, "Cours modifié", 2) };
        let stays = self.class.old_slot == OldSlot::Cancelled;
        let previous = lesson.day.and_time(lesson.start);
        self.place(&mut lesson, period);
        lesson.change = Some(Change {
            previous: Some(previous),
            ..change("Cours déplacé", if stays { Shown::Category } else { Shown::Both })
        });
        if stays {
            lesson.course += 7000;
            self.lessons[index].change = Some(Change { old_slot: true, ..change("Cours annulé", Shown::Both) });
            self.lessons.push(lesson);
        } else {
            self.lessons[index] = lesson;
        }
    }

    fn change_room(&mut self, index: usize, label: &'static str, drawn: u64) {
        let used: Vec<&str> = self.lessons[index].rooms.clone();
        let rooms: Vec<&'a str> = self.classrooms().filter(|room| !used.contains(room)).collect();
        self.lessons[index].rooms = vec![rooms[place(drawn, rooms.len())]];
        self.mark(index, change(label, Shown::Category));
    }

    fn substitute(&mut self, index: usize, drawn: u64) {
        let own = &self.lessons[index].teacher.name;
        let others: Vec<&'a str> =
            self.facts.teachers.values().map(|teacher| teacher.name.as_str()).filter(|name| name != own).collect();
        self.lessons[index].teachers = vec![others[place(drawn, others.len())]];
        self.mark(index, change("Remplacement", Shown::Category));
    }

    fn classrooms(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        self.facts.teachers.values().map(|teacher| teacher.room.as_str()).filter(|room| room.len() == 4)
    }
}

fn change(label: &'static str, shown: Shown) -> Change {
    Change { label, shown, previous: None, old_slot: false }
}
