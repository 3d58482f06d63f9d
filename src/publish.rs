//! Releases → targets: only what changed, completely or not at all.
//!
//! A [`Release`] says what a target must hold, the [`Record`](record::Record) on the target says what it holds, and
//! [`plan`](plan::plan) tells the difference as data. Two executors follow it:
//!
//! - [`folder`] for a folder of this machine that a web server shows: a whole new release beside the old one, then one renaming;
//! - [`deploy`] for everything behind an OpenDAL operator: assets, pages, the record, then removals, under a claim.
//!
//! Neither ever lists a target to find out what to remove: what no record of ours names is not ours. A file's address on a target
//! may be a secret, so messages name a file by its site and its place in it.

pub mod archive;
mod claim;
pub mod deploy;
mod execute;
pub mod folder;
mod journal;
pub mod plan;
pub mod probe;
pub mod purge;
pub mod record;
mod sftp;
pub mod storage;
mod transport;
mod trouble;

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::artifact::{Digest, SitePath};
use crate::error::{Error, Kind, Result};

/// What a target must hold.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Release {
    /// Its files, by their place on the target.
    pub files: BTreeMap<SitePath, ReleaseFile>,
    /// Folders of sites whose address changed: whatever was published there goes at once.
    #[serde(skip)]
    pub gone: BTreeSet<String>,
}

/// A file to publish. Its bytes are in the archive, under their digest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReleaseFile {
    /// Of its bytes.
    pub digest: Digest,
    /// In bytes.
    pub size: u64,
    /// Its media type.
    pub media_type: String,
    /// When it is sent, and for how long it may be kept by caches.
    pub part: Part,
    /// How messages call it.
    pub shown: String,
}

/// The parts of a release, in the order in which they are sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// A file whose name is that of its content: pages refer to it, it never changes.
    Asset,
    /// Whatever has a fixed name.
    Page,
    /// What tells readers that pages changed: it must not be there before them.
    Guide,
}

impl Part {
    /// How long caches may keep such a file.
    pub fn cache_control(self) -> &'static str {
        match self {
            Part::Asset => "public, max-age=31536000, immutable",
            Part::Page | Part::Guide => "no-cache",
        }
    }
}

impl Release {
    /// A name that only this content has.
    pub fn id(&self) -> String {
        let parts =
            self.files.iter().flat_map(|(path, file)| [path.as_str().as_bytes(), file.digest.as_str().as_bytes()]);
        Digest::of_parts(&parts.collect::<Vec<_>>()).short().to_owned()
    }

    /// Whether a file lies in a folder that was given up.
    fn gave_up(&self, path: &SitePath) -> bool {
        self.gone.iter().any(|folder| path.is_below(folder))
    }

    /// How messages call a file, even one that went.
    fn shown<'r>(&'r self, path: &SitePath) -> &'r str {
        self.files.get(path).map_or("a file that goes", |file| &file.shown)
    }
}

/// What is asked of a publication.
#[derive(Debug, Clone, Copy)]
pub struct Options {
    /// Whether anything is done.
    pub action: Action,
    /// How far the record of a target is believed.
    pub trust: Trust,
    /// How many files may go at once.
    pub deletions: Deletions,
    /// What becomes of files that are no longer published.
    pub past: Past,
    /// What becomes of a target that was rolled back.
    pub turn: Turn,
}

/// Whether anything is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// The target is changed.
    Publish,
    /// The plan is told.
    DryRun,
}

/// How far the record of a target is believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trust {
    /// It says what is there.
    Record,
    /// Every file is read back.
    Verify,
}

/// How many files may go at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deletions {
    /// Few.
    Limited,
    /// Somebody said that it is right.
    Accepted,
}

/// What becomes of files that are no longer published.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Past {
    /// Assets stay for a day, for readers of pages that they opened before; the release before is kept for a rollback.
    Kept,
    /// Everything goes at once: something was withdrawn.
    Forgotten,
}

/// What becomes of a target that was rolled back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turn {
    /// It stays as it is.
    Ordinary,
    /// It is published to again.
    Resume,
    /// It is rolled back now.
    Back,
}

/// What one publication is given beside the release.
#[derive(Debug, Clone, Copy)]
pub struct Run<'r> {
    /// What is asked.
    pub options: Options,
    /// The instant.
    pub now: DateTime<Utc>,
    /// Where the bytes are.
    pub archive: &'r archive::Archive,
    /// The target's name.
    pub target: &'r str,
    /// The name of this state folder among publishers, which nobody can guess.
    pub publisher: &'r str,
}

/// What a publication did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Receipt {
    /// The release that the target holds now.
    pub release: String,
    /// The files that were sent, as messages call them, with their sizes.
    pub sent: Vec<(String, u64)>,
    /// Bytes that were sent to say what the target holds.
    pub overhead: u64,
    /// How many files were removed.
    pub removed: usize,
    /// How many files the target holds.
    pub files: usize,
    /// The name of the record on the target.
    pub record: Option<String>,
}

/// A name that nobody can guess: 128 random bits.
///
/// # Errors
/// `Local` when the machine has no randomness.
pub fn unguessable() -> Result<String> {
    let mut bytes = [0_u8; 16];
    getrandom::fill(&mut bytes)
        .map_err(|error| Error::new(Kind::Local, "this machine gives no random bytes").because(error.to_string()))?;
    Ok(format!("{:032x}", u128::from_be_bytes(bytes)))
}
