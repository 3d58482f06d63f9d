//! Takes items down everywhere, and keeps them down.
//!
//! The list of what stays down is on the disk first: from then on no pull, build or older state brings the items back. Then they go out of
//! the output folder, off the targets and from the printers, and the proof is written: names and places, never what an item says. A
//! place that cannot be reached is told, and does not keep the others from being cleared.

mod papers;
mod state;
mod targets;

use crate::config::Config;
use crate::error::{Error, Kind, Result};
use crate::journal::{Deed, Entry, Place};
use crate::model::id::ItemId;
use crate::model::time::Now;
use crate::pipeline::Watcher;
use crate::pipeline::build::{self, Mode};
use crate::pipeline::withdraw::papers::Papers;
use crate::report::Problem;
use crate::report::withdraw::{Cleared, WithdrawReport};
use crate::store::Store;

/// What is asked, and who asks for it.
#[derive(Debug, Clone)]
pub struct Order {
    /// The items.
    pub items: Vec<ItemId>,
    /// An account of this machine.
    pub by: String,
}

/// Takes items down.
///
/// # Errors
/// `Config` for an item that nobody knows, `Local` when the store cannot be used: then nothing was done.
pub async fn withdraw(config: &Config, now: Now, order: &Order, watcher: &Watcher) -> Result<WithdrawReport> {
    let store = Store::open(&config.state_dir).await?;
    let taken = state::take_out(config, &store, now, order).await?;
    let papers = Papers::telling(&store.print_jobs().await?, &taken.items);
    let mut desk = Desk { now, order, store: &store, items: &taken.items, report: report(&taken) };
    desk.settle(Place::Store, state::wipe(&store, &taken).await).await?;
    let built = build::build(config, now, Mode::Purge, watcher).await;
    let built = built.map(|built| {
        desk.report.problems.extend(built.problems);
        format!("{} files written, {} removed", built.written, built.removed)
    });
    let published = match built {
        Ok(_) => targets::clear(config, now).await,
        Err(_) => targets::unchanged(config),
    };
    desk.settle(Place::Output, built).await?;
    for (target, outcome) in published {
        desk.settle(Place::Target(target), outcome).await?;
    }
    for (printer, outcome) in papers.take_back(config, now, &store).await {
        desk.settle(Place::Printer(printer), outcome).await?;
    }
    desk.report.on_paper = papers.people_hold(&store.print_jobs().await?);
    let report = desk.report;
    store.close().await;
    Ok(report)
}

/// Lets items be shown again, from the next answer of their source on.
///
/// # Errors
/// `Local` when the store cannot be used.
pub async fn allow(config: &Config, now: Now, order: &Order) -> Result<()> {
    let store = Store::open(&config.state_dir).await?;
    for item in &order.items {
        let line = Entry::new(now.instant(), &order.by, Deed::Allowed, item, Place::Store);
        store.allow(item, &line).await?;
    }
    store.close().await;
    Ok(())
}

/// What stays down now.
///
/// # Errors
/// `Local` when the store cannot be read.
pub async fn list(config: &Config) -> Result<Vec<ItemId>> {
    let store = Store::open(&config.state_dir).await?;
    let list = store.suppressions().await?;
    store.close().await;
    Ok(list.withdrawn.into_keys().collect())
}

fn report(taken: &state::Taken) -> WithdrawReport {
    WithdrawReport {
        schema: 1,
        items: taken.items.iter().map(ToString::to_string).collect(),
        places: Vec::new(),
        on_paper: Vec::new(),
        alike: taken.alike.iter().map(ToString::to_string).collect(),
        problems: Vec::new(),
    }
}

struct Desk<'d> {
    now: Now,
    order: &'d Order,
    store: &'d Store,
    items: &'d [ItemId],
    report: WithdrawReport,
}

impl Desk<'_> {
    /// Writes what came of a place into the journal and the report. Only a journal that cannot be written stops the rest.
    async fn settle(&mut self, place: Place, outcome: Result<String>) -> Result<()> {
        let deed = if outcome.is_ok() { Deed::Withdrawn } else { Deed::NotReached };
        let line = |item| Entry::new(self.now.instant(), &self.order.by, deed, item, place.clone());
        let lines: Vec<Entry> = self.items.iter().map(line).collect();
        self.store.note(&lines).await?;
        match outcome {
            Ok(done) => self.report.places.push(Cleared { place, done }),
            Err(error) => self.report.problems.push(Problem::new(place.to_string(), &error)),
        }
        Ok(())
    }
}

fn unknown(item: &ItemId) -> Error {
    Error::new(Kind::Config, format!("`{item}` is not known: `ardoise find TEXT` tells the names of items"))
}
