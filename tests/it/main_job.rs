//! The main job: what the ENT serves is what families read, and a build writes only what changed.
#![expect(clippy::unwrap_used, reason = "a test fails loudly")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use ardoise::demo::{Amendment, TruthClass};
use ardoise::normalise::subject::SubjectNames;
use ardoise::optimise::budget;
use chrono::{Datelike, Days, NaiveDate};
use scraper::{Html, Selector};

use crate::project::{Project, SMALL, differences};

/// The words on the page for each label of the ENT.
const CHANGES: [(&str, &str); 16] = [
    ("Cours annulé", "Annulé"),
    ("Prof. absent", "Annulé\u{a0}: professeur absent"),
    ("Prof absent", "Annulé\u{a0}: professeur absent"),
    ("Prof./pers. absent", "Annulé\u{a0}: professeur absent"),
    ("Classe absente", "Annulé\u{a0}: classe absente"),
    ("Cours déplacé", "Déplacé à"),
    ("Cours modifié", "Cours modifié"),
    ("Cours maintenu", "Cours maintenu"),
    ("Exceptionnel", "Cours exceptionnel"),
    ("Changement de salle", "au lieu de"),
    ("Modif salle", "au lieu de"),
    ("Cours exceptionnel", "Cours exceptionnel"),
    ("Reporté", "Déplacé à"),
    ("Report", "Déplacé à"),
    ("Sortie pédagogique", "Sortie pédagogique"),
    ("Remplacement", "Remplacement"),
];

#[tokio::test(flavor = "multi_thread")]
async fn a_newcomer_gets_the_sites_of_a_whole_school() {
    let project = Project::whole().await;
    let pulled = project.run(&["pull", "--json"]).await;
    assert_eq!(pulled.code, 0, "{pulled:?}");
    project.build().await;
    let truth = project.ent.truth();
    assert_eq!(truth.classes.len(), 8);
    for class in &truth.classes {
        tells_all(&project, class, now_day());
        assert!(project.path(&format!("output/sites/{}/gazette.pdf", class.id)).exists());
        maps_every_page(&project, &class.id);
    }
    keeps_budgets(&project);
    only_reads(&project);
}

/// The Friday evening before the last week of a term, for a class with little work: its first page must shorten announcements.
#[tokio::test(flavor = "multi_thread")]
async fn a_heavy_week_is_told_whole_and_within_the_budgets() {
    let mut project = Project::with_config(&SMALL.replace("3b", "6b").replace("3B", "6B").replace("3e", "6e")).await;
    project.wait((17 * 24 + 10) * 60);
    project.pull_and_build().await;
    let truth = project.ent.truth();
    for class in truth.classes.iter().filter(|class| class.label.starts_with('6')) {
        tells_all(&project, class, NaiveDate::from_ymd_opt(2026, 12, 14).unwrap());
    }
    let own_pages = |path: &PathBuf| path.starts_with("sites/6b") && path.to_string_lossy().contains("/actualite-");
    assert!(project.output().into_keys().filter(own_pages).count() > 3 * 8, "nothing had to be shortened");
    keeps_budgets(&project);
}

/// The first page holds all that is to come from a day on; long announcements may stand on their own pages.
fn tells_all(project: &Project, class: &TruthClass, from: NaiveDate) {
    let page = Html::parse_document(&project.read(&format!("output/sites/{}/index.html", class.id)));
    shows_each_homework_once(class, &page, from);
    shows_each_change(class, &page, from);
    for news in project.ent.truth().announcements.iter().filter(|news| news.published <= from) {
        shows_announcement(project, class, &page, &news.title, news.public.then_some(&news.body_text));
    }
}

fn text_of(page: &Html, selector: &str) -> String {
    let selector = Selector::parse(selector).unwrap();
    let words = page.select(&selector).flat_map(|element| element.text()).collect::<Vec<_>>().join(" ");
    collapsed(&words)
}

fn collapsed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Marks may put spaces where the plain text has none (10 ² for 10²).
fn without_spaces(text: &str) -> String {
    text.chars().filter(|character| !character.is_whitespace()).collect()
}

fn shows_each_homework_once(class: &TruthClass, page: &Html, today: NaiveDate) {
    let shown = without_spaces(&text_of(page, "main"));
    let mut expected: BTreeMap<String, usize> = BTreeMap::new();
    for homework in class.homework.iter().filter(|homework| homework.due >= today) {
        *expected.entry(without_spaces(&homework.text)).or_default() += 1;
    }
    assert!(expected.len() >= 3, "{} has only {} homework", class.id, expected.len());
    for (text, times) in &expected {
        let inside_others: usize = expected
            .iter()
            .filter(|(other, _)| *other != text)
            .map(|(other, times)| other.matches(text.as_str()).count() * times)
            .sum();
        assert_eq!(shown.matches(text.as_str()).count(), times + inside_others, "{}: {text}", class.id);
    }
}

fn shows_each_change(class: &TruthClass, page: &Html, today: NaiveDate) {
    let monday = today - Days::new(u64::from(today.weekday().num_days_from_monday()));
    let shown_weeks = monday..monday + Days::new(14);
    let rows = Selector::parse("table tr").unwrap();
    let rows: Vec<String> =
        page.select(&rows).map(|row| collapsed(&row.text().collect::<Vec<_>>().join(" "))).collect();
    let changes: Vec<_> = class.changes.iter().filter(|change| shown_weeks.contains(&change.day)).collect();
    assert!(changes.len() >= 2, "{} has only {} changes", class.id, changes.len());
    for change in changes {
        let words =
            CHANGES.iter().find(|(label, _)| *label == change.label).map_or(change.label.as_str(), |(_, words)| words);
        let day = ardoise::render::words::Words::new(None).unwrap().weekday_and_number(change.day);
        let wanted = [collapsed(&day), collapsed(words), SubjectNames::default().label(&change.subject)];
        let found = rows.iter().any(|row| wanted.iter().all(|part| row.to_lowercase().contains(&part.to_lowercase())));
        assert!(found, "{}: no row has {wanted:?}:\n{}", class.id, rows.join("\n"));
    }
}

fn shows_announcement(project: &Project, class: &TruthClass, page: &Html, title: &str, body: Option<&String>) {
    let headings = text_of(page, "h3");
    assert!(headings.contains(&collapsed(title)), "{}: no heading {title}", class.id);
    let Some(body) = body else { return };
    let words = |page: &Html| without_spaces(&without_file_facts(&text_of(page, "main")));
    let sentences: Vec<String> = body.split_inclusive(['.', ':', '!', '?']).map(without_spaces).collect();
    let holds_all = |shown: &str| sentences.iter().all(|sentence| shown.contains(sentence));
    let links = Selector::parse("a[href^=actualite-]").unwrap();
    let own_pages = page
        .select(&links)
        .filter_map(|link| link.attr("href"))
        .map(|path| words(&Html::parse_document(&project.read(&format!("output/sites/{}/{path}", class.id)))));
    let shown: Vec<String> = own_pages.chain([words(page)]).collect();
    assert!(shown.iter().any(|shown| holds_all(shown)), "{}: the text of {title} is nowhere: {sentences:#?}", class.id);
}

/// All that a reader may open, but the pictures and files that pages show, is in the site map; `fichiers.txt` is for the worker.
fn maps_every_page(project: &Project, class: &str) {
    let map = Html::parse_document(&project.read(&format!("output/sites/{class}/plan.html")));
    let links = Selector::parse("main a").unwrap();
    let linked: BTreeSet<&str> = map.select(&links).filter_map(|link| link.attr("href")).collect();
    let folder = std::fs::read_dir(project.path(&format!("output/sites/{class}"))).unwrap();
    let files = folder.map(|entry| entry.unwrap().path()).filter(|path| path.is_file());
    let names = files.map(|path| path.file_name().unwrap().to_string_lossy().into_owned());
    let read =
        |name: &String| ["html", "pdf", "xml", "ics", "txt"].iter().any(|ending| name.ends_with(&format!(".{ending}")));
    let missing: Vec<String> = names
        .filter(read)
        .filter(|name| !["plan.html", "fichiers.txt"].contains(&name.as_str()) && !linked.contains(name.as_str()))
        .collect();
    assert_eq!(missing, Vec::<String>::new(), "{class}");
}

/// What the pages add beside a link inside a text: "(PDF, 3 ko)", "(dans l’ENT, avec votre compte)".
fn without_file_facts(text: &str) -> String {
    let mut parts = text.split('(');
    let mut kept = parts.next().unwrap_or_default().trim_end().to_owned();
    for part in parts {
        match part.split_once(')') {
            Some((facts, rest)) if facts.ends_with("ko") || facts.ends_with("octets") || facts.ends_with("compte") => {
                kept.push_str(rest);
            }
            _ => {
                kept.push('(');
                kept.push_str(part);
            }
        }
    }
    kept
}

fn keeps_budgets(project: &Project) {
    for (path, bytes) in project.output() {
        let path = path.display().to_string();
        let limit = if path.starts_with("sites/") && path.ends_with("/index.html.gz") {
            let page = Html::parse_document(&project.read(&format!("output/{}", path.trim_end_matches(".gz"))));
            usize::try_from(budget::index_limit(items(&page))).unwrap()
        } else if path.ends_with(".html.gz") {
            14 * 1024
        } else if path.contains("/media/") {
            35 * 1024
        } else if path.ends_with("gazette.pdf") {
            300 * 1024
        } else {
            continue;
        };
        assert!(bytes.len() <= limit, "{path} weighs {} bytes", bytes.len());
    }
}

/// How many homework and announcements a first page shows.
fn items(page: &Html) -> usize {
    let facts = "p > small:first-child";
    let shown = Selector::parse(&format!("main dd, main > {facts}, main > [role=note] > {facts}")).unwrap();
    page.select(&shown).count()
}

/// Never a call that changes state at the source, always the same name.
fn only_reads(project: &Project) {
    let agent = format!("Ardoise/{}", env!("CARGO_PKG_VERSION"));
    for request in project.ent.requests() {
        assert_eq!(
            (request.method.as_str(), request.user_agent.as_deref()),
            ("GET", Some(agent.as_str())),
            "{request:?}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_work_twice_writes_nothing() {
    let project = Project::small().await;
    project.pull_and_build().await;
    let before = project.output();
    let report = project.pull_and_build().await;
    assert_eq!((&report["written"], &report["removed"]), (&0.into(), &0.into()), "{report:#}");
    assert_eq!(differences(&before, &project.output()), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clean_build_gives_the_same_bytes() {
    let mut project = Project::small().await;
    project.pull_and_build().await;
    project.wait(24 * 60);
    project.pull_and_build().await;
    let incremental = project.output();
    project.write("output/sites/6a/stray.html", "left by another program");
    let cleaned = project.run(&["build", "--clean", "--json"]).await;
    assert_eq!(cleaned.code, 0, "{cleaned:?}");
    assert_eq!(differences(&incremental, &project.output()), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn one_changed_homework_rewrites_one_class() {
    let mut project = Project::small().await;
    project.pull_and_build().await;
    let before = project.output();
    let truth = project.ent.truth();
    let class = truth.classes.iter().find(|class| class.id == "6a").unwrap();
    let to_come = class.homework.iter().filter(|homework| homework.due > now_day());
    let homework = to_come.max_by_key(|homework| homework.text.len()).unwrap();
    project.wait(5);
    project.ent.amend(Amendment::RewriteHomework {
        class: "6a".to_owned(),
        subject: homework.subject.clone(),
        due: homework.due,
        text: format!("{} Rendre le travail au propre.", homework.text),
    });
    project.pull_and_build().await;
    let changed = differences(&before, &project.output());
    assert!(changed.iter().any(|path| path == "sites/6a/index.html"), "{changed:?}");
    let elsewhere: Vec<_> = changed.iter().filter(|path| !path.starts_with("sites/6a/")).collect();
    let print = |name: &str| format!("print/2026-W48/{name}.pdf");
    assert_eq!(elsewhere, [&"manifest.json".to_owned(), &print("6a.standard"), &print("bordereau"), &print("lot")]);
    let page = Html::parse_document(&project.read("output/sites/6a/index.html"));
    assert!(text_of(&page, "main").contains("Rendre le travail au propre."));
    let main = text_of(&page, "main");
    assert!(main.contains("Modifié le mardi 24 novembre"), "{main}");
}

fn now_day() -> NaiveDate {
    crate::project::now().date_naive()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_hour_without_news_rewrites_only_what_says_the_hour() {
    let mut project = Project::small().await;
    project.pull_and_build().await;
    let before = project.output();
    project.wait(60);
    project.pull_and_build().await;
    let changed = differences(&before, &project.output());
    let mut expected = vec!["manifest.json".to_owned()];
    for file in ["3b/index.html", "3b/texte.txt", "6a/index.html", "6a/texte.txt"] {
        expected.extend(["", ".br", ".gz"].map(|variant| format!("sites/{file}{variant}")));
    }
    assert_eq!(changed, expected);
}
