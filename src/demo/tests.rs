//! What the make-believe ENT sends, read by parsers that are not ours.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::{Amendment, Ent};

mod calendars;
mod faulty;
mod news;

/// Tuesday 24 November 2026, 17:30 at the school.
const TUESDAY: &str = "2026-11-24T16:30:00Z";

/// A whole HTTP answer.
#[derive(Debug)]
struct Answer {
    status: u16,
    headers: BTreeMap<String, String>,
    body: Vec<u8>,
}

impl Answer {
    fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

fn at(text: &str) -> DateTime<Utc> {
    text.parse().expect("an instant")
}

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

async fn start() -> Ent {
    Ent::start(at(TUESDAY)).await.expect("loopback")
}

async fn get(ent: &Ent, path: &str) -> Answer {
    ask(ent, "GET", path).await.expect("an answer")
}

/// One request written by hand; `None` when the connection ends without an answer.
async fn ask(ent: &Ent, method: &str, path: &str) -> Option<Answer> {
    let address = ent.address();
    let path = path.strip_prefix(&address).unwrap_or(path);
    let host = address.strip_prefix("http://").expect("http");
    let mut stream = TcpStream::connect(host).await.ok()?;
    let head = "User-Agent: Essai/1\r\nIf-None-Match: \"abc\"\r\nConnection: close\r\n\r\n";
    stream.write_all(format!("{method} {path} HTTP/1.1\r\nHost: {host}\r\n{head}").as_bytes()).await.ok()?;
    let mut bytes = Vec::new();
    let mut limited = stream.take(4_000_000);
    // A broken connection still leaves what came before.
    let read = limited.read_to_end(&mut bytes).await;
    let end = bytes.windows(4).position(|window| window == b"\r\n\r\n");
    let (Some(end), Ok(_) | Err(_)) = (end, read) else { return None };
    let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
    let mut lines = head.split("\r\n");
    let status = lines.next()?.split(' ').nth(1)?.parse().ok()?;
    let header = |line: &str| line.split_once(": ").map(|(name, value)| (name.to_lowercase(), value.to_owned()));
    Some(Answer { status, headers: lines.filter_map(header).collect(), body: bytes[end + 4..].to_vec() })
}

#[tokio::test]
async fn requests_are_recorded_without_secrets() {
    let ent = start().await;
    let secret = ent.secrets()["EDT_6A_URL"].clone();
    assert_eq!(get(&ent, &secret).await.status, 200);
    assert_eq!(ask(&ent, "HEAD", &secret).await.expect("an answer").body, b"");
    assert_eq!(ask(&ent, "POST", "/publisher/feed/rss/0459999Z").await.expect("an answer").status, 405);
    let requests = ent.requests();
    let seen: Vec<(&str, &str, Option<u16>)> =
        requests.iter().map(|one| (one.method.as_str(), one.path.as_str(), one.status)).collect();
    let calendar = "/pronote/ical/Edt_6A.ics";
    let expected = [
        ("GET", calendar, Some(200)),
        ("HEAD", calendar, Some(200)),
        ("POST", "/publisher/feed/rss/0459999Z", Some(405)),
    ];
    assert_eq!(seen, expected);
    assert_eq!(requests[0].user_agent.as_deref(), Some("Essai/1"));
    assert_eq!(requests[0].conditional, BTreeMap::from([("if-none-match".to_owned(), "\"abc\"".to_owned())]));
    assert!(!format!("{requests:?}").contains("icalsecurise"));
}

#[tokio::test]
async fn a_calendar_needs_its_secret() {
    let ent = start().await;
    let url = ent.secrets()["EDT_4B_URL"].clone();
    let (path, query) = url.split_once('?').expect("a query");
    let other = ent.secrets()["EDT_4A_URL"].clone();
    let stale = query.replace("2026.2.6", "2025.1.1");
    let asked = [
        (url.clone(), 200),
        (path.to_owned(), 404),
        (format!("{path}?{}", other.split_once('?').expect("a query").1), 404),
        (format!("{path}?{stale}"), 200),
        (url.replace("4B", "9Z"), 404),
        (format!("{}/nulle/part", ent.address()), 404),
    ];
    for (url, status) in asked {
        let answer = get(&ent, &url).await;
        assert_eq!(answer.status, status, "{url}");
        let media_type = if status == 200 { "text/calendar;charset=UTF-8" } else { "text/html;charset=UTF-8" };
        assert_eq!(answer.headers["content-type"], media_type);
    }
    assert_eq!(ent.secrets().len(), 33);
    assert_eq!(ent.secrets()["ENT_PORTAL"], ent.address());
}

#[tokio::test]
async fn a_stopped_ent_answers_nothing() {
    let ent = start().await;
    let host = ent.address().strip_prefix("http://").expect("http").to_owned();
    ent.stop().await;
    assert!(TcpStream::connect(host).await.is_err());
}

#[tokio::test]
async fn a_dropped_ent_answers_nothing() {
    let ent = start().await;
    let host = ent.address().strip_prefix("http://").expect("http").to_owned();
    drop(ent);
    for _ in 0..1000 {
        if TcpStream::connect(&host).await.is_err() {
            return;
        }
        tokio::task::yield_now().await;
    }
    panic!("{host} still answers");
}

/// What is planted is really there to be leaked.
#[tokio::test]
async fn planted_strings_are_served_somewhere() {
    let ent = start().await;
    let truth = ent.truth();
    let mut served = String::new();
    for url in ent.secrets().values() {
        served.push_str(url);
        // Fields of export that fold may cut.
        served.push_str(&calendars::unfolded(&get(&ent, url).await.body).replace("\\,", ","));
    }
    for path in ["/publisher/feed/rss/0459999Z", "/publisher/feed/atom/0459999Z"] {
        served.push_str(&get(&ent, path).await.text());
    }
    let token = &ent.secrets()["MOODLE_TOKEN"];
    let call = format!("/moodle/webservice/rest/server.php?wstoken={token}&wsfunction=mod_forum_get_forum_discussions");
    served.push_str(&get(&ent, &format!("{call}&forumid=70")).await.text());
    let news = &truth.announcements;
    for one in news {
        let page = get(&ent, &format!("/publisher/view/item/{}", one.id)).await.text();
        served.push_str(&page);
    }
    for name in ["le%20chat%20du%20CDI.jpg", "cafe-des-parents.jpg"] {
        served.push_str(&get(&ent, &format!("/publisher/files/2026/11/{name}")).await.text());
    }
    served.push_str(
        &get(&ent, "/publisher/view/file/2026/11/Sortie%20au%20mus%C3%A9e%20des%20Beaux-Arts%20(5e).pdf").await.text(),
    );
    // The author of the OpenDocument file is in a compressed part of it, and not everyone writes at any moment.
    let absent: Vec<&String> = truth.planted.iter().filter(|planted| !served.contains(planted.as_str())).collect();
    assert_eq!(absent, ["Thibault Escarmelle"]);
}

#[tokio::test]
async fn a_school_changes_its_mind() {
    let ent = start().await;
    let before = ent.truth();
    let (class, one) = (&before.classes[0], &before.classes[0].homework[0]);
    let (id, subject, due) = (class.id.clone(), one.subject.clone(), one.due);
    ent.amend(Amendment::RewriteHomework { class: id.clone(), subject, due, text: "<p>Ex 3 &amp; 4</p>".to_owned() });
    let rewritten = ent.truth();
    assert!(rewritten.classes[0].homework.iter().any(|other| other.due == due && other.text == "Ex 3 & 4"));
    assert!(calendars::unfolded(&get(&ent, &ent.secrets()["EDT_6A_URL"]).await.body).contains("<p>Ex 3 &amp\\; 4</p>"));
    ent.amend(Amendment::RemoveHomework { class: id.clone(), subject: one.subject.clone(), due });
    assert!(!ent.truth().classes[0].homework.iter().any(|other| other.due == due && other.subject == one.subject));

    let start = class.lessons[500].start;
    ent.amend(Amendment::RemoveLesson { class: id.clone(), start });
    assert!(!ent.truth().classes[0].lessons.iter().any(|lesson| lesson.start == start));
    let (from, to) = (day("2026-12-01"), day("2026-12-02"));
    ent.amend(Amendment::RemoveLessons { class: id, from, to });
    let left =
        ent.truth().classes[0].lessons.iter().filter(|lesson| (from..=to).contains(&lesson.start.date_naive())).count();
    assert_eq!(left, 0);
    assert_eq!(ent.truth().classes[1].lessons, before.classes[1].lessons);

    let [first, second] = [before.announcements[0].id, before.announcements[1].id];
    ent.amend(Amendment::WithdrawAnnouncement(first));
    ent.amend(Amendment::EditAnnouncement { id: second, title: "Nouveau titre".to_owned() });
    let after = ent.truth().announcements;
    assert_eq!((after.len(), after[0].title.as_str()), (before.announcements.len() - 1, "Nouveau titre"));
    assert_eq!(get(&ent, &format!("/publisher/view/item/{first}")).await.status, 404);
    let atom = get(&ent, "/publisher/feed/atom/0459999Z").await.text();
    assert!(atom.contains("<updated>2026-11-24T16:3"));
}
