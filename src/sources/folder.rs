//! The notes of `content/`: Markdown files that a school writes itself. Always there, without any entry in the configuration.
//!
//! A note begins with TOML between two `+++` lines, then Markdown:
//!
//! | key | for | meaning |
//! |---|---|---|
//! | `kind` | | `"announcement"` (default), `"notice"`, `"homework"`, `"menu"` or `"closure"` |
//! | `class`, `classes`, `level`, `levels` | both | whom it is for; without any of them, the whole school |
//! | `title` | announcement, required | |
//! | `publish_at` | announcement | from when it is shown; else the date at the beginning of the file's name, else at once |
//! | `expires` | announcement | the last day it is shown, or the instant from which it is not |
//! | `headline`, `category` | announcement | whether it comes first; its rubrics |
//! | `reply`, `reply_by` | announcement | the answers to tick on its reply slip, and the last day to give it back |
//! | `subject`, `due` | homework, required | |
//! | `given` | homework | |
//! | `title`, `from` | closure, required | why the school has no lessons, and the first day |
//! | `to` | closure | the last day, when it is not the first |
//!
//! `incident.md` needs no head: its few words are a notice for the whole school. Emptied or removed, the incident is over.
//!
//! Dates are `2026-12-04` or an instant of RFC 3339. Raw HTML passes the same border as the ENT's. Pictures and files are those
//! beside the note, never those outside `content/`. A note that cannot be read is rejected with its file
//! and line; the answer is then partial, so that its last good version stays.

mod front_matter;
mod markdown;
mod note;

use std::path::{Component, Path, PathBuf};

use futures::FutureExt;
use futures::future::BoxFuture;

use crate::error::{Error, Kind, Result};
use crate::fs;
use crate::model::attachment::{Attachment, AttachmentKind};
use crate::model::coverage::{Completeness, Coverage, DataKind};
use crate::model::id::SourceId;
use crate::model::item::{Cursor, Fetched, Rejected};
use crate::sources::{Scope, Source};

const OFFERS: [DataKind; 4] = [DataKind::Announcements, DataKind::Homework, DataKind::Menus, DataKind::Timetable];

/// The folder of notes.
#[derive(Debug)]
pub struct Folder {
    id: SourceId,
    content: PathBuf,
}

impl Folder {
    /// The notes under that folder; it need not exist.
    pub fn new(id: SourceId, content: PathBuf) -> Self {
        Folder { id, content }
    }

    fn read(&self, scope: &Scope) -> Result<Fetched> {
        let mut fetched = Fetched {
            items: Vec::new(),
            coverage: Vec::new(),
            cursor: Cursor::default(),
            notices: Vec::new(),
            rejected: Vec::new(),
        };
        let mut unreadable = 0;
        for path in fs::files_below(&self.content)?.iter().filter(|path| is_note(path)) {
            let name = portable(path);
            let read = fs::read_text(&self.content.join(path))
                .map_err(|error| note::Problem { line: 1, message: error.chain() })
                .and_then(|text| note::read(&text, &name, &self.content, scope));
            match read {
                Ok(note) => {
                    fetched.items.extend(note.items);
                    fetched.notices.extend(note.notices);
                }
                Err(problem) => {
                    unreadable += 1;
                    let subject = format!("content/{name}:{}", problem.line);
                    fetched.rejected.push(Rejected { subject, message: problem.message });
                }
            }
        }
        fetched.coverage = OFFERS.map(|kind| coverage(kind, unreadable, scope)).to_vec();
        Ok(fetched)
    }

    fn bytes(&self, attachment: &Attachment, limit: u64) -> Result<Vec<u8>> {
        let refused = |what: &str| Error::new(Kind::Content, format!("`{}` {what}", attachment.name));
        let AttachmentKind::Local(path) = &attachment.kind else { return Err(refused("is not a file of the folder")) };
        if !is_inside(Path::new(path)) {
            return Err(refused("is outside the folder"));
        }
        let path = self.content.join(path);
        if fs::file_size(&path).is_some_and(|size| size > limit) {
            return Err(refused(&format!("is larger than {limit} bytes")));
        }
        fs::read(&path)
    }
}

impl Source for Folder {
    fn id(&self) -> &SourceId {
        &self.id
    }

    fn offers(&self) -> &'static [DataKind] {
        &OFFERS
    }

    fn is_local(&self) -> bool {
        true
    }

    fn check<'a>(&'a self, scope: &'a Scope) -> BoxFuture<'a, Result<()>> {
        async move { self.read(scope).map(drop) }.boxed()
    }

    fn fetch<'a>(&'a self, scope: &'a Scope, _cursor: &'a Cursor) -> BoxFuture<'a, Result<Fetched>> {
        async move { self.read(scope) }.boxed()
    }

    fn download<'a>(&'a self, attachment: &'a Attachment, limit: u64) -> BoxFuture<'a, Result<Vec<u8>>> {
        async move { self.bytes(attachment, limit) }.boxed()
    }
}

fn coverage(kind: DataKind, unreadable: usize, scope: &Scope) -> Coverage {
    let completeness = match unreadable {
        0 => Completeness::Complete,
        count => Completeness::Partial(format!("{count} notes cannot be read")),
    };
    Coverage { kind, classes: Vec::new(), from: None, to: None, completeness, pulled_at: scope.now.instant() }
}

/// Markdown files, except hidden ones and those in hidden folders.
fn is_note(path: &Path) -> bool {
    let hidden = path.components().any(|part| part.as_os_str().to_string_lossy().starts_with('.'));
    !hidden && path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("md"))
}

/// Whether a relative path stays below the folder it starts from.
fn is_inside(path: &Path) -> bool {
    path.components().all(|part| matches!(part, Component::Normal(_)))
}

/// The path with `/`, whatever the system.
fn portable(path: &Path) -> String {
    path.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests;
