//! FET's CSV files: `…_timetable.csv`, one line for each hour of an activity, and `…_students.csv`, which says what is a group
//! of what. Comments and tags of activities are not read.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{TimeDelta, Weekday};
use csv::StringRecord;

use crate::config::source::timetable_file::{FetLabels, Hours, weekday};
use crate::http::text::decode;
use crate::model::item::Rejected;
use crate::sources::label::folded;
use crate::sources::timetable_file::wire::{Readers, Slot, Timetable, Weeks};

/// Two hours of one activity are one lesson when the break between them is not longer.
const BREAK: TimeDelta = TimeDelta::minutes(30);

/// The years, groups and subgroups of pupils: for each set, the sets that hold it and those that it holds.
#[derive(Debug, Default, PartialEq, Eq)]
pub(in crate::sources::timetable_file) struct Sets {
    parents: BTreeMap<String, BTreeSet<String>>,
    children: BTreeMap<String, BTreeSet<String>>,
}

impl Sets {
    /// Reads `…_students.csv`: years with their groups with their subgroups.
    pub(in crate::sources::timetable_file) fn read(bytes: &[u8]) -> Self {
        let mut sets = Sets::default();
        let (mut year, mut group) = (String::new(), String::new());
        for (_, record) in records(bytes).unwrap_or_default().into_iter().skip(1) {
            let field = |index: usize| record.get(index).map(str::trim).filter(|name| !name.is_empty());
            if let Some(name) = field(0) {
                name.clone_into(&mut year);
                group.clear();
            }
            if let Some(name) = field(2) {
                name.clone_into(&mut group);
                sets.holds(&year, name);
            }
            if let Some(name) = field(4).filter(|_| !group.is_empty()) {
                sets.holds(&group, name);
            }
        }
        sets
    }

    fn holds(&mut self, outer: &str, inner: &str) {
        if outer != inner && !outer.is_empty() {
            self.parents.entry(inner.to_owned()).or_default().insert(outer.to_owned());
            self.children.entry(outer.to_owned()).or_default().insert(inner.to_owned());
        }
    }

    /// Who is meant by a set, when `is_class` tells the names of classes: a class; a group of classes; or, for a set above them, each
    /// class that it holds.
    fn readers(&self, set: &str, is_class: &impl Fn(&str) -> bool) -> Vec<Readers> {
        if is_class(set) {
            return vec![Readers::Class(set.to_owned())];
        }
        let above = nearest(set, &self.parents, is_class);
        if !above.is_empty() {
            return vec![Readers::Group { name: set.to_owned(), classes: above.into_iter().collect() }];
        }
        let below = nearest(set, &self.children, is_class);
        if !below.is_empty() {
            return below.into_iter().map(Readers::Class).collect();
        }
        let class = beginnings(set).find(|name| is_class(name));
        class.map(|class| Readers::Group { name: set.to_owned(), classes: vec![class] }).into_iter().collect()
    }
}

/// The classes that are reached first from a set, in one direction.
fn nearest(
    set: &str,
    steps: &BTreeMap<String, BTreeSet<String>>,
    is_class: &impl Fn(&str) -> bool,
) -> BTreeSet<String> {
    let (mut seen, mut found) = (BTreeSet::from([set.to_owned()]), BTreeSet::new());
    let mut pending = vec![set.to_owned()];
    while let Some(current) = pending.pop() {
        for next in steps.get(&current).into_iter().flatten() {
            if is_class(next) {
                found.insert(next.clone());
            } else if seen.insert(next.clone()) {
                pending.push(next.clone());
            }
        }
    }
    found
}

/// "6A GR1" may be a part of "6A": the first words, the longest first.
fn beginnings(set: &str) -> impl Iterator<Item = String> {
    let words: Vec<String> = set.split([' ', '_', '.', '/']).map(str::to_owned).collect();
    (1..words.len()).rev().map(move |count| words[..count].join(" "))
}

/// What is needed to read a timetable.
#[derive(Debug)]
pub(in crate::sources::timetable_file) struct Key<'a, F> {
    /// The meaning of its labels.
    pub(in crate::sources::timetable_file) labels: &'a FetLabels,
    pub(in crate::sources::timetable_file) sets: &'a Sets,
    /// Whether a set of pupils is a class of the school.
    pub(in crate::sources::timetable_file) is_class: F,
    /// The file, for messages.
    pub(in crate::sources::timetable_file) file: &'a str,
}

/// Reads `…_timetable.csv`; `None` when it is something else.
pub(in crate::sources::timetable_file) fn timetable<F: Fn(&str) -> bool>(
    bytes: &[u8],
    key: &Key<'_, F>,
) -> Option<Timetable> {
    let mut found = Timetable::default();
    let mut activities: BTreeMap<(String, u8), Vec<Line>> = BTreeMap::new();
    let mut unknown: BTreeSet<String> = BTreeSet::new();
    let mut lines = records(bytes)?.into_iter();
    lines.next().filter(|(_, head)| head.len() >= 8)?;
    for (number, record) in lines {
        match line(&record, key.labels) {
            Ok(Some(line)) => {
                let activity = (line.activity.clone(), line.day.num_days_from_monday().try_into().unwrap_or_default());
                activities.entry(activity).or_default().push(line);
            }
            Ok(None) => {}
            Err(message) => {
                if unknown.insert(message.clone()) {
                    found.rejected.push(Rejected { subject: format!("{}:{number}", key.file), message });
                }
            }
        }
    }
    for mut hours in activities.into_values() {
        hours.sort_by_key(|line| line.hours);
        for line in joined(hours) {
            found.slots.extend(slots(&line, key));
        }
    }
    Some(found)
}

/// One hour of an activity.
#[derive(Debug, Clone)]
struct Line {
    activity: String,
    day: Weekday,
    hours: Hours,
    sets: Vec<String>,
    subject: String,
    teachers: Vec<String>,
    rooms: Vec<String>,
}

/// A line, if it is that of an activity that pupils attend; or the label that nobody explained.
fn line(record: &StringRecord, labels: &FetLabels) -> Result<Option<Line>, String> {
    let field = |index: usize| record.get(index).unwrap_or_default().trim();
    let list = |index: usize| {
        let parts = field(index).split('+').map(str::trim).filter(|part| !part.is_empty());
        parts.map(str::to_owned).collect::<Vec<_>>()
    };
    let (sets, subject) = (list(3), field(4));
    if sets.is_empty() || subject.is_empty() || field(1).is_empty() {
        return Ok(None);
    }
    let day = day(field(1), labels).ok_or_else(|| format!("`{}` is no day: explain it under `days`", field(1)))?;
    let exact = format!("{}/{}", field(1), field(2));
    let hours = labels.hours.get(&exact).or_else(|| labels.hours.get(field(2))).copied();
    let hours = hours
        .or_else(|| Hours::parse(field(2)))
        .ok_or_else(|| format!("the hour `{}` has no clock times: give them under `hours`", field(2)))?;
    let (activity, subject) = (field(0).to_owned(), subject.to_owned());
    Ok(Some(Line { activity, day, hours, sets, subject, teachers: list(5), rooms: list(7) }))
}

/// A day whose label is explained, or begins with its name ("lundi matin").
fn day(label: &str, labels: &FetLabels) -> Option<Weekday> {
    let first = || weekday(folded(label).split(' ').next()?);
    labels.days.get(label).copied().or_else(first)
}

/// The hours of one activity on one day that follow one another, as one.
fn joined(hours: Vec<Line>) -> Vec<Line> {
    let mut lessons: Vec<Line> = Vec::new();
    for line in hours {
        match lessons.last_mut() {
            Some(last) if line.hours.start - last.hours.end <= BREAK => {
                last.hours.end = line.hours.end.max(last.hours.end);
            }
            _ => lessons.push(line),
        }
    }
    lessons
}

fn slots<F: Fn(&str) -> bool>(line: &Line, key: &Key<'_, F>) -> Vec<Slot> {
    let readers = line.sets.iter().flat_map(|set| {
        let known = key.sets.readers(set, &key.is_class);
        if known.is_empty() { vec![Readers::Class(set.clone())] } else { known }
    });
    let slot = |readers| Slot {
        day: line.day,
        hours: line.hours,
        weeks: Weeks::Every,
        subject: line.subject.clone(),
        teachers: line.teachers.clone(),
        rooms: line.rooms.clone(),
        readers,
    };
    readers.map(slot).collect()
}

/// The records with the line at which each begins, whatever separates their fields; `None` when the text is cut in a quotation.
fn records(bytes: &[u8]) -> Option<Vec<(u64, StringRecord)>> {
    let (text, _) = decode(bytes, None);
    let head = text.lines().next().unwrap_or_default();
    let separator =
        [b',', b';', b'\t', b'|'].into_iter().max_by_key(|sign| head.bytes().filter(|byte| byte == sign).count());
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator.unwrap_or(b','))
        .from_reader(text.as_bytes());
    let whole = text.matches('"').count() % 2 == 0;
    let read = reader
        .records()
        .map(|record| record.ok().map(|record| (record.position().map_or(0, csv::Position::line), record)));
    if whole { read.collect() } else { None }
}
