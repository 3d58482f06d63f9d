//! The data of the gazette's template: texts already in French, nothing left to decide but the layout.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::Serialize;

use super::picture::{self, Album, Picture};
use super::signs::is_blank;
use super::text::{self, Part};
use super::timetable::{self, Grid};
use crate::plan::gazette::Gazette;
use crate::plan::page::{AnnouncementEntry, Body, DueDay, FileEntry, FilePlace, HomeworkEntry};
use crate::render::words::{Words, cut_short};

/// How many pictures the homework may show together: a figure belongs to its exercise.
const HOMEWORK_PICTURES: usize = 8;

/// How many pictures the announcements may show together: paper and toner are the school's.
const ANNOUNCEMENT_PICTURES: usize = 4;

/// From how many letters a homework may be split over two columns.
const LONG: usize = 500;

/// The messages that the templates say themselves: `paper-<key>` in the catalogue, `data.words.<key>` in a template.
const FIXED: [&str; 14] = [
    "timetable",
    "homework",
    "homework-not-provided",
    "nothing-received",
    "no-homework",
    "later",
    "announcements",
    "no-announcements",
    "headline",
    "file",
    "files",
    "test",
    "page",
    "page-of",
];

/// `/data.json`.
#[derive(Debug, Serialize)]
pub(super) struct Sheet {
    school: String,
    class: String,
    /// "Semaine 49, du 30 novembre au 4 décembre 2026".
    week: String,
    /// "Gazette – 6e A – semaine 49", the title of the document.
    title: String,
    /// "Version du mardi 24 novembre, 7 h".
    version: Option<String>,
    timetable: Grid,
    homework: Homework,
    announcements: Vec<Announcement>,
    /// The fixed texts of the templates, by their key without `paper-`.
    words: BTreeMap<&'static str, String>,
    /// Whether nothing was ever received.
    #[serde(rename = "nothing-yet")]
    nothing_yet: bool,
}

#[derive(Debug, Serialize)]
struct Homework {
    provided: bool,
    /// Due in the covered week.
    days: Vec<Day>,
    /// Due later.
    later: Vec<Day>,
}

#[derive(Debug, Serialize)]
struct Day {
    /// "Pour le mardi 1er décembre".
    title: String,
    homework: Vec<Task>,
}

#[derive(Debug, Serialize)]
struct Task {
    subject: String,
    group: Option<String>,
    test: bool,
    body: Vec<Part>,
    files: Vec<File>,
    /// "Donné le 24 novembre, modifié le 26 novembre."
    dates: Option<String>,
    long: bool,
}

#[derive(Debug, Serialize)]
struct Announcement {
    title: String,
    headline: bool,
    /// "Publiée le 24 novembre, valable jusqu’au 4 décembre."
    dates: String,
    body: Vec<Part>,
    illustration: Option<Picture>,
    files: Vec<File>,
    /// Where the rest, or the whole, can be read.
    elsewhere: Option<String>,
    /// The address of that place, when it is outside the site.
    address: Option<String>,
}

#[derive(Debug, Serialize)]
struct File {
    name: String,
    /// "sur le site de la classe".
    place: String,
    /// Its address, when it is outside the site.
    address: Option<String>,
}

/// Shapes a gazette and takes its pictures.
pub(super) fn gazette(input: &Gazette, album: &mut Album<'_>) -> Sheet {
    let (week, words) = (input.timetable.week, album.words);
    let (days, later): (Vec<_>, Vec<_>) = input.homework.iter().partition(|due| due.day <= week.sunday());
    album.allow(HOMEWORK_PICTURES);
    let mut shape = |days: Vec<&DueDay>| days.into_iter().map(|due| day(due, album)).collect();
    let homework = Homework { provided: input.homework_provided, days: shape(days), later: shape(later) };
    album.allow(ANNOUNCEMENT_PICTURES);
    let announcements = input.announcements.iter().map(|entry| announcement(entry, album)).collect();
    let class = titled(&input.chrome.title, "paper-class", words);
    Sheet {
        school: input.chrome.school.clone(),
        words: FIXED.iter().map(|key| (*key, words.say(&format!("paper-{key}")))).collect(),
        class: class.clone(),
        week: words.week_caption(week, input.timetable.parity),
        title: words.fill("paper-title", &[("class", class.as_str().into()), ("number", week.number().into())]),
        version: input.version.map(|version| words.fill("paper-version", &[("moment", words.moment(version).into())])),
        timetable: timetable::grid(&input.timetable, words),
        nothing_yet: input.version.is_none() && input.homework.is_empty() && input.announcements.is_empty(),
        homework,
        announcements,
    }
}

fn day(due: &DueDay, album: &mut Album<'_>) -> Day {
    let homework = due.homework.iter().map(|entry| task(entry, album)).collect();
    Day { title: album.words.fill("paper-due", &[("date", album.words.day(due.day).into())]), homework }
}

fn task(entry: &HomeworkEntry, album: &mut Album<'_>) -> Task {
    let words = album.words;
    let dated = |key: &str, day: NaiveDate| words.fill(key, &[("date", words.day_and_month(day).into())]);
    let given = entry.given_on.map(|day| dated("given-on", day));
    let changed = entry.changed_on.map(|day| dated("changed-on", day));
    let dates = given.into_iter().chain(changed).collect::<Vec<_>>().join(", ");
    let (mut body, rest) = body(&entry.body, album);
    body.extend(rest.map(|rest| text::plain(format!("({rest})"))).into_iter().flatten());
    let long = text::letters(&body) > LONG;
    Task {
        subject: titled(entry.subject.as_deref().unwrap_or_default(), "paper-without-subject", words),
        group: entry.group.clone(),
        test: entry.test,
        body,
        files: files(&entry.files, words),
        dates: (!dates.is_empty()).then_some(dates),
        long,
    }
}

fn announcement(entry: &AnnouncementEntry, album: &mut Album<'_>) -> Announcement {
    let words = album.words;
    let published = words.day_and_month(entry.published_on);
    let dates = match entry.valid_until.map(|day| words.day_and_month(day)) {
        Some(last) => words.fill("paper-published-until", &[("published", published.into()), ("date", last.into())]),
        None => words.fill("paper-published", &[("date", published.into())]),
    };
    let alt = words.fill("paper-picture-of", &[("title", entry.title.as_str().into())]);
    let illustration = entry.illustration.as_ref().and_then(|id| album.take(id, &alt));
    let (body, rest) = body(&entry.body, album);
    let at_ent = entry.address.as_ref().map(|_| words.say("paper-read-in-ent"));
    Announcement {
        title: titled(&entry.title, "paper-untitled", words),
        headline: entry.headline,
        dates,
        body,
        illustration,
        files: files(&entry.files, words),
        address: entry.address.as_ref().filter(|_| rest.is_none()).map(|address| address.as_str().to_owned()),
        elsewhere: rest.or(at_ent),
    }
}

fn titled(title: &str, otherwise: &str, words: &Words) -> String {
    if is_blank(title) { words.say(otherwise) } else { title.to_owned() }
}

/// A text, and where its end is.
fn body(body: &Body, album: &mut Album<'_>) -> (Vec<Part>, Option<String>) {
    match body {
        Body::Full(text) => (text::parts(text, album), None),
        Body::Short { text, .. } => (text::plain(cut_short(text)), Some(album.words.say("paper-rest-on-site"))),
    }
}

fn files(files: &[FileEntry], words: &Words) -> Vec<File> {
    let address = |file: &FileEntry| match &file.place {
        FilePlace::Ent(address) => Some(address.as_str().to_owned()),
        FilePlace::Site { .. } | FilePlace::Unlinked => None,
    };
    let shape = |file: &FileEntry| File {
        name: file.name.clone(),
        place: picture::place(Some(file), words),
        address: address(file),
    };
    files.iter().map(shape).collect()
}
