//! Tells when files that a site is made from have changed.
//!
//! Changes within 200 ms are one change. A file that an editor replaces rather than rewrites is still followed, because
//! its folder is watched. Reading a file is no change.

use std::path::{Path, PathBuf, absolute};
use std::time::Duration;

use notify_debouncer_full::notify::{self, EventKind, RecommendedWatcher, RecursiveMode};
use notify_debouncer_full::{DebounceEventResult, Debouncer, RecommendedCache, new_debouncer};
use tokio::sync::mpsc;

use crate::error::{Error, Kind, Result};

const QUIET: Duration = Duration::from_millis(200);

/// Follows files and folders until it is dropped.
#[derive(Debug)]
pub struct Watcher {
    changes: mpsc::Receiver<()>,
    _debouncer: Debouncer<RecommendedWatcher, RecommendedCache>,
}

impl Watcher {
    /// Returns once something has changed since the last call, or since the watcher was made.
    pub async fn changed(&mut self) {
        if self.changes.recv().await.is_none() {
            std::future::pending::<()>().await;
        }
    }
}

/// Follows files and folders (with all that is below them), except what lies in the excluded folders.
///
/// A path that does not exist yet is followed from the moment it appears, as long as its parent exists.
pub fn watch(paths: &[PathBuf], excluded: &[PathBuf]) -> Result<Watcher> {
    let scope = Scope { followed: all_absolute(paths)?, excluded: all_absolute(excluded)? };
    let followed = scope.followed.clone();
    let (sender, changes) = mpsc::channel(1);
    let report = move |result: DebounceEventResult| {
        let changed = match result {
            Ok(events) => events.iter().any(|event| scope.concerns(event.kind, &event.paths)),
            Err(errors) => {
                tracing::warn!(?errors, "some changes may go unseen");
                false
            }
        };
        // A full channel already holds a change that nobody has taken.
        if changed && sender.try_send(()).is_err() {
            tracing::trace!("a change is waiting already");
        }
    };
    let unwatched = |error: notify::Error| Error::new(Kind::Local, "cannot watch files").because(error);
    let mut debouncer = new_debouncer(QUIET, None, report).map_err(unwatched)?;
    for path in followed {
        let (root, depth) = match path.parent() {
            Some(parent) if !path.is_dir() => (parent, RecursiveMode::NonRecursive),
            _ => (path.as_path(), RecursiveMode::Recursive),
        };
        let unwatched = |error| Error::new(Kind::Local, format!("cannot watch `{}`", path.display())).because(error);
        debouncer.watch(root, depth).map_err(unwatched)?;
    }
    Ok(Watcher { changes, _debouncer: debouncer })
}

/// Which changes matter.
struct Scope {
    followed: Vec<PathBuf>,
    excluded: Vec<PathBuf>,
}

impl Scope {
    fn concerns(&self, kind: EventKind, paths: &[PathBuf]) -> bool {
        let below = |folders: &[PathBuf], path: &Path| folders.iter().any(|folder| path.starts_with(folder));
        !kind.is_access() && paths.iter().any(|path| below(&self.followed, path) && !below(&self.excluded, path))
    }
}

fn all_absolute(paths: &[PathBuf]) -> Result<Vec<PathBuf>> {
    let unnamed = |path: &PathBuf| format!("cannot find `{}`", path.display());
    paths
        .iter()
        .map(|path| absolute(path).map_err(|error| Error::new(Kind::Local, unnamed(path)).because(error)))
        .collect()
}

#[cfg(test)]
mod tests {
    use notify::event::{AccessKind, CreateKind, ModifyKind};

    use super::*;

    #[test]
    fn only_changes_of_what_is_followed_matter() {
        let scope = Scope {
            followed: ["/s/content", "/s/config.toml"].map(PathBuf::from).to_vec(),
            excluded: ["/s/content/output"].map(PathBuf::from).to_vec(),
        };
        let written = EventKind::Modify(ModifyKind::Any);
        for (kind, path, expected) in [
            (written, "/s/content/6a/note.md", true),
            (written, "/s/config.toml", true),
            (EventKind::Create(CreateKind::File), "/s/content/new.md", true),
            (EventKind::Access(AccessKind::Read), "/s/content/6a/note.md", false),
            (written, "/s/content/output/sites/6a/index.html", false),
            (written, "/s/other.toml", false),
            (written, "/s/content-2/note.md", false),
        ] {
            assert_eq!(scope.concerns(kind, &[PathBuf::from(path)]), expected, "{kind:?} {path}");
        }
    }

    #[tokio::test]
    async fn a_replaced_file_is_seen_each_time() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("config.toml");
        crate::fs::write(&file, b"1").unwrap();
        let mut watcher = watch(&[file.clone(), folder.path().join("content")], &[]).unwrap();
        for text in ["2", "3"] {
            crate::fs::write(&file, text.as_bytes()).unwrap();
            tokio::time::timeout(Duration::from_secs(30), watcher.changed()).await.expect("the change is seen");
        }
    }

    #[test]
    fn a_folder_that_cannot_be_watched_is_named() {
        let error = watch(&[PathBuf::from("/no-such-folder/content")], &[]).unwrap_err();
        assert_eq!(error.to_string(), "cannot watch `/no-such-folder/content`");
    }
}
