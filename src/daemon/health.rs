//! How the daemon is, for whoever asks: `/healthz` for people and machines, `/metrics` for Prometheus.
//!
//! What is told is read at the moment of the question. The answer is 503 when somebody must look after something, or when the loop does
//! not turn any more.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use futures::FutureExt;
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::registry::Registry;
use serde::Serialize;
use tokio::sync::watch as shared;

use crate::clock::Clock;
use crate::config::Config;
use crate::config::serve::Readers;
use crate::error::Result;
use crate::model::incident::Incident;
use crate::model::time::Now;
use crate::pipeline::{alerts, status};
use crate::report::status::{PrintStatus, SourceStatus, Status, TargetStatus};
use crate::serve::probes::{Probes, State};

/// A loop that did not turn for so long is stuck: it sleeps for 30 s at most.
const STUCK: TimeDelta = TimeDelta::minutes(3);

/// What the loop did last.
#[derive(Debug, Clone)]
pub(super) struct Seen {
    turned_at: DateTime<Utc>,
    config: Arc<Config>,
}

impl Seen {
    pub(super) fn at(now: Now, config: Arc<Config>) -> Self {
        Seen { turned_at: now.instant(), config }
    }
}

/// The answer at `/healthz`.
#[derive(Debug, Serialize)]
struct Health<'h> {
    schema: u32,
    /// "ok" or "attention".
    state: &'static str,
    now: String,
    turned_at: String,
    school: &'h str,
    /// What somebody must look after.
    incidents: &'h [Incident],
    sources: Vec<Source<'h>>,
    targets: Vec<Target<'h>>,
    printers: Vec<Printer<'h>>,
}

#[derive(Debug, Serialize)]
struct Source<'h> {
    id: &'h str,
    /// The last whole answer of the kind that is oldest.
    last_success: Option<&'h str>,
    /// In seconds.
    age: Option<i64>,
    next_try: Option<&'h str>,
    reason: Option<&'h str>,
}

#[derive(Debug, Serialize)]
struct Target<'h> {
    id: &'h str,
    last_success: Option<&'h str>,
    /// In seconds.
    age: Option<i64>,
    files: usize,
    reason: Option<&'h str>,
}

#[derive(Debug, Serialize)]
struct Printer<'h> {
    id: &'h str,
    /// When something was sent to it last.
    last_job: Option<&'h str>,
    /// In seconds.
    age: Option<i64>,
    state: Option<&'static str>,
}

/// Answers questions about a daemon whose loop tells what it does.
pub(super) fn probes(clock: Clock, seen: shared::Receiver<Seen>, readers: Readers) -> Probes {
    let ask = move || {
        let (seen, now) = (seen.borrow().clone(), clock.now());
        async move { state(&seen, now).await.unwrap_or_else(|error| State::broken(&error.chain())) }.boxed()
    };
    Probes { ask: Arc::new(ask), everyone: readers == Readers::Everyone }
}

async fn state(seen: &Seen, now: Now) -> Result<State> {
    let status = status::status(&seen.config, now).await?;
    let incidents = alerts::open(&seen.config).await?;
    let turns = now.instant() - seen.turned_at < STUCK;
    let is_well = turns && incidents.is_empty();
    let printers = seen.config.printers.iter().map(|printer| printer.id.as_str());
    let health = Health {
        schema: 1,
        state: if is_well { "ok" } else { "attention" },
        now: now.instant().to_rfc3339(),
        turned_at: seen.turned_at.to_rfc3339(),
        school: &status.school,
        incidents: &incidents,
        sources: status.sources.iter().map(|source| of_source(source, now)).collect(),
        targets: status.targets.iter().map(|target| of_target(target, now)).collect(),
        printers: printers.map(|id| of_printer(id, &status.prints, now)).collect(),
    };
    let json = serde_json::to_string_pretty(&health).unwrap_or_default();
    let metrics = metrics(&health, &status, seen.turned_at);
    Ok(State { is_well, json, metrics })
}

fn of_source(source: &SourceStatus, now: Now) -> Source<'_> {
    let last_success = source.kinds.iter().filter_map(|kind| kind.last_success.as_deref()).min();
    Source {
        id: &source.id,
        last_success,
        age: age(last_success, now),
        next_try: source.next_try.as_deref(),
        reason: source.last_error.as_deref(),
    }
}

fn of_target(target: &TargetStatus, now: Now) -> Target<'_> {
    let last_success = target.last_success.as_deref();
    Target {
        id: &target.id,
        last_success,
        age: age(last_success, now),
        files: target.files,
        reason: target.last_error.as_deref(),
    }
}

fn of_printer<'h>(id: &'h str, prints: &'h [PrintStatus], now: Now) -> Printer<'h> {
    let last = prints.iter().find(|print| print.printer == id);
    let last_job = last.map(|print| print.at.as_str());
    Printer { id, last_job, age: age(last_job, now), state: last.map(|print| print.state.as_str()) }
}

fn age(at: Option<&str>, now: Now) -> Option<i64> {
    let at = DateTime::parse_from_rfc3339(at?).ok()?;
    Some((now.instant() - at.with_timezone(&Utc)).num_seconds().max(0))
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Labels {
    id: String,
}

/// The same numbers as Prometheus reads them (OpenMetrics text).
fn metrics(health: &Health<'_>, status: &Status, turned_at: DateTime<Utc>) -> String {
    let mut registry = Registry::with_prefix("ardoise");
    for (name, help, values) in families(health, status) {
        let family = Family::<Labels, Gauge>::default();
        for (id, value) in values {
            family.get_or_create(&Labels { id: id.to_owned() }).set(value);
        }
        registry.register(name, help, family);
    }
    let mut single = |name: &str, help: &str, value: i64| {
        let gauge = Gauge::<i64>::default();
        gauge.set(value);
        registry.register(name, help, gauge);
    };
    single("incidents", "What somebody must look after", number(health.incidents.len()));
    single("turned_timestamp_seconds", "When the loop turned last", turned_at.timestamp());
    let mut text = String::new();
    if prometheus_client::encoding::text::encode(&mut text, &registry).is_err() {
        tracing::error!("the metrics cannot be written");
    }
    text
}

/// Numbers with their names: one for each source, target or site.
type Numbers<'h> = (&'static str, &'static str, Vec<(&'h str, i64)>);

fn families<'h>(health: &Health<'h>, status: &'h Status) -> Vec<Numbers<'h>> {
    let (sources, targets) = (&health.sources, &health.targets);
    let items = |source: &SourceStatus| number(source.kinds.iter().map(|kind| kind.items).sum());
    let held = |source: &SourceStatus| number(source.kinds.iter().map(|kind| kind.held_back).sum());
    let of_sources = |count: &dyn Fn(&SourceStatus) -> i64| {
        status.sources.iter().map(|source| (source.id.as_str(), count(source))).collect::<Vec<_>>()
    };
    let weight = |bytes: u64| i64::try_from(bytes).unwrap_or(i64::MAX);
    vec![
        (
            "source_age_seconds",
            "Time since the last whole answer of a source",
            sources.iter().filter_map(|source| Some((source.id, source.age?))).collect(),
        ),
        (
            "source_failing",
            "Whether the last question to a source failed",
            sources.iter().map(|source| (source.id, i64::from(source.reason.is_some()))).collect(),
        ),
        ("source_items", "Live items of a source", of_sources(&items)),
        ("source_held_back", "Items that vanished at a source and are kept until somebody confirms", of_sources(&held)),
        (
            "target_age_seconds",
            "Time since a target was last published to or found to be as it should",
            targets.iter().filter_map(|target| Some((target.id, target.age?))).collect(),
        ),
        (
            "target_failing",
            "Whether the last publication to a target failed",
            targets.iter().map(|target| (target.id, i64::from(target.reason.is_some()))).collect(),
        ),
        (
            "site_index_gzip_bytes",
            "Size of the first page of a site, compressed with gzip",
            status.sites.iter().map(|site| (site.id.as_str(), weight(site.index_bytes.gzip))).collect(),
        ),
    ]
}

fn number(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
