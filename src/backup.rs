//! One file that holds a school: what `ardoise backup` writes and `ardoise restore` reads.
//!
//! It is a tar archive in gzip, which any system opens. Its last member, [`LIST`], names all others with their digests: an archive without
//! it was cut short, and one whose members differ from it is damaged.

use std::collections::BTreeMap;
use std::io::{self, Read, Write};
use std::path::{Component, Path};

use chrono::{DateTime, Utc};
use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use serde::{Deserialize, Serialize};
use tar::{Builder, EntryType, Header};

use crate::artifact::Digest;
use crate::error::{Error, Kind, Result};
use crate::fs;

/// The last member.
pub const LIST: &str = "backup.json";

/// The version of the archive that this program writes, and the newest that it reads.
pub const SCHEMA: u32 = 1;

/// Nobody but the owner.
const PRIVATE: u32 = 0o600;

/// A file of an archive.
#[derive(Debug)]
pub struct Member {
    /// What it holds.
    pub bytes: Vec<u8>,
    /// Who may do what with it: nine bits.
    pub permissions: u32,
}

impl Member {
    /// Writes it to a path.
    ///
    /// # Errors
    /// `Local` when that cannot be done.
    pub fn write(&self, path: &Path) -> Result<()> {
        let mut draft = fs::Draft::create(path)?;
        draft
            .write_all(&self.bytes)
            .map_err(|error| Error::new(Kind::Local, format!("cannot write `{}`", path.display())).because(error))?;
        draft.keep_with(self.permissions).map(|_| ())
    }
}

/// What an archive says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct About {
    /// The version of the archive.
    pub schema: u32,
    /// The program that wrote it.
    pub program: String,
    /// When it was made.
    pub at: DateTime<Utc>,
    /// The school's name.
    pub school: String,
    /// The version of the database in it.
    pub database: i64,
}

/// All that an archive holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct List {
    /// What it says of itself.
    #[serde(flatten)]
    pub about: About,
    /// The digest of each member.
    pub files: BTreeMap<String, Digest>,
}

/// An archive being written. Nothing is at its path before [`Writer::finish`].
pub struct Writer {
    archive: Builder<GzEncoder<fs::Draft>>,
    about: About,
    files: BTreeMap<String, Digest>,
}

impl Writer {
    /// Begins an archive that only its owner can read.
    ///
    /// # Errors
    /// `Local` when the file cannot be made.
    pub fn create(path: &Path, about: About) -> Result<Self> {
        let draft = fs::Draft::create(path)?;
        let archive = Builder::new(GzEncoder::new(draft, Compression::default()));
        Ok(Writer { archive, about, files: BTreeMap::new() })
    }

    /// Adds a member that only its owner may read.
    ///
    /// # Errors
    /// `Local` when the disk is full.
    pub fn add(&mut self, name: &str, bytes: &[u8]) -> Result<()> {
        self.add_with(name, bytes, PRIVATE)
    }

    /// Adds a member with the permissions that its file has.
    ///
    /// # Errors
    /// `Local` when the disk is full.
    pub fn add_with(&mut self, name: &str, bytes: &[u8], permissions: u32) -> Result<()> {
        self.append(name, bytes, permissions)?;
        self.files.insert(name.to_owned(), Digest::of(bytes));
        Ok(())
    }

    /// Adds the list and puts the archive in its place; tells its size in bytes.
    ///
    /// # Errors
    /// `Local` when the disk is full.
    pub fn finish(mut self) -> Result<u64> {
        let list = List { about: self.about.clone(), files: std::mem::take(&mut self.files) };
        let text = serde_json::to_vec_pretty(&list)
            .map_err(|error| Error::new(Kind::Bug, "cannot write the list of a backup").because(error))?;
        self.append(LIST, &text, PRIVATE)?;
        let encoder = self.archive.into_inner().map_err(unwritten)?;
        encoder.finish().map_err(unwritten)?.keep()
    }

    fn append(&mut self, name: &str, bytes: &[u8], permissions: u32) -> Result<()> {
        let mut header = Header::new_gnu();
        header.set_entry_type(EntryType::Regular);
        header.set_size(bytes.len() as u64);
        header.set_mode(permissions);
        header.set_mtime(u64::try_from(self.about.at.timestamp()).unwrap_or_default());
        self.archive.append_data(&mut header, name, bytes).map_err(unwritten)
    }
}

fn unwritten(error: io::Error) -> Error {
    Error::new(Kind::Local, "cannot write the backup").because(error)
}

/// Reads a whole archive without writing anything, and tells what it holds.
///
/// # Errors
/// `Local` when it cannot be read, is cut short or damaged, holds what no backup holds, or was made by a newer program.
pub fn verify(path: &Path) -> Result<List> {
    let (mut found, mut list) = (BTreeMap::new(), None);
    members(path, |name, member| {
        if name == LIST {
            let read = serde_json::from_slice::<List>(&member.bytes);
            list = Some(read.map_err(|error| damaged(path, "its list cannot be read").because(error))?);
        } else if let Some(name) = found.insert(name.to_owned(), Digest::of(&member.bytes)).map(|_| name) {
            return Err(damaged(path, &format!("it holds `{name}` twice")));
        }
        Ok(())
    })?;
    let list = list.ok_or_else(|| damaged(path, &format!("it has no `{LIST}`: it was cut short, or is no backup")))?;
    if list.about.schema > SCHEMA {
        return Err(Error::new(
            Kind::Local,
            format!("`{}` was made by a newer program ({}): use that one", path.display(), list.about.program),
        ));
    }
    let names = list.files.keys().chain(found.keys().filter(|name| !list.files.contains_key(*name)));
    match names.into_iter().find(|name| list.files.get(*name) != found.get(*name)) {
        Some(name) => Err(damaged(path, &format!("`{name}` is not what the list says"))),
        None => Ok(list),
    }
}

/// Hands each member of an archive over, in the order in which they were written.
///
/// # Errors
/// `Local` when it cannot be read or holds what no backup holds, and those of `take`.
pub fn members(path: &Path, mut take: impl FnMut(&str, Member) -> Result<()>) -> Result<()> {
    let unread = |error: io::Error| damaged(path, "it cannot be read").because(error);
    let mut archive = tar::Archive::new(GzDecoder::new(fs::open(path)?));
    for entry in archive.entries().map_err(unread)? {
        let mut entry = entry.map_err(unread)?;
        let name = entry.path().map_err(unread)?.to_string_lossy().into_owned();
        let is_clean = Path::new(&name).components().all(|part| matches!(part, Component::Normal(_)));
        if entry.header().entry_type() != EntryType::Regular || !is_clean {
            return Err(damaged(path, &format!("`{name}` is nothing that a backup holds")));
        }
        let permissions = entry.header().mode().map_err(unread)? & 0o777;
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).map_err(unread)?;
        take(&name, Member { bytes, permissions })?;
    }
    // The checksum stands behind all members.
    io::copy(&mut archive.into_inner(), &mut io::sink()).map_err(unread)?;
    Ok(())
}

fn damaged(path: &Path, why: &str) -> Error {
    Error::new(Kind::Local, format!("`{}` cannot be restored: {why}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn about() -> About {
        About {
            schema: SCHEMA,
            program: "ardoise 1".to_owned(),
            at: DateTime::UNIX_EPOCH,
            school: "Collège".to_owned(),
            database: 9,
        }
    }

    #[test]
    fn a_whole_backup_is_read_and_a_damaged_one_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("b.tar.gz");
        let long = format!("content/{}/été.md", "a".repeat(120));
        let mut writer = Writer::create(&path, about()).unwrap();
        writer.add("config.toml", b"[school]").unwrap();
        writer.add(&long, "é".repeat(9000).as_bytes()).unwrap();
        assert!(!fs::exists(&path), "nothing before it is whole");
        writer.finish().unwrap();
        let list = verify(&path).unwrap();
        assert_eq!(list.about, about());
        assert_eq!(list.files.keys().collect::<Vec<_>>(), ["config.toml", &long]);
        let whole = fs::read(&path).unwrap();
        for length in 0..whole.len() {
            fs::write(&path, &whole[..length]).unwrap();
            verify(&path).unwrap_err();
        }
        let mut refused = 0;
        for place in 0..whole.len() {
            let mut broken = whole.clone();
            broken[place] ^= 0x10;
            fs::write(&path, &broken).unwrap();
            match verify(&path) {
                // Some bits of gzip mean nothing, or the same.
                Ok(read) => assert_eq!(read, list),
                Err(_) => refused += 1,
            }
        }
        assert!(refused > whole.len() * 3 / 4, "{refused} of {}", whole.len());
    }

    #[test]
    fn a_backup_of_a_newer_program_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("b.tar.gz");
        Writer::create(&path, About { schema: SCHEMA + 1, ..about() }).unwrap().finish().unwrap();
        let told = verify(&path).unwrap_err().to_string();
        assert!(told.ends_with("was made by a newer program (ardoise 1): use that one"), "{told}");
    }

    #[test]
    fn an_archive_that_leads_elsewhere_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("b.tar.gz");
        for (name, kind) in [("../x", EntryType::Regular), ("/x", EntryType::Regular), ("x", EntryType::Symlink)] {
            let mut archive = Builder::new(GzEncoder::new(Vec::new(), Compression::fast()));
            let mut header = Header::new_gnu();
            header.as_gnu_mut().unwrap().name[..name.len()].copy_from_slice(name.as_bytes());
            header.set_entry_type(kind);
            header.set_size(0);
            header.set_cksum();
            archive.append(&header, io::empty()).unwrap();
            fs::write(&path, &archive.into_inner().unwrap().finish().unwrap()).unwrap();
            let told = verify(&path).unwrap_err().to_string();
            assert!(told.contains(&format!("`{name}` is nothing that a backup holds")), "{told}");
        }
    }
}
