//! What changes after a gazette was printed comes out as a paper of its own, once, with nothing but what changed.
#![expect(clippy::unwrap_used, reason = "a test fails loudly")]

use std::path::{Path, PathBuf};

use ardoise::demo::Amendment;
use lopdf::Document;

use crate::project::{Project, SMALL};

const CORRECTION: &str = "output/print/2026-W48/6a.standard.rectificatif.pdf";

/// The words of a sheet without any white space, since its lines may end anywhere.
fn words(sheet: &Path) -> String {
    let pdf = Document::load(sheet).unwrap();
    let pages: Vec<u32> = pdf.get_pages().into_keys().collect();
    let text = pdf.extract_text(&pages).unwrap();
    text.chars().filter(|sign| !sign.is_whitespace() && *sign != '\u{ad}').collect()
}

fn spooled(project: &Project) -> Vec<PathBuf> {
    let folder = std::fs::read_dir(project.path("papier")).unwrap();
    folder.map(|entry| entry.unwrap().path()).filter(|path| path.extension().is_some_and(|end| end == "pdf")).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_after_printing_becomes_a_correction() {
    let printer = "[[printers]]\nid = \"bureau\"\nuri = \"papier\"\n";
    let mut project = Project::with_config(&format!("{SMALL}{printer}")).await;
    project.pull_and_build().await;
    assert_eq!(project.run(&["print"]).await.code, 0);
    assert_eq!(spooled(&project).len(), 2, "a gazette for each class");
    project.build().await;
    assert!(!project.path(CORRECTION).exists(), "nothing changed yet");

    let truth = project.ent.truth();
    let class = truth.classes.iter().find(|class| class.id == "6a").unwrap();
    let (today, sunday) = (project.now.date_naive(), "2026-11-29".parse().unwrap());
    let mut to_come = class.homework.iter().filter(|homework| homework.due > today && homework.due <= sunday);
    let (edited, unchanged) = (to_come.next().unwrap().clone(), to_come.next().unwrap().clone());
    project.wait(5);
    project.ent.amend(Amendment::RewriteHomework {
        class: "6a".to_owned(),
        subject: edited.subject.clone(),
        due: edited.due,
        text: format!("{} Rendre le travail au propre.", edited.text),
    });
    project.pull_and_build().await;
    let told = words(&project.path(CORRECTION));
    let start = "Rectificatif–6eASemaine48,du23au27novembre2026CollègedesTilleulsVersiondumardi24novembre";
    assert!(told.starts_with(start), "{told}");
    assert!(told.contains("Rendreletravailaupropre."), "{told}");
    let other: String = unchanged.text.chars().filter(|sign| !sign.is_whitespace()).take(30).collect();
    assert!(!told.contains(&other), "{told}");
    let others = "output/print/2026-W48/3b.standard.rectificatif.pdf";
    assert!(!project.path(others).exists(), "nothing changed in that class");

    assert_eq!(project.run(&["print"]).await.code, 0);
    assert_eq!(spooled(&project).len(), 3, "the correction, and no gazette again");
    project.build().await;
    assert!(!project.path(CORRECTION).exists(), "it is on paper now");
    assert_eq!(project.run(&["print"]).await.code, 0);
    assert_eq!(spooled(&project).len(), 3);
}
