//! The client against servers on loopback that answer well, badly and not at all.

mod addresses;
mod limits;

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use secrecy::SecretString;

use super::*;

const IMPATIENT: Patience = Patience {
    connect: Duration::from_secs(2),
    read: Duration::from_millis(300),
    total: Duration::from_secs(3),
    file: Duration::from_secs(3),
    before_retry: Duration::ZERO,
    between_requests: Duration::from_secs(2),
    rules: Rules { silences: 2, pause: Duration::from_mins(1) },
    with_loopback: false,
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
    Bytes(Vec<u8>),
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
        Act::Say(text) | Act::Stall(text) => (text.as_bytes(), false),
        Act::Bytes(bytes) => (bytes.as_slice(), false),
        Act::Flood => (b"HTTP/1.1 200 OK\r\n\r\n".as_slice(), true),
    };
    let mut alive = stream.write_all(start).await.is_ok();
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
        assert_eq!(RetryAfter::of(&error), Some(RetryAfter(Duration::from_mins(2))));
        assert!(error.chain().ends_with("answered 429: the server asks to wait 120 s"), "{}", error.chain());
    }
}

#[tokio::test]
async fn a_second_attempt_may_succeed() {
    let (outcome, asked) = fetch(vec![say("HTTP/1.1 500 Oops\r\ncontent-length: 0\r\n\r\n"), ok("fine")]).await;
    assert_eq!((outcome.unwrap().bytes, asked.len()), (b"fine".to_vec(), 2));
}

#[tokio::test]
async fn a_moment_asked_for_is_waited_for() {
    let soon = say("HTTP/1.1 429 Slow\r\nretry-after: 0\r\ncontent-length: 0\r\n\r\n");
    let (outcome, asked) = fetch(vec![soon, ok("fine")]).await;
    assert_eq!((outcome.unwrap().bytes, asked.len()), (b"fine".to_vec(), 2));
}

#[tokio::test]
async fn a_listing_is_a_multi_status() {
    for (status, outcome) in [("207 Multi-Status", Ok(2)), ("200 OK", Err(Kind::UnexpectedReply))] {
        let server = Server::start(vec![say(&format!("HTTP/1.1 {status}\r\ncontent-length: 2\r\n\r\nok"))]).await;
        let url = server.url("/dav/");
        let question = Question::listing(Target::Configured(&url), Depth::Children, "<propfind/>", 10);
        let got = client().whole(&question).await;
        assert_eq!(got.map(|body| body.bytes.len()).map_err(|error| error.kind()), outcome);
        let asked = server.requests()[0].to_lowercase();
        assert!(asked.starts_with("propfind /dav/") && asked.contains("depth: 1"), "{asked}");
    }
}
