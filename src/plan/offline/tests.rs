//! What is kept, and in which order.

use super::*;
use crate::artifact::Digest;

#[test]
fn pages_come_first_and_only_what_readers_see_is_kept() {
    let facts = |role| FileFacts {
        digest: Digest::of(b"x"),
        size: 1,
        media_type: String::new(),
        role,
        input: Digest::of(b"y"),
    };
    let files = [
        ("acces.pdf", Role::Sheet),
        ("actualite-x.html", Role::Page),
        ("calendrier.ics", Role::Feed),
        ("gazette.pdf", Role::Sheet),
        ("index.html", Role::Page),
        ("media/0a.jpg", Role::Media),
        ("pieces/0a-x.pdf", Role::File),
        ("semaine-2026-W49.html", Role::Page),
        ("sw.js", Role::Worker),
    ];
    let files = files.map(|(path, role)| (SitePath::new(path).unwrap(), facts(role))).into();
    let job = list(&SiteId::new("6a").unwrap(), &files);
    let Work::OfflineFiles(listed) = &job.work else { panic!("{job:?}") };
    let shown: Vec<String> =
        listed.iter().map(|file| format!("{:?} {} {}", file.keep, file.path, file.version)).collect();
    let digest = Digest::of(b"x");
    let version = &digest.as_str()[..8];
    let wanted = [
        "Fresh index.html ".to_owned(),
        format!("Page actualite-x.html {version}"),
        format!("Page semaine-2026-W49.html {version}"),
        format!("Shown gazette.pdf {version}"),
        format!("Shown media/0a.jpg {version}"),
        "Opened acces.pdf ".to_owned(),
        "Opened pieces/0a-x.pdf ".to_owned(),
    ];
    assert_eq!(shown, wanted);
}
