//! A part of a state is what the whole state has of it, and a glance counts what a load reads.

use std::collections::BTreeMap;

use serde_json::json;

use super::*;
use crate::model::item::Item;
use crate::store::glance::{Count, Glance};
use crate::store::tests::record;

/// One item of each sort, under keys that tell it, and each once more among what is gone. They changed one minute after the other.
fn state() -> SourceState {
    let body = json!([]);
    let file = json!({ "id": "a", "name": "fiche.pdf", "kind": { "local": "fiche.pdf" }, "media_type": null,
        "digest": "00", "size": 1, "alt": null });
    let not_fetched = json!({ "id": "a", "name": "fiche.pdf", "kind": { "at_source": null }, "media_type": null,
        "digest": null, "size": null, "alt": null });
    let lesson = json!({ "audience": "school", "subject": null, "title": "Sortie", "start": "2026-11-24T08:00:00Z",
        "end": "2026-11-24T09:00:00Z", "teachers": [], "rooms": [], "status": "planned", "cause": null,
        "raw_status": null });
    let items = [
        json!({ "announcement": { "audience": "school", "title": "Grève", "summary": null, "body": null,
            "published_at": null, "expires_at": null, "headline": false, "categories": [], "illustration": null,
            "attachments": [not_fetched], "address": null } }),
        json!({ "content": { "audience": "school", "subject": null, "day": "2026-11-24", "title": null, "body": body } }),
        json!({ "document": { "audience": "school", "folders": [], "modified_at": null, "file": file } }),
        json!({ "homework": { "audience": "school", "subject": null, "given_on": null, "due_on": "2026-11-25",
            "body": body, "test": false, "attachments": [] } }),
        json!({ "lesson": lesson }),
        json!({ "menu": { "audience": "school", "week": "2026-W48", "body": body, "attachments": [] } }),
        json!({ "non_teaching": { "from": "2026-12-19", "to": "2027-01-03", "kind": "holiday", "label": "Noël" } }),
    ];
    let mut state = SourceState::new(SourceId::new("ent").unwrap());
    for (minute, item) in (0..).zip(items) {
        let sort = item.as_object().unwrap().keys().next().unwrap().clone();
        let item: Item = serde_json::from_value(item).unwrap();
        let at = at(minute);
        state.tombstones.push(Tombstone { key: ItemKey::new(&format!("{sort}-gone")), item: item.clone(), at });
        state.records.push(record(&sort, item, at));
    }
    state
}

fn at(minute: u32) -> DateTime<Utc> {
    format!("2026-11-24T06:{minute:02}:00Z").parse().unwrap()
}

#[tokio::test]
async fn a_part_is_what_the_whole_has_of_it() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(folder.path()).await.unwrap();
    store.commit(&state(), &[]).await.unwrap();
    assert_eq!(store.load(&state().source).await.unwrap(), state());
    let parts: [(Part, &[&str]); 3] = [
        (Part::Moments, &["announcement", "non_teaching"]),
        (Part::Files, &["document"]),
        (Part::Changes(at(4)), &["announcement", "menu", "non_teaching"]),
    ];
    for (part, sorts) in parts {
        let mut expected = state();
        expected.records.retain(|record| sorts.contains(&record.key.as_str()));
        expected.tombstones.retain(|gone| sorts.contains(&gone.key.as_str().trim_end_matches("-gone")));
        assert_eq!(store.load_part(&state().source, part).await.unwrap(), expected, "{part:?}");
    }
}

#[tokio::test]
async fn a_glance_counts_what_a_load_reads() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(folder.path()).await.unwrap();
    let source = state().source;
    assert_eq!(store.glance(&source).await.unwrap(), Glance::default());
    let mut state = state();
    state.records[4].missing_since = Some(at(0));
    store.commit(&state, &[]).await.unwrap();
    let mut counts: BTreeMap<_, Count> = BTreeMap::new();
    for record in store.load(&source).await.unwrap().records {
        let count = counts.entry(record.item.kind()).or_default();
        count.items += 1;
        count.held += usize::from(record.missing_since.is_some());
    }
    assert_eq!(counts.values().map(|count| count.items).sum::<usize>(), 7);
    assert_eq!(store.glance(&source).await.unwrap(), Glance { coverage: Vec::new(), counts });
}
