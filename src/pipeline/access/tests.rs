//! Which folders a school has, and when they change.

use std::path::Path;
use std::sync::Arc;

use super::*;

const SCHOOL: &str = r#"
[school]
name = "Collège"
[[classes]]
id = "6a"
label = "6e A"
level = "6e"
[[classes]]
id = "6b"
label = "6e B"
level = "6e"
[[sites]]
id = "6b"
classes = ["6b"]
access = "password"
[[sites]]
id = "tous"
title = "Tous"
access = "public"
"#;

fn config(state: &Path, more: &str) -> Config {
    let text = format!("state_dir = \"{}\"\n{SCHOOL}{more}", state.display());
    Config::parse(&text, Path::new("."), &(Arc::new(|_: &str| None) as _)).unwrap()
}

fn id(text: &str) -> SiteId {
    SiteId::new(text).unwrap()
}

fn at(instant: &str) -> Now {
    Now::new(instant.parse().unwrap())
}

async fn places_at(config: &Config, now: Now) -> Places {
    let store = Store::open(&config.state_dir).await.unwrap();
    let places = places(config, &store, now).await.unwrap();
    store.close().await;
    places
}

#[tokio::test]
async fn each_site_lies_where_its_access_says() {
    let state = tempfile::tempdir().unwrap();
    let config = config(state.path(), "");
    let now = at("2026-11-24T06:00:00Z");
    let first = places_at(&config, now).await;
    let secret = |site: &str| Folder::meant(first.folder(&id(site)).unwrap().as_str()).is_some();
    let asks = |site: &str| first.login(&id(site)).map(|login| login.user.clone());
    assert_eq!(["6a", "6b", "tous"].map(secret), [true, false, false]);
    assert_eq!(["6a", "6b", "tous"].map(asks), [None, Some("6b".to_owned()), None]);
    assert_eq!(places_at(&config, at("2027-08-31T20:00:00Z")).await, first, "one address for the whole school year");
    assert!(first.left.contains(&Folder::named(&id("6a"))), "it may have been public before");
    assert!(!first.left.contains(&Folder::named(&id("tous"))));
}

#[tokio::test]
async fn a_new_school_year_brings_new_addresses_and_passwords() {
    let state = tempfile::tempdir().unwrap();
    let config = config(state.path(), "");
    let before = places_at(&config, at("2027-08-31T20:00:00Z")).await;
    let after = places_at(&config, at("2027-08-31T23:00:00Z")).await;
    assert_ne!(after.folder(&id("6a")), before.folder(&id("6a")));
    assert_ne!(after.login(&id("6b")), before.login(&id("6b")));
    assert!(after.left.contains(before.folder(&id("6a")).unwrap()));
    let later = places_at(&config, at("2028-10-01T06:00:00Z")).await;
    assert!(!later.left.contains(before.folder(&id("6a")).unwrap()), "two years later it is forgotten");
}

#[tokio::test]
async fn rotating_leaves_the_old_folder_and_touches_no_other_site() {
    let state = tempfile::tempdir().unwrap();
    let config = config(state.path(), "");
    let now = at("2026-11-24T06:00:00Z");
    let before = places_at(&config, now).await;
    let report = rotate(&config, &[id("6a")], now).await.unwrap();
    let after = places_at(&config, now).await;
    assert_ne!(after.folder(&id("6a")), before.folder(&id("6a")));
    assert!(after.left.contains(before.folder(&id("6a")).unwrap()));
    assert_eq!(after.sites[&id("6b")], before.sites[&id("6b")]);
    let told: Vec<&str> = report.notices.iter().map(|notice| notice.message.as_str()).collect();
    assert_eq!(told, ["has a new address: build and publish, then hand out its new access sheet"]);
}

#[tokio::test]
async fn only_sites_with_a_secret_are_rotated() {
    let state = tempfile::tempdir().unwrap();
    let config = config(state.path(), "");
    for (site, message) in [("tous", "`tous` is public: it has no secret"), ("9z", "`9z` is not the id of a site")] {
        let error = rotate(&config, &[id("6a"), id(site)], at("2026-11-24T06:00:00Z")).await.unwrap_err();
        assert_eq!((error.kind(), error.to_string().as_str()), (Kind::Config, message));
    }
    let store = Store::open(state.path()).await.unwrap();
    assert_eq!(store.site_secrets().await.unwrap(), [], "nothing is rotated when something is wrong");
}
