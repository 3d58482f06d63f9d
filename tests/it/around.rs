//! A school with what it has beside its ENT: agendas, a site, the ministry's calendar, a calendar for each group.

use std::fs;

use crate::project::{Project, SMALL, repository};

pub(crate) const AROUND: &str = r#"
[[sources]]
id = "agenda-6a"
type = "ical"
url = { env = "AGENDA_URL" }
class = "6a"

[[sources]]
id = "site"
type = "feed"
url = { env = "SITE_FEED_URL" }

[[sources]]
id = "vacances"
type = "school-calendar"
url = { env = "SCHOOL_CALENDAR_URL" }
"#;

/// The words of a page, as they follow one another.
fn words(html: &str) -> String {
    let page = scraper::Html::parse_document(html);
    let text: String = page.root_element().text().collect::<Vec<_>>().join(" ");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[tokio::test(flavor = "multi_thread")]
async fn an_agenda_a_site_and_the_holidays_join_the_ent() {
    let mut project = Project::with_config(&format!("{SMALL}{AROUND}")).await;
    project
        .write("content/pont.md", "+++\nkind = \"closure\"\ntitle = \"Journée pédagogique\"\nfrom = 2026-12-04\n+++\n");
    project.pull_and_build().await;
    let (mine, other) = ("output/sites/6a/semaine-2026-W49.html", "output/sites/3b/semaine-2026-W49.html");
    assert!(
        words(&project.read(mine)).contains("17 h 30 à 18 h 30 Club échecs CDI Déplacé à 17 h 30"),
        "{}",
        words(&project.read(mine))
    );
    assert!(!project.read(other).contains("Club échecs"));
    let index = words(&project.read("output/sites/6a/index.html"));
    for expected in ["Sortie à Chambord", "Rapporter le carnet signé", "L’atelier du lundi 23 novembre"] {
        assert!(index.contains(expected), "{expected}: {index}");
    }
    let all = project.output().values().map(|bytes| String::from_utf8_lossy(bytes).into_owned()).collect::<String>();
    assert!(!all.contains("Camille Secret") && !all.contains("pixel.gif"));

    let eve = "2026-12-19T08:00:00Z".parse::<chrono::DateTime<chrono::Utc>>().unwrap();
    project.wait((eve - project.now).num_minutes());
    project.pull_and_build().await;
    let index = words(&project.read("output/sites/6a/index.html"));
    let expected = "Lundi 4 janvier Vacances de Noël jusqu’au dimanche 3 janvier.";
    assert!(index.contains(expected), "{index}");
    assert!(!project.path("output/sites/6a/semaine-2026-W53.html").exists(), "no club meets at Christmas");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_school_with_only_net_o_centre_and_pronote_builds() {
    let config = fs::read_to_string(repository().join("tests/fixtures/schools/netocentre/config.toml")).unwrap();
    let project = Project::with_config(&config).await;
    let whole = Project::with_config(SMALL).await;
    project.pull_and_build().await;
    whole.pull_and_build().await;
    let page = "output/sites/6a/semaine-2026-W48.html";
    // Only one of the two schools says which weeks are A.
    let [groups, class] = [&project, &whole].map(|project| words(&project.read(page)).replace(" (A)", ""));
    assert!(class.contains("6A GR1") && class.contains("6A GR2"), "the class has halves: {class}");
    // Works of one subject and day stand in no order of their own.
    let [groups, class] = [groups, class].map(|page| {
        let mut words: Vec<String> = page.split(' ').map(str::to_owned).collect();
        words.sort();
        words
    });
    assert_eq!(groups, class, "two calendars of halves tell the timetable of the class");

    let half = words(&project.read("output/sites/4a/index.html"));
    assert!(half.contains("Emploi du temps non fourni par l’ENT : 4A GR2."), "{half}");
    assert!(project.path("output/sites/4a/gazette.pdf").exists());
    assert!(!words(&project.read("output/sites/3b/index.html")).contains("non fourni"));
}
