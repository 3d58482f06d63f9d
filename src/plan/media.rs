//! Pictures and files: which are needed, where they are, and which site gets a copy.

use std::collections::{BTreeMap, BTreeSet};

use crate::artifact::SitePath;
use crate::model::attachment::{Attachment, AttachmentKind};
use crate::model::id::AttachmentId;
use crate::model::rich_text::RichText;
use crate::model::snapshot::Snapshot;
use crate::plan::page::{AnnouncementEntry, Body, FileEntry, FilePlace, Media, MediaEntry, Page};
use crate::plan::site_view::SiteView;
use crate::plan::{Job, Work};

/// What became of a file of the store once made fit for a site.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MediaFacts {
    /// A picture.
    Picture {
        /// Its path in every site that shows it.
        path: SitePath,
        /// Its media type.
        media_type: String,
        /// In pixels.
        width: u32,
        /// In pixels.
        height: u32,
        /// In bytes.
        size: u64,
    },
    /// A file without its metadata.
    File {
        /// Its path in every site that offers it.
        path: SitePath,
        /// Its media type.
        media_type: String,
        /// In bytes.
        size: u64,
    },
    /// It cannot be copied, for that reason: it is linked at the ENT.
    NotCopied {
        /// Why, in English.
        reason: String,
    },
}

impl MediaFacts {
    /// Its path, when it is copied.
    pub fn path(&self) -> Option<&SitePath> {
        match self {
            MediaFacts::Picture { path, .. } | MediaFacts::File { path, .. } => Some(path),
            MediaFacts::NotCopied { .. } => None,
        }
    }
}

/// A file of the store that some page needs.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct MediaRequest {
    /// The digest of its bytes in the store.
    pub digest: String,
    /// The name its source gave it.
    pub name: String,
}

/// The files of the store that the snapshot refers to, each once.
pub fn requests(snapshot: &Snapshot) -> Vec<MediaRequest> {
    let homework = snapshot.homework.iter().flat_map(|seen| &seen.item.attachments);
    let announcements = snapshot.announcements.iter().flat_map(|seen| &seen.item.attachments);
    let menus = snapshot.menus.iter().flat_map(|seen| &seen.item.attachments);
    let documents = snapshot.documents.iter().map(|seen| &seen.item.file);
    let mut requests = BTreeMap::new();
    for attachment in homework.chain(announcements).chain(menus).chain(documents) {
        if let Some(digest) = &attachment.digest {
            requests.entry(digest.clone()).or_insert_with(|| attachment.name.clone());
        }
    }
    requests.into_iter().map(|(digest, name)| MediaRequest { digest, name }).collect()
}

/// The files to list below a text: all but those that the text itself shows.
pub(super) fn files(view: &SiteView<'_>, attachments: &[Attachment], shown: &[&AttachmentId]) -> Vec<FileEntry> {
    attachments
        .iter()
        .filter(|attachment| !shown.contains(&&attachment.id))
        .map(|attachment| file(view, attachment))
        .collect()
}

/// The files of an item, without the pictures that its text shows.
pub(super) fn documents<'i>(
    view: &SiteView<'_>,
    attachments: &'i [Attachment],
    shown: &[&AttachmentId],
) -> Vec<(&'i Attachment, FileEntry)> {
    let is_seen = |attachment: &Attachment| {
        shown.contains(&&attachment.id) && matches!(facts(view, attachment), Some(MediaFacts::Picture { .. }))
    };
    let files = attachments.iter().filter(|attachment| !is_seen(attachment));
    files.map(|attachment| (attachment, file(view, attachment))).collect()
}

/// A file as a page lists it.
pub(super) fn file(view: &SiteView<'_>, attachment: &Attachment) -> FileEntry {
    let place = match facts(view, attachment) {
        Some(MediaFacts::File { path, media_type, size } | MediaFacts::Picture { path, media_type, size, .. }) => {
            FilePlace::Site { path: path.clone(), media_type: media_type.clone(), size: *size }
        }
        Some(MediaFacts::NotCopied { .. }) | None => match &attachment.kind {
            AttachmentKind::File(address) | AttachmentKind::AtSource(Some(address)) => FilePlace::Ent(address.clone()),
            AttachmentKind::AtSource(None) => FilePlace::Unlinked,
            AttachmentKind::Local(_) | AttachmentKind::Remote(_) => FilePlace::AtSchool,
        },
    };
    FileEntry { name: attachment.name.clone(), place }
}

fn facts<'a>(view: &SiteView<'a>, attachment: &Attachment) -> Option<&'a MediaFacts> {
    view.inputs.media.get(attachment.digest.as_ref()?)
}

/// The pictures and files that some texts of the class refer to.
pub(super) fn of_texts<'t>(view: &SiteView<'_>, texts: impl Iterator<Item = &'t RichText>) -> Media {
    collect(view, &texts.flat_map(RichText::attachments).collect())
}

/// The pictures and files that announcements shown in full refer to.
pub(super) fn of_announcements(view: &SiteView<'_>, entries: &[AnnouncementEntry]) -> Media {
    let mut wanted = BTreeSet::new();
    for entry in entries {
        wanted.extend(&entry.illustration);
        if let Body::Full(text) = &entry.body {
            wanted.extend(text.attachments());
        }
    }
    collect(view, &wanted)
}

fn collect(view: &SiteView<'_>, wanted: &BTreeSet<&AttachmentId>) -> Media {
    if wanted.is_empty() {
        return Media::new();
    }
    let homework = view.homework().flat_map(|seen| &seen.item.attachments);
    let announcements = view.announcements().flat_map(|seen| &seen.item.attachments);
    let menus = view.menus().flat_map(|seen| &seen.item.attachments);
    let known = homework.chain(announcements).chain(menus).filter(|attachment| wanted.contains(&attachment.id));
    known.map(|attachment| (attachment.id.clone(), shown(view, attachment))).collect()
}

fn shown(view: &SiteView<'_>, attachment: &Attachment) -> MediaEntry {
    match facts(view, attachment) {
        Some(MediaFacts::Picture { path, width, height, size, .. }) => {
            MediaEntry::Picture { path: path.clone(), width: *width, height: *height, size: *size }
        }
        _ => MediaEntry::File(file(view, attachment)),
    }
}

/// One copy for each file of the store that the pages of a site refer to.
pub(super) fn copies(view: &SiteView<'_>, jobs: &[Job]) -> Vec<Job> {
    let paths: BTreeSet<&SitePath> = jobs.iter().flat_map(referred).collect();
    let wanted = view.inputs.media.iter().filter_map(|(digest, facts)| Some((facts.path()?, digest)));
    let unique: BTreeMap<&SitePath, &String> = wanted.filter(|(path, _)| paths.contains(path)).collect();
    unique.into_iter().map(|(path, digest)| view.job(path.clone(), Work::Copy(digest.clone()))).collect()
}

fn referred(job: &Job) -> Vec<&SitePath> {
    let Work::Page(page) = &job.work else { return Vec::new() };
    let (media, files): (&Media, Vec<&FileEntry>) = match page {
        Page::Documents(page) => {
            let owned = page.homework.iter().chain(&page.announcements).map(|document| &document.file);
            let own = page.folders.iter().flat_map(|folder| &folder.documents).map(|document| &document.file);
            return owned.chain(own).filter_map(|file| in_site(&file.place)).collect();
        }
        Page::SiteMap(_)
        | Page::Help(_)
        | Page::Accessibility(_)
        | Page::PersonalData(_)
        | Page::LegalNotice(_)
        | Page::Sites(_)
        | Page::Lost(_) => return Vec::new(),
        Page::Index(page) => {
            let due = page.homework.iter().flat_map(|day| &day.homework);
            let homework = page.next_day.iter().flat_map(|day| &day.homework).chain(due);
            let announcements = page.notices.iter().chain(&page.announcements).flat_map(|entry| &entry.files);
            let menus = page.menus.iter().flat_map(|menu| &menu.files);
            (&page.media, homework.flat_map(|homework| &homework.files).chain(announcements).chain(menus).collect())
        }
        Page::Week(page) => {
            let homework = page.homework.iter().flat_map(|day| &day.homework).flat_map(|homework| &homework.files);
            (&page.media, homework.chain(page.menus.iter().flat_map(|menu| &menu.files)).collect())
        }
        Page::Announcement(page) => (&page.media, page.announcement.files.iter().collect()),
    };
    let mut paths: Vec<&SitePath> = files.into_iter().filter_map(|file| in_site(&file.place)).collect();
    paths.extend(media.values().filter_map(|entry| match entry {
        MediaEntry::Picture { path, .. } => Some(path),
        MediaEntry::File(file) => in_site(&file.place),
    }));
    paths
}

fn in_site(place: &FilePlace) -> Option<&SitePath> {
    match place {
        FilePlace::Site { path, .. } => Some(path),
        FilePlace::Ent(_) | FilePlace::Unlinked | FilePlace::AtSchool => None,
    }
}
