//! The offline layer: what a browser that can do so keeps of a site.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::artifact::{FileFacts, Role, SitePath};
use crate::model::id::SiteId;
use crate::plan::{Job, Work, paths};

/// One file that the offline layer may keep.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct OfflineFile {
    /// When it is fetched: in this order.
    pub keep: Keep,
    /// Where it is.
    pub path: SitePath,
    /// The beginning of its digest.
    pub version: String,
}

/// When a file is kept, in the order of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Keep {
    /// Fetched at each visit, because it says the hour: it has no version.
    Fresh,
    /// A page: fetched once, and again when it changes.
    Page,
    /// A picture or a paper: after the pages.
    Shown,
    /// An attached file: once a reader has opened it.
    Opened,
}

/// How many digits of a digest tell two forms of a file apart.
const VERSION_LENGTH: usize = 8;

/// The list of a site's files, made when all of them are known.
pub fn list(site: &SiteId, files: &BTreeMap<SitePath, FileFacts>) -> Job {
    let (index, access) = (paths::index(), paths::access());
    let entry = |(path, facts): (&SitePath, &FileFacts)| {
        let keep = match facts.role {
            Role::Page if *path == index => Keep::Fresh,
            Role::Page => Keep::Page,
            // Whoever reads this has opened the site: only a few print it for others.
            Role::Sheet if *path == access => Keep::Opened,
            Role::Media | Role::Sheet => Keep::Shown,
            Role::File => Keep::Opened,
            Role::Feed | Role::Worker => return None,
        };
        let versioned = matches!(keep, Keep::Page | Keep::Shown);
        let version =
            if versioned { facts.digest.as_str().chars().take(VERSION_LENGTH).collect() } else { String::new() };
        Some(OfflineFile { keep, path: path.clone(), version })
    };
    let mut listed: Vec<OfflineFile> = files.iter().filter_map(entry).collect();
    listed.sort();
    Job { site: Some(site.clone()), path: paths::offline_files(), work: Work::OfflineFiles(listed) }
}

#[cfg(test)]
mod tests;
