//! The connector against a portal on loopback.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use url::Url;

use super::*;
use crate::config::secret::Secret;
use crate::model::announcement::Announcement;
use crate::model::audience::Audience;
use crate::model::coverage::{Completeness, Coverage};
use crate::model::item::{FetchedItem, Item};
use crate::model::rich_text::{Address, Block, Inline, LinkTarget, RichText};
use crate::model::time::Now;
use crate::normalise::html;

const RSS: &str = include_str!("../../../tests/fixtures/news/rss.xml");
const ATOM: &str = include_str!("../../../tests/fixtures/news/atom.xml");
const ITEM: &str = include_str!("../../../tests/fixtures/news/item.html");

const LOGIN: &str = "<!DOCTYPE html><html><head><title>Connexion</title></head><body><form>…</form></body></html>";

/// A portal on loopback: what it answers at each path, and what it was asked.
#[derive(Clone, Default)]
struct Portal {
    answers: Arc<Mutex<BTreeMap<&'static str, (u16, String)>>>,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Portal {
    async fn start() -> (Portal, String) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let portal = Portal::default();
        for (path, body) in [
            ("/publisher/feed/rss/0450000A", RSS),
            ("/publisher/feed/atom/0450000A", ATOM),
            ("/publisher/view/item/7001", ITEM),
        ] {
            portal.answer(path, 200, body);
        }
        let serving = portal.clone();
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                let mut request = vec![0; 4096];
                let read = stream.read(&mut request).await.unwrap();
                let request = String::from_utf8_lossy(&request[..read]).into_owned();
                let path = request.split(' ').nth(1).unwrap_or_default().to_owned();
                let found = serving.answers.lock().unwrap().get(path.as_str()).cloned();
                let (status, body) = found.unwrap_or((404, String::new()));
                serving.asked.lock().unwrap().push(path);
                let answer = format!(
                    "HTTP/1.1 {status} x\r\nconnection: close\r\ncontent-type: text/html\r\ncontent-length: {}\r\n\r\n{body}",
                    body.len()
                );
                stream.write_all(answer.as_bytes()).await.unwrap();
            }
        });
        (portal, address)
    }

    fn answer(&self, path: &'static str, status: u16, body: &str) {
        self.answers.lock().unwrap().insert(path, (status, body.to_owned()));
    }
}

fn source(portal: &str) -> NetocentreNews {
    let portal = Secret::Literal(portal.into());
    let settings = Settings { portal, organization: "0450000A".to_owned(), way: NewsWay::Feeds };
    NetocentreNews::new(SourceId::new("actualites").unwrap(), settings, Client::new().unwrap())
}

fn scope() -> Scope {
    let now = Now::new("2026-09-08T06:00:00Z".parse().unwrap());
    Scope { now, zone: chrono_tz::Europe::Paris, classes: Vec::new(), week_a: None }
}

fn at(address: &str) -> Attachment {
    html::file(&Url::parse(address).unwrap(), None).unwrap()
}

fn text(words: &str) -> Inline {
    Inline::Text { text: words.to_owned() }
}

/// The whole item 7001 as read from that portal.
fn meeting(portal: &str) -> FetchedItem {
    let poster = Attachment {
        media_type: Some("image/jpeg".to_owned()),
        ..at("https://ent.example/publisher/files/2026/09/affiche.jpg")
    };
    let note = at(&format!("{portal}/publisher/view/file/2026/09/ordre.pdf"));
    let room =
        Attachment { alt: Some("La salle".to_owned()), ..at(&format!("{portal}/publisher/files/2026/09/salle.jpg")) };
    let letter = at(&format!("{portal}/publisher/view/file/2026/09/convocation.pdf"));
    let link = Inline::Link { target: LinkTarget::Attachment(note.id.clone()), content: vec![text("note")] };
    let body = RichText {
        blocks: vec![
            Block::Heading { level: 1, content: vec![text("Ordre du jour")] },
            Block::Paragraph { content: vec![text("Voir la "), link, text(".")] },
            Block::Image { attachment: room.id.clone(), alt: "La salle".to_owned() },
        ],
    };
    FetchedItem {
        native_id: Some("127.0.0.1/7001".to_owned()),
        days: Vec::new(),
        item: Item::Announcement(Announcement {
            audience: Audience::School,
            title: "Réunion de rentrée des 6e & 5e".to_owned(),
            summary: Some("Réunion parents-professeurs jeudi 17 septembre à 18 h.".to_owned()),
            body: Some(body),
            published_at: Some("2026-09-06T22:00:00Z".parse().unwrap()),
            expires_at: Some("2026-10-25T23:00:00Z".parse().unwrap()),
            service: false,
            headline: true,
            categories: ["Vie du collège", "Parents", "Sixièmes"].map(str::to_owned).to_vec(),
            illustration: Some(poster.id.clone()),
            attachments: vec![poster, note, room, letter],
            address: Address::new("https://ent.example/publisher/view/item/7001"),
            reply: None,
        }),
    }
}

/// Item 7002, whose page is not to be had.
fn menu(portal: &str) -> FetchedItem {
    let picture =
        Attachment { media_type: Some("image/png".to_owned()), ..at(&format!("{portal}/publisher/files/menu.png")) };
    FetchedItem {
        native_id: Some("127.0.0.1/7002".to_owned()),
        days: Vec::new(),
        item: Item::Announcement(Announcement {
            audience: Audience::School,
            title: "Menu <de> la semaine".to_owned(),
            summary: Some("Voir le menu".to_owned()),
            body: None,
            published_at: Some("2026-09-07T22:00:00Z".parse().unwrap()),
            expires_at: None,
            service: false,
            headline: false,
            categories: Vec::new(),
            illustration: Some(picture.id.clone()),
            attachments: vec![picture],
            address: Address::new("https://ent.example/publisher/view/item/7002"),
            reply: None,
        }),
    }
}

fn coverage(completeness: Completeness) -> Vec<Coverage> {
    let pulled_at = scope().now.instant();
    vec![Coverage { kind: DataKind::Announcements, classes: Vec::new(), from: None, to: None, completeness, pulled_at }]
}

fn said(fetched: &Fetched) -> Vec<(NoticeKind, &str, &str)> {
    fetched.notices.iter().map(|notice| (notice.kind, notice.subject.as_str(), notice.message.as_str())).collect()
}

#[tokio::test]
async fn feeds_and_pages_become_announcements() {
    let (portal, address) = Portal::start().await;
    let fetched = source(&address).fetch(&scope(), &Cursor(None)).await.unwrap();
    assert_eq!(fetched.items, [meeting(&address), menu(&address)]);
    assert_eq!(fetched.coverage, coverage(Completeness::Complete));
    assert_eq!(fetched.cursor, Cursor(Some("{\"read\":[\"7001\"]}".to_owned())));
    let why = format!("only the summary was read: `{address}/publisher/view/item/7002` answered 404");
    assert_eq!(said(&fetched), [(NoticeKind::NotCopied, "actualites/7002", why.as_str())]);
    let told = format!("{fetched:?}");
    assert!(!told.contains("SECRET") && !told.contains("secret@"), "{told}");
    let expected = ["feed/rss/0450000A", "feed/atom/0450000A", "view/item/7001", "view/item/7002"];
    assert_eq!(*portal.asked.lock().unwrap(), expected.map(|path| format!("/publisher/{path}")));
}

#[tokio::test]
async fn a_portal_may_end_with_a_slash_or_have_a_path() {
    for (portal, base) in [
        ("https://ent.example/", "https://ent.example/publisher/"),
        ("https://x.example/ent?a=1", "https://x.example/ent/publisher/"),
    ] {
        assert_eq!(source(portal).publisher().unwrap().base.as_str(), base);
    }
}

#[tokio::test]
async fn a_login_page_instead_of_an_item_leaves_the_summary() {
    let (portal, address) = Portal::start().await;
    for (status, body) in [(200, LOGIN), (403, LOGIN), (401, ""), (200, "")] {
        portal.answer("/publisher/view/item/7001", status, body);
        let fetched = source(&address).fetch(&scope(), &Cursor(None)).await.unwrap();
        let Item::Announcement(read) = &fetched.items[0].item else { panic!("no announcement") };
        assert_eq!((&read.body, read.attachments.len()), (&None, 1), "{status}");
        assert_eq!(fetched.coverage, coverage(Completeness::Complete));
        assert_eq!(fetched.notices.len(), 2);
    }
}

#[tokio::test]
async fn a_text_read_before_is_not_lost_when_its_page_is_out_of_reach() {
    let (portal, address) = Portal::start().await;
    let first = source(&address).fetch(&scope(), &Cursor(None)).await.unwrap();
    portal.answer("/publisher/view/item/7001", 429, "");
    let second = source(&address).fetch(&scope(), &first.cursor).await.unwrap();
    assert_eq!(second.items, [menu(&address)]);
    assert_eq!(second.coverage, coverage(Completeness::Partial("1 item pages were out of reach".to_owned())));
    assert_eq!(second.cursor, first.cursor);
    let fresh = source(&address).fetch(&scope(), &Cursor(None)).await.unwrap();
    assert_eq!((fresh.items.len(), &fresh.coverage), (2, &coverage(Completeness::Complete)));
}

#[tokio::test]
async fn without_a_whole_rss_feed_there_is_no_answer() {
    let (portal, address) = Portal::start().await;
    for (body, what) in [
        (LOGIN.to_owned(), "an HTML page instead of a feed"),
        (LOGIN.replace("<!DOCTYPE html>", ""), "an HTML page instead of a feed"),
        ("<html><head><meta charset=utf-8><title>x".to_owned(), "an HTML page instead of a feed"),
        (ATOM.to_owned(), "something else than a feed"),
        (String::new(), "something else than a feed"),
        ("{}".to_owned(), "something else than a feed"),
        (RSS.replace("</rss>", ""), "a feed that stops before its end"),
    ] {
        portal.answer("/publisher/feed/rss/0450000A", 200, &body);
        let error = source(&address).fetch(&scope(), &Cursor(None)).await.unwrap_err();
        let expected = format!("`{address}/publisher/feed/rss/0450000A` answered with {what}");
        assert_eq!((error.kind(), error.to_string()), (Kind::UnexpectedReply, expected));
    }
    for end in (10..RSS.trim_end().len()).filter(|end| RSS.is_char_boundary(*end)).step_by(11) {
        assert!(wire::feed(&RSS.as_bytes()[..end], None, wire::Format::Rss).is_err(), "{end}");
    }
}

#[tokio::test]
async fn atom_confirms_and_its_failure_is_only_said() {
    let (portal, address) = Portal::start().await;
    portal.answer("/publisher/feed/atom/0450000A", 200, LOGIN);
    let fetched = source(&address).fetch(&scope(), &Cursor(None)).await.unwrap();
    assert_eq!((fetched.items.len(), &fetched.coverage), (2, &coverage(Completeness::Complete)));
    let why = format!(
        "the Atom feed was not read (`{address}/publisher/feed/atom/0450000A` answered with an HTML page instead of a feed)"
    );
    assert_eq!(said(&fetched)[1], (NoticeKind::Malformed, "actualites", why.as_str()));
    for other in
        [ATOM.replace("7002", "7003"), ATOM.replace("<id>7002</id>", "<id>7009</id>"), "<feed></feed>".to_owned()]
    {
        portal.answer("/publisher/feed/atom/0450000A", 200, &other);
        let fetched = source(&address).fetch(&scope(), &Cursor(None)).await.unwrap();
        let partial = Completeness::Partial("the two feeds do not list the same items".to_owned());
        assert_eq!((fetched.items.len(), &fetched.coverage), (2, &coverage(partial)));
    }
}

#[tokio::test]
async fn a_feed_may_be_empty() {
    let (portal, address) = Portal::start().await;
    portal.answer("/publisher/feed/rss/0450000A", 200, "<rss><channel><title>x</title></channel></rss>");
    portal.answer("/publisher/feed/atom/0450000A", 200, "<a:feed xmlns:a='http://www.w3.org/2005/Atom'/>");
    let fetched = source(&address).fetch(&scope(), &Cursor(None)).await.unwrap();
    assert_eq!((fetched.items, fetched.coverage), (Vec::new(), coverage(Completeness::Complete)));
}

#[test]
fn entries_are_read_whatever_their_spelling() {
    let feed = "<rss><channel><item><title>a &lt;b&gt; &#233; & c</title><guid>x</guid><link>https://ent.example/publisher/view/item/12</link>\
                <description>x &lt;b&gt;y&lt;/b&gt;</description><pubDate>Mon, 1 Sep 2026 00:00:00 +0200</pubDate><media:title>SECRET</media:title></item><item/></channel></rss>";
    let entries = wire::feed(feed.as_bytes(), None, wire::Format::Rss).unwrap();
    let expected = wire::Entry {
        id: Some("12".to_owned()),
        title: "a <b> é & c".to_owned(),
        summary: "x y".to_owned(),
        link: Some("https://ent.example/publisher/view/item/12".to_owned()),
        published: Some("2026-08-31T22:00:00Z".parse().unwrap()),
        ..wire::Entry::default()
    };
    assert_eq!(entries, [expected, wire::Entry::default()]);
    let latin = b"<?xml version='1.0' encoding='ISO-8859-1'?><rss><channel><item><title>\xe9t\xe9</title></item></channel></rss>";
    assert_eq!(wire::feed(latin, None, wire::Format::Rss).unwrap()[0].title, "été");
}

#[tokio::test]
async fn a_page_is_no_file() {
    let (portal, address) = Portal::start().await;
    portal.answer("/publisher/view/file/a.pdf", 200, LOGIN);
    let attachment = at(&format!("{address}/publisher/view/file/a.pdf"));
    let error = source(&address).download(&attachment, 1000).await.unwrap_err();
    let message = format!("`{address}/publisher/view/file/a.pdf` answered with a page instead of a file");
    assert_eq!((error.kind(), error.to_string()), (Kind::UnexpectedReply, message));
    let elsewhere = source(&address).download(&at("http://169.254.169.254/a.pdf"), 1000).await.unwrap_err();
    assert_eq!(elsewhere.to_string(), "`http://169.254.169.254/a.pdf` leads into a private network");
}
