//! Announcements on paper, and the slips that families send back.

use serde::Serialize;

use super::{File, body, files, name, titled};
use crate::plan::gazette::Gazette;
use crate::plan::page::AnnouncementEntry;
use crate::render::pdf::fit::{Cut, Told};
use crate::render::pdf::picture::{Album, Picture};
use crate::render::pdf::text::Part;
use crate::render::words::Words;

#[derive(Debug, Serialize)]
pub(super) struct Announcements {
    /// With their texts or first words.
    entries: Vec<Announcement>,
    /// The titles of others.
    titles: Vec<String>,
    /// "Et 12 autres actualités."
    others: Option<String>,
    /// One for each announcement that asks for an answer.
    slips: Vec<Slip>,
}

#[derive(Debug, Serialize)]
struct Announcement {
    title: String,
    headline: bool,
    /// "Publiée le 24 novembre, valable jusqu’au 4 décembre."
    dates: String,
    /// "Réponse demandée…"
    reply: Option<String>,
    body: Vec<Part>,
    illustration: Option<Picture>,
    files: Vec<File>,
    /// Where the whole can be read, when its text is not known here.
    elsewhere: Option<String>,
    /// The address of that place, when it is outside the site.
    address: Option<String>,
}

#[derive(Debug, Serialize)]
struct Slip {
    title: String,
    /// "À rendre au plus tard le vendredi 4 décembre."
    by: Option<String>,
    choices: Vec<String>,
}

pub(super) fn announcements(input: &Gazette, cut: &Cut, album: &mut Album<'_>) -> Announcements {
    let reply = if cut.slips { "paper-reply-below" } else { "paper-reply-at-office" };
    let (mut entries, mut titles, mut counted) = (Vec::new(), Vec::new(), 0usize);
    for (entry, told) in input.announcements.iter().zip(&cut.announcements) {
        match told {
            Told::Counted => counted += 1,
            Told::Named => titles.push(titled(&entry.title, "paper-untitled", album.words)),
            told => entries.push(announcement(entry, *told, reply, album)),
        }
    }
    let words = album.words;
    let slips = input.announcements.iter().filter(|_| cut.slips).filter_map(|entry| slip(entry, words)).collect();
    let others = (counted > 0).then(|| words.fill("paper-other-announcements-count", &[("count", counted.into())]));
    Announcements { entries, titles, others, slips }
}

fn announcement(entry: &AnnouncementEntry, told: Told, reply: &str, album: &mut Album<'_>) -> Announcement {
    let words = album.words;
    let published = words.day_and_month(entry.published_on);
    let dates = match entry.valid_until.map(|day| words.day_and_month(day)) {
        Some(last) => words.fill("paper-published-until", &[("published", published.into()), ("date", last.into())]),
        None => words.fill("paper-published", &[("date", published.into())]),
    };
    let alt = words.fill("paper-picture-of", &[("title", entry.title.as_str().into())]);
    let illustration = entry.illustration.as_ref().filter(|_| told == Told::Full).and_then(|id| album.take(id, &alt));
    let body = body(&entry.body, told, album);
    let elsewhere = entry.address.as_ref().map(|_| words.say("paper-read-in-ent"));
    let reply = entry.reply.as_ref().map(|_| words.say(reply));
    Announcement {
        title: titled(&entry.title, "paper-untitled", words),
        headline: entry.headline,
        dates,
        reply,
        body,
        illustration,
        files: if told == Told::Full { files(&entry.files, words) } else { Vec::new() },
        address: entry.address.as_ref().map(|address| address.as_str().to_owned()),
        elsewhere,
    }
}

fn slip(entry: &AnnouncementEntry, words: &Words) -> Option<Slip> {
    let reply = entry.reply.as_ref()?;
    let by = reply.by.map(|day| words.fill("paper-slip-by", &[("date", words.day(day).into())]));
    let choices = reply.choices.iter().map(|choice| name(choice)).collect();
    Some(Slip { title: titled(&entry.title, "paper-untitled", words), by, choices })
}
