//! Gazettes to try the paper on.

use std::collections::BTreeMap;

use chrono::{NaiveDate, NaiveTime};
use image::{ImageFormat, Rgb, RgbImage};

use crate::artifact::SitePath;
use crate::model::contact::Phone;
use crate::model::id::AttachmentId;
use crate::model::legal::Conformity;
use crate::model::lesson::{Cause, LessonStatus, NonTeachingKind};
use crate::model::paper::Profile;
use crate::model::rich_text::{Address, Block, Inline, LinkTarget, RichText};
use crate::model::time::Week;
use crate::plan::gazette::Gazette;
use crate::plan::page::{
    AnnouncementEntry, Body, Chrome, DayOff, DayTimetable, DueDay, FileEntry, FilePlace, HomeworkEntry, LessonEntry,
    MediaEntry, WeekTimetable,
};

pub(super) fn date(month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, month, day).unwrap()
}

fn week_49() -> Week {
    Week::parse("2026-W49").unwrap()
}

pub(super) fn text(words: &str) -> Inline {
    Inline::Text { text: words.to_owned() }
}

pub(super) fn paragraph(content: Vec<Inline>) -> Block {
    Block::Paragraph { content }
}

pub(super) fn rich(blocks: Vec<Block>) -> Body {
    Body::Full(RichText { blocks })
}

fn lesson(times: [u32; 4], subject: &str, room: &str) -> LessonEntry {
    let at = |hour, minute| NaiveTime::from_hms_opt(hour, minute, 0).unwrap();
    LessonEntry {
        start: at(times[0], times[1]),
        end: at(times[2], times[3]),
        subject: subject.to_owned(),
        teachers: vec!["T.".to_owned()],
        rooms: vec![room.to_owned()],
        usual_rooms: Vec::new(),
        group: None,
        status: LessonStatus::Planned,
        cause: None,
        raw_status: None,
    }
}

fn week() -> WeekTimetable {
    let (m1, m2, m3, m4) = ([8, 0, 8, 55], [8, 55, 9, 50], [10, 5, 11, 0], [11, 0, 11, 55]);
    let (s1, s2, s3) = ([13, 30, 14, 25], [14, 25, 15, 20], [15, 35, 16, 30]);
    let half = |times, subject: &str, room: &str, group: &str| LessonEntry {
        group: Some(group.to_owned()),
        ..lesson(times, subject, room)
    };
    let changed =
        |entry: LessonEntry, status: LessonStatus, cause: Option<Cause>| LessonEntry { status, cause, ..entry };
    let days = vec![
        vec![
            lesson(m1, "Mathématiques", "S204"),
            lesson(m2, "Français", "S112"),
            changed(lesson(m3, "Anglais", "S108"), LessonStatus::Cancelled, Some(Cause::TeacherAbsent)),
            lesson(m4, "Histoire-géographie", "S110"),
            lesson([13, 30, 15, 20], "EPS (sport)", "Gymnase"),
            lesson(s3, "Musique", "S005"),
        ],
        vec![
            lesson(m1, "Français", "S112"),
            half(m2, "Sciences de la vie et de la Terre", "Labo 2", "Groupe 1"),
            half(m2, "Technologie", "S301", "Groupe 2"),
            lesson(m3, "Mathématiques", "S204"),
            changed(lesson(m4, "Anglais", "S212"), LessonStatus::RoomChanged, None),
            lesson(s1, "Histoire-géographie", "S110"),
            lesson(s2, "Arts plastiques", "S006"),
        ],
        vec![lesson(m1, "Anglais", "S108"), lesson(m2, "Mathématiques", "S204"), lesson(m3, "Français", "S112"), {
            let extra = lesson(m4, "Vie de classe", "S112");
            changed(extra, LessonStatus::Extra, None)
        }],
        vec![
            lesson([8, 0, 9, 50], "EPS (sport)", "Piscine"),
            lesson(m3, "Français", "S112"),
            changed(lesson(m4, "Mathématiques", "S204"), LessonStatus::Substituted, None),
            half(s1, "Physique-chimie", "Labo 1", "Groupe 1"),
            half(s1, "Sciences de la vie et de la Terre", "Labo 2", "Groupe 2"),
            lesson(s2, "Anglais", "S108"),
            lesson(s3, "Enseignement moral et civique", "S110"),
        ],
        vec![
            lesson(m1, "Histoire-géographie", "S110"),
            changed(lesson(m2, "Technologie", "S301"), LessonStatus::Moved, None),
            lesson(m3, "Mathématiques", "S204"),
            lesson(m4, "Français", "S112"),
            LessonEntry {
                status: LessonStatus::Modified,
                raw_status: Some("Sortie au musée".to_owned()),
                ..lesson([13, 30, 16, 45], "Arts plastiques", "S006")
            },
        ],
    ];
    let days = week_49().days().zip(days).map(|(day, lessons)| DayTimetable { day, off: None, lessons });
    WeekTimetable { week: week_49(), days: days.collect(), changes_only: false, parity: None, unknown: None }
}

pub(super) fn homework(subject: &str, body: Body) -> HomeworkEntry {
    HomeworkEntry {
        subject: Some(subject.to_owned()),
        group: None,
        given_on: Some(date(11, 24)),
        changed_on: None,
        new: false,
        test: false,
        body,
        files: Vec::new(),
    }
}

pub(in crate::render::pdf) fn says(words: &str) -> Body {
    rich(vec![paragraph(vec![text(words)])])
}

pub(super) fn announcement(title: &str, body: Body) -> AnnouncementEntry {
    AnnouncementEntry {
        title: title.to_owned(),
        readers: None,
        published_on: date(11, 23),
        valid_until: None,
        service: false,
        headline: false,
        body,
        illustration: None,
        files: Vec::new(),
        address: None,
        reply: None,
    }
}

fn file(name: &str, place: FilePlace) -> FileEntry {
    FileEntry { name: name.to_owned(), place }
}

fn on_site(name: &str) -> FileEntry {
    let path = SitePath::new("pieces/0a1b-fiche.pdf").unwrap();
    file(name, FilePlace::Site { path, media_type: "application/pdf".to_owned(), size: 120_000 })
}

/// Nothing at all was ever received.
pub(super) fn empty() -> Gazette {
    let days = week_49().days().take(5).map(|day| DayTimetable { day, off: None, lessons: Vec::new() }).collect();
    Gazette {
        chrome: Chrome {
            school: "Collège des Tilleuls".to_owned(),
            title: "6e A".to_owned(),
            conformity: Conformity::None,
        },
        profile: Profile::Standard,
        max_pages: 2,
        correction: None,
        address: Address::new("https://classes.college-tilleuls.example/6a/"),
        phone: Phone::new("02 61 91 12 34"),
        menus: Vec::new(),
        timetable: WeekTimetable { week: week_49(), days, changes_only: false, parity: None, unknown: None },
        homework: Vec::new(),
        homework_provided: true,
        announcements: Vec::new(),
        version: None,
        media: BTreeMap::new(),
    }
}

/// A week of holidays.
pub(super) fn holidays() -> Gazette {
    let week = Week::parse("2026-W53").unwrap();
    let off = DayOff {
        from: date(12, 19),
        to: NaiveDate::from_ymd_opt(2027, 1, 3).unwrap(),
        kind: NonTeachingKind::Holiday,
        label: "Vacances de Noël".to_owned(),
    };
    let days = week.days().take(5).map(|day| DayTimetable { day, off: Some(off.clone()), lessons: Vec::new() });
    let day = NaiveDate::from_ymd_opt(2027, 1, 4).unwrap();
    Gazette {
        timetable: WeekTimetable { week, days: days.collect(), changes_only: false, parity: None, unknown: None },
        homework: vec![DueDay {
            day,
            homework: vec![homework("Français", says("Lire « Le Petit Prince », chapitres 1 à 9."))],
        }],
        announcements: vec![announcement("Bonnes vacances", says("Le collège rouvre le lundi 4 janvier, à 8 h."))],
        version: date(12, 18).and_hms_opt(7, 0, 0),
        ..empty()
    }
}

/// What most weeks look like.
#[expect(clippy::too_many_lines, reason = "one week, written out whole")]
pub(in crate::render::pdf) fn ordinary() -> Gazette {
    let link = Inline::Link {
        target: LinkTarget::Address(Address::new("https://www.example.org/dictees/six").unwrap()),
        content: vec![text("l’entraînement en ligne")],
    };
    let homework_49 = vec![
        DueDay {
            day: date(11, 30),
            homework: vec![
                homework("Mathématiques", says("Exercices 12, 14 et 15 page 87. Apporter le compas et l’équerre.")),
                HomeworkEntry {
                    files: vec![on_site("Carte du Nil.pdf"), file("Consignes.odt", FilePlace::Unlinked)],
                    changed_on: Some(date(11, 26)),
                    ..homework(
                        "Histoire-géographie",
                        says("Apprendre la leçon sur l’Égypte ancienne ; compléter la carte."),
                    )
                },
            ],
        },
        DueDay {
            day: date(12, 1),
            homework: vec![HomeworkEntry {
                new: false,
                test: true,
                ..homework(
                    "Français",
                    rich(vec![
                        paragraph(vec![text("Dictée préparée. Réviser avec "), link, text(" :")]),
                        Block::List {
                            start: None,
                            items: [
                                "les homophones a / à, et / est ;",
                                "l’accord du participe passé ;",
                                "cœur, œuvre, Noël, maïs.",
                            ]
                            .map(RichText::plain)
                            .into(),
                        },
                    ]),
                )
            }],
        },
        DueDay {
            day: date(12, 3),
            homework: vec![
                HomeworkEntry {
                    group: Some("Groupe 1".to_owned()),
                    ..homework(
                        "Physique-chimie",
                        says("Lire la fiche « Mélanges et corps purs » et répondre aux questions 1 à 3."),
                    )
                },
                homework("Anglais", says("Learn the irregular verbs, list 2 (to be → to do).")),
            ],
        },
        DueDay { day: date(12, 10), homework: vec![homework("Mathématiques", says("Devoir à la maison n° 4."))] },
    ];
    let mut headline = announcement(
        "Réunion parents-professeurs de la 6e A",
        says(
            "La réunion a lieu le jeudi 3 décembre à 17 h 30, en salle polyvalente. Un interprète est présent sur demande.",
        ),
    );
    headline.headline = true;
    headline.valid_until = Some(date(12, 3));
    let long = Body::Short {
        text: "Les élèves de sixième ont visité la station d’épuration et en ont rapporté un carnet de croquis, des questions et quelques surprises".to_owned(),
        page: SitePath::new("actualite-visite.html").unwrap(),
    };
    Gazette {
        timetable: week(),
        homework: homework_49,
        announcements: vec![
            headline,
            announcement(
                "Menus sans viande le mardi",
                says("À partir du 1er décembre, le self propose chaque mardi un plat végétarien."),
            ),
            announcement("Une visite à la station d’épuration", long),
        ],
        version: date(11, 27).and_hms_opt(7, 0, 0),
        ..empty()
    }
}

/// A picture that a site could hold.
pub(super) fn photo(width: u32, height: u32, shade: u8) -> Vec<u8> {
    let dots = RgbImage::from_fn(width, height, |x, y| {
        let wave = (f64::from(x) / 40.0).sin() * (f64::from(y) / 30.0).cos() * 60.0 + 128.0;
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a wave between 68 and 188")]
        Rgb([wave as u8, shade, 200 - shade / 2])
    });
    let mut bytes = std::io::Cursor::new(Vec::new());
    dots.write_to(&mut bytes, ImageFormat::Jpeg).unwrap();
    bytes.into_inner()
}

pub(super) fn picture_path(number: usize) -> SitePath {
    SitePath::new(&format!("media/{number:04}.jpg")).unwrap()
}

/// A week with 25 items, a table, lists, formulas and pictures.
pub(super) fn dense() -> (Gazette, BTreeMap<SitePath, Vec<u8>>) {
    let ids: Vec<_> = (0..6).map(|number| AttachmentId::of(&format!("photo {number}"))).collect();
    let media = ids.iter().enumerate().map(|(number, id)| {
        let picture = MediaEntry::Picture { path: picture_path(number), width: 640, height: 420, size: 28_000 };
        (id.clone(), picture)
    });
    let pictures = (0..6u8).map(|number| (picture_path(number.into()), photo(640, 420, number * 40))).collect();
    let mut gazette = ordinary();
    gazette.media = media.collect();
    for (number, due) in gazette.homework.iter_mut().enumerate() {
        due.homework.push(homework("Sciences de la vie et de la Terre", rich(science(&ids[0]))));
        due.homework.push(HomeworkEntry {
            new: false,
            test: number % 2 == 0,
            subject: None,
            ..homework(
                "",
                says(
                    &"Réviser le chapitre, refaire les exercices faits en classe et préparer deux questions. "
                        .repeat(2),
                ),
            )
        });
    }
    for (number, id) in ids.iter().enumerate() {
        let mut entry = announcement(
            &format!("Des nouvelles du club {number}"),
            rich(vec![
                paragraph(vec![
                    text("Le club se réunit le mardi à 12 h 30 au CDI. "),
                    Inline::Strong { content: vec![text("Inscription gratuite")] },
                    text(" auprès de la vie scolaire."),
                ]),
                Block::Heading { level: 3, content: vec![text("Au programme")] },
                Block::List {
                    start: Some(3),
                    items: vec![RichText::plain("jeux d’échecs"), RichText::plain("jeu de go")],
                },
                Block::Quote {
                    content: RichText::plain("On apprend plus d’une partie perdue que d’une partie gagnée."),
                },
            ]),
        );
        entry.illustration = Some(id.clone());
        entry.files = vec![on_site("Affiche.pdf")];
        gazette.announcements.push(entry);
    }
    (gazette, pictures)
}

/// Text without end.
pub(super) fn eight_pages() -> Gazette {
    let long = "Réviser le chapitre, refaire les exercices faits en classe et préparer deux questions pour le cours. ";
    let mut gazette = Gazette { max_pages: 8, ..ordinary() };
    for due in &mut gazette.homework {
        let more = (0..12).map(|number| homework(&format!("Matière {number}"), says(&long.repeat(4))));
        due.homework.extend(more);
    }
    let more = (0..24).map(|number| announcement(&format!("Annonce {number}"), says(&long.repeat(7))));
    gazette.announcements.extend(more);
    gazette
}

fn science(picture: &AttachmentId) -> Vec<Block> {
    let cell = |words: &str| vec![text(words)];
    let lowered = Inline::Subscript { content: vec![text("2")] };
    vec![
        paragraph(vec![text("Recopier et compléter le tableau (CO"), lowered, text(", H₂O, 10² m², x ≤ √2 × π) :")]),
        Block::Table {
            caption: Some("Ce que respirent les êtres vivants".to_owned()),
            header_rows: 1,
            rows: vec![
                vec![cell("Être vivant"), cell("Milieu"), cell("Organe")],
                vec![cell("Truite"), cell("eau"), cell("branchies")],
                vec![cell("Criquet"), cell("air"), cell("trachées")],
            ],
        },
        Block::Image { attachment: picture.clone(), alt: "Schéma d’une branchie".to_owned() },
        paragraph(vec![
            Inline::Language { tag: "en-GB".to_owned(), content: vec![text("Keep it short and simple")] },
            Inline::Break,
            Inline::Math { text: "a² + b² = c²".to_owned() },
            text(" ; taper "),
            Inline::Code { text: "print(1 + 1)".to_owned() },
            text("."),
        ]),
    ]
}
