//! The client against servers on loopback that answer well, badly and not at all.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use super::*;

const IMPATIENT: Patience = Patience {
    connect: Duration::from_secs(2),
    read: Duration::from_millis(300),
    total: Duration::from_secs(3),
    before_retry: Duration::ZERO,
};

/// A server that gives the written answers in turn, the last one for ever, and the requests it got.
struct Server {
    address: SocketAddr,
    requests: Arc<Mutex<Vec<String>>>,
}

/// What the server does.
#[derive(Clone)]
enum Act {
    Say(String),
    /// Writes for ever.
    Flood,
    /// Says the beginning and then nothing.
    Stall(String),
}

fn say(text: &str) -> Act {
    Act::Say(text.to_owned())
}

fn ok(body: &str) -> Act {
    Act::Say(format!("HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\ncontent-length: {}\r\n\r\n{body}", body.len()))
}

impl Server {
    async fn start(acts: Vec<Act>) -> Server {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let requests = Arc::new(Mutex::new(Vec::new()));
        let seen = Arc::clone(&requests);
        tokio::spawn(async move {
            let mut number = 0;
            while let Ok((stream, _)) = listener.accept().await {
                let act = acts[number.min(acts.len() - 1)].clone();
                number += 1;
                tokio::spawn(serve(stream, act, Arc::clone(&seen)));
            }
        });
        Server { address, requests }
    }

    fn url(&self, path: &str) -> Url {
        Url::parse(&format!("http://{}{path}", self.address)).unwrap()
    }

    fn requests(&self) -> Vec<String> {
        self.requests.lock().unwrap().clone()
    }
}

async fn serve(mut stream: TcpStream, act: Act, seen: Arc<Mutex<Vec<String>>>) {
    let mut request = Vec::new();
    while !request.ends_with(b"\r\n\r\n") {
        let Ok(byte) = stream.read_u8().await else { return };
        request.push(byte);
    }
    seen.lock().unwrap().push(String::from_utf8_lossy(&request).into_owned());
    let (start, forever) = match &act {
        Act::Say(text) | Act::Stall(text) => (text.as_str(), false),
        Act::Flood => ("HTTP/1.1 200 OK\r\n\r\n", true),
    };
    let mut alive = stream.write_all(start.as_bytes()).await.is_ok();
    while alive && forever {
        alive = stream.write_all(&[b'x'; 4096]).await.is_ok();
    }
    if let Act::Stall(_) = act {
        std::future::pending::<()>().await;
    }
}

fn client() -> Client {
    Client::with_patience(IMPATIENT).unwrap()
}

async fn fetch(acts: Vec<Act>) -> (Result<Body>, Vec<String>) {
    let server = Server::start(acts).await;
    let outcome = client().get_whole(Target::Configured(&server.url("/a?b=1")), 1000).await;
    (outcome, server.requests())
}

fn kind<T: std::fmt::Debug>(outcome: Result<T>) -> Kind {
    outcome.unwrap_err().kind()
}

#[tokio::test]
async fn content_comes_with_its_type_and_validators() {
    let answer = "HTTP/1.1 200 OK\r\nContent-Type: text/calendar; charset=utf-8\r\nETag: \"1\"\r\nLast-Modified: Tue, 24 Nov 2026 07:00:00 GMT\r\ncontent-length: 2\r\n\r\nok";
    let server = Server::start(vec![say(answer), say("HTTP/1.1 304 Not Modified\r\n\r\n")]).await;
    let (client, url) = (client(), server.url("/"));
    let body = client.get_whole(Target::Configured(&url), 10).await.unwrap();
    let validators =
        Validators { etag: Some("\"1\"".to_owned()), last_modified: Some("Tue, 24 Nov 2026 07:00:00 GMT".to_owned()) };
    let content_type = Some("text/calendar; charset=utf-8".to_owned());
    assert_eq!(body, Body { bytes: b"ok".to_vec(), content_type, validators: validators.clone() });
    let again = client.get(Target::Configured(&url), &validators, 10).await.unwrap();
    assert!(matches!(again, Reply::NotModified));
    let asked = server.requests()[1].to_lowercase();
    for header in [
        "if-none-match: \"1\"",
        "if-modified-since: tue, 24 nov 2026",
        "user-agent: ardoise/",
        "accept-encoding: gzip,br",
    ] {
        assert!(asked.contains(header), "{header} in {asked}");
    }
}

#[tokio::test]
async fn each_refusal_has_its_kind() {
    for (status, expected, requests) in [
        ("401 Unauthorized", Kind::Credentials, 1),
        ("403 Forbidden", Kind::Credentials, 1),
        ("404 Not Found", Kind::UnexpectedReply, 1),
        ("410 Gone", Kind::UnexpectedReply, 1),
        ("418 Teapot", Kind::UnexpectedReply, 1),
        ("206 Partial Content", Kind::UnexpectedReply, 1),
        ("304 Not Modified", Kind::UnexpectedReply, 1),
        ("429 Too Many", Kind::RateLimited, 1),
        ("503 Unavailable", Kind::RateLimited, 1),
        ("500 Oops", Kind::Unreachable, 2),
        ("502 Bad Gateway", Kind::Unreachable, 2),
    ] {
        let (outcome, asked) = fetch(vec![say(&format!("HTTP/1.1 {status}\r\ncontent-length: 0\r\n\r\n"))]).await;
        assert_eq!((kind(outcome), asked.len()), (expected, requests), "{status}");
    }
}

#[tokio::test]
async fn the_wait_asked_for_is_the_cause() {
    for value in ["120", "Tue, 24 Nov 2026 07:02:00 GMT"] {
        let answer = format!(
            "HTTP/1.1 429 Slow\r\ndate: Tue, 24 Nov 2026 07:00:00 GMT\r\nretry-after: {value}\r\ncontent-length: 0\r\n\r\n"
        );
        let error = fetch(vec![say(&answer)]).await.0.unwrap_err();
        let cause = std::error::Error::source(&error).and_then(|cause| cause.downcast_ref::<RetryAfter>());
        assert_eq!(cause, Some(&RetryAfter(Duration::from_mins(2))));
        assert!(error.chain().ends_with("answered 429: the server asks to wait 120 s"), "{}", error.chain());
    }
}

#[tokio::test]
async fn a_second_attempt_may_succeed() {
    let (outcome, asked) = fetch(vec![say("HTTP/1.1 500 Oops\r\ncontent-length: 0\r\n\r\n"), ok("fine")]).await;
    assert_eq!((outcome.unwrap().bytes, asked.len()), (b"fine".to_vec(), 2));
}

#[tokio::test]
async fn no_answer_is_too_large_or_endless() {
    for act in [Act::Flood, ok(&"x".repeat(1001)), say("HTTP/1.1 200 OK\r\ncontent-length: 99999999999\r\n\r\nx")] {
        assert_eq!(kind(fetch(vec![act]).await.0), Kind::UnexpectedReply);
    }
    assert_eq!(fetch(vec![ok(&"x".repeat(1000))]).await.0.unwrap().bytes.len(), 1000);
    let chunked =
        format!("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n7d0\r\n{}\r\n0\r\n\r\n", "x".repeat(2000));
    assert_eq!(kind(fetch(vec![say(&chunked)]).await.0), Kind::UnexpectedReply);
}

#[tokio::test]
async fn half_answers_are_no_answers() {
    for act in [say("HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nhalf"), say("")] {
        let (outcome, asked) = fetch(vec![act]).await;
        assert_eq!((kind(outcome), asked.len()), (Kind::Unreachable, 2));
    }
    for act in [Act::Stall("HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nhalf".to_owned()), Act::Stall(String::new())] {
        let (outcome, asked) = fetch(vec![act]).await;
        assert_eq!((kind(outcome), asked.len()), (Kind::Unreachable, 1), "no second wait");
    }
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let closed = Url::parse(&format!("http://{}/", listener.local_addr().unwrap())).unwrap();
    drop(listener);
    assert_eq!(kind(client().get_whole(Target::Configured(&closed), 10).await), Kind::Unreachable);
}

#[tokio::test]
async fn compressed_content_counts_once_decompressed() {
    use std::io::Write;
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(&vec![b'x'; 100_000]).unwrap();
    let packed = encoder.finish().unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = Url::parse(&format!("http://{}/", listener.local_addr().unwrap())).unwrap();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut buffer = [0; 2048];
            assert!(stream.read(&mut buffer).await.unwrap() > 0);
            let head = format!(
                "HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
                packed.len()
            );
            stream.write_all(head.as_bytes()).await.unwrap();
            stream.write_all(&packed).await.unwrap();
        }
    });
    let client = client();
    assert_eq!(client.get_whole(Target::Configured(&url), 100_000).await.unwrap().bytes.len(), 100_000);
    assert_eq!(kind(client.get_whole(Target::Configured(&url), 99_999).await), Kind::UnexpectedReply);
}

#[tokio::test]
async fn content_leads_only_where_it_may() {
    let server = Server::start(vec![ok("fine")]).await;
    let other = Server::start(vec![ok("private")]).await;
    let origin = server.url("/publisher/");
    let client = client();
    let found = |url: Url| {
        let (client, origin) = (client.clone(), origin.clone());
        async move { client.get_whole(Target::Found(&url, &origin), 100).await }
    };
    assert_eq!(found(server.url("/file")).await.unwrap().bytes, b"fine");
    for forbidden in [
        other.url("/"),
        Url::parse(&format!("http://localhost:{}/", server.address.port())).unwrap(),
        Url::parse("http://169.254.169.254/latest/meta-data/").unwrap(),
        Url::parse("http://[::ffff:10.0.0.1]/").unwrap(),
        Url::parse("ftp://ent.example/").unwrap(),
    ] {
        assert_eq!(kind(found(forbidden).await), Kind::UnexpectedReply);
    }
    assert_eq!(other.requests(), Vec::<String>::new());
}

#[tokio::test]
async fn redirections_are_followed_within_limits() {
    let to = |location: &str| say(&format!("HTTP/1.1 302 Found\r\nlocation: {location}\r\ncontent-length: 0\r\n\r\n"));
    let (outcome, asked) = fetch(vec![to("/next?secret=1"), ok("fine")]).await;
    assert_eq!((outcome.unwrap().bytes, asked.len()), (b"fine".to_vec(), 2));
    let (outcome, asked) = fetch(vec![to("/round")]).await;
    assert_eq!((kind(outcome), asked.len()), (Kind::UnexpectedReply, 6));
    let other = Server::start(vec![ok("private")]).await;
    for target in [other.url("/").as_str(), "http://10.0.0.1/", "file:///etc/passwd"] {
        let (outcome, _) = fetch(vec![to(target)]).await;
        assert_eq!(kind(outcome), Kind::UnexpectedReply, "{target}");
    }
    assert_eq!(other.requests(), Vec::<String>::new());
}

#[tokio::test]
async fn a_secret_address_shows_only_its_host_and_stays_there() {
    let other = Server::start(vec![ok("other")]).await;
    let redirect = format!("HTTP/1.1 302 Found\r\nlocation: {}\r\ncontent-length: 0\r\n\r\n", other.url("/x"));
    for act in
        [say(&redirect), say("HTTP/1.1 500 Oops\r\ncontent-length: 0\r\n\r\n"), Act::Stall(String::new()), say("")]
    {
        let server = Server::start(vec![act]).await;
        let secret = server.url("/hidden-path/a.ics?icalsecurise=hidden-query");
        let error = client().get_whole(Target::Secret(&secret), 10).await.unwrap_err();
        let told = format!("{error:?} {}", error.chain());
        assert!(!told.contains("hidden"), "{told}");
        assert!(told.contains(&format!("http://{}/…", server.address)), "{told}");
    }
    assert_eq!(other.requests(), Vec::<String>::new());
    let same =
        Server::start(vec![say("HTTP/1.1 302 Found\r\nlocation: /b\r\ncontent-length: 0\r\n\r\n"), ok("fine")]).await;
    assert_eq!(client().get_whole(Target::Secret(&same.url("/a")), 10).await.unwrap().bytes, b"fine");
}

#[test]
fn public_addresses_are_shown_without_what_may_be_secret() {
    let shown = |text: &str| redacted(&Url::parse(text).unwrap());
    assert_eq!(shown("https://user:pass@ent.example:8443/a/b?token=1#c"), "https://ent.example:8443/a/b?…");
    assert_eq!(shown("http://ent.example/publisher/"), "http://ent.example/publisher/");
}

#[test]
fn an_upgrade_to_https_stays_at_home() {
    let configured = Url::parse("http://ent.example/a").unwrap();
    for (next, trusted) in [
        ("http://ent.example/b", true),
        ("https://ent.example/b", true),
        ("https://ent.example:8443/b", false),
        ("https://autre.example/b", false),
    ] {
        let next = Url::parse(next).unwrap();
        assert_eq!(Target::Configured(&configured).trusts(&next), trusted, "{next}");
        assert_eq!(Target::Secret(&configured).follow(&configured, next.as_str()).is_ok(), trusted, "{next}");
    }
    let secure = Url::parse("https://ent.example/a").unwrap();
    assert!(!Target::Secret(&secure).trusts(&configured));
}

#[test]
fn only_http_addresses_are_configured() {
    let purpose = |text: &str| address(&SecretString::from(text), "edt-6a").map_err(|error| error.to_string());
    assert!(purpose("https://ent.example/").is_ok());
    for bad in ["", "ent.example", "file:///etc/passwd", "hidden"] {
        assert_eq!(purpose(bad).unwrap_err(), "the address of `edt-6a` is not an HTTP address");
    }
}
