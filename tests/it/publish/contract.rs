//! The contract that every kind of target keeps: a folder with its switch, a stick, memory, S3, and WebDAV.

use std::collections::BTreeSet;
use std::path::Path;

use ardoise::error::Kind;
use ardoise::publish::storage::Storage;
use ardoise::publish::{Action, Deletions, Options, Past, Trust, Turn};
use tempfile::TempDir;

use super::bucket::{Bucket, Fault};
use super::shelf::Shelf;
use super::{Desk, ORDINARY, asset, expected, memory, s3, sent, stick};

/// Does something for each kind of target.
macro_rules! for_each_target {
    ($desk:ident => $body:block) => {
        let folder = TempDir::new().unwrap();
        let bucket = Bucket::start().await;
        let shelf = Shelf::start().await;
        let storages = [
            Storage::Folder(folder.path().join("www")),
            stick(&made(folder.path(), "stick")),
            memory(),
            s3(&bucket, "right"),
            shelf.storage(),
        ];
        for storage in storages {
            let kind = format!("{storage:?}");
            let mut $desk = Desk::new(storage, "a");
            async { $body }.await;
            println!("{kind}: kept");
        }
    };
}

fn made(folder: &Path, name: &str) -> std::path::PathBuf {
    std::fs::create_dir(folder.join(name)).unwrap();
    folder.join(name)
}

#[tokio::test(flavor = "multi_thread")]
async fn only_what_changed_is_sent_and_what_went_is_removed() {
    for_each_target!(desk => {
        let picture = asset("picture");
        let first = [("6a/index.html", "one"), (picture.as_str(), "picture"), ("6a/semaine.html", "s"), ("index.html", "x")];
        let receipt = desk.publish(&first, ORDINARY).await.unwrap();
        assert_eq!(receipt.sent.len(), 4);
        assert_eq!(sent(&receipt)[0], picture, "assets come first");
        assert_eq!(desk.seen().await, expected(&first));

        let again = desk.publish(&first, ORDINARY).await.unwrap();
        assert_eq!((again.sent.len(), again.removed, &again.release), (0, 0, &receipt.release));

        let second = [("6a/index.html", "two"), (picture.as_str(), "picture"), ("6a/semaine.html", "s"), ("index.html", "x")];
        assert_eq!(sent(&desk.publish(&second, ORDINARY).await.unwrap()), ["6a/index.html"]);
        assert_eq!(desk.seen().await, expected(&second));

        // The page goes at once, its picture when nobody can be reading the page any more.
        let third = [("6a/index.html", "two"), ("index.html", "x")];
        assert_eq!(desk.publish(&third, ORDINARY).await.unwrap().removed, 1);
        let with_picture = [("6a/index.html", "two"), (picture.as_str(), "picture"), ("index.html", "x")];
        assert_eq!(desk.seen().await, expected(&with_picture));
        desk.wait(23);
        desk.publish(&third, ORDINARY).await.unwrap();
        assert_eq!(desk.seen().await, expected(&with_picture));
        desk.wait(2);
        let swept = desk.publish(&third, ORDINARY).await.unwrap();
        assert_eq!((swept.sent.len(), swept.removed), (0, 1));
        assert_eq!(desk.seen().await, expected(&third));
        let quiet = desk.publish(&third, ORDINARY).await.unwrap();
        assert_eq!((quiet.sent.len(), quiet.removed), (0, 0));
    });
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_withdrawn_goes_at_once() {
    for_each_target!(desk => {
        let (picture, other) = (asset("picture"), asset("other"));
        desk.publish(&[("6a/index.html", "one"), (&picture, "picture"), (&other, "other")], ORDINARY).await.unwrap();
        desk.publish(&[("6a/index.html", "two"), (&other, "other")], ORDINARY).await.unwrap();
        let last = [("6a/index.html", "three")];
        let options = Options { past: Past::Forgotten, deletions: Deletions::Accepted, ..ORDINARY };
        assert_eq!(desk.publish(&last, options).await.unwrap().removed, 2);
        assert_eq!(desk.seen().await, expected(&last));
        if let Storage::Folder(root) = &desk.storage {
            let releases = std::fs::read_dir(root.join("releases")).unwrap().count();
            assert_eq!(releases, 1, "no release before is kept");
        }
    });
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_crash_left_beside_a_folder_goes_and_the_release_before_stays() {
    let folder = TempDir::new().unwrap();
    let root = folder.path().join("www");
    let mut desk = Desk::new(Storage::Folder(root.clone()), "a");
    let names = |place: &str| {
        let entries = std::fs::read_dir(root.join(place)).unwrap();
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect::<BTreeSet<String>>()
    };
    desk.publish(&[("6a/index.html", "one")], ORDINARY).await.unwrap();
    desk.wait(1);
    let last = [("6a/index.html", "two")];
    desk.publish(&last, ORDINARY).await.unwrap();
    let (ours, releases) = (names(".ardoise"), names("releases"));
    assert_eq!(releases.len(), 2);
    // A record that was not written to its end, a release without one, and one that was never switched to.
    std::fs::write(root.join(".ardoise/.0123.gz.tmp"), "half").unwrap();
    std::fs::create_dir_all(root.join("releases/0123/6a")).unwrap();
    let finished = TempDir::new().unwrap();
    let mut later = Desk::new(Storage::Folder(finished.path().join("www")), "a");
    later.wait(2);
    later.publish(&last, ORDINARY).await.unwrap();
    let record = std::fs::read_dir(finished.path().join("www/.ardoise")).unwrap().map(|entry| entry.unwrap().path());
    let record = record.into_iter().find(|path| path.extension().is_some_and(|extension| extension == "gz")).unwrap();
    std::fs::copy(&record, root.join(".ardoise/4567.gz")).unwrap();
    std::fs::create_dir_all(root.join("releases/4567/6a")).unwrap();

    let receipt = desk.publish(&last, ORDINARY).await.unwrap();
    assert_eq!((receipt.sent.len(), receipt.removed), (0, 0));
    assert_eq!((names(".ardoise"), names("releases")), (ours, releases));
    assert_eq!(desk.seen().await, expected(&last));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unfinished_file_goes_although_nothing_is_to_be_sent() {
    let files = [("6a/index.html", "one")];
    let folder = TempDir::new().unwrap();
    let mut desk = Desk::new(stick(folder.path()), "a");
    desk.publish(&files, ORDINARY).await.unwrap();
    std::fs::write(folder.path().join(".ardoise/beside/0123.xyz"), "half").unwrap();
    assert_eq!(desk.publish(&files, ORDINARY).await.unwrap().sent.len(), 0);
    assert!(!folder.path().join(".ardoise/beside/0123.xyz").exists());

    let mut desk = Desk::new(memory(), "a");
    desk.publish(&files, ORDINARY).await.unwrap();
    desk.operator().write(".ardoise/claims/0123.part", "half").await.unwrap();
    assert_eq!(desk.publish(&files, ORDINARY).await.unwrap().sent.len(), 0);
    assert!(!desk.operator().exists(".ardoise/claims/0123.part").await.unwrap());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dry_run_changes_nothing() {
    for_each_target!(desk => {
        let dry = Options { action: Action::DryRun, ..ORDINARY };
        let receipt = desk.publish(&[("6a/index.html", "one")], dry).await.unwrap();
        assert_eq!(sent(&receipt), ["6a/index.html"]);
        if let Storage::Remote(_) = &desk.storage {
            assert_eq!(desk.seen().await, expected(&[]));
        }
    });
}

#[tokio::test(flavor = "multi_thread")]
async fn many_files_do_not_go_without_a_word() {
    for_each_target!(desk => {
        let names: Vec<String> = (0..20).map(|n| format!("6a/page-{n}.html")).collect();
        let all: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), "x")).collect();
        desk.publish(&all, ORDINARY).await.unwrap();
        let refused = desk.publish(&all[..10], ORDINARY).await.unwrap_err();
        assert_eq!(refused.kind(), Kind::Suspicious, "{refused}");
        assert_eq!(desk.seen().await, expected(&all));
        let few = desk.publish(&all[..17], ORDINARY).await.unwrap();
        assert_eq!(few.removed, 3);
        let accepted = Options { deletions: Deletions::Accepted, ..ORDINARY };
        desk.publish(&all[..5], accepted).await.unwrap();
        assert_eq!(desk.seen().await, expected(&all[..5]));
    });
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_rollback_nothing_is_published_without_a_word() {
    for_each_target!(desk => {
        let (one, two) = ([("6a/index.html", "one")], [("6a/index.html", "two")]);
        desk.publish(&one, ORDINARY).await.unwrap();
        desk.publish(&two, ORDINARY).await.unwrap();
        desk.publish(&one, Options { turn: Turn::Back, ..ORDINARY }).await.unwrap();
        assert_eq!(desk.seen().await, expected(&one));
        let refused = desk.publish(&two, ORDINARY).await.unwrap_err();
        assert_eq!(refused.kind(), Kind::Suspicious, "{refused}");
        assert_eq!(desk.seen().await, expected(&one));
        desk.publish(&two, Options { turn: Turn::Resume, ..ORDINARY }).await.unwrap();
        assert_eq!(desk.seen().await, expected(&two));
        desk.publish(&one, ORDINARY).await.unwrap();
        assert_eq!(desk.seen().await, expected(&one));
    });
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_somebody_changed_is_found_by_verify() {
    for_each_target!(desk => {
        let files = [("6a/index.html", "one"), ("6a/aide.html", "help"), ("index.html", "x")];
        desk.publish(&files, ORDINARY).await.unwrap();
        match &desk.storage {
            Storage::Folder(root) => {
                std::fs::remove_file(root.join("current/6a/aide.html")).unwrap();
                std::fs::remove_file(root.join("current/6a/index.html")).unwrap();
                std::fs::write(root.join("current/6a/index.html"), "spoilt").unwrap();
            }
            Storage::Remote(remote) => {
                remote.operator.delete("6a/aide.html").await.unwrap();
                remote.operator.write("6a/index.html", "spoilt").await.unwrap();
            }
        }
        assert_eq!(desk.publish(&files, ORDINARY).await.unwrap().sent.len(), 0, "the record is believed");
        let verified = desk.publish(&files, Options { trust: Trust::Verify, ..ORDINARY }).await.unwrap();
        let mut names = sent(&verified);
        names.sort_unstable();
        assert_eq!(names, ["6a/aide.html", "6a/index.html"]);
        assert_eq!(desk.seen().await, expected(&files));
    });
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_ours_is_never_touched() {
    let folder = TempDir::new().unwrap();
    let root = made(folder.path(), "www");
    std::fs::write(root.join("these.odt"), "years of work").unwrap();
    let mut desk = Desk::new(Storage::Folder(root.clone()), "a");
    let refused = desk.publish(&[("index.html", "x")], ORDINARY).await.unwrap_err();
    assert_eq!(refused.kind(), Kind::TargetRefused, "{refused}");
    assert!(refused.to_string().contains("`these.odt`"), "{refused}");
    assert_eq!(std::fs::read_dir(&root).unwrap().count(), 1);

    let root = made(folder.path(), "stick");
    std::fs::write(root.join("index.html"), "mine").unwrap();
    std::fs::write(root.join("these.odt"), "years of work").unwrap();
    let mut desk = Desk::new(stick(&root), "a");
    let refused = desk.publish(&[("index.html", "x")], ORDINARY).await.unwrap_err();
    assert_eq!(refused.kind(), Kind::TargetRefused, "{refused}");
    std::fs::remove_file(root.join("index.html")).unwrap();
    desk.publish(&[("index.html", "x"), ("6a/index.html", "y")], ORDINARY).await.unwrap();
    desk.publish(&[("index.html", "x")], ORDINARY).await.unwrap();
    assert_eq!(std::fs::read_to_string(root.join("these.odt")).unwrap(), "years of work");
    assert!(!root.join("6a").exists(), "an empty folder of ours goes");
}

#[tokio::test(flavor = "multi_thread")]
async fn s3_gets_headers_and_few_requests() {
    let bucket = Bucket::start().await;
    let mut desk = Desk::new(s3(&bucket, "right"), "a");
    let picture = asset("picture");
    let files = [("6a/index.html", "one"), (picture.as_str(), "picture")];
    desk.publish(&files, ORDINARY).await.unwrap();
    let headers = |key: &str| {
        let object = bucket.state().objects[key].clone();
        (object.content_type.unwrap(), object.cache_control.unwrap())
    };
    let html = || "text/html; charset=utf-8".to_owned();
    assert_eq!(headers("6a/index.html"), (html(), "no-cache".to_owned()));
    assert_eq!(headers(&picture), (html(), "public, max-age=31536000, immutable".to_owned()));
    bucket.requests();
    desk.publish(&files, ORDINARY).await.unwrap();
    let quiet = bucket.requests();
    assert!(quiet.len() <= 2 && quiet.iter().all(|request| request.starts_with("GET ")), "{quiet:?}");
    // Who lost the state finds the record again.
    let mut newcomer = Desk::new(s3(&bucket, "right"), "b");
    assert_eq!(newcomer.publish(&files, ORDINARY).await.unwrap().sent.len(), 0);
    // No name and no text of a site stands in what is ours.
    let state = bucket.state();
    let ours: Vec<&String> = state.objects.keys().filter(|key| key.starts_with(".ardoise/")).collect();
    assert_eq!(ours.len(), 1, "{ours:?}");
    assert!(ours[0].len() > ".ardoise/".len() + 32, "{ours:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn each_refusal_says_whose_move_it_is() {
    let files = [("6a/index.html", "one")];
    for (key, fault, kind) in [
        ("wrong", Fault::None, Kind::Credentials),
        ("right", Fault::ReadOnly, Kind::TargetRefused),
        ("right", Fault::Status(1, 429), Kind::RateLimited),
        ("right", Fault::Status(1, 503), Kind::RateLimited),
        ("right", Fault::CutBefore(1), Kind::Unreachable),
        ("right", Fault::HalfListing, Kind::Unreachable),
    ] {
        let bucket = Bucket::start().await;
        bucket.state().fault = fault;
        let mut desk = Desk::new(s3(&bucket, key), "a");
        let error = desk.publish(&files, ORDINARY).await.unwrap_err();
        assert_eq!(error.kind(), kind, "{fault:?}: {}", error.chain());
        assert_eq!(bucket.state().objects.keys().filter(|key| !key.starts_with('.')).count(), 0, "{fault:?}");
        bucket.state().fault = Fault::None;
        let mut desk = Desk::new(s3(&bucket, "right"), "a");
        desk.publish(&files, ORDINARY).await.unwrap();
        assert_eq!(desk.seen().await, expected(&files), "{fault:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_write_that_meets_another_one_is_tried_again() {
    let (first, second) = ([("6a/index.html", "one")], [("6a/index.html", "two")]);
    let bucket = Bucket::start().await;
    let mut desk = Desk::new(s3(&bucket, "right"), "a");
    bucket.state().fault = Fault::Conflicts(2);
    desk.publish(&first, ORDINARY).await.unwrap();
    bucket.state().fault = Fault::Conflicts(usize::MAX);
    let error = desk.publish(&second, ORDINARY).await.unwrap_err();
    assert_eq!(error.kind(), Kind::PreconditionFailed, "{}", error.chain());
    assert!(error.to_string().contains("somebody else is changing it"), "{error}");
    // The other write came first: the answer after "try again" is that the condition does not hold.
    let other = Bucket::start().await;
    let mut loser = Desk::new(s3(&other, "right"), "a");
    loser.publish(&first, ORDINARY).await.unwrap();
    other.state().fault = Fault::Conflicts(1);
    other.state().interloper = Some((".gz", b"another record".to_vec()));
    let error = loser.publish(&second, ORDINARY).await.unwrap_err();
    assert_eq!(error.kind(), Kind::PreconditionFailed, "{}", error.chain());
    assert!(error.to_string().contains("somebody else changed it"), "{error}");
    // What was left half done is done by the next run.
    bucket.state().fault = Fault::None;
    desk.publish(&second, ORDINARY).await.unwrap();
    assert_eq!(desk.seen().await, expected(&second));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_line_that_breaks_now_and_then_only_takes_longer() {
    let picture = asset("picture");
    let first =
        [("6a/index.html", "one"), (picture.as_str(), "picture"), ("6a/semaine.html", "s"), ("index.html", "x")];
    let second = [("6a/index.html", "two"), (picture.as_str(), "picture"), ("index.html", "x")];
    let faults =
        (2..6).flat_map(|n| [Fault::CutBefore(n), Fault::CutAfter(n), Fault::Status(n, 503), Fault::Status(n, 429)]);
    for fault in faults.chain([Fault::NoConditions]) {
        let bucket = Bucket::start().await;
        bucket.state().fault = fault;
        let mut desk = Desk::new(s3(&bucket, "right"), "a");
        desk.publish(&first, ORDINARY).await.unwrap_or_else(|error| panic!("{fault:?}: {}", error.chain()));
        desk.publish(&second, ORDINARY).await.unwrap_or_else(|error| panic!("{fault:?}: {}", error.chain()));
        bucket.state().fault = Fault::None;
        let with_picture = desk.seen().await;
        assert_eq!(with_picture, expected(&second), "{fault:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whenever_the_line_breaks_for_good_the_next_run_converges() {
    let picture = asset("picture");
    let first = [("6a/index.html", "one"), ("6a/semaine.html", "s"), ("index.html", "x")];
    let second = [("6a/index.html", "two"), (picture.as_str(), "picture"), ("index.html", "x")];
    let third = [("6a/index.html", "one"), ("6a/autre.html", "a"), ("index.html", "x")];
    let mut limit = 0;
    loop {
        let bucket = Bucket::start().await;
        let mut desk = Desk::new(s3(&bucket, "right"), "a");
        desk.publish(&first, ORDINARY).await.unwrap();
        bucket.requests();
        bucket.state().fault = Fault::DeadAfter(limit);
        let ended = desk.publish(&second, ORDINARY).await;
        bucket.state().fault = Fault::None;
        let seen = desk.seen().await;
        if seen.get("6a/index.html").map(String::as_str) == Some("two") {
            assert!(seen.contains_key(&picture), "a page came before its picture: {limit}");
        }
        // Another build went by: what it undoes must be undone there too.
        let next = if limit % 2 == 0 { &second[..] } else { &third[..] };
        desk.publish(next, ORDINARY).await.unwrap();
        desk.wait(25);
        desk.publish(next, ORDINARY).await.unwrap();
        assert_eq!(desk.seen().await, expected(next), "{limit}");
        bucket.requests();
        desk.publish(next, ORDINARY).await.unwrap();
        assert!(bucket.requests().len() <= 2, "{limit}");
        if ended.is_ok() {
            break;
        }
        limit += 1;
    }
    assert!(limit > 8, "{limit}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_attempt_that_ended_early_is_gone_on_with() {
    let bucket = Bucket::start().await;
    let mut desk = Desk::new(s3(&bucket, "right"), "a");
    let names: Vec<String> = (0..40).map(|n| format!("6a/page-{n}.html")).collect();
    let all: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), "x")).collect();
    bucket.state().fault = Fault::DeadAfter(30);
    desk.publish(&all, ORDINARY).await.unwrap_err();
    let there = bucket.state().objects.keys().filter(|key| key.starts_with("6a/")).count();
    assert!(there > 10, "{there}");
    bucket.state().fault = Fault::None;
    let rest = desk.publish(&all, ORDINARY).await.unwrap();
    assert!(rest.sent.len() <= 40 - there + 8, "{} sent again of {there}", rest.sent.len());
    assert_eq!(desk.seen().await, expected(&all));
}

#[tokio::test(flavor = "multi_thread")]
async fn each_folder_is_made_once_before_its_files() {
    let shelf = Shelf::start().await;
    let mut desk = Desk::new(shelf.storage(), "a");
    let picture = asset("picture");
    let files = [("6a/index.html", "one"), (picture.as_str(), "picture"), ("3b/index.html", "s"), ("index.html", "x")];
    desk.publish(&files, ORDINARY).await.unwrap();
    let heard = std::mem::take(&mut shelf.state().heard);
    let of_folders = |heard: &[String]| {
        let lines = heard.iter().filter(|line| line.starts_with("MKCOL"));
        lines.cloned().collect::<Vec<String>>()
    };
    let expected =
        ["/.ardoise/", "/.ardoise/claims/", "/3b/", "/6a/", "/6a/media/"].map(|path| format!("MKCOL {path} 201"));
    assert_eq!(of_folders(&heard), expected);

    let files = [("6a/index.html", "two"), (picture.as_str(), "picture"), ("3b/index.html", "t"), ("index.html", "x")];
    desk.publish(&files, ORDINARY).await.unwrap();
    assert_eq!(of_folders(&shelf.state().heard), [""; 0]);
}

/// `mod_dav` refuses a folder that appears while it makes it.
#[tokio::test(flavor = "multi_thread")]
async fn a_folder_that_somebody_else_makes_is_taken_as_it_is() {
    let shelf = Shelf::start().await;
    shelf.state().hurried = true;
    let mut desk = Desk::new(shelf.storage(), "a");
    let files = [("6a/index.html", "one"), ("index.html", "x")];
    desk.publish(&files, ORDINARY).await.unwrap();
    assert_eq!(desk.seen().await, expected(&files));
}

/// A site at a secret address gives its plain one up with every release.
#[test]
fn a_release_that_is_published_again_is_the_same_one() {
    let folder = TempDir::new().unwrap();
    let archive = ardoise::publish::archive::Archive::new(folder.path().to_owned());
    let gone = std::iter::once("6a".to_owned()).collect();
    let first = ardoise::publish::Release { gone, ..super::release(&archive, &[("x-6a/index.html", "one")]) };
    let second = ardoise::publish::Release {
        gone: first.gone.clone(),
        ..super::release(&archive, &[("x-6a/index.html", "two")])
    };
    for release in [&first, &second, &second, &second] {
        archive.published("t", release).unwrap();
    }
    let held: Vec<_> = archive.releases("t").unwrap().into_iter().map(|release| release.files).collect();
    assert_eq!(held, [second.files, first.files]);
}
