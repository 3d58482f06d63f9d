//! The lists that need a token or an allowed address: JSON of `/publisher/news/**`, XML and JSON of `/publisher/published/**`.
//!
//! What they say of people (creators, readers by name) is never kept. For whom an item is decides whether it is published at
//! all: these lists also hold what only the staff may read.

use quick_xml::Reader;
use quick_xml::events::Event;
use serde::Deserialize;
use serde_json::Value;
use url::Url;

use crate::http::text::decode;
use crate::normalise::html::{self, Context};
use crate::sources::feed_flaw::Flaw;
use crate::sources::netocentre_news::wire::{
    Enclosure, Entry, FILES, Page, declared_encoding, looks_like_html, moment, numeric, resolved, summary, words,
};

/// A page of the list.
#[derive(Debug, Deserialize)]
pub(in crate::sources::netocentre_news) struct NewsPage {
    actualite: News,
    #[serde(rename = "totalItems")]
    pub(in crate::sources::netocentre_news) total_items: u64,
    #[serde(rename = "totalPages")]
    pub(in crate::sources::netocentre_news) total_pages: u64,
}

#[derive(Debug, Deserialize)]
struct News {
    items: Vec<Listed>,
}

#[derive(Debug, Deserialize)]
struct Listed {
    article: Article,
    #[serde(rename = "type")]
    kind: Option<String>,
    #[serde(rename = "pubDate")]
    published: Option<String>,
    uuid: Option<Value>,
    #[serde(default)]
    visibility: Value,
}

#[derive(Debug, Deserialize)]
struct Article {
    title: Option<String>,
    link: Option<String>,
    enclosure: Option<String>,
    description: Option<String>,
    categories: Option<Vec<String>>,
    files: Option<Vec<File>>,
}

#[derive(Debug, Deserialize)]
struct File {
    uri: String,
    #[serde(rename = "fileName")]
    name: Option<String>,
}

/// A whole item.
#[derive(Debug, Deserialize)]
pub(in crate::sources::netocentre_news) struct NewsItem {
    article: Article,
    body: Option<String>,
}

/// A message about the service.
#[derive(Debug, Deserialize)]
pub(in crate::sources::netocentre_news) struct Flash {
    title: Option<String>,
    summary: Option<String>,
    link: Option<String>,
}

impl NewsPage {
    pub(in crate::sources::netocentre_news) fn entries(self) -> Vec<Entry> {
        self.actualite.items.into_iter().map(Listed::entry).collect()
    }
}

impl Listed {
    fn entry(self) -> Entry {
        let id = match self.uuid {
            Some(Value::String(text)) => numeric(&text),
            Some(Value::Number(number)) => numeric(&number.to_string()),
            _ => None,
        };
        let Article { title, link, enclosure, description, categories, files: _ } = self.article;
        let id = id.or_else(|| numeric(link.as_deref()?.rsplit('/').next()?));
        Entry {
            id,
            title: words(title.as_deref().unwrap_or_default()),
            summary: summary(description.as_deref().unwrap_or_default()),
            link: None,
            published: self.published.as_deref().and_then(moment),
            expires: None,
            categories: categories.unwrap_or_default().iter().map(|category| words(category)).collect(),
            enclosure: enclosure.filter(|one| !one.is_empty()).map(|address| Enclosure { address, media_type: None }),
            service: self.kind.is_some_and(|kind| kind.eq_ignore_ascii_case("flash")),
            readers: Some(readers(&self.visibility)),
        }
    }
}

impl NewsItem {
    pub(in crate::sources::netocentre_news) fn page(self, base: &Url, subject: &str) -> Page {
        let context = Context { subject, base: Some(base), files: &FILES };
        let parsed = html::rich_text(self.body.as_deref().unwrap_or_default(), &context);
        let mut page = Page {
            body: (!parsed.text.is_empty()).then_some(parsed.text),
            attachments: parsed.attachments,
            notices: parsed.notices,
        };
        for file in self.article.files.unwrap_or_default() {
            let found = base.join(&file.uri).ok().and_then(|address| html::file(&address, file.name.as_deref()));
            if let Some(found) = found.filter(|found| page.attachments.iter().all(|known| known.id != found.id)) {
                page.attachments.push(found);
            }
        }
        page
    }
}

impl Flash {
    pub(in crate::sources::netocentre_news) fn entry(self) -> Entry {
        Entry {
            id: self.link.as_deref().and_then(|link| numeric(link.rsplit('/').next()?)),
            title: words(self.title.as_deref().unwrap_or_default()),
            summary: summary(self.summary.as_deref().unwrap_or_default()),
            service: true,
            ..Entry::default()
        }
    }
}

/// Reads the XML of `/publisher/published/items/{publisher}`.
pub(in crate::sources::netocentre_news) fn published(
    bytes: &[u8],
    content_type: Option<&str>,
) -> Result<Vec<Entry>, Flaw> {
    let declared = declared_encoding(bytes).map(|name| format!("text/xml; charset={name}"));
    let (text, _) = decode(bytes, declared.as_deref().or(content_type));
    let mut reader = Reader::from_str(text.trim_start());
    reader.config_mut().expand_empty_elements = true;
    reader.config_mut().allow_dangling_amp = true;
    let mut reading = Published::default();
    loop {
        match reader.read_event() {
            Ok(Event::Start(element)) => {
                let name = String::from_utf8_lossy(element.name().as_ref().as_ref()).into_owned();
                if reading.path.is_empty() && name != "actualites" {
                    return Err(if name.eq_ignore_ascii_case("html") { Flaw::Html } else { Flaw::Other });
                }
                for attribute in element.attributes().with_checks(false).flatten() {
                    if reading.path.iter().any(|parent| parent == "visibility")
                        && matches!(attribute.key.as_ref(), "name" | "value" | "pattern")
                    {
                        let reader = attribute.normalized_value(quick_xml::XmlVersion::Explicit1_0);
                        reading.readers.extend(reader.ok().map(std::borrow::Cow::into_owned));
                    }
                }
                reading.text.clear();
                reading.path.push(name);
            }
            Ok(Event::End(_)) => reading.end(),
            Ok(Event::Text(text)) => reading.text.push_str(&text.xml10_content()),
            Ok(Event::CData(text)) => reading.text.push_str(&text.xml10_content()),
            Ok(Event::GeneralRef(reference)) => reading.text.push_str(&resolved(&reference)),
            Ok(Event::Eof) if reading.closed => return Ok(reading.entries),
            Ok(Event::Eof) if reading.path.is_empty() => return Err(Flaw::Other),
            Ok(Event::Eof) => return Err(Flaw::Cut),
            Ok(_) => {}
            Err(quick_xml::Error::Syntax(_)) if !reading.path.is_empty() => return Err(Flaw::Cut),
            Err(_) if reading.path.is_empty() && looks_like_html(&text) => return Err(Flaw::Html),
            Err(error) => return Err(Flaw::Damaged(error.to_string())),
        }
    }
}

#[derive(Debug, Default)]
struct Published {
    path: Vec<String>,
    text: String,
    entry: Entry,
    readers: Vec<String>,
    entries: Vec<Entry>,
    closed: bool,
}

impl Published {
    fn end(&mut self) {
        let text = std::mem::take(&mut self.text);
        let text = text.trim();
        let path: Vec<&str> = self.path.iter().map(String::as_str).collect();
        let entry = &mut self.entry;
        match path.as_slice() {
            ["actualites", "items", "item"] => {
                let readers = std::mem::take(&mut self.readers);
                self.entries.push(Entry { readers: Some(readers), ..std::mem::take(entry) });
            }
            ["actualites", "items", "item", field] => match *field {
                "uuid" => entry.id = numeric(text),
                "pubDate" => entry.published = moment(text),
                "type" => entry.service = text.eq_ignore_ascii_case("flash"),
                _ => {}
            },
            ["actualites", "items", "item", "article", field] => match *field {
                "title" => entry.title = words(text),
                "description" => entry.summary = summary(text),
                "category" => entry.categories = text.split('/').map(words).filter(|name| !name.is_empty()).collect(),
                "enclosure" if !text.is_empty() => {
                    entry.enclosure = Some(Enclosure { address: text.to_owned(), media_type: None });
                }
                _ => {}
            },
            _ => {}
        }
        self.path.pop();
        self.closed |= self.path.is_empty();
    }
}

/// The names of groups and values of attributes, wherever they stand in the description of the readers.
fn readers(visibility: &Value) -> Vec<String> {
    match visibility {
        Value::Array(values) => values.iter().flat_map(readers).collect(),
        Value::Object(fields) => fields
            .iter()
            .flat_map(|(key, value)| match value {
                Value::String(text) if matches!(key.as_str(), "value" | "name" | "pattern") => vec![text.clone()],
                Value::String(_) => Vec::new(),
                other => readers(other),
            })
            .collect(),
        _ => Vec::new(),
    }
}
