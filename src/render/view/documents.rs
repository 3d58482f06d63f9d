//! The list of files as its template sees it.

use serde::Serialize;

use crate::plan::documents::{Document, DocumentsPage, Folder, OwnDocument, Owner};
use crate::render::markup;
use crate::render::view::foot::FrameView;
use crate::render::view::{FileView, LinkView, version};
use crate::render::words::Words;

/// `documents.html`.
#[derive(Debug, PartialEq, Serialize)]
pub(in crate::render) struct DocumentsView {
    /// Its head and foot.
    #[serde(flatten)]
    frame: FrameView,
    /// Files for the class, by folder.
    folders: Vec<FolderView>,
    /// Files of homework.
    homework: Vec<DocumentView>,
    /// Files of announcements.
    announcements: Vec<DocumentView>,
}

/// One folder.
#[derive(Debug, PartialEq, Serialize)]
struct FolderView {
    /// "Français, chapitre 1"; nothing for the folder of the class itself.
    name: Option<String>,
    /// Its files.
    files: Vec<OwnFileView>,
}

/// One file of a folder.
#[derive(Debug, PartialEq, Serialize)]
struct OwnFileView {
    /// The file.
    file: FileView,
    /// "mis à jour le …", and for whom when it is not for everybody.
    about: String,
}

/// One file.
#[derive(Debug, PartialEq, Serialize)]
struct DocumentView {
    /// The file.
    file: FileView,
    /// What it belongs to, on its page.
    owner: LinkView,
    /// "donné le …", "publié le …".
    date: Option<String>,
}

impl DocumentsView {
    pub(in crate::render) fn new(page: &DocumentsPage, words: &Words) -> Self {
        let version = page.version.map(|moment| version(moment, words));
        let all = |documents: &[Document]| documents.iter().map(|one| DocumentView::new(one, words)).collect();
        DocumentsView {
            frame: FrameView::new(&page.chrome, words.say("documents"), version, words),
            folders: page.folders.iter().map(|folder| FolderView::new(folder, words)).collect(),
            homework: all(&page.homework),
            announcements: all(&page.announcements),
        }
    }
}

impl FolderView {
    fn new(folder: &Folder, words: &Words) -> Self {
        let file = |own: &OwnDocument| {
            let changed = words.fill("updated-on", &[("date", words.day(own.changed_on).into())]);
            let about = own.readers.iter().cloned().chain([changed]).collect::<Vec<_>>().join(", ");
            let facts = words.document_facts(own.kind, &own.file.place);
            let label = format!("{} ({facts})", own.file.name);
            OwnFileView { file: FileView { href: markup::address(&own.file.place), label }, about }
        };
        let name = (!folder.names.is_empty()).then(|| folder.names.join(" › "));
        FolderView { name, files: folder.documents.iter().map(file).collect() }
    }
}

impl DocumentView {
    fn new(document: &Document, words: &Words) -> Self {
        let dated = |key: &str, day| words.fill(key, &[("date", words.day(day).into())]);
        let (owner, date) = match &document.owner {
            Owner::Homework { subject, group, due_on, given_on } => {
                let name = words.homework(subject.as_deref(), group.as_deref(), *due_on);
                (name, given_on.map(|day| dated("given-on", day)))
            }
            Owner::Announcement { title, published_on } => (title.clone(), Some(dated("published-on", *published_on))),
        };
        let facts = words.document_facts(document.kind, &document.file.place);
        DocumentView {
            file: FileView {
                href: markup::address(&document.file.place),
                label: format!("{} ({facts})", document.file.name),
            },
            owner: LinkView { href: markup::href(&document.page), label: owner },
            date,
        }
    }
}
