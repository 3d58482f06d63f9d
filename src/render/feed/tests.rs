//! What a feed reader that is not ours makes of a feed.

use chrono::{DateTime, NaiveDate, Utc};

use super::*;
use crate::artifact::SitePath;
use crate::model::legal::Conformity;
use crate::model::rich_text::RichText;
use crate::plan::page::{Chrome, Media};

fn instant(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn feed(entries: Vec<FeedEntry>) -> Feed {
    let chrome = Chrome {
        school: "Collège <des> Tilleuls & co".to_owned(),
        title: "6e A".to_owned(),
        conformity: Conformity::None,
    };
    Feed { chrome, kind: FeedKind::All, entries, media: Media::new() }
}

fn entry(id: &str, title: FeedTitle, text: &str) -> FeedEntry {
    FeedEntry {
        id: id.to_owned(),
        published: instant("2026-11-23T16:00:00Z"),
        updated: instant("2026-11-24T06:00:00Z"),
        title,
        body: RichText::plain(text),
        page: SitePath::new("semaine-2026-W48.html").unwrap(),
    }
}

fn read(input: &Feed) -> feed_rs::model::Feed {
    feed_rs::parser::parse(atom(input, &Words::new(None).unwrap()).as_slice()).unwrap()
}

#[test]
fn another_reader_finds_what_was_written() {
    let due_on = NaiveDate::from_ymd_opt(2026, 11, 26).unwrap();
    let title = FeedTitle::Homework { subject: Some("Maths".to_owned()), group: Some("Groupe 1".to_owned()), due_on };
    let read = read(&feed(vec![entry("0a1b", title, "Exercice 3 : 2 < 3 & 4.")]));
    assert_eq!(read.title.unwrap().content, "6e A, Collège <des> Tilleuls & co\u{a0}: nouveautés");
    assert_eq!(read.updated, Some(instant("2026-11-24T06:00:00Z")));
    let [entry] = read.entries.as_slice() else { panic!("one entry, not {}", read.entries.len()) };
    assert_eq!(entry.id, "urn:ardoise:0a1b");
    assert_eq!(entry.title.as_ref().unwrap().content, "Maths (Groupe 1), pour le jeudi 26\u{a0}novembre");
    assert_eq!(entry.published, Some(instant("2026-11-23T16:00:00Z")));
    assert_eq!(entry.links[0].href, "semaine-2026-W48.html");
    let content = entry.content.as_ref().unwrap();
    assert_eq!(content.content_type.as_ref(), "text/html");
    assert_eq!(content.body.as_deref(), Some("<p>Exercice 3 : 2 &lt; 3 &amp; 4.</p>"));
}

#[test]
fn nothing_that_a_school_writes_breaks_a_feed() {
    let hostile = "]]> </feed> <script>\u{0}\u{8}\u{ffff} « 学校 » 🎄 \u{202e}";
    let title = FeedTitle::Announcement(hostile.to_owned());
    let read = read(&feed(vec![entry("1", title.clone(), hostile), entry("2", title, "")]));
    assert_eq!(read.entries.len(), 2);
    assert!(read.entries[0].title.as_ref().unwrap().content.starts_with("]]> </feed> <script> « 学校 » 🎄"));
}

#[test]
fn an_empty_feed_has_no_date_of_today() {
    assert_eq!(read(&feed(Vec::new())).updated, Some(DateTime::UNIX_EPOCH));
}
