//! The feeds and the pages, read by other parsers than Ardoise's own.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use chrono_tz::Europe::Paris;
use scraper::{Html, Selector};

use super::super::TruthAnnouncement;
use super::{TUESDAY, at, get, start};

const RSS: &str = "/publisher/feed/rss/0459999Z?pid=3&cid=12";
const ATOM: &str = "/publisher/feed/atom/0459999Z";

#[tokio::test]
async fn another_parser_reads_both_feeds() {
    let ent = start().await;
    let truth: BTreeMap<String, TruthAnnouncement> =
        ent.truth().announcements.into_iter().map(|one| (one.id.to_string(), one)).collect();
    assert!((11..=17).contains(&truth.len()), "{} announcements", truth.len());
    for path in [RSS, ATOM] {
        let feed = feed_rs::parser::parse(get(&ent, path).await.body.as_slice()).expect("a feed");
        assert_eq!(feed.entries.len(), truth.len());
        for entry in feed.entries {
            let one = &truth[&entry.id];
            assert_eq!(entry.title.expect("a title").content, one.title);
            assert_eq!(entry.summary.expect("a summary").content, one.summary);
            assert_eq!(entry.links[0].href, format!("{}/publisher/view/item/{}", ent.address(), one.id));
            if path == RSS {
                let midnight = entry.published.expect("a date").with_timezone(&Paris).naive_local();
                assert_eq!((midnight.date(), midnight.time()), (one.published, chrono::NaiveTime::MIN));
                let categories: Vec<String> = entry.categories.into_iter().map(|category| category.term).collect();
                assert_eq!(categories, one.categories);
            }
        }
    }
}

#[tokio::test]
async fn feeds_have_their_flaws() {
    let ent = start().await;
    let rss = get(&ent, "/publisher/feed/rss/0459999Z").await;
    assert!(!rss.headers.contains_key("etag") && !rss.headers.contains_key("last-modified"));
    let text = rss.text();
    assert!(text.contains("/publisher/feed/rss/0459999Z?null</link>"));
    assert!(text.contains("<pubDate>Tue, 24 Nov 2026 16:30:01 GMT</pubDate>"));
    assert!(text.contains("<author>Hélène Marchadier</author>"));
    assert!(text.contains("<guid isPermaLink=\"true\">7"));
    assert!(text.contains("sécurité &lt;maintenance&gt;"));
    assert_ne!(get(&ent, "/publisher/feed/rss/0459999Z").await.text(), text);
    let atom = get(&ent, ATOM).await.text();
    assert!(!atom.contains("term=") && atom.contains("<category label=\"Vie du collège\" />"));
    assert!(atom.contains("<contributor><name>") && !atom.contains("expirationDate"));
    assert_eq!(get(&ent, "/publisher/feed/rss/0450001A").await.status, 500);
    assert_eq!(get(&ent, "/publisher/feed/rss/45").await.status, 500);
}

#[tokio::test]
async fn pages_hold_what_the_truth_says() {
    let ent = start().await;
    let mut private = 0;
    for one in ent.truth().announcements {
        let page = get(&ent, &format!("/publisher/view/item/{}", one.id)).await;
        if !one.public {
            private += 1;
            assert_eq!(page.status, 302);
            let login = get(&ent, &page.headers["location"]).await;
            assert_eq!(login.status, 200);
            assert!(login.text().contains("<form method=\"post\" id=\"fm1\""));
            continue;
        }
        let html = Html::parse_document(&page.text());
        let words = |selector: &str| {
            let selector = Selector::parse(selector).expect("a selector");
            let element = html.select(&selector).next()?;
            let text: String = element
                .descendants()
                .filter_map(|node| {
                    let in_script = node
                        .ancestors()
                        .any(|parent| parent.value().as_element().is_some_and(|parent| parent.name() == "script"));
                    node.value().as_text().filter(|_| !in_script).map(|text| text.to_string())
                })
                .collect();
            Some(text.split_whitespace().collect::<String>())
        };
        let flat = |text: &str| Some(text.split_whitespace().collect::<String>());
        let root = "div.publisher-view.News > article";
        assert_eq!(words(&format!("{root} > header > div.title > h1")), flat(&one.title));
        assert_eq!(words(&format!("{root} > header > div.details > div.summary")), flat(&one.summary));
        assert_eq!(words(&format!("{root} > section.body.ck-content")), flat(&one.body_text));
        let link = Selector::parse("section.attachments > div > a[href]").expect("a selector");
        let names: Vec<String> = html.select(&link).map(|link| link.text().collect()).collect();
        assert_eq!(names, one.files);
        for link in html.select(&link) {
            let file = get(&ent, link.value().attr("href").expect("an address")).await;
            assert_eq!(file.status, 200);
            assert!(file.headers["content-disposition"].starts_with("attachment; filename=\""));
            assert!(file.body.len() > 1000);
        }
        for image in html.select(&Selector::parse("article img[src^='/publisher/files/']").expect("a selector")) {
            let file = get(&ent, image.value().attr("src").expect("an address")).await;
            assert_eq!((file.status, &file.body[..3]), (200, b"\xFF\xD8\xFF".as_slice()));
            assert!(file.body.len() <= 131_072);
        }
    }
    assert_eq!(private, 1);
}

/// Whatever the day of the term, something is recent, and what has ended is gone.
#[tokio::test]
async fn something_is_always_recent() {
    let ent = start().await;
    for week in 0..41 {
        let now = at("2026-09-03T10:00:00Z") + TimeDelta::days(week * 7);
        ent.set_now(now);
        let news = ent.truth().announcements;
        let age = (now.date_naive() - news[0].published).num_days();
        assert!((0..=18).contains(&age), "{now}: the latest is {age} days old");
        assert!((9..=19).contains(&news.len()), "{now}: {}", news.len());
        assert!(news.iter().all(|one| one.published <= now.date_naive()));
        assert!(news.iter().all(|one| one.expires.is_none_or(|expires| expires >= now.date_naive())));
    }
}

#[tokio::test]
async fn the_news_have_what_a_reader_may_meet() {
    let ent = start().await;
    let mut bodies = String::new();
    let mut headlines = 0;
    for week in 0..8 {
        ent.set_now(at(TUESDAY) + TimeDelta::days(week * 7));
        let news = ent.truth().announcements;
        headlines =
            headlines.max(news.iter().filter(|one| one.categories.iter().any(|name| name == "À la une")).count());
        for one in news.iter().filter(|one| one.public) {
            bodies.push_str(&get(&ent, &format!("/publisher/view/item/{}", one.id)).await.text());
        }
    }
    assert_eq!(headlines, 2);
    for trap in [
        "ta-insert-video=",
        "<iframe",
        "<script>var compteur",
        "javascript:window.print()",
        "data:image/png;base64",
        "🔭",
        "<p>&nbsp;</p>",
        "<figure",
        "src=\"/publisher/files/",
        "href=\"/publisher/view/file/",
        "<table",
        "<ol>",
        "<blockquote>",
    ] {
        assert!(bodies.contains(trap), "{trap}");
    }
    assert!(!bodies.contains("{+") && !bodies.contains("{vacances}") && !bodies.contains("{mois}"));
}
