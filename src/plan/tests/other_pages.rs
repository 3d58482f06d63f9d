//! The pages that every site has: what they list, and what never changes them.

use super::*;
use crate::model::announcement::Announcement;
use crate::model::attachment::{Attachment, AttachmentKind};
use crate::model::id::AttachmentId;
use crate::model::legal::Conformity;
use crate::model::rich_text::Address;
use crate::plan::documents::{Document, DocumentsPage, Owner};
use crate::plan::page::FilePlace;
use crate::plan::site_map::SiteMapPage;

const NOW: &str = "2026-12-11T06:00:00Z";

fn jobs(snapshot: &Snapshot, media: &BTreeMap<String, MediaFacts>, more: &str, now: &str) -> Vec<Job> {
    let lookup: Lookup = Arc::new(|_| None);
    let config = Config::parse(&format!("{CONFIG}{more}"), Path::new("."), &lookup).unwrap();
    site(
        Inputs { snapshot, media, config: &config, places: &Places::default(), now: Now::new(instant(now)) },
        &config.sites[0],
        Detail::default(),
    )
}

fn documents(jobs: &[Job]) -> &DocumentsPage {
    let found = jobs.iter().find_map(|job| match &job.work {
        Work::Page(Page::Documents(page)) => Some(page.as_ref()),
        _ => None,
    });
    found.unwrap()
}

fn site_map(jobs: &[Job]) -> &SiteMapPage {
    let found = jobs.iter().find_map(|job| match &job.work {
        Work::Page(Page::SiteMap(page)) => Some(page.as_ref()),
        _ => None,
    });
    found.unwrap()
}

fn attachment(name: &str, digest: Option<&str>) -> Attachment {
    let address = Address::new(&format!("https://ent.example/{name}")).unwrap();
    Attachment {
        id: AttachmentId::of(name),
        name: name.to_owned(),
        kind: AttachmentKind::File(address),
        media_type: None,
        digest: digest.map(str::to_owned),
        size: None,
        alt: None,
    }
}

fn with_file(mut homework: Seen<Homework>, name: &str, digest: Option<&str>) -> Seen<Homework> {
    homework.item.attachments.push(attachment(name, digest));
    homework
}

fn news(title: &str, published: &str, expires: Option<&str>, attachments: Vec<Attachment>) -> Seen<Announcement> {
    let announcement = Announcement {
        audience: Audience::School,
        title: title.to_owned(),
        summary: None,
        body: Some(RichText::plain(&"mot ".repeat(120))),
        published_at: Some(instant(published)),
        expires_at: expires.map(instant),
        service: false,
        headline: false,
        categories: Vec::new(),
        illustration: Some(AttachmentId::of("photo.jpg")),
        attachments,
        address: None,
        reply: None,
    };
    seen(&format!("news {title}"), announcement)
}

/// Two pictures and a PDF that were copied.
fn media() -> BTreeMap<String, MediaFacts> {
    let path = |text: &str| SitePath::new(text).unwrap();
    let picture = |name: &str| MediaFacts::Picture {
        path: path(&format!("media/{name}.jpg")),
        media_type: "image/jpeg".to_owned(),
        width: 640,
        height: 480,
        size: 20_000,
    };
    let file =
        MediaFacts::File { path: path("pieces/1-fiche.pdf"), media_type: "application/pdf".to_owned(), size: 9_000 };
    BTreeMap::from([
        ("photo".to_owned(), picture("photo")),
        ("scan".to_owned(), picture("scan")),
        ("fiche".to_owned(), file),
    ])
}

fn school() -> Snapshot {
    let mut late = with_file(homework("2026-12-14", "lundi"), "fiche.pdf", Some("fiche"));
    late.changed_at = instant("2026-12-10T17:30:00Z");
    let mut given = with_file(homework("2026-12-18", "vendredi"), "scan.jpg", Some("scan"));
    given.item.given_on = Some(day("2026-12-10"));
    let photo = || attachment("photo.jpg", Some("photo"));
    Snapshot {
        homework: vec![
            with_file(homework("2026-10-12", "avant les vacances"), "ancien.pdf", None),
            late,
            given,
            homework("2026-12-15", "sans fichier"),
        ],
        announcements: vec![
            news("Sortie", "2026-12-01T08:00:00Z", None, vec![photo(), attachment("bulletin.odt", None)]),
            news("Cross", "2026-12-02T08:00:00Z", None, vec![photo(), attachment("plan.zip", None)]),
            news("Passée", "2026-12-03T08:00:00Z", Some("2026-12-05T08:00:00Z"), vec![attachment("fini.pdf", None)]),
        ],
        ..snapshot()
    }
}

/// "name: kind, owner, page".
fn told(documents: &[Document]) -> Vec<String> {
    let one = |document: &Document| {
        let owner = match &document.owner {
            Owner::Homework { due_on, .. } => due_on.to_string(),
            Owner::Announcement { title, .. } => title.clone(),
        };
        let page = document.page.as_str().trim_end_matches(|sign: char| sign != '-');
        format!("{}: {:?}, {owner}, {page}", document.file.name, document.kind)
    };
    documents.iter().map(one).collect()
}

#[test]
fn documents_are_the_files_of_what_is_shown_the_most_recent_first() {
    let media = media();
    let jobs = jobs(&school(), &media, "", NOW);
    let page = documents(&jobs);
    let homework = ["scan.jpg: Picture, 2026-12-18, semaine-2026-", "fiche.pdf: Pdf, 2026-12-14, semaine-2026-"];
    assert_eq!(told(&page.homework), homework);
    let announcements = ["plan.zip: Other, Cross, actualite-cross-", "bulletin.odt: Text, Sortie, actualite-sortie-"];
    assert_eq!(told(&page.announcements), announcements);
    assert!(page.announcements.iter().all(|document| matches!(document.file.place, FilePlace::Ent(_))));
    assert_eq!(page.version, day("2026-12-10").and_hms_opt(18, 30, 0));
    let copied: Vec<&str> =
        jobs.iter().filter(|job| matches!(job.work, Work::Copy(_))).map(|job| job.path.as_str()).collect();
    assert_eq!(copied, ["media/photo.jpg", "media/scan.jpg", "pieces/1-fiche.pdf"]);
}

#[test]
fn a_site_without_files_has_no_version_of_them() {
    let jobs = jobs(&snapshot(), &BTreeMap::new(), "", NOW);
    let page = documents(&jobs);
    assert_eq!((told(&page.homework), told(&page.announcements), page.version), (Vec::new(), Vec::new(), None));
}

#[test]
fn the_site_map_knows_every_page() {
    let jobs = jobs(&school(), &media(), "", NOW);
    let map = site_map(&jobs);
    let weeks = map.weeks.iter().map(|week| format!("semaine-{week}.html"));
    let long = map.announcements.iter().map(|one| one.page.to_string());
    let always = ["index", "documents", "plan", "aide", "accessibilite", "donnees", "mentions"];
    let mut known: Vec<String> = weeks.chain(long).chain(always.map(|name| format!("{name}.html"))).collect();
    known.sort();
    let pages = jobs.iter().filter(|job| matches!(job.work, Work::Page(_)));
    let mut made: Vec<String> = pages.map(|job| job.path.to_string()).collect();
    made.sort();
    assert_eq!(known, made);
    assert_eq!(map.version, day("2026-11-20").and_hms_opt(7, 0, 0));
}

#[test]
fn news_never_change_help_and_legal_pages() {
    let standing = |snapshot: &Snapshot, now: &str| {
        let all = jobs(snapshot, &BTreeMap::new(), "", now).into_iter();
        let names = ["aide.html", "accessibilite.html", "donnees.html", "mentions.html"];
        all.filter(|job| names.contains(&job.path.as_str())).collect::<Vec<_>>()
    };
    let before = standing(&snapshot(), NOW);
    assert_eq!(before.len(), 4);
    assert_eq!(standing(&school(), "2026-12-18T05:00:00Z"), before);
}

#[test]
fn only_a_public_site_has_addresses_for_everybody() {
    for (access, private) in [("public", false), ("password", true), ("secret-path", true)] {
        let jobs = jobs(&school(), &media(), &format!("[site]\naccess = \"{access}\"\n"), NOW);
        let help = jobs.iter().find_map(|job| match &job.work {
            Work::Page(Page::Help(help)) => Some(help.private),
            _ => None,
        });
        assert_eq!(help, Some(private), "{access}");
    }
}

#[test]
fn every_page_tells_the_conformity_that_a_valid_audit_allows() {
    let audit = "[legal.audit]\ndate = \"2026-10-12\"\nby = \"A\"\npercent = 82\n";
    for (more, now, conformity) in [
        ("", NOW, Conformity::None),
        (audit, NOW, Conformity::Partial),
        (audit, "2029-10-12T06:00:00Z", Conformity::None),
    ] {
        let jobs = jobs(&Snapshot::default(), &BTreeMap::new(), more, now);
        let told = jobs.iter().find_map(|job| match &job.work {
            Work::Page(Page::Accessibility(page)) => Some(page.chrome.conformity),
            _ => None,
        });
        let Work::Page(Page::Index(index)) = &jobs[0].work else { panic!("{:?}", jobs[0]) };
        assert_eq!((told, index.chrome.conformity), (Some(conformity), conformity), "{now}");
    }
}

#[test]
fn services_give_way_after_announcements_and_before_homework() {
    let links = "[[links]]\nlabel = \"Pronote\"\nurl = \"https://pronote.example/\"\n";
    let lookup: Lookup = Arc::new(|_| None);
    let config = Config::parse(&format!("{CONFIG}{links}"), Path::new("."), &lookup).unwrap();
    let (snapshot, media) = (snapshot(), BTreeMap::new());
    let shown = |detail| {
        let inputs = Inputs {
            snapshot: &snapshot,
            media: &media,
            config: &config,
            places: &Places::default(),
            now: Now::new(instant(NOW)),
        };
        let jobs = site(inputs, &config.sites[0], detail);
        let Work::Page(Page::Index(index)) = &jobs[0].work else { panic!("{:?}", jobs[0]) };
        (index.links.len(), site_map(&jobs).links.len())
    };
    assert_eq!([Detail(0), Detail(1), Detail(2)].map(shown), [(1, 1), (1, 1), (0, 1)]);
}
