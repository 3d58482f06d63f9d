//! What is withdrawn is gone from everything here, and stays gone; what is too old goes by itself.
#![expect(clippy::unwrap_used, reason = "a test fails loudly")]

use std::io::Read;
use std::path::Path;

use ardoise::demo::Amendment;
use lopdf::Document;
use serde_json::Value;

use crate::print::printer::Printer;
use crate::project::{Project, SMALL, files};

/// A name that nothing else in the demo school holds, in all its typesettings.
const NAME: &str = "quatrefages";

/// Everything a reader could make of a file: its bytes, and what lies in them compressed or set in type.
fn readings(path: &Path, bytes: &[u8]) -> Vec<String> {
    let mut found = vec![path.display().to_string(), String::from_utf8_lossy(bytes).into_owned()];
    let mut unpacked = Vec::new();
    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    match ending {
        "gz" => drop(flate2::read::GzDecoder::new(bytes).read_to_end(&mut unpacked).unwrap()),
        "br" => drop(brotli::Decompressor::new(bytes, 4096).read_to_end(&mut unpacked).unwrap()),
        "pdf" => {
            let pdf = Document::load_mem(bytes).unwrap();
            let pages: Vec<u32> = pdf.get_pages().into_keys().collect();
            let text = pdf.extract_text(&pages).unwrap();
            unpacked.extend(
                text.chars().filter(|sign| !sign.is_whitespace() && *sign != '\u{ad}').collect::<String>().bytes(),
            );
        }
        _ => {}
    }
    found.push(String::from_utf8_lossy(&unpacked).into_owned());
    found
}

/// The files of the school that hold the name, the database's own files included.
fn holding(project: &Project) -> Vec<String> {
    let all = files(&project.path("")).into_iter();
    let holds = |(path, bytes): &(std::path::PathBuf, Vec<u8>)| {
        readings(path, bytes).iter().any(|text| text.to_lowercase().contains(NAME))
    };
    all.filter(holds).map(|(path, _)| path.display().to_string()).collect()
}

/// A school of which one homework and one announcement name somebody. What is told of the homework may differ by a few words.
async fn school(more: &str) -> Project {
    let project = Project::with_config(&format!("{SMALL}{more}")).await;
    rewrite(&project, "12");
    let announcement =
        project.ent.truth().announcements.iter().find(|news| news.public && !news.files.is_empty()).unwrap().id;
    let title = "Zébulon Quatrefages reçoit un prix".to_owned();
    project.ent.amend(Amendment::EditAnnouncement { id: announcement, title });
    project
}

fn rewrite(project: &Project, page: &str) {
    let truth = project.ent.truth();
    let class = truth.classes.iter().find(|class| class.id == "6a").unwrap();
    let (today, sunday) = (project.now.date_naive(), "2026-11-29".parse().unwrap());
    let homework = class.homework.iter().find(|homework| homework.due > today && homework.due <= sunday).unwrap();
    project.ent.amend(Amendment::RewriteHomework {
        class: "6a".to_owned(),
        subject: homework.subject.clone(),
        due: homework.due,
        text: format!("Écouter l’exposé de Zébulon Quatrefages, puis lire la page {page} du manuel."),
    });
}

async fn found(project: &Project, text: &str) -> Value {
    let said = project.run(&["find", text, "--json"]).await;
    assert_eq!(said.code, 0, "{said:?}");
    said.json()
}

fn names(found: &Value) -> Vec<String> {
    found["items"].as_array().unwrap().iter().map(|item| item["item"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_withdrawn_item_is_gone_everywhere_and_stays_gone() {
    let mut project = school(
        "[[printers]]\nid = \"bureau\"\nuri = \"papier\"\n[[targets]]\nid = \"ecole\"\ntype = \"fs\"\npath = \"www\"\n",
    )
    .await;
    project.pull_and_build().await;
    assert_eq!(project.run(&["publish"]).await.code, 0);
    assert_eq!(project.run(&["print"]).await.code, 0);
    let before = holding(&project);
    let told = found(&project, "zebulon  QUATREFAGES").await;
    let listed: Vec<&str> = told["files"].as_array().unwrap().iter().map(|file| file.as_str().unwrap()).collect();
    // What was published is told by its name on the target.
    let hidden = |path: &&String| {
        [".ardoise/ardoise.sqlite", ".ardoise/published", "www/"].iter().any(|start| path.starts_with(start))
    };
    assert!(told["targets"].as_array().unwrap().iter().any(|file| file == "target ecole: 6a/index.html"), "{told}");
    for path in before.iter().filter(|path| !hidden(path)) {
        assert!(listed.iter().any(|file| file.ends_with(path.as_str())), "`{path}` is not found: {listed:#?}");
    }
    for ending in
        ["index.html", "index.html.br", "flux.xml.gz", "texte.txt", "gazette.pdf", "6a.standard.pdf", "lot.pdf"]
    {
        assert!(before.iter().any(|path| path.ends_with(ending)), "{ending}: {before:#?}");
    }
    for folder in ["papier/", "www/", ".ardoise/published"] {
        assert!(before.iter().any(|path| path.starts_with(folder)), "{folder}: {before:#?}");
    }
    let items = names(&told);
    assert_eq!(items.len(), 2, "{items:?}");

    let arguments: Vec<&str> = ["withdraw", "--json"].into_iter().chain(items.iter().map(String::as_str)).collect();
    let said = project.run(&arguments).await;
    assert_eq!(said.code, 0, "{said:?}");
    assert_eq!(said.json()["items"], serde_json::json!(items));
    assert!(!said.stdout.to_lowercase().contains(NAME), "{said:?}");
    assert_eq!(holding(&project), Vec::<String>::new());
    assert_eq!(found(&project, "Quatrefages").await["files"], serde_json::json!([]));
    let proof = found(&project, &items[0]).await;
    let deeds: Vec<&str> =
        proof["items"][0]["journal"].as_array().unwrap().iter().map(|line| line["deed"].as_str().unwrap()).collect();
    let (first, others) = deeds.split_first().unwrap();
    assert_eq!(*first, "added", "{proof}");
    assert_eq!((others.len() >= 4, others.iter().all(|deed| *deed == "withdrawn")), (true, true), "{proof}");

    project.wait(60);
    project.pull_and_build().await;
    assert_eq!(project.run(&["build", "--clean"]).await.code, 0);
    assert_eq!(holding(&project), Vec::<String>::new(), "the source still tells it");
    rewrite(&project, "13");
    let pulled = project.run(&["pull", "--json"]).await;
    assert_eq!(pulled.code, 0, "{pulled:?}");
    project.build().await;
    assert_eq!(holding(&project), Vec::<String>::new(), "another page number is no other homework");
    let notices = pulled.json()["notices"].as_array().unwrap().clone();
    let kept_out = notices.iter().find(|notice| notice["kind"] == "withdrawn").unwrap();
    let edited = kept_out["subject"].as_str().unwrap();
    assert_eq!(project.run(&["withdraw", "--undo", edited]).await.code, 0);
    project.pull_and_build().await;
    let back = holding(&project);
    assert!(back.contains(&"output/sites/6a/index.html".to_owned()), "{back:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mistake_is_undone_with_the_next_answer() {
    let project = school("").await;
    project.pull_and_build().await;
    let before = holding(&project);
    let items = names(&found(&project, "Quatrefages").await);
    for undo in [false, true] {
        let mut arguments: Vec<&str> = vec!["withdraw"];
        arguments.extend(undo.then_some("--undo"));
        arguments.extend(items.iter().map(String::as_str));
        assert_eq!(project.run(&arguments).await.code, 0);
    }
    project.pull_and_build().await;
    let in_output =
        |paths: Vec<String>| paths.into_iter().filter(|path| path.starts_with("output/")).collect::<Vec<_>>();
    assert_eq!(in_output(holding(&project)), in_output(before));
    assert_eq!(project.run(&["withdraw", "edt-6a/h1-nobody"]).await.code, 2);
    assert_eq!(project.run(&["withdraw", "no item"]).await.code, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_job_that_waits_at_the_printer_is_taken_back() {
    let printer = Printer::start().await;
    let line = format!("[[printers]]\nid = \"copieur\"\nuri = \"{}\"\nhold = true\n", printer.uri());
    let project = school(&line).await;
    project.pull_and_build().await;
    assert_eq!(project.run(&["print", "--wait", "1"]).await.code, 0);
    let items = names(&found(&project, "Quatrefages").await);
    let arguments: Vec<&str> = ["withdraw"].into_iter().chain(items.iter().map(String::as_str)).collect();
    let said = project.run(&arguments).await;
    assert_eq!(said.code, 0, "{said:?}");
    let status = project.run(&["status", "--json"]).await.json();
    let states: Vec<&str> =
        status["prints"].as_array().unwrap().iter().map(|print| print["state"].as_str().unwrap()).collect();
    assert_eq!(states, ["canceled", "canceled"], "both classes are told the announcement");
}

/// Lessons of June stay for a hundred days here, but not longer than the school year.
#[tokio::test(flavor = "multi_thread")]
async fn a_season_ends_with_words_instead_of_pages() {
    let mut project = Project::with_config(&format!("{SMALL}[site]\nretention_days = 100\n")).await;
    project.wait((211 * 24) * 60);
    project.pull_and_build().await;
    let weeks = |project: &Project| {
        let week = |path: &std::path::PathBuf| {
            path.starts_with("sites/6a") && path.display().to_string().contains("/semaine-")
        };
        project.output().into_keys().filter(week).count()
    };
    project.now = "2027-08-30T06:00:00Z".parse().unwrap();
    project.build().await;
    assert!(weeks(&project) > 3 * 4, "{}", weeks(&project));
    let over = "L’année scolaire est terminée.";
    assert!(!project.read("output/sites/6a/index.html").contains(over));
    project.now = "2027-08-31T06:00:00Z".parse().unwrap();
    project.build().await;
    assert_eq!(weeks(&project), 0);
    for page in ["index.html", "texte.txt"] {
        assert!(project.read(&format!("output/sites/6a/{page}")).contains(over), "{page}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_target_that_was_not_reached_is_cleared_by_the_next_publication() {
    let targets = ["ecole", "stock"].map(|id| format!("[[targets]]\nid = \"{id}\"\ntype = \"fs\"\npath = \"{id}\"\n"));
    let project = school(&targets.concat()).await;
    project.pull_and_build().await;
    assert_eq!(project.run(&["publish"]).await.code, 0);
    let items = names(&found(&project, NAME).await);
    std::fs::rename(project.path("stock"), project.path("ailleurs")).unwrap();
    project.write("stock", "");

    let arguments: Vec<&str> = ["withdraw", "--json"].into_iter().chain(items.iter().map(String::as_str)).collect();
    let said = project.run(&arguments).await;
    assert_eq!(said.code, 1, "{said:?}");
    let problems = said.json()["problems"].as_array().unwrap().clone();
    assert_eq!(problems.iter().map(|problem| problem["subject"].clone()).collect::<Vec<_>>(), ["target stock"]);
    let left = holding(&project);
    assert!(
        left.iter().all(|path| path.starts_with("ailleurs/") || path.starts_with(".ardoise/published")),
        "{left:?}"
    );
    assert!(left.iter().any(|path| path.starts_with("ailleurs/")), "{left:?}");

    // A target that was reached goes on as ever, and back if need be.
    project.write("content/a.md", "+++\ntitle = \"Kermesse\"\n+++\nSamedi.\n");
    project.build().await;
    assert_ne!(project.run(&["publish"]).await.code, 0);
    assert_eq!(project.run(&["rollback", "ecole"]).await.code, 0);

    std::fs::remove_file(project.path("stock")).unwrap();
    std::fs::rename(project.path("ailleurs"), project.path("stock")).unwrap();
    assert_eq!(project.run(&["publish", "stock"]).await.code, 0);
    assert_eq!(holding(&project), Vec::<String>::new());
    assert_eq!(project.run(&["rollback", "stock"]).await.code, 2, "nothing is kept to go back to");
}
