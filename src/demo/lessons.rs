//! The lessons of a class over a school year, with what changes them: absences, rooms, outings.
//!
//! A day's lessons never depend on the moment they are asked for; only changes further than the coming week stay hidden.

use chrono::{Datelike, Days, NaiveDate, NaiveDateTime, NaiveTime};

use super::chance::{draw, place};
use super::school::{Class, Facts, Groups, OldSlot, School, Subject, Teacher};
use super::year::{Parity, SchoolYear, monday};

/// One lesson as the timetable shows it.
#[derive(Debug, Clone)]
pub(super) struct Lesson<'a> {
    pub(super) day: NaiveDate,
    pub(super) start: NaiveTime,
    pub(super) end: NaiveTime,
    pub(super) code: &'a str,
    pub(super) subject: &'a Subject,
    pub(super) teacher: &'a Teacher,
    /// The names shown, which a replacement changes.
    pub(super) teachers: Vec<&'a str>,
    pub(super) rooms: Vec<&'a str>,
    pub(super) group: Option<Group>,
    pub(super) change: Option<Change>,
    /// The number shared by all weekly occurrences.
    pub(super) course: usize,
    period: usize,
}

/// Some of the pupils of a class.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Group {
    /// `6A GR1`, written in square brackets.
    Named(String),
    /// `<6A> Partie 1`.
    Part(String),
}

/// What is unusual about a lesson.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Change {
    pub(super) label: &'static str,
    /// The label follows `Cours - ` in CATEGORIES.
    pub(super) in_category: bool,
    /// The label opens SUMMARY and DESCRIPTION.
    pub(super) in_text: bool,
    /// Where a moved lesson was.
    pub(super) previous: Option<NaiveDateTime>,
    /// This is the place that a moved lesson left.
    pub(super) old_slot: bool,
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
    AbsentInTextOnly,
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
    Kind::AbsentInTextOnly,
    Kind::Accompaniment,
];

const CHANGES_A_WEEK: usize = 3;

/// The whole year of `class`, with the changes known on `today`.
pub(super) fn known_on<'a>(
    school: &'a School,
    class: &'a Class,
    year: &SchoolYear,
    today: NaiveDate,
) -> Vec<Lesson<'a>> {
    let horizon = monday(today.max(year.school_day_from(today))) + Days::new(14);
    let mut lessons = ordinary(school, class, year);
    let mut changed = Vec::with_capacity(lessons.len() + 200);
    while !lessons.is_empty() {
        let week = monday(lessons[0].day);
        let length = lessons.iter().take_while(|lesson| monday(lesson.day) == week).count();
        let mut in_week: Vec<Lesson<'a>> = lessons.drain(..length).collect();
        if week < horizon {
            let order = usize::try_from(year.week(week)).unwrap_or(0);
            Week { facts: &school.facts, class, lessons: &mut in_week }.change(week, order);
        }
        in_week.sort_by_key(|lesson| (lesson.day, lesson.start, lesson.course));
        changed.append(&mut in_week);
    }
    changed
}

/// The year of `class` as the grid has it.
pub(super) fn ordinary<'a>(school: &'a School, class: &'a Class, year: &SchoolYear) -> Vec<Lesson<'a>> {
    let facts = &school.facts;
    let rank = facts.classes.iter().position(|other| other.id == class.id).unwrap_or(0);
    let mut lessons = Vec::new();
    for day in year.school_days() {
        let weekday = place(u64::from(day.weekday().num_days_from_monday()), 7);
        let in_week_a = class.cells(weekday, Parity::A);
        for (period, cells) in class.cells(weekday, year.parity(day)).into_iter().enumerate() {
            let alternate = 2 * usize::from(in_week_a[period] != cells);
            for (side, cell) in cells.into_iter().enumerate() {
                let Some((subject, teacher)) = staffing(facts, class, cell.subject) else { continue };
                let hours = &facts.periods[period];
                lessons.push(Lesson {
                    day,
                    start: hours[0].0,
                    end: hours[1].0,
                    code: cell.subject,
                    subject,
                    teacher,
                    teachers: vec![&teacher.name],
                    rooms: vec![&teacher.room],
                    group: group(class, subject, cell.group),
                    change: None,
                    course: 16_000 + rank * 500 + weekday * 60 + period * 8 + alternate + side,
                    period,
                });
            }
        }
    }
    lessons
}

fn staffing<'a>(facts: &'a Facts, class: &'a Class, code: &str) -> Option<(&'a Subject, &'a Teacher)> {
    Some((facts.subjects.get(code)?, facts.teachers.get(class.teachers.get(code)?)?))
}

fn group(class: &Class, subject: &Subject, number: Option<u8>) -> Option<Group> {
    let label = &class.label;
    match (number, &subject.option) {
        (Some(number), _) if class.groups == Groups::Gr => Some(Group::Named(format!("{label} GR{number}"))),
        (Some(number), _) => Some(Group::Part(format!("<{label}> Partie {number}"))),
        (None, Some(option)) => Some(Group::Named(format!("{label} {option}"))),
        (None, None) => None,
    }
}

struct Week<'w, 'a> {
    facts: &'a Facts,
    class: &'a Class,
    lessons: &'w mut Vec<Lesson<'a>>,
}

impl<'a> Week<'_, 'a> {
    fn change(&mut self, monday: NaiveDate, order: usize) {
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
            Kind::Cancelled => self.mark(index, change("Cours annulé", true, true)),
            Kind::Absent => self.mark_teacher_day(index, &change("Prof. absent", true, true)),
            Kind::AbsentWithoutDot => self.mark_teacher_day(index, &change("Prof absent", true, true)),
            Kind::StaffAbsent => self.mark_teacher_day(index, &change("Prof./pers. absent", true, true)),
            Kind::AbsentInTextOnly => self.mark(index, change("Prof. absent", false, true)),
            Kind::Maintained => self.mark(index, change("Cours maintenu", true, false)),
            Kind::ClassAway => self.mark_half_day(index, &change("Classe absente", true, false)),
            Kind::Outing => self.mark_half_day(index, &change("Sortie pédagogique", true, true)),
            Kind::Accompaniment => self.mark(index, change("Accompagnement modifié", true, false)),
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
        lesson.change = Some(change(label, true, false));
        self.lessons.push(lesson);
    }

    fn move_lesson(&mut self, index: usize) {
        let mut lesson = self.lessons[index].clone();
        let Some(period) = self.free_period(lesson.day) else { return self.change_room(index, "Cours modifié", 2) };
        let shown = self.class.old_slot == OldSlot::Cancelled;
        let previous = lesson.day.and_time(lesson.start);
        self.place(&mut lesson, period);
        lesson.change = Some(Change { previous: Some(previous), ..change("Cours déplacé", true, !shown) });
        if shown {
            lesson.course += 7000;
            self.lessons[index].change = Some(Change { old_slot: true, ..change("Cours annulé", true, true) });
            self.lessons.push(lesson);
        } else {
            self.lessons[index] = lesson;
        }
    }

    fn change_room(&mut self, index: usize, label: &'static str, drawn: u64) {
        let used: Vec<&str> = self.lessons[index].rooms.clone();
        let rooms: Vec<&'a str> = self.classrooms().filter(|room| !used.contains(room)).collect();
        self.lessons[index].rooms = vec![rooms[place(drawn, rooms.len())]];
        self.mark(index, change(label, true, false));
    }

    fn substitute(&mut self, index: usize, drawn: u64) {
        let own = &self.lessons[index].teacher.name;
        let others: Vec<&'a str> =
            self.facts.teachers.values().map(|teacher| teacher.name.as_str()).filter(|name| name != own).collect();
        self.lessons[index].teachers = vec![others[place(drawn, others.len())]];
        self.mark(index, change("Remplacement", true, false));
    }

    fn classrooms(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        self.facts.teachers.values().map(|teacher| teacher.room.as_str()).filter(|room| room.len() == 4)
    }
}

fn change(label: &'static str, in_category: bool, in_text: bool) -> Change {
    Change { label, in_category, in_text, previous: None, old_slot: false }
}
