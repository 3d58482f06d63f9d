//! What a class reads, kind by kind, as Markdown.

use std::borrow::Cow;

use chrono::{DateTime, NaiveDate, Utc};

use crate::error::Result;
use crate::model::announcement::Announcement;
use crate::model::attachment::Attachment;
use crate::model::audience::Audience;
use crate::model::document::Document;
use crate::model::homework::Homework;
use crate::model::id::ItemId;
use crate::model::lesson::LessonContent;
use crate::model::menu::Menu;
use crate::model::rich_text::RichText;
use crate::model::school::Class;
use crate::model::snapshot::Seen;
use crate::render::export::Export;
use crate::render::export::markdown::{Files, Markdown};
use crate::render::words::{Words, capitalised};

/// The pages of a class: the name of each file without its ending, and its text. A page says so when it has nothing.
pub(super) fn of_class(export: Export<'_>, class: &Class, words: &Words) -> Result<Vec<(&'static str, String)>> {
    let about = Reader { export, class, words };
    let pages = [
        about.page("devoirs", "export-homework", about.homework()),
        about.page("contenus", "export-contents", about.contents()),
        about.page("annonces", "export-announcements", about.announcements()),
        about.page("menus", "export-menus", about.menus()),
        about.page("documents", "export-documents", about.documents()),
    ];
    pages.into_iter().collect()
}

/// An item on a page: what it is, when, what it says, its files, and its name in the journal.
struct Entry<'e> {
    id: &'e ItemId,
    title: String,
    facts: Vec<String>,
    body: Option<Cow<'e, RichText>>,
    attachments: &'e [Attachment],
}

/// Who reads, and in which words.
#[derive(Clone, Copy)]
struct Reader<'e> {
    export: Export<'e>,
    class: &'e Class,
    words: &'e Words,
}

impl<'e> Reader<'e> {
    fn is_for(self, audience: &Audience) -> bool {
        audience.includes(&self.class.id, &self.class.level)
    }

    fn homework(self) -> Vec<Entry<'e>> {
        let homework = self.export.snapshot.homework.iter().filter(|seen| self.is_for(&seen.item.audience));
        let entry = |Seen { id, item, .. }: &'e Seen<Homework>| {
            let subject = item.subject.as_ref().map(|subject| subject.label.clone());
            let subject = subject.unwrap_or_else(|| self.words.say("homework-without-subject"));
            let given = item.given_on.map(|day| self.dated("export-given", day));
            Entry {
                id,
                title: item.audience.group().map_or(subject.clone(), |group| format!("{subject} ({group})")),
                facts: [self.dated("export-due", item.due_on)].into_iter().chain(given).collect(),
                body: Some(Cow::Borrowed(&item.body)),
                attachments: &item.attachments,
            }
        };
        homework.map(entry).collect()
    }

    fn contents(self) -> Vec<Entry<'e>> {
        let contents = self.export.snapshot.contents.iter().filter(|seen| self.is_for(&seen.item.audience));
        let entry = |Seen { id, item, .. }: &'e Seen<LessonContent>| {
            let subject = item.subject.as_ref().map(|subject| subject.label.clone());
            Entry {
                id,
                title: [subject, item.title.clone()].into_iter().flatten().collect::<Vec<_>>().join(", "),
                facts: vec![capitalised(&self.words.day_with_year(item.day))],
                body: Some(Cow::Borrowed(&item.body)),
                attachments: &[],
            }
        };
        contents.map(entry).collect()
    }

    fn announcements(self) -> Vec<Entry<'e>> {
        let news = self.export.snapshot.announcements.iter().filter(|seen| self.is_for(&seen.item.audience));
        let entry = |Seen { id, item, seen_first, .. }: &'e Seen<Announcement>| {
            let from = self.dated("export-published", self.day_of(item.published_at.unwrap_or(*seen_first)));
            let until = item.expires_at.map(|end| self.dated("export-until", self.day_of(end)));
            let address = item.address.as_ref().map(|address| address.as_str().to_owned());
            let summary = || item.summary.as_deref().map(|text| Cow::Owned(RichText::plain(text)));
            Entry {
                id,
                title: item.title.clone(),
                facts: [from].into_iter().chain(until).chain(address).collect(),
                body: item.body.as_ref().map(Cow::Borrowed).or_else(summary),
                attachments: &item.attachments,
            }
        };
        news.map(entry).collect()
    }

    fn menus(self) -> Vec<Entry<'e>> {
        let menus = self.export.snapshot.menus.iter().filter(|seen| self.is_for(&seen.item.audience));
        let entry = |Seen { id, item, .. }: &'e Seen<Menu>| Entry {
            id,
            title: capitalised(&self.words.week(item.week)),
            facts: Vec::new(),
            body: Some(Cow::Borrowed(&item.body)),
            attachments: &item.attachments,
        };
        menus.map(entry).collect()
    }

    fn documents(self) -> Vec<Entry<'e>> {
        let documents = self.export.snapshot.documents.iter().filter(|seen| self.is_for(&seen.item.audience));
        let entry = |Seen { id, item, .. }: &'e Seen<Document>| Entry {
            id,
            title: item.file.name.clone(),
            facts: if item.folders.is_empty() { Vec::new() } else { vec![item.folders.join(" / ")] },
            body: None,
            attachments: std::slice::from_ref(&item.file),
        };
        documents.map(entry).collect()
    }

    fn page(self, name: &'static str, title: &str, entries: Vec<Entry<'_>>) -> Result<(&'static str, String)> {
        let mut document = Markdown::default();
        document.heading(1, &self.words.fill(title, &[("class", self.class.label.as_str().into())]));
        if entries.is_empty() {
            document.paragraph(&self.words.say("export-nothing"));
        }
        // The pages lie two folders below the files.
        let place = |file: &Attachment| {
            let place = self.export.place(file)?;
            Some(if place.starts_with("fichiers/") { format!("../../{place}") } else { place })
        };
        for Entry { id, title, facts, body, attachments } in entries {
            let files = Files { attachments, place: &place };
            document.heading(2, &title);
            for fact in &facts {
                document.paragraph(fact);
            }
            if let Some(body) = body {
                document.rich(&body, &files);
            }
            document.files(&files);
            document.paragraph(&id.to_string());
        }
        Ok((name, document.text()?))
    }

    fn dated(self, key: &str, day: NaiveDate) -> String {
        self.words.fill(key, &[("day", self.words.day_with_year(day).into())])
    }

    fn day_of(self, instant: DateTime<Utc>) -> NaiveDate {
        instant.with_timezone(&self.export.school.zone).date_naive()
    }
}
