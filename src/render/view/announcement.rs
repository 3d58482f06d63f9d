//! An announcement as the templates see it, in a list and on its own page.

use serde::Serialize;

use crate::plan::page::{AnnouncementEntry, AnnouncementPage, Body};
use crate::render::markup::{self, Markup, Pictures, Place};
use crate::render::view::foot::FootView;
use crate::render::view::{BodyView, FileView, LinkView, home_link, page_title, version};
use crate::render::words::{Words, capitalised};

/// The page of one announcement.
#[derive(Debug, PartialEq, Serialize)]
pub(in crate::render) struct AnnouncementPageView {
    /// The title of the window.
    title: String,
    /// The foot.
    foot: FootView,
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
    /// Its own page, when it has one and is cut short here: the title leads there.
    page: Option<String>,
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
    pub(in crate::render) fn new(page: &AnnouncementPage, words: &Words) -> Self {
        let place = Place { media: &page.media, below: 1, pictures: Pictures::Shown, words };
        AnnouncementPageView {
            title: page_title(&page.announcement.title, &page.chrome.title, words),
            foot: FootView::new(&page.chrome, words),
            home: home_link(&page.chrome.title, words),
            version: version(page.version, words),
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
            label: place.words.fill("read-in-ent", &[("title", entry.title.as_str().into())]),
        });
        let mut body = BodyView::new(&entry.body, || entry.title.clone(), place);
        let page = body.more.take().map(|more| more.href);
        AnnouncementView {
            title: entry.title.clone(),
            page,
            facts: facts(entry, place.words),
            picture: shown.and_then(|id| markup::picture(id, place)),
            body,
            files: FileView::all(&entry.files, place.words),
            ent,
        }
    }
}

fn facts(entry: &AnnouncementEntry, words: &Words) -> String {
    let headline = entry.headline.then(|| words.say("headline"));
    let published = words.fill("published-on", &[("date", words.day(entry.published_on).into())]);
    let valid = entry.valid_until.map(|day| words.fill("valid-until", &[("date", words.day(day).into())]));
    let readers = entry.readers.as_ref().map(|readers| words.fill("for-readers", &[("readers", readers.into())]));
    let reply = entry.reply.as_ref().map(|reply| match reply.by {
        Some(day) => words.fill("reply-by", &[("date", words.day(day).into())]),
        None => words.say("reply-asked"),
    });
    let parts: Vec<String> = headline.into_iter().chain(readers).chain([published]).chain(valid).chain(reply).collect();
    capitalised(&parts.join(", "))
}
