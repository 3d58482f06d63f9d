//! What the templates see: small structs of finished French words and safe HTML, made from the planned inputs.
//!
//! Nothing here is a type of `model` or `plan`; a template only places these strings. `announcement`, `index` and `week` are
//! the three pages; the others are their parts.

use serde::Serialize;

use crate::model::time::Week;
use crate::plan::page::{Body, FileEntry};
use crate::render::french;
use crate::render::markup::{self, Markup, Place};

pub(super) mod announcement;
pub(super) mod grid;
pub(super) mod homework;
pub(super) mod index;
pub(super) mod lesson;
pub(super) mod timetable;
pub(super) mod week;

/// A link.
#[derive(Debug, PartialEq, Serialize)]
pub(super) struct LinkView {
    /// Where it goes.
    pub(super) href: String,
    /// Its text.
    pub(super) label: String,
}

/// A file.
#[derive(Debug, PartialEq, Serialize)]
pub(super) struct FileView {
    /// Where it is; `None` when only its name is known.
    pub(super) href: Option<String>,
    /// Its name, then its type and size, or what is needed to open it.
    pub(super) label: String,
}

/// A text in full, or its beginning.
#[derive(Debug, PartialEq, Serialize)]
pub(super) struct BodyView {
    /// The whole text.
    pub(super) html: Option<Markup>,
    /// The first words.
    pub(super) short: Option<String>,
    /// The page that has the rest.
    pub(super) more: Option<LinkView>,
}

impl FileView {
    fn all(files: &[FileEntry]) -> Vec<Self> {
        files.iter().map(FileView::new).collect()
    }

    fn new(file: &FileEntry) -> Self {
        FileView {
            href: markup::address(&file.place),
            label: format!("{} ({})", file.name, french::file_facts(&file.name, &file.place)),
        }
    }
}

impl BodyView {
    /// `subject` names the text for readers who hear only its links.
    fn new(body: &Body, subject: &str, place: Place<'_>) -> Self {
        match body {
            Body::Full(text) => {
                let html = (!text.is_empty()).then(|| markup::rich_text(text, place));
                BodyView { html, short: None, more: None }
            }
            Body::Short { text, page } => {
                let label = format!("Lire la suite\u{a0}: {subject}");
                let more = LinkView { href: markup::href(page), label };
                BodyView { html: None, short: Some(french::cut_short(text)), more: Some(more) }
            }
        }
    }
}

/// The link to the page of a week.
fn week_link(week: Week) -> LinkView {
    LinkView { href: format!("semaine-{week}.html"), label: format!("Semaine\u{a0}{}", week.number()) }
}

/// The link to the site's first page.
fn home_link(title: &str) -> LinkView {
    LinkView { href: "index.html".to_owned(), label: format!("Accueil\u{a0}: {title}") }
}

/// "Version du mardi 24 novembre, 7 h."
fn version(moment: chrono::NaiveDateTime) -> String {
    format!("Version du {}.", french::moment(moment))
}
