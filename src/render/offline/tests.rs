//! What the offline layer is made of; that it works is shown in a browser by the full tier.

use super::*;
use crate::artifact::SitePath;
use crate::model::legal::Conformity;

fn words() -> Words {
    Words::new(None).unwrap()
}

#[test]
fn the_worker_stays_small() {
    let worker = worker(&words()).unwrap();
    assert!(worker.len() <= 2048, "{} bytes", worker.len());
}

#[test]
fn the_list_names_each_file_with_its_version() {
    let file = |keep, path: &str, version: &str| OfflineFile {
        keep,
        path: SitePath::new(path).unwrap(),
        version: version.to_owned(),
    };
    let list = [
        file(Keep::Fresh, "index.html", ""),
        file(Keep::Page, "semaine-2026-W49.html", "0a1b2c3d"),
        file(Keep::Opened, "pieces/0a1b-Leçon 1.pdf", ""),
    ];
    let text = "index.html\nsemaine-2026-W49.html?0a1b2c3d\n+pieces/0a1b-Le%C3%A7on%201.pdf\n";
    assert_eq!(String::from_utf8(files(&list)).unwrap(), text);
}

#[test]
fn the_manifest_names_the_class_and_draws_its_icon() {
    let chrome = Chrome {
        school: "Collège <des> Tilleuls".to_owned(),
        title: "6e A & B".to_owned(),
        conformity: Conformity::None,
    };
    let manifest: serde_json::Value = serde_json::from_slice(&super::manifest(&chrome, &words())).unwrap();
    assert_eq!(manifest["name"], "6e A & B, Collège <des> Tilleuls");
    assert_eq!(manifest["short_name"], "6e A & B");
    let icon = manifest["icons"][0]["src"].as_str().unwrap().strip_prefix("data:image/svg+xml,").unwrap();
    let icon = percent_encoding::percent_decode_str(icon).decode_utf8().unwrap();
    assert!(icon.ends_with(">6e A</text></svg>"), "{icon}");
}
