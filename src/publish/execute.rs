//! File operations on a remote target, several at once.

use std::collections::BTreeSet;

use futures::{StreamExt, TryStreamExt, stream};
use opendal::options::WriteOptions;

use crate::artifact::SitePath;
use crate::error::Result;
use crate::publish::journal::Journal;
use crate::publish::plan::{Known, Upload};
use crate::publish::record::Mark;
use crate::publish::storage::Remote;
use crate::publish::trouble::{Deed, trouble};
use crate::publish::{Release, ReleaseFile, Run};

/// Sends the files of a plan: all assets before the first page, all pages before the first guide, new pages before those that are
/// replaced.
pub(super) async fn send(remote: &Remote, release: &Release, run: &Run<'_>, uploads: &[Upload]) -> Result<()> {
    let journal = Journal::new(run.archive.file_of(run.target, "journal"));
    let folders: BTreeSet<&str> = uploads.iter().flat_map(|upload| folders_of(&upload.path)).collect();
    let made = remote.make_folders(folders).await;
    made.map_err(|error| trouble(run.target, Deed::Change, "a folder", &error))?;
    for group in uploads.chunk_by(|left, right| (left.part, left.replaces) == (right.part, right.replaces)) {
        let files = group.iter().filter_map(|upload| Some((&upload.path, release.files.get(&upload.path)?)));
        stream::iter(files.map(|(path, file)| {
            let journal = &journal;
            async move {
                let bytes = run.archive.bytes(&file.digest)?;
                let put = put(remote, path, file, bytes).await;
                put.map_err(|error| trouble(run.target, Deed::Change, &format!("`{}`", file.shown), &error))?;
                tracing::debug!(target = run.target, file = file.shown, bytes = file.size, "published");
                journal.sent(path, &Mark::of(&file.digest))
            }
        }))
        .buffer_unordered(remote.lanes)
        .try_collect::<Vec<()>>()
        .await?;
    }
    Ok(())
}

async fn put(remote: &Remote, path: &SitePath, file: &ReleaseFile, bytes: Vec<u8>) -> opendal::Result<()> {
    let capability = remote.operator.info().capability();
    let options = WriteOptions {
        content_type: capability.write_with_content_type.then(|| file.media_type.clone()),
        cache_control: capability.write_with_cache_control.then(|| file.part.cache_control().to_owned()),
        ..WriteOptions::default()
    };
    remote.operator.write_options(path.as_str(), bytes, options).await.map(drop)
}

/// Reads every file back; what is not as known is unknown from now on.
pub(super) async fn verify(remote: &Remote, run: &Run<'_>, known: &mut Known) -> Result<()> {
    let marks: Vec<(SitePath, Mark)> =
        known.files.iter().filter_map(|(path, mark)| Some((path.clone(), mark.clone()?))).collect();
    let wrong: Vec<Option<SitePath>> = stream::iter(marks.into_iter().map(|(path, mark)| async move {
        match remote.operator.read(path.as_str()).await {
            Ok(bytes) if Mark::of(&crate::artifact::Digest::of(&bytes.to_bytes())) == mark => Ok(None),
            Ok(_) => Ok(Some(path)),
            Err(error) if error.kind() == opendal::ErrorKind::NotFound => Ok(Some(path)),
            Err(error) => Err(trouble(run.target, Deed::Read, "a file", &error)),
        }
    }))
    .buffer_unordered(remote.lanes)
    .try_collect()
    .await?;
    for path in wrong.into_iter().flatten() {
        known.files.insert(path, None);
    }
    Ok(())
}

/// Removes files, and the folders that are empty then.
pub(super) async fn remove(
    remote: &Remote,
    run: &Run<'_>,
    paths: &[SitePath],
    kept: &BTreeSet<&SitePath>,
) -> Result<()> {
    let gone = paths.iter().map(|path| path.as_str().to_owned());
    let removed = remote.operator.delete_iter(gone.collect::<Vec<String>>()).await;
    removed.map_err(|error| trouble(run.target, Deed::Change, "a file that goes", &error))?;
    if has_folders(remote) {
        for folder in empty_folders(paths, kept) {
            let entries = remote.operator.list(&folder).await;
            let left =
                entries.map(|entries| entries.into_iter().filter(|entry| !folder.ends_with(entry.path())).count());
            if left.is_ok_and(|left| left == 0) {
                let removed = remote.operator.delete(&folder).await;
                removed.map_err(|error| trouble(run.target, Deed::Change, "a folder that goes", &error))?;
            }
        }
    }
    Journal::new(run.archive.file_of(run.target, "journal")).removed(paths)
}

/// Whether folders stay when their files go.
fn has_folders(remote: &Remote) -> bool {
    !matches!(remote.operator.info().scheme(), "s3" | "memory")
}

/// The folders that hold none of our files any more, the deepest first.
fn empty_folders(paths: &[SitePath], kept: &BTreeSet<&SitePath>) -> Vec<String> {
    let needed: BTreeSet<&str> = kept.iter().flat_map(|path| folders_of(path)).collect();
    let folders: BTreeSet<&str> = paths.iter().flat_map(folders_of).filter(|folder| !needed.contains(folder)).collect();
    folders.into_iter().rev().map(str::to_owned).collect()
}

/// The folders that a file lies in, the outermost first.
fn folders_of(path: &SitePath) -> impl Iterator<Item = &str> {
    path.as_str().match_indices('/').map(|(at, _)| &path.as_str()[..=at])
}
