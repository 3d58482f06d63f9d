//! What a faithful reader finds in the ENT at a moment, taken from its own data and not from what it sends.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};

use super::calendar::{self, Block, Calendar, View};
use super::lessons::{Group, Lesson};
use super::school::{Class, School};
use super::words::{local, plain, utc};
use super::{files, moodle, news, route};

/// All that can be known, and all that must not get out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Truth {
    /// The classes, in the order of the school.
    pub classes: Vec<TruthClass>,
    /// The announcements, the latest first.
    pub announcements: Vec<TruthAnnouncement>,
    /// Secrets and personal data that must never appear in an output.
    pub planted: Vec<String>,
}

/// What the calendar of a class tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TruthClass {
    /// `6a`.
    pub id: String,
    /// `6A`.
    pub label: String,
    /// Homework in the export, each once, by due day, subject, group and text.
    pub homework: Vec<TruthHomework>,
    /// What is unusual from the current week on, by start.
    pub changes: Vec<TruthChange>,
    /// All lessons of the school year, by start.
    pub lessons: Vec<TruthLesson>,
}

/// One homework.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct TruthHomework {
    /// The day for which it is due.
    pub due: NaiveDate,
    /// The subject as Pronote labels it.
    pub subject: String,
    /// The group concerned, without brackets around the whole (`6A GR1`, `<6B> Partie 1`); `None` for the whole class.
    pub groups: Option<String>,
    /// Plain text, entities decoded, white space collapsed.
    pub text: String,
    /// The day of the `Donné le` block; where the export has only the `Pour le` block, the day of its lesson.
    pub given: NaiveDate,
    /// It announces a test.
    pub test: bool,
    /// The names of its attached files.
    pub files: Vec<String>,
}

/// One unusual lesson.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TruthChange {
    /// Its day at the school.
    pub day: NaiveDate,
    /// Its start on the school's clock.
    pub start: NaiveDateTime,
    /// The subject as Pronote labels it.
    pub subject: String,
    /// The status in Pronote's words, without `Cours - `.
    pub label: String,
    /// The room, the new one where it changed.
    pub room: String,
    /// Where a moved lesson was, on the school's clock; the export says so only for some classes.
    pub previous: Option<NaiveDateTime>,
}

/// One lesson.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TruthLesson {
    /// When it starts.
    pub start: DateTime<Utc>,
    /// When it ends.
    pub end: DateTime<Utc>,
    /// The subject as Pronote labels it.
    pub subject: String,
    /// The teachers' names.
    pub teachers: Vec<String>,
    /// The rooms.
    pub rooms: Vec<String>,
    /// The group, written as in [`TruthHomework::groups`].
    pub group: Option<String>,
    /// The status in Pronote's words, without `Cours - `; `None` for an ordinary lesson.
    pub status: Option<String>,
}

/// One announcement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TruthAnnouncement {
    /// Its number.
    pub id: u64,
    /// Its title.
    pub title: String,
    /// Its summary.
    pub summary: String,
    /// The day of publication.
    pub published: NaiveDate,
    /// The last day on which it is published.
    pub expires: Option<NaiveDate>,
    /// The names of its rubriques.
    pub categories: Vec<String>,
    /// The text of its page, scripts left out, white space collapsed.
    pub body_text: String,
    /// The names of its attached files.
    pub files: Vec<String>,
    /// Whether its page opens without a login.
    pub public: bool,
}

/// Everything at the moment of `view`.
pub(super) fn of(school: &School, view: &View) -> Truth {
    let classes = school.facts.classes.iter().map(|class| of_class(school, class, view));
    Truth { classes: classes.collect(), announcements: of_news(school, view), planted: planted(school) }
}

/// The announcements, the latest first.
pub(super) fn of_news(school: &School, view: &View) -> Vec<TruthAnnouncement> {
    let announcements = news::published(school, view).into_iter().map(|one| TruthAnnouncement {
        id: one.id,
        title: one.title,
        summary: one.summary,
        published: one.starts,
        expires: one.ends,
        categories: one.template.categories.clone(),
        body_text: plain(&one.body),
        files: one.template.files.clone(),
        public: !one.template.members_only,
    });
    announcements.collect()
}

/// The same for one class.
pub(super) fn of_class(school: &School, class: &Class, view: &View) -> TruthClass {
    let calendar = &calendar::shown(school, class, view);
    let monday = super::year::monday(local(view.now).date());
    let lessons = calendar.slots.iter().map(|slot| &slot.lesson);
    let changes = lessons.clone().filter(|lesson| lesson.day >= monday).filter_map(change);
    let (changes, lessons) = (changes.collect(), lessons.map(lesson).collect());
    let (id, label) = (calendar.class.id.clone(), calendar.class.label.clone());
    TruthClass { id, label, homework: homework(calendar), changes, lessons }
}

fn homework(calendar: &Calendar<'_>) -> Vec<TruthHomework> {
    let blocks: Vec<Block<'_>> = calendar.slots.iter().flat_map(|slot| slot.blocks.iter().copied()).collect();
    let found = calendar.visible().into_iter().map(|index| {
        let one = &calendar.homework[index];
        let says_when = blocks.contains(&Block::Due(index));
        TruthHomework {
            due: one.due,
            subject: one.subject.to_owned(),
            groups: one.group.as_ref().map(group),
            text: plain(&one.html),
            given: if says_when { one.entered.date() } else { one.lesson_day },
            test: one.test,
            files: one.files.to_vec(),
        }
    });
    // Two entries that read the same are one to a reader; the first that was given stands for both.
    let mut distinct: BTreeMap<(NaiveDate, String, Option<String>, String), TruthHomework> = BTreeMap::new();
    for one in found {
        let key = (one.due, one.subject.clone(), one.groups.clone(), one.text.clone());
        let kept = distinct.entry(key).or_insert_with(|| one.clone());
        if one.given < kept.given {
            *kept = one;
        }
    }
    distinct.into_values().collect()
}

fn change(lesson: &Lesson<'_>) -> Option<TruthChange> {
    let change = lesson.change.as_ref()?;
    Some(TruthChange {
        day: lesson.day,
        start: lesson.day.and_time(lesson.start),
        subject: lesson.subject.label.clone(),
        label: change.label.to_owned(),
        room: lesson.rooms.join(", "),
        previous: change.previous,
    })
}

fn lesson(lesson: &Lesson<'_>) -> TruthLesson {
    let owned = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
    TruthLesson {
        start: utc(lesson.day.and_time(lesson.start)),
        end: utc(lesson.day.and_time(lesson.end)),
        subject: lesson.subject.label.clone(),
        teachers: owned(&lesson.teachers),
        rooms: owned(&lesson.rooms),
        group: lesson.group.as_ref().map(group),
        status: lesson.change.as_ref().map(|change| change.label.to_owned()),
    }
}

fn group(group: &Group) -> String {
    match group {
        Group::Named(name) | Group::Part(name) => name.clone(),
    }
}

fn planted(school: &School) -> Vec<String> {
    let people = |class: &Class| {
        let pupils = [&class.pupil, &class.born, &class.punished];
        pupils.into_iter().chain(&class.delegates).chain(&class.aide).cloned().collect::<Vec<_>>()
    };
    let classes = school.facts.classes.iter().flat_map(|class| {
        let of_groups =
            [1, 2].into_iter().flat_map(|number| route::ical_secrets(&route::group_name(&class.id, number)));
        people(class).into_iter().chain(route::ical_secrets(&class.id)).chain(of_groups)
    });
    let around = ["Camille Secret".to_owned(), route::agenda_path(), moodle::TEACHER.to_owned()];
    let authors = school.news.authors.values().flat_map(|author| [author.name.clone(), author.email.clone()]);
    classes.chain(authors).chain(around).chain(files::PLANTED.map(str::to_owned)).collect()
}
