//! The output folder: files beside their compressed variants, and the manifest, written last.
//!
//! Nothing is cleared before it is replaced. What the previous manifest named and the new one does not is removed once the
//! new manifest is on the disk.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::artifact::{Artifact, Digest, FileFacts, Manifest, SitePath};
use crate::error::{Error, Kind, Result};
use crate::fs;
use crate::model::id::SiteId;
use crate::optimise::compress::{self, Variants};

/// An output folder.
#[derive(Debug)]
pub(super) struct Output {
    root: PathBuf,
}

impl Output {
    pub(super) fn new(root: &Path) -> Self {
        Output { root: root.to_path_buf() }
    }

    /// The manifest of the last build; `None` when there is none or it cannot be read, which makes everything anew.
    pub(super) fn manifest(&self) -> Result<Option<Manifest>> {
        let Some(bytes) = fs::read_if_exists(&self.manifest_path())? else { return Ok(None) };
        match serde_json::from_slice::<Manifest>(&bytes) {
            Ok(manifest) if manifest.schema == Manifest::SCHEMA => Ok(Some(manifest)),
            Ok(_) | Err(_) => {
                tracing::warn!("the manifest of the last build cannot be read: everything is made anew");
                Ok(None)
            }
        }
    }

    /// Whether a file and its variants are still on the disk as the manifest says.
    pub(super) fn is_intact(&self, site: Option<&SiteId>, path: &SitePath, facts: &FileFacts) -> bool {
        let file = self.path(site, path);
        let variants_expected = compress::has_variants(facts.size, &facts.media_type);
        fs::file_size(&file) == Some(facts.size)
            && (!variants_expected || (fs::exists(&variant(&file, "gz")) && fs::exists(&variant(&file, "br"))))
    }

    /// Writes a file and its variants, unless the disk has those very bytes. Tells whether anything was written.
    pub(super) fn put(&self, site: Option<&SiteId>, artifact: &Artifact, variants: &Variants) -> Result<bool> {
        let file = self.path(site, &artifact.path);
        let mut written = false;
        for (extension, bytes) in [("gz", &variants.gzip), ("br", &variants.brotli)] {
            let path = variant(&file, extension);
            match bytes {
                Some(bytes) => written |= write_if_different(&path, bytes)?,
                None => fs::remove_file(&path)?,
            }
        }
        written |= write_if_different(&file, &artifact.bytes)?;
        Ok(written)
    }

    /// Writes a sheet for the office, unless the disk has those very bytes. Tells whether anything was written.
    pub(super) fn put_sheet(&self, path: &SitePath, bytes: &[u8]) -> Result<bool> {
        write_if_different(&self.sheet_path(path), bytes)
    }

    /// The bytes of a sheet that was put here.
    pub(super) fn sheet_bytes(&self, path: &SitePath) -> Result<Vec<u8>> {
        fs::read(&self.sheet_path(path))
    }

    /// Whether a sheet is still on the disk as the manifest says.
    pub(super) fn has_sheet(&self, path: &SitePath, facts: &FileFacts) -> bool {
        fs::file_size(&self.sheet_path(path)) == Some(facts.size)
    }

    /// The bytes of a sheet; `None` when they are not those that the manifest names.
    pub(super) fn sheet(&self, path: &SitePath, facts: &FileFacts) -> Result<Option<Vec<u8>>> {
        let bytes = fs::read_if_exists(&self.sheet_path(path))?;
        Ok(bytes.filter(|bytes| Digest::of(bytes) == facts.digest))
    }

    /// Puts the new manifest in place, then removes what is no longer named. Tells how many files went, variants not
    /// counted.
    pub(super) fn finish(&self, manifest: &Manifest, previous: Option<&Manifest>) -> Result<usize> {
        let mut text = serde_json::to_vec_pretty(manifest)
            .map_err(|error| Error::new(Kind::Bug, "cannot write the manifest").because(error))?;
        text.push(b'\n');
        if write_if_different(&self.manifest_path(), &text)? {
            fs::sync_folder(&self.root)?;
        }
        let mut removed = 0;
        for (site, files) in previous.into_iter().flat_map(Manifest::places) {
            for path in files.keys() {
                let kept = manifest.files_of(site).is_some_and(|files| files.contains_key(path));
                if !kept {
                    self.remove(site, path)?;
                    removed += 1;
                }
            }
        }
        for path in previous.into_iter().flat_map(|previous| previous.sheets.keys()) {
            if !manifest.sheets.contains_key(path) {
                let file = self.sheet_path(path);
                fs::remove_file(&file)?;
                self.remove_empty_folders(&file, "print");
                removed += 1;
            }
        }
        Ok(removed)
    }

    /// Removes every file below `sites/` and `print/` that the manifest does not name: what a crash or another program left.
    pub(super) fn remove_strays(&self, manifest: &Manifest) -> Result<usize> {
        let mut expected: BTreeSet<PathBuf> = manifest.sheets.keys().map(|path| self.sheet_path(path)).collect();
        for (site, files) in manifest.places() {
            for path in files.keys() {
                let file = self.path(site, path);
                expected.extend([variant(&file, "gz"), variant(&file, "br"), file]);
            }
        }
        let mut removed = 0;
        for folder in ["sites", "print"].map(|folder| self.root.join(folder)) {
            let files = fs::files_below(&folder)?.into_iter().map(|file| folder.join(file));
            for file in files.filter(|file| !expected.contains(file)) {
                fs::remove_file(&file)?;
                removed += 1;
            }
        }
        Ok(removed)
    }

    /// The size in bytes of a file or of one of its variants.
    pub(super) fn size(&self, site: Option<&SiteId>, path: &SitePath, variant_extension: Option<&str>) -> u64 {
        let file = self.path(site, path);
        let file = variant_extension.map_or_else(|| file.clone(), |extension| variant(&file, extension));
        fs::file_size(&file).unwrap_or(0)
    }

    fn remove(&self, site: Option<&SiteId>, path: &SitePath) -> Result<()> {
        let file = self.path(site, path);
        for gone in [variant(&file, "gz"), variant(&file, "br"), file.clone()] {
            fs::remove_file(&gone)?;
        }
        self.remove_empty_folders(&file, "sites");
        Ok(())
    }

    /// Removes the folders of a file that went, as long as they are empty, up to that folder of the output.
    fn remove_empty_folders(&self, file: &Path, end: &str) {
        for folder in file.ancestors().skip(1).take_while(|folder| *folder != self.root.join(end)) {
            fs::remove_empty_folder(folder);
        }
    }

    fn sheet_path(&self, path: &SitePath) -> PathBuf {
        self.root.join("print").join(path.as_str())
    }

    fn path(&self, site: Option<&SiteId>, path: &SitePath) -> PathBuf {
        let sites = self.root.join("sites");
        site.map_or(sites.clone(), |site| sites.join(site.as_str())).join(path.as_str())
    }

    fn manifest_path(&self) -> PathBuf {
        self.root.join("manifest.json")
    }
}

fn write_if_different(path: &Path, bytes: &[u8]) -> Result<bool> {
    if fs::read_if_exists(path)?.as_deref() == Some(bytes) {
        return Ok(false);
    }
    fs::write(path, bytes)?;
    Ok(true)
}

fn variant(path: &Path, extension: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".");
    name.push(extension);
    PathBuf::from(name)
}
