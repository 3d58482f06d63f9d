//! Where requests go, what they take along, and what is shown of an address.

use super::*;

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
