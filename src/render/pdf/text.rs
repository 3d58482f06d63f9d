//! [`RichText`] as the tree that `text.typ` walks: levels of headings without gaps, addresses readable on paper, pictures by
//! virtual path.
//!
//! It never nests deeper than Typst can follow: deeper lists and marks keep their words and lose their shape.

use serde::Serialize;

use super::picture::{Album, Picture};
use super::signs::is_blank;
use crate::model::rich_text::{Block, Inline, LinkTarget, RichText, push_inlines};
use crate::render::words::Words;

/// How deep blocks may lie in blocks, and marks in marks.
const DEEPEST: usize = 5;

/// How long an address may be to be printed whole.
const LONGEST_ADDRESS: usize = 60;

/// A block.
#[derive(Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case", tag = "is")]
pub(super) enum Part {
    Paragraph {
        content: Vec<Span>,
    },
    /// `depth` counts from 1 inside its text, without gaps.
    Heading {
        depth: usize,
        content: Vec<Span>,
    },
    List {
        start: Option<u32>,
        items: Vec<Vec<Part>>,
    },
    Table {
        caption: Option<String>,
        header: Vec<Vec<Vec<Span>>>,
        rows: Vec<Vec<Vec<Span>>>,
        columns: usize,
    },
    Quote {
        content: Vec<Part>,
    },
    Code {
        text: String,
    },
    Picture(Picture),
}

/// A piece of a line.
#[derive(Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case", tag = "is")]
pub(super) enum Span {
    Text { text: String },
    Emphasis { content: Vec<Span> },
    Strong { content: Vec<Span> },
    Superscript { content: Vec<Span> },
    Subscript { content: Vec<Span> },
    Code { text: String },
    Link { address: String, content: Vec<Span> },
    Language { language: String, region: Option<String>, content: Vec<Span> },
    Break,
}

/// The tree of a text.
pub(super) fn parts(text: &RichText, album: &mut Album<'_>) -> Vec<Part> {
    Shaper { album, open_headings: Vec::new() }.blocks(text, 0)
}

/// A text that has no structure.
pub(super) fn plain(text: String) -> Vec<Part> {
    vec![Part::Paragraph { content: vec![Span::Text { text }] }]
}

/// The first words of a text, with where its end is.
pub(super) fn cut(text: &str, rest: &str) -> Vec<Part> {
    let rest = Span::Emphasis { content: vec![Span::Text { text: format!("({rest})") }] };
    vec![Part::Paragraph { content: vec![Span::Text { text: format!("{text} ") }, rest] }]
}

/// About how many letters of plain text take as much room as these parts.
pub(super) fn letters(parts: &[Part]) -> usize {
    const LINE: usize = 50;
    let one = |part: &Part| match part {
        Part::Paragraph { content } => line_letters(content),
        Part::Heading { content, .. } => line_letters(content) + LINE,
        Part::List { items, .. } => items.iter().map(|item| letters(item).max(LINE)).sum(),
        // A row is as high as its longest cell.
        Part::Table { header, rows, .. } => {
            let longest = |row: &Vec<Vec<Span>>| row.iter().map(|cell| line_letters(cell)).max().unwrap_or(0);
            header.iter().chain(rows).map(|row| (longest(row) * row.len()).max(LINE)).sum()
        }
        Part::Quote { content } => letters(content),
        Part::Code { text } => text.lines().count() * LINE,
        Part::Picture(_) => 8 * LINE,
    };
    parts.iter().map(one).sum()
}

fn line_letters(spans: &[Span]) -> usize {
    let one = |span: &Span| match span {
        Span::Text { text } | Span::Code { text } => text.chars().count(),
        Span::Break => 0,
        Span::Emphasis { content }
        | Span::Strong { content }
        | Span::Superscript { content }
        | Span::Subscript { content }
        | Span::Link { content, .. }
        | Span::Language { content, .. } => line_letters(content),
    };
    spans.iter().map(one).sum()
}

struct Shaper<'s, 'm> {
    album: &'s mut Album<'m>,
    /// The levels of the headings that the next block lies under.
    open_headings: Vec<u8>,
}

impl Shaper<'_, '_> {
    fn blocks(&mut self, text: &RichText, depth: usize) -> Vec<Part> {
        text.blocks.iter().flat_map(|block| self.block(block, depth)).collect()
    }

    fn block(&mut self, block: &Block, depth: usize) -> Vec<Part> {
        let part = match block {
            Block::Paragraph { content } => Part::Paragraph { content: self.line(content) },
            Block::Heading { content, .. } if is_blank(&words(content)) => return Vec::new(),
            Block::Heading { level, content } => self.heading(*level, content),
            Block::List { items, .. } if depth >= DEEPEST => {
                return items.iter().flat_map(|item| self.blocks(item, depth)).collect();
            }
            Block::List { start, items } => {
                let items = items.iter().map(|item| self.blocks(item, depth + 1)).collect();
                Part::List { start: *start, items }
            }
            Block::Table { caption, header_rows, rows } => self.table(caption.as_ref(), *header_rows, rows),
            Block::Quote { content } if depth >= DEEPEST => return self.blocks(content, depth),
            Block::Quote { content } => Part::Quote { content: self.blocks(content, depth + 1) },
            Block::Code { text } => Part::Code { text: text.clone() },
            Block::Image { attachment, alt } => match self.album.take(attachment, alt) {
                Some(picture) => Part::Picture(picture),
                None => return plain(picture_in_words(alt, &self.album.place(attachment), self.album.words)),
            },
        };
        vec![part]
    }

    fn heading(&mut self, level: u8, content: &[Inline]) -> Part {
        self.open_headings.retain(|open| *open < level);
        self.open_headings.push(level);
        Part::Heading { depth: self.open_headings.len(), content: self.line(content) }
    }

    fn table(&self, caption: Option<&String>, header_rows: usize, rows: &[Vec<Vec<Inline>>]) -> Part {
        let columns = rows.iter().map(Vec::len).max().unwrap_or(0).max(1);
        let mut shaped = rows.iter().map(|row| {
            let mut cells: Vec<_> = row.iter().map(|cell| self.line(cell)).collect();
            cells.resize_with(columns, Vec::new);
            cells
        });
        let header = shaped.by_ref().take(header_rows.min(rows.len().saturating_sub(1))).collect();
        let caption = caption.filter(|caption| !is_blank(caption)).cloned();
        Part::Table { caption, header, rows: shaped.collect(), columns }
    }

    fn line(&self, content: &[Inline]) -> Vec<Span> {
        self.spans(content, 0)
    }

    fn spans(&self, content: &[Inline], depth: usize) -> Vec<Span> {
        if depth > DEEPEST {
            return vec![Span::Text { text: words(content) }];
        }
        content.iter().flat_map(|inline| self.span(inline, depth + 1)).collect()
    }

    fn span(&self, inline: &Inline, depth: usize) -> Vec<Span> {
        let inside = |content: &[Inline]| self.spans(content, depth);
        let span = match inline {
            Inline::Text { text } | Inline::Math { text } => Span::Text { text: text.clone() },
            Inline::Code { text } => Span::Code { text: text.clone() },
            Inline::Break => Span::Break,
            Inline::Emphasis { content } => Span::Emphasis { content: inside(content) },
            Inline::Strong { content } => Span::Strong { content: inside(content) },
            Inline::Superscript { content } => Span::Superscript { content: inside(content) },
            Inline::Subscript { content } => Span::Subscript { content: inside(content) },
            Inline::Language { tag, content } => match language(tag) {
                Some((language, region)) => Span::Language { language, region, content: inside(content) },
                None => return inside(content),
            },
            Inline::Link { target, content } => return self.link(target, content, depth),
        };
        vec![span]
    }

    fn link(&self, target: &LinkTarget, content: &[Inline], depth: usize) -> Vec<Span> {
        let mut spans = self.spans(content, depth);
        match target {
            LinkTarget::Attachment(id) => {
                spans.push(Span::Text { text: format!(" ({})", self.album.place(id)) });
                spans
            }
            LinkTarget::Address(address) => {
                let link = Span::Link { address: address.as_str().to_owned(), content: spans };
                let readable = readable_address(address.as_str());
                if shows(&words(content), &readable) {
                    vec![link]
                } else {
                    vec![link, Span::Text { text: format!(" ({readable})") }]
                }
            }
        }
    }
}

fn words(content: &[Inline]) -> String {
    let mut text = String::new();
    push_inlines(content, &mut text);
    text
}

/// An address as one copies it from paper: without scheme, and only its host when it is long.
fn readable_address(address: &str) -> String {
    let bare = ["https://", "http://", "mailto:", "tel:"].iter().find_map(|scheme| address.strip_prefix(scheme));
    let bare = bare.unwrap_or(address).trim_end_matches('/');
    let bare = bare.strip_prefix("www.").unwrap_or(bare);
    if bare.chars().count() <= LONGEST_ADDRESS {
        return bare.to_owned();
    }
    let host = bare.split(['/', '?', '#']).next().unwrap_or(bare);
    format!("{host}…, adresse complète sur le site de la classe")
}

/// Whether a text already shows an address.
fn shows(text: &str, readable: &str) -> bool {
    let letters = |text: &str| text.chars().filter(|sign| sign.is_alphanumeric()).collect::<String>().to_lowercase();
    letters(text).contains(&letters(readable))
}

fn picture_in_words(alt: &str, place: &str, words: &Words) -> String {
    let alt = alt.trim();
    let values = [("place", place.into()), ("description", alt.into())];
    words.fill(if is_blank(alt) { "paper-picture-elsewhere" } else { "paper-described-elsewhere" }, &values)
}

/// The language and the region of a BCP 47 tag, when Typst knows their form.
fn language(tag: &str) -> Option<(String, Option<String>)> {
    let mut subtags = tag.split('-');
    let letters = |text: &&str| text.bytes().all(|byte| byte.is_ascii_alphabetic());
    let language = subtags.next().filter(|text| matches!(text.len(), 2 | 3)).filter(letters)?;
    let region = subtags.find(|text| text.len() == 2).filter(letters);
    Some((language.to_lowercase(), region.map(str::to_uppercase)))
}

#[cfg(test)]
mod tests;
