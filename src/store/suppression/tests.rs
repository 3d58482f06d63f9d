//! What is on the list is neither kept nor told, whatever is put into the store.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};

use super::*;
use crate::journal::{Deed, Place, unreached};
use crate::model::item::{Item, SourceState, Tombstone};
use crate::model::lesson::{NonTeaching, NonTeachingKind};
use crate::store::tests::record;

const WORDS: &str = "Zébulon Quatrefages est en voyage";

fn at() -> DateTime<Utc> {
    "2026-11-24T06:30:00Z".parse().unwrap()
}

fn state() -> SourceState {
    let day = "2026-12-24".parse().unwrap();
    let item =
        Item::NonTeaching(NonTeaching { from: day, to: day, kind: NonTeachingKind::Closure, label: WORDS.into() });
    let mut state = SourceState::new(SourceId::new("edt").unwrap());
    state.records = ["a", "b"].map(|key| record(key, item.clone(), at())).into();
    state.tombstones = vec![Tombstone { key: ItemKey::new("c"), item, at: at() }];
    state
}

fn list(keys: &[&str]) -> Suppressions {
    let item = |key: &&str| (ItemId::parse(&format!("edt/{key}")).unwrap(), Some(ItemKey::new("p1-place")));
    Suppressions { withdrawn: keys.iter().map(item).collect::<BTreeMap<_, _>>(), allowed: BTreeSet::new() }
}

#[tokio::test]
async fn an_older_state_put_back_does_not_tell_what_is_on_the_list() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(folder.path()).await.unwrap();
    store.commit(&state(), &[]).await.unwrap();
    store.suppress(&list(&["a", "c"]), &[]).await.unwrap();
    store.commit(&state(), &[]).await.unwrap();
    let known = store.load(&state().source).await.unwrap();
    assert_eq!(known, SourceState { records: vec![state().records[1].clone()], tombstones: Vec::new(), ..state() });
    assert_eq!(store.suppressions().await.unwrap(), list(&["a", "c"]));
    // Rows that some other program put there, such as an older database with this list, are not told either.
    sqlx::query("UPDATE item SET key = 'a'").execute(&store.pool).await.unwrap();
    assert_eq!(store.load(&state().source).await.unwrap().records, Vec::new());
}

#[tokio::test]
async fn nothing_is_left_in_the_files_of_the_database() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(folder.path()).await.unwrap();
    store.commit(&state(), &[]).await.unwrap();
    store.suppress(&list(&["a", "b", "c"]), &[]).await.unwrap();
    store.wipe().await.unwrap();
    for file in crate::fs::files_below(folder.path()).unwrap() {
        let bytes = crate::fs::read(&folder.path().join(&file)).unwrap();
        let text = String::from_utf8_lossy(&bytes).into_owned();
        assert!(!text.contains("Quatrefages"), "{}", file.display());
    }
}

#[tokio::test]
async fn the_journal_knows_what_was_not_reached_until_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(folder.path()).await.unwrap();
    let item = ItemId::parse("edt/a").unwrap();
    let line = |deed, place| Entry::new(at(), "camille", deed, &item, place);
    store.note(&[line(Deed::Withdrawn, Place::Store), line(Deed::NotReached, Place::Output)]).await.unwrap();
    let journal = store.journal().await.unwrap();
    assert_eq!(journal[1], line(Deed::NotReached, Place::Output));
    assert_eq!(unreached(&journal), [&journal[1]]);
    store.note(&[line(Deed::Withdrawn, Place::Output)]).await.unwrap();
    assert_eq!(unreached(&store.journal().await.unwrap()), Vec::<&Entry>::new());
}
