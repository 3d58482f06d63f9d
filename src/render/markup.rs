//! `RichText` as HTML that cannot say more than the tree: every text is escaped, every element is written here.
//!
//! It promises headings without gaps below the surrounding one, no link inside a link, tables that scroll on their own, and
//! pictures that wait until they are looked at.

use std::fmt::Write as _;

use serde::{Serialize, Serializer};

use crate::artifact::SitePath;
use crate::model::id::AttachmentId;
use crate::model::rich_text::{Block, Inline, RichText};
use crate::plan::page::{FilePlace, Media, MediaEntry};
use crate::render::words::Words;

mod figure;

/// HTML that templates must not escape.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Markup(pub(super) String);

impl Serialize for Markup {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        tera::Value::safe_string(&self.0).serialize(serializer)
    }
}

/// Whether pictures are loaded with the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pictures {
    /// They are shown, and loaded when the reader comes near.
    Shown,
    /// A link stands for each: nothing is loaded for the first view.
    Linked,
}

/// Where a text is set.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place<'a> {
    /// The pictures and files of the page.
    pub(super) media: &'a Media,
    /// The level of the heading above the text, 1 to 6.
    pub(super) below: usize,
    /// What becomes of pictures.
    pub(super) pictures: Pictures,
    /// The words around it.
    pub(super) words: &'a Words,
}

/// A text as HTML.
pub(super) fn rich_text(text: &RichText, place: Place<'_>) -> Markup {
    let mut writer = Writer { place, html: String::new(), levels: Vec::new(), in_link: false };
    writer.blocks(text);
    Markup(writer.html)
}

/// A picture of the page as a paragraph; nothing when the page does not have it.
pub(super) fn picture(attachment: &AttachmentId, place: Place<'_>) -> Option<Markup> {
    let shown = matches!(place.media.get(attachment), Some(MediaEntry::Picture { .. }));
    shown.then(|| {
        let mut writer = Writer { place, html: String::new(), levels: Vec::new(), in_link: false };
        writer.image(attachment, "");
        Markup(writer.html)
    })
}

/// A path of the site as a relative address.
pub(super) fn href(path: &SitePath) -> String {
    use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
    const UNSAFE: &AsciiSet =
        &CONTROLS.add(b' ').add(b'"').add(b'#').add(b'%').add(b':').add(b'<').add(b'>').add(b'?').add(b'`');
    utf8_percent_encode(path.as_str(), UNSAFE).to_string()
}

struct Writer<'a> {
    place: Place<'a>,
    html: String,
    /// The levels of the open headings, as their author numbered them.
    levels: Vec<u8>,
    in_link: bool,
}

impl Writer<'_> {
    fn blocks(&mut self, text: &RichText) {
        for (index, block) in text.blocks.iter().enumerate() {
            if index > 0 {
                self.html.push('\n');
            }
            self.block(block);
        }
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Paragraph { content } => self.element("p", content),
            Block::Heading { level, content } => {
                self.levels.retain(|open| open < level);
                self.levels.push(*level);
                let name = format!("h{}", (self.place.below + self.levels.len()).min(6));
                self.element(&name, content);
            }
            Block::List { start, items } => self.list(*start, items),
            Block::Table { caption, header_rows, rows } => self.table(caption.as_deref(), *header_rows, rows),
            Block::Quote { content } => {
                self.html.push_str("<blockquote>");
                self.blocks(content);
                self.html.push_str("</blockquote>");
            }
            Block::Code { text } => {
                self.html.push_str("<pre>");
                self.text(text);
                self.html.push_str("</pre>");
            }
            Block::Image { attachment, alt } => self.image(attachment, alt),
        }
    }

    fn element(&mut self, name: &str, content: &[Inline]) {
        self.open(name);
        self.inlines(content);
        self.close(name);
    }

    fn list(&mut self, start: Option<u32>, items: &[RichText]) {
        let name = if start.is_some() { "ol" } else { "ul" };
        match start {
            Some(first) if first != 1 => self.push(format_args!("<ol start=\"{first}\">")),
            _ => self.open(name),
        }
        for item in items {
            self.html.push_str("\n<li>");
            match item.blocks.as_slice() {
                [Block::Paragraph { content }, rest @ ..]
                    if rest.iter().all(|block| matches!(block, Block::List { .. })) =>
                {
                    self.inlines(content);
                    for block in rest {
                        self.block(block);
                    }
                }
                _ => self.blocks(item),
            }
            self.html.push_str("</li>");
        }
        self.close(name);
    }

    fn inlines(&mut self, content: &[Inline]) {
        for inline in content {
            match inline {
                Inline::Text { text } => self.text(text),
                Inline::Emphasis { content } => self.element("em", content),
                Inline::Strong { content } => self.element("strong", content),
                Inline::Superscript { content } => self.element("sup", content),
                Inline::Subscript { content } => self.element("sub", content),
                Inline::Code { text } | Inline::Math { text } => {
                    self.open("code");
                    self.text(text);
                    self.close("code");
                }
                Inline::Link { target, content } => self.link(target, content),
                Inline::Language { tag, content } => {
                    self.html.push_str("<span lang=\"");
                    self.text(tag);
                    self.html.push_str("\">");
                    self.inlines(content);
                    self.close("span");
                }
                Inline::Break => self.html.push_str("<br>"),
            }
        }
    }

    fn open(&mut self, name: &str) {
        self.push(format_args!("<{name}>"));
    }

    fn close(&mut self, name: &str) {
        self.push(format_args!("</{name}>"));
    }

    fn push(&mut self, arguments: std::fmt::Arguments<'_>) {
        self.html.write_fmt(arguments).expect("writing to a String never fails");
    }

    fn text(&mut self, text: &str) {
        self.html.push_str(&escaped(text));
    }
}

/// A text or an attribute's value, escaped for both; characters that HTML forbids are dropped.
pub(super) fn escaped(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\n' | '\t' => html.push(character),
            other if other.is_control() => {}
            other => html.push(other),
        }
    }
    html
}

/// Where a file is, for a link; `None` when only its name is known.
pub(super) fn address(place: &FilePlace) -> Option<String> {
    match place {
        FilePlace::Site { path, .. } => Some(href(path)),
        FilePlace::Ent(address) => Some(address.as_str().to_owned()),
        FilePlace::Unlinked | FilePlace::AtSchool => None,
    }
}

#[cfg(test)]
mod tests;
