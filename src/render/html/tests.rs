//! Whole pages: one golden first page, the words of unusual states, and the budgets.

use std::collections::BTreeMap;
use std::io::Write as _;

use crate::model::coverage::DataKind;
use crate::model::rich_text::RichText;
use crate::model::time::Week;
use crate::plan::page::{AnnouncementPage, Body, ContentEntry, IndexPage, Page, Warning, WeekPage};
use crate::render::html::page;
use crate::render::theme::Theme;

mod sample;

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
        announcements: Vec::new(),
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
    AnnouncementPage {
        chrome: sample::chrome(),
        announcement,
        version: sample::november(23).and_hms_opt(17, 0, 0).unwrap(),
        media: BTreeMap::from([(id, entry)]),
    }
}

#[test]
fn zz_look() {
    let dir = std::path::Path::new("/tmp/vhtml/site");
    let mut holidays = sample::index(12);
    if let Some(next) = &mut holidays.next_day {
        next.after = Some(sample::holidays());
    }
    holidays.weeks[0].days.iter_mut().for_each(|day| {
        day.off = Some(sample::holidays());
        day.lessons.clear();
    });
    holidays.weeks[1].days[2].off = Some(crate::plan::page::DayOff {
        from: sample::november(32),
        to: sample::november(32),
        label: "Jour férié".into(),
        ..sample::holidays()
    });
    holidays.weeks[1].days[2].lessons.clear();
    holidays.homework_provided = false;
    holidays.homework.clear();
    holidays.next_day.as_mut().unwrap().homework.clear();
    holidays.warnings = vec![
        Warning::Stale { kind: DataKind::Timetable, since: sample::november(20).and_hms_opt(7, 0, 0).unwrap() },
        Warning::HeldBack { kind: DataKind::Announcements },
    ];
    let (id, entry) = sample::picture("parcours");
    holidays.media.insert(id.clone(), entry);
    holidays.announcements[0].body = Body::Full(sample::rich(&id));
    holidays.announcements[0].illustration = Some(id);
    for (name, text) in [
        ("index25.html", index(sample::index(25))),
        ("index12.html", index(sample::index(12))),
        ("holidays.html", index(holidays)),
        ("empty.html", index(empty())),
        ("week.html", html(&Page::Week(Box::new(week())))),
        ("announcement.html", html(&Page::Announcement(Box::new(announcement())))),
    ] {
        let small = minified(&text);
        eprintln!("{name}: {} raw, {} minified, {} gzip", text.len(), small.len(), gzip(&small));
        std::fs::write(dir.join(name), &small).unwrap();
        std::fs::write(dir.join(format!("raw-{name}")), &text).unwrap();
    }
}
