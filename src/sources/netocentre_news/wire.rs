//! RSS, Atom and item pages as esup-publisher writes them. Names and addresses of people are never read.
//!
//! The feeds are read field by field: a general feed reader loses what matters here (`expirationDate`, categories that have
//! only a label) and accepts a document that stops in the middle.

mod listed;

use chrono::{DateTime, Utc};
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::{Reader, XmlVersion};
use scraper::ElementRef;
use url::Url;

use crate::http::text::decode;
use crate::model::attachment::Attachment;
use crate::model::notice::Notice;
use crate::model::rich_text::RichText;
use crate::normalise::html::{self, Context};
use crate::sources::feed_flaw::Flaw;

pub(super) use listed::{Flash, NewsItem, NewsPage, published};

/// Folders of the publisher that hold files.
const FILES: [&str; 2] = ["view/file/", "files/"];

/// The two feeds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    Rss,
    Atom,
}

impl Format {
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Format::Rss => "rss",
            Format::Atom => "atom",
        }
    }

    /// The elements that lead to an entry.
    fn path(self) -> &'static [&'static str] {
        match self {
            Format::Rss => &["rss", "channel", "item"],
            Format::Atom => &["feed", "entry"],
        }
    }
}

/// An entry of a feed or a list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) id: Option<String>,
    pub(super) title: String,
    pub(super) summary: String,
    pub(super) link: Option<String>,
    pub(super) published: Option<DateTime<Utc>>,
    pub(super) expires: Option<DateTime<Utc>>,
    pub(super) categories: Vec<String>,
    pub(super) enclosure: Option<Enclosure>,
    /// Whether it is about the service itself.
    pub(super) service: bool,
    /// The groups and profiles that may read it; `None` when it is public.
    pub(super) readers: Option<Vec<String>>,
}

/// The picture that illustrates an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Enclosure {
    pub(super) address: String,
    pub(super) media_type: Option<String>,
}

/// What the page of an item shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Page {
    pub(super) body: Option<RichText>,
    pub(super) attachments: Vec<Attachment>,
    pub(super) notices: Vec<Notice>,
}

/// Reads a whole feed, or says why it is none.
pub(super) fn feed(bytes: &[u8], content_type: Option<&str>, format: Format) -> Result<Vec<Entry>, Flaw> {
    let declared = declared_encoding(bytes).map(|name| format!("text/xml; charset={name}"));
    let (text, _) = decode(bytes, declared.as_deref().or(content_type));
    let mut reader = Reader::from_str(text.trim_start());
    let settings = reader.config_mut();
    settings.expand_empty_elements = true;
    settings.allow_dangling_amp = true;
    let mut parsing = Parsing {
        format,
        path: Vec::new(),
        root_closed: false,
        entry: Entry::default(),
        text: String::new(),
        entries: Vec::new(),
    };
    loop {
        match reader.read_event() {
            Ok(Event::Start(element)) => parsing.start(&element)?,
            Ok(Event::End(_)) => parsing.end(),
            Ok(Event::Text(text)) => parsing.text.push_str(&text.xml10_content()),
            Ok(Event::CData(text)) => parsing.text.push_str(&text.xml10_content()),
            Ok(Event::GeneralRef(reference)) => parsing.text.push_str(&resolved(&reference)),
            Ok(Event::Eof) if parsing.root_closed => return Ok(parsing.entries),
            Ok(Event::Eof) if parsing.path.is_empty() => return Err(Flaw::Other),
            Ok(Event::Eof) => return Err(Flaw::Cut),
            Ok(_) => {}
            Err(quick_xml::Error::Syntax(_)) if !parsing.path.is_empty() => return Err(Flaw::Cut),
            Err(error) if parsing.path.is_empty() && !parsing.root_closed => {
                return Err(if looks_like_html(&text) { Flaw::Html } else { Flaw::Damaged(error.to_string()) });
            }
            Err(error) => return Err(Flaw::Damaged(error.to_string())),
        }
    }
}

/// Reads the page of an item; `None` when it is another page.
pub(super) fn page(text: &str, base: &Url, subject: &str) -> Option<Page> {
    let document = html::page(text);
    let view = inside(document.tree.root_element(), "div", &["publisher-view"])?;
    let context = Context { subject, base: Some(base), files: &FILES };
    let mut page = Page { body: None, attachments: Vec::new(), notices: Vec::new() };
    if document.cut {
        page.notices.push(html::cut(subject));
    }
    if let Some(body) = inside(view, "section", &["body", "ck-content"]) {
        let parsed = html::rich_text_of(body, &context);
        page.body = (!parsed.text.is_empty()).then_some(parsed.text);
        page.attachments = parsed.attachments;
        page.notices.extend(parsed.notices);
    }
    let links = inside(view, "section", &["attachments"]).into_iter().flat_map(|section| section.descendent_elements());
    for link in links.filter(|element| element.value().name() == "a") {
        let name = link.text().collect::<String>();
        let address = link.attr("href").and_then(|href| base.join(href.trim()).ok());
        let file = address.and_then(|address| html::file(&address, Some(name.trim())));
        if let Some(file) = file.filter(|file| page.attachments.iter().all(|known| known.id != file.id)) {
            page.attachments.push(file);
        }
    }
    Some(page)
}

struct Parsing {
    format: Format,
    path: Vec<String>,
    root_closed: bool,
    entry: Entry,
    text: String,
    entries: Vec<Entry>,
}

impl Parsing {
    fn start(&mut self, element: &BytesStart<'_>) -> Result<(), Flaw> {
        let name = self.name(element);
        if self.path.is_empty() && name != self.format.path()[0] {
            return Err(if name.eq_ignore_ascii_case("html") { Flaw::Html } else { Flaw::Other });
        }
        self.path.push(name);
        if self.path == self.format.path() {
            self.entry = Entry::default();
        }
        if let Some(field) = self.field().map(str::to_owned) {
            self.text.clear();
            self.attributes(&field, element);
        }
        Ok(())
    }

    fn end(&mut self) {
        if let Some(field) = self.field().map(str::to_owned) {
            let text = std::mem::take(&mut self.text);
            self.element(&field, text.trim());
        } else if self.path == self.format.path() {
            self.entries.push(std::mem::take(&mut self.entry));
        }
        self.path.pop();
        self.root_closed |= self.path.is_empty();
    }

    /// The name of the element of an entry in which we are.
    fn field(&self) -> Option<&str> {
        let (last, parents) = self.path.split_last()?;
        (parents == self.format.path()).then_some(last)
    }

    /// RSS has no namespace, so that a prefix means another vocabulary; Atom may be written with a prefix.
    fn name(&self, element: &BytesStart<'_>) -> String {
        let name = element.name();
        let local = element.local_name();
        let bytes: &[u8] = if self.format == Format::Atom { local.as_ref().as_ref() } else { name.as_ref().as_ref() };
        String::from_utf8_lossy(bytes).into_owned()
    }

    fn attributes(&mut self, field: &str, element: &BytesStart<'_>) {
        let value = |name: &str| {
            let attribute =
                element.attributes().with_checks(false).flatten().find(|found| found.key.as_ref() == name)?;
            attribute
                .normalized_value(XmlVersion::Explicit1_0)
                .ok()
                .map(|value| value.trim().to_owned())
                .filter(|value| !value.is_empty())
        };
        let enclosure = |address| Some(Enclosure { address: value(address)?, media_type: value("type") });
        match (self.format, field) {
            (Format::Rss, "enclosure") => self.entry.enclosure = enclosure("url"),
            (Format::Atom, "category") => self.entry.categories.extend(value("label").or_else(|| value("term"))),
            (Format::Atom, "link") => match value("rel").as_deref() {
                Some("enclosure") => self.entry.enclosure = enclosure("href"),
                None | Some("alternate") => self.entry.link = value("href"),
                Some(_) => {}
            },
            _ => {}
        }
    }

    fn element(&mut self, field: &str, text: &str) {
        let entry = &mut self.entry;
        match (self.format, field) {
            _ if text.is_empty() => {}
            (_, "title") => entry.title = words(text),
            (Format::Rss, "description") | (Format::Atom, "summary") => entry.summary = summary(text),
            (Format::Rss, "link") => entry.link = Some(text.to_owned()),
            (Format::Rss, "category") => entry.categories.push(words(text)),
            (Format::Rss, "guid") | (Format::Atom, "id") => entry.id = numeric(text),
            (Format::Rss, "pubDate") | (Format::Atom, "published") => entry.published = moment(text),
            (Format::Rss, "expirationDate") => entry.expires = moment(text),
            _ => {}
        }
        if entry.id.is_none() {
            entry.id = entry.link.as_deref().and_then(|link| numeric(link.rsplit('/').next()?));
        }
    }
}

/// Plain text on one line.
fn words(text: &str) -> String {
    text.split([' ', '\t', '\r', '\n']).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// A summary is plain text; should it hold HTML all the same, its marks are dropped.
fn summary(text: &str) -> String {
    if text.contains("</") || text.contains("<br") {
        let context = Context { subject: "", base: None, files: &[] };
        return html::rich_text(text, &context).text.plain_text();
    }
    words(text)
}

fn numeric(text: &str) -> Option<String> {
    (!text.is_empty() && text.len() <= 20 && text.bytes().all(|byte| byte.is_ascii_digit())).then(|| text.to_owned())
}

/// A date of RFC 822, whatever its day of the week, or of RFC 3339.
fn moment(text: &str) -> Option<DateTime<Utc>> {
    let without_weekday = text.split_once(',').map_or(text, |(_, rest)| rest).trim();
    let found = DateTime::parse_from_rfc2822(without_weekday).or_else(|_| DateTime::parse_from_rfc3339(text));
    found.ok().map(|moment| moment.with_timezone(&Utc))
}

fn resolved(reference: &BytesRef<'_>) -> String {
    if let Ok(Some(character)) = reference.resolve_char_ref() {
        return character.to_string();
    }
    let name = reference.xml10_content();
    resolve_predefined_entity(&name).map_or_else(|| format!("&{name};"), str::to_owned)
}

fn declared_encoding(bytes: &[u8]) -> Option<String> {
    let start = String::from_utf8_lossy(&bytes[..bytes.len().min(200)]).into_owned();
    let declaration = start.split("?>").next().filter(|start| start.contains("<?xml"))?;
    let value = declaration.split_once("encoding=")?.1;
    let quote = value.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
    value[1..].split(quote).next().map(str::to_owned)
}

fn looks_like_html(text: &str) -> bool {
    let start: String = text.trim_start().chars().take(300).collect::<String>().to_lowercase();
    start.contains("<!doctype html") || start.contains("<html")
}

fn inside<'a>(root: ElementRef<'a>, name: &str, classes: &[&str]) -> Option<ElementRef<'a>> {
    root.descendent_elements().find(|element| {
        let has = |class: &&str| element.value().classes().any(|own| own == *class);
        element.value().name() == name && classes.iter().all(has)
    })
}
