//! Homework as the templates see it.

use chrono::NaiveDate;
use serde::Serialize;

use crate::plan::page::{DueDay, HomeworkEntry};
use crate::render::markup::Place;
use crate::render::view::{BodyView, FileView};
use crate::render::words::capitalised;

/// The homework due on one day.
#[derive(Debug, PartialEq, Serialize)]
pub(in crate::render) struct DueView {
    /// "Jeudi 26 novembre".
    day: String,
    /// The work.
    homework: Vec<HomeworkView>,
}

/// One homework.
#[derive(Debug, PartialEq, Serialize)]
pub(in crate::render) struct HomeworkView {
    /// The subject, or words that stand for it.
    subject: String,
    /// Whether it stands under the same name as the one before it.
    goes_on: bool,
    /// The group.
    group: Option<String>,
    /// Whether it has just appeared.
    new: bool,
    /// Whether it announces a test.
    test: bool,
    /// "Donné le …, modifié le …".
    dates: Option<String>,
    /// The instructions.
    body: BodyView,
    /// Its files.
    files: Vec<FileView>,
}

/// Whether readers see the day on which homework was given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum GivenOn {
    /// It is said.
    Said,
    /// It is left out, for the lightest page.
    LeftOut,
}

pub(super) fn by_day(days: &[DueDay], given: GivenOn, place: Place<'_>) -> Vec<DueView> {
    let view = |due: &DueDay| DueView {
        day: capitalised(&place.words.day(due.day)),
        homework: of_day(&due.homework, due.day, given, place),
    };
    days.iter().map(view).collect()
}

/// The homework due on one day; a name is said once for all that stands under it.
pub(super) fn of_day(entries: &[HomeworkEntry], due: NaiveDate, given: GivenOn, place: Place<'_>) -> Vec<HomeworkView> {
    let mut views: Vec<HomeworkView> = entries.iter().map(|entry| one(entry, due, given, place)).collect();
    for position in 1..views.len() {
        views[position].goes_on = views[position].is_named_like(&views[position - 1]);
    }
    views
}

impl HomeworkView {
    fn is_named_like(&self, other: &Self) -> bool {
        (&self.subject, &self.group, self.test, self.new) == (&other.subject, &other.group, other.test, other.new)
    }
}

fn one(entry: &HomeworkEntry, due: NaiveDate, given: GivenOn, place: Place<'_>) -> HomeworkView {
    let words = place.words;
    let dated = |key: &str, day: NaiveDate| words.fill(key, &[("date", words.day(day).into())]);
    let subject = entry.subject.clone().unwrap_or_else(|| words.say("homework-without-subject"));
    let name = || words.homework(Some(&subject), None, due);
    let given_on = entry.given_on.filter(|_| given == GivenOn::Said).map(|day| dated("given-on", day));
    let changed_on = entry.changed_on.map(|day| dated("changed-on", day));
    let dates: Vec<String> = given_on.into_iter().chain(changed_on).collect();
    let body = BodyView::new(&entry.body, name, place);
    HomeworkView {
        subject,
        goes_on: false,
        group: entry.group.clone(),
        new: entry.new,
        test: entry.test,
        dates: (!dates.is_empty()).then(|| capitalised(&dates.join(", "))),
        body,
        files: FileView::all(&entry.files, words),
    }
}
