//! Finds every copy of a text: in the store, among fetched files and finished pictures, in the output folder with its compressed
//! variants and papers, and in the folders from which the office prints. Changes nothing.

mod text;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use crate::config::Config;
use crate::config::printer::Place as PrinterPlace;
use crate::error::{Error, Kind, Result};
use crate::fs;
use crate::journal::Entry as JournalEntry;
use crate::ledger::Entry as PrintEntry;
use crate::model::id::ItemId;
use crate::model::item::{Item, SourceState};
use crate::normalise::{retention, words};
use crate::pipeline::media::MediaCache;
use crate::pipeline::publish;
use crate::report::find::{FindReport, FoundItem, ItemState};
use crate::store::Store;

/// Where a text is. The name of an item finds that item.
///
/// # Errors
/// `Config` for a text without letters and digits, `Local` when the store cannot be read.
pub async fn find(config: &Config, text: &str) -> Result<FindReport> {
    let wanted = words::folded(text);
    if wanted.is_empty() {
        return Err(Error::new(Kind::Config, "there is no letter and no digit to look for"));
    }
    let store = Store::open(&config.state_dir).await?;
    let (states, ledger) = (store.load_all().await?, store.print_jobs().await?);
    let withdrawn = store.suppressions().await?.withdrawn;
    let holds =
        |id: &ItemId, item: &Item| id.to_string() == text || words::folded(&words::of_item(item)).contains(&wanted);
    let found: Vec<_> = states.iter().flat_map(known).filter(|(id, item, _)| holds(id, item)).collect();
    let mut items = Vec::new();
    for (id, item, state) in &found {
        items.push(of_item(id, item, *state, (jobs(&ledger, id), store.history(id).await?)));
    }
    for id in withdrawn.keys().filter(|id| id.to_string() == text) {
        items.push(of_name(id, (jobs(&ledger, id), store.history(id).await?)));
    }

    let own: BTreeSet<PathBuf> = found.iter().flat_map(|(_, item, _)| files_of(config, &store, item)).collect();
    let (mut files, unread) = tokio::task::block_in_place(|| holding(config, &wanted))?;
    files.extend(own);
    let sites = config.output_dir.join("sites");
    let names = files.iter().filter_map(|path| path.strip_prefix(&sites).ok()).map(|path| path.display().to_string());
    let targets = publish::on_targets(config, &names.collect())?;
    store.close().await;
    let shown = |paths: BTreeSet<PathBuf>| paths.iter().map(|path| path.display().to_string()).collect();
    Ok(FindReport { schema: 1, items, files: shown(files), targets, unread: shown(unread) })
}

/// The items of a source, those that went included.
fn known(state: &SourceState) -> impl Iterator<Item = (ItemId, &Item, ItemState)> {
    let id = |key: &crate::model::id::ItemKey| ItemId { source: state.source.clone(), key: key.clone() };
    let live = state.records.iter().map(move |record| {
        let held = if record.missing_since.is_some() { ItemState::HeldBack } else { ItemState::Live };
        (id(&record.key), &record.item, held)
    });
    live.chain(state.tombstones.iter().map(move |gone| (id(&gone.key), &gone.item, ItemState::Gone)))
}

fn of_item(id: &ItemId, item: &Item, state: ItemState, (jobs, journal): (Vec<String>, Vec<JournalEntry>)) -> FoundItem {
    let until = retention::last_day(item).map(|day| day.to_string());
    FoundItem { item: id.to_string(), kind: item.kind().as_str(), state, until, jobs, journal }
}

fn of_name(id: &ItemId, (jobs, journal): (Vec<String>, Vec<JournalEntry>)) -> FoundItem {
    FoundItem { item: id.to_string(), kind: "item", state: ItemState::Withdrawn, until: None, jobs, journal }
}

fn jobs(ledger: &[PrintEntry], id: &ItemId) -> Vec<String> {
    let name = id.to_string();
    let telling = ledger.iter().filter(|entry| entry.intent.told.iter().any(|told| told.key == name));
    let line = |entry: &PrintEntry| {
        let intent = &entry.intent;
        let class = intent.class.as_ref().map_or("all classes", |class| class.label.as_str());
        let (key, week, printer) = (entry.key.as_str(), intent.week, &intent.printer);
        format!("{key}: {week} {class} {} x{} on {printer}, {}", intent.profile, intent.copies, entry.state.as_str())
    };
    telling.map(line).collect()
}

/// The files of an item itself: as they were fetched, as they were made fit for a site, and their copies in the output folder.
fn files_of(config: &Config, store: &Store, item: &Item) -> Vec<PathBuf> {
    let cache = MediaCache::new(&config.state_dir);
    let mut paths = Vec::new();
    for file in item.attachments() {
        let Some(digest) = &file.digest else { continue };
        paths.extend(store.blob_file(digest));
        let (finished, place) = cache.known(digest, &file.name);
        paths.extend(finished);
        let sites = config.sites.iter().map(|site| config.output_dir.join("sites").join(site.id.as_str()));
        paths.extend(place.into_iter().flat_map(|place| {
            sites.clone().map(move |site| site.join(place.as_str())).filter(|path| fs::exists(path)).collect::<Vec<_>>()
        }));
    }
    paths
}

/// The files below the output folder, among what was fetched, and in the folders of printers that hold a text; and those that cannot be
/// read.
fn holding(config: &Config, wanted: &str) -> Result<(BTreeSet<PathBuf>, BTreeSet<PathBuf>)> {
    let mut folders: Vec<PathBuf> = vec![config.output_dir.clone(), config.state_dir.join("blobs")];
    folders.extend(config.printers.iter().filter_map(|printer| match printer.place() {
        Ok(PrinterPlace::Folder(folder)) => Some(folder),
        _ => None,
    }));
    let mut paths = Vec::new();
    for folder in &folders {
        paths.extend(fs::files_below(folder)?.into_iter().map(|file| folder.join(file)));
    }
    let read = paths.into_par_iter().map(|path| {
        let verdict = holds(&path, wanted);
        (path, verdict)
    });
    let read: Vec<(PathBuf, Option<bool>)> = read.collect();
    let chosen =
        |wanted| read.iter().filter(move |(_, verdict)| *verdict == wanted).map(|(path, _)| path.clone()).collect();
    Ok((chosen(Some(true)), chosen(None)))
}

/// Whether a file holds a text; `None` when nobody can tell.
fn holds(path: &Path, wanted: &str) -> Option<bool> {
    let bytes = fs::read(path).ok()?;
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    Some(words::folded(name).contains(wanted) || words::folded(&text::of(name, &bytes)?).contains(wanted))
}
