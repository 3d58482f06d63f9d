//! The sheets that the office prints.
#![expect(clippy::unwrap_used, reason = "a test fails loudly")]

use serde_json::Value;

use crate::project::{Project, SMALL, differences};

/// Two profiles for one class, of which nobody prints the second; an address.
fn config(copies: u32) -> String {
    let paper = |profile: &str, copies: u32| format!("[[classes.paper]]\nprofile = \"{profile}\"\ncopies = {copies}\n");
    let papers = paper("standard", copies) + &paper("grand", 0);
    let with_papers = SMALL.replacen("level = \"6e\"\n", &format!("level = \"6e\"\n{papers}"), 1);
    format!("{with_papers}\n[site]\npublic_url = \"https://classes.college.example/\"\n")
}

/// Each sheet of the manifest as "path: kind of class in profile, copies".
fn sheets(project: &Project) -> Vec<String> {
    let manifest: Value = serde_json::from_str(&project.read("output/manifest.json")).unwrap();
    let shown = |(path, facts): (&String, &Value)| {
        let text = |value: &Value| value.as_str().unwrap_or("all").to_owned();
        let (kind, class, profile) = (text(&facts["kind"]), text(&facts["class"]["label"]), text(&facts["profile"]));
        assert!(project.path(&format!("output/print/{path}")).exists(), "{path}");
        format!("{path}: {kind} of {class} in {profile}, {}", facts["copies"])
    };
    manifest["sheets"].as_object().unwrap().iter().map(shown).collect()
}

fn pages(project: &Project, sheet: &str) -> u64 {
    let manifest: Value = serde_json::from_str(&project.read("output/manifest.json")).unwrap();
    manifest["sheets"][sheet]["pages"].as_u64().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_office_gets_a_sheet_of_each_kind() {
    let project = Project::with_config(&config(3)).await;
    project.pull_and_build().await;
    assert_eq!(
        sheets(&project),
        [
            "2026-W48/3b.acces.pdf: access of 3e B in standard, 1",
            "2026-W48/3b.affiche.pdf: poster of 3e B in standard, 1",
            "2026-W48/3b.standard.pdf: gazette of 3e B in standard, 1",
            "2026-W48/6a.acces.pdf: access of 6e A in standard, 1",
            "2026-W48/6a.affiche.pdf: poster of 6e A in standard, 1",
            "2026-W48/6a.grand.pdf: gazette of 6e A in grand, 0",
            "2026-W48/6a.standard.pdf: gazette of 6e A in standard, 3",
            "2026-W48/bordereau.pdf: slip of all in standard, 1",
            "2026-W48/lot.pdf: batch of all in standard, 1",
        ]
    );
    let even = |sheet: &str| pages(&project, sheet).next_multiple_of(2);
    let expected = 2 + 3 * even("2026-W48/6a.standard.pdf") + 2 + even("2026-W48/3b.standard.pdf");
    assert_eq!(pages(&project, "2026-W48/lot.pdf"), expected);
    let on_site = std::fs::read(project.path("output/sites/6a/acces.pdf")).unwrap();
    assert_eq!(on_site, std::fs::read(project.path("output/print/2026-W48/6a.acces.pdf")).unwrap());
}

#[tokio::test(flavor = "multi_thread")]
async fn another_number_of_copies_changes_the_batch_and_its_slip() {
    let project = Project::with_config(&config(3)).await;
    project.pull_and_build().await;
    let before = project.output();
    project.build().await;
    assert_eq!(differences(&before, &project.output()), Vec::<String>::new());

    project.write("config.toml", &config(4));
    project.build().await;
    let changed = differences(&before, &project.output());
    assert_eq!(changed, ["manifest.json", "print/2026-W48/bordereau.pdf", "print/2026-W48/lot.pdf"]);

    let nobody = config(0).replace(
        "id = \"3b\"\nlabel = \"3e B\"\nlevel = \"3e\"\n",
        "id = \"3b\"\nlabel = \"3e B\"\nlevel = \"3e\"\n[[classes.paper]]\nprofile = \"dys\"\ncopies = 0\n",
    );
    project.write("config.toml", &nobody);
    project.build().await;
    for gone in ["bordereau", "lot"] {
        assert!(!project.path(&format!("output/print/2026-W48/{gone}.pdf")).exists(), "{gone}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_incident_is_a_notice_for_the_door() {
    let printer = "[[printers]]\nid = \"bureau\"\nuri = \"papier\"\n";
    let mut project = Project::with_config(&format!("{SMALL}{printer}")).await;
    project.write("content/incident.md", "L’ENT est en panne. Appelez la **vie scolaire**.\n");
    project.pull_and_build().await;
    let notice = "2026-W48/avis.pdf: notice of all in standard, 1".to_owned();
    assert!(sheets(&project).contains(&notice), "{:?}", sheets(&project));
    let pdf = lopdf::Document::load(project.path("output/print/2026-W48/avis.pdf")).unwrap();
    let text = pdf.extract_text(&[1]).unwrap().replace('\n', " ");
    for words in ["Collège des Tilleuls", "Avis aux familles", "L’ENT est en panne."] {
        assert!(text.contains(words), "{text}");
    }
    assert_eq!(pages(&project, "2026-W48/avis.pdf"), 1);
    let printed = project.run(&["print", "--sheet", "avis"]).await;
    assert_eq!(printed.code, 0, "{printed:?}");
    assert!(printed.stdout.contains("Établissement, avis\u{a0}:"), "{printed:?}");
    // It is about today, also when the gazettes are those of next week.
    project.now = "2026-11-27T12:00:00Z".parse().unwrap();
    project.build().await;
    let printed = project.run(&["print", "--sheet", "avis", "--reprint"]).await;
    assert!(printed.stdout.contains("fichier déposé dans le dossier, à imprimer en 1 exemplaire."), "{printed:?}");
    std::fs::remove_file(project.path("content/incident.md")).unwrap();
    project.build().await;
    assert!(!sheets(&project).contains(&notice) && !project.path("output/print/2026-W48/avis.pdf").exists());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_access_sheets_are_printed_when_they_are_asked_for() {
    let printer =
        "[site]\npublic_url = \"https://classes.college.example/\"\n[[printers]]\nid = \"bureau\"\nuri = \"papier\"\n";
    let project = Project::with_config(&format!("{SMALL}{printer}")).await;
    project.pull_and_build().await;
    let printed = project.run(&["print", "--json"]).await;
    assert_eq!(kinds(&printed.stdout), ["gazette", "gazette"]);
    let printed = project.run(&["print", "--json", "--sheet", "acces"]).await;
    assert_eq!(kinds(&printed.stdout), ["access", "access"]);
}

/// What was printed, of the report of `print --json`.
fn kinds(report: &str) -> Vec<String> {
    let report: Value = serde_json::from_str(report).unwrap();
    let sheets = report["sheets"].as_array().unwrap().iter().filter(|sheet| sheet["outcome"] == "sent");
    sheets.map(|sheet| sheet["kind"].as_str().unwrap().to_owned()).collect()
}
