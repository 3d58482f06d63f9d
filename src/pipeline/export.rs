//! A school → a folder that needs no Ardoise: what is known of it, what people wrote for it, and what was done with it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::config::Config;
use crate::error::{Error, Kind, Result};
use crate::fs;
use crate::model::attachment::Attachment;
use crate::model::item::Item;
use crate::model::time::Now;
use crate::optimise::file_name::file_name;
use crate::pipeline::{backup, status, theme};
use crate::render::export::{self, Export};
use crate::report::export::ExportReport;
use crate::store::Store;

const README: &str = include_str!("export/LISEZMOI.txt");

/// Writes all that is kept into a new folder, which only its owner can read.
///
/// # Errors
/// `Local` when the folder holds something already, when the store cannot be read, or when the disk is full.
pub async fn export(config: &Config, now: Now, folder: &Path) -> Result<ExportReport> {
    if !fs::names(folder)?.is_empty() {
        return Err(Error::new(Kind::Local, format!("`{}` is not empty: name a new folder", folder.display())));
    }
    let words = theme::words(config)?;
    let store = Store::open(&config.state_dir).await?;
    let mut states = Vec::new();
    for id in super::source_ids(config) {
        states.push(store.load(&id).await?);
    }
    let (snapshot, _) = super::merged(config, &states);
    fs::create_private_folder(folder)?;

    let records = states.iter().flat_map(|state| &state.records);
    let copied = copy(&store, records.map(|record| &record.item), folder)?;
    let export = Export {
        at: now.instant(),
        school: &config.school,
        classes: &config.classes,
        snapshot: &snapshot,
        files: &copied,
    };
    let mut files = export::files(export, &words)?;
    files.push(("LISEZMOI.txt".to_owned(), README.as_bytes().to_vec()));
    files.push(("journal.json".to_owned(), json(&store.whole_journal().await?)?));
    files.push(("impressions.json".to_owned(), json(&status::prints(&store.print_jobs().await?))?));
    for (path, bytes) in &files {
        fs::write(&folder.join(path), bytes)?;
    }
    let mut count = files.len() + copied.values().collect::<BTreeSet<_>>().len();
    for (name, place) in backup::written(config).into_iter().filter(|(name, _)| name != "themes") {
        count += copy_all(&place, &folder.join("originaux").join(name))?;
    }
    store.close().await;
    let items = BTreeMap::from([
        ("lessons", snapshot.lessons.len()),
        ("homework", snapshot.homework.len()),
        ("contents", snapshot.contents.len()),
        ("announcements", snapshot.announcements.len()),
        ("menus", snapshot.menus.len()),
        ("documents", snapshot.documents.len()),
        ("days_off", snapshot.non_teaching.len()),
    ]);
    Ok(ExportReport { schema: 1, items, files: count })
}

/// Copies the files of items under names that people can read; tells where the bytes of each digest lie.
fn copy<'i>(store: &Store, items: impl Iterator<Item = &'i Item>, folder: &Path) -> Result<BTreeMap<String, String>> {
    let mut copied = BTreeMap::new();
    for Attachment { name, digest, .. } in items.flat_map(Item::attachments) {
        let Some(digest) = digest.as_ref().filter(|digest| !copied.contains_key(*digest)) else { continue };
        let Some(bytes) = store.blob(digest)? else { continue };
        let path = format!("fichiers/{}-{}", digest.get(..8).unwrap_or(digest), file_name(name));
        fs::write(&folder.join(&path), &bytes)?;
        copied.insert(digest.clone(), path);
    }
    Ok(copied)
}

/// Copies a file, or all files of a folder that are not hidden; tells how many.
fn copy_all(place: &Path, copy: &Path) -> Result<usize> {
    if fs::file_size(place).is_some() {
        fs::write(&copy.join(place.file_name().unwrap_or_default()), &fs::read(place)?)?;
        return Ok(1);
    }
    let files = fs::shown_files_below(place)?;
    for file in &files {
        fs::write(&copy.join(file), &fs::read(&place.join(file))?)?;
    }
    Ok(files.len())
}

fn json(value: &impl serde::Serialize) -> Result<Vec<u8>> {
    serde_json::to_vec_pretty(value)
        .map_err(|error| Error::new(Kind::Bug, "cannot write a file of an export").because(error))
}
