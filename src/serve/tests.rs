//! Requests over real sockets, written by hand.

use std::collections::BTreeMap;

use tempfile::TempDir;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::*;
use crate::artifact::Manifest;
use crate::artifact::headers::sealed;
use crate::artifact::place::{Folder, Login, Place, SiteSecret};
use crate::fs;
use crate::model::id::SiteId;

const PAGE: &str = "<!doctype html><meta charset=utf-8><title>6e A</title><style>p{}</style><p>Bonjour";

/// An output folder with one site.
fn output() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let mut manifest = serde_json::to_value(Manifest::new("Collège <des> Tilleuls")).unwrap();
    for site in ["6a", "6b"] {
        manifest["sites"][site] = serde_json::json!({ "files": {} });
    }
    let page = sealed(PAGE);
    for (path, bytes) in [
        ("manifest.json", manifest.to_string().as_bytes()),
        ("print/2026-W49/6a.pdf", b"%PDF"),
        ("sites/6a/index.html", page.as_bytes()),
        ("sites/6a/index.html.br", b"as brotli"),
        ("sites/6a/index.html.gz", b"as gzip"),
        ("sites/6a/flux.xml", b"<feed/>"),
        ("sites/6a/calendrier.ics", b"BEGIN:VCALENDAR"),
        ("sites/6a/site.webmanifest", b"{}"),
        ("sites/6a/sw.js", b"//"),
        ("sites/6a/texte.txt", b"Bonjour"),
        ("sites/6a/gazette.pdf", b"%PDF-1.7"),
        ("sites/6a/.secret", b"x"),
        ("sites/.secret/index.html", b"x"),
        ("sites/6b/index.html", b"<p>6e B"),
        ("sites/index.html", b"<p>the public sites"),
        ("sites/410.html", b"<meta charset=utf-8><style>p{}</style><p>the theme's page"),
        ("sites/6a/media/0a1b.jpg", b"JPEG"),
    ] {
        fs::write(&folder.path().join(path), bytes).unwrap();
    }
    folder
}

/// `6a` lies in the folder of its name, `6b` in one that nobody can guess.
fn places() -> Places {
    let site = |id: &str| SiteId::new(id).unwrap();
    let folders = [("6a", Folder::named(&site("6a"))), ("6b", SiteSecret::new([7; 16]).folder())];
    let sites = folders.map(|(id, folder)| (site(id), Place { folder, login: None }));
    Places { sites: sites.into(), ..Places::default() }
}

async fn start(folder: &TempDir, mode: Mode) -> Serving {
    serve(folder.path(), places(), "127.0.0.1:0".parse().unwrap(), mode, None).await.unwrap()
}

struct Answer {
    status: u16,
    headers: BTreeMap<String, String>,
    body: String,
}

impl Answer {
    fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", String::as_str)
    }
}

/// Sends a request line and headers as they are, and reads until the server closes.
async fn ask(serving: &Serving, line: &str, headers: &str) -> Answer {
    let mut socket = TcpStream::connect(serving.address()).await.unwrap();
    let request = format!("{line} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{headers}\r\n");
    socket.write_all(request.as_bytes()).await.unwrap();
    let mut bytes = Vec::new();
    socket.read_to_end(&mut bytes).await.unwrap();
    let text = String::from_utf8(bytes).unwrap();
    let (head, body) = text.split_once("\r\n\r\n").unwrap();
    let mut lines = head.split("\r\n");
    let status = lines.next().unwrap().split(' ').nth(1).unwrap().parse().unwrap();
    let headers =
        lines.map(|line| line.split_once(": ").unwrap()).map(|(name, value)| (name.to_lowercase(), value.to_owned()));
    Answer { status, headers: headers.collect(), body: body.to_owned() }
}

async fn get(serving: &Serving, path: &str) -> Answer {
    ask(serving, &format!("GET {path}"), "").await
}

#[tokio::test]
async fn the_first_page_lists_the_sites() {
    let folder = output();
    let serving = start(&folder, Mode::Plain).await;
    let answer = get(&serving, "/").await;
    assert_eq!((answer.status, answer.header("content-type")), (200, "text/html; charset=utf-8"));
    assert!(answer.body.contains("<html lang=\"fr\">"));
    assert!(answer.body.contains("<h1>Collège &lt;des&gt; Tilleuls</h1>"));
    assert!(answer.body.contains("<li><a href=\"/6a/\">6a</a>"));
    let secret = SiteSecret::new([7; 16]).folder();
    assert!(answer.body.contains(&format!("<li><a href=\"/{}/\">6b</a>", secret.as_str())));
    fs::remove_file(&folder.path().join("manifest.json")).unwrap();
    assert!(get(&serving, "/").await.body.contains("Aucun site n’est encore construit."));
    fs::write(&folder.path().join("manifest.json"), b"{").unwrap();
    assert_eq!(get(&serving, "/").await.status, 500);
}

#[tokio::test]
async fn a_page_comes_in_the_lightest_form_that_the_client_takes() {
    let folder = output();
    let serving = start(&folder, Mode::Plain).await;
    for (accepted, encoding, body) in [
        ("", "", sealed(PAGE).as_str()),
        ("Accept-Encoding: gzip, deflate, br\r\n", "br", "as brotli"),
        ("Accept-Encoding: gzip\r\n", "gzip", "as gzip"),
        ("Accept-Encoding: br;q=0, gzip;q=0.5\r\n", "gzip", "as gzip"),
        ("Accept-Encoding: identity\r\n", "", sealed(PAGE).as_str()),
    ] {
        let answer = ask(&serving, "GET /6a/", accepted).await;
        assert_eq!((answer.status, answer.header("content-encoding"), answer.body.as_str()), (200, encoding, body));
        assert_eq!(answer.header("content-type"), "text/html; charset=utf-8");
        assert_eq!(answer.header("vary"), "accept-encoding");
    }
}

#[tokio::test]
async fn a_page_that_has_not_changed_is_not_sent_again() {
    let folder = output();
    let serving = start(&folder, Mode::Plain).await;
    let tag = get(&serving, "/6a/index.html").await.header("etag").to_owned();
    assert!(tag.starts_with('"'), "{tag} is strong");
    let answer = ask(&serving, "GET /6a/index.html", &format!("If-None-Match: {tag}\r\n")).await;
    assert_eq!((answer.status, answer.body.as_str()), (304, ""));
    assert_eq!(answer.header("cache-control"), "no-cache");
}

#[tokio::test]
async fn every_answer_is_guarded() {
    let folder = output();
    let serving = start(&folder, Mode::Plain).await;
    let secret = SiteSecret::new([8; 16]).folder();
    let gone = format!("GET /{}/", secret.as_str());
    let own = Inline::of_page(PAGE).header(None);
    let nothing = Inline::default().header(None);
    for (line, status, policy) in [
        ("GET /6a/", 200, Some(&own)),
        ("HEAD /6a/", 200, Some(&own)),
        ("GET /6a/gazette.pdf", 200, Some(&nothing)),
        ("GET /6a", 307, Some(&nothing)),
        (&gone, 410, Some(&own)),
        ("GET /rien", 404, None),
        ("GET /", 200, None),
        ("POST /6a/", 405, Some(&nothing)),
    ] {
        let answer = ask(&serving, line, "").await;
        let fixed = headers::FIXED.map(|(name, _)| answer.header(&name.to_lowercase()).to_owned());
        assert_eq!(fixed, headers::FIXED.map(|(_, value)| value.to_owned()), "{line}");
        let told = answer.header("content-security-policy");
        assert!(
            told.starts_with("default-src 'none'; ") && policy.is_none_or(|policy| told == policy),
            "{line}: {told}"
        );
        assert_eq!((answer.status, answer.header("cache-control")), (status, "no-cache"), "{line}");
    }
    assert_eq!(get(&serving, "/6a/media/0a1b.jpg").await.header("cache-control"), headers::FOR_EVER);
}

#[tokio::test]
async fn a_folder_that_is_gone_is_told_in_the_words_of_the_theme() {
    let folder = output();
    let serving = start(&folder, Mode::Plain).await;
    let (secret, other) = (SiteSecret::new([7; 16]).folder(), SiteSecret::new([8; 16]).folder());
    let capitals = secret.as_str().to_uppercase();
    let answer = get(&serving, &format!("/{capitals}/")).await;
    assert_eq!((answer.status, answer.header("location")), (307, format!("/{}/", secret.as_str()).as_str()));
    assert_eq!(get(&serving, &format!("/{}/", secret.as_str())).await.body, "<p>6e B");
    let site = SiteId::new("6b").unwrap();
    serving.move_to(Places { sites: [(site, Place { folder: other, login: None })].into(), ..Places::default() });
    let answer = get(&serving, &format!("/{}/", secret.as_str())).await;
    assert_eq!(answer.status, 410);
    assert!(answer.body.ends_with("<p>the theme's page"));
    assert_eq!(get(&serving, "/6b/").await.status, 404);
}

#[tokio::test]
async fn a_password_is_asked_for() {
    let folder = output();
    let secret = SiteSecret::new([7; 16]);
    let login = Login { user: "6b".to_owned(), password: secret.password() };
    let site = SiteId::new("6b").unwrap();
    let place = Place { folder: Folder::named(&site), login: Some(login) };
    let places = Places { sites: [(site, place)].into(), ..Places::default() };
    let serving = serve(folder.path(), places, "127.0.0.1:0".parse().unwrap(), Mode::Plain, None).await.unwrap();
    let refused = get(&serving, "/6b/").await;
    assert_eq!(
        (refused.status, refused.header("www-authenticate")),
        (401, "Basic realm=\"Ardoise\", charset=\"UTF-8\"")
    );
    assert!(refused.body.contains("<h1>Mot de passe demandé</h1>") && !refused.body.contains("6e B"));
    let credentials =
        base64::Engine::encode(&base64::prelude::BASE64_STANDARD, format!("6b:{}", secret.password().as_str()));
    let opened = ask(&serving, "GET /6b/", &format!("Authorization: Basic {credentials}\r\n")).await;
    assert_eq!((opened.status, opened.body.as_str()), (200, "<p>6e B"));
}

#[tokio::test]
async fn a_changed_file_is_sent_as_it_is_now() {
    let folder = output();
    let serving = start(&folder, Mode::Plain).await;
    assert_eq!(get(&serving, "/6a/texte.txt").await.body, "Bonjour");
    fs::write(&folder.path().join("sites/6a/texte.txt"), b"Bonsoir").unwrap();
    assert_eq!(get(&serving, "/6a/texte.txt").await.body, "Bonsoir");
    let part = ask(&serving, "GET /6a/texte.txt", "Range: bytes=3-6\r\n").await;
    assert_eq!((part.status, part.body.as_str()), (206, "soir"));
}

#[tokio::test]
async fn files_have_their_media_types() {
    let folder = output();
    let serving = start(&folder, Mode::Plain).await;
    for (file, media_type) in [
        ("flux.xml", "application/xml; charset=utf-8"),
        ("calendrier.ics", "text/calendar; charset=utf-8"),
        ("site.webmanifest", "application/manifest+json; charset=utf-8"),
        ("sw.js", "text/javascript; charset=utf-8"),
        ("texte.txt", "text/plain; charset=utf-8"),
        ("gazette.pdf", "application/pdf"),
    ] {
        assert_eq!(get(&serving, &format!("/6a/{file}")).await.header("content-type"), media_type, "{file}");
    }
}

#[tokio::test]
async fn a_folder_gets_its_slash() {
    let folder = output();
    let serving = start(&folder, Mode::Plain).await;
    let answer = get(&serving, "/6a").await;
    assert_eq!((answer.status, answer.header("location")), (307, "/6a/"));
}

#[tokio::test]
async fn nothing_else_can_be_reached() {
    let folder = output();
    for mode in [Mode::Plain, Mode::LiveReload] {
        let serving = start(&folder, mode).await;
        for path in [
            "/manifest.json",
            "/print/2026-W49/6a.pdf",
            "/sites/6a/index.html",
            "/6a/.secret",
            "/.secret/",
            "/6a/../../manifest.json",
            "/../manifest.json",
            "/6a/%2e%2e/%2e%2e/manifest.json",
            "/6a/..%2f..%2fmanifest.json",
            "/%2e%2e%2fmanifest.json",
            "/6a/..%5c..%5cmanifest.json",
            "//manifest.json",
            "/6a/index.html/",
            "/6b/",
            "/6b/index.html",
            &format!("/6a/{}.html", "x".repeat(300)),
        ] {
            let answer = get(&serving, path).await;
            assert_eq!(answer.status, 404, "{path}");
            assert!(answer.body.contains("<h1>Page introuvable</h1>"), "{path}");
        }
        assert_eq!(ask(&serving, "DELETE /6a/", "").await.status, 405);
    }
}

#[tokio::test]
async fn without_live_reload_pages_have_no_script() {
    let folder = output();
    let serving = start(&folder, Mode::Plain).await;
    assert_eq!(get(&serving, "/6a/").await.body, sealed(PAGE));
    assert_eq!(get(&serving, reload::PATH).await.status, 404);
}

#[tokio::test]
async fn with_live_reload_pages_have_one_script_that_the_policy_allows() {
    let folder = output();
    let serving = start(&folder, Mode::LiveReload).await;
    let answer = ask(&serving, "GET /6a/", "Accept-Encoding: br\r\n").await;
    assert_eq!(
        (answer.status, answer.header("content-encoding"), answer.header("cache-control")),
        (200, "", "no-store")
    );
    let script = answer.body.strip_prefix(PAGE).unwrap();
    let nonce = script.strip_prefix("<script nonce=\"").unwrap().split('"').next().unwrap();
    let policy = Inline::styles_of_page(PAGE).header(Some(&format!("'nonce-{nonce}'")));
    assert_eq!(answer.header("content-security-policy"), policy);
    assert_eq!(get(&serving, "/6a/sw.js").await.status, 404);
    assert_eq!(get(&serving, "/6a/texte.txt").await.body, "Bonjour");
    let head = ask(&serving, "HEAD /6a/", "").await;
    assert_eq!((head.status, head.body.as_str()), (200, ""));
    assert!(get(&serving, "/rien").await.body.contains(reload::PATH));
}

#[tokio::test]
async fn open_pages_hear_of_every_rebuilding_until_the_server_stops() {
    let folder = output();
    let serving = start(&folder, Mode::LiveReload).await;
    let mut socket = TcpStream::connect(serving.address()).await.unwrap();
    socket.write_all(format!("GET {} HTTP/1.1\r\nHost: localhost\r\n\r\n", reload::PATH).as_bytes()).await.unwrap();
    let mut heard = String::new();
    let mut buffer = [0; 1024];
    for (awaited, times) in [("text/event-stream", 1), ("data: reload", 1), ("data: reload", 2)] {
        while heard.matches(awaited).count() < times {
            let read = socket.read(&mut buffer).await.unwrap();
            assert_ne!(read, 0, "the stream ended after {heard}");
            heard.push_str(std::str::from_utf8(&buffer[..read]).unwrap());
        }
        serving.reload();
    }
    let address = serving.address();
    serving.stop().await;
    let mut rest = Vec::new();
    socket.read_to_end(&mut rest).await.unwrap();
    assert!(TcpStream::connect(address).await.is_err());
}

#[tokio::test]
async fn a_dropped_server_frees_its_address() {
    let folder = output();
    let serving = start(&folder, Mode::Plain).await;
    let address = serving.address();
    let taken = serve(folder.path(), places(), address, Mode::Plain, None).await.unwrap_err();
    assert_eq!((taken.kind(), taken.to_string()), (Kind::Local, format!("cannot listen on `{address}`")));
    drop(serving);
    while TcpStream::connect(address).await.is_ok() {
        tokio::task::yield_now().await;
    }
    serve(folder.path(), places(), address, Mode::Plain, None).await.unwrap();
}
