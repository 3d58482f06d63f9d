//! What is done with files by SFTP: each operation of OpenDAL that a publication needs.

use std::sync::Arc;
use std::vec::IntoIter;

use futures::TryStreamExt;
use opendal::raw::{OpDelete, RpRead, oio};
use opendal::{Buffer, BytesRange, EntryMode, Error, ErrorKind, Metadata, MetadataBuilder, Result};
use openssh_sftp_client::fs::{DirEntry, Fs};
use openssh_sftp_client::metadata::MetaData;

use crate::publish::sftp::session::{Answer, Line, Session, is_failure, is_missing};
use crate::publish::storage::{CLAIMS, UNFINISHED};
use crate::publish::unguessable;

/// How often a file is written again because a folder was not there, or somebody swept the unfinished file away.
const ATTEMPTS: usize = 3;

pub(super) struct Reading {
    pub(super) line: Arc<Line>,
    pub(super) path: String,
}

pub(super) struct Writing {
    pub(super) line: Arc<Line>,
    pub(super) path: String,
}

pub(super) struct Removing(pub(super) Arc<Line>);

/// The entries of a folder, asked for at the first one.
pub(super) struct Listing {
    line: Arc<Line>,
    folder: String,
    found: Option<IntoIter<oio::Entry>>,
}

impl Line {
    pub(super) async fn metadata(&self, path: &str) -> Result<Metadata> {
        let path = self.place(path);
        let found = self.ask(|session| async move { session.fs().metadata(path).await }).await?;
        Ok(metadata(&found))
    }
}

impl oio::StreamRead for Reading {
    async fn open(&self, range: BytesRange) -> Result<(RpRead, Box<dyn oio::ReadStreamDyn>)> {
        let path = self.line.place(&self.path);
        let bytes = self.line.ask(|session| async move { session.fs().read(path).await }).await?;
        let whole = Buffer::from(bytes.freeze());
        let metadata = MetadataBuilder::file(whole.len() as u64).build();
        let part = whole.slice(range.to_content_range(whole.len())?);
        Ok((RpRead::new(metadata), Box::new(part)))
    }
}

impl oio::OneShotWrite for Writing {
    async fn write_once(&self, bytes: Buffer) -> Result<Metadata> {
        let name = unguessable().map_err(|error| Error::new(ErrorKind::Unexpected, error.to_string()))?;
        let beside = format!("{CLAIMS}{name}{UNFINISHED}");
        let bytes = bytes.to_bytes();
        self.line.ask(|session| self.replace(session, &beside, &bytes)).await?;
        Ok(MetadataBuilder::file(bytes.len() as u64).build())
    }
}

impl Writing {
    async fn replace(&self, session: Arc<Session>, beside: &str, bytes: &[u8]) -> Answer<()> {
        let fs = &mut session.fs();
        let (from, to) = (self.line.place(beside), self.line.place(&self.path));
        let mut attempt = 1;
        loop {
            let written = match fs.write(&from, bytes).await {
                Ok(()) if session.replaces() => fs.rename(&from, &to).await,
                Ok(()) => make_way(fs, &from, &to).await,
                Err(error) => Err(error),
            };
            match written {
                Err(error) if is_missing(&error) && attempt < ATTEMPTS => {
                    self.make_folders(fs, beside).await?;
                    self.make_folders(fs, &self.path).await?;
                }
                written => return written,
            }
            attempt += 1;
        }
    }

    /// Makes the folders of a file, but not that of the target.
    async fn make_folders(&self, fs: &mut Fs, path: &str) -> Answer<()> {
        for (end, _) in path.match_indices('/') {
            match fs.create_dir(self.line.place(&path[..end])).await {
                Err(error) if !is_failure(&error) => return Err(error),
                // It is there already, or what comes next says what is wrong.
                _ => {}
            }
        }
        Ok(())
    }
}

impl oio::OneShotDelete for Removing {
    async fn delete_once(&self, path: String, _: OpDelete) -> Result<()> {
        let place = self.0.place(&path);
        let removed = self.0.ask(|session| async move {
            let mut fs = session.fs();
            if path.ends_with('/') { fs.remove_dir(place).await } else { fs.remove_file(place).await }
        });
        match removed.await {
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
            removed => removed,
        }
    }
}

impl Listing {
    pub(super) fn new(line: Arc<Line>, path: &str) -> Self {
        Listing { line, folder: path.trim_start_matches('/').to_owned(), found: None }
    }

    async fn entries(&self) -> Result<Vec<oio::Entry>> {
        let place = self.line.place(&self.folder);
        let found: Vec<DirEntry> = self
            .line
            .ask(|session| async move { session.fs().open_dir(place).await?.read_dir().try_collect().await })
            .await?;
        let named = found.iter().map(|entry| (entry.filename().to_string_lossy(), metadata(&entry.metadata())));
        let others = named.filter(|(name, _)| !matches!(name.as_ref(), "." | ".."));
        Ok(others
            .map(|(name, metadata)| {
                let end = if metadata.mode() == EntryMode::DIR { "/" } else { "" };
                oio::Entry::new(&format!("{}{name}{end}", self.folder), metadata)
            })
            .collect())
    }
}

impl oio::List for Listing {
    async fn next(&mut self) -> Result<Option<oio::Entry>> {
        let mut found = match self.found.take() {
            Some(found) => found,
            None => self.entries().await?.into_iter(),
        };
        let next = found.next();
        self.found = Some(found);
        Ok(next)
    }
}

/// Where a server cannot replace by a renaming, readers miss the file for a moment.
async fn make_way(fs: &mut Fs, from: &str, to: &str) -> Answer<()> {
    match fs.remove_file(to).await {
        Err(error) if !is_missing(&error) => Err(error),
        _ => fs.rename(from, to).await,
    }
}

fn metadata(found: &MetaData) -> Metadata {
    match found.file_type() {
        Some(kind) if kind.is_dir() => MetadataBuilder::dir(),
        Some(kind) if kind.is_file() => MetadataBuilder::file(found.len().unwrap_or_default()),
        _ => MetadataBuilder::unknown(),
    }
    .build()
}
