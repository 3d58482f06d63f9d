//! The daemon as an operator runs it: its signals, its lock, what it answers.

use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

use super::*;

/// The real program, ended with the test.
struct Running {
    child: Child,
    address: String,
}

impl Drop for Running {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// A port that was free a moment ago.
fn free_port() -> u16 {
    std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

impl Running {
    fn command(folder: &Path, ent: &Ent) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_ardoise"));
        command.args(["run", "--now", "2026-11-24T06:30:00Z", "-v"]).current_dir(folder).envs(ent.secrets());
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    async fn start(folder: &Path, ent: &Ent, port: u16) -> Self {
        let mut command = Self::command(folder, ent);
        command.stdout(Stdio::null()).stderr(Stdio::null());
        let mut running = Running { child: command.spawn().unwrap(), address: format!("http://127.0.0.1:{port}") };
        // Until it has published for the first time.
        while !folder.join("www/current").exists() {
            assert!(running.child.try_wait().unwrap().is_none(), "the daemon ended");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        running
    }

    fn signal(&self, name: &str) {
        let status = Command::new("kill").args([&format!("-{name}"), &self.child.id().to_string()]).status().unwrap();
        assert!(status.success());
    }

    async fn ask(&self, path: &str) -> (u16, String) {
        let answer = reqwest::get(format!("{}{path}", self.address)).await.unwrap();
        (answer.status().as_u16(), answer.text().await.unwrap())
    }
}

/// A folder with the school's file, and its ENT.
async fn school(more: &str) -> (TempDir, Ent, u16) {
    let (folder, port) = (TempDir::new().unwrap(), free_port());
    let serve = format!("[serve]\nlisten = \"127.0.0.1:{port}\"\n{more}");
    std::fs::write(folder.path().join("config.toml"), format!("{}{serve}", super::school())).unwrap();
    (folder, Ent::start("2026-11-24T06:30:00Z".parse().unwrap()).await.unwrap(), port)
}

#[tokio::test(flavor = "multi_thread")]
async fn it_serves_tells_the_truth_and_stops_at_once() {
    let (folder, ent, port) = school("").await;
    let mut running = Running::start(folder.path(), &ent, port).await;
    assert!(running.ask("/6a/").await.1.contains("6e A"));
    let (status, health) = running.ask("/healthz").await;
    let health: Value = serde_json::from_str(&health).unwrap();
    assert_eq!((status, health["state"].as_str()), (200, Some("ok")), "{health:#}");
    let sources: Vec<&str> =
        health["sources"].as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap()).collect();
    assert_eq!(sources, ["actualites", "edt-6a", "edt-3b", "vacances"]);
    let metrics = running.ask("/metrics").await.1;
    assert!(metrics.contains("ardoise_incidents 0\n"), "{metrics}");
    assert!(metrics.contains("ardoise_source_failing{id=\"edt-6a\"} 0\n"), "{metrics}");
    for (_, secret) in ent.secrets() {
        assert!(!metrics.contains(&secret) && !health.to_string().contains(&secret));
    }
    // Through a proxy on the same machine the question comes from anywhere.
    let proxied =
        reqwest::Client::new().get(format!("{}/healthz", running.address)).header("x-forwarded-for", "192.0.2.7");
    assert_eq!(proxied.send().await.unwrap().status().as_u16(), 404);

    let second = Running::command(folder.path(), &ent).output().unwrap();
    let said = String::from_utf8(second.stderr).unwrap();
    assert_eq!(second.status.code(), Some(2), "{said}");
    assert!(said.contains("another `ardoise run` works for this school"), "{said}");

    let before = ent.requests().len();
    running.signal("USR1");
    while ent.requests().len() < before + 5 {
        tokio::time::sleep(Duration::from_millis(50)).await;
    }

    let asked = Instant::now();
    running.signal("TERM");
    assert_eq!(running.child.wait().unwrap().code(), Some(0));
    assert!(asked.elapsed() < Duration::from_secs(5), "{:?}", asked.elapsed());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_configuration_leaves_the_last_good_one() {
    let (folder, ent, port) = school("").await;
    let running = Running::start(folder.path(), &ent, port).await;
    let file = folder.path().join("config.toml");
    let good = std::fs::read_to_string(&file).unwrap();
    std::fs::write(&file, good.replace("every = \"4h\"", "every = \"4 hours\"")).unwrap();
    running.signal("HUP");
    let incident = |health: &str| {
        let health: Value = serde_json::from_str(health).unwrap();
        health["incidents"].as_array().unwrap().iter().any(|incident| incident["subject"] == "configuration")
    };
    while !incident(&running.ask("/healthz").await.1) {
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert_eq!(running.ask("/healthz").await.0, 503);
    assert_eq!(running.ask("/6a/").await.0, 200);
    std::fs::write(&file, good).unwrap();
    while incident(&running.ask("/healthz").await.1) {
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_notice_is_on_all_sites_within_a_minute() {
    let (folder, ent, port) = school("").await;
    let running = Running::start(folder.path(), &ent, port).await;
    let path = folder.path().join("content/incident.md");
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    let written = Instant::now();
    std::fs::write(&path, "Le collège est fermé ce mardi : plus de chauffage.\n").unwrap();
    for site in ["6a", "3b"] {
        while !running.ask(&format!("/{site}/")).await.1.contains("plus de chauffage") {
            assert!(written.elapsed() < Duration::from_mins(1), "{site}");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }
}
