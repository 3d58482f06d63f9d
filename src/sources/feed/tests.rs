//! Feeds of every make, as the connector reads them.

use super::*;
use crate::config::secret::Secret;
use crate::model::announcement::Announcement;
use crate::model::coverage::Completeness;
use crate::model::item::Item;
use crate::model::school::Class;
use crate::model::time::Now;
use crate::sources::feed_flaw::Flaw;

fn settings(url: &str) -> Settings {
    Settings { url: Secret::Literal(url.into()), classes: Vec::new() }
}

/// Tuesday 24 November 2026 in Orléans.
fn scope() -> Scope {
    let known = Class { id: ClassId::new("6a").unwrap(), label: "6e A".to_owned(), level: "6e".to_owned() };
    Scope {
        now: Now::new("2026-11-24T06:00:00Z".parse().unwrap()),
        zone: chrono_tz::Europe::Paris,
        classes: vec![known],
        week_a: None,
    }
}

fn address() -> Url {
    Url::parse("https://college.example/feed/").unwrap()
}

fn parse(bytes: &[u8], content_type: Option<&str>) -> std::result::Result<feed_rs::model::Feed, Flaw> {
    wire::parse(bytes, content_type, &address(), scope().zone)
}

fn read(text: &str) -> Fetched {
    let feed = parse(text.as_bytes(), None).unwrap();
    convert::fetched(feed, &settings("https://college.example/feed/"), &scope(), (&address(), "site"))
}

fn announcements(fetched: &Fetched) -> Vec<&Announcement> {
    fetched
        .items
        .iter()
        .filter_map(|item| match &item.item {
            Item::Announcement(announcement) => Some(announcement),
            _ => None,
        })
        .collect()
}

fn rss(items: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><rss version=\"2.0\" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\" \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:media=\"http://search.yahoo.com/mrss/\"><channel><title>Collège</title>{items}</channel></rss>"
    )
}

const WORDPRESS: &str = "<item><title>L&amp;#8217;école est ouverte</title><link>https://college.example/?p=12</link>\
    <guid isPermaLink=\"false\">https://college.example/?p=12</guid><pubDate>Fri, 20 Nov 2026 16:00:00 +0000</pubDate>\
    <dc:creator>SECRET Camille</dc:creator><category>Vie du collège</category><category>À la une</category>\
    <description>Samedi 5 décembre&#8230;</description><content:encoded><![CDATA[<p>Samedi 5 décembre, 9&nbsp;h–12&nbsp;h. \
    <a href=\"/wp-content/uploads/plan.pdf\">Plan</a></p><img src=\"https://stats.example/p.gif\" width=\"1\" height=\"1\">\
    <iframe src=\"https://video.example/\"></iframe>]]></content:encoded>\
    <media:thumbnail url=\"https://college.example/photo.jpg\"/><enclosure url=\"https://college.example/son.mp3\" type=\"audio/mpeg\"/></item>";

#[test]
fn wordpress_is_read_whole_without_names_and_trackers() {
    let fetched = read(&rss(WORDPRESS));
    let all = announcements(&fetched);
    let [news] = all.as_slice() else { panic!("{all:?}") };
    assert_eq!(news.title, "L’école est ouverte");
    assert_eq!(news.body.as_ref().unwrap().plain_text(), "Samedi 5 décembre, 9 h–12 h. Plan vidéo");
    assert_eq!(news.published_at.unwrap().to_rfc3339(), "2026-11-20T16:00:00+00:00");
    assert_eq!((news.headline, &news.categories), (true, &vec!["Vie du collège".to_owned()]));
    let names: Vec<&str> = news.attachments.iter().map(|file| file.name.as_str()).collect();
    assert_eq!(names, ["plan.pdf", "photo.jpg"]);
    assert_eq!(news.illustration.as_ref(), Some(&news.attachments[1].id));
    assert!(!format!("{fetched:?}").contains("SECRET"));
}

#[test]
fn a_beginning_tells_where_the_rest_is() {
    let fetched = read(&rss(
        "<item><title>Cross</title><link>https://college.example/cross/</link><pubDate>20 nov. 2026</pubDate>\
         <description>Rendez-vous à 9 h […]</description></item>",
    ));
    let text = announcements(&fetched)[0].body.as_ref().unwrap().plain_text();
    assert_eq!(text, "Rendez-vous à 9 h […] college.example/cross");
}

#[test]
fn every_format_is_read() {
    let rss_09 = "<rss version=\"0.91\"><channel><title>x</title><item><title>Portes ouvertes</title><link>https://c.example/1</link></item></channel></rss>";
    let rss_090 = "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" xmlns=\"http://my.netscape.com/rdf/simple/0.9/\"><channel><title>x</title></channel><item><title>Portes ouvertes</title><link>https://c.example/1</link></item></rdf:RDF>";
    let rss_1 = rss_090.replace("http://my.netscape.com/rdf/simple/0.9/", "http://purl.org/rss/1.0/");
    let rss_2 = rss_09.replace(" version=\"0.91\"", "");
    let atom = "<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>x</title><id>f</id><updated>2026-11-20T10:00:00Z</updated><entry><title>Portes ouvertes</title><id>1</id><link href=\"https://c.example/1\"/><content type=\"application/octet-stream\">AAAA</content><category label=\"x\"/></entry></feed>";
    let atom_03 = atom.replace("http://www.w3.org/2005/Atom", "http://purl.org/atom/ns#");
    let prefixed = "<a:feed xmlns:a=\"http://www.w3.org/2005/Atom\"><a:entry><a:title>Portes ouvertes</a:title><a:id>1</a:id><a:link href=\"https://c.example/1\"/><a:content/></a:entry></a:feed>";
    let json = "{\"version\":\"https://jsonfeed.org/version/1\",\"items\":[{\"id\":1,\"title\":\"Portes ouvertes\",\"url\":\"https://c.example/1\",\"authors\":[{\"name\":\"SECRET\"}]},7]}";
    for feed in [rss_09, rss_090, &rss_1, &rss_2, atom, &atom_03, prefixed, json] {
        let fetched = read(feed);
        let all = announcements(&fetched);
        assert_eq!(all.len(), 1, "{feed}");
        assert_eq!(all[0].title, "Portes ouvertes", "{feed}");
        assert_eq!(all[0].body.as_ref().unwrap().plain_text(), "c.example/1", "{feed}");
        assert!(fetched.items[0].native_id.is_some(), "{feed}");
    }
}

#[test]
fn the_bytes_decide_then_http_then_the_document() {
    let text = "<rss version=\"2.0\"><channel><item><title>été à 5 €</title></item></channel></rss>";
    let declared = |encoding: &str| format!("<?xml version='1.0' encoding='{encoding}'?>{text}");
    let latin9 = |text: &str| encoding_rs::ISO_8859_15.encode(text).0.into_owned();
    let windows = |text: &str| encoding_rs::WINDOWS_1252.encode(text).0.into_owned();
    let utf16 = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    let cases: [(Vec<u8>, Option<&str>); 9] = [
        (declared("UTF-8").into_bytes(), Some("text/xml; charset=ISO-8859-1")),
        (declared("ISO-8859-1").into_bytes(), None),
        (format!("\u{feff}{text}").into_bytes(), Some("text/xml; charset=windows-1252")),
        (latin9(&declared("ISO-8859-15")), None),
        (latin9(&declared("UTF-8")), Some("application/rss+xml; charset=ISO-8859-15")),
        (latin9(&declared("ISO-8859-15")), Some("text/xml; charset=utf-8")),
        (windows(text), None),
        (windows(&declared("windows-1252")), Some("application/xml; charset=\"nonsense\"")),
        (utf16(&declared("UTF-16")), Some("text/xml")),
    ];
    for (bytes, content_type) in cases {
        let feed = parse(&bytes, content_type).unwrap();
        assert_eq!(feed.entries[0].title.as_ref().unwrap().content, "été à 5 €", "{content_type:?}");
    }
}

#[test]
fn what_is_not_a_whole_feed_is_refused() {
    let whole = rss(WORDPRESS);
    let cut = &whole[..whole.len() / 2];
    for (text, flaw) in [
        ("<!DOCTYPE html><title>Connexion</title>", Flaw::Html),
        ("  <html><body/></html>", Flaw::Html),
        ("Service indisponible", Flaw::Other),
        ("", Flaw::Other),
        ("<opml version=\"1.0\"></opml>", Flaw::Other),
        ("{\"error\": 404}", Flaw::Other),
        ("{\"items\": [", Flaw::Cut),
        (cut, Flaw::Cut),
        (&whole[..whole.len() - 12], Flaw::Cut),
    ] {
        assert_eq!(parse(text.as_bytes(), None).map(drop), Err(flaw), "{text}");
    }
}

#[test]
fn strange_entries_cost_only_themselves() {
    let fetched = read(&rss(
        "<item><title>Tom &amp; Léa &eacute;t&#233; & caf&eacute;\u{1}</title><guid>1</guid><author>é@</author><pubDate>hier</pubDate></item>\
         <item/><item><title>Deux</title><guid>2</guid><category/><enclosure url=\"::\" type=\"??\"/></item>",
    ));
    let titles: Vec<&str> = announcements(&fetched).iter().map(|news| news.title.as_str()).collect();
    assert_eq!(titles, ["Tom & Léa été & café", "Deux"]);
    assert_eq!(announcements(&fetched)[0].published_at, None);
}

#[test]
fn what_made_room_is_not_deleted_and_old_news_are_not_read() {
    let item = |day: &str| format!("<item><title>{day}</title><guid>{day}</guid><pubDate>{day} 12:00</pubDate></item>");
    let fetched = read(&rss(&format!("{}{}{}", item("2026-11-20"), item("2026-10-02"), item("2024-06-01"))));
    let days: Vec<&str> = announcements(&fetched).iter().map(|news| news.title.as_str()).collect();
    assert_eq!(days, ["2026-11-20", "2026-10-02"]);
    let window = &fetched.coverage[0];
    assert_eq!(
        (window.from, &window.completeness),
        (chrono::NaiveDate::from_ymd_opt(2024, 6, 2), &Completeness::Complete)
    );
    assert_eq!(read(&rss("")).coverage[0].from, None);
}
