//! Entries to announcements.

use chrono::NaiveDate;
use feed_rs::model::{Entry, Feed, Link, MediaObject};
use url::Url;

use crate::config::source::Feed as Settings;
use crate::model::announcement::{Announcement, LISTED};
use crate::model::attachment::Attachment;
use crate::model::audience::Audience;
use crate::model::coverage::{Completeness, Coverage, DataKind};
use crate::model::item::{Cursor, Fetched, FetchedItem, Item};
use crate::model::notice::Notice;
use crate::model::rich_text::{Address, RichText};
use crate::model::time::day_of;
use crate::normalise::html::{self, Context, Parsed};
use crate::sources::Scope;
use crate::sources::label::folded;

/// The announcements of a feed, its address and the name of its source. The cursor is the caller's.
pub(super) fn fetched(feed: Feed, settings: &Settings, scope: &Scope, place: (&Url, &str)) -> Fetched {
    let (address, subject) = place;
    let today = scope.now.day(scope.zone);
    let mut making = Making { address, subject, items: Vec::new(), notices: Vec::new() };
    let mut oldest: Option<NaiveDate> = None;
    for entry in feed.entries {
        let day = entry.published.or(entry.updated).map(|moment| day_of(moment, scope.zone));
        oldest = oldest.into_iter().chain(day).min();
        // A site may list its last ten posts, of years.
        if day.is_none_or(|day| day + LISTED >= today) {
            making.entry(entry, day, settings);
        }
    }
    let coverage = Coverage {
        kind: DataKind::Announcements,
        classes: settings.classes.clone(),
        // What is as old as the oldest may be gone only because it made room.
        from: oldest.and_then(|day| day.succ_opt()),
        to: None,
        completeness: Completeness::Complete,
        pulled_at: scope.now.instant(),
    };
    making.notices.sort();
    making.notices.dedup();
    Fetched {
        items: making.items,
        coverage: vec![coverage],
        cursor: Cursor::default(),
        notices: making.notices,
        rejected: Vec::new(),
    }
}

struct Making<'a> {
    address: &'a Url,
    subject: &'a str,
    items: Vec<FetchedItem>,
    notices: Vec<Notice>,
}

impl Making<'_> {
    fn entry(&mut self, entry: Entry, day: Option<NaiveDate>, settings: &Settings) {
        let id =
            Some(entry.id.trim()).filter(|id| !id.is_empty()).or_else(|| page(&entry).map(|link| link.href.as_str()));
        let id = id.map(|id| format!("f1-{}", &blake3::hash(id.as_bytes()).to_hex()[..16]));
        let announcement = self.announcement(entry);
        if announcement.title.is_empty() && announcement.body.is_none() {
            return;
        }
        let audiences = settings.classes.iter().map(|class| Audience::Class(class.clone()));
        let audiences: Vec<Audience> =
            if settings.classes.is_empty() { vec![Audience::School] } else { audiences.collect() };
        for audience in audiences {
            let suffix = match &audience {
                Audience::Class(class) if settings.classes.len() > 1 => format!("#{class}"),
                _ => String::new(),
            };
            let item = Item::Announcement(Announcement { audience, ..announcement.clone() });
            let native_id = id.as_ref().map(|id| format!("{id}{suffix}"));
            self.items.push(FetchedItem { native_id, days: day.into_iter().collect(), item });
        }
    }

    fn announcement(&mut self, entry: Entry) -> Announcement {
        let link = page(&entry).and_then(|link| Url::parse(link.href.trim()).ok());
        let base = link.clone().unwrap_or_else(|| self.address.clone());
        let published_at = entry.published.or(entry.updated);
        let categories = entry.categories.iter().map(|category| category.label.as_ref().unwrap_or(&category.term));
        let categories: Vec<String> = categories.map(|name| self.words(name)).filter(|name| !name.is_empty()).collect();
        let (headlines, categories): (Vec<String>, Vec<String>) =
            categories.into_iter().partition(|category| folded(category) == "a la une");
        let Parsed { text, mut attachments, notices } = self.body(&entry, link.as_ref(), &base);
        self.notices.extend(notices);
        let illustration = entry.media.iter().find_map(picture).and_then(|url| html::file(&url, None));
        let illustration_id = illustration.as_ref().map(|picture| picture.id.clone());
        let files = entry.media.iter().flat_map(files).chain(entry.links.iter().filter_map(|link| linked(link, &base)));
        for file in illustration.into_iter().chain(files) {
            if attachments.iter().all(|known| known.id != file.id) {
                attachments.push(file);
            }
        }
        Announcement {
            audience: Audience::School,
            title: entry.title.map(|title| self.words(&title.content)).unwrap_or_default(),
            summary: None,
            body: (!text.is_empty()).then_some(text),
            published_at,
            expires_at: None,
            service: false,
            headline: !headlines.is_empty(),
            categories,
            illustration: illustration_id,
            attachments,
            address: link.as_ref().and_then(|link| Address::new(link.as_str())),
            reply: None,
        }
    }

    /// The whole text; when there is only its beginning, with the address of the rest, which paper can tell too.
    fn body(&self, entry: &Entry, link: Option<&Url>, base: &Url) -> Parsed {
        let content = entry.content.as_ref().and_then(|content| {
            let body = content.body.as_deref().map(str::trim).filter(|body| !body.is_empty())?;
            Some((body, content.content_type.subty().as_str() == "plain"))
        });
        let summary = entry.summary.as_ref().map(|summary| summary.content.trim()).filter(|text| !text.is_empty());
        let (text, plain) = content.or(summary.map(|text| (text, !is_markup(text)))).unwrap_or_default();
        let mut markup = if plain && !is_markup(text) { paragraphs(text) } else { text.to_owned() };
        if let Some(link) = link.filter(|_| content.is_none()) {
            let shown =
                link.as_str().trim_start_matches("https://").trim_start_matches("http://").trim_end_matches('/');
            markup = format!("{markup}<p><a href=\"{}\">{}</a></p>", escaped(link.as_str()), escaped(shown));
        }
        html::rich_text(
            &markup,
            &Context { subject: self.subject, base: Some(base), files: &["/wp-content/uploads/", "/IMG/"] },
        )
    }

    /// Words on one line: titles are text, HTML, or HTML escaped twice.
    fn words(&self, text: &str) -> String {
        let unescaped = if text.contains("&amp;") { text.replace("&amp;", "&") } else { text.to_owned() };
        if !unescaped.contains('&') && !is_markup(&unescaped) {
            return one_line(&unescaped);
        }
        let context = Context { subject: self.subject, base: None, files: &[] };
        let read: RichText = html::rich_text(&unescaped, &context).text;
        one_line(&read.plain_text())
    }
}

/// The page of an entry.
fn page(entry: &Entry) -> Option<&Link> {
    let page = |link: &&Link| link.target.is_none() && link.rel.as_deref().is_none_or(|rel| rel == "alternate");
    entry.links.iter().filter(|link| link.media_type.as_deref().is_none_or(|kind| kind.contains("html"))).find(page)
}

/// A file that an Atom entry or a JSON item links to.
fn linked(link: &Link, base: &Url) -> Option<Attachment> {
    let enclosed = link.rel.as_deref() == Some("enclosure");
    let attached = link.rel.is_none() && link.media_type.as_deref().is_some_and(|kind| !kind.contains("html"));
    let url = base.join(link.href.trim()).ok().filter(|_| enclosed || attached)?;
    let mut file = html::file(&url, link.title.as_deref())?;
    file.media_type = link.media_type.clone().filter(|kind| !kind.is_empty());
    Some(file)
}

/// The first picture that goes with an entry.
fn picture(media: &MediaObject) -> Option<Url> {
    let shown = media.content.iter().find(|content| {
        let kind = content.content_type.as_ref().map(|kind| kind.ty().as_str().to_lowercase());
        kind.map_or_else(|| content.url.as_ref().is_some_and(has_picture_name), |kind| kind == "image")
    });
    shown.and_then(|content| content.url.clone())
}

/// The other files that go with an entry; sound and films are too heavy for anybody.
fn files(media: &MediaObject) -> impl Iterator<Item = Attachment> {
    media.content.iter().filter_map(|content| {
        let kind = content.content_type.as_ref();
        let url = content.url.as_ref()?;
        let heavy = kind.is_some_and(|kind| matches!(kind.ty().as_str(), "audio" | "video"));
        let is_picture = kind.map_or_else(|| has_picture_name(url), |kind| kind.ty().as_str() == "image");
        let mut file = html::file(url, None).filter(|_| !heavy && !is_picture)?;
        file.media_type = kind.map(ToString::to_string);
        Some(file)
    })
}

fn has_picture_name(url: &Url) -> bool {
    let path = url.path().to_lowercase();
    [".jpg", ".jpeg", ".png", ".webp", ".gif"].iter().any(|end| path.ends_with(end))
}

fn is_markup(text: &str) -> bool {
    text.contains("</") || text.contains("<br") || text.contains("/>") || text.contains("<p>") || text.contains("<img")
}

fn paragraphs(text: &str) -> String {
    let paragraphs = text.split("\n\n").map(|part| format!("<p>{}</p>", escaped(part.trim()).replace('\n', "<br>")));
    paragraphs.collect()
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
