//! What real feeds do wrong, put right before feed-rs reads them: one strange entry must not cost all the others.
//!
//! - Of an entry only the elements listed here go on; with the others go the names and addresses of people.
//! - Old and careless names of formats are spelled as feed-rs knows them.
//! - Entities of HTML become their letters, signs that XML does not know are dropped, a lone `&` is one.
//! - Contents that are empty, elsewhere, or of a type that is no text are dropped.
//!
//! A document that stops in the middle is no feed.

use quick_xml::events::{BytesEnd, BytesRef, BytesStart, BytesText, Event};
use quick_xml::{Reader, Writer, XmlVersion};
use serde_json::{Map, Value, json};

use crate::normalise::html;
use crate::sources::feed_flaw::Flaw;

/// What is read of an entry, by local name.
const KEPT: [&str; 20] = [
    "title",
    "link",
    "description",
    "guid",
    "enclosure",
    "pubDate",
    "date",
    "updated",
    "published",
    "issued",
    "modified",
    "created",
    "content",
    "encoded",
    "summary",
    "id",
    "category",
    "thumbnail",
    "group",
    "subject",
];

const ATOM: &str = "http://www.w3.org/2005/Atom";
const RSS_1: &str = "http://purl.org/rss/1.0/";

/// A well-formed feed that feed-rs reads.
pub(super) fn xml(text: &str) -> Result<Vec<u8>, Flaw> {
    let visible: String =
        text.chars().filter(|sign| !sign.is_control() || matches!(sign, '\n' | '\r' | '\t')).collect();
    let mut reader = Reader::from_str(&visible);
    let settings = reader.config_mut();
    settings.expand_empty_elements = true;
    settings.allow_dangling_amp = true;
    settings.trim_markup_names_in_closing_tags = true;
    let mut repair = Repair { out: Writer::new(Vec::with_capacity(visible.len())), path: Vec::new(), closed: false };
    loop {
        match reader.read_event() {
            Ok(Event::Eof) if repair.closed => return Ok(repair.out.into_inner()),
            Ok(Event::Eof) if repair.path.is_empty() => return Err(Flaw::Other),
            Ok(Event::Eof) => return Err(Flaw::Cut),
            Ok(_) if repair.closed => {}
            Ok(Event::Start(start)) => {
                if repair.refuses(&start) {
                    let name = start.name();
                    reader.read_to_end(name).map_err(|error| flaw(&error))?;
                } else {
                    repair.start(&start)?;
                }
            }
            Ok(Event::End(_)) => repair.end(),
            Ok(Event::Text(words)) => repair.write(Event::Text(BytesText::new(&words.xml10_content()))),
            Ok(Event::CData(words)) => repair.write(Event::Text(BytesText::new(&words.xml10_content()))),
            Ok(Event::GeneralRef(reference)) => repair.write(Event::Text(BytesText::new(&letter(&reference)))),
            Ok(_) => {}
            Err(error) if repair.path.is_empty() => return Err(Flaw::Damaged(error.to_string())),
            Err(error) => return Err(flaw(&error)),
        }
    }
}

/// What is wrong inside a document: one that ends in the middle of a mark was cut there.
fn flaw(error: &quick_xml::Error) -> Flaw {
    match error {
        quick_xml::Error::Syntax(_) => Flaw::Cut,
        error => Flaw::Damaged(error.to_string()),
    }
}

/// What an element is: its name as it is written anew.
struct Open {
    local: String,
    written: String,
}

struct Repair {
    out: Writer<Vec<u8>>,
    path: Vec<Open>,
    closed: bool,
}

impl Repair {
    /// Whether the whole element is left out.
    fn refuses(&self, start: &BytesStart<'_>) -> bool {
        let name = local(start);
        let inside = self.path.iter().any(|open| matches!(open.local.as_str(), "item" | "entry"));
        let in_entry = self.path.last().is_some_and(|open| matches!(open.local.as_str(), "item" | "entry" | "group"));
        let in_head = !inside && matches!(name.as_str(), "author" | "contributor" | "managingEditor" | "webMaster");
        let foreign = matches!(prefix(start).as_str(), "itunes" | "podcast");
        (in_entry && !KEPT.contains(&name.as_str())) || in_head || foreign || self.is_strange_content(start, &name)
    }

    /// Atom's content elsewhere, or of a type that is no text.
    fn is_strange_content(&self, start: &BytesStart<'_>, name: &str) -> bool {
        let in_entry = self.path.last().is_some_and(|open| open.local == "entry");
        let text = |kind: &str| {
            let kind = kind.to_lowercase();
            matches!(kind.as_str(), "text" | "html" | "xhtml" | "application/xhtml+xml") || kind.starts_with("text/")
        };
        in_entry
            && name == "content"
            && prefix(start) != "media"
            && (attribute(start, "src").is_some() || attribute(start, "type").is_some_and(|kind| !text(&kind)))
    }

    fn start(&mut self, start: &BytesStart<'_>) -> Result<(), Flaw> {
        let local = local(start);
        if self.path.is_empty() && !matches!(local.as_str(), "rss" | "RDF" | "feed") {
            return Err(Flaw::Other);
        }
        let atom = self.path.first().is_some_and(|root| root.local == "feed");
        let written = match local.as_str() {
            "issued" if atom => "published".to_owned(),
            "modified" if atom => "updated".to_owned(),
            // feed-rs loses a picture that is only a thumbnail.
            "thumbnail" if prefix(start) == "media" => "media:content".to_owned(),
            "subject" if self.path.first().is_some_and(|root| root.local == "rss") => "category".to_owned(),
            _ => start.name().as_ref().to_owned(),
        };
        let mut element = BytesStart::new(written.clone());
        for found in start.attributes().with_checks(false).flatten() {
            let name = found.key.as_ref().to_owned();
            let Ok(value) = found.normalized_value(XmlVersion::Explicit1_0) else { continue };
            let value = if self.path.is_empty() { in_root(&local, &name, &value) } else { value.into_owned() };
            let value = match (name.as_str(), local.as_str()) {
                ("type", "content" | "summary" | "title") if atom => text_type(&value).to_owned(),
                _ => value,
            };
            element.push_attribute((name.as_str(), value.as_str()));
        }
        if local == "thumbnail" {
            element.push_attribute(("type", "image/jpeg"));
        }
        if local == "rss" && attribute(start, "version").is_none() {
            element.push_attribute(("version", "2.0"));
        }
        if let Some(label) = attribute(start, "label").filter(|_| atom && attribute(start, "term").is_none()) {
            element.push_attribute(("term", label.as_str()));
        }
        self.path.push(Open { local, written });
        self.write(Event::Start(element));
        // feed-rs wants a content to hold something.
        if atom && self.path.last().is_some_and(|open| open.local == "content") {
            self.write(Event::Text(BytesText::new(" ")));
        }
        Ok(())
    }

    fn end(&mut self) {
        if let Some(open) = self.path.pop() {
            self.write(Event::End(BytesEnd::new(open.written)));
        }
        self.closed |= self.path.is_empty();
    }

    fn write(&mut self, event: Event<'_>) {
        self.out.write_event(event).expect("bytes in memory take all that is written to them");
    }
}

/// An attribute of the first element, as feed-rs knows it: versions of RSS, and names of vocabularies that mean one that it knows.
fn in_root(root: &str, name: &str, value: &str) -> String {
    let known = match (root, name) {
        ("rss", "version") if !matches!(value.trim(), "0.91" | "0.92") => "2.0",
        ("rss", "xmlns") => "",
        ("RDF", _) if value.contains("netscape.com/rdf/simple/0.9") => RSS_1,
        ("feed", _) if value.starts_with("http://purl.org/atom/ns") => ATOM,
        _ => value,
    };
    known.to_owned()
}

fn text_type(value: &str) -> &str {
    match value.trim() {
        kind @ ("text" | "html" | "xhtml") => kind,
        "application/xhtml+xml" => "xhtml",
        "text/plain" => "text",
        _ => "html",
    }
}

fn local(start: &BytesStart<'_>) -> String {
    let name: &str = start.local_name().into_inner();
    name.to_owned()
}

fn prefix(start: &BytesStart<'_>) -> String {
    start.name().prefix().map(|prefix| prefix.into_inner().to_owned()).unwrap_or_default()
}

fn attribute(start: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = start.attributes().with_checks(false).flatten().find(|found| found.key.as_ref() == name)?;
    found.normalized_value(XmlVersion::Explicit1_0).ok().map(|value| value.trim().to_owned())
}

/// What a reference means: by number, by a name of XML, or by one of HTML.
fn letter(reference: &BytesRef<'_>) -> String {
    match reference.resolve_char_ref() {
        Ok(Some(sign)) if !sign.is_control() || matches!(sign, '\n' | '\t') => return sign.to_string(),
        Ok(None) => {}
        Ok(Some(_)) | Err(_) => return String::new(),
    }
    let entity = format!("&{};", reference.xml10_content());
    html::fragment(&entity).tree.root_element().text().collect()
}

/// A JSON Feed that feed-rs reads.
pub(super) fn json(text: &str) -> Result<Vec<u8>, Flaw> {
    let mut feed: Value = match serde_json::from_str(text) {
        Ok(feed) => feed,
        Err(error) if error.is_eof() => return Err(Flaw::Cut),
        Err(error) => return Err(Flaw::Damaged(error.to_string())),
    };
    let items = feed.get_mut("items").and_then(Value::as_array_mut).map(std::mem::take);
    let items: Vec<Value> = items.ok_or(Flaw::Other)?.into_iter().filter_map(item).collect();
    let sound = json!({ "version": "https://jsonfeed.org/version/1.1", "title": "", "items": items });
    Ok(sound.to_string().into_bytes())
}

/// An entry with what is read of it, each of the type that it must have.
fn item(item: Value) -> Option<Value> {
    let Value::Object(mut fields) = item else { return None };
    let mut sound = Map::new();
    for name in [
        "id",
        "url",
        "external_url",
        "title",
        "content_html",
        "content_text",
        "summary",
        "date_published",
        "date_modified",
    ] {
        let value = match fields.remove(name) {
            Some(Value::Number(number)) => Value::String(number.to_string()),
            Some(Value::String(text)) => Value::String(text),
            _ => continue,
        };
        sound.insert(name.to_owned(), value);
    }
    let texts = |value: Option<Value>| match value {
        Some(Value::Array(values)) => values.into_iter().filter(Value::is_string).collect(),
        _ => Vec::new(),
    };
    sound.insert("tags".to_owned(), Value::Array(texts(fields.remove("tags"))));
    let mut files: Vec<Value> = match fields.remove("attachments") {
        Some(Value::Array(files)) => files.iter().filter_map(file).collect(),
        _ => Vec::new(),
    };
    files.extend(fields.remove("image").and_then(|image| file(&json!({ "url": image, "mime_type": "image/*" }))));
    sound.insert("attachments".to_owned(), Value::Array(files));
    Some(Value::Object(sound))
}

fn file(file: &Value) -> Option<Value> {
    let url = file.get("url")?.as_str()?;
    let kind = file.get("mime_type").and_then(Value::as_str).unwrap_or_default();
    Some(json!({ "url": url, "mime_type": kind, "title": file.get("title").and_then(Value::as_str) }))
}
