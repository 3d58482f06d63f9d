//! Texts as Markdown (CommonMark with tables), through the events of a Markdown parser, so that whatever a text holds is read back as it is.

use pulldown_cmark::{Alignment, CodeBlockKind, CowStr, Event, HeadingLevel, LinkType, Options, Tag, TagEnd};

use crate::error::{Error, Kind, Result};
use crate::model::attachment::Attachment;
use crate::model::id::AttachmentId;
use crate::model::rich_text::{Block, Inline, LinkTarget, RichText};

/// A document being written.
#[derive(Debug, Default)]
pub(super) struct Markdown {
    events: Vec<Event<'static>>,
}

/// The files that a text refers to, and where each of them lies.
pub(super) struct Files<'f> {
    pub(super) attachments: &'f [Attachment],
    pub(super) place: &'f dyn Fn(&Attachment) -> Option<String>,
}

impl Files<'_> {
    fn find(&self, id: &AttachmentId) -> Option<(&Attachment, String)> {
        let file = self.attachments.iter().find(|file| file.id == *id)?;
        Some((file, (self.place)(file)?))
    }
}

impl Markdown {
    /// The document.
    pub(super) fn text(&self) -> Result<String> {
        let mut text = String::new();
        pulldown_cmark_to_cmark::cmark(self.events.iter(), &mut text, Options::ENABLE_TABLES)
            .map_err(|error| Error::new(Kind::Bug, "cannot write a text as Markdown").because(error))?;
        text.push('\n');
        Ok(text)
    }

    /// A heading; 1 is the document's own.
    pub(super) fn heading(&mut self, level: u8, text: &str) {
        let level = heading_level(level);
        self.events.push(Event::Start(Tag::Heading { level, id: None, classes: Vec::new(), attrs: Vec::new() }));
        self.words(text);
        self.events.push(Event::End(TagEnd::Heading(level)));
    }

    /// A paragraph of plain text.
    pub(super) fn paragraph(&mut self, text: &str) {
        self.events.push(Event::Start(Tag::Paragraph));
        self.words(text);
        self.events.push(Event::End(TagEnd::Paragraph));
    }

    /// A list of files.
    pub(super) fn files(&mut self, files: &Files<'_>) {
        if files.attachments.is_empty() {
            return;
        }
        self.events.push(Event::Start(Tag::List(None)));
        for file in files.attachments {
            self.events.push(Event::Start(Tag::Item));
            match (files.place)(file) {
                Some(place) => self.link(&place, |document| document.words(&file.name)),
                None => self.words(&file.name),
            }
            self.events.push(Event::End(TagEnd::Item));
        }
        self.events.push(Event::End(TagEnd::List(false)));
    }

    /// A text, whose own headings begin at level 3.
    pub(super) fn rich(&mut self, text: &RichText, files: &Files<'_>) {
        for block in &text.blocks {
            self.block(block, files);
        }
    }

    fn block(&mut self, block: &Block, files: &Files<'_>) {
        match block {
            Block::Paragraph { content } => self.inside(Tag::Paragraph, |document| document.inlines(content, files)),
            Block::Heading { level, content } => {
                let level = heading_level(level.saturating_add(2));
                let tag = Tag::Heading { level, id: None, classes: Vec::new(), attrs: Vec::new() };
                self.inside(tag, |document| document.inlines(content, files));
            }
            Block::List { start, items } => self.inside(Tag::List(start.map(u64::from)), |document| {
                for item in items {
                    document.inside(Tag::Item, |document| document.rich(item, files));
                }
            }),
            Block::Table { caption, header_rows, rows } => {
                if let Some(caption) = caption {
                    self.paragraph(caption);
                }
                self.table(*header_rows, rows, files);
            }
            Block::Quote { content } => {
                self.inside(Tag::BlockQuote(None), |document| document.rich(content, files));
            }
            Block::Code { text } => self.inside(Tag::CodeBlock(CodeBlockKind::Fenced(CowStr::from(""))), |document| {
                document.events.push(Event::Text(CowStr::from(format!("{text}\n"))));
            }),
            Block::Image { attachment, alt } => self.inside(Tag::Paragraph, |document| match files.find(attachment) {
                Some((_, place)) => {
                    let tag = Tag::Image {
                        link_type: LinkType::Inline,
                        dest_url: CowStr::from(place),
                        title: CowStr::from(""),
                        id: CowStr::from(""),
                    };
                    document.inside(tag, |document| document.words(alt));
                }
                None => document.words(alt),
            }),
        }
    }

    /// A table in Markdown has one row of headers: without any it is empty, and of several the first is.
    fn table(&mut self, header_rows: usize, rows: &[Vec<Vec<Inline>>], files: &Files<'_>) {
        let columns = rows.first().map_or(0, Vec::len);
        let (header, body) = match rows.split_first() {
            Some((first, rest)) if header_rows > 0 => (first.clone(), rest),
            _ => (vec![Vec::new(); columns], rows),
        };
        self.inside(Tag::Table(vec![Alignment::None; columns]), |document| {
            document.inside(Tag::TableHead, |document| document.cells(&header, files));
            for row in body {
                document.inside(Tag::TableRow, |document| document.cells(row, files));
            }
        });
    }

    fn cells(&mut self, cells: &[Vec<Inline>], files: &Files<'_>) {
        for cell in cells {
            self.inside(Tag::TableCell, |document| document.inlines(cell, files));
        }
    }

    fn inlines(&mut self, content: &[Inline], files: &Files<'_>) {
        for inline in content {
            match inline {
                Inline::Text { text } | Inline::Math { text } => self.words(text),
                Inline::Code { text } => self.events.push(Event::Code(CowStr::from(text.clone()))),
                Inline::Emphasis { content } => {
                    self.inside(Tag::Emphasis, |document| document.inlines(content, files));
                }
                Inline::Strong { content } => self.inside(Tag::Strong, |document| document.inlines(content, files)),
                Inline::Superscript { content } => self.inside_html("sup", content, files),
                Inline::Subscript { content } => self.inside_html("sub", content, files),
                Inline::Language { content, .. } => self.inlines(content, files),
                Inline::Link { target, content } => {
                    let place = match target {
                        LinkTarget::Address(address) => Some(address.as_str().to_owned()),
                        LinkTarget::Attachment(id) => files.find(id).map(|(_, place)| place),
                    };
                    match place {
                        Some(place) => self.link(&place, |document| document.inlines(content, files)),
                        None => self.inlines(content, files),
                    }
                }
                Inline::Break => self.events.push(Event::HardBreak),
            }
        }
    }

    fn inside_html(&mut self, element: &str, content: &[Inline], files: &Files<'_>) {
        self.events.push(Event::InlineHtml(CowStr::from(format!("<{element}>"))));
        self.inlines(content, files);
        self.events.push(Event::InlineHtml(CowStr::from(format!("</{element}>"))));
    }

    fn link(&mut self, place: &str, content: impl FnOnce(&mut Self)) {
        let tag = Tag::Link {
            link_type: LinkType::Inline,
            dest_url: CowStr::from(place.to_owned()),
            title: CowStr::from(""),
            id: CowStr::from(""),
        };
        self.inside(tag, content);
    }

    fn inside(&mut self, tag: Tag<'static>, content: impl FnOnce(&mut Self)) {
        let end = tag.to_end();
        self.events.push(Event::Start(tag));
        content(self);
        self.events.push(Event::End(end));
    }

    fn words(&mut self, text: &str) {
        self.events.push(Event::Text(CowStr::from(text.to_owned())));
    }
}

fn heading_level(level: u8) -> HeadingLevel {
    HeadingLevel::try_from(usize::from(level)).unwrap_or(HeadingLevel::H6)
}
