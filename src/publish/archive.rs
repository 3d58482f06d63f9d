//! What was published, kept on this machine: each file once, under its digest, and for each target its last releases.
//!
//! A publication reads from here, so that a build may go on meanwhile; and a target can go back to what it held before.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::artifact::{Digest, SitePath};
use crate::error::{Error, Kind, Result};
use crate::fs;
use crate::publish::Release;

/// How many releases of a target are kept: the one it holds, and those before.
const RELEASES: usize = 3;

/// A folder of published files.
#[derive(Debug)]
pub struct Archive {
    folder: PathBuf,
}

/// The last releases of a target, the oldest first.
#[derive(Debug, Default, Serialize, Deserialize)]
struct History {
    releases: Vec<Release>,
}

impl Archive {
    /// The archive in a folder, which need not exist.
    pub fn new(folder: PathBuf) -> Self {
        Archive { folder }
    }

    /// Where the archive keeps what concerns a target and nothing else.
    pub(super) fn file_of(&self, target: &str, extension: &str) -> PathBuf {
        self.folder.join(format!("{target}.{extension}"))
    }

    /// Keeps a file of this machine, if it is the one that the digest names.
    ///
    /// # Errors
    /// `Local` when it is another one.
    pub fn keep(&self, file: &Path, digest: &Digest) -> Result<()> {
        let kept = self.path(digest);
        if fs::exists(&kept) {
            return Ok(());
        }
        if Digest::of(&fs::read(file)?) != *digest {
            let message = format!("`{}` is not the file that was built: run `ardoise build --clean`", file.display());
            return Err(Error::new(Kind::Local, message));
        }
        fs::link_or_copy(file, &kept)
    }

    /// Keeps some bytes, and tells their digest.
    pub fn keep_bytes(&self, bytes: &[u8]) -> Result<Digest> {
        let digest = Digest::of(bytes);
        let kept = self.path(&digest);
        if !fs::exists(&kept) {
            fs::write(&kept, bytes)?;
        }
        Ok(digest)
    }

    /// The bytes of a digest.
    ///
    /// # Errors
    /// `Local` when they are not there, or damaged.
    pub(super) fn bytes(&self, digest: &Digest) -> Result<Vec<u8>> {
        let path = self.path(digest);
        let bytes = fs::read(&path)?;
        if Digest::of(&bytes) != *digest {
            fs::remove_file(&path)?;
            return Err(Error::new(Kind::Local, format!("`{}` was damaged, and is removed", path.display())));
        }
        Ok(bytes)
    }

    /// The release that a target holds, then those before; none when nothing was published there from here.
    pub fn releases(&self, target: &str) -> Result<Vec<Release>> {
        Ok(self.history(target)?.releases.into_iter().rev().collect())
    }

    /// Notes what a target holds now.
    pub fn published(&self, target: &str, release: &Release) -> Result<()> {
        let mut history = self.history(target)?;
        if history.releases.last().is_some_and(|last| last.files == release.files) {
            return Ok(());
        }
        history.releases.push(release.clone());
        let surplus = history.releases.len().saturating_sub(RELEASES);
        history.releases.drain(..surplus);
        self.write(target, &history)
    }

    /// Notes that a target went back to a release: what came after it never comes back.
    pub fn went_back(&self, target: &str, release: &Release) -> Result<()> {
        let mut history = self.history(target)?;
        if let Some(place) = history.releases.iter().position(|known| known.files == release.files) {
            history.releases.truncate(place + 1);
        }
        self.write(target, &history)
    }

    /// Forgets what a target held before a release.
    pub fn forget_before(&self, target: &str, release: &Release) -> Result<()> {
        self.write(target, &History { releases: vec![release.clone()] })
    }

    /// The places of a target that changed, and of which neither its cache nor the probe knows yet.
    pub fn owed(&self, target: &str) -> Result<BTreeSet<SitePath>> {
        let bytes = fs::read_if_exists(&self.file_of(target, "owed"))?.unwrap_or_default();
        Ok(serde_json::from_slice(&bytes).unwrap_or_default())
    }

    /// Adds to what is owed, before anything is sent.
    pub(super) fn owe<'p>(&self, target: &str, paths: impl Iterator<Item = &'p SitePath>) -> Result<()> {
        let mut owed = self.owed(target)?;
        owed.extend(paths.cloned());
        let text = serde_json::to_vec(&owed)
            .map_err(|error| Error::new(Kind::Bug, "cannot write what changed on a target").because(error))?;
        fs::write(&self.file_of(target, "owed"), &text)
    }

    /// Nothing is owed any more.
    pub fn settled(&self, target: &str) -> Result<()> {
        fs::remove_file(&self.file_of(target, "owed"))
    }

    /// Removes every file that none of these targets' releases needs, and what other targets left.
    pub fn sweep(&self, targets: &[&str]) -> Result<()> {
        let mut needed = BTreeSet::new();
        for target in targets {
            let releases = self.history(target)?.releases;
            needed
                .extend(releases.iter().flat_map(|release| release.files.values()).map(|file| self.path(&file.digest)));
            needed.extend(["json", "journal", "owed"].map(|extension| self.file_of(target, extension)));
        }
        for file in fs::files_below(&self.folder)? {
            let file = self.folder.join(file);
            if !needed.contains(&file) {
                fs::remove_file(&file)?;
            }
        }
        Ok(())
    }

    fn history(&self, target: &str) -> Result<History> {
        let path = self.file_of(target, "json");
        let Some(bytes) = fs::read_if_exists(&path)? else { return Ok(History::default()) };
        Ok(serde_json::from_slice(&bytes).unwrap_or_else(|error| {
            tracing::warn!(%error, "the releases that `{target}` held before cannot be read: there is no way back to them");
            History::default()
        }))
    }

    fn write(&self, target: &str, history: &History) -> Result<()> {
        let text = serde_json::to_vec(history)
            .map_err(|error| Error::new(Kind::Bug, "cannot write the releases of a target").because(error))?;
        fs::write(&self.file_of(target, "json"), &text)
    }

    fn path(&self, digest: &Digest) -> PathBuf {
        self.folder.join("files").join(digest.as_str())
    }
}
