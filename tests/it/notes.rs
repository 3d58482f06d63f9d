//! What a school writes itself: it reaches the pages with its files, without any pull.
#![expect(clippy::unwrap_used, reason = "a test fails loudly")]

use scraper::{Html, Selector};

use crate::project::{Project, SMALL};

/// The addresses of the files that a page links to.
fn linked(page: &str) -> Vec<String> {
    let page = Html::parse_document(page);
    let files = Selector::parse("main a[href^=pieces]").unwrap();
    page.select(&files).filter_map(|link| link.attr("href").map(str::to_owned)).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn menus_and_notices_are_shown_with_their_files() {
    let project = Project::with_config(SMALL).await;
    let menu =
        "+++\nkind = \"menu\"\nweek = \"2026-W48\"\n+++\nJeudi : gratin (gluten, lait). [Tout le mois](mois.txt)\n";
    project.write("content/menus/48.md", menu);
    project.write("content/menus/mois.txt", "Menu du mois");
    let notice = "+++\nkind = \"notice\"\ntitle = \"Panne\"\n+++\nVoir [la liste](liste.txt).\n";
    project.write("content/panne.md", notice);
    project.write("content/liste.txt", "Liste");
    project.build().await;
    for (name, files) in [("index.html", 2), ("semaine-2026-W48.html", 1)] {
        let page = project.read(&format!("output/sites/6a/{name}"));
        assert!(page.contains("gratin (gluten, lait)"), "{name}: {page}");
        let linked = linked(&page);
        assert_eq!(linked.len(), files, "{name}: {linked:?}");
        for file in linked {
            assert!(project.path(&format!("output/sites/6a/{file}")).exists(), "{name}: {file}");
        }
    }
}
