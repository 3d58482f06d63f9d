//! A feed as Atom (RFC 4287).

use atom_syndication::{Content, Entry, Feed as Atom, Generator, Link, Text};
use chrono::DateTime;

use crate::plan::feed::{Feed, FeedEntry, FeedKind, FeedTitle};
use crate::render::markup::{self, Pictures, Place};
use crate::render::words::Words;

/// A feed as UTF-8 XML. Its addresses are relative: a site may lie anywhere.
pub fn atom(input: &Feed, words: &Words) -> Vec<u8> {
    let name = match input.kind {
        FeedKind::All => "feed-all",
        FeedKind::Homework => "feed-homework",
        FeedKind::Announcements => "feed-announcements",
    };
    let title = format!("{}, {}", input.chrome.title, input.chrome.school);
    let identity = blake3::hash(format!("{}/{}/{name}", input.chrome.school, input.chrome.title).as_bytes()).to_hex();
    let place = Place { media: &input.media, below: 1, pictures: Pictures::Linked, words };
    let updated = input.entries.iter().map(|entry| entry.updated).max().unwrap_or(DateTime::UNIX_EPOCH);
    let feed = Atom {
        title: plain(&words.fill(name, &[("site", title.into())])),
        id: format!("urn:ardoise:{}", &identity[..32]),
        updated: updated.fixed_offset(),
        authors: vec![atom_syndication::Person { name: input.chrome.school.clone(), ..Default::default() }],
        generator: Some(Generator { value: "Ardoise".to_owned(), ..Generator::default() }),
        links: vec![link("index.html")],
        lang: Some(words.say("language")),
        entries: input.entries.iter().map(|one| entry(one, place)).collect(),
        ..Atom::default()
    };
    feed.to_string().into_bytes()
}

fn entry(input: &FeedEntry, place: Place<'_>) -> Entry {
    let words = place.words;
    let title = match &input.title {
        FeedTitle::Announcement(title) => title.clone(),
        FeedTitle::Homework { subject, group, due_on } => words.homework(subject.as_deref(), group.as_deref(), *due_on),
    };
    Entry {
        title: plain(&title),
        id: format!("urn:ardoise:{}", input.id),
        updated: input.updated.fixed_offset(),
        published: Some(input.published.fixed_offset()),
        links: vec![link(&markup::href(&input.page))],
        content: Some(Content {
            content_type: Some("html".to_owned()),
            value: Some(printable(&markup::rich_text(&input.body, place).0)),
            ..Content::default()
        }),
        ..Entry::default()
    }
}

fn link(href: &str) -> Link {
    Link { href: href.to_owned(), rel: "alternate".to_owned(), ..Link::default() }
}

fn plain(text: &str) -> Text {
    Text::plain(printable(text))
}

/// Without the characters that XML 1.0 cannot hold.
fn printable(text: &str) -> String {
    let held = |sign: &char| !sign.is_control() || matches!(sign, '\n' | '\t');
    text.chars().filter(held).filter(|sign| !matches!(sign, '\u{fffe}' | '\u{ffff}')).collect()
}

#[cfg(test)]
mod tests;
