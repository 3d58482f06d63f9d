//! From folder to folder, without asking again for those that did not change.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::config::source::webdav::Folder;
use crate::error::{Error, Result};
use crate::model::item::Cursor;
use crate::sources::webdav::api::Server;
use crate::sources::webdav::wire::{File, Listing};

/// The most folders asked for in one pull, the most files told, and how deep folders may lie in one another.
const MOST_FOLDERS: usize = 300;
const MOST_FILES: usize = 3_000;
const DEEPEST: usize = 8;

/// What earlier walks found, by path.
#[derive(Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Known(BTreeMap<String, Kept>);

/// A folder whose whole content was walked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Kept {
    version: String,
    files: Vec<File>,
    folders: Vec<String>,
}

impl Known {
    pub(super) fn read(cursor: &Cursor) -> Self {
        cursor.0.as_deref().and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default()
    }

    pub(super) fn write(&self) -> Cursor {
        Cursor(serde_json::to_string(self).ok())
    }
}

/// What was found.
#[derive(Debug, Default)]
pub(super) struct Walked {
    pub(super) found: Vec<Found>,
    /// What kept a part from being walked.
    pub(super) gaps: Vec<String>,
    pub(super) known: Known,
}

/// A file below a configured folder.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Found {
    /// The place of the configured folder in the list.
    pub(super) folder: usize,
    /// From the root of the files.
    pub(super) path: String,
    /// The folders between.
    pub(super) folders: Vec<String>,
    pub(super) file: File,
}

/// Walks the configured folders.
///
/// # Errors
/// Those of [`Server::list`] when none of the folders can be read.
pub(super) async fn walk(server: &Server<'_>, folders: &[Folder], known: &Known) -> Result<Walked> {
    let mut walk = Walk { server, known, done: Walked::default(), asked: 0, root: 0 };
    let mut failures: Vec<Error> = Vec::new();
    for (index, folder) in folders.iter().enumerate() {
        walk.root = index;
        match server.list(&folder.path).await {
            Ok(listing) => {
                walk.asked += 1;
                let place = Place { path: folder.path.clone(), folders: Vec::new() };
                Box::pin(walk.folder(&place, listing)).await;
            }
            Err(error) => {
                walk.done.gaps.push(error.chain());
                failures.push(error);
            }
        }
    }
    match failures.into_iter().next() {
        Some(error) if walk.done.gaps.len() >= folders.len() && walk.done.found.is_empty() && walk.asked == 0 => {
            Err(error)
        }
        _ => Ok(walk.done),
    }
}

struct Walk<'w> {
    server: &'w Server<'w>,
    known: &'w Known,
    done: Walked,
    asked: usize,
    /// Which configured folder is being walked.
    root: usize,
}

/// Where we are.
struct Place {
    path: String,
    /// Below the configured folder.
    folders: Vec<String>,
}

impl Place {
    fn inner(&self, name: &str) -> Self {
        let path = if self.path.is_empty() { name.to_owned() } else { format!("{}/{name}", self.path) };
        Place { path, folders: self.folders.iter().cloned().chain([name.to_owned()]).collect() }
    }
}

impl Walk<'_> {
    /// Tells a folder that was asked for, then those in it; says whether all of it was walked.
    async fn folder(&mut self, place: &Place, listing: Listing) -> bool {
        let mut whole = listing.unnamed == 0;
        if !whole {
            self.done.gaps.push(format!("{} names in `{}` cannot be asked for", listing.unnamed, place.path));
        }
        self.files(place, &listing.files);
        let folders: Vec<_> = listing.folders.into_iter().filter(|folder| is_meant(&folder.name)).collect();
        for folder in &folders {
            let inner = place.inner(&folder.name);
            if folder.version.is_some()
                && self.known.0.get(&inner.path).map(|kept| &kept.version) == folder.version.as_ref()
            {
                self.unchanged(&inner);
            } else {
                whole &= Box::pin(self.enter(&inner)).await;
            }
        }
        if let Some(version) = listing.version.filter(|_| whole) {
            let folders = folders.into_iter().map(|folder| folder.name).collect();
            self.done.known.0.insert(place.path.clone(), Kept { version, files: listing.files, folders });
        }
        whole
    }

    async fn enter(&mut self, place: &Place) -> bool {
        if place.folders.len() > DEEPEST || self.asked >= MOST_FOLDERS {
            self.done.gaps.push(format!("`{}` is too deep or one folder too many", place.path));
            return false;
        }
        self.asked += 1;
        match self.server.list(&place.path).await {
            Ok(listing) => self.folder(place, listing).await,
            Err(error) => {
                self.done.gaps.push(error.chain());
                false
            }
        }
    }

    /// Tells again what an earlier walk found.
    fn unchanged(&mut self, place: &Place) {
        let Some(kept) = self.known.0.get(&place.path) else { return };
        self.files(place, &kept.files);
        for name in &kept.folders {
            self.unchanged(&place.inner(name));
        }
        self.done.known.0.insert(place.path.clone(), kept.clone());
    }

    fn files(&mut self, place: &Place, files: &[File]) {
        for file in files.iter().filter(|file| is_meant(&file.name)) {
            if self.done.found.len() == MOST_FILES {
                let gap = format!("there are more than {MOST_FILES} files");
                if !self.done.gaps.contains(&gap) {
                    self.done.gaps.push(gap);
                }
                return;
            }
            let path = place.inner(&file.name).path;
            let folders = place.folders.clone();
            self.done.found.push(Found { folder: self.root, path, folders, file: file.clone() });
        }
    }
}

/// Not what systems and office programs leave lying about.
fn is_meant(name: &str) -> bool {
    let left = ["thumbs.db", "desktop.ini"];
    !name.starts_with(['.', '~']) && !name.is_empty() && !left.contains(&name.to_lowercase().as_str())
}
