//! The client against servers on loopback that answer well, badly and not at all.

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
async fn hosts_are_spared() {
    let between_requests = Duration::from_millis(200);
    let client = || Client::with_patience(Patience { between_requests, with_loopback: true, ..IMPATIENT }).unwrap();
    let server = Server::start(vec![ok("fine")]).await;
    let (polite, start) = (client(), Instant::now());
    for path in ["/a", "/b", "/c"] {
        polite.get_whole(Target::Configured(&server.url(path)), 10).await.unwrap();
    }
    assert!(start.elapsed() >= 2 * between_requests, "{:?}", start.elapsed());

    let silent = Server::start(vec![say("")]).await;
    let patient = Server::start(vec![say("HTTP/1.1 503 Later\r\nretry-after: 60\r\ncontent-length: 0\r\n\r\n")]).await;
    for (server, asked, kind_of) in [(silent, 4, Kind::Unreachable), (patient, 1, Kind::RateLimited)] {
        let client = client();
        for _ in 0..4 {
            assert_eq!(kind(client.get_whole(Target::Secret(&server.url("/hidden")), 10).await), kind_of);
        }
        assert_eq!(server.requests().len(), asked, "the host is left alone");
    }
}

#[tokio::test]
async fn a_billion_bytes_are_cut_at_the_cap() {
    use std::io::Write;
    let mut bomb = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    let (block, start) = (vec![0; 1 << 20], Instant::now());
    (0..1024).for_each(|_| bomb.write_all(&block).unwrap());
    let bomb = bomb.finish().unwrap();
    assert!(bomb.len() < 2 << 20, "a gigabyte in {} bytes", bomb.len());
    let head = format!("HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: {}\r\n\r\n", bomb.len());
    for act in [Act::Flood, Act::Bytes([head.as_bytes(), &bomb].concat())] {
        let server = Server::start(vec![act]).await;
        let error = client().get_whole(Target::Configured(&server.url("/")), 4 << 20).await.unwrap_err();
        assert!(error.chain().ends_with("is larger than 4194304 bytes"), "{}", error.chain());
    }
    assert!(start.elapsed() < Duration::from_secs(60));
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
async fn a_file_goes_on_where_it_was_cut() {
    let piece = |range: &str, body: &str, whole: usize| {
        say(&format!("HTTP/1.1 206 Partial\r\ncontent-range: bytes {range}\r\ncontent-length: {whole}\r\n\r\n{body}"))
    };
    let first = || say("HTTP/1.1 200 OK\r\netag: \"1\"\r\ncontent-length: 10\r\n\r\nabcd");
    let server = Server::start(vec![first(), piece("4-9/10", "efg", 6), piece("7-9/10", "hij", 3)]).await;
    let url = server.url("/a.pdf");
    let outcome = client().whole(&Question::file(Target::Configured(&url), 10)).await;
    assert_eq!(outcome.unwrap().bytes, b"abcdefghij");
    let asked: Vec<Vec<String>> = server
        .requests()
        .iter()
        .map(|request| {
            request.to_lowercase().lines().filter(|line| line.contains("range")).map(str::to_owned).collect()
        })
        .collect();
    let from = |at: u32| vec![format!("range: bytes={at}-"), "if-range: \"1\"".to_owned()];
    assert_eq!(asked, [Vec::new(), from(4), from(7)]);
    for (second, outcome) in [
        (ok("another one"), Ok(b"another one".to_vec())),
        (piece("3-9/10", "defghij", 7), Err(Kind::UnexpectedReply)),
        (piece("4-10/11", "efghijk", 7), Err(Kind::UnexpectedReply)),
    ] {
        let server = Server::start(vec![first(), second]).await;
        let url = server.url("/a.pdf");
        let got = client().whole(&Question::file(Target::Configured(&url), 20)).await;
        assert_eq!(got.map(|body| body.bytes).map_err(|error| error.kind()), outcome);
    }
}

#[tokio::test]
async fn only_a_named_version_goes_on() {
    for head in ["", "etag: W/\"1\"\r\n", "etag: \"1\"\r\naccept-ranges: none\r\n"] {
        let cut = say(&format!("HTTP/1.1 200 OK\r\n{head}content-length: 10\r\n\r\nabcd"));
        let server = Server::start(vec![cut, ok("abcdefghij")]).await;
        let url = server.url("/a.pdf");
        let outcome = client().whole(&Question::file(Target::Configured(&url), 10)).await;
        assert_eq!(outcome.unwrap().bytes, b"abcdefghij");
        assert!(server.requests().iter().all(|request| !request.to_lowercase().contains("range:")), "{head}");
    }
}

#[tokio::test]
async fn what_lets_us_in_goes_to_the_configured_host_only() {
    let other = Server::start(vec![ok("other")]).await;
    let away = format!("HTTP/1.1 302 Found\r\nlocation: {}\r\ncontent-length: 0\r\n\r\n", other.url("/x"));
    let home = "HTTP/1.1 302 Found\r\nlocation: /b\r\ncontent-length: 0\r\n\r\n";
    let secret = || SecretString::from("hidden");
    let basic = Access::Basic { user: "ardoise".to_owned(), password: secret() };
    for (access, shown) in [
        (Access::Bearer(secret()), "authorization: bearer hidden"),
        (basic, "authorization: basic yxjkb2lzztpoawrkzw4="),
        (Access::Parameter { name: "token", value: secret() }, "?token=hidden"),
    ] {
        let server = Server::start(vec![say(home), say(&away)]).await;
        let url = server.url("/a");
        let question = Question::get(Target::Found(&url, &url), 10).with(Some(&access));
        // The other server is private here, so that the way ends at our own door.
        let error = client().ask(&question).await.unwrap_err();
        let asked = server.requests();
        assert_eq!(asked.len(), 2);
        assert!(asked.iter().all(|request| request.to_lowercase().contains(shown)), "{asked:?}");
        let told = format!("{error:?} {} {access:?}", error.chain());
        assert!(!told.contains("hidden"), "{told}");
        // What is found elsewhere is asked for without it.
        let client = reqwest::Client::builder().build().unwrap();
        let built = question.request(&client, &other.url("/x")).build().unwrap();
        assert!(built.headers().get("authorization").is_none() && built.url().query().is_none());
    }
    let leak = format!("HTTP/1.1 302 Found\r\nlocation: {}\r\ncontent-length: 0\r\n\r\n", other.url("/x?t=hidden"));
    let server = Server::start(vec![say(&leak)]).await;
    let (url, access) = (server.url("/a"), Access::Parameter { name: "token", value: secret() });
    let error = client().ask(&Question::get(Target::Configured(&url), 10).with(Some(&access))).await.unwrap_err();
    assert!(error.chain().ends_with("redirects a secret to another host"), "{}", error.chain());
    assert_eq!(other.requests(), Vec::<String>::new());
}

#[tokio::test]
async fn a_form_is_said_to_one_address() {
    let server = Server::start(vec![say("HTTP/1.1 307 Elsewhere\r\nlocation: /b\r\ncontent-length: 0\r\n\r\n")]).await;
    let (url, token) = (server.url("/webservice/rest/server.php"), SecretString::from("hidden"));
    let target = Target::Configured(&url);
    let question = Question::call(target, &token, "core_webservice_get_site_info", &[], 10).unwrap();
    assert_eq!(kind(client().ask(&question).await), Kind::UnexpectedReply);
    assert_eq!(server.requests().len(), 1);
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
