//! Two publishers and one target: never both at work, whoever comes first, wakes up late or dies.

use ardoise::error::Kind;
use ardoise::publish::storage::Storage;

use super::bucket::Bucket;
use super::{Desk, ORDINARY, expected, memory, s3};

/// The files of one publisher: all of them say whose they are.
fn files(whose: &str) -> Vec<(String, String)> {
    (0..30).map(|n| (format!("6a/page-{n}.html"), whose.to_owned())).collect()
}

fn borrowed(files: &[(String, String)]) -> Vec<(&str, &str)> {
    files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_at_once_one_wins_and_the_other_says_so() {
    for round in 0..12 {
        let bucket = Bucket::start().await;
        let (mut left, mut right) = (Desk::new(s3(&bucket, "right"), "a"), Desk::new(s3(&bucket, "right"), "b"));
        let (ours, theirs) = (files("left"), files("right"));
        let (ours, theirs) = (borrowed(&ours), borrowed(&theirs));
        let (left_ended, right_ended) = if round % 2 == 0 {
            tokio::join!(left.publish(&ours, ORDINARY), right.publish(&theirs, ORDINARY))
        } else {
            let (right_ended, left_ended) =
                tokio::join!(right.publish(&theirs, ORDINARY), left.publish(&ours, ORDINARY));
            (left_ended, right_ended)
        };
        let seen = left.seen().await;
        match (&left_ended, &right_ended) {
            (Ok(_), Err(error)) => {
                assert_eq!(error.kind(), Kind::PreconditionFailed, "{round}: {}", error.chain());
                assert_eq!(seen, expected(&ours), "{round}");
            }
            (Err(error), Ok(_)) => {
                assert_eq!(error.kind(), Kind::PreconditionFailed, "{round}: {}", error.chain());
                assert_eq!(seen, expected(&theirs), "{round}");
            }
            // One had ended before the other began.
            (Ok(_), Ok(_)) => assert!(seen == expected(&ours) || seen == expected(&theirs), "{round}: {seen:?}"),
            both => panic!("{round}: {both:?}"),
        }
        let claims = bucket.state().objects.keys().filter(|key| key.contains("claims/")).count();
        assert_eq!(claims, 0, "{round}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dead_publisher_is_outlived_and_what_it_left_is_doubted() {
    for (dead, alive) in [("a", "b"), ("b", "a")] {
        let bucket = Bucket::start().await;
        let mut first = Desk::new(s3(&bucket, "right"), dead);
        first.publish(&[("6a/index.html", "one"), ("index.html", "x")], ORDINARY).await.unwrap();
        bucket.requests();
        // It dies after it sent its page and before it wrote the record.
        let before = bucket.state().objects.clone();
        first.publish(&[("6a/index.html", "two"), ("index.html", "x")], ORDINARY).await.unwrap();
        let claim = bucket.state().objects.keys().find(|key| key.contains("claims/")).cloned();
        assert_eq!(claim, None);
        let record = before.keys().find(|key| key.starts_with(".ardoise/")).unwrap().clone();
        bucket.state().objects.insert(record.clone(), before[&record].clone());
        let note = serde_json::json!({"attempt": "x", "beat": 3, "waiting": false, "pending": ["6a/index.html"]});
        first.operator().write(&format!(".ardoise/claims/{dead}"), gzip(&note.to_string())).await.unwrap();

        let mut second = Desk::new(s3(&bucket, "right"), alive);
        let files = [("6a/index.html", "one"), ("index.html", "x")];
        let receipt = second.publish(&files, ORDINARY).await.unwrap();
        assert_eq!(super::sent(&receipt), ["6a/index.html"]);
        assert_eq!(second.seen().await, expected(&files));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_record_that_somebody_wrote_meanwhile_is_not_replaced() {
    let bucket = Bucket::start().await;
    let mut desk = Desk::new(s3(&bucket, "right"), "a");
    desk.publish(&[("index.html", "one")], ORDINARY).await.unwrap();
    bucket.state().interloper = Some((".gz", b"theirs".to_vec()));
    let error = desk.publish(&[("index.html", "two")], ORDINARY).await.unwrap_err();
    assert_eq!(error.kind(), Kind::PreconditionFailed, "{}", error.chain());
    let state = bucket.state();
    let record = state.objects.iter().find(|(key, _)| key.rsplit('.').next() == Some("gz")).unwrap().1;
    assert_eq!(record.bytes, b"theirs");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_damaged_record_costs_bytes_and_nothing_else() {
    let mut desk = Desk::new(memory(), "a");
    let files = [("6a/index.html", "one"), ("index.html", "x")];
    desk.publish(&files, ORDINARY).await.unwrap();
    let record = format!(".ardoise/{}", desk.record.clone().unwrap());
    let bytes = desk.operator().read(&record).await.unwrap().to_bytes();
    desk.operator().write(&record, bytes.slice(..bytes.len() / 2)).await.unwrap();
    assert_eq!(desk.publish(&files, ORDINARY).await.unwrap().sent.len(), 2);
    assert_eq!(desk.publish(&files, ORDINARY).await.unwrap().sent.len(), 0);
    assert!(matches!(desk.storage, Storage::Remote(_)));
}

fn gzip(text: &str) -> Vec<u8> {
    use std::io::Write;
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(text.as_bytes()).unwrap();
    encoder.finish().unwrap()
}
