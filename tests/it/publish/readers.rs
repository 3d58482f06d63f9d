//! What readers get: pages are read back through a web server, and the cache in front of it hears what changed.
#![expect(clippy::unwrap_used, reason = "a harness fails loudly")]

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::{Method, StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::project::{Project, SMALL};

/// How a web server treats readers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Manner {
    /// As it should.
    Careful,
    /// It sends brotli to everybody.
    Brotli,
    /// It sends no headers of use.
    Bare,
    /// It shows something else.
    Stale,
    /// It wants to know who asks.
    Guarded,
}

struct Host {
    address: SocketAddr,
    manner: Arc<Mutex<Manner>>,
    heard: Arc<Mutex<Vec<String>>>,
}

impl Host {
    async fn start(root: PathBuf) -> Self {
        let (manner, heard) = (Arc::new(Mutex::new(Manner::Careful)), Arc::new(Mutex::new(Vec::new())));
        let (how, log) = (Arc::clone(&manner), Arc::clone(&heard));
        let answer = move |request: Request| {
            let (root, how, log) = (root.clone(), *how.lock().unwrap(), Arc::clone(&log));
            async move { answer(&root, how, &log, request).await }
        };
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(async move { axum::serve(listener, Router::new().fallback(answer)).await.unwrap() });
        Host { address, manner, heard }
    }

    fn behave(&self, manner: Manner) {
        *self.manner.lock().unwrap() = manner;
    }

    fn heard(&self) -> Vec<String> {
        std::mem::take(&mut self.heard.lock().unwrap())
    }
}

async fn answer(root: &std::path::Path, manner: Manner, log: &Mutex<Vec<String>>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let path = parts.uri.path().trim_start_matches('/').to_owned();
    if parts.method == Method::POST {
        let body = String::from_utf8(to_bytes(body, usize::MAX).await.unwrap().to_vec()).unwrap();
        let key = parts.headers["x-key"].to_str().unwrap();
        log.lock().unwrap().push(format!("{path} {key} {body}"));
        return StatusCode::OK.into_response();
    }
    let takes = |coding: &str| parts.headers[header::ACCEPT_ENCODING].to_str().unwrap().contains(coding);
    let coding = match manner {
        Manner::Guarded => return StatusCode::UNAUTHORIZED.into_response(),
        Manner::Brotli => Some(("br", ".br")),
        _ if takes("br") => Some(("br", ".br")),
        _ if takes("gzip") => Some(("gzip", ".gz")),
        _ => None,
    };
    let file = root.join(format!("{path}{}", coding.map_or("", |(_, extension)| extension)));
    let Ok(mut bytes) = std::fs::read(file) else { return StatusCode::NOT_FOUND.into_response() };
    if manner == Manner::Stale {
        bytes = b"an old page".to_vec();
        return Body::from(bytes).into_response();
    }
    let mut response = Response::builder();
    if let Some((name, _)) = coding {
        response = response.header(header::CONTENT_ENCODING, name);
    }
    if manner != Manner::Bare {
        response = response
            .header(header::CONTENT_TYPE, "text/html; charset=utf-8")
            .header(header::CACHE_CONTROL, "no-cache")
            .header(header::ETAG, "\"x\"")
            .header(header::VARY, "Accept-Encoding");
    }
    response.body(Body::from(bytes)).unwrap()
}

async fn school() -> (Project, Host) {
    let project = Project::with_config(SMALL).await;
    let host = Host::start(project.path("www/current")).await;
    let target = format!(
        "\n[site]\naccess = \"public\"\nteachers = \"none\"\n[[targets]]\nid = \"serveur\"\ntype = \"fs\"\npath = \"www\"\n\
         precompressed = true\npublic_url = \"http://{0}/\"\n[targets.purge]\nurl = \"http://{0}/purge\"\n\
         headers = {{ X-Key = {{ file = \"key\" }} }}\nbody = '[{{urls}}]'\nbatch = 1000\n",
        host.address
    );
    project.write("config.toml", &format!("{SMALL}{target}"));
    project.write("key", "open-sesame\n");
    project.pull_and_build().await;
    (project, host)
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_are_read_back_and_the_cache_hears_what_changed() {
    let (mut project, host) = school().await;
    let said = project.run(&["publish", "--json"]).await;
    assert_eq!(said.code, 0, "{said:?}");
    let report = said.json();
    assert!(report["targets"][0]["probed"].as_u64().unwrap() > 10, "{report}");
    assert_eq!(report["notices"], serde_json::json!([]));
    assert!(!said.stdout.contains("open-sesame") && !said.stderr.contains("open-sesame"));
    let heard = host.heard();
    assert_eq!(heard.len(), 1);
    assert!(heard[0].starts_with("purge open-sesame [\"http://"), "{}", heard[0]);
    let folder = format!("\"http://{}/6a/\"", host.address);
    assert!(heard[0].contains(&folder), "{}", heard[0]);
    assert!(!heard[0].contains("/media/") && !heard[0].contains("/pieces/"), "{}", heard[0]);

    project.run(&["publish"]).await;
    assert_eq!(host.heard(), Vec::<String>::new(), "nothing changed, nothing is said");

    project.wait(1);
    project.write(
        "content/classes/6a/sortie.md",
        "+++\ntitle = \"Sortie au musée\"\nclasses = [\"6a\"]\n+++\nPrévoir un pique-nique.\n",
    );
    project.build().await;
    host.behave(Manner::Brotli);
    let broken = project.run(&["publish", "--json"]).await;
    assert_eq!(broken.code, 1, "{broken:?}");
    let problem = broken.json()["problems"][0].clone();
    assert_eq!(problem["kind"], "unexpected_reply");
    assert!(problem["message"].as_str().unwrap().contains("comes as `br` to a reader who takes identity"), "{problem}");
    assert!(!host.heard()[0].contains("/3b/"));
    let status = project.run(&["status", "--json"]).await.json();
    assert!(status["targets"][0]["failing_since"].is_string(), "{status}");

    // What is owed is read back again although nothing changed since.
    host.behave(Manner::Bare);
    let mended = project.run(&["publish", "--json"]).await;
    assert_eq!(mended.code, 0, "{mended:?}");
    let mended = mended.json();
    assert_eq!(mended["targets"][0]["outcome"], "unchanged");
    assert!(mended["targets"][0]["probed"].as_u64().unwrap() > 0);
    assert_eq!(mended["notices"].as_array().unwrap().len(), 4, "{mended}");
    let status = project.run(&["status", "--json"]).await.json();
    assert_eq!(status["targets"][0]["failing_since"], serde_json::Value::Null, "{status}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_old_page_is_found_and_a_guarded_one_is_passed_over() {
    let (project, host) = school().await;
    host.behave(Manner::Guarded);
    let guarded = project.run(&["publish", "--json"]).await;
    assert_eq!((guarded.code, &guarded.json()["targets"][0]["probed"]), (0, &0.into()), "{guarded:?}");
    project.write(
        "content/classes/6a/sortie.md",
        "+++\ntitle = \"Sortie au musée\"\nclasses = [\"6a\"]\n+++\nPrévoir un pique-nique.\n",
    );
    project.build().await;
    host.behave(Manner::Stale);
    let stale = project.run(&["publish", "--json"]).await;
    assert_eq!(stale.code, 1, "{stale:?}");
    let message = stale.json()["problems"][0]["message"].clone();
    assert!(message.as_str().unwrap().contains("is another version"), "{message}");
}
