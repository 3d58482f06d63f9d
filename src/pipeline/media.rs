//! Makes the files of the store fit for a site, each once: pictures small, documents without metadata.
//!
//! Results are kept in the state folder by the digest of the original and the version of the recipe; a build takes them
//! from there.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use crate::artifact::{Digest, SitePath};
use crate::error::{Error, Kind, Result};
use crate::fs;
use crate::model::notice::{Notice, NoticeKind};
use crate::optimise::document;
use crate::optimise::file_name::file_name;
use crate::optimise::image;
use crate::plan::media::{MediaFacts, MediaRequest};
use crate::store::Store;

/// Changes whenever the same original would give another result.
const RECIPE: &str = "1";

/// The folder of finished files.
#[derive(Debug)]
pub(super) struct MediaCache {
    folder: PathBuf,
}

impl MediaCache {
    pub(super) fn new(state_dir: &Path) -> Self {
        MediaCache { folder: state_dir.join("media").join(RECIPE) }
    }

    /// The bytes of a finished file, by the digest of the original.
    pub(super) fn bytes(&self, digest: &str) -> Result<Vec<u8>> {
        fs::read(&self.folder.join(digest))
    }

    /// Where a finished file is, and its place in a site, by the digest of the original and the name that its source gave it.
    pub(super) fn known(&self, digest: &str, name: &str) -> (Option<PathBuf>, Option<SitePath>) {
        let request = MediaRequest { digest: digest.to_owned(), name: name.to_owned() };
        let finished = Some(self.folder.join(digest)).filter(|path| fs::exists(path));
        let record = fs::read_if_exists(&self.record(&request)).ok().flatten();
        let facts = record.and_then(|bytes| serde_json::from_slice::<MediaFacts>(&bytes).ok());
        (finished, facts.and_then(|facts| facts.path().cloned()))
    }

    /// Makes what is asked for and not there yet. A file that cannot be copied is a notice.
    pub(super) fn prepare(
        &self,
        store: &Store,
        requests: &[MediaRequest],
    ) -> Result<(BTreeMap<String, MediaFacts>, Vec<Notice>)> {
        let made: Vec<(String, MediaFacts)> = requests
            .par_iter()
            .map(|request| Ok((request.digest.clone(), self.facts(store, request)?)))
            .collect::<Result<_>>()?;
        let notices = requests.iter().zip(&made).filter_map(|(request, (_, facts))| match facts {
            MediaFacts::NotCopied { reason } => {
                Some(Notice::new(NoticeKind::NotCopied, &request.name, format!("is linked, not copied: {reason}")))
            }
            MediaFacts::Picture { .. } | MediaFacts::File { .. } => None,
        });
        let notices = notices.collect();
        self.forget_all_but(requests)?;
        Ok((made.into_iter().collect(), notices))
    }

    /// Removes what no item refers to any more, be it the name of a file alone.
    fn forget_all_but(&self, requests: &[MediaRequest]) -> Result<()> {
        let used: BTreeSet<PathBuf> =
            requests.iter().flat_map(|request| [self.folder.join(&request.digest), self.record(request)]).collect();
        for file in fs::files_below(&self.folder)?.into_iter().map(|file| self.folder.join(file)) {
            if !used.contains(&file) {
                fs::remove_file(&file)?;
            }
        }
        Ok(())
    }

    /// Where the facts of a file under the name of its item are.
    fn record(&self, request: &MediaRequest) -> PathBuf {
        let name = Digest::of(request.name.as_bytes());
        self.folder.join(format!("{}.{}.json", request.digest, name.short()))
    }

    fn facts(&self, store: &Store, request: &MediaRequest) -> Result<MediaFacts> {
        let record = self.record(request);
        if let Some(bytes) = fs::read_if_exists(&record)?
            && let Ok(facts) = serde_json::from_slice::<MediaFacts>(&bytes)
            && (facts.path().is_none() || fs::exists(&self.folder.join(&request.digest)))
        {
            return Ok(facts);
        }
        let Some(original) = store.blob(&request.digest)? else {
            return Ok(MediaFacts::NotCopied { reason: "its bytes are no longer in the store".to_owned() });
        };
        let (facts, bytes) = make(&original, &request.name)?;
        if let Some(bytes) = bytes {
            fs::write(&self.folder.join(&request.digest), &bytes)?;
        }
        let text = serde_json::to_vec(&facts)
            .map_err(|error| Error::new(Kind::Bug, "cannot write the facts of a file").because(error))?;
        fs::write(&record, &text)?;
        Ok(facts)
    }
}

/// A picture if it is one, else a document, else nothing.
fn make(original: &[u8], name: &str) -> Result<(MediaFacts, Option<Vec<u8>>)> {
    let picture_refusal = match image::picture(original) {
        Ok(picture) => {
            let digest = Digest::of(&picture.bytes);
            let facts = MediaFacts::Picture {
                path: path(&format!("media/{}.{}", digest.short(), picture.extension))?,
                media_type: picture.media_type.to_owned(),
                width: picture.width,
                height: picture.height,
                size: picture.bytes.len() as u64,
            };
            return Ok((facts, Some(picture.bytes)));
        }
        Err(refusal) => refusal,
    };
    match document::clean_document(original) {
        Ok(cleaned) => {
            let digest = Digest::of(&cleaned.bytes);
            let facts = MediaFacts::File {
                path: path(&format!("pieces/{}-{}", digest.short(), file_name(name)))?,
                media_type: cleaned.media_type.to_owned(),
                size: cleaned.bytes.len() as u64,
            };
            Ok((facts, Some(cleaned.bytes)))
        }
        Err(refusal) => {
            let reason = if image::is_picture(original) { picture_refusal } else { refusal };
            Ok((MediaFacts::NotCopied { reason: reason.reason }, None))
        }
    }
}

fn path(text: &str) -> Result<SitePath> {
    SitePath::new(text).ok_or_else(|| Error::new(Kind::Bug, format!("`{text}` is not a path inside a site")))
}
