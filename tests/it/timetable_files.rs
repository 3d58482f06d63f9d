//! A school without any account: the office's own files and notes are all it has, and a build needs no pull and no network.
#![expect(clippy::unwrap_used, reason = "a test fails loudly")]

use std::path::Path;

use scraper::{Html, Selector};

use crate::project::{Project, files, repository};

/// The fixture school in a folder of its own.
async fn office() -> Project {
    let fixture = repository().join("tests/fixtures/office");
    let config = std::fs::read_to_string(fixture.join("config.toml")).unwrap();
    let project = Project::with_config(&config).await;
    for (path, bytes) in files(&fixture) {
        let target = project.path(path.to_str().unwrap());
        std::fs::create_dir_all(target.parent().unwrap()).unwrap();
        std::fs::write(target, bytes).unwrap();
    }
    project
}

/// The rows of the timetables on a page, each as one line.
fn rows(page: &str) -> Vec<String> {
    let page = Html::parse_document(page);
    let rows = Selector::parse("table tr").unwrap();
    let text = |words: Vec<&str>| words.join(" ").split_whitespace().collect::<Vec<_>>().join(" ");
    page.select(&rows).map(|row| text(row.text().collect())).collect()
}

fn has(rows: &[String], words: &[&str]) -> bool {
    rows.iter().any(|row| words.iter().all(|word| row.contains(word)))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_school_of_office_files_and_notes_builds() {
    let project = office().await;
    project.build().await;
    let first = rows(&project.read("output/sites/6a/index.html"));
    assert!(has(&first, &["Français", "B12"]), "{first:#?}");
    assert!(has(&first, &["EPS (sport)", "STADE"]), "{first:#?}");
    assert!(has(&first, &["Latin", "LATIN"]), "{first:#?}");
    let third = rows(&project.read("output/sites/3f/semaine-2026-W49.html"));
    assert!(has(&third, &["Mathématiques", "A3"]), "{third:#?}");
    let week_a = rows(&project.read("output/sites/3f/semaine-2026-W48.html"));
    assert!(!has(&week_a, &["Mathématiques"]), "{week_a:#?}");
    let second = project.read("output/sites/seconde/semaine-2026-W49.html");
    assert!(has(&rows(&second), &["SVT", "SECONDE1 GR1"]), "{second}");
    for class in ["6a", "3f", "seconde"] {
        let index = project.read(&format!("output/sites/{class}/index.html"));
        assert!(index.contains("La bibliothèque ouvre le samedi"), "{class}");
        assert!(project.path(&format!("output/sites/{class}/gazette.pdf")).exists(), "{class}");
    }
    for (path, bytes) in project.output() {
        let text = String::from_utf8_lossy(&bytes);
        for hidden in ["1975-03-12", "1980-01-02", "Anaïs", "EXEMPLE", "NAISSANCE", "confidentiel"] {
            let is_text = path.extension().is_some_and(|extension| extension != "pdf");
            assert!(!is_text || !text.contains(hidden), "{} shows {hidden}", path.display());
        }
    }
    assert_eq!(project.ent.requests(), []);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_breaks_leaves_the_last_good_timetable() {
    let project = office().await;
    project.build().await;
    let before = project.read("output/sites/6a/semaine-2026-W49.html");
    let broken = Path::new("sts/emp_sts_0459998Y_2026.xml");
    let bytes = std::fs::read(project.path(broken.to_str().unwrap())).unwrap();
    std::fs::write(project.path(broken.to_str().unwrap()), &bytes[..bytes.len() / 3]).unwrap();
    let built = project.run(&["build", "--json"]).await;
    assert_eq!(built.code, 1, "{built:?}");
    let problem = &built.json()["problems"][0];
    assert_eq!((&problem["kind"], &problem["subject"]), (&"content".into(), &"sts".into()), "{problem}");
    assert!(
        problem["message"].as_str().unwrap().contains("emp_sts_0459998Y_2026.xml` stops before its end"),
        "{problem}"
    );
    assert_eq!(project.read("output/sites/6a/semaine-2026-W49.html"), before);
}

/// What the office takes out of its file goes at once, without a second answer: the file is the truth.
#[tokio::test(flavor = "multi_thread")]
async fn a_file_on_this_machine_is_the_truth() {
    let project = office().await;
    project.build().await;
    let path = project.path("fet/csv/lycee_timetable.csv");
    let text = std::fs::read_to_string(&path).unwrap();
    let head = text.lines().next().unwrap();
    std::fs::write(
        &path,
        format!("{head}\n\"4\",\"mercredi\",\"M3\",\"SECONDE1\",\"EPS\",\"\",\"\",\"Gymnase\",\"\"\n"),
    )
    .unwrap();
    project.build().await;
    let page = rows(&project.read("output/sites/seconde/semaine-2026-W49.html"));
    assert!(has(&page, &["EPS"]) && !has(&page, &["SVT"]), "{page:#?}");
}
