//! What was printed survives, word for word.

use super::*;
use crate::artifact::Digest;
use crate::artifact::sheet::{SheetKind, Told, ToldKind};
use crate::ledger::Purpose;
use crate::model::id::{ClassId, PrinterId};
use crate::model::paper::Profile;
use crate::model::time::Week;

fn intent() -> Intent {
    Intent {
        week: Week::parse("2026-W49").unwrap(),
        class: Some(SheetClass { id: ClassId::new("6a").unwrap(), label: "6e A".to_owned() }),
        profile: Profile::Grand,
        kind: SheetKind::Gazette,
        digest: Digest::of(b"a gazette"),
        copies: 12,
        pages: 3,
        printer: PrinterId::new("copieur").unwrap(),
        purpose: Purpose::Run,
        data_as_of: "2026-11-27T06:00:00".parse().ok(),
        told: vec![Told {
            key: "edt-6a/homework-1".to_owned(),
            digest: Digest::of(b"told"),
            kind: ToldKind::Homework,
            title: "Français".to_owned(),
            day: "2026-12-01".parse().ok(),
            at: None,
        }],
    }
}

#[tokio::test]
async fn a_job_is_kept_word_for_word() {
    let folder = tempfile::tempdir().unwrap();
    let at = "2026-11-27T09:00:00Z".parse().unwrap();
    let store = Store::open(folder.path()).await.unwrap();
    let first = store.intend(&intent(), at).await.unwrap();
    let second = store.intend(&Intent { class: None, ..intent() }, at).await.unwrap();
    let receipt =
        Receipt { job_id: 7, job_uuid: Some("urn:uuid:1".to_owned()), printer_uuid: Some("urn:uuid:2".to_owned()) };
    store.note_receipt(&first, &receipt).await.unwrap();
    let reasons = [Reason::MediaEmpty, Reason::Other("fuser-over-temp".to_owned())];
    store.note_job(&first, State::Completed, Some(Proof::Queue), &reasons).await.unwrap();
    store.close().await;

    let store = Store::open(folder.path()).await.unwrap();
    let entries = store.print_jobs().await.unwrap();
    assert_ne!(first, second);
    let completed = Entry {
        key: first,
        intent: intent(),
        at,
        state: State::Completed,
        receipt: Some(receipt),
        proof: Some(Proof::Queue),
        reasons: reasons.to_vec(),
    };
    let open = Entry {
        key: second,
        intent: Intent { class: None, ..intent() },
        at,
        state: State::Intended,
        receipt: None,
        proof: None,
        reasons: Vec::new(),
    };
    assert_eq!(entries, [completed, open]);
}

#[tokio::test]
async fn forgotten_jobs_are_gone_and_the_others_are_not() {
    let folder = tempfile::tempdir().unwrap();
    let at = "2026-11-27T09:00:00Z".parse().unwrap();
    let store = Store::open(folder.path()).await.unwrap();
    let (old, kept) = (store.intend(&intent(), at).await.unwrap(), store.intend(&intent(), at).await.unwrap());
    store.forget_print_jobs(&[old]).await.unwrap();
    let left: Vec<JobKey> = store.print_jobs().await.unwrap().into_iter().map(|job| job.key).collect();
    assert_eq!(left, [kept]);
}
