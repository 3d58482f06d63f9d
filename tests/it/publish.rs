//! Publishing: the same contract for every kind of target, and what the command line makes of it.
#![expect(clippy::unwrap_used, reason = "a test stops where the servers that it started do not answer")]

mod bucket;
mod certificates;
mod contract;
mod readers;
mod rivals;
mod shelf;
mod verbs;

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::Path;
use std::time::Duration;

use ardoise::artifact::{Digest, SitePath};
use ardoise::error::Result;
use ardoise::publish::archive::Archive;
use ardoise::publish::storage::{Patience, Remote, Storage};
use ardoise::publish::{
    Action, Deletions, Options, Part, Past, Receipt, Release, ReleaseFile, Run, Trust, Turn, deploy, folder,
};
use axum::Router;
use chrono::{DateTime, TimeDelta, Utc};
use opendal::Operator;
use opendal::services::{Fs, Memory, S3};
use tempfile::TempDir;

use crate::publish::bucket::Bucket;

const ORDINARY: Options = Options {
    action: Action::Publish,
    trust: Trust::Record,
    deletions: Deletions::Limited,
    past: Past::Kept,
    turn: Turn::Ordinary,
};

/// Publishers that wait for one another wait for milliseconds.
const QUICK: Patience = Patience {
    beat: Duration::from_millis(100),
    silence: Duration::from_secs(3),
    look: Duration::from_millis(20),
    again: Duration::from_millis(2),
};

/// A make-believe service on loopback; it stops when the value goes.
struct Served {
    address: SocketAddr,
    task: tokio::task::JoinHandle<()>,
}

impl Served {
    async fn start(router: Router) -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let task = tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Served { address, task }
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// One publisher with its state, and a target.
struct Desk {
    state: TempDir,
    publisher: String,
    record: Option<String>,
    now: DateTime<Utc>,
    storage: Storage,
}

impl Desk {
    fn new(storage: Storage, publisher: &str) -> Self {
        let now = crate::project::now();
        Desk { state: TempDir::new().unwrap(), publisher: publisher.to_owned(), record: None, now, storage }
    }

    fn archive(&self) -> Archive {
        Archive::new(self.state.path().join("published"))
    }

    /// Publishes these files: pages, but for those in `media/` and `fichiers.txt`.
    async fn publish(&mut self, files: &[(&str, &str)], options: Options) -> Result<Receipt> {
        let archive = self.archive();
        let release = release(&archive, files);
        let run = Run { options, now: self.now, archive: &archive, target: "t", publisher: &self.publisher };
        let receipt = match &self.storage {
            Storage::Folder(root) => folder::publish(root, &release, &run),
            Storage::Remote(remote) => deploy::deploy(remote, &release, &run, self.record.as_deref()).await,
        }?;
        if options.action == Action::Publish && receipt.record.is_some() {
            self.record.clone_from(&receipt.record);
        }
        Ok(receipt)
    }

    fn wait(&mut self, hours: i64) {
        self.now += TimeDelta::hours(hours);
    }

    /// What readers see, without what is ours.
    async fn seen(&self) -> BTreeMap<String, String> {
        let mut found = BTreeMap::new();
        match &self.storage {
            Storage::Folder(root) => {
                for (path, bytes) in crate::project::files(&root.join("current")) {
                    found.insert(path.display().to_string(), String::from_utf8(bytes).unwrap());
                }
            }
            Storage::Remote(remote) => {
                for entry in remote.operator.list_with("/").recursive(true).await.unwrap() {
                    if entry.metadata().mode().is_file() && !entry.path().starts_with(".ardoise/") {
                        let bytes = remote.operator.read(entry.path()).await.unwrap().to_bytes();
                        found.insert(entry.path().to_owned(), String::from_utf8(bytes.to_vec()).unwrap());
                    }
                }
            }
        }
        found
    }

    fn operator(&self) -> &Operator {
        let Storage::Remote(remote) = &self.storage else { panic!("a folder has no operator") };
        &remote.operator
    }
}

fn release(archive: &Archive, files: &[(&str, &str)]) -> Release {
    let file = |(path, text): &(&str, &str)| {
        let part = match *path {
            path if path.contains("media/") => Part::Asset,
            path if path.ends_with("fichiers.txt") => Part::Guide,
            _ => Part::Page,
        };
        let file = ReleaseFile {
            digest: archive.keep_bytes(text.as_bytes()).unwrap(),
            size: text.len() as u64,
            media_type: "text/html; charset=utf-8".to_owned(),
            part,
            shown: (*path).to_owned(),
        };
        (SitePath::new(path).unwrap(), file)
    };
    Release { files: files.iter().map(file).collect(), ..Release::default() }
}

fn expected(files: &[(&str, &str)]) -> BTreeMap<String, String> {
    files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect()
}

fn sent(receipt: &Receipt) -> Vec<&str> {
    receipt.sent.iter().map(|(file, _)| file.as_str()).collect()
}

fn memory() -> Storage {
    remote(Operator::new(Memory::default()).unwrap())
}

fn stick(folder: &Path) -> Storage {
    let beside = folder.join(".ardoise/beside");
    let service = Fs::default().root(folder.to_str().unwrap()).atomic_write_dir(beside.to_str().unwrap());
    let remote = Remote::new(Operator::new(service).unwrap(), QUICK).unwrap();
    Storage::Remote(Remote { lanes: 1, beside: Some(beside), ..remote })
}

fn s3(bucket: &Bucket, key: &str) -> Storage {
    let service = S3::default()
        .bucket("ardoise")
        .region("us-east-1")
        .endpoint(&format!("http://{}", bucket.served.address))
        .access_key_id(key)
        .secret_access_key("secret")
        .disable_config_load()
        .disable_ec2_metadata();
    remote(Operator::new(service).unwrap())
}

fn remote(operator: Operator) -> Storage {
    Storage::Remote(Remote::new(operator, QUICK).unwrap())
}

/// The name of a file in `media/`, which is that of its content.
fn asset(text: &str) -> String {
    format!("6a/media/{}.jpg", Digest::of(text.as_bytes()).short())
}
