//! From a note to items.

use std::path::Path;

use chrono::NaiveDate;
use toml::{Spanned, Value};

use crate::model::announcement::{Announcement, Reply};
use crate::model::audience::Audience;
use crate::model::homework::Homework;
use crate::model::id::ClassId;
use crate::model::item::{FetchedItem, Item};
use crate::model::lesson::{NonTeaching, NonTeachingKind};
use crate::model::menu::Menu;
use crate::model::notice::{Notice, NoticeKind};
use crate::model::rich_text::RichText;
use crate::model::subject::Subject;
use crate::model::time::{Week, day_of, start_of_day};
use crate::normalise::html::Parsed;
use crate::sources::Scope;
use crate::sources::assessment::announces_test;
use crate::sources::folder::front_matter::{self, Given, Keys, Moment, Words, line_of, moment};
use crate::sources::folder::markdown;

/// The note that is written in a hurry: a few words without any head, for the whole school and before everything else.
const INCIDENT: &str = "incident.md";

/// What such a note is called when it says nothing else.
const INCIDENT_TITLE: &str = "À lire tout de suite";

/// What is in a note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Note {
    pub(super) items: Vec<FetchedItem>,
    pub(super) notices: Vec<Notice>,
}

/// Why a note cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Problem {
    /// The line, from 1.
    pub(super) line: usize,
    pub(super) message: String,
}

/// Reads the note with that name (its path below `content`).
pub(super) fn read(text: &str, name: &str, content: &Path, scope: &Scope) -> Result<Note, Problem> {
    let is_incident = name == INCIDENT;
    if is_incident && text.trim().is_empty() {
        return Ok(Note { items: Vec::new(), notices: Vec::new() });
    }
    let parts = if is_incident { front_matter::split_if_any(text)? } else { front_matter::split(text)? };
    let head = Head { keys: &parts.keys, text: parts.head, scope };
    let audiences = head.audiences()?;
    let usual = if is_incident { "notice" } else { "announcement" };
    let kind = parts.keys.kind.as_ref().map_or(usual, |kind| kind.get_ref().as_str());
    let item = match (kind, &parts.keys.kind) {
        ("announcement" | "notice", _) => {
            Item::Announcement(Announcement { service: kind == "notice", ..head.announcement(name)? })
        }
        ("homework", _) => head.homework()?,
        ("menu", _) => head.menu()?,
        ("closure", _) => head.closure()?,
        (_, Some(other)) => {
            return Err(
                head.problem(other, "`kind` is none of `announcement`, `notice`, `homework`, `menu` and `closure`")
            );
        }
        (_, None) => return Err(missing("kind")),
    };
    let Parsed { text, attachments, mut notices } = markdown::read(parts.markdown, name, content);
    if matches!(item, Item::NonTeaching(_)) && !parts.markdown.trim().is_empty() {
        let message = "a closure shows its title and its days: the text below them is shown nowhere";
        notices.push(Notice::new(NoticeKind::NotCopied, name, message));
    }
    let several = audiences.len() > 1;
    let of = |audience: Audience| {
        let native_id = if several { format!("{name}#{}", name_of(&audience)) } else { name.to_owned() };
        let item = with(item.clone(), audience, text.clone(), &attachments);
        FetchedItem { native_id: Some(native_id), days: Vec::new(), item }
    };
    Ok(Note { items: audiences.into_iter().map(of).collect(), notices })
}

struct Head<'a> {
    keys: &'a Keys,
    text: &'a str,
    scope: &'a Scope,
}

impl Head<'_> {
    fn announcement(&self, name: &str) -> Result<Announcement, Problem> {
        let Keys { title, publish_at, expires, headline, category, .. } = self.keys;
        self.none_of(&self.keys.of_homework(), "homework")?;
        self.none_of(&self.keys.of_menus(), "menus")?;
        self.none_of(&self.keys.of_closures(), "closures")?;
        let title = match title {
            None if name == INCIDENT => INCIDENT_TITLE.to_owned(),
            given => self.required(given.as_ref(), "title")?,
        };
        let zone = self.scope.zone;
        let published = match publish_at {
            Some(value) => Some(self.moment(value)?.begins(zone)),
            None => day_in(name).map(|day| start_of_day(day, zone)),
        };
        let expires = expires.as_ref().map(|value| self.moment(value)).transpose()?;
        Ok(Announcement {
            audience: Audience::School,
            title,
            summary: None,
            body: None,
            published_at: published,
            expires_at: expires.map(|moment| moment.ends(zone)),
            service: false,
            headline: headline.as_ref().is_some_and(|headline| *headline.get_ref()),
            categories: category.as_ref().map(|category| category.get_ref().all().to_vec()).unwrap_or_default(),
            illustration: None,
            attachments: Vec::new(),
            address: None,
            reply: self.reply()?,
        })
    }

    fn reply(&self) -> Result<Option<Reply>, Problem> {
        let by = self.keys.reply_by.as_ref().map(|value| self.day(value)).transpose()?;
        let choices = self.keys.reply.as_ref().map(|choices| choices.get_ref().all().to_vec());
        Ok((by.is_some() || choices.is_some()).then(|| Reply { by, choices: choices.unwrap_or_default() }))
    }

    fn homework(&self) -> Result<Item, Problem> {
        let Keys { subject, due, given, .. } = self.keys;
        self.none_of(&self.keys.of_announcements(), "announcements")?;
        self.none_of(&self.keys.of_menus(), "menus")?;
        self.none_of(&self.keys.of_closures(), "closures")?;
        let subject = self.required(subject.as_ref(), "subject")?;
        let due = due.as_ref().ok_or_else(|| missing("due"))?;
        let given = given.as_ref().map(|value| self.day(value)).transpose()?;
        Ok(Item::Homework(Homework {
            audience: Audience::School,
            subject: Some(Subject::new(&subject)),
            given_on: given,
            due_on: self.day(due)?,
            body: RichText::default(),
            test: false,
            attachments: Vec::new(),
        }))
    }

    fn menu(&self) -> Result<Item, Problem> {
        self.none_of(&self.keys.of_announcements(), "announcements")?;
        self.none_of(&self.keys.of_homework(), "homework")?;
        self.none_of(&self.keys.of_closures(), "closures")?;
        let value = self.keys.week.as_ref().ok_or_else(|| missing("week"))?;
        let week = Week::parse(value.get_ref()).ok_or_else(|| self.problem(value, "this is no week (2026-W49)"))?;
        Ok(Item::Menu(Menu { audience: Audience::School, week, body: RichText::default(), attachments: Vec::new() }))
    }

    /// Days on which the whole school has no lessons.
    fn closure(&self) -> Result<Item, Problem> {
        let Keys { title, from, to, class, classes, level, levels, .. } = self.keys;
        self.none_of(&self.keys.of_announcements()[1..], "announcements")?;
        self.none_of(&self.keys.of_homework(), "homework")?;
        self.none_of(&self.keys.of_menus(), "menus")?;
        if let Some(words) = [class, classes, level, levels].into_iter().flatten().next() {
            return Err(self.problem(words, "a closure is for the whole school"));
        }
        let label = self.required(title.as_ref(), "title")?;
        let from = self.day(from.as_ref().ok_or_else(|| missing("from"))?)?;
        let last = to.as_ref().map(|value| Ok((value, self.day(value)?))).transpose()?;
        match last {
            Some((value, to)) if to < from => Err(self.problem(value, "`to` is before `from`")),
            _ => {
                let to = last.map_or(from, |(_, to)| to);
                Ok(Item::NonTeaching(NonTeaching { from, to, kind: NonTeachingKind::Closure, label }))
            }
        }
    }

    fn audiences(&self) -> Result<Vec<Audience>, Problem> {
        let mut found = Vec::new();
        for words in [&self.keys.class, &self.keys.classes].into_iter().flatten() {
            for word in words.get_ref().all() {
                found.push(Audience::Class(self.class(word).ok_or_else(|| self.unknown(words, "class", word))?));
            }
        }
        for words in [&self.keys.level, &self.keys.levels].into_iter().flatten() {
            for word in words.get_ref().all() {
                if self.scope.classes.iter().all(|class| class.level != *word) {
                    return Err(self.unknown(words, "level", word));
                }
                found.push(Audience::Level(word.clone()));
            }
        }
        if found.is_empty() {
            found.push(Audience::School);
        }
        found.sort();
        found.dedup();
        Ok(found)
    }

    fn class(&self, word: &str) -> Option<ClassId> {
        ClassId::new(word).filter(|id| self.scope.classes.iter().any(|class| class.id == *id))
    }

    fn required(&self, value: Option<&Spanned<String>>, key: &str) -> Result<String, Problem> {
        let value = value.ok_or_else(|| missing(key))?;
        let text = value.get_ref().trim();
        if text.is_empty() { Err(self.problem(value, &format!("`{key}` is empty"))) } else { Ok(text.to_owned()) }
    }

    fn moment(&self, value: &Spanned<Value>) -> Result<Moment, Problem> {
        let message = "this is neither a date (2026-12-04) nor an instant (2026-12-04T08:00:00+01:00)";
        moment(value.get_ref(), self.scope.zone).ok_or_else(|| self.problem(value, message))
    }

    fn day(&self, value: &Spanned<Value>) -> Result<NaiveDate, Problem> {
        Ok(match self.moment(value)? {
            Moment::Day(day) => day,
            Moment::Instant(instant) => day_of(instant, self.scope.zone),
        })
    }

    /// Refuses keys of the other kind: they would be read by nobody.
    fn none_of(&self, keys: &[Given], other: &str) -> Result<(), Problem> {
        match keys.iter().find_map(|(key, span)| Some((key, span.as_ref()?))) {
            Some((key, span)) => {
                Err(Problem { line: line_of(self.text, span), message: format!("`{key}` is only for {other}") })
            }
            None => Ok(()),
        }
    }

    fn unknown(&self, words: &Spanned<Words>, key: &str, word: &str) -> Problem {
        self.problem(words, &format!("the school has no {key} `{word}`"))
    }

    fn problem<T>(&self, value: &Spanned<T>, message: &str) -> Problem {
        Problem { line: line_of(self.text, &value.span()), message: message.to_owned() }
    }
}

fn with(item: Item, audience: Audience, text: RichText, attachments: &[crate::model::attachment::Attachment]) -> Item {
    let attachments = attachments.to_vec();
    match item {
        Item::Announcement(announcement) => {
            let body = (!text.is_empty()).then_some(text);
            Item::Announcement(Announcement { audience, body, attachments, ..announcement })
        }
        Item::Homework(homework) => {
            let test = announces_test(&text.plain_text());
            Item::Homework(Homework { audience, body: text, test, attachments, ..homework })
        }
        Item::Menu(menu) => Item::Menu(Menu { audience, body: text, attachments, ..menu }),
        other => other,
    }
}

fn name_of(audience: &Audience) -> &str {
    match audience {
        Audience::School => "school",
        Audience::Level(level) => level,
        Audience::Class(class) | Audience::Group { class, .. } => class.as_str(),
    }
}

fn missing(key: &str) -> Problem {
    Problem { line: 1, message: format!("`{key}` is missing") }
}

/// The date at the beginning of a file's name.
fn day_in(name: &str) -> Option<NaiveDate> {
    let file = name.rsplit('/').next()?;
    NaiveDate::parse_from_str(file.get(..10)?, "%Y-%m-%d").ok()
}
