//! Sites that gather more than one class, and the index of sites.
#![expect(clippy::unwrap_used, reason = "a test fails loudly")]

use scraper::{Html, Selector};

use crate::project::{Project, SMALL};

const SITES: &str = r#"
[[sites]]
id = "college"
title = "Tout le collège"
access = "public"
teachers = "none"
"#;

/// The text of a page's main part, and its links.
fn main_part(html: &str) -> (String, Vec<String>) {
    let page = Html::parse_document(html);
    let (main, links) = (Selector::parse("main").unwrap(), Selector::parse("a").unwrap());
    let main = page.select(&main).next().unwrap();
    let words: Vec<&str> = main.text().flat_map(str::split_whitespace).collect();
    let links = main.select(&links).filter_map(|link| link.attr("href").map(str::to_owned));
    (words.join(" "), links.collect())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_site_of_the_whole_school_stands_beside_those_of_the_classes() {
    let project = Project::with_config(&format!("{SMALL}{SITES}")).await;
    let built = project.pull_and_build().await;
    let sites: Vec<&str> =
        built["sites"].as_array().unwrap().iter().map(|site| site["site"].as_str().unwrap()).collect();
    assert_eq!(sites, ["6a", "3b", "college"]);
    assert!(!project.path("output/sites/college/gazette.pdf").exists());

    let (words, _) = main_part(&project.read("output/sites/college/index.html"));
    let truth = project.ent.truth();
    let to_come = |class: &str| {
        let class = truth.classes.iter().find(|truth| truth.id == class).unwrap();
        class.homework.iter().filter(|homework| homework.due > project.now.date_naive()).count()
    };
    assert!(to_come("6a") >= 3 && to_come("3b") >= 3);
    for readers in ["(6e A)", "(3e B)"] {
        assert!(words.contains(readers), "nothing is for {readers}: {words}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_index_of_sites_names_public_sites_only() {
    let project = Project::with_config(&format!("{SMALL}{SITES}")).await;
    project.pull_and_build().await;
    let secret = "La page d’une classe a une adresse secrète. L’établissement la donne aux familles.";
    let (words, links) = main_part(&project.read("output/sites/index.html"));
    assert_eq!((words, links), (format!("Sites Tout le collège {secret}"), vec!["college/index.html".to_owned()]));

    project.write("config.toml", SMALL);
    let report = project.build().await;
    let (words, links) = main_part(&project.read("output/sites/index.html"));
    assert_eq!((words.as_str(), links), (secret, Vec::new()));
    assert!(!project.path("output/sites/college").exists(), "{report}");
    assert!(project.path("output/sites/index.html.gz").exists());
}
