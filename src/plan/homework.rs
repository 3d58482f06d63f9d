//! Homework by due day.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use crate::model::homework::Homework;
use crate::model::id::SourceId;
use crate::model::rich_text::{RichText, with_held_spaces};
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
    let first_pulls = if new == New::Marked { first_pulls(view) } else { BTreeMap::new() };
    let mut days: BTreeMap<NaiveDate, Vec<HomeworkEntry>> = BTreeMap::new();
    for seen in view.homework().filter(|seen| wanted(seen.item.due_on)) {
        let mut homework = entry(view, seen);
        let after_first_pull = first_pulls.get(&seen.id.source).is_some_and(|first| seen.seen_first > *first);
        homework.new = after_first_pull && view.inputs.now.instant() - seen.seen_first < NEW;
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

/// When each source first showed any homework: what that pull found is not new.
fn first_pulls<'a>(view: &SiteView<'a>) -> BTreeMap<&'a SourceId, DateTime<Utc>> {
    let mut first_pulls = BTreeMap::new();
    for seen in view.homework() {
        let first = first_pulls.entry(&seen.id.source).or_insert(seen.seen_first);
        *first = seen.seen_first.min(*first);
    }
    first_pulls
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

/// The first words of a plain text, at most `letters` letters, never cut inside a word unless the first is longer.
pub(super) fn first_words(text: &str, letters: usize) -> String {
    let Some((limit, _)) = text.char_indices().nth(letters) else {
        return with_held_spaces(text);
    };
    let head = &text[..limit];
    let cut = if text[limit..].starts_with(' ') { limit } else { head.rfind(' ').unwrap_or(limit) };
    with_held_spaces(head[..cut].trim_end_matches([' ', ',', ';', ':', '(', '«', '\u{a0}']))
}

/// The bodies that a page shows in full.
pub(super) fn full_bodies(days: &[DueDay]) -> impl Iterator<Item = &RichText> {
    days.iter().flat_map(|day| &day.homework).filter_map(|homework| match &homework.body {
        Body::Full(text) => Some(text),
        Body::Short { .. } => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_cut_between_words() {
        for (text, letters, cut) in [
            ("court", 10, "court"),
            ("un deux trois", 7, "un deux"),
            ("un deux trois", 9, "un deux"),
            ("un, deux", 4, "un"),
            ("anticonstitutionnellement", 4, "anti"),
            ("élève éveillé", 5, "élève"),
            ("vrai ? faux", 7, "vrai\u{a0}?"),
        ] {
            assert_eq!(first_words(text, letters), cut);
        }
    }
}
