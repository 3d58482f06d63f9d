//! Homework by due day.

use std::collections::BTreeMap;

use chrono::{NaiveDate, TimeDelta};

use crate::model::homework::Homework;
use crate::model::rich_text::{RichText, first_words};
use crate::model::snapshot::Seen;
use crate::model::time::Week;
use crate::plan::page::{Body, DueDay, HomeworkEntry};
use crate::plan::site_view::SiteView;
use crate::plan::{media, paths};

/// How many letters of a shortened homework are shown.
const SHORT: usize = 80;

/// How long homework is called new.
const NEW: TimeDelta = TimeDelta::hours(24);

/// Whether new homework is marked: only on a page that is made anew every hour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum New {
    Marked,
    Unmarked,
}

/// The homework that fits a condition, by due day; texts are shortened where `shorten` says so.
pub(super) fn by_due_day(
    view: &SiteView<'_>,
    wanted: impl Fn(NaiveDate) -> bool,
    shorten: impl Fn(NaiveDate) -> bool,
    new: New,
) -> Vec<DueDay> {
    let mut days: BTreeMap<NaiveDate, Vec<HomeworkEntry>> = BTreeMap::new();
    for seen in view.homework().filter(|seen| wanted(seen.item.due_on)) {
        let mut homework = entry(view, seen);
        homework.new = new == New::Marked && is_new(view, seen);
        if shorten(seen.item.due_on) {
            homework.body = short(&seen.item);
        }
        days.entry(seen.item.due_on).or_default().push(homework);
    }
    for homework in days.values_mut() {
        homework.sort_by_cached_key(|entry| (entry.subject.clone(), entry.group.clone(), !entry.test));
    }
    days.into_iter().map(|(day, homework)| DueDay { day, homework }).collect()
}

/// Whether it appeared within the last day; what the first pull of its source found is not new.
fn is_new(view: &SiteView<'_>, seen: &Seen<Homework>) -> bool {
    if view.inputs.now.instant() - seen.seen_first >= NEW {
        return false;
    }
    let of_source = view.homework().filter(|other| other.id.source == seen.id.source);
    let first_pull = of_source.map(|other| other.seen_first).min();
    first_pull.is_some_and(|first| seen.seen_first > first)
}

fn entry(view: &SiteView<'_>, seen: &Seen<Homework>) -> HomeworkEntry {
    let homework = &seen.item;
    HomeworkEntry {
        subject: homework.subject.as_ref().map(|subject| subject.label.clone()),
        group: view.all_readers(&seen.id, &homework.audience),
        given_on: homework.given_on,
        changed_on: (seen.changed_at > seen.seen_first).then(|| view.day_of(seen.changed_at)),
        new: false,
        test: homework.test,
        body: Body::Full(homework.body.clone()),
        files: media::files(view, &homework.attachments, &homework.body.attachments()),
    }
}

/// A homework is shortened only when that leaves something out.
fn short(homework: &Homework) -> Body {
    let text = homework.body.plain_text();
    if text.chars().count() <= SHORT {
        return Body::Full(homework.body.clone());
    }
    Body::Short { text: first_words(&text, SHORT), page: paths::week(Week::of(homework.due_on)) }
}

/// The bodies that a page shows in full.
pub(super) fn full_bodies(days: &[DueDay]) -> impl Iterator<Item = &RichText> {
    days.iter().flat_map(|day| &day.homework).filter_map(|homework| match &homework.body {
        Body::Full(text) => Some(text),
        Body::Short { .. } => None,
    })
}
