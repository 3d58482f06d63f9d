//! `ardoise publish`, `rollback` and `status` with the demo school.

use std::fs;

use crate::project::{Project, SMALL, files};

const PUBLIC: &str = "\n[site]\naccess = \"public\"\nteachers = \"none\"\n";
const TARGETS: &str = "\n[[targets]]\nid = \"serveur\"\ntype = \"fs\"\npath = \"www\"\nprecompressed = true\n\
                       \n[[targets]]\nid = \"cle\"\ntype = \"usb\"\npath = \"cle\"\nsites = [\"6a\"]\n";

async fn school(access: &str) -> Project {
    let project = Project::with_config(&format!("{SMALL}{access}{TARGETS}")).await;
    project.pull_and_build().await;
    project
}

#[tokio::test(flavor = "multi_thread")]
async fn the_server_and_the_stick_hold_the_sites() {
    let project = school(PUBLIC).await;
    let said = project.run(&["publish", "--json"]).await;
    assert_eq!(said.code, 0, "{said:?}");
    let report = said.json();
    assert_eq!(report["targets"][0]["outcome"], "published");

    // The web server sees what was built, and nothing of ours.
    let (built, served) = (files(&project.path("output/sites")), files(&project.path("www/current")));
    assert_eq!(served, built);

    // The stick has the wanted site, without compressed forms, and a page to open it with.
    let stick = files(&project.path("cle"));
    let opening = String::from_utf8(stick[std::path::Path::new("OUVRIR.html")].clone()).unwrap();
    assert!(opening.contains("href=6a/index.html") || opening.contains("href=\"6a/index.html\""), "{opening}");
    assert!(!opening.contains("3b/index.html"), "{opening}");
    let names: Vec<String> = stick.keys().map(|path| path.display().to_string()).collect();
    assert!(names.iter().any(|name| name == "6a/index.html"), "{names:?}");
    assert!(!names.iter().any(|name| name.strip_suffix(".br").is_some() || name.starts_with("3b/")), "{names:?}");

    let again = project.run(&["publish", "--json"]).await.json();
    assert_eq!(
        (&again["targets"][0]["outcome"], &again["targets"][1]["outcome"]),
        (&"unchanged".into(), &"unchanged".into())
    );
    let status = project.run(&["status", "--json"]).await.json();
    assert_eq!(status["targets"][0]["id"], "serveur");
    assert_eq!(status["targets"][0]["last_success"], "2026-11-24T06:30:00+00:00");
    assert_eq!(status["targets"][0]["files"], report["targets"][0]["files"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_note_costs_its_own_files_and_a_rollback_takes_it_back() {
    let mut project = school(PUBLIC).await;
    project.run(&["publish"]).await;
    let before = files(&project.path("www/current"));
    project.wait(1);
    project.write(
        "content/classes/6a/sortie.md",
        "+++\ntitle = \"Sortie au musée\"\nclasses = [\"6a\"]\n+++\nPrévoir un pique-nique.\n",
    );
    project.build().await;
    let dry = project.run(&["publish", "serveur", "--dry-run", "--json"]).await.json();
    assert_eq!(dry["targets"][0]["outcome"], "would_publish");
    assert_eq!(files(&project.path("www/current")), before);
    let report = project.run(&["publish", "serveur", "--json"]).await.json();
    assert_eq!(report["targets"][0]["sent"], dry["targets"][0]["sent"]);
    let sent = report["targets"][0]["sent"].as_array().unwrap();
    assert!(sent.iter().all(|file| file["file"].as_str().unwrap().starts_with("6a/")), "{sent:?}");
    assert!(fs::read_to_string(project.path("www/current/6a/index.html")).unwrap().contains("pique-nique"));

    let back = project.run(&["rollback", "serveur", "--json"]).await;
    assert_eq!((back.code, &back.json()["targets"][0]["outcome"]), (0, &"rolled_back".into()), "{back:?}");
    assert_eq!(files(&project.path("www/current")), before);
    let held = project.run(&["publish", "serveur"]).await;
    assert_eq!(held.code, 1, "{held:?}");
    assert!(held.stderr.contains("--resume"), "{held:?}");
    assert_eq!(files(&project.path("www/current")), before);
    let status = project.run(&["status", "--json"]).await.json();
    assert!(status["targets"][0]["last_error"].as_str().unwrap().contains("rolled back"), "{status}");
    assert_eq!(project.run(&["publish", "serveur", "--resume"]).await.code, 0);
    assert!(fs::read_to_string(project.path("www/current/6a/index.html")).unwrap().contains("pique-nique"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_target_that_fails_does_not_stop_the_others() {
    let project = school(PUBLIC).await;
    project.write("www/these.odt", "years of work");
    let said = project.run(&["publish", "--json"]).await;
    assert_eq!(said.code, 1, "{said:?}");
    let report = said.json();
    assert_eq!(
        (&report["targets"][0]["outcome"], &report["targets"][1]["outcome"]),
        (&"failed".into(), &"published".into())
    );
    assert_eq!(report["problems"][0]["kind"], "target_refused");
    let checked = project.run(&["check", "--online"]).await;
    assert_eq!(checked.code, 1, "{checked:?}");
    assert!(checked.stderr.contains("these.odt"), "{checked:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn wrong_names_and_missing_builds_are_told() {
    let project = Project::with_config(&format!("{SMALL}{PUBLIC}{TARGETS}")).await;
    let unbuilt = project.run(&["publish"]).await;
    assert_eq!(unbuilt.code, 2, "{unbuilt:?}");
    assert!(unbuilt.stderr.contains("ardoise build"), "{unbuilt:?}");
    let unknown = project.run(&["publish", "ailleurs"]).await;
    assert_eq!(unknown.code, 2, "{unknown:?}");
    let nothing = project.run(&["rollback", "serveur"]).await;
    assert_eq!(nothing.code, 2, "{nothing:?}");
}
