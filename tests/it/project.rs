//! A school in a temporary folder, its make-believe ENT, and the real binary run against both.
#![expect(clippy::unwrap_used, reason = "a harness fails loudly")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use ardoise::demo::Ent;
use assert_cmd::Command;
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::Value;
use tempfile::TempDir;

/// Tuesday 24 November 2026, 7 h 30 in Paris.
pub(crate) fn now() -> DateTime<Utc> {
    "2026-11-24T06:30:00Z".parse().unwrap()
}

/// The demo school in a folder of its own.
pub(crate) struct Project {
    folder: TempDir,
    pub(crate) ent: Ent,
    pub(crate) now: DateTime<Utc>,
}

/// What the binary said.
#[derive(Debug)]
pub(crate) struct Said {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Said {
    /// The result of a verb called with `--json`.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error}\n{}\n{}", self.stdout, self.stderr))
    }
}

impl Project {
    /// The demo school with all its classes.
    pub(crate) async fn whole() -> Self {
        let config = fs::read_to_string(repository().join("config.toml")).unwrap();
        Self::with_config(&config).await
    }

    /// The demo school with its announcements and two classes: enough for most promises, and quick.
    pub(crate) async fn small() -> Self {
        Self::with_config(SMALL).await
    }

    pub(crate) async fn with_config(config: &str) -> Self {
        let folder = TempDir::new().unwrap();
        fs::write(folder.path().join("config.toml"), config).unwrap();
        Project { folder, ent: Ent::start(now()).await.unwrap(), now: now() }
    }

    pub(crate) fn path(&self, relative: &str) -> PathBuf {
        self.folder.path().join(relative)
    }

    pub(crate) fn write(&self, relative: &str, text: &str) {
        let path = self.path(relative);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    pub(crate) fn read(&self, relative: &str) -> String {
        let path = self.path(relative);
        fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    }

    /// Moves this school's clock and the ENT's.
    pub(crate) fn wait(&mut self, minutes: i64) {
        self.now += TimeDelta::minutes(minutes);
        self.ent.set_now(self.now);
    }

    /// Runs the binary in the school's folder, at the school's time, with the ENT's addresses in its environment.
    pub(crate) async fn run(&self, arguments: &[&str]) -> Said {
        let mut command = Command::cargo_bin("ardoise").unwrap();
        command.current_dir(self.folder.path()).envs(self.ent.secrets()).args(arguments);
        command.args(["--now", &self.now.to_rfc3339()]);
        let output = tokio::task::spawn_blocking(move || command.output()).await.unwrap().unwrap();
        Said {
            code: output.status.code().unwrap(),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// Pulls and builds; both must be wholly done.
    pub(crate) async fn pull_and_build(&self) -> Value {
        let pulled = self.run(&["pull", "--json"]).await;
        assert_eq!(pulled.code, 0, "{pulled:?}");
        self.build().await
    }

    /// Builds; all must be done.
    pub(crate) async fn build(&self) -> Value {
        let built = self.run(&["build", "--json"]).await;
        assert_eq!(built.code, 0, "{built:?}");
        built.json()
    }

    /// Every file of the output folder with its bytes.
    pub(crate) fn output(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        files(&self.path("output"))
    }
}

/// Every file below a folder with its bytes.
pub(crate) fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut pending = vec![folder.to_path_buf()];
    while let Some(current) = pending.pop() {
        for entry in fs::read_dir(&current).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                pending.push(path);
            } else {
                found.insert(path.strip_prefix(folder).unwrap().to_path_buf(), fs::read(&path).unwrap());
            }
        }
    }
    found
}

/// The paths of which the bytes differ, or that only one side has.
pub(crate) fn differences(left: &BTreeMap<PathBuf, Vec<u8>>, right: &BTreeMap<PathBuf, Vec<u8>>) -> Vec<String> {
    let paths = left.keys().chain(right.keys().filter(|path| !left.contains_key(*path)));
    let mut found: Vec<String> =
        paths.filter(|path| left.get(*path) != right.get(*path)).map(|path| path.display().to_string()).collect();
    found.sort();
    found
}

pub(crate) fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

pub(crate) const SMALL: &str = r#"
[school]
name = "Collège des Tilleuls"
uai = "0459999Z"

[[classes]]
id = "6a"
label = "6e A"
level = "6e"

[[classes]]
id = "3b"
label = "3e B"
level = "3e"

[[sources]]
id = "actualites"
type = "netocentre-news"
portal = { env = "ENT_PORTAL" }

[[sources]]
id = "edt-6a"
type = "pronote-ical"
url = { env = "EDT_6A_URL" }
class = "6a"

[[sources]]
id = "edt-3b"
type = "pronote-ical"
url = { env = "EDT_3B_URL" }
class = "3b"
"#;
