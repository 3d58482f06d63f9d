//! The data of the gazette's template: texts already in French, nothing left to decide but the layout.

use std::collections::BTreeMap;

use serde::Serialize;

use super::fit::{self, Cut};
use super::picture::{self, Album};
use super::qr::{self, Code};
use super::signs::is_blank;
use super::text::{self, Part};
use super::timetable::{Form, Timetable};
use crate::artifact::sheet::{Told, ToldKind};
use crate::model::paper::Profile;
use crate::model::rich_text::first_words;
use crate::plan::gazette::Gazette;
use crate::plan::page::{Body, FileEntry, FilePlace, MenuEntry};
use crate::render::words::{Words, cut_short};

mod announcements;
mod homework;

/// How many pictures the homework may show together: a figure belongs to its exercise.
const HOMEWORK_PICTURES: usize = 8;

/// How many pictures the announcements may show together: paper and toner are the school's.
const ANNOUNCEMENT_PICTURES: usize = 4;

/// The longest name that a list or a title is given, in letters.
const LONGEST_NAME: usize = 90;

/// The messages that the templates say themselves: `paper-<key>` in the catalogue, `data.words.<key>` in a template.
const FIXED: [&str; 27] = [
    "correction",
    "correction-lead",
    "changed-lessons",
    "withdrawn",
    "also-due",
    "timetable",
    "homework",
    "homework-not-provided",
    "nothing-received",
    "no-homework",
    "later",
    "announcements",
    "no-announcements",
    "other-announcements",
    "headline",
    "file",
    "files",
    "test",
    "menu",
    "page",
    "page-of",
    "slip",
    "slip-pupil",
    "slip-class",
    "slip-date",
    "slip-signature",
    "cut-here",
];

/// `/data.json`.
#[derive(Debug, Serialize)]
pub(super) struct Sheet {
    profile: Profile,
    school: String,
    class: String,
    /// "Semaine 49, du 30 novembre au 4 décembre 2026".
    week: String,
    /// "Gazette – 6e A – semaine 49", the title of the document.
    title: String,
    /// "Version du mardi 24 novembre, 7 h".
    version: Option<String>,
    timetable: Timetable,
    homework: homework::Homework,
    /// What no longer holds, when it is a correction: "Français, pour le mardi 1er décembre".
    withdrawn: Option<Vec<String>>,
    announcements: announcements::Announcements,
    menus: Vec<Menu>,
    /// Where all that is not on the paper can be read: one line for each way.
    elsewhere: Vec<String>,
    /// The addresses where it is.
    ways: Vec<Way>,
    /// The fixed texts of the templates, by their key without `paper-`.
    words: BTreeMap<&'static str, String>,
    /// Whether nothing was ever received.
    #[serde(rename = "nothing-yet")]
    nothing_yet: bool,
}

/// An address to scan or to type.
#[derive(Debug, Serialize)]
struct Way {
    title: String,
    address: String,
    code: Option<Code>,
}

#[derive(Debug, Serialize)]
struct Menu {
    /// For whom it is, when not for the whole class.
    readers: Option<String>,
    body: Vec<Part>,
    files: Vec<File>,
}

#[derive(Debug, Serialize)]
struct File {
    name: String,
    /// "sur le site de la classe".
    place: String,
    /// Its address, when it is outside the site.
    address: Option<String>,
}

/// Shapes as much of a gazette as the cut leaves, and takes its pictures.
pub(super) fn gazette(input: &Gazette, cut: &Cut, album: &mut Album<'_>) -> Sheet {
    let (week, words) = (input.timetable.week, album.words);
    let pictures = |most: usize| if cut.pictures { most } else { 0 };
    album.allow(pictures(HOMEWORK_PICTURES));
    let homework = homework::homework(input, cut, album);
    album.allow(pictures(ANNOUNCEMENT_PICTURES));
    let announcements = announcements::announcements(input, cut, album);
    let menus = input.menus.iter().filter(|_| cut.menu).map(|entry| menu(entry, album)).collect();
    let class = titled(&input.chrome.title, "paper-class", words);
    let title = if input.correction.is_some() { "paper-correction-title" } else { "paper-title" };
    Sheet {
        profile: input.profile,
        school: name(&input.chrome.school),
        words: FIXED.iter().map(|key| (*key, words.say(&format!("paper-{key}")))).collect(),
        week: words.week_caption(week, input.timetable.parity),
        title: words.fill(title, &[("class", class.as_str().into()), ("number", week.number().into())]),
        class,
        version: input.version.map(|version| words.fill("paper-version", &[("moment", words.moment(version).into())])),
        timetable: Timetable::new(&input.timetable, form(input), cut.timetable, words),
        nothing_yet: input.version.is_none() && input.homework.is_empty() && input.announcements.is_empty(),
        homework,
        withdrawn: input.correction.as_ref().map(|told| told.iter().map(|told| withdrawn(told, words)).collect()),
        announcements,
        menus,
        elsewhere: elsewhere(input, cut, words),
        ways: ways(input, words),
    }
}

/// A few lessons make no table.
fn form(input: &Gazette) -> Form {
    if input.correction.is_none() && input.profile == Profile::Standard { Form::Grid } else { Form::Lists }
}

/// "Français, pour le mardi 1er décembre", "Anglais, mardi 1er décembre, 8 h", "Menu de la cantine".
fn withdrawn(told: &Told, words: &Words) -> String {
    let title = titled(&told.title, "paper-without-subject", words);
    let day = told.day.map(|day| words.day(day));
    match (told.kind, day, told.at.map(|at| words.hour(at))) {
        (ToldKind::Homework, Some(day), _) => {
            words.fill("paper-withdrawn-homework", &[("subject", title.into()), ("date", day.into())])
        }
        (ToldKind::Lesson, Some(day), Some(hour)) => format!("{title}, {day}, {hour}"),
        (ToldKind::Menu, _, _) => words.say("paper-menu"),
        (_, _, _) => title,
    }
}

/// What the paper does not hold, and where it can be had.
fn elsewhere(input: &Gazette, cut: &Cut, words: &Words) -> Vec<String> {
    let whole = cut.homework.iter().chain(&cut.announcements).all(|told| *told == fit::Told::Full);
    let menu_left_out = !cut.menu && !input.menus.is_empty();
    let mut lines = Vec::new();
    if menu_left_out {
        lines.push(words.say("paper-menu-elsewhere"));
    }
    if !whole || menu_left_out || cut.timetable != fit::Timetable::Full {
        lines.push(words.say("paper-not-all"));
        let phone = input.phone.as_ref().map(|phone| words.phone(phone));
        lines.extend(phone.map(|phone| words.fill("paper-ask-the-office", &[("phone", phone.into())])));
    }
    lines
}

/// The first page of the site, and the page of its documents when the texts have some.
fn ways(input: &Gazette, words: &Words) -> Vec<Way> {
    let Some(site) = &input.address else { return Vec::new() };
    let way = |key: &str, address: String| Way { title: words.say(key), code: qr::code(&address, words), address };
    let of_homework = input.homework.iter().flat_map(|due| &due.homework).flat_map(|entry| &entry.files);
    let files = of_homework.chain(input.announcements.iter().flat_map(|entry| &entry.files));
    let documents = files.into_iter().any(|file| matches!(file.place, FilePlace::Site { .. }));
    let documents = documents.then(|| way("paper-way-to-documents", format!("{}documents.html", site.as_str())));
    [way("paper-way-to-site", site.as_str().to_owned())].into_iter().chain(documents).collect()
}

fn menu(entry: &MenuEntry, album: &mut Album<'_>) -> Menu {
    let body = text::parts(&entry.body, album);
    Menu { readers: entry.readers.as_deref().map(name), body, files: files(&entry.files, album.words) }
}

fn titled(title: &str, otherwise: &str, words: &Words) -> String {
    if is_blank(title) { words.say(otherwise) } else { name(title) }
}

/// A name that fits a line or two.
fn name(text: &str) -> String {
    if text.chars().count() <= LONGEST_NAME { text.to_owned() } else { cut_short(&first_words(text, LONGEST_NAME)) }
}

/// A text, or its first words with where its end is.
fn body(body: &Body, told: fit::Told, album: &mut Album<'_>) -> Vec<Part> {
    let short = |text: &str, words: &Words| text::cut(&cut_short(text), &words.say("paper-rest-on-site"));
    match body {
        Body::Full(text) if told == fit::Told::Full => text::parts(text, album),
        Body::Full(text) => short(&first_words(&text.plain_text(), fit::SHORT), album.words),
        Body::Short { text, .. } => short(text, album.words),
    }
}

fn files(files: &[FileEntry], words: &Words) -> Vec<File> {
    let address = |file: &FileEntry| match &file.place {
        FilePlace::Ent(address) => Some(address.as_str().to_owned()),
        FilePlace::Site { .. } | FilePlace::Unlinked | FilePlace::AtSchool => None,
    };
    let shape = |file: &FileEntry| File {
        name: name(&file.name),
        place: picture::place(Some(file), words),
        address: address(file),
    };
    files.iter().map(shape).collect()
}
