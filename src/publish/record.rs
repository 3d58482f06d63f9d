//! What a target holds, as the target itself remembers it.
//!
//! The record lies on the target under a name that nobody can guess, because it names secret folders. It holds places and digests,
//! no title and no text.

use std::collections::BTreeMap;
use std::io::{Read, Write};

use chrono::{DateTime, Utc};
use flate2::read::GzDecoder;
use flate2::{Compression, GzBuilder};
use serde::{Deserialize, Serialize};

use crate::artifact::{Digest, SitePath};
use crate::error::{Error, Kind, Result};

/// More than the record of a region.
const LARGEST: u64 = 64 * 1024 * 1024;

/// What a target holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// The version of this format.
    pub(super) schema: u32,
    /// The attempt that wrote it.
    pub attempt: String,
    /// The release.
    pub release: String,
    /// When it was written.
    pub at: DateTime<Utc>,
    /// The files of the release.
    pub files: BTreeMap<SitePath, Mark>,
    /// Files of earlier releases, until they are removed.
    #[serde(default)]
    pub leaving: BTreeMap<SitePath, Leaving>,
    /// Whether somebody went back to this release, so that the next one waits for a word.
    #[serde(default)]
    pub rolled_back: bool,
}

/// The beginning of a digest: enough to tell two versions of a file apart, and half the bytes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Mark(String);

/// A file that goes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Leaving {
    /// What it is, when that is known.
    pub mark: Option<Mark>,
    /// When it goes.
    pub due: DateTime<Utc>,
}

impl Mark {
    /// Of a digest.
    pub fn of(digest: &Digest) -> Self {
        Mark(digest.as_str().get(..32).unwrap_or(digest.as_str()).to_owned())
    }
}

impl Record {
    /// The version of the format written here.
    const SCHEMA: u32 = 1;

    /// A record without files.
    pub fn new(attempt: &str, release: &str, at: DateTime<Utc>) -> Self {
        Record {
            schema: Self::SCHEMA,
            attempt: attempt.to_owned(),
            release: release.to_owned(),
            at,
            files: BTreeMap::new(),
            leaving: BTreeMap::new(),
            rolled_back: false,
        }
    }

    /// The bytes that are stored.
    pub(super) fn pack(&self) -> Result<Vec<u8>> {
        pack(self)
    }

    /// Reads what [`Record::pack`] wrote; `None` when it is damaged or of another version.
    pub(super) fn unpack(bytes: &[u8]) -> Option<Self> {
        unpack::<Record>(bytes).filter(|record| record.schema == Self::SCHEMA)
    }
}

/// JSON in gzip, which has a checksum.
pub(super) fn pack(value: &impl Serialize) -> Result<Vec<u8>> {
    let attempt = || -> std::io::Result<Vec<u8>> {
        let mut encoder = GzBuilder::new().mtime(0).write(Vec::new(), Compression::best());
        encoder.write_all(&serde_json::to_vec(value)?)?;
        encoder.finish()
    };
    attempt().map_err(|error| Error::new(Kind::Bug, "cannot write what a target holds").because(error))
}

/// Reads what [`pack`] wrote; `None` when it is damaged.
pub(super) fn unpack<T: for<'d> Deserialize<'d>>(bytes: &[u8]) -> Option<T> {
    let mut text = Vec::new();
    GzDecoder::new(bytes).take(LARGEST).read_to_end(&mut text).ok()?;
    serde_json::from_slice(&text).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_damaged_record_is_no_record() {
        let mut record = Record::new("a", "r", DateTime::UNIX_EPOCH);
        record.files.insert(SitePath::new("6a/index.html").unwrap(), Mark::of(&Digest::of(b"x")));
        let bytes = record.pack().unwrap();
        assert_eq!(Record::unpack(&bytes), Some(record));
        for cut in [0, 1, bytes.len() / 2, bytes.len() - 1] {
            assert_eq!(Record::unpack(&bytes[..cut]), None, "{cut}");
        }
        let mut flipped = bytes.clone();
        flipped[bytes.len() / 2] ^= 1;
        assert_eq!(Record::unpack(&flipped), None);
    }
}
