//! What the templates see: small structs of finished French words and safe HTML, made from the planned inputs.
//!
//! Nothing here is a type of `model` or `plan`; a template only places these strings. `announcement`, `documents`,
//! `help`, `index`, `legal`, `lost`, `site_map`, `sites` and `week` are the pages; the others are their parts.

use serde::Serialize;

use crate::model::time::Week;
use crate::plan::page::{Body, FileEntry};
use crate::render::markup::{self, Markup, Place};
use crate::render::words::{self, Words};

pub(super) mod announcement;
pub(super) mod documents;
pub(super) mod fact;
pub(super) mod foot;
pub(super) mod grid;
pub(super) mod help;
pub(super) mod homework;
pub(super) mod index;
pub(super) mod legal;
pub(super) mod lesson;
pub(super) mod lost;
pub(super) mod menu;
pub(super) mod site_map;
pub(super) mod sites;
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
    fn all(files: &[FileEntry], words: &Words) -> Vec<Self> {
        files.iter().map(|file| FileView::new(file, words)).collect()
    }

    fn new(file: &FileEntry, words: &Words) -> Self {
        FileView {
            href: markup::address(&file.place),
            label: format!("{} ({})", file.name, words.file_facts(&file.name, &file.place)),
        }
    }
}

impl BodyView {
    /// `subject` names the text for readers who hear only its links.
    fn new(body: &Body, subject: impl FnOnce() -> String, place: Place<'_>) -> Self {
        match body {
            Body::Full(text) => {
                let html = (!text.is_empty()).then(|| markup::rich_text(text, place));
                BodyView { html, short: None, more: None }
            }
            Body::Short { text, page } => {
                let label = place.words.fill("read-on", &[("what", subject().into())]);
                let more = LinkView { href: markup::href(page), label };
                BodyView { html: None, short: Some(words::cut_short(text)), more: Some(more) }
            }
        }
    }
}

/// The link to the page of a week.
fn week_link(week: Week, words: &Words) -> LinkView {
    LinkView { href: format!("semaine-{week}.html"), label: words.week(week) }
}

/// The link to the gazette of a week.
fn gazette_link(week: Week, words: &Words) -> LinkView {
    let label = words.fill("gazette-link", &[("number", week.number().into())]);
    LinkView { href: "gazette.pdf".to_owned(), label }
}

/// The link to the site's first page.
fn home_link(title: &str, words: &Words) -> LinkView {
    LinkView { href: "index.html".to_owned(), label: words.fill("home", &[("title", title.into())]) }
}

/// Who is right when a page and the ENT differ.
fn authority(school: &str, words: &Words) -> String {
    words.fill("authority", &[("school", school.into())])
}

/// "Semaine 49, 6e A", the title of a window.
fn page_title(page: &str, site: &str, words: &Words) -> String {
    words.fill("page-title", &[("page", page.into()), ("site", site.into())])
}

/// "Version du mardi 24 novembre, 7 h."
fn version(moment: chrono::NaiveDateTime, words: &Words) -> String {
    words.fill("version", &[("moment", words.moment(moment).into())])
}
