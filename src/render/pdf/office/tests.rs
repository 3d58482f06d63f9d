//! What the sheets beside the gazette promise, read back from the PDF.

use std::collections::BTreeMap;
use std::sync::Arc;

use lopdf::content::Content;
use lopdf::{Document, Object};

use super::*;
use crate::model::contact::Contact;
use crate::model::paper::Profile;
use crate::plan::access::AccessSheet;
use crate::render::words::Words;

mod batch;
mod sample;

fn made_at() -> DateTime<Utc> {
    "2026-11-27T06:00:00Z".parse().unwrap()
}

fn paper() -> Paper {
    Paper::new(&BTreeMap::new(), Arc::new(Words::new(None).unwrap())).unwrap()
}

fn document(sheet: &Sheet) -> Document {
    let document = Document::load_mem(&sheet.bytes).unwrap();
    assert_eq!(document.get_pages().len(), sheet.pages);
    document
}

/// The words of a page, without white space, since a line may end anywhere.
fn words(document: &Document, page: u32) -> String {
    document.extract_text(&[page]).unwrap().split_whitespace().collect()
}

#[track_caller]
fn assert_reads(sheet: &Sheet, expected: &[&str]) {
    let text = words(&document(sheet), 1);
    assert_eq!(text, expected.concat().split_whitespace().collect::<String>());
}

/// The sizes of letters in use on a page, the smallest and the largest.
fn sizes(document: &Document, page: u32) -> (f32, f32) {
    let content = document.get_page_content(document.get_pages()[&page]);
    let operations = Content::decode(&content).unwrap().operations.into_iter();
    let sizes = operations
        .filter(|operation| operation.operator == "Tf")
        .map(|operation| operation.operands[1].as_float().unwrap());
    sizes.fold((f32::MAX, 0.0), |(least, most), size| (least.min(size), most.max(size)))
}

/// The descriptions of the pictures.
fn pictures(document: &Document) -> Vec<String> {
    let elements = document.objects.values().filter_map(|object| object.as_dict().ok());
    let alt =
        elements.filter_map(|element| element.get(b"Alt").ok()).map(|alt| lopdf::decode_text_string(alt).unwrap());
    alt.collect()
}

#[test]
fn the_access_sheet_says_where_how_and_whom_to_ask() {
    let address = "https://classes.college.example/6a/";
    let sheet = access(&sample::access(Some(address)), &paper()).unwrap();
    assert_reads(
        &sheet,
        &[
            "6e A Le site de la classe, sur téléphone ou ordinateur Collège des Tilleuls",
            "Son adresse https://classes.college.example/6a/",
            "Cette adresse est réservée aux familles concernées. Ne la publiez pas. Elle change chaque année scolaire.",
            "En trois étapes",
            "1 Ouvrir Visez le carré avec l’appareil photo, puis touchez le lien.",
            "Ou tapez l’adresse dans Chrome, Safari ou Firefox. En minuscules, avec les tirets.",
            "2 Garder sur l’écran d’accueil",
            "Android, dans Chrome : les trois points, puis « Ajouter à l’écran d’accueil ».",
            "iPhone, dans Safari : « Partager », puis « Sur l’écran d’accueil ».",
            "3 Lire sans réseau",
            "Avec Chrome, une visite suffit. Les pages restent ensuite lisibles hors connexion.",
            "Sur ce site • Travail à faire • Cours et changements • Actualités et documents • Gazette à imprimer",
            "• Léger : quelques ko par visite • Gratuit, sans compte à créer",
            "Besoin d’aide ? • Téléphone : 02 61 91 12 34 • a@b.example",
            "• Pas d’Internet ? Demandez la gazette sur papier.",
        ],
    );
    let document = document(&sheet);
    assert_eq!(pictures(&document), ["Code QR de l’adresse https://classes.college.example/6a/"]);
    assert_eq!((sheet.pages, sizes(&document, 1).0 >= 14.0), (1, true));
}

#[test]
fn without_an_address_there_is_a_line_to_write_it_on() {
    let input = AccessSheet { public: true, of_class: false, contact: Contact::default(), ..sample::access(None) };
    let sheet = access(&input, &paper()).unwrap();
    let document = document(&sheet);
    assert_eq!((pictures(&document), sheet.pages), (Vec::new(), 1));
    let text = words(&document, 1);
    for said in ["Sonadresse,àécrireici", "Tapezl’adressedansChrome", "Demandezausecrétariat."] {
        assert!(text.contains(said), "{text}");
    }
    for unsaid in ["carré", "réservée", "azette", "Téléphone:"] {
        assert!(!text.contains(unsaid), "{text}");
    }
}

#[test]
fn an_access_sheet_is_one_page_whatever_the_address() {
    let address = format!("https://classes.un-bien-long-nom-de-college.example/{}/6a/", "k7".repeat(30));
    let sheet = access(&sample::access(Some(&address)), &paper()).unwrap();
    assert_eq!(sheet.pages, 1);
    assert!(words(&document(&sheet), 1).contains(&address));
}

#[test]
fn the_poster_of_an_ordinary_week_is_read_standing() {
    let lessons: Vec<_> = (8..16).map(|hour| sample::lesson("Mathématiques", hour)).collect();
    let sheet = poster(&sample::poster("6e A", &lessons), &paper(), made_at()).unwrap();
    let document = document(&sheet);
    let (least, most) = sizes(&document, 1);
    assert!(sheet.pages == 1 && least >= 12.0 && most >= 50.0, "{} pages, {least} to {most} points", sheet.pages);
    let page = document.get_dictionary(document.get_pages()[&1]).unwrap();
    let right_and_top: Vec<f32> = page.get(b"MediaBox").unwrap().as_array().unwrap()[2..]
        .iter()
        .map(|edge| edge.as_float().unwrap().round())
        .collect();
    assert_eq!(right_and_top, [842.0, 595.0]);
    let start = "6e A Semaine 49, du 30 novembre au 4 décembre 2026 Collège des Tilleuls – Version du vendredi 27 novembre, 7 h \
        Heure Lundi 30 novembre Mardi 1er décembre Mercredi 2 décembre Jeudi 3 décembre Vendredi 4 décembre \
        8 h à 8 h 55 Mathématiques S204, T. Annulé : professeur absent Mathématiques S204, T."
        .split_whitespace().collect::<String>();
    let text = words(&document, 1);
    assert!(text.starts_with(&start), "{text}");
    assert_eq!(text.matches("Mathématiques").count(), 40);
}

#[test]
fn a_crowded_poster_loses_nothing() {
    let long = "Enseignement pratique interdisciplinaire et accompagnement personnalisé";
    let lessons: Vec<_> = (7..19).map(|hour| sample::lesson(long, hour)).collect();
    let sheet = poster(&sample::poster("Classe à horaires aménagés", &lessons), &paper(), made_at()).unwrap();
    let document = document(&sheet);
    let text: String = (1..).take(sheet.pages).map(|page| words(&document, page)).collect();
    let text = text.replace(['-', '\u{ad}'], "");
    assert_eq!(text.matches("Enseignementpratiqueinterdisciplinaireetaccompagnementpersonnalisé").count(), 60);
    assert!(sizes(&document, 1).0 >= 7.0);
}

#[test]
fn the_slip_counts_copies_and_paper() {
    let parts = vec![
        sample::part("6e A", Profile::Standard, 12, 2),
        sample::part("6e A", Profile::Grand, 2, 3),
        sample::part("3e B", Profile::Dys, 1, 1),
    ];
    let sheet = slip(&sample::batch(parts), &paper(), made_at()).unwrap();
    assert_reads(
        &sheet,
        &[
            "Bordereau des gazettes Semaine 49, du 30 novembre au 4 décembre 2026",
            "Collège des Tilleuls Version du vendredi 27 novembre, 7 h",
            "• Papier à charger : 17 feuilles A4. • Avec le fichier lot.pdf : 19, dont 2 intercalaires.",
            "• Impression recto verso, bord long.",
            "Classe Présentation Exemplaires Pages Feuilles Imprimé Distribué",
            "6e A standard 12 2 12 6e A grands caractères (18 points) 2 3 4 3e B dys (14 points, espacée) 1 1 1",
            "Total 15 17",
            "Collège des Tilleuls – Bordereau – semaine 49 page 1 sur 1",
        ],
    );
}

#[test]
fn a_long_slip_repeats_what_its_columns_are() {
    let parts = (0..60).map(|number| sample::part(&format!("Classe {number}"), Profile::Standard, 1, 2)).collect();
    let sheet = slip(&sample::batch(parts), &paper(), made_at()).unwrap();
    let document = document(&sheet);
    assert!(sheet.pages > 1);
    for page in 1..=u32::try_from(sheet.pages).unwrap() {
        assert!(
            words(&document, page).contains("ClassePrésentationExemplairesPagesFeuillesImpriméDistribué"),
            "page {page}"
        );
    }
    // Seven columns and the total have headers, so does each row.
    let headers = document.objects.values().filter_map(|object| object.as_dict().ok());
    let headers = headers.filter(|element| matches!(element.get(b"S"), Ok(Object::Name(name)) if name == b"TH"));
    assert_eq!(headers.count(), 7 + 60 + 1);
}
