//! What the gazette promises, read back from the PDF.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use lopdf::Document;

use super::{Paper, Sheet, gazette};
use crate::artifact::sheet::{Told, ToldKind};
use crate::artifact::{Digest, SitePath};
use crate::error::{Kind, Result};
use crate::model::id::AttachmentId;
use crate::model::notice::{Notice, NoticeKind};
use crate::model::rich_text::{Block, Inline, RichText};
use crate::plan::gazette::Gazette;
use crate::plan::page::{Body, Chrome, DueDay};
use crate::render::words::Words;

mod columns;
pub(super) mod sample;
mod weeks;

fn made_at() -> DateTime<Utc> {
    "2026-11-27T06:00:00Z".parse().unwrap()
}

fn paper(overrides: &BTreeMap<String, Vec<u8>>) -> Result<Paper> {
    Paper::new(overrides, Arc::new(Words::new(None)?))
}

fn theme(files: &[(&str, &[u8])]) -> BTreeMap<String, Vec<u8>> {
    files.iter().map(|(path, bytes)| ((*path).to_owned(), bytes.to_vec())).collect()
}

fn with_pictures(input: &Gazette, pictures: &BTreeMap<SitePath, Vec<u8>>) -> Sheet {
    gazette(input, &paper(&BTreeMap::new()).unwrap(), pictures, made_at()).unwrap()
}

fn sheet(input: &Gazette) -> Sheet {
    with_pictures(input, &BTreeMap::new())
}

/// The words of a sheet, without white space, since a line may end anywhere, nor the hyphens of its lines.
fn words(sheet: &Sheet) -> String {
    let pdf = Document::load_mem(&sheet.bytes).unwrap();
    let pages: Vec<u32> = pdf.get_pages().into_keys().collect();
    let text = pdf.extract_text(&pages).unwrap();
    text.chars().filter(|sign| !sign.is_whitespace() && *sign != '\u{ad}').collect()
}

#[track_caller]
fn assert_says(sheet: &Sheet, expected: &[&str]) {
    let words = words(sheet);
    for sentence in expected {
        let sentence: String = sentence.chars().filter(|sign| !sign.is_whitespace()).collect();
        assert!(words.contains(&sentence), "`{sentence}` is missing from {words}");
    }
}

fn one_homework(body: Body) -> Gazette {
    let homework = vec![sample::homework("Français", body)];
    Gazette { homework: vec![DueDay { day: sample::date(12, 1), homework }], ..sample::empty() }
}

#[test]
fn an_ordinary_week_fits_one_sheet_of_paper() {
    let sheet = sheet(&sample::ordinary());
    assert!(sheet.pages <= 2, "{} pages", sheet.pages);
    assert_eq!(sheet.notices, []);
    assert_says(
        &sheet,
        &[
            "Semaine 49, du 30 novembre au 4 décembre 2026",
            "Version du vendredi 27 novembre, 7 h",
            "Annulé : professeur absent",
            "EPS (sport), suite",
            "Pour le mardi 1er décembre",
            "Consignes.odt (dans Pronote)",
            "donné le 24 novembre, modifié le 26 novembre",
            "l’entraînement en ligne (example.org/dictees/six)",
            "cœur, œuvre, Noël, maïs",
            "À la une. Publiée le 23 novembre, valable jusqu’au 3 décembre",
            "quelques surprises… (suite sur le site)",
        ],
    );
}

#[test]
fn a_sheet_says_why_it_is_short() {
    let unprovided = Gazette { homework_provided: false, ..sample::holidays() };
    assert_says(
        &sheet(&sample::holidays()),
        &["Vacances de Noël jusqu’au dimanche 3 janvier.", "Pour le lundi 4 janvier"],
    );
    assert_says(&sheet(&unprovided), &["Travail à faire : non fourni par l’ENT."]);
    let empty = sheet(&sample::empty());
    assert_says(&empty, &["L’emploi du temps de cette semaine n’est pas connu.", "Rien n’a encore été reçu de l’ENT."]);
    assert_eq!(empty.pages, 1);
}

#[test]
fn a_correction_tells_what_changed_and_nothing_else() {
    let withdrawn = |kind, title: &str, at| Told {
        key: title.to_owned(),
        digest: Digest::of(title.as_bytes()),
        kind,
        title: title.to_owned(),
        day: Some(sample::date(12, 1)),
        at,
    };
    let gone = vec![
        withdrawn(ToldKind::Homework, "Français", None),
        withdrawn(ToldKind::Lesson, "Anglais", chrono::NaiveTime::from_hms_opt(8, 25, 0)),
    ];
    let input = Gazette { correction: Some(gone), ..one_homework(sample::says("Lire la page 50.")) };
    let input =
        Gazette { timetable: crate::plan::page::WeekTimetable { days: Vec::new(), ..input.timetable }, ..input };
    let sheet = sheet(&input);
    assert_eq!(sheet.pages, 1);
    let expected = "Rectificatif – 6e A Semaine 49, du 30 novembre au 4 décembre 2026 Collège des Tilleuls \
        Voici ce qui a changé depuis la gazette. Le reste ne change pas. N’est plus à faire ou n’a plus lieu \
        • Français, pour le mardi 1er décembre • Anglais, mardi 1er décembre, 8 h 25 Travail à préparer ensemble \
        Pour le mardi 1er décembre Français donné le 24 novembre Lire la page 50. Le site de la classe \
        https://classes.college-tilleuls.example/6a/ page 1 sur 1";
    assert_eq!(words(&sheet), expected.chars().filter(|sign| !sign.is_whitespace()).collect::<String>());
}

#[test]
fn texts_are_values_and_never_markup() {
    let hostile = "#panic(\"x\") $x^2$ *b* _c_ @ref <lbl> #read(\"/etc/passwd\") = \\ `raw` // no comment ~ -- #import \"@preview/a:1.0.0\"";
    let mut input = one_homework(sample::says(hostile));
    input.chrome.school = hostile.to_owned();
    input.announcements = vec![sample::announcement(hostile, sample::says(hostile))];
    input.homework[0].homework[0].subject = Some(hostile.to_owned());
    assert_eq!(words(&sheet(&input)).matches("#read(\"/etc/passwd\")=\\`raw`//nocomment~--").count(), 5);
}

#[test]
fn what_the_fonts_lack_is_said() {
    let input = one_homework(sample::says("Joyeux Noël 🎄🎅🏽 ! 学校 : e\u{301}té, x\u{20dd}, \u{5d0}\u{5b8}, مرحبا"));
    let sheet = sheet(&input);
    let message = "signs that the paper's fonts do not have were replaced: 3";
    assert_eq!(sheet.notices, [Notice::new(NoticeKind::Replaced, "6e A/gazette", message)]);
    assert_says(&sheet, &["Joyeux Noël ▯ ! ▯ : été", "▯ : signe absent du papier"]);
}

#[test]
fn signs_of_french_and_of_lessons_are_printed() {
    let signs = "10\u{202f}%\u{a0}! œ Œ Ÿ « é » ’ – — … ² ³ ₂ √ × ÷ ≤ ≥ π → ✓ ☐ Ω Ж";
    let sheet = sheet(&one_homework(sample::says(signs)));
    assert_eq!(sheet.notices, []);
    assert_says(&sheet, &[signs]);
}

#[test]
fn equal_inputs_give_equal_bytes() {
    let (dense, pictures) = sample::dense();
    let first = with_pictures(&dense, &pictures);
    assert_eq!(first.bytes, with_pictures(&dense, &pictures).bytes);
    assert!(first.bytes.len() <= 300 * 1024, "{} bytes", first.bytes.len());
    assert_says(&first, &["Ce que respirent les êtres vivants", "H₂O", "Milieu", "print(1 + 1)"]);
    let later = gazette(&dense, &paper(&BTreeMap::new()).unwrap(), &pictures, made_at() + chrono::Days::new(1));
    assert_ne!(first.bytes, later.unwrap().bytes);
}

#[test]
fn a_picture_that_is_missing_or_broken_is_named() {
    let id = AttachmentId::of("photo 0");
    let image = Block::Image { attachment: id, alt: "Schéma d’une branchie".to_owned() };
    let (dense, mut pictures) = sample::dense();
    let input = Gazette { media: dense.media, ..one_homework(sample::rich(vec![image])) };
    let in_words = "[Image sur le site de la classe : Schéma d’une branchie]";
    assert!(!words(&with_pictures(&input, &pictures)).contains("Schéma"));
    assert_says(&sheet(&input), &[in_words]);
    pictures.insert(sample::picture_path(0), b"no picture".to_vec());
    let broken = with_pictures(&input, &pictures);
    assert_says(&broken, &[in_words]);
    let message = "the pictures could not be put on paper";
    assert_eq!(broken.notices, [Notice::new(NoticeKind::NotCopied, "6e A/gazette", message)]);
}

#[test]
fn texts_of_any_size_and_depth_are_printed() {
    let cell = || vec![sample::text("Anticonstitutionnellement")];
    let table = Block::Table { caption: None, header_rows: 9, rows: vec![vec![cell(); 12]; 120] };
    let mut nested = RichText::plain("au fond");
    for _ in 0..100 {
        nested = RichText { blocks: vec![Block::List { start: None, items: vec![nested] }] };
    }
    let quote = Block::Quote { content: nested };
    let code = Block::Code { text: "fonction(x)\n".repeat(100) };
    let word = sample::paragraph(vec![sample::text(&"x".repeat(900))]);
    let mut input = one_homework(sample::rich(vec![table, quote, code, word]));
    input.announcements = vec![sample::announcement(&"Titre".repeat(80), sample::says("court")); 40];
    input.max_pages = 40;
    let sheet = sheet(&input);
    assert_says(&sheet, &["au fond", &"x".repeat(900), &"Titre".repeat(18)]);
}

#[test]
fn a_theme_replaces_templates() {
    let own = b"#let data = json(\"/data.json\")\n#set document(title: data.title)\n#set text(lang: \"fr\")\n= Feuille de #data.class";
    let plain = paper(&BTreeMap::new()).unwrap();
    let paper = paper(&theme(&[("gazette.typ", own)])).unwrap();
    assert_ne!(paper.digest(), plain.digest());
    let sheet = gazette(&sample::ordinary(), &paper, &BTreeMap::new(), made_at()).unwrap();
    assert_eq!(words(&sheet), "Feuillede6eA");
}

#[test]
fn a_mistake_in_a_theme_names_its_place() {
    for (path, content, kind, message) in [
        (
            "gazette.typ",
            "= A\n#undefined",
            Kind::Template,
            "`paper/gazette.typ:2` cannot be typeset: unknown variable: undefined",
        ),
        ("text.typ", "\n#let (", Kind::Template, "`paper/text.typ:2` cannot be typeset: unclosed delimiter"),
        (
            "gazette.typ",
            "#import \"@preview/a:1.0.0\": b",
            Kind::Template,
            "`paper/gazette.typ:1` cannot be typeset: file not found",
        ),
        ("fonts/own.ttf", "no font", Kind::Theme, "`paper/fonts/own.ttf` is not a font"),
    ] {
        let made = paper(&theme(&[(path, content.as_bytes())]));
        let error = made.and_then(|paper| gazette(&sample::empty(), &paper, &BTreeMap::new(), made_at())).unwrap_err();
        assert_eq!(error.kind(), kind);
        assert!(error.chain().starts_with(message), "{}", error.chain());
    }
}

#[test]
fn emptiness_breaks_nothing() {
    let blank = || RichText { blocks: Vec::new() };
    let blocks = vec![
        sample::paragraph(Vec::new()),
        Block::Heading { level: 2, content: Vec::new() },
        Block::List { start: None, items: Vec::new() },
        Block::List { start: Some(0), items: vec![blank()] },
        Block::Table { caption: Some(String::new()), header_rows: 1, rows: Vec::new() },
        Block::Table { caption: None, header_rows: 1, rows: vec![Vec::new(), Vec::new()] },
        Block::Quote { content: blank() },
        Block::Code { text: String::new() },
        sample::paragraph(vec![Inline::Strong { content: Vec::new() }, Inline::Break]),
    ];
    let mut input = one_homework(sample::rich(blocks.clone()));
    input.chrome = Chrome { school: String::new(), title: "\u{200b}".to_owned(), ..input.chrome };
    input.homework[0].homework.push(sample::homework("", Body::Full(blank())));
    input.homework.push(DueDay { day: sample::date(12, 2), homework: Vec::new() });
    input.announcements =
        vec![sample::announcement("", sample::rich(blocks)), sample::announcement("Titre", Body::Full(blank()))];
    input.timetable.days.clear();
    assert_eq!(sheet(&input).pages, 1);
}

#[test]
fn dense_pages_are_light() {
    let sheet = sheet(&sample::eight_pages());
    assert_eq!(sheet.pages, 8);
    assert!(sheet.bytes.len() <= 110 * 1024, "{} bytes", sheet.bytes.len());
}
