//! What the daemon must know of the past to decide what is due. Takes no lock and changes nothing.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use chrono::{DateTime, Datelike, NaiveDate, Utc};

use crate::config::Config;
use crate::error::Result;
use crate::fs;
use crate::http::backoff;
use crate::model::id::{SourceId, TargetId};
use crate::model::item::{Item, Record, SourceState, Tombstone};
use crate::model::time::{Now, start_of_day};
use crate::normalise::school_year::{self, Region};
use crate::store::load::{Failing, Part};
use crate::store::{Store, lock};

/// What is known of the past.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Agenda {
    /// The sources.
    pub sources: BTreeMap<SourceId, Asked>,
    /// When something was last published to each target, or found to be there already.
    pub targets: BTreeMap<TargetId, DateTime<Utc>>,
    /// The last build of any site.
    pub built_at: Option<DateTime<Utc>>,
    /// When what readers see changes by itself: an announcement appears or goes, a day ends.
    pub turns_at: Option<DateTime<Utc>>,
    /// The days without school, weekends not among them.
    pub days_off: Vec<RangeInclusive<NaiveDate>>,
}

/// When a source was asked.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Asked {
    /// The last time.
    pub at: Option<DateTime<Utc>>,
    /// From when on it may be asked again, when it failed.
    pub not_before: Option<DateTime<Utc>>,
}

/// Makes this process the one daemon of a school, until the value is dropped.
///
/// # Errors
/// `Local` when another is.
pub fn claim(config: &Config) -> Result<fs::Lock> {
    lock::daemon(&config.state_dir)
}

/// Reads the store; a school that was never pulled has an empty past. `shown` is the instant of which readers see the state: what changes by
/// itself after it is told, even when that moment has passed meanwhile.
///
/// # Errors
/// `Local` when the store cannot be read.
pub async fn agenda(config: &Config, now: Now, shown: Now) -> Result<Agenda> {
    let store = Store::open(&config.state_dir).await?;
    let (mut states, mut agenda) = (Vec::new(), Agenda::default());
    let failures = store.failures().await?;
    for id in super::source_ids(config) {
        states.push(store.load_part(&id, Part::Moments).await?);
    }
    for source in &config.sources {
        let state = states.iter().find(|state| state.source == source.id);
        agenda.sources.insert(source.id.clone(), asked(&source.id, state, failures.get(source.id.as_str())));
    }
    for (target, state) in store.targets().await? {
        let published = TargetId::new(&target).zip(state.published);
        agenda.targets.extend(published.map(|(id, published)| (id, published.at)));
    }
    agenda.built_at = store.builds().await?.into_values().map(|build| build.built_at).max();
    let zone = config.school.zone;
    let midnight = shown.day(zone).succ_opt().map(|day| start_of_day(day, zone));
    let moments = states.iter().flat_map(|state| &state.records).flat_map(moments);
    agenda.turns_at = moments.filter(|moment| *moment > shown.instant()).chain(midnight).min();
    agenda.days_off = days_off(config, &states, now);
    store.close().await;
    Ok(agenda)
}

/// The days without school that sources name, and those that everybody knows.
fn days_off(config: &Config, states: &[SourceState], now: Now) -> Vec<RangeInclusive<NaiveDate>> {
    let told = states.iter().flat_map(|state| &state.records).filter_map(|record| match &record.item {
        Item::NonTeaching(days) => Some(days.clone()),
        _ => None,
    });
    let year = now.day(config.school.zone).year();
    let years = (year - 1..=year + 1).collect();
    let days = school_year::days_off(told.collect(), &years, Region::of_school(config.school.uai.as_deref()));
    days.into_iter().map(|days| days.from..=days.to).collect()
}

/// When an item appears, and when it goes.
fn moments(record: &Record) -> impl Iterator<Item = DateTime<Utc>> {
    let (from, to) = match &record.item {
        Item::Announcement(news) => (news.published_at, news.expires_at),
        _ => (None, None),
    };
    from.into_iter().chain(to)
}

fn asked(id: &SourceId, state: Option<&SourceState>, failing: Option<&Failing>) -> Asked {
    let answered = state.and_then(|state| state.coverage.iter().map(|window| window.pulled_at).max());
    let failed = failing.map(|failing| failing.last.at);
    Asked { at: answered.max(failed), not_before: failing.map(|failing| next_try(id.as_str(), failing)) }
}

/// When a source that failed is worth asking again: later with each failure, and not before its server wants.
pub(super) fn next_try(source: &str, failing: &Failing) -> DateTime<Utc> {
    let at = failing.last.at;
    let own = backoff::next_try(failing.count, at, backoff::draw(source, at));
    failing.wait_until.map_or(own, |wanted| wanted.max(own))
}

/// Whether something changed since an instant that readers must see at once: what is about today or the days until `until`, what comes
/// first, and what is about the service itself.
///
/// # Errors
/// `Local` when the store cannot be read.
pub async fn is_urgent(config: &Config, now: Now, since: DateTime<Utc>, until: NaiveDate) -> Result<bool> {
    let zone = config.school.zone;
    let days = now.day(zone)..=until;
    let store = Store::open(&config.state_dir).await?;
    let mut urgent = false;
    for id in super::source_ids(config) {
        let state = store.load_part(&id, Part::Changes(since)).await?;
        let concerns = |item: &Item| match item {
            Item::Lesson(lesson) => {
                let day = lesson.start.with_timezone(&zone).date_naive();
                days.contains(&day)
            }
            Item::Homework(homework) => days.contains(&homework.due_on),
            Item::Announcement(news) => news.headline || news.service,
            Item::NonTeaching(off) => off.from <= *days.end() && off.to >= *days.start(),
            Item::Content(_) | Item::Menu(_) | Item::Document(_) => false,
        };
        // An announcement may wait for its day in the store: it is new when that day comes.
        let appeared = |record: &Record| match &record.item {
            Item::Announcement(news) => {
                let shown_from = news.published_at.unwrap_or(record.changed_at);
                record.changed_at.max(shown_from) > since && shown_from <= now.instant()
            }
            _ => record.changed_at > since,
        };
        let changed = |record: &Record| appeared(record) && concerns(&record.item);
        let gone = |tombstone: &Tombstone| tombstone.at > since && concerns(&tombstone.item);
        urgent |= state.records.iter().any(changed) || state.tombstones.iter().any(gone);
    }
    store.close().await;
    Ok(urgent)
}
