//! A school comes back from a backup as it was, without forgetting what was done since; and it can be taken away without Ardoise.
#![expect(clippy::unwrap_used, reason = "a test fails loudly")]

use std::fs;
#[cfg(unix)]
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use serde_json::{Value, json};

use crate::project::{Project, SMALL, differences, files};

const OFFICE: &str = "[[printers]]\nid = \"bureau\"\nuri = \"papier\"\n";
const NOTE: &str = "+++\ntitle = \"Bal de la rentrée\"\n+++\nDans la **cour**, à 18 h.\n";

/// A small school with a note and a folder to print into.
async fn school() -> Project {
    let project = Project::with_config(&format!("{SMALL}{OFFICE}")).await;
    project.write("content/bal.md", NOTE);
    project.write("themes/default/LISEZMOI.txt", "rien");
    project
}

/// A machine with nothing but the ENT of another.
async fn empty_machine(like: &Project) -> Project {
    let mut machine = Project::with_config("").await;
    fs::remove_file(machine.path("config.toml")).unwrap();
    assert_eq!(files(&machine.path("")).len(), 0);
    machine.now = like.now;
    machine.ent.set_now(machine.now);
    machine
}

async fn done(project: &Project, arguments: &[&str]) -> Value {
    let all: Vec<&str> = arguments.iter().copied().chain(["--json"]).collect();
    let said = project.run(&all).await;
    assert_eq!(said.code, 0, "{arguments:?}: {said:?}");
    said.json()
}

async fn refused(project: &Project, arguments: &[&str]) -> String {
    let said = project.run(arguments).await;
    assert_eq!(said.code, 2, "{arguments:?}: {said:?}");
    said.stderr
}

fn text(path: &Path) -> String {
    path.to_str().unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_made_during_a_build_restores_to_an_identical_build() {
    let school = school().await;
    assert_eq!(school.run(&["pull"]).await.code, 0);
    #[cfg(unix)]
    fs::set_permissions(school.path("config.toml"), PermissionsExt::from_mode(0o640)).unwrap();
    let backup = text(&school.path("sauvegarde.tar.gz"));
    let arguments = ["backup", backup.as_str()];
    let (built, kept) = tokio::join!(school.run(&["build"]), school.run(&arguments));
    assert_eq!((built.code, kept.code), (0, 0), "{built:?} {kept:?}");
    let other = empty_machine(&school).await;
    let restored = done(&other, &["restore", &backup]).await;
    #[cfg(unix)]
    {
        let permissions = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(permissions(Path::new(&backup)), 0o600);
        assert_eq!(permissions(&other.path("config.toml")), 0o640, "nobody reads more than before");
    }
    assert_eq!(restored["written"], json!(["config.toml", "content/bal.md", "themes/default/LISEZMOI.txt"]));
    assert_eq!((&restored["kept"], &restored["withdrawn"]), (&json!([]), &json!(0)));
    assert!(!other.path(".ardoise/restore").exists() && !school.path(".ardoise/backup").exists());
    done(&other, &["build"]).await;
    // A secret address may have been made by the build while the backup was written; the next backup has it.
    done(&school, &arguments).await;
    let third = empty_machine(&school).await;
    done(&third, &["restore", &backup]).await;
    done(&third, &["build"]).await;
    assert_eq!(differences(&school.output(), &third.output()), Vec::<String>::new());
    let secrets = school.ent.secrets();
    let holds =
        |name: &str| String::from_utf8_lossy(&fs::read(third.path(name)).unwrap()).contains(&secrets["EDT_6A_URL"]);
    assert!(!holds("config.toml") && !holds(".ardoise/ardoise.sqlite"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_source_that_is_no_longer_configured_keeps_its_files() {
    let school = school().await;
    school.pull_and_build().await;
    let config = school.read("config.toml");
    let (news, rest) = (config.find("[[sources]]").unwrap(), config.rfind("[[sources]]").unwrap());
    assert!(config[news..rest].contains("netocentre-news"));
    let without = config[..news].to_owned() + &config[news + config[news + 1..].find("[[sources]]").unwrap() + 1..];
    school.write("config.toml", &without);
    assert_eq!(school.run(&["pull"]).await.code, 0);
    let kept = done(&school, &["backup", &text(&school.path("sauvegarde.tar.gz"))]).await;
    assert!(kept["blobs"].as_u64().unwrap() > 0, "{kept}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_done_since_the_backup_stays_done() {
    let mut school = school().await;
    school.pull_and_build().await;
    let backup = text(&school.path("sauvegarde.tar.gz"));
    done(&school, &["backup", &backup]).await;

    done(&school, &["print"]).await;
    let found = done(&school, &["find", "Bal de la rentrée"]).await;
    let item = found["items"][0]["item"].as_str().unwrap().to_owned();
    done(&school, &["withdraw", &item]).await;
    done(&school, &["rotate", "6a"]).await;
    school.build().await;
    let before = school.output();
    school.write("content/bal.md", "+++\ntitle = \"Autre chose\"\n+++\nÀ 19 h.\n");
    school.write("content/neuf.md", "+++\ntitle = \"Neuf\"\n+++\nNeuf.\n");

    let said = refused(&school, &["restore", &backup]).await;
    assert!(said.contains("`ardoise restore --replace`"), "{said}");
    let restored = done(&school, &["restore", &backup, "--replace"]).await;
    assert_eq!(restored["written"], json!([]));
    assert_eq!(restored["kept"], json!(["content/bal.md"]), "what somebody wrote is never overwritten");
    assert_eq!((&restored["withdrawn"], &restored["unknown_through"]), (&json!(1), &Value::Null));
    assert!(school.read("content/bal.md").contains("19 h") && school.path("content/neuf.md").exists());

    // The note as the backup has it is still down, the address is the new one, and nothing is printed again.
    school.write("content/bal.md", NOTE);
    fs::remove_file(school.path("content/neuf.md")).unwrap();
    school.build().await;
    assert_eq!(differences(&before, &school.output()), Vec::<String>::new());
    let again = school.run(&["print", "--json"]).await.json();
    let outcomes: Vec<&str> =
        again["sheets"].as_array().unwrap().iter().map(|sheet| sheet["outcome"].as_str().unwrap()).collect();
    assert_eq!(outcomes, ["ended", "ended"], "the sheets that told of the ball were taken back");
    school.wait(60);
    school.pull_and_build().await;
    assert_eq!(done(&school, &["withdraw", "--list"]).await, json!([item]));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_machine_that_lost_its_ledger_asks_before_it_prints() {
    let school = school().await;
    school.pull_and_build().await;
    let backup = text(&school.path("sauvegarde.tar.gz"));
    done(&school, &["backup", &backup]).await;
    let mut other = empty_machine(&school).await;
    let restored = done(&other, &["restore", &backup]).await;
    // On a Tuesday, the office may have printed for the next week.
    assert_eq!(restored["unknown_through"], json!("2026-W49"));
    other.build().await;
    let said = other.run(&["print"]).await;
    assert_eq!(said.code, 1, "{said:?}");
    let sentence = "6e A, gazette\u{a0}: impression peut-être faite avant la restauration.";
    assert!(said.stdout.starts_with(sentence), "{said:?}");
    assert!(!other.path("papier").exists());
    let told = done(&other, &["status"]).await;
    assert!(told["notices"].as_array().unwrap().iter().any(|notice| notice["kind"] == "restored"), "{told}");
    assert_eq!(done(&other, &["print", "--reprint"]).await["sheets"][0]["outcome"], "sent");
    // Two weeks later all of it is in the ledger.
    other.wait(14 * 24 * 60);
    other.pull_and_build().await;
    assert_eq!(done(&other, &["print"]).await["sheets"][0]["outcome"], "sent");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_restored_changes_nothing() {
    let school = school().await;
    school.pull_and_build().await;
    let backup = text(&school.path("sauvegarde.tar.gz"));
    done(&school, &["backup", &backup]).await;
    let whole = fs::read(&backup).unwrap();
    let other = empty_machine(&school).await;
    let damaged = text(&other.path("../damaged.tar.gz"));
    for (bytes, why) in [
        (&whole[..whole.len() / 2], "cannot be restored"),
        (b"<!doctype html><title>Connexion</title>", "cannot be restored"),
        (b"", "cannot be restored"),
    ] {
        fs::write(&damaged, bytes).unwrap();
        let said = refused(&other, &["restore", &damaged]).await;
        assert!(said.contains(why), "{said}");
    }
    let about = ardoise::backup::verify(Path::new(&backup)).unwrap().about;
    let newer = ardoise::backup::About { database: about.database + 1, ..about };
    ardoise::backup::Writer::create(Path::new(&damaged), newer).unwrap().finish().unwrap();
    let said = refused(&other, &["restore", &damaged]).await;
    assert!(said.contains("holds a database of a newer program"), "{said}");
    fs::remove_file(&damaged).unwrap();
    assert_eq!(files(&other.path("")).len(), 0);
    assert!(refused(&other, &["restore", "nowhere.tar.gz"]).await.contains("`nowhere.tar.gz`"));

    // Another process works for this school.
    let lock = ardoise::fs::try_lock(&school.path(".ardoise/run.lock")).unwrap().unwrap();
    let before = files(&school.path(".ardoise"));
    let said = refused(&school, &["restore", &backup, "--replace"]).await;
    assert!(said.contains("another `ardoise run` works for this school"), "{said}");
    drop(lock);

    // What is here cannot be read: nobody forgets by accident what was withdrawn.
    fs::write(school.path(".ardoise/ardoise.sqlite"), "not a database".repeat(100)).unwrap();
    let said = refused(&school, &["restore", &backup, "--replace"]).await;
    assert!(said.contains("move it away to go on without what was withdrawn"), "{said}");
    let changed = differences(&before, &files(&school.path(".ardoise")));
    assert_eq!(changed, ["ardoise.sqlite", "print.lock", "publish.lock"]);
    fs::remove_file(school.path(".ardoise/ardoise.sqlite")).unwrap();
    assert_eq!(done(&school, &["restore", &backup]).await["unknown_through"], json!("2026-W49"));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_export_holds_what_is_kept_in_open_formats() {
    let school = school().await;
    school.pull_and_build().await;
    let export = done(&school, &["export", "sortie"]).await;
    let elements: Value = serde_json::from_str(&school.read("sortie/elements.json")).unwrap();
    for (kind, number) in export["items"].as_object().unwrap() {
        assert_eq!(json!(elements[kind].as_array().unwrap().len()), *number, "{kind}");
    }
    let homework = elements["homework"].as_array().unwrap();
    assert!(homework.len() > 5 && elements["lessons"].as_array().unwrap().len() > 50, "{export}");
    let of_class = |items: &Value, class: &str| {
        let is_for = |item: &&Value| {
            let audience = &item["audience"];
            audience["class"] == class || audience["group"]["class"] == class
        };
        items.as_array().unwrap().iter().filter(is_for).count()
    };
    let count = |text: &str, mark: &str| text.lines().filter(|line| line.starts_with(mark)).count();
    let days_off = elements["days_off"].as_array().unwrap().len();
    for class in ["6a", "3b"] {
        let page = school.read(&format!("sortie/classes/{class}/devoirs.md"));
        assert_eq!(count(&page, "## "), of_class(&elements["homework"], class), "{page}");
        let calendar = school.read(&format!("sortie/classes/{class}/cours.ics"));
        assert_eq!(count(&calendar, "BEGIN:VEVENT"), of_class(&elements["lessons"], class) + days_off);
        let tasks = school.read(&format!("sortie/classes/{class}/devoirs.ics"));
        assert_eq!(count(&tasks, "BEGIN:VTODO"), of_class(&elements["homework"], class));
    }
    assert!(school.read("sortie/classes/6a/annonces.md").contains("Dans la **cour**, à 18 h."));
    assert_eq!(school.read("sortie/originaux/content/bal.md"), NOTE);
    let files_of = |item: &Value| item["files"].as_array().cloned().unwrap_or_default();
    let named: Vec<String> = elements["announcements"]
        .as_array()
        .unwrap()
        .iter()
        .chain(homework)
        .flat_map(files_of)
        .filter_map(|file| file["path_or_address"].as_str().map(str::to_owned))
        .filter(|path| path.starts_with("fichiers/"))
        .collect();
    assert!(!named.is_empty());
    for path in &named {
        assert!(school.path(&format!("sortie/{path}")).exists(), "{path}");
    }
    let secrets = school.ent.secrets();
    for (path, bytes) in files(&school.path("sortie")) {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        for name in ["EDT_6A_URL", "EDT_3B_URL"] {
            assert!(!text.contains(&secrets[name]), "{}", path.display());
        }
    }
    assert!(refused(&school, &["export", "sortie"]).await.contains("`sortie` is not empty"));
}
