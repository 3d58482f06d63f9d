//! Items out of the state folder: the database, the fetched files, and whatever SQLite would keep of them.

use std::collections::{BTreeMap, BTreeSet};

use crate::config::Config;
use crate::error::Result;
use crate::journal::{Deed, Entry as Line, Place};
use crate::model::id::{ItemId, ItemKey};
use crate::model::item::{Item, SourceState};
use crate::model::suppression::Suppressions;
use crate::model::time::Now;
use crate::normalise::{key, words};
use crate::pipeline::output::Output;
use crate::pipeline::withdraw::{Order, unknown};
use crate::store::Store;

/// What was taken out.
pub(super) struct Taken {
    /// The items: those that were asked for, and those that say the same in another source.
    pub(super) items: Vec<ItemId>,
    /// Others that hold the same words, and stay.
    pub(super) alike: Vec<ItemId>,
    /// The digests of files that no other item has.
    files: BTreeSet<String>,
}

/// Everything that is kept, by name.
type Kept<'s> = BTreeMap<ItemId, &'s Item>;

/// Puts items on the list and takes them out of the database, in one transaction.
pub(super) async fn take_out(config: &Config, store: &Store, now: Now, order: &Order) -> Result<Taken> {
    let states = store.load_all().await?;
    let kept: Kept<'_> = states.iter().flat_map(items_of).collect();
    let elsewhere = known_elsewhere(config, store).await?;
    let is_known = |item: &ItemId| kept.contains_key(item) || elsewhere.contains(&item.to_string());
    if let Some(item) = order.items.iter().find(|item| !is_known(item)) {
        return Err(unknown(item));
    }
    let items = with_twins(&order.items, &kept);
    let taken =
        Taken { alike: alike(&items, &kept), files: files(&items, &kept), items: items.iter().cloned().collect() };
    let place = |id: &ItemId| kept.get(id).and_then(|item| key::place(item));
    let withdrawn = items.iter().map(|id| (id.clone(), place(id))).collect();
    let line = |item| Line::new(now.instant(), &order.by, Deed::Withdrawn, item, Place::Store);
    let lines: Vec<Line> = items.iter().map(line).collect();
    store.suppress(&Suppressions { withdrawn, allowed: BTreeSet::new() }, &lines).await?;
    Ok(taken)
}

/// Removes the files of what was taken out, and every trace in the database's own files.
pub(super) async fn wipe(store: &Store, taken: &Taken) -> Result<String> {
    for digest in &taken.files {
        store.remove_blob(digest)?;
    }
    store.wipe().await?;
    Ok(format!("{} items and {} files removed", taken.items.len(), taken.files.len()))
}

fn items_of(state: &SourceState) -> impl Iterator<Item = (ItemId, &Item)> {
    let id = |key: &ItemKey| ItemId { source: state.source.clone(), key: key.clone() };
    let gone = state.tombstones.iter().map(move |tombstone| (id(&tombstone.key), &tombstone.item));
    gone.chain(state.records.iter().map(move |record| (id(&record.key), &record.item)))
}

/// The items, and those that are the same in another source: readers see them as one.
fn with_twins(items: &[ItemId], kept: &Kept<'_>) -> BTreeSet<ItemId> {
    let wanted = items.iter().filter_map(|item| kept.get(item));
    let contents: BTreeSet<ItemKey> = wanted.map(|item| key::by_content(item)).collect();
    let twins = kept.iter().filter(|(_, item)| contents.contains(&key::by_content(item))).map(|(id, _)| id);
    items.iter().chain(twins).cloned().collect()
}

/// The items that hold the same words for other readers.
fn alike(items: &BTreeSet<ItemId>, kept: &Kept<'_>) -> Vec<ItemId> {
    let text = |item: &Item| words::folded(&words::of_item(item));
    let texts: BTreeSet<String> = items.iter().filter_map(|item| kept.get(item)).map(|item| text(item)).collect();
    let others = kept.iter().filter(|(id, _)| !items.contains(*id));
    others.filter(|(_, item)| texts.contains(&text(item))).map(|(id, _)| id.clone()).collect()
}

/// The digests of the files that only these items have.
fn files(items: &BTreeSet<ItemId>, kept: &Kept<'_>) -> BTreeSet<String> {
    let digests = |item: &Item| item.attachments().iter().filter_map(|file| file.digest.clone()).collect::<Vec<_>>();
    let others = kept.iter().filter(|(id, _)| !items.contains(*id));
    let used: BTreeSet<String> = others.flat_map(|(_, item)| digests(item)).collect();
    let ours = items.iter().filter_map(|id| kept.get(id)).flat_map(|item| digests(item));
    ours.filter(|digest| !used.contains(digest)).collect()
}

/// The names of items that are no longer in the store, but on the list or on a sheet.
async fn known_elsewhere(config: &Config, store: &Store) -> Result<BTreeSet<String>> {
    let listed = store.suppressions().await?.withdrawn.into_keys().map(|item| item.to_string());
    let printed = store.print_jobs().await?.into_iter().flat_map(|job| job.intent.told);
    let manifest = Output::new(&config.output_dir).manifest()?;
    let built = manifest.into_iter().flat_map(|manifest| manifest.told.into_values()).flat_map(BTreeMap::into_values);
    Ok(listed.chain(printed.chain(built.flatten()).map(|told| told.key)).collect())
}
