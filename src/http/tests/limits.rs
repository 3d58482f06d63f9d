//! How much is taken, how fast, and what happens to what is cut.

use super::*;

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
    assert!(start.elapsed() < Duration::from_mins(1));
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
