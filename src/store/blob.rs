//! Files fetched from sources, under the digest of their bytes.

use std::path::PathBuf;

use crate::artifact::Digest;
use crate::error::Result;
use crate::fs;
use crate::store::Store;

impl Store {
    /// Keeps some bytes and tells their digest.
    pub fn put_blob(&self, bytes: &[u8]) -> Result<Digest> {
        let digest = Digest::of(bytes);
        let path = self.blob_path(digest.as_str());
        if fs::file_size(&path) != Some(bytes.len() as u64) {
            fs::write(&path, bytes)?;
        }
        Ok(digest)
    }

    /// The bytes of a digest, or `None` when they were never kept.
    pub fn blob(&self, digest: &str) -> Result<Option<Vec<u8>>> {
        fs::read_if_exists(&self.blob_path(digest))
    }

    /// Where the bytes of a digest are, when they are kept.
    pub fn blob_file(&self, digest: &str) -> Option<PathBuf> {
        Some(self.blob_path(digest)).filter(|path| fs::exists(path))
    }

    /// Removes the bytes of a digest.
    pub fn remove_blob(&self, digest: &str) -> Result<()> {
        fs::remove_file(&self.blob_path(digest))
    }

    /// Removes every blob that is not in use.
    pub fn keep_only_blobs(&self, used: &std::collections::BTreeSet<String>) -> Result<()> {
        let folder = self.folder.join("blobs");
        for file in fs::files_below(&folder)? {
            let name = file.file_name().and_then(|name| name.to_str()).unwrap_or_default();
            if !used.contains(name) {
                fs::remove_file(&folder.join(&file))?;
            }
        }
        Ok(())
    }

    fn blob_path(&self, digest: &str) -> PathBuf {
        self.folder.join("blobs").join(digest.get(..2).unwrap_or("_")).join(digest)
    }
}
