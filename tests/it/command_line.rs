//! The command line and its exit codes.

use ardoise::demo::{Fault, Service};
use chrono::{DateTime, Utc};

use crate::project::Project;

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_configuration_tells_all_its_problems_at_once() {
    let project = Project::with_config("colour = 1\n[school]\nnom = \"x\"\n[[classes]]\nid = \"6 A\"\n").await;
    for verb in ["check", "pull", "build", "status", "preview"] {
        let said = project.run(&[verb]).await;
        assert_eq!((said.code, said.stdout.as_str()), (2, ""), "{verb}");
        for key in
            ["`colour`", "`school.nom`", "`school.name`", "`classes[0].id`", "`classes[0].label`", "`classes[0].level`"]
        {
            assert!(said.stderr.contains(key), "{verb}: {}", said.stderr);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_missing_configuration_is_named() {
    let project = Project::small().await;
    let said = project.run(&["check", "--config", "elsewhere.toml"]).await;
    assert_eq!(said.code, 2);
    assert!(said.stderr.contains("`elsewhere.toml`"), "{}", said.stderr);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_missing_secret_stops_only_its_source() {
    let project = Project::small().await;
    let config = project.read("config.toml").replace("EDT_6A_URL", "NOT_SET");
    project.write("config.toml", &config);
    let said = project.run(&["pull", "--json"]).await;
    assert_eq!(said.code, 1, "{said:?}");
    let report = said.json();
    assert_eq!(report["problems"][0]["subject"], "edt-6a");
    assert_eq!(report["problems"][0]["kind"], "credentials");
    assert_eq!(report["problems"].as_array().unwrap().len(), 1);
    assert!(report["sources"].as_array().unwrap().iter().filter(|source| source["failed"] == false).count() == 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_note_is_named_with_its_line_and_the_others_go_on() {
    let project = Project::small().await;
    project.write("content/good.md", "+++\ntitle = \"Bonne note\"\n+++\nBonjour.\n");
    project.write("content/bad.md", "+++\ntitle = \"Mauvaise note\"\nexpires = \"demain\"\n+++\nBonjour.\n");
    for verb in [["check", "--json"], ["build", "--json"]] {
        let said = project.run(&verb).await;
        assert_eq!(said.code, 1, "{said:?}");
        assert_eq!(said.json()["problems"][0]["subject"], "content/bad.md:3", "{said:?}");
    }
    assert!(project.read("output/sites/6a/index.html").contains("Bonne note"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_theme_is_named_with_its_line() {
    let project = Project::small().await;
    project.write("themes/default/index.html", "<p>\n{{ nothing.such }\n");
    let said = project.run(&["build"]).await;
    assert_eq!(said.code, 2, "{said:?}");
    assert!(said.stderr.contains("index.html"), "{}", said.stderr);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_school_starts_with_one_command() {
    let project = Project::small().await;
    let said = project.run(&["init", "nouveau", "--uai", "0451234A", "--portal", "http://127.0.0.1:9/"]).await;
    assert_eq!(said.code, 0, "{said:?}");
    assert!(said.stdout.contains("fill in `name` and `portal` yourself"), "no directory, no harm: {said:?}");
    assert!(project.read("nouveau/config.toml").contains("uai = \"0451234A\""));
    let checked = project.run(&["check", "--config", "nouveau/config.toml"]).await;
    assert_eq!(checked.code, 0, "{checked:?}");
    let built = project.run(&["build", "--config", "nouveau/config.toml"]).await;
    assert_eq!(built.code, 0, "{built:?}");
    assert!(project.read("nouveau/output/sites/6a/index.html").contains("Bienvenue"));
    let again = project.run(&["init", "nouveau"]).await;
    assert_eq!(again.code, 2, "{again:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_directory_names_a_new_school_and_its_portal() {
    let project = Project::small().await;
    let portal = project.ent.address();
    let said = project.run(&["init", "nouveau", "--uai", "0459999Z", "--portal", &portal]).await;
    assert_eq!(said.code, 0, "{said:?}");
    let text = project.read("nouveau/config.toml");
    assert!(text.contains("name = \"Collège des Tilleuls\""), "{text}");
    assert!(text.contains(&format!("\ntype = \"netocentre-news\"\nportal = \"{portal}\"\n")), "{text}");
    let pulled = project.run(&["pull", "--config", "nouveau/config.toml"]).await;
    assert_eq!(pulled.code, 0, "{pulled:?}");
    let unknown = project.run(&["init", "autre", "--uai", "0450001B", "--portal", &portal]).await;
    assert_eq!(unknown.code, 0, "{unknown:?}");
    assert!(project.read("autre/config.toml").contains("name = \"Mon collège\""));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_source_that_fails_is_worth_asking_later_and_later() {
    let mut project = Project::small().await;
    let next = |said: crate::project::Said| said.json()["sources"][0]["next_try"].as_str().map(str::to_owned);
    project.pull_and_build().await;
    assert_eq!(next(project.run(&["status", "--json"]).await), None);
    let mut longest = 0;
    for (fault, floor) in [(Fault::Refuse, 1), (Fault::Refuse, 1), (Fault::RetryAfter(7200), 120), (Fault::Refuse, 1)] {
        project.wait(5);
        project.ent.play(Service::News, Some(fault));
        assert_eq!(project.run(&["pull"]).await.code, 1);
        let at: DateTime<Utc> = next(project.run(&["status", "--json"]).await).unwrap().parse().unwrap();
        let wait = (at - project.now).num_minutes();
        assert!((floor..=360).contains(&wait), "{wait} minutes");
        longest = longest.max(wait);
    }
    assert_eq!(longest, 120, "the server's wish counts");
    project.ent.play(Service::News, None);
    project.wait(5);
    project.pull_and_build().await;
    assert_eq!(next(project.run(&["status", "--json"]).await), None);
}

#[tokio::test(flavor = "multi_thread")]
async fn status_answers_before_and_after_the_first_pull() {
    let project = Project::small().await;
    let before = project.run(&["status", "--json"]).await;
    assert_eq!(before.code, 0, "{before:?}");
    assert_eq!(before.json()["sites"], serde_json::json!([]));
    project.pull_and_build().await;
    let after = project.run(&["status", "--json"]).await.json();
    assert_eq!(after["schema"], 1);
    assert_eq!(after["school"], "Collège des Tilleuls");
    let ids: Vec<&str> =
        after["sources"].as_array().unwrap().iter().map(|source| source["id"].as_str().unwrap()).collect();
    assert_eq!(ids, ["actualites", "edt-6a", "edt-3b"]);
    assert_eq!(after["sites"][0]["id"], "3b");
    assert_eq!(after["sites"][0]["data_as_of"], "2026-11-24 07:00:00");
    assert!(after["sites"][0]["index_bytes"]["gzip"].as_u64().unwrap() > 500);
}
