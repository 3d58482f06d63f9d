//! Whole pages: one golden first page, the words of unusual states, and the budgets.

use std::collections::BTreeMap;
use std::io::Write as _;

use crate::model::coverage::DataKind;
use crate::model::rich_text::RichText;
use crate::model::time::Week;
use crate::plan::page::{AnnouncementPage, Body, ContentEntry, IndexPage, Page, Warning, WeekPage};
use crate::render::html::page;
use crate::render::theme::Theme;

mod other_pages;
pub(in crate::render) mod sample;

fn html(input: &Page) -> String {
    let theme = Theme::new(BTreeMap::new()).unwrap();
    String::from_utf8(page(input, &theme).unwrap()).unwrap()
}

fn index(page: IndexPage) -> String {
    html(&Page::Index(Box::new(page)))
}

fn minified(html: &str) -> Vec<u8> {
    let settings = minify_html::Cfg {
        keep_closing_tags: true,
        keep_html_and_head_opening_tags: true,
        ..minify_html::Cfg::default()
    };
    minify_html::minify(html.as_bytes(), &settings)
}

fn gzip(bytes: &[u8]) -> usize {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap().len()
}

fn empty() -> IndexPage {
    let all = [DataKind::Homework, DataKind::Timetable, DataKind::Announcements];
    IndexPage {
        data_as_of: None,
        warnings: all.map(|kind| Warning::NeverReceived { kind }).into(),
        next_day: None,
        homework: Vec::new(),
        weeks: Vec::new(),
        other_weeks: Vec::new(),
        notices: Vec::new(),
        announcements: Vec::new(),
        menus: Vec::new(),
        gazette: None,
        ..sample::index(12)
    }
}

fn week() -> WeekPage {
    let index = sample::index(25);
    WeekPage {
        chrome: sample::chrome(),
        timetable: index.weeks[0].clone(),
        homework: index.homework[..2].to_vec(),
        homework_provided: true,
        contents: vec![ContentEntry {
            day: sample::november(23),
            subject: Some("Français".to_owned()),
            group: None,
            title: Some("Lecture de « L’Odyssée »".to_owned()),
            body: RichText::plain("Lecture à voix haute du chant IX. Relevé du champ lexical de la mer."),
        }],
        menus: vec![sample::menu()],
        previous: Some(Week::of(sample::november(16))),
        next: Some(Week::of(sample::november(30))),
        version: sample::november(23).and_hms_opt(17, 0, 0),
        media: BTreeMap::new(),
    }
}

fn announcement() -> AnnouncementPage {
    let (id, entry) = sample::picture("parcours");
    let mut announcement = sample::announcement("Cross du collège", 20, "");
    announcement.body = Body::Full(sample::rich(&id));
    announcement.illustration = Some(id.clone());
    AnnouncementPage {
        chrome: sample::chrome(),
        announcement,
        version: sample::november(23).and_hms_opt(17, 0, 0).unwrap(),
        media: BTreeMap::from([(id, entry)]),
    }
}

/// A short first page with one of each thing.
fn varied() -> IndexPage {
    let mut page = sample::index(12);
    let (id, entry) = sample::picture("parcours");
    page.media.insert(id.clone(), entry);
    page.warnings = vec![
        Warning::Stale { kind: DataKind::Timetable, since: sample::november(20).and_hms_opt(7, 0, 0).unwrap() },
        Warning::HeldBack { kind: DataKind::Announcements },
    ];
    let outage = "L’ENT ne répond plus depuis ce matin. Les devoirs affichés sont ceux d’hier.";
    page.notices = vec![sample::announcement("Panne de l’ENT", 23, outage)];
    page.menus = vec![sample::menu()];
    page.homework.truncate(2);
    page.homework[0].homework[0].new = true;
    page.weeks.truncate(1);
    let week = &mut page.weeks[0];
    week.days.drain(2..4);
    week.days[2].lessons.clear();
    week.days[2].off = Some(sample::holidays());
    page.announcements.truncate(2);
    page.announcements[0].body = Body::Full(sample::rich(&id));
    let (logo, entry) = sample::picture("logo");
    page.media.insert(logo.clone(), entry);
    page.announcements[0].illustration = Some(logo);
    page.announcements[1].body = Body::Short {
        text: "Plusieurs lignes de cars ne circuleront pas".to_owned(),
        page: sample::path("actualite-greve-des-transports.html"),
    };
    page
}

fn main_of(html: &str) -> &str {
    let start = html.find("<main").unwrap();
    let end = html.find("</main>").unwrap();
    &html[start..end]
}

#[test]
fn the_first_page_reads_in_order() {
    let html = index(varied());
    insta::with_settings!({snapshot_path => "../snapshots", prepend_module_to_snapshot => false, omit_expression => true}, {
        insta::assert_snapshot!("index", html[html.find("<body>").unwrap()..].trim());
    });
}

#[test]
fn the_other_pages_read_in_order() {
    let week = html(&Page::Week(Box::new(week())));
    let announcement = html(&Page::Announcement(Box::new(announcement())));
    insta::with_settings!({snapshot_path => "../snapshots", prepend_module_to_snapshot => false, omit_expression => true}, {
        insta::assert_snapshot!("week", week[week.find("<header>").unwrap()..].trim());
        insta::assert_snapshot!("announcement", announcement[announcement.find("<header>").unwrap()..].trim());
    });
}

#[test]
fn an_empty_page_tells_why() {
    let html = index(empty());
    let words = [
        "<p>Aucune information n’a encore été reçue.</p>",
        "<p><mark>Cette page ne contient pas encore le travail à faire. L’ENT ne l’a pas fourni.</mark></p>",
        "<p><mark>Cette page ne contient pas encore l’emploi du temps. L’ENT ne l’a pas fourni.</mark></p>",
        "<p><mark>Cette page ne contient pas encore les actualités. L’ENT ne les a pas fournies.</mark></p>",
    ];
    for words in words {
        assert!(html.contains(words), "{html}");
    }
    assert_eq!(
        main_of(&html),
        "<main id=\"contenu\" tabindex=\"-1\">\n\
         <p>Cette page est encore vide. Elle se remplira dès la première réponse de l’ENT.</p>\n"
    );
}

#[test]
fn homework_that_is_not_provided_is_not_called_absent() {
    for (provided, said, unsaid) in [
        (true, "<p>Rien d’autre n’est noté pour l’instant.</p>", "non fourni"),
        (false, "<p>Travail à faire\u{a0}: non fourni par l’ENT.</p>", "Rien"),
    ] {
        let mut page = sample::index(12);
        page.homework.clear();
        page.homework_provided = provided;
        if let Some(next) = &mut page.next_day {
            next.homework.clear();
        }
        let html = index(page);
        assert_eq!(html.matches(said).count(), 1, "{html}");
        assert!(!html.contains(unsaid), "{html}");
    }
}

#[test]
fn holidays_before_the_next_day_are_told() {
    let mut page = sample::index(12);
    if let Some(next) = &mut page.next_day {
        next.after = Some(sample::holidays());
    }
    page.weeks[0].days.iter_mut().for_each(|day| {
        day.off = Some(sample::holidays());
        day.lessons.clear();
    });
    let html = index(page);
    assert!(html.contains("</h2>\n<p>Vacances de Noël jusqu’au dimanche 3\u{a0}janvier.</p>"), "{html}");
    let week = "<p>Semaine\u{a0}48, du 23 au 27\u{a0}novembre\u{a0}2026. \
                Vacances de Noël jusqu’au dimanche 3\u{a0}janvier.</p>";
    assert!(html.contains(week), "{html}");
}

#[test]
fn each_homework_is_told_once() {
    let page = sample::index(25);
    let days = page.homework.iter().flat_map(|due| &due.homework);
    let all: Vec<_> = page.next_day.iter().flat_map(|next| &next.homework).chain(days).cloned().collect();
    let html = index(page);
    assert_eq!(all.len(), 18);
    for homework in all {
        let Body::Full(text) = &homework.body else { continue };
        assert_eq!(html.matches(&text.plain_text()).count(), 1, "{}", text.plain_text());
    }
}

#[test]
fn links_and_files_that_belong_together_are_lists() {
    let mut page = sample::index(12);
    let entry = page.announcements.iter_mut().find(|entry| !entry.files.is_empty()).unwrap();
    assert!(index(sample::index(12)).contains("<p><a href=\"pieces/4f2a-Lignes%20"));
    entry.files.push(entry.files[0].clone());
    let html = index(page);
    assert!(html.contains("<ul>\n<li><a href=\"pieces/4f2a-Lignes%20"), "{html}");
    assert!(!html.contains("<p><a href=\"pieces/4f2a-Lignes"), "{html}");
    let navigations = html.split("<nav ").skip(1).map(|rest| rest.split("</nav>").next().unwrap());
    assert!(navigations.clone().count() > 1 && navigations.clone().all(|list| !list.contains("<p>")));
}

#[test]
fn hostile_names_are_escaped() {
    let mut page = sample::index(12);
    page.chrome.school = "<b>\"Tilleuls\" & co</b>".to_owned();
    page.announcements[0].title = "<script>alert(1)</script>".to_owned();
    page.weeks[0].days[0].lessons[0].subject = "<i>SVT</i>".to_owned();
    let html = index(page).replacen("<script>", "", 1);
    assert!(!html.contains("<script") && !html.contains("<b>\"") && !html.contains("<i>SVT"), "{html}");
}

#[test]
fn the_first_page_is_light_and_one_request() {
    for (items, limit) in [(25, 5 * 1024), (12, 3 * 1024 + 512)] {
        let html = index(sample::index(items));
        let size = gzip(&minified(&html));
        assert!(size <= limit, "{items} items: {size} bytes");
        assert!(!html.contains(" src=") && !html.contains("@import"));
        let links: Vec<&str> = html.lines().filter(|line| line.starts_with("<link")).collect();
        assert_eq!(links, [r#"<link rel="icon" href="data:,">"#, r#"<link rel="manifest" href="site.webmanifest">"#]);
    }
}
