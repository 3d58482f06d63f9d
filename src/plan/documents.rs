//! `documents.html`: the files for the class, and those of the homework and announcements that the site shows, in one place.

use std::cmp::Reverse;

use chrono::{NaiveDate, NaiveDateTime};
use serde::Serialize;

use crate::artifact::SitePath;
use crate::model::announcement::Announcement;
use crate::model::attachment::Attachment;
use crate::model::homework::Homework;
use crate::model::rich_text::RichText;
use crate::model::snapshot::Seen;
use crate::model::time::Week;
use crate::plan::page::{AnnouncementPage, Chrome, FileEntry, FilePlace};
use crate::plan::site_view::SiteView;
use crate::plan::{media, paths, version};

/// All files of a site.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DocumentsPage {
    /// Names.
    pub chrome: Chrome,
    /// Those that the school puts at the disposal of the class, by folder.
    pub folders: Vec<Folder>,
    /// Those of homework, the most recent first.
    pub homework: Vec<Document>,
    /// Those of announcements, the most recent first.
    pub announcements: Vec<Document>,
    /// When what has files last changed; `None` when nothing ever had any.
    pub version: Option<NaiveDateTime>,
}

/// The files of one folder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Folder {
    /// Its names from the outermost; none for the folder of the class itself.
    pub names: Vec<String>,
    /// Its files, by name.
    pub documents: Vec<OwnDocument>,
}

/// A file that belongs to nothing but its folder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OwnDocument {
    /// The file.
    pub file: FileEntry,
    /// What it is.
    pub kind: FileKind,
    /// For whom it is, when it is not for all readers of the site.
    pub readers: Option<String>,
    /// The day it was last changed, or first seen.
    pub changed_on: NaiveDate,
}

/// A file and what it belongs to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Document {
    /// The file.
    pub file: FileEntry,
    /// What it is.
    pub kind: FileKind,
    /// What it belongs to.
    pub owner: Owner,
    /// The page that shows its owner.
    pub page: SitePath,
}

/// What a file belongs to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Owner {
    /// Work to be done.
    Homework {
        /// The tidy subject; `None` when the source names none.
        subject: Option<String>,
        /// The group's name, when only a part of the class has to do it.
        group: Option<String>,
        /// The day it is due.
        due_on: NaiveDate,
        /// The day it was given, when known.
        given_on: Option<NaiveDate>,
    },
    /// A piece of news.
    Announcement {
        /// Its title.
        title: String,
        /// The day it was published.
        published_on: NaiveDate,
    },
}

/// What a file is, for somebody who must decide whether to open it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FileKind {
    /// A PDF.
    Pdf,
    /// A picture.
    Picture,
    /// A text.
    Text,
    /// A spreadsheet.
    Spreadsheet,
    /// Slides.
    Slides,
    /// Sound.
    Sound,
    /// A film.
    Film,
    /// Something else.
    Other,
}

impl FileKind {
    /// What a media type says, or the name where there is none.
    fn of(media_type: Option<&str>, name: &str) -> Self {
        let guessed = || mime_guess::from_path(name).first_raw();
        let media_type = media_type.or_else(guessed).unwrap_or_default().to_ascii_lowercase();
        let says = |words: &[&str]| words.iter().any(|word| media_type.contains(word));
        match media_type.split('/').next().unwrap_or_default() {
            "image" => FileKind::Picture,
            "audio" => FileKind::Sound,
            "video" => FileKind::Film,
            _ if says(&["spreadsheet", "excel", "csv"]) => FileKind::Spreadsheet,
            _ if says(&["presentation", "powerpoint"]) => FileKind::Slides,
            _ if says(&["pdf"]) => FileKind::Pdf,
            _ if says(&["text", "word", "rtf"]) => FileKind::Text,
            _ => FileKind::Other,
        }
    }
}

/// An announcement with a page of its own.
type Long = (SitePath, AnnouncementPage);

/// The page, for a site with these weeks and long announcements.
pub(super) fn page(view: &SiteView<'_>, weeks: &[Week], long: &[Long]) -> DocumentsPage {
    let shown = view.homework().filter(|seen| weeks.contains(&Week::of(seen.item.due_on)));
    let mut homework: Vec<_> = shown.map(|seen| (given_on(view, seen), seen)).collect();
    homework.sort_by_key(|(given_on, seen)| (Reverse(*given_on), seen.item.due_on));
    let mut announcements: Vec<_> = view.announcements().map(|seen| (published_on(view, seen), seen)).collect();
    announcements.sort_by_key(|(published_on, _)| Reverse(*published_on));
    DocumentsPage {
        chrome: view.chrome(),
        folders: folders(view),
        homework: homework.into_iter().flat_map(|(_, seen)| of_homework(view, &seen.item)).collect(),
        announcements: announcements.into_iter().flat_map(|(day, seen)| of_news(view, seen, day, long)).collect(),
        version: version::of_files(view).map(|instant| view.local(instant)),
    }
}

fn folders(view: &SiteView<'_>) -> Vec<Folder> {
    let mut folders: Vec<Folder> = Vec::new();
    for seen in view.documents() {
        let document = &seen.item;
        let file = media::file(view, &document.file);
        let own = OwnDocument {
            kind: kind(&document.file, &file),
            readers: view.readers(&document.audience),
            changed_on: view.day_of(document.modified_at.unwrap_or(seen.seen_first)),
            file,
        };
        match folders.last_mut() {
            Some(folder) if folder.names == document.folders => folder.documents.push(own),
            _ => folders.push(Folder { names: document.folders.clone(), documents: vec![own] }),
        }
    }
    folders
}

fn given_on(view: &SiteView<'_>, seen: &Seen<Homework>) -> NaiveDate {
    seen.item.given_on.unwrap_or_else(|| view.day_of(seen.seen_first))
}

fn published_on(view: &SiteView<'_>, seen: &Seen<Announcement>) -> NaiveDate {
    view.day_of(seen.item.published_at.unwrap_or(seen.seen_first))
}

fn of_homework(view: &SiteView<'_>, homework: &Homework) -> Vec<Document> {
    let owner = Owner::Homework {
        subject: homework.subject.as_ref().map(|subject| subject.label.clone()),
        group: homework.audience.group().map(str::to_owned),
        due_on: homework.due_on,
        given_on: homework.given_on,
    };
    let page = paths::week(Week::of(homework.due_on));
    let files = media::documents(view, &homework.attachments, &homework.body.attachments());
    files.into_iter().map(|(attachment, file)| document(attachment, file, &owner, &page)).collect()
}

fn of_news(view: &SiteView<'_>, seen: &Seen<Announcement>, day: NaiveDate, long: &[Long]) -> Vec<Document> {
    let announcement = &seen.item;
    let owner = Owner::Announcement { title: announcement.title.clone(), published_on: day };
    let own = paths::announcement(&seen.id, &announcement.title);
    let page = if long.iter().any(|(path, _)| *path == own) { own } else { paths::index() };
    let mut shown = announcement.body.as_ref().map(RichText::attachments).unwrap_or_default();
    shown.extend(&announcement.illustration);
    let files = media::documents(view, &announcement.attachments, &shown);
    files.into_iter().map(|(attachment, file)| document(attachment, file, &owner, &page)).collect()
}

fn document(attachment: &Attachment, file: FileEntry, owner: &Owner, page: &SitePath) -> Document {
    Document { kind: kind(attachment, &file), file, owner: owner.clone(), page: page.clone() }
}

fn kind(attachment: &Attachment, file: &FileEntry) -> FileKind {
    let media_type = match &file.place {
        FilePlace::Site { media_type, .. } => Some(media_type.as_str()),
        FilePlace::Ent(_) | FilePlace::Unlinked | FilePlace::AtSchool => attachment.media_type.as_deref(),
    };
    FileKind::of(media_type, &file.name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_what_its_type_says_or_its_name() {
        let office = |name: &str| format!("application/vnd.openxmlformats-officedocument.{name}");
        for (media_type, name, kind) in [
            (Some("application/pdf".to_owned()), "fiche", FileKind::Pdf),
            (Some("image/jpeg".to_owned()), "fiche.pdf", FileKind::Picture),
            (Some("text/plain".to_owned()), "x", FileKind::Text),
            (Some("application/vnd.oasis.opendocument.text".to_owned()), "x", FileKind::Text),
            (Some("application/vnd.oasis.opendocument.presentation".to_owned()), "x", FileKind::Slides),
            (Some(office("wordprocessingml.document")), "x", FileKind::Text),
            (Some(office("spreadsheetml.sheet")), "x", FileKind::Spreadsheet),
            (None, "Sujet.ODT", FileKind::Text),
            (None, "notes.csv", FileKind::Spreadsheet),
            (None, "dictée.mp3", FileKind::Sound),
            (None, "film.mp4", FileKind::Film),
            (None, "archive.zip", FileKind::Other),
            (None, "sans nom", FileKind::Other),
        ] {
            assert_eq!(FileKind::of(media_type.as_deref(), name), kind, "{media_type:?} {name}");
        }
    }
}
