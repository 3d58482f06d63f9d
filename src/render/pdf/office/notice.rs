//! The notice for the door.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::{Template, set};
use crate::error::Result;
use crate::plan::notice::Notice;
use crate::plan::page::{AnnouncementEntry, Body};
use crate::render::pdf::picture::Album;
use crate::render::pdf::text::{self, Part};
use crate::render::pdf::{Paper, Sheet};
use crate::render::words::Words;

/// `/data.json`.
#[derive(Debug, Serialize)]
struct View {
    /// The title of the document, and of the page.
    title: String,
    school: String,
    /// "Version du mardi 24 novembre, 7 h".
    version: String,
    entries: Vec<Entry>,
    /// Whom to ask.
    help: String,
    contact: Vec<String>,
}

#[derive(Debug, Serialize)]
struct Entry {
    /// None when it would say the title of the page again.
    title: Option<String>,
    /// "Publiée le 24 novembre, valable jusqu’au 4 décembre."
    dates: String,
    body: Vec<Part>,
}

/// Makes the notice.
pub fn notice(input: &Notice, paper: &Paper, made_at: DateTime<Utc>) -> Result<Sheet> {
    let words = &paper.words;
    let title = words.say("avis-title");
    let phone = input.contact.phone.as_ref().map(|phone| words.phone(phone));
    let email = input.contact.email.as_ref().map(|email| email.as_str().to_owned());
    let view = View {
        school: input.school.clone(),
        version: words.fill("paper-version", &[("moment", words.moment(input.version).into())]),
        entries: input.entries.iter().map(|entry| shaped(entry, &title, words)).collect(),
        help: words.say("acces-help"),
        contact: phone.into_iter().chain(email).chain(input.contact.address.clone()).collect(),
        title,
    };
    set(Template { file: "avis.typ", name: format!("{}/avis", input.school), made_at }, &view, paper)
}

fn shaped(entry: &AnnouncementEntry, page: &str, words: &Words) -> Entry {
    let (media, pictures) = (BTreeMap::new(), BTreeMap::new());
    let mut album = Album::new(&media, &pictures, words);
    let body = match &entry.body {
        Body::Full(body) => text::parts(body, &mut album),
        Body::Short { text, .. } => text::plain(text.clone()),
    };
    let published = words.day_and_month(entry.published_on);
    let dates = match entry.valid_until.map(|day| words.day_and_month(day)) {
        Some(last) => words.fill("paper-published-until", &[("published", published.into()), ("date", last.into())]),
        None => words.fill("paper-published", &[("date", published.into())]),
    };
    Entry { title: Some(entry.title.clone()).filter(|title| !title.trim().is_empty() && title != page), dates, body }
}
