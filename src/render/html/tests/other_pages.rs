//! The pages that every site has, in full: with all facts, and with none.

use chrono::NaiveDate;

use super::{html, main_of, sample};
use crate::model::contact::{Contact, Email, Phone};
use crate::model::legal::{Audit, Conformity};
use crate::model::lesson::TeacherNames;
use crate::model::rich_text::Address;
use crate::model::time::Week;
use crate::plan::documents::{Document, DocumentsPage, FileKind, Folder, OwnDocument, Owner};
use crate::plan::help::HelpPage;
use crate::plan::legal::{AccessibilityPage, Audited, LegalNoticePage, PersonalDataPage};
use crate::plan::page::{Chrome, FileEntry, FilePlace, Page};
use crate::plan::site_map::{LongAnnouncement, SiteMapPage};

fn contact() -> Contact {
    Contact {
        phone: Phone::new("02 61 91 12 34"),
        email: Email::new("secretariat@college-tilleuls.example"),
        address: Some("12 rue des Tilleuls, 45999 Tilleuls-sur-Loire".to_owned()),
        website: Address::new("https://college-tilleuls.example/"),
    }
}

fn address(text: &str) -> Address {
    Address::new(text).unwrap()
}

fn document(name: &str, kind: FileKind, place: FilePlace, owner: Owner, page: &str) -> Document {
    Document { file: FileEntry { name: name.to_owned(), place }, kind, owner, page: sample::path(page) }
}

/// A file for the whole class, then one of a folder for a group that is not copied.
fn folders() -> Vec<Folder> {
    let own = |name: &str, place, readers: Option<&str>| OwnDocument {
        file: FileEntry { name: name.to_owned(), place },
        kind: FileKind::Text,
        readers: readers.map(str::to_owned),
        changed_on: sample::november(12),
    };
    let path = sample::path("pieces/77aa-liste.txt");
    let copied = FilePlace::Site { path, media_type: "text/plain".to_owned(), size: 850 };
    let names = ["Français", "Chapitre <1>"].map(str::to_owned).to_vec();
    vec![
        Folder { names: Vec::new(), documents: vec![own("liste.txt", copied, None)] },
        Folder { names, documents: vec![own("Conte.docx", FilePlace::AtSchool, Some("Groupe 1"))] },
    ]
}

fn documents() -> DocumentsPage {
    let homework = |subject: &str, group: Option<&str>, given_on: Option<u32>| Owner::Homework {
        subject: Some(subject.to_owned()),
        group: group.map(str::to_owned),
        due_on: sample::november(26),
        given_on: given_on.map(sample::november),
    };
    let news = |title: &str| Owner::Announcement { title: title.to_owned(), published_on: sample::november(20) };
    let path = sample::path("pieces/4f2a-Fiche.pdf");
    let copied = FilePlace::Site { path, media_type: "application/pdf".to_owned(), size: 84_000 };
    let at_ent = FilePlace::Ent(address("https://ent.example/inscription.odt"));
    let week = "semaine-2026-W48.html";
    DocumentsPage {
        chrome: sample::chrome(),
        folders: folders(),
        homework: vec![
            document("Fiche.pdf", FileKind::Pdf, copied, homework("SVT", Some("Groupe 1"), Some(19)), week),
            document("Carte <b>", FileKind::Picture, FilePlace::Unlinked, homework("Français", None, None), week),
        ],
        announcements: vec![document(
            "inscription.odt",
            FileKind::Text,
            at_ent,
            news("Cross du collège"),
            "actualite-cross-du-college-77c18f.html",
        )],
        version: sample::november(23).and_hms_opt(17, 0, 0),
    }
}

fn site_map() -> SiteMapPage {
    let long = LongAnnouncement {
        title: "Cross du collège".to_owned(),
        page: sample::path("actualite-cross-du-college-77c18f.html"),
    };
    SiteMapPage {
        chrome: sample::chrome(),
        weeks: vec![Week::of(sample::november(16)), Week::of(sample::november(23))],
        announcements: vec![long],
        gazette: Some(Week::of(sample::november(30))),
        website: contact().website,
        links: sample::links(),
        version: sample::november(23).and_hms_opt(17, 0, 0),
    }
}

fn audit() -> Audit {
    let list = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect();
    Audit {
        date: NaiveDate::from_ymd_opt(2026, 10, 12).unwrap(),
        by: "Cabinet Exemple".to_owned(),
        percent: 82,
        environment: list(&["NVDA et Firefox, sous Windows"]),
        tools: list(&["Assistant RGAA"]),
        pages: list(&["index.html", "documents.html"]),
        failures: list(&["Critère 1.1\u{a0}: des images n’ont pas de description."]),
    }
}

fn accessibility(audited: Audited, conformity: Conformity) -> AccessibilityPage {
    AccessibilityPage {
        chrome: Chrome { conformity, ..sample::chrome() },
        contact: contact(),
        declared_on: NaiveDate::from_ymd_opt(2026, 9, 1),
        plan: Some(address("https://college-tilleuls.example/schema")),
        audited,
    }
}

fn personal_data() -> PersonalDataPage {
    PersonalDataPage {
        chrome: sample::chrome(),
        contact: contact(),
        host: Some("Département d’Exemple, 1 place du Port".to_owned()),
        dpo: Some("dpd@academie-exemple.example".to_owned()),
        teachers: TeacherNames::Initial,
        retention_days: 30,
    }
}

fn main(page: &Page) -> String {
    main_of(&html(page)).trim().to_owned()
}

#[test]
fn each_page_reads_in_order() {
    let help = HelpPage { chrome: sample::chrome(), contact: contact(), gazette: true, private: true };
    let notice = LegalNoticePage {
        chrome: sample::chrome(),
        contact: contact(),
        publication_director: Some("Camille Martin, principale".to_owned()),
        host: Some("Département d’Exemple, 1 place du Port".to_owned()),
    };
    let audited = accessibility(Audited::Valid(audit()), Conformity::Partial);
    for (name, page) in [
        ("documents", Page::Documents(Box::new(documents()))),
        ("site-map", Page::SiteMap(Box::new(site_map()))),
        ("help", Page::Help(Box::new(help))),
        ("accessibility", Page::Accessibility(Box::new(accessibility(Audited::Never, Conformity::None)))),
        ("accessibility-audited", Page::Accessibility(Box::new(audited))),
        ("personal-data", Page::PersonalData(Box::new(personal_data()))),
        ("legal-notice", Page::LegalNotice(Box::new(notice))),
    ] {
        insta::with_settings!({snapshot_path => "../../snapshots", prepend_module_to_snapshot => false, omit_expression => true}, {
            insta::assert_snapshot!(name, main(&page));
        });
    }
}

#[test]
fn no_document_and_no_gazette_are_said() {
    let empty = DocumentsPage {
        folders: Vec::new(),
        homework: Vec::new(),
        announcements: Vec::new(),
        version: None,
        ..documents()
    };
    let html = html(&Page::Documents(Box::new(empty)));
    let said = "<main id=\"contenu\" tabindex=\"-1\">\n<p>Aucun document pour l’instant.</p>\n";
    assert_eq!(main_of(&html), said);
    assert!(!html.contains("Version"), "{html}");
    let help = HelpPage { chrome: sample::chrome(), contact: Contact::default(), gazette: false, private: false };
    let help = main(&Page::Help(Box::new(help)));
    assert!(!help.contains("gazette"), "{help}");
    assert!(!help.contains("Ne les publiez pas"), "a public site has no private address: {help}");
}

#[test]
fn missing_facts_are_said_to_be_missing() {
    let chrome = sample::chrome;
    let nobody = Contact::default;
    let notice = LegalNoticePage { chrome: chrome(), contact: nobody(), publication_director: None, host: None };
    let data = PersonalDataPage { contact: nobody(), host: None, dpo: None, ..personal_data() };
    let statement = AccessibilityPage {
        contact: nobody(),
        declared_on: None,
        plan: None,
        ..accessibility(Audited::Never, Conformity::None)
    };
    let bare = Audit { environment: vec![], tools: vec![], pages: vec![], failures: vec![], ..audit() };
    let audited = accessibility(Audited::Valid(bare), Conformity::Partial);
    for (page, times) in [
        (Page::LegalNotice(Box::new(notice)), 6),
        (Page::PersonalData(Box::new(data)), 5),
        (Page::Accessibility(Box::new(statement)), 5),
        (Page::Accessibility(Box::new(audited)), 4),
    ] {
        let html = main(&page);
        let found = html.to_lowercase().matches("non renseigné par l’établissement").count();
        assert_eq!(found, times, "{html}");
    }
}

#[test]
fn conformity_is_told_at_the_foot_of_each_page() {
    for (conformity, told) in [
        (Conformity::None, "non conforme"),
        (Conformity::Partial, "partiellement conforme"),
        (Conformity::Total, "totalement conforme"),
    ] {
        let html = html(&Page::Accessibility(Box::new(accessibility(Audited::Never, conformity))));
        let link = format!("<a href=\"accessibilite.html\">Accessibilité\u{a0}: {told}</a>");
        assert_eq!(html.matches(&link).count(), 1, "{html}");
        let announces_defects = html.contains("Les défauts et les dérogations sont énumérés ci-dessous.");
        assert_eq!(announces_defects, conformity != Conformity::Total, "{html}");
    }
}

#[test]
fn an_old_audit_claims_nothing() {
    let html = main(&Page::Accessibility(Box::new(accessibility(Audited::Lapsed(audit()), Conformity::None))));
    assert!(html.contains("Le dernier audit, du lundi 12\u{a0}octobre\u{a0}2026, a plus de trois ans."), "{html}");
    assert!(!html.contains("82") && !html.contains("Critère 1.1"), "{html}");
}

#[test]
fn teachers_names_are_told_as_they_are_shown() {
    for (teachers, told) in [
        (TeacherNames::Full, "<li>Les noms des professeurs, dans l’emploi du temps.</li>"),
        (TeacherNames::Initial, "<li>L’initiale des professeurs, dans l’emploi du temps.</li>"),
        (TeacherNames::None, "<li>Aucun nom de professeur dans l’emploi du temps.</li>"),
    ] {
        let html = main(&Page::PersonalData(Box::new(PersonalDataPage { teachers, ..personal_data() })));
        assert_eq!(html.matches(told).count(), 1, "{html}");
    }
}

#[test]
fn a_problem_is_reported_with_its_page_and_hour() {
    let mut page = sample::index(12);
    page.chrome.title = "6e A & « B »".to_owned();
    let html = html(&Page::Index(Box::new(page)));
    let start = html.find("href=\"mailto:").unwrap() + 6;
    let href = &html[start..start + html[start..].find('"').unwrap()].replace("&amp;", "&");
    assert!(href.is_ascii() && !href.contains(' '), "{href}");
    let url = url::Url::parse(href).unwrap();
    assert_eq!(url.path(), "secretariat@college-tilleuls.example");
    let fields: Vec<(String, String)> = url.query_pairs().into_owned().collect();
    let field = |name: &str, text: &str| (name.to_owned(), text.to_owned());
    assert_eq!(
        fields,
        [field("subject", "Signalement 6e A & « B »"), field("body", "index.html, lundi 23 novembre, 17 h")]
    );
}
