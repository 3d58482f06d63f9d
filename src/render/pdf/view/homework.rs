//! Homework on paper: in full, by its subject, or at least counted.

use chrono::NaiveDate;
use serde::Serialize;

use super::{File, body, files, name, titled};
use crate::plan::gazette::Gazette;
use crate::plan::page::{DueDay, HomeworkEntry};
use crate::render::pdf::fit::{Cut, Told};
use crate::render::pdf::picture::Album;
use crate::render::pdf::text::{self, Part};
use crate::render::words::Words;

/// From how many letters a homework may be split over two columns.
const LONG: usize = 500;

#[derive(Debug, Serialize)]
pub(super) struct Homework {
    provided: bool,
    /// Due in the covered week.
    covered: Span,
    /// Due later.
    later: Span,
}

/// A stretch of due days.
#[derive(Debug, Default, Serialize)]
struct Span {
    days: Vec<Day>,
    /// "Et 12 autres travaux."
    others: Option<String>,
}

#[derive(Debug, Serialize)]
struct Day {
    /// "Pour le mardi 1er décembre".
    title: String,
    homework: Vec<Task>,
    /// "Français, anglais (contrôle)", of what is not told here.
    named: Option<String>,
}

#[derive(Debug, Serialize)]
struct Task {
    subject: String,
    group: Option<String>,
    test: bool,
    body: Vec<Part>,
    files: Vec<File>,
    /// "Donné le 24 novembre, modifié le 26 novembre."
    dates: Option<String>,
    long: bool,
}

pub(super) fn homework(input: &Gazette, cut: &Cut, album: &mut Album<'_>) -> Homework {
    let sunday = input.timetable.week.sunday();
    let mut told = cut.homework.iter().copied();
    let (mut covered, mut later) = (Stretch::default(), Stretch::default());
    for due in &input.homework {
        let stretch = if due.day <= sunday { &mut covered } else { &mut later };
        stretch.add(due, &mut told, album);
    }
    Homework {
        provided: input.homework_provided,
        covered: covered.finish("paper-other-homework", album.words),
        later: later.finish("paper-other-later-homework", album.words),
    }
}

#[derive(Debug, Default)]
struct Stretch {
    days: Vec<Day>,
    counted: usize,
}

impl Stretch {
    fn add(&mut self, due: &DueDay, told: &mut impl Iterator<Item = Told>, album: &mut Album<'_>) {
        let (mut tasks, mut named) = (Vec::new(), Vec::new());
        for entry in &due.homework {
            match told.next().unwrap_or(Told::Full) {
                Told::Counted => self.counted += 1,
                Told::Named => named.push(entry),
                told => tasks.push(task(entry, told, album)),
            }
        }
        if !tasks.is_empty() || !named.is_empty() {
            let words = album.words;
            let title = words.fill("paper-due", &[("date", words.day(due.day).into())]);
            let named = (!named.is_empty()).then(|| in_names(&named, words));
            self.days.push(Day { title, homework: tasks, named });
        }
    }

    fn finish(self, key: &str, words: &Words) -> Span {
        let others = (self.counted > 0).then(|| words.fill(key, &[("count", self.counted.into())]));
        Span { days: self.days, others }
    }
}

/// "Français, anglais (contrôle), mathématiques (2)"
fn in_names(entries: &[&HomeworkEntry], words: &Words) -> String {
    let mut names: Vec<(String, usize)> = Vec::new();
    for entry in entries {
        let subject = titled(entry.subject.as_deref().unwrap_or_default(), "paper-without-subject", words);
        let subject = if entry.test { words.fill("paper-named-test", &[("subject", subject.into())]) } else { subject };
        match names.iter_mut().find(|(known, _)| *known == subject) {
            Some((_, count)) => *count += 1,
            None => names.push((subject, 1)),
        }
    }
    let one = |(subject, count): (String, usize)| if count > 1 { format!("{subject}\u{a0}({count})") } else { subject };
    names.into_iter().map(one).collect::<Vec<_>>().join(", ")
}

fn task(entry: &HomeworkEntry, told: Told, album: &mut Album<'_>) -> Task {
    let words = album.words;
    let dated = |key: &str, day: NaiveDate| words.fill(key, &[("date", words.day_and_month(day).into())]);
    let given = entry.given_on.map(|day| dated("given-on", day));
    let changed = entry.changed_on.map(|day| dated("changed-on", day));
    let dates = given.into_iter().chain(changed).collect::<Vec<_>>().join(", ");
    let body = body(&entry.body, told, album);
    let long = text::letters(&body) > LONG;
    Task {
        subject: titled(entry.subject.as_deref().unwrap_or_default(), "paper-without-subject", words),
        group: entry.group.as_deref().map(name),
        test: entry.test,
        body,
        files: if told == Told::Full { files(&entry.files, words) } else { Vec::new() },
        dates: (!dates.is_empty()).then_some(dates),
        long,
    }
}
