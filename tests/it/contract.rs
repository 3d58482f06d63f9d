//! What every source promises, whatever its protocol: the same suite over all of them, against the make-believe ENT.
#![expect(clippy::unwrap_used, reason = "a test fails loudly")]

use std::path::Path;
use std::sync::Arc;

use ardoise::config::Config;
use ardoise::config::secret::Lookup;
use ardoise::demo::{Ent, Fault, Service};
use ardoise::error::Kind;
use ardoise::http::Client;
use ardoise::model::coverage::Completeness;
use ardoise::model::id::SourceId;
use ardoise::model::item::{Cursor, SourceState};
use ardoise::model::time::Now;
use ardoise::normalise::accept::{Context, Deletions, accept};
use ardoise::sources::folder::Folder;
use ardoise::sources::{Scope, Source, connect};
use chrono::Days;

use crate::around::AROUND;
use crate::project::{now, repository};

struct Bench {
    ent: Ent,
    sources: Vec<Box<dyn Source>>,
    scope: Scope,
    context: Context,
}

/// The demo school's announcements, one of its calendars, what it has beside its ENT, and its notes.
async fn bench() -> Bench {
    let ent = Ent::start(now()).await.unwrap();
    let secrets = ent.secrets();
    let lookup: Lookup = Arc::new(move |name| secrets.get(name).cloned());
    let text = std::fs::read_to_string(repository().join("config.toml")).unwrap();
    let config = Config::parse(&format!("{text}{AROUND}"), Path::new("."), &lookup).unwrap();
    let client = Client::new().unwrap();
    let ours = ["actualites", "edt-6a", "agenda-6a", "site", "vacances"];
    let chosen = config.sources.iter().filter(|source| ours.contains(&source.id.as_str()));
    let mut sources: Vec<Box<dyn Source>> = chosen.map(|settings| connect(settings, &client)).collect();
    sources.push(Box::new(Folder::new(SourceId::new("content").unwrap(), repository().join("content"))));
    let today = now().date_naive();
    Bench {
        ent,
        sources,
        scope: Scope { now: Now::new(now()), zone: config.school.zone, classes: config.classes },
        context: Context {
            now: Now::new(now()),
            today,
            keep_since: today - Days::new(37),
            deletions: Deletions::Guarded,
        },
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_question_gets_the_same_answer() {
    let bench = bench().await;
    for source in &bench.sources {
        let first = source.fetch(&bench.scope, &Cursor::default()).await.unwrap();
        assert!(!first.items.is_empty(), "{source:?} gives nothing");
        let accepted = accept(SourceState::new(source.id().clone()), first, &bench.context);
        let second = source.fetch(&bench.scope, &accepted.state.cursor).await.unwrap();
        let again = accept(accepted.state.clone(), second, &bench.context);
        assert_eq!(again.state.records, accepted.state.records, "{source:?}");
        assert_eq!((again.state.tombstones, again.new_holds), (Vec::new(), Vec::new()), "{source:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_source_covers_what_it_offers_and_gives_nothing_else() {
    let bench = bench().await;
    for source in &bench.sources {
        source.check(&bench.scope).await.unwrap();
        let fetched = source.fetch(&bench.scope, &Cursor::default()).await.unwrap();
        for item in &fetched.items {
            assert!(source.offers().contains(&item.item.kind()), "{source:?} gives {:?}", item.item.kind());
        }
        for kind in source.offers() {
            let complete = |window: &&ardoise::model::coverage::Coverage| {
                window.kind == *kind && window.completeness == Completeness::Complete && window.pulled_at == now()
            };
            assert_eq!(fetched.coverage.iter().filter(complete).count(), 1, "{source:?} on {kind:?}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whose_move_it_is_depends_on_the_fault() {
    let bench = bench().await;
    for (fault, kind) in [
        (Fault::Refuse, Kind::Unreachable),
        (Fault::Status(500), Kind::Unreachable),
        (Fault::Status(401), Kind::Credentials),
        (Fault::Status(403), Kind::Credentials),
        (Fault::Status(404), Kind::UnexpectedReply),
        (Fault::RetryAfter(120), Kind::RateLimited),
        (Fault::LoginPage, Kind::UnexpectedReply),
        (Fault::HugeBody, Kind::UnexpectedReply),
    ] {
        bench.ent.play(Service::Everything, Some(fault.clone()));
        for source in bench.sources.iter().filter(|source| !source.is_local()) {
            let error = source.fetch(&bench.scope, &Cursor::default()).await.unwrap_err();
            assert_eq!(error.kind(), kind, "{source:?} on {fault:?}: {}", error.chain());
            for secret in bench.ent.truth().planted {
                assert!(!error.chain().contains(&secret), "{source:?} on {fault:?} shows `{secret}`");
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cut_answer_is_never_complete() {
    let bench = bench().await;
    bench.ent.play(Service::Everything, Some(Fault::Truncated));
    for source in bench.sources.iter().filter(|source| !source.is_local()) {
        if let Ok(fetched) = source.fetch(&bench.scope, &Cursor::default()).await {
            let complete = fetched.coverage.iter().any(|window| window.completeness == Completeness::Complete);
            assert!(!complete, "{source:?} believes a cut answer");
        }
    }
}
