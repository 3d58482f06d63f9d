//! A small XML document as a tree: no entity is expanded, nothing outside the file is read.

use std::borrow::Cow;
use std::fmt;

use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use crate::http::text::decode;

const DEEPEST: usize = 40;

/// An element with what it holds. Its text is without the blanks around it.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Element {
    name: String,
    attributes: Vec<(String, String)>,
    text: String,
    children: Vec<Element>,
}

/// Why bytes are not such a document.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Flaw {
    NotXml,
    Cut,
    Entities,
    TooDeep,
    Damaged(String),
}

impl fmt::Display for Flaw {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Flaw::NotXml => formatter.write_str("is not an XML file"),
            Flaw::Cut => formatter.write_str("stops before its end"),
            Flaw::Entities => formatter.write_str("declares entities of its own"),
            Flaw::TooDeep => write!(formatter, "is more than {DEEPEST} elements deep"),
            Flaw::Damaged(what) => write!(formatter, "is damaged ({what})"),
        }
    }
}

impl Element {
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// An attribute that is not empty.
    pub(crate) fn attribute(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.trim()).filter(|value| !value.is_empty())
    }

    /// The children of that name.
    pub(crate) fn all<'e>(&'e self, name: &str) -> impl Iterator<Item = &'e Element> {
        self.children.iter().filter(move |child| child.name == name)
    }

    /// The text of the first child of that name, unless it is empty.
    pub(crate) fn text_of(&self, name: &str) -> Option<&str> {
        self.all(name).find_map(Element::own_text)
    }

    /// Its own text, unless it is empty.
    pub(crate) fn own_text(&self) -> Option<&str> {
        Some(self.text.trim()).filter(|text| !text.is_empty())
    }

    /// The elements at the end of a path of names.
    pub(crate) fn at<'e>(&'e self, path: &[&str]) -> Vec<&'e Element> {
        path.iter().fold(vec![self], |found, name| found.into_iter().flat_map(|element| element.all(name)).collect())
    }
}

/// Reads a whole document, in the encoding that it declares.
pub(crate) fn parse(bytes: &[u8]) -> Result<Element, Flaw> {
    let declared = declared_encoding(bytes).map(|name| format!("text/xml; charset={name}"));
    let (text, _) = decode(bytes, declared.as_deref());
    let mut reader = Reader::from_str(text.trim_start());
    let settings = reader.config_mut();
    settings.expand_empty_elements = true;
    settings.allow_dangling_amp = true;
    let mut open: Vec<Element> = Vec::new();
    loop {
        match reader.read_event() {
            Ok(Event::Start(_)) if open.len() == DEEPEST => return Err(Flaw::TooDeep),
            Ok(Event::Start(start)) => open.push(element(&start)),
            Ok(Event::End(_)) => {
                let Some(done) = open.pop() else { return Err(Flaw::NotXml) };
                match open.last_mut() {
                    Some(parent) => parent.children.push(done),
                    None => return Ok(done),
                }
            }
            Ok(Event::Text(text)) => say(&mut open, &text.xml10_content()),
            Ok(Event::CData(text)) => say(&mut open, &text.xml10_content()),
            Ok(Event::GeneralRef(reference)) => say(&mut open, &resolved(&reference)),
            Ok(Event::DocType(declaration)) if declaration.contains("<!ENTITY") => {
                return Err(Flaw::Entities);
            }
            Ok(Event::Eof) | Err(quick_xml::Error::Syntax(_)) if open.is_empty() => return Err(Flaw::NotXml),
            Ok(Event::Eof) | Err(quick_xml::Error::Syntax(_)) => return Err(Flaw::Cut),
            Ok(_) => {}
            Err(error) => return Err(Flaw::Damaged(error.to_string())),
        }
    }
}

fn element(start: &BytesStart<'_>) -> Element {
    let attribute = |attribute: quick_xml::events::attributes::Attribute<'_>| {
        let value = attribute.normalized_value(XmlVersion::Implicit1_0).map(Cow::into_owned).unwrap_or_default();
        (attribute.key.local_name().as_ref().to_owned(), value)
    };
    Element {
        name: start.local_name().as_ref().to_owned(),
        attributes: start.attributes().filter_map(Result::ok).map(attribute).collect(),
        ..Element::default()
    }
}

fn say(open: &mut [Element], text: &str) {
    if let Some(element) = open.last_mut() {
        element.text.push_str(text);
    }
}

fn resolved(reference: &BytesRef<'_>) -> String {
    if let Ok(Some(character)) = reference.resolve_char_ref() {
        return character.to_string();
    }
    let name = reference.xml10_content();
    resolve_predefined_entity(&name).map_or_else(|| " ".to_owned(), str::to_owned)
}

/// The encoding named by the XML declaration, which is ASCII in all of them that matter.
fn declared_encoding(bytes: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(200)]).into_owned();
    let declaration = head.split_once("?>")?.0.split_once("encoding")?.1.trim_start().strip_prefix('=')?.trim_start();
    let quote = declaration.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
    Some(declaration[1..].split_once(quote)?.0.to_owned())
}
