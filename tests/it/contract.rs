//! What every source promises, whatever its protocol: the same suite over all of them, against the make-believe ENT.
//!
//! A source joins with an entry in [`SOURCES`]; a scenario that cannot befall it is named in [`EXCLUDED`] with the reason.
#![expect(clippy::unwrap_used, reason = "a test fails loudly")]

mod scenarios;
mod sequences;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::{Arc, LazyLock, OnceLock};

use ardoise::config::Config;
use ardoise::config::secret::Lookup;
use ardoise::demo::{Ent, Fault, Scenario, Service};
use ardoise::error::{Error, Kind};
use ardoise::http::Client;
use ardoise::model::coverage::Completeness;
use ardoise::model::id::SourceId;
use ardoise::model::item::{Cursor, Fetched, Item, Record, SourceState};
use ardoise::model::season::SeasonEnd;
use ardoise::model::suppression::Suppressions;
use ardoise::model::time::Now;
use ardoise::normalise::accept::{Accepted, Context, Deletions, accept};
use ardoise::normalise::retention::Bounds;
use ardoise::sources::folder::Folder;
use ardoise::sources::{Scope, Source, connect};
use chrono::{DateTime, NaiveDate, Utc};

use crate::around::AROUND;
use crate::project::{now, repository};

/// What no source may ever tell: the same at any moment, and slow to put together.
static PLANTED: OnceLock<Vec<String>> = OnceLock::new();

static NOTHING_WITHDRAWN: Suppressions = Suppressions { withdrawn: BTreeMap::new(), allowed: BTreeSet::new() };

/// The remote sources under contract: their addresses and secrets are what [`Ent::secrets`] gives.
static SOURCES: LazyLock<String> = LazyLock::new(|| [OF_THE_SCHOOL, AROUND].concat());

const OF_THE_SCHOOL: &str = r#"
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
id = "actualites-jeton"
type = "netocentre-news"
portal = { env = "ENT_PORTAL" }
token = { client = "ardoise", secret = { env = "ENT_CLIENT_SECRET" } }
reader = "1"

[[sources]]
id = "actualites-machine"
type = "netocentre-news"
portal = { env = "ENT_PORTAL" }
publisher = "3"

[[sources]]
id = "cantine"
type = "netocentre-menu"
portal = { env = "ENT_PORTAL" }
token = { client = "ardoise", secret = { env = "ENT_CLIENT_SECRET" } }

[[sources]]
id = "moodle"
type = "moodle"
url = { env = "MOODLE_URL" }
token = { env = "MOODLE_TOKEN" }

[[sources.courses]]
id = 7
subject = "SVT"
class = "6a"

[[sources.courses]]
id = 9
class = "6a"

[[sources]]
id = "documents"
type = "webdav"
url = { env = "CLOUD_URL" }
user = "ardoise"
password = { env = "CLOUD_PASSWORD" }

[[sources.folders]]
path = "Classes/6A"
class = "6a"
"#;

/// The scenarios that cannot befall a source, by its id, and why.
const EXCLUDED: [(&str, Scenario, &str); 18] = [
    ("actualites", Scenario::RefusedUntilRenewed, "public feeds have no token"),
    ("actualites", Scenario::GrowingPages, "a feed is one document"),
    ("edt-6a", Scenario::RefusedUntilRenewed, "the address is the password: there is nothing to renew"),
    ("edt-6a", Scenario::GrowingPages, "a calendar is one document"),
    ("edt-6a", Scenario::NullFields, "holidays are known by their label alone: without it they are others"),
    ("actualites-machine", Scenario::RefusedUntilRenewed, "the address of the machine is allowed, without a token"),
    ("actualites-machine", Scenario::GrowingPages, "the list is one document"),
    ("cantine", Scenario::GrowingPages, "each week is one document"),
    ("agenda-6a", Scenario::RefusedUntilRenewed, "the address is the password: there is nothing to renew"),
    ("agenda-6a", Scenario::GrowingPages, "a calendar is one document"),
    ("site", Scenario::RefusedUntilRenewed, "a public feed has no token"),
    ("site", Scenario::GrowingPages, "a feed is one document"),
    ("vacances", Scenario::RefusedUntilRenewed, "the ministry's open data have no token"),
    ("vacances", Scenario::GrowingPages, "the calendar is one document"),
    ("moodle", Scenario::RefusedUntilRenewed, "the token of a service account is not renewed"),
    ("moodle", Scenario::GrowingPages, "the lists of these courses fit their first page"),
    ("documents", Scenario::RefusedUntilRenewed, "an app password is not renewed"),
    ("documents", Scenario::GrowingPages, "a folder is one document"),
];

/// One source, an ENT of its own, and a clock.
struct Bench {
    ent: Ent,
    source: Box<dyn Source>,
    config: Arc<Config>,
    planted: Vec<String>,
    now: DateTime<Utc>,
}

impl Bench {
    /// The source with that place in [`SOURCES`].
    async fn new(place: usize, client: &Client) -> Bench {
        let ent = Ent::start(now()).await.unwrap();
        let config = config(&ent);
        let source = connect(&config.sources[place], client);
        let secrets = ent.secrets().into_values();
        let parameters = secrets.filter_map(|secret| match secret.split_once('?') {
            Some((_, parameters)) => Some(parameters.to_owned()),
            None => (!secret.starts_with("http")).then_some(secret),
        });
        let planted = PLANTED.get_or_init(|| ent.truth().planted).iter().cloned().chain(parameters).collect();
        Bench { ent, source, config: Arc::new(config), planted, now: now() }
    }

    /// Moves the clocks of the ENT and of its reader.
    fn set_now(&mut self, now: DateTime<Utc>) {
        self.now = now;
        self.ent.set_now(now);
    }

    fn scope(&self) -> Scope {
        Scope {
            now: Now::new(self.now),
            zone: self.config.school.zone,
            classes: self.config.classes.clone(),
            week_a: self.config.school.week_a,
        }
    }

    async fn fetch(&self, cursor: &Cursor) -> Result<Fetched, Error> {
        let outcome = self.source.fetch(&self.scope(), cursor).await;
        if let Err(error) = &outcome {
            let told = format!("{error:?} {}", error.chain());
            for secret in &self.planted {
                assert!(!told.contains(secret), "{:?} shows `{secret}`", self.source);
            }
        }
        outcome
    }

    fn accept(&self, before: SourceState, fetched: Fetched) -> Accepted {
        let today = self.now.date_naive();
        let deletions = if self.source.is_local() { Deletions::Trusted } else { Deletions::Guarded };
        let context =
            Context { now: Now::new(self.now), today, bounds: bounds(), deletions, suppressions: &NOTHING_WITHDRAWN };
        accept(before, fetched, &context)
    }

    /// What a pull leaves in the store; a failure leaves all as it was.
    async fn pull(&self, before: SourceState) -> SourceState {
        match self.fetch(&before.cursor).await {
            Ok(fetched) => self.accept(before, fetched).state,
            Err(_) => before,
        }
    }

    fn unknown(&self) -> SourceState {
        SourceState::new(self.source.id().clone())
    }
}

/// The same days for all, so that no run forgets what another keeps.
fn bounds() -> Bounds {
    Bounds::of(now().date_naive(), 30, SeasonEnd::AUGUST)
}

fn config(ent: &Ent) -> Config {
    let secrets = ent.secrets();
    let lookup: Lookup = Arc::new(move |name| secrets.get(name).cloned());
    let text = std::fs::read_to_string(repository().join("config.toml")).unwrap();
    let (school, _) = text.split_once("[[sources]]").unwrap();
    Config::parse(&format!("{school}{}", *SOURCES), Path::new("."), &lookup).unwrap()
}

fn count() -> usize {
    SOURCES.matches("[[sources]]").count()
}

/// What is published of a record: not when it was seen.
fn published(state: &SourceState) -> Vec<(String, &Item, &[NaiveDate])> {
    state.records.iter().map(|record| (record.key.as_str().to_owned(), &record.item, record.days.as_slice())).collect()
}

/// All sources, with the notes of the demo school and the files of an office.
async fn benches() -> Vec<Bench> {
    let client = Client::new().unwrap();
    let mut benches = Vec::new();
    for place in 0..count() {
        benches.push(Bench::new(place, &client).await);
    }
    let mut notes = Bench::new(0, &client).await;
    notes.source = Box::new(Folder::new(SourceId::new("content").unwrap(), repository().join("content")));
    benches.push(notes);
    let mut office = Bench::new(0, &client).await;
    let text = std::fs::read_to_string(repository().join("tests/fixtures/office/config.toml")).unwrap();
    let lookup: Lookup = Arc::new(|_| None);
    let school = Config::parse(&text, &repository().join("tests/fixtures/office"), &lookup).unwrap();
    office.source = connect(&school.sources[0], &client);
    office.config = Arc::new(school);
    benches.push(office);
    benches
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_question_gets_the_same_answer() {
    for bench in benches().await {
        let first = bench.fetch(&Cursor::default()).await.unwrap();
        assert!(!first.items.is_empty(), "{:?} gives nothing", bench.source);
        let accepted = bench.accept(bench.unknown(), first);
        let second = bench.fetch(&accepted.state.cursor).await.unwrap();
        let again = bench.accept(accepted.state.clone(), second);
        assert_eq!(again.state.records, accepted.state.records, "{:?}", bench.source);
        assert_eq!((again.state.tombstones, again.new_holds), (Vec::new(), Vec::new()), "{:?}", bench.source);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_source_covers_what_it_offers_and_gives_nothing_else() {
    for bench in benches().await {
        let source = &bench.source;
        source.check(&bench.scope()).await.unwrap();
        let fetched = bench.fetch(&Cursor::default()).await.unwrap();
        let told = format!("{:?}", fetched.items);
        for secret in &bench.planted {
            assert!(!told.contains(secret), "{source:?} tells `{secret}`");
        }
        for item in &fetched.items {
            assert!(source.offers().contains(&item.item.kind()), "{source:?} gives {:?}", item.item.kind());
        }
        for kind in source.offers() {
            let complete = |window: &&ardoise::model::coverage::Coverage| {
                window.kind == *kind && window.completeness == Completeness::Complete && window.pulled_at == now()
            };
            let readers: Vec<_> = fetched.coverage.iter().filter(complete).map(|window| &window.classes).collect();
            assert!(!readers.is_empty(), "{source:?} on {kind:?}");
            assert!(
                readers.iter().enumerate().all(|(place, one)| !readers[..place].contains(one)),
                "{source:?} on {kind:?}"
            );
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_changes_anything_at_the_source() {
    for bench in benches().await {
        let state = bench.accept(bench.unknown(), bench.fetch(&Cursor::default()).await.unwrap()).state;
        for attachment in state.records.iter().flat_map(|record| record.item.attachments()) {
            drop(bench.source.download(attachment, 1 << 20).await);
        }
        let harmful: Vec<_> = bench.ent.requests().into_iter().filter(|request| !request.harmless).collect();
        assert_eq!(harmful, Vec::new(), "{:?}", bench.source);
        let names: Vec<_> = bench.ent.requests().into_iter().filter_map(|request| request.user_agent).collect();
        assert!(names.iter().all(|name| name.starts_with("Ardoise/")), "{names:?}");
    }
}
