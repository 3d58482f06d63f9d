//! Secret addresses: the ones on paper are the real ones, and nothing else tells them.
#![expect(clippy::unwrap_used, reason = "a test fails loudly")]

use ardoise::artifact::place::SiteSecret;
use ardoise::store::Store;

use crate::project::{Project, SMALL};

const ADDRESS: &str = "https://classes.college.example/";

/// The secrets of a site, the newest last.
async fn secrets(project: &Project, site: &str) -> Vec<SiteSecret> {
    let store = Store::open(&project.path(".ardoise")).await.unwrap();
    let kept = store.site_secrets().await.unwrap();
    store.close().await;
    kept.into_iter().filter(|kept| kept.site.as_str() == site).map(|kept| kept.secret).collect()
}

/// The words of a PDF, without white space.
fn words(project: &Project, path: &str) -> String {
    let sheet = lopdf::Document::load(project.path(path)).unwrap();
    let pages: Vec<u32> = sheet.get_pages().into_keys().collect();
    sheet.extract_text(&pages).unwrap().split_whitespace().collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_address_on_paper_is_the_real_one_and_nothing_else_tells_it() {
    let password = "[[sites]]\nid = \"3b\"\nclasses = [\"3b\"]\naccess = \"password\"\n";
    let config = format!("{SMALL}\n[site]\npublic_url = \"{ADDRESS}\"\n{password}");
    let project = Project::with_config(&config).await;
    project.pull_and_build().await;
    let (secret, closed) = (secrets(&project, "6a").await[0], secrets(&project, "3b").await[0]);
    let address = format!("{ADDRESS}{}/", secret.folder().as_str());
    for sheet in ["sites/6a/acces.pdf", "sites/6a/gazette.pdf", "print/2026-W48/6a.acces.pdf"] {
        assert!(words(&project, &format!("output/{sheet}")).contains(&address), "{sheet}");
    }
    let sheet = words(&project, "output/sites/3b/acces.pdf");
    assert!(sheet.contains(&format!("{ADDRESS}3b/")), "{sheet}");
    assert!(sheet.contains(&format!("Identifiant:3bMotdepasse:{}", closed.password().as_str())), "{sheet}");

    let hidden = [secret.folder().as_str().to_owned(), closed.password().as_str().to_owned()];
    let mut told = vec![project.read("output/manifest.json")];
    let verbs: [&[&str]; 5] = [
        &["build", "--clean", "-vv"],
        &["build", "--json"],
        &["status", "--json", "-vv"],
        &["check", "-vv"],
        &["host-kit", "kit", "-vv"],
    ];
    for verb in verbs {
        let said = project.run(verb).await;
        assert_eq!(said.code, 0, "{verb:?}: {said:?}");
        told.extend([said.stdout, said.stderr]);
    }
    let kit = crate::project::files(&project.path("kit"));
    assert_eq!(kit.len(), 5);
    let pages = project.output().into_iter().filter(|(path, _)| path.extension() != Some("pdf".as_ref()));
    told.extend(kit.into_iter().chain(pages).map(|(_, bytes)| String::from_utf8_lossy(&bytes).into_owned()));
    for secret in &hidden {
        assert!(!told.iter().any(|text| text.contains(secret)), "a secret is told");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rotated_address_is_printed_at_the_next_build() {
    let project = Project::with_config(&format!("{SMALL}\n[site]\npublic_url = \"{ADDRESS}\"\n")).await;
    project.pull_and_build().await;
    let index = project.read("output/sites/6a/index.html");
    let said = project.run(&["rotate", "6a"]).await;
    assert_eq!(said.code, 0, "{said:?}");
    project.build().await;
    let [old, new] = secrets(&project, "6a").await[..] else { panic!("two secrets") };
    let sheet = words(&project, "output/sites/6a/acces.pdf");
    assert!(sheet.contains(new.folder().as_str()) && !sheet.contains(old.folder().as_str()), "{sheet}");
    assert!(!said.stdout.contains(new.folder().as_str()) && !said.stderr.contains(new.folder().as_str()));
    assert_eq!(project.read("output/sites/6a/index.html"), index, "pages do not know where they lie");
    assert_eq!(secrets(&project, "3b").await.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn no_page_asks_anything_of_another_host() {
    let project = Project::small().await;
    project.pull_and_build().await;
    let pages = project.output().into_iter().filter(|(path, _)| path.extension() == Some("html".as_ref()));
    let mut seen = 0;
    for (path, bytes) in pages {
        let page = scraper::Html::parse_document(std::str::from_utf8(&bytes).unwrap());
        let all = |selector: &str, attribute: &str| -> Vec<String> {
            let selector = scraper::Selector::parse(selector).unwrap();
            page.select(&selector).filter_map(|element| element.attr(attribute).map(str::to_owned)).collect()
        };
        let policy = all("meta[http-equiv=Content-Security-Policy]", "content");
        assert!(policy.len() == 1 && policy[0].starts_with("default-src 'none';"), "{}: {policy:?}", path.display());
        let asked = [all("[src]", "src"), all("link[href]", "href"), all("[srcset]", "srcset"), all("[data]", "data")];
        for place in asked.concat() {
            assert!(!place.contains("//"), "{} asks for {place}", path.display());
        }
        assert_eq!(all("[style]", "style"), Vec::<String>::new(), "{}", path.display());
        seen += 1;
    }
    assert!(seen > 10);
}
