//! Databases of older and newer programs.

use std::borrow::Cow;
use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};

use super::*;
use crate::model::id::{ItemKey, SourceId};
use crate::model::item::{Item, Record, SourceState, Tombstone};
use crate::store::backup::Lineage;

fn at() -> DateTime<Utc> {
    "2026-11-24T06:30:00Z".parse().unwrap()
}

/// An item that was seen once.
pub(super) fn record(key: &str, item: Item, at: DateTime<Utc>) -> Record {
    Record {
        key: ItemKey::new(key),
        item,
        days: Vec::new(),
        revision: "1".to_owned(),
        seen_first: at,
        changed_at: at,
        missing_since: None,
    }
}

fn state() -> SourceState {
    let holidays = serde_json::json!({ "from": "2026-12-19", "to": "2027-01-03", "kind": "holiday", "label": "Noël" });
    let item = Item::NonTeaching(serde_json::from_value(holidays).unwrap());
    SourceState { records: vec![record("noel", item, at())], ..SourceState::new(SourceId::new("ent").unwrap()) }
}

/// Writes the database of the program that knew so many migrations, with one item in it.
async fn write_old(folder: &Path, version: i64) {
    let options = SqliteConnectOptions::new().filename(folder.join(DATABASE)).create_if_missing(true);
    let pool = SqlitePool::connect_with(options).await.unwrap();
    let known = MIGRATIONS.iter().filter(|migration| migration.version <= version).cloned().collect();
    Migrator { migrations: Cow::Owned(known), ..Migrator::DEFAULT }.run(&pool).await.unwrap();
    sqlx::query("INSERT INTO source (id) VALUES ('ent')").execute(&pool).await.unwrap();
    let insert = match version {
        ..=10 => {
            "INSERT INTO item (source, key, body, days, revision, seen_first, seen_last, changed_at)
             VALUES ('ent', 'noel', $1, '[]', '1', $2, $2, $2)"
        }
        _ => {
            "INSERT INTO item (source, key, body, days, revision, seen_first, changed_at)
             VALUES ('ent', 'noel', $1, '[]', '1', $2, $2)"
        }
    };
    let body = serde_json::to_string(&state().records[0].item).unwrap();
    sqlx::query(insert).bind(body).bind(at().to_rfc3339()).execute(&pool).await.unwrap();
    pool.close().await;
}

#[tokio::test]
async fn every_older_database_is_upgraded_and_so_is_its_backup() {
    for version in 1..=Store::newest_version() {
        let (old, here) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        write_old(old.path(), version).await;
        let upgraded = Store::open(old.path()).await.unwrap();
        assert_eq!(upgraded.load(&state().source).await.unwrap(), state(), "version {version}");
        upgraded.close().await;
        let store = Store::open(here.path()).await.unwrap();
        assert_eq!(store.take_in(old.path()).await.unwrap(), Lineage::Lost, "version {version}");
        assert_eq!(store.load(&state().source).await.unwrap(), state(), "version {version}");
    }
}

#[tokio::test]
async fn the_database_of_a_newer_program_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(folder.path()).await.unwrap();
    let newer = "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time)
        VALUES ($1, 'later', TRUE, x'00', 1)";
    sqlx::query(newer).bind(Store::newest_version() + 1).execute(&store.pool).await.unwrap();
    store.close().await;
    let told = Store::open(folder.path()).await.unwrap_err().to_string();
    assert!(told.ends_with("was written by a newer program: use that one"), "{told}");
}

/// The place of each row of a table: a row that is replaced gets another.
async fn places(store: &Store, table: &'static str) -> BTreeMap<String, i64> {
    let select = sqlx::AssertSqlSafe(format!("SELECT key, rowid FROM {table}"));
    sqlx::query_as(select).fetch_all(&store.pool).await.unwrap().into_iter().collect()
}

#[tokio::test]
async fn a_commit_writes_what_changed_and_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(folder.path()).await.unwrap();
    let item = state().records[0].item.clone();
    let gone = |key: &str| Tombstone { key: ItemKey::new(key), item: item.clone(), at: at() };
    let mut known = state();
    known.records = ["a", "b", "c"].map(|key| record(key, item.clone(), at())).to_vec();
    known.tombstones = ["d", "e", "f"].map(gone).to_vec();
    store.commit(&known, &[]).await.unwrap();
    let (items, tombstones) = (places(&store, "item").await, places(&store, "tombstone").await);

    // The second changes, the third goes, another comes; what was gone comes back and is forgotten, or is gone anew.
    known.records[1].missing_since = Some(at());
    known.records[2] = record("d", item.clone(), at());
    known.tombstones = vec![gone("c"), Tombstone { at: at() + TimeDelta::days(1), ..gone("e") }, gone("f")];
    known.tombstones.sort_by_key(|tombstone| (tombstone.at, tombstone.key.clone()));
    store.commit(&known, &[]).await.unwrap();
    assert_eq!(store.load(&known.source).await.unwrap(), known);
    let kept = |before: &BTreeMap<String, i64>, after: &BTreeMap<String, i64>| -> Vec<String> {
        let same = before.iter().filter(|(key, place)| after.get(*key) == Some(*place));
        same.map(|(key, _)| key.clone()).collect()
    };
    assert_eq!(kept(&items, &places(&store, "item").await), ["a"]);
    assert_eq!(kept(&tombstones, &places(&store, "tombstone").await), ["f"]);
}

/// The upkeep that SQLx 0.9 starts when a pool is opened can take a thread for good.
#[tokio::test]
async fn a_store_has_no_upkeep() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(folder.path()).await.unwrap();
    let options = store.pool.options();
    let upkeep = (options.get_idle_timeout(), options.get_max_lifetime(), options.get_min_connections());
    assert_eq!(upkeep, (None, None, 0));
}
