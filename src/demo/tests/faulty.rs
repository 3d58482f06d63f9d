//! Each fault does what its name says, and only where it is played.

use std::io::Cursor;

use super::super::{Ent, Fault, Service};
use super::calendars::unfolded;
use super::{Answer, ask, get, start};

const FEED: &str = "/publisher/feed/rss/0459999Z";
const CAFE: &str = "/publisher/files/2026/11/cafe-des-parents.jpg";

async fn played(ent: &Ent, service: Service, fault: Fault, path: &str) -> Answer {
    ent.play(service.clone(), Some(fault));
    let answer = get(ent, path).await;
    ent.play(service, None);
    answer
}

#[tokio::test]
async fn a_refused_connection_has_no_answer() {
    let ent = start().await;
    ent.play(Service::News, Some(Fault::Refuse));
    assert!(ask(&ent, "GET", FEED).await.is_none());
    assert_eq!(get(&ent, CAFE).await.status, 200);
    ent.play(Service::Everything, None);
    assert_eq!(get(&ent, FEED).await.status, 200);
    assert_eq!(ent.requests()[0].status, None);
}

#[tokio::test]
async fn statuses_and_pages() {
    let ent = start().await;
    assert_eq!(played(&ent, Service::News, Fault::Status(503), FEED).await.status, 503);
    let login = played(&ent, Service::Everything, Fault::LoginPage, FEED).await;
    assert_eq!((login.status, login.headers["content-type"].as_str()), (200, "text/html;charset=UTF-8"));
    let slow = played(&ent, Service::News, Fault::RetryAfter(120), FEED).await;
    assert_eq!((slow.status, slow.headers["retry-after"].as_str()), (429, "120"));
    let moved = played(&ent, Service::News, Fault::RedirectTo("http://127.0.0.1:9/".to_owned()), FEED).await;
    assert_eq!((moved.status, moved.headers["location"].as_str()), (302, "http://127.0.0.1:9/"));
}

#[tokio::test]
async fn bodies_that_end_too_early_or_never() {
    let ent = start().await;
    let file = Service::File("cafe-des-parents.jpg".to_owned());
    let whole = get(&ent, CAFE).await.body;
    let half = played(&ent, file.clone(), Fault::Truncated, CAFE).await;
    assert_eq!(
        (half.headers["content-length"].clone(), half.body),
        (half_of(&whole).len().to_string(), half_of(&whole))
    );
    let broken = played(&ent, file.clone(), Fault::Broken, CAFE).await;
    assert_eq!(broken.headers["content-length"], whole.len().to_string());
    assert!(broken.body.len() < whole.len());
    assert_eq!(played(&ent, file.clone(), Fault::Blank, CAFE).await.body, b"");
    let endless = played(&ent, file.clone(), Fault::HugeBody, CAFE).await;
    assert!(endless.body.len() > 3_900_000 && !endless.headers.contains_key("content-length"));
}

fn half_of(bytes: &[u8]) -> Vec<u8> {
    bytes[..bytes.len() / 2].to_vec()
}

#[tokio::test]
async fn pictures_that_are_none_or_too_much() {
    let ent = start().await;
    let file = Service::File("cafe-des-parents.jpg".to_owned());
    let page = played(&ent, file.clone(), Fault::NotAnImage, CAFE).await;
    assert_eq!(page.headers["content-type"], "image/jpeg");
    assert!(page.text().starts_with("<!DOCTYPE html>"));
    let huge = played(&ent, file, Fault::HugeImage, CAFE).await;
    assert!(huge.body.len() < 200_000, "{} bytes", huge.body.len());
    let size = image::ImageReader::new(Cursor::new(huge.body)).with_guessed_format().expect("PNG").into_dimensions();
    assert_eq!(size.expect("a size"), (8000, 5000));
}

#[tokio::test]
async fn empty_documents_keep_their_frame() {
    let ent = start().await;
    let feed = played(&ent, Service::News, Fault::Empty, FEED).await;
    assert_eq!(feed_rs::parser::parse(feed.body.as_slice()).expect("a feed").entries.len(), 0);
    let url = ent.secrets()["EDT_3B_URL"].clone();
    let calendar = played(&ent, Service::Ical("3b".to_owned()), Fault::Empty, &url).await.text();
    assert!(calendar.starts_with("BEGIN:VCALENDAR") && calendar.ends_with("END:VCALENDAR\r\n"));
    assert!(!calendar.contains("VEVENT"));
    let id = ent.truth().announcements[0].id;
    let page = played(&ent, Service::Item(id), Fault::Empty, &format!("/publisher/view/item/{id}")).await.text();
    assert!(page.contains("</html>") && !page.contains("class=\"publisher-view"));
}

#[tokio::test]
async fn other_encodings() {
    let ent = start().await;
    let feed = played(&ent, Service::News, Fault::Latin1, FEED).await;
    assert!(std::str::from_utf8(&feed.body).is_err());
    assert!(feed.text().contains("encoding=\"ISO-8859-1\""));
    assert_eq!(feed.headers["content-type"], "application/rss+xml");
    let marked = played(&ent, Service::News, Fault::ByteOrderMark, FEED).await;
    assert!(marked.body.starts_with(b"\xEF\xBB\xBF<?xml"));
}

#[tokio::test]
async fn malformed_content_comes_beside_the_healthy_one() {
    let ent = start().await;
    let url = ent.secrets()["EDT_6A_URL"].clone();
    let class = Service::Ical("6a".to_owned());
    let healthy = unfolded(&get(&ent, &url).await.body).matches("BEGIN:VEVENT").count();
    let calendar = unfolded(&played(&ent, class.clone(), Fault::Malformed, &url).await.body);
    assert_eq!(calendar.matches("BEGIN:VEVENT").count(), healthy + 8);
    assert!(calendar.contains("DTSTART:20261025T003000Z") && calendar.contains("DTSTART:20270328T003000Z"));
    let plain = unfolded(&played(&ent, class, Fault::WithoutHomework, &url).await.body);
    assert_eq!(plain.matches("BEGIN:VEVENT").count(), healthy);
    assert!(!plain.contains("<strong>") && plain.contains("Matière : FRANCAIS"));
    let id = ent.truth().announcements[0].id;
    let page = played(&ent, Service::Item(id), Fault::Malformed, &format!("/publisher/view/item/{id}")).await.text();
    assert!(page.contains("onerror=alert(10)") && page.contains("publisher-view News"));
    let file = played(&ent, Service::File("cafe-des-parents.jpg".to_owned()), Fault::Malformed, CAFE).await;
    assert!(file.headers["content-disposition"].contains("../../../"));
    let feed = played(&ent, Service::News, Fault::Malformed, FEED).await;
    assert!(feed.text().contains("<guid isPermaLink=\"true\">../../7001</guid>"));
}
