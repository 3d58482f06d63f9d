//! An announcement as the templates see it, in a list and on its own page.

use serde::Serialize;

use crate::plan::page::{AnnouncementEntry, AnnouncementPage, Body};
use crate::render::french;
use crate::render::markup::{self, Markup, Pictures, Place};
use crate::render::view::{BodyView, FileView, LinkView, home_link, version};

/// The page of one announcement.
#[derive(Debug, PartialEq, Serialize)]
pub(in crate::render) struct AnnouncementPageView {
    /// The title of the window.
    title: String,
    /// The school.
    school: String,
    /// The way back.
    home: LinkView,
    /// "Version du …".
    version: String,
    /// The announcement.
    announcement: AnnouncementView,
}

/// One announcement.
#[derive(Debug, PartialEq, Serialize)]
pub(in crate::render) struct AnnouncementView {
    /// Its title.
    title: String,
    /// "À la une, publié le …, valable jusqu’au …".
    facts: String,
    /// Its picture.
    picture: Option<Markup>,
    /// Its text.
    body: BodyView,
    /// Its files.
    files: Vec<FileView>,
    /// Where to read it in the ENT.
    ent: Option<LinkView>,
}

impl AnnouncementPageView {
    pub(in crate::render) fn new(page: &AnnouncementPage) -> Self {
        let place = Place { media: &page.media, below: 1, pictures: Pictures::Shown };
        AnnouncementPageView {
            title: format!("{}, {}", page.announcement.title, page.chrome.title),
            school: page.chrome.school.clone(),
            home: home_link(&page.chrome.title),
            version: version(page.version),
            announcement: AnnouncementView::new(&page.announcement, place),
        }
    }
}

impl AnnouncementView {
    pub(super) fn new(entry: &AnnouncementEntry, place: Place<'_>) -> Self {
        let shown = entry.illustration.as_ref().filter(|id| match &entry.body {
            Body::Full(text) => !text.attachments().contains(id),
            Body::Short { .. } => false,
        });
        let ent = entry.address.as_ref().map(|address| LinkView {
            href: address.as_str().to_owned(),
            label: format!("Lire dans l’ENT, avec votre compte\u{a0}: {}", entry.title),
        });
        AnnouncementView {
            title: entry.title.clone(),
            facts: facts(entry),
            picture: shown.and_then(|id| markup::picture(id, place)),
            body: BodyView::new(&entry.body, &entry.title, place),
            files: FileView::all(&entry.files),
            ent,
        }
    }
}

fn facts(entry: &AnnouncementEntry) -> String {
    let headline = entry.headline.then(|| "À la une".to_owned());
    let published = format!("publié le {}", french::day(entry.published_on));
    let valid = entry.valid_until.map(|day| format!("valable jusqu’au {}", french::day(day)));
    let parts: Vec<String> = headline.into_iter().chain([published]).chain(valid).collect();
    french::capitalised(&parts.join(", "))
}
