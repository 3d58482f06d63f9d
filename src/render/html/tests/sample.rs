//! A make-believe class in the week of 23 November 2026, for the tests of the pages.

use std::collections::BTreeMap;

use chrono::{NaiveDate, NaiveTime};

use crate::artifact::SitePath;
use crate::model::contact::{Email, Phone, ServiceLink};
use crate::model::id::AttachmentId;
use crate::model::legal::Conformity;
use crate::model::lesson::{Cause, LessonStatus, NonTeachingKind};
use crate::model::rich_text::{Address, Block, Inline, RichText};
use crate::model::time::Week;
use crate::plan::page::{
    AnnouncementEntry, Body, Break, Chrome, DayOff, DayTimetable, DueDay, FileEntry, FilePlace, HomeworkEntry,
    IndexPage, LessonEntry, MediaEntry, MenuEntry, NextDay, WeekTimetable,
};

/// Subject, day of the month due (November or December by size), instructions.
const HOMEWORK: [(&str, u32, &str); 18] = [
    (
        "Mathématiques",
        24,
        "Exercices 12, 14 et 15 page 48 sur le cahier. Revoir la proportionnalité et apporter la calculatrice.",
    ),
    (
        "Français",
        24,
        "Lire le chapitre 3 de « L’Odyssée » jusqu’à la page 61. Noter trois mots difficiles et chercher leur sens.",
    ),
    (
        "Anglais LV1",
        24,
        "Learn the irregular verbs from « be » to « drink ». Petite interrogation orale en début d’heure.",
    ),
    (
        "Histoire-Géographie",
        26,
        "Apprendre la leçon sur la cité d’Athènes : dates, carte et définitions (citoyen, démocratie, métèque).",
    ),
    (
        "SVT",
        26,
        "Finir le schéma de la cellule végétale au crayon et le légender. Rapporter une feuille d’arbre sèche.",
    ),
    ("Éducation musicale", 26, "Savoir chanter par cœur le premier couplet et le refrain de la chanson du trimestre."),
    (
        "Mathématiques",
        27,
        "Contrôle sur les fractions. Refaire les exercices corrigés 5, 7 et 9 page 42, puis le bilan page 50.",
    ),
    ("Français", 27, "Rédiger le brouillon du récit : vingt lignes au passé simple, en sautant une ligne sur deux."),
    ("Technologie", 27, "Terminer la fiche « Mon objet technique » et coller la photographie demandée au dos."),
    (
        "Physique-Chimie",
        30,
        "Relire l’activité 2 et répondre aux questions 1 à 4 : quels états de l’eau observe-t-on dans la cuisine ?",
    ),
    ("Anglais LV1", 30, "Préparer une présentation de deux minutes sur son animal préféré, sans lire de notes."),
    ("EPS", 30, "Prévoir une tenue chaude et des chaussures propres : course longue au stade, départ à pied à 8 h 10."),
    (
        "Arts plastiques",
        31,
        "Apporter du carton ondulé, de la colle blanche et trois journaux pour le masque en volume.",
    ),
    (
        "Histoire-Géographie",
        31,
        "Compléter le croquis « Habiter une métropole » avec la légende donnée en classe ; soigner les couleurs.",
    ),
    (
        "Latin",
        32,
        "Traduire les phrases 1 à 6 de la page 27. Apprendre la première déclinaison au singulier et au pluriel.",
    ),
    ("SVT", 33, "Lire le document sur les chaînes alimentaires et construire le réseau de la mare au propre."),
    (
        "Mathématiques",
        34,
        "Devoir maison n° 4 à rendre sur feuille double : problème des deux citernes, toutes les étapes rédigées.",
    ),
    ("Français", 34, "Apporter le récit au propre, relu par un camarade, avec la grille d’évaluation remplie."),
];

/// Title, day of the month published, text.
const NEWS: [(&str, u32, &str); 7] = [
    (
        "Réunion parents-professeurs de 6e",
        23,
        "Les professeurs reçoivent les familles le jeudi 3 décembre de 17 h à 20 h, dans les salles du premier étage. Les rendez-vous se prennent dans Pronote jusqu’au mardi 1er décembre à midi. Une permanence est tenue au secrétariat pour les familles sans connexion.",
    ),
    (
        "Grève des transports mardi",
        22,
        "Plusieurs lignes de cars ne circuleront pas mardi matin. Les élèves en retard seront accueillis normalement. La cantine et l’étude du soir sont assurées.",
    ),
    (
        "Cross du collège",
        20,
        "Le cross aura lieu le vendredi 4 décembre au parc des Tilleuls. Chaque élève apporte une gourde et des vêtements de rechange. Les parents volontaires peuvent s’inscrire auprès de la vie scolaire.",
    ),
    (
        "Ouverture du CDI le midi",
        19,
        "Le CDI ouvre désormais de 12 h 30 à 13 h 30, du lundi au jeudi. Le nombre de places est limité à trente. L’inscription se fait le matin à l’entrée du CDI.",
    ),
    (
        "Bourses de collège : derniers dossiers",
        18,
        "Les dossiers peuvent encore être déposés au secrétariat jusqu’au 30 novembre. Apportez l’avis d’imposition de l’année et un relevé d’identité bancaire.",
    ),
    (
        "Semaine du goût : merci aux familles",
        17,
        "Plus de deux cents élèves ont participé aux ateliers. Les recettes préférées des classes sont réunies dans un petit livret, disponible à l’accueil.",
    ),
    (
        "Vaccination des élèves",
        16,
        "Une séance de vaccination est proposée le 8 décembre au collège. L’autorisation signée et le carnet de santé sont à remettre à l’infirmerie avant le 2 décembre.",
    ),
];

/// The lessons of each weekday: first and last hour, subject, room, teacher, group.
type Row = (u32, u32, &'static str, &'static str, &'static str, &'static str);

const TIMETABLE: [&[Row]; 5] = [
    &[
        (8, 9, "Français", "B12", "L.", ""),
        (9, 10, "Mathématiques", "B04", "T.", ""),
        (10, 11, "Anglais LV1", "B08", "M.", ""),
        (11, 12, "Histoire-Géographie", "B15", "D.", ""),
        (13, 15, "EPS", "Gymnase", "R.", ""),
        (15, 16, "Éducation musicale", "A01", "V.", ""),
    ],
    &[
        (8, 9, "Mathématiques", "B04", "T.", ""),
        (9, 10, "SVT", "Labo 2", "K.", "Groupe 1"),
        (9, 10, "Technologie", "C03", "P.", "Groupe 2"),
        (10, 11, "Français", "B12", "L.", ""),
        (11, 12, "Anglais LV1", "B08", "M.", ""),
        (14, 15, "Arts plastiques", "A03", "B.", ""),
        (15, 16, "Vie de classe", "B12", "L.", ""),
    ],
    &[
        (8, 9, "Français", "B12", "L.", ""),
        (9, 10, "Histoire-Géographie", "B15", "D.", ""),
        (10, 11, "Mathématiques", "B04", "T.", ""),
        (11, 12, "Latin", "B02", "S.", "Latinistes"),
    ],
    &[
        (8, 9, "Anglais LV1", "B08", "M.", ""),
        (9, 10, "Français", "B12", "L.", ""),
        (10, 12, "EPS", "Stade", "R.", ""),
        (13, 14, "Physique-Chimie", "Labo 1", "G.", ""),
        (14, 15, "Mathématiques", "B04", "T.", ""),
        (15, 16, "Latin", "B02", "S.", "Latinistes"),
    ],
    &[
        (9, 10, "Mathématiques", "B04", "T.", ""),
        (10, 11, "Français", "B12", "L.", ""),
        (11, 12, "Anglais LV1", "B08", "M.", ""),
        (13, 14, "Technologie", "C03", "P.", "Groupe 1"),
        (13, 14, "SVT", "Labo 2", "K.", "Groupe 2"),
        (14, 15, "Français", "B12", "L.", "Devoirs faits"),
    ],
];

pub(super) fn november(day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 1).unwrap() + chrono::Days::new(u64::from(day) - 1)
}

pub(super) fn path(text: &str) -> SitePath {
    SitePath::new(text).unwrap()
}

pub(super) fn chrome() -> Chrome {
    Chrome { school: "Collège des Tilleuls".to_owned(), title: "6e A".to_owned(), conformity: Conformity::None }
}

/// The services that a school usually has.
pub(super) fn links() -> Vec<ServiceLink> {
    let link = |label: &str, url: &str| ServiceLink { label: label.to_owned(), url: Address::new(url).unwrap() };
    vec![
        link("Pronote", "https://pronote.college-tilleuls.example/"),
        link("Messagerie de l’ENT", "https://ent.college-tilleuls.example/messagerie"),
        link("Cantine", "https://cantine.college-tilleuls.example/"),
    ]
}

pub(super) fn homework(subject: &str, text: &str) -> HomeworkEntry {
    HomeworkEntry {
        subject: Some(subject.to_owned()),
        group: None,
        given_on: Some(november(19)),
        changed_on: None,
        new: false,
        test: text.starts_with("Contrôle"),
        body: Body::Full(RichText::plain(text)),
        files: Vec::new(),
    }
}

pub(super) fn announcement(title: &str, day: u32, text: &str) -> AnnouncementEntry {
    AnnouncementEntry {
        title: title.to_owned(),
        readers: None,
        published_on: november(day),
        valid_until: None,
        service: false,
        headline: false,
        body: Body::Full(RichText::plain(text)),
        illustration: None,
        files: Vec::new(),
        address: None,
        reply: None,
    }
}

pub(super) fn lesson(hours: (u32, u32), subject: &str) -> LessonEntry {
    let at = |hour| NaiveTime::from_hms_opt(hour, 0, 0).unwrap();
    LessonEntry {
        start: at(hours.0),
        end: at(hours.1),
        subject: subject.to_owned(),
        teachers: Vec::new(),
        rooms: Vec::new(),
        usual_rooms: Vec::new(),
        group: None,
        status: LessonStatus::Planned,
        cause: None,
        raw_status: None,
    }
}

fn day(weekday: usize, date: NaiveDate) -> DayTimetable {
    let lessons = TIMETABLE[weekday].iter().map(|(start, end, subject, room, teacher, group)| LessonEntry {
        teachers: vec![(*teacher).to_owned()],
        rooms: vec![(*room).to_owned()],
        usual_rooms: Vec::new(),
        group: (!group.is_empty()).then(|| (*group).to_owned()),
        ..lesson((*start, *end), subject)
    });
    DayTimetable { day: date, off: None, lessons: lessons.collect() }
}

pub(super) fn week(week: Week) -> WeekTimetable {
    let days = week.days().take(5).enumerate().map(|(index, date)| day(index, date));
    WeekTimetable { week, days: days.collect(), changes_only: false, parity: None, unknown: None }
}

fn file(name: &str, size: u64) -> FileEntry {
    let place =
        FilePlace::Site { path: path(&format!("pieces/4f2a-{name}")), media_type: "application/pdf".to_owned(), size };
    FileEntry { name: name.to_owned(), place }
}

/// The week with what usually happens in it: a teacher away, another room, a replacement.
fn this_week() -> WeekTimetable {
    let mut week = week(Week::of(november(23)));
    let tuesday = &mut week.days[1].lessons;
    (tuesday[0].status, tuesday[0].cause) = (LessonStatus::Cancelled, Some(Cause::TeacherAbsent));
    tuesday[5].status = LessonStatus::RoomChanged;
    week.days[3].lessons[1].status = LessonStatus::Substituted;
    week
}

/// A week at the canteen, with its allergens.
pub(super) fn menu() -> MenuEntry {
    let body = RichText::plain("Lundi : gratin de pâtes (gluten, lait), pomme.");
    MenuEntry { week: Week::of(november(23)), readers: None, body, files: vec![file("Menu de la semaine.pdf", 20_000)] }
}

/// The page of a class with that many items, two in three of them homework.
pub(in crate::render) fn index(items: usize) -> IndexPage {
    let news = items * 7 / 25;
    let mut due: BTreeMap<u32, Vec<HomeworkEntry>> = BTreeMap::new();
    for (subject, day, text) in &HOMEWORK[..items - news] {
        due.entry(*day).or_default().push(homework(subject, text));
    }
    let mut today = due.remove(&24).unwrap_or_default();
    today[0].files.push(file("Fiche proportionnalité.pdf", 84_000));
    today[2].group = Some("Groupe 1".to_owned());
    if let Some(first) = due.get_mut(&26).and_then(|work| work.first_mut()) {
        first.changed_on = Some(november(23));
    }
    let mut announcements: Vec<AnnouncementEntry> =
        NEWS[..news].iter().map(|(title, day, text)| announcement(title, *day, text)).collect();
    announcements[0].headline = true;
    announcements[0].valid_until = Some(november(33));
    announcements[1].files.push(file("Lignes concernées.pdf", 51_000));
    let week = this_week();
    IndexPage {
        chrome: chrome(),
        data_as_of: november(23).and_hms_opt(17, 0, 0),
        warnings: Vec::new(),
        season_over: false,
        next_day: Some(NextDay {
            day: november(24),
            homework: today,
            changes_only: false,
            breaks: vec![noon()],
            lessons: week.days[1].lessons.clone(),
            after: None,
        }),
        homework: due.into_iter().map(|(day, homework)| DueDay { day: november(day), homework }).collect(),
        homework_provided: true,
        weeks: vec![week, self::week(Week::of(november(30)))],
        other_weeks: vec![Week::of(november(9)), Week::of(november(16)), Week::of(november(37))],
        notices: Vec::new(),
        announcements,
        menus: Vec::new(),
        gazette: Some(Week::of(november(30))),
        phone: Phone::new("02 61 91 12 34"),
        report_to: Email::new("secretariat@college-tilleuls.example"),
        links: links(),
        media: BTreeMap::new(),
    }
}

/// The Christmas holidays.
pub(super) fn holidays() -> DayOff {
    DayOff {
        from: november(50),
        to: november(64),
        kind: NonTeachingKind::Holiday,
        label: "Vacances de Noël".to_owned(),
    }
}

pub(super) fn picture(name: &str) -> (AttachmentId, MediaEntry) {
    let entry = MediaEntry::Picture { path: path(&format!("media/{name}.jpg")), width: 640, height: 426, size: 24_300 };
    (AttachmentId::of(name), entry)
}

/// A text with one of each kind of block.
pub(super) fn rich(picture: &AttachmentId) -> RichText {
    let text = |text: &str| vec![Inline::Text { text: text.to_owned() }];
    let link = Inline::Link {
        target: crate::model::rich_text::LinkTarget::Address(Address::new("https://exemple.fr/inscription").unwrap()),
        content: text("formulaire d’inscription"),
    };
    let row = |cells: [&str; 3]| cells.iter().map(|cell| text(cell)).collect::<Vec<_>>();
    RichText {
        blocks: vec![
            Block::Heading { level: 2, content: text("Programme") },
            Block::Paragraph {
                content: vec![
                    Inline::Text { text: "Remplissez le ".to_owned() },
                    link,
                    Inline::Text { text: ".".to_owned() },
                ],
            },
            Block::List { start: None, items: ["Une gourde", "Un vêtement chaud"].map(RichText::plain).into() },
            Block::Table {
                caption: Some("Horaires des courses".to_owned()),
                header_rows: 1,
                rows: vec![
                    row(["Niveau", "Départ", "Distance"]),
                    row(["6e", "9 h 30", "1 800 m"]),
                    row(["5e", "10 h", "2 100 m"]),
                ],
            },
            Block::Quote { content: RichText::plain("L’important, c’est de finir en souriant.") },
            Block::Image { attachment: picture.clone(), alt: "Plan du parcours".to_owned() },
        ],
    }
}

fn noon() -> Break {
    let at = |hour| NaiveTime::from_hms_opt(hour, 0, 0).unwrap();
    Break { start: at(12), end: at(14), lunch: true }
}
