//! The walk through the tree: blocks in reading order, text with its marks.

use scraper::ElementRef;

use crate::model::rich_text::{Block, Inline, LinkTarget, RichText};
use crate::normalise::html::line::{Line, Mark, Marks};
use crate::normalise::html::media::{Finds, alternative};
use crate::normalise::html::{Context, MOST_BLOCKS, Parsed, table};

/// How deep elements are followed one by one; below, only their words are kept.
const MOST_ELEMENTS: usize = 150;

/// What an element means.
enum Role {
    Nothing,
    Marked(Mark),
    Transparent,
    Block,
    Heading(u8),
    List,
    Item,
    Table,
    Quote,
    Preformatted,
    Break,
    Image,
    Frame,
    Math,
    Link,
    Quotation,
    Caption,
}

/// Converts what is inside an element.
pub(super) fn convert(element: ElementRef<'_>, context: &Context<'_>) -> Parsed {
    let mut flow = Flow { finds: Finds::new(context), elements: 0, blocks: 0 };
    let text = flow.inner(element, &Marks::default());
    Parsed { text, attachments: flow.finds.attachments, notices: flow.finds.notices }
}

/// The walk: what was found, and how deep it is.
pub(super) struct Flow<'c> {
    finds: Finds<'c>,
    elements: usize,
    blocks: usize,
}

/// Where text goes.
struct Frame {
    shape: Shape,
    line: Line,
    /// Pictures met in the line: they come after it.
    pictures: Vec<Block>,
    done: Vec<Block>,
}

#[derive(PartialEq, Eq)]
enum Shape {
    /// Paragraphs, lists, tables.
    Blocks,
    /// One line, as in headings and cells.
    Flat,
}

impl Frame {
    fn new(shape: Shape) -> Self {
        Frame { shape, line: Line::default(), pictures: Vec::new(), done: Vec::new() }
    }

    /// Ends the paragraph.
    fn end(&mut self) {
        match self.shape {
            Shape::Flat => self.line.new_line(),
            Shape::Blocks => {
                let paragraphs = self.line.paragraphs();
                self.done.extend(paragraphs.into_iter().map(|content| Block::Paragraph { content }));
                self.done.append(&mut self.pictures);
            }
        }
    }

    fn block(&mut self, block: Block) {
        self.end();
        self.done.push(block);
    }

    fn finish(mut self) -> RichText {
        self.end();
        RichText { blocks: self.done }
    }
}

impl Flow<'_> {
    /// One line of text, and the pictures in it.
    pub(super) fn flat(&mut self, element: ElementRef<'_>) -> (Vec<Inline>, Vec<Block>) {
        self.flat_marked(element, &Marks::default())
    }

    fn flat_marked(&mut self, element: ElementRef<'_>, marks: &Marks) -> (Vec<Inline>, Vec<Block>) {
        let mut frame = Frame::new(Shape::Flat);
        self.children(element, &mut frame, marks);
        (frame.line.whole(), frame.pictures)
    }

    fn inner(&mut self, element: ElementRef<'_>, marks: &Marks) -> RichText {
        let mut frame = Frame::new(Shape::Blocks);
        self.blocks += 1;
        self.children(element, &mut frame, marks);
        self.blocks -= 1;
        frame.finish()
    }

    fn children(&mut self, element: ElementRef<'_>, frame: &mut Frame, marks: &Marks) {
        if self.elements > MOST_ELEMENTS {
            element.text().for_each(|text| frame.line.text(text, marks));
            return;
        }
        self.elements += 1;
        for child in element.children() {
            if let Some(text) = child.value().as_text() {
                frame.line.text(text, marks);
            } else if let Some(child) = ElementRef::wrap(child) {
                self.element(child, frame, &marks_of(child, marks));
            }
        }
        self.elements -= 1;
    }

    fn element(&mut self, element: ElementRef<'_>, frame: &mut Frame, marks: &Marks) {
        if is_hidden(element) {
            return;
        }
        let deep = frame.shape == Shape::Flat || self.blocks >= MOST_BLOCKS;
        match role(element.value().name()) {
            Role::Nothing => {}
            Role::Transparent => self.children(element, frame, marks),
            Role::Marked(mark) => self.children(element, frame, &marks.with(mark)),
            Role::Break => frame.line.line_break(),
            Role::Image => self.image(element, frame, marks),
            Role::Frame => self.frame(element, frame, marks),
            Role::Math => frame.line.math(&formula(element), marks),
            Role::Link => self.link(element, frame, marks),
            Role::Quotation => {
                frame.line.text("«\u{a0}", marks);
                self.children(element, frame, marks);
                frame.line.text("\u{a0}»", marks);
            }
            Role::Caption if table::captions_table(element) => {}
            Role::Item => {
                frame.end();
                frame.line.text("• ", marks);
                self.children(element, frame, marks);
                frame.end();
            }
            Role::Block | Role::Caption => self.block(element, frame, marks),
            Role::Heading(_) | Role::List | Role::Table | Role::Quote | Role::Preformatted if deep => {
                self.block(element, frame, marks);
            }
            Role::Heading(level) => {
                frame.end();
                let (content, mut pictures) = self.flat_marked(element, marks);
                if !content.is_empty() {
                    frame.done.push(Block::Heading { level, content });
                }
                frame.done.append(&mut pictures);
            }
            Role::List => self.list(element, frame, marks),
            Role::Table => self.table(element, frame, marks),
            Role::Quote => {
                let content = self.inner(element, marks);
                if !content.is_empty() {
                    frame.block(Block::Quote { content });
                }
            }
            Role::Preformatted => {
                let text = element.text().collect::<String>();
                let text = text.trim_end().trim_start_matches(['\r', '\n']).to_owned();
                if !text.is_empty() {
                    frame.block(Block::Code { text });
                }
            }
        }
    }

    fn block(&mut self, element: ElementRef<'_>, frame: &mut Frame, marks: &Marks) {
        frame.end();
        self.children(element, frame, marks);
        frame.end();
    }

    fn list(&mut self, list: ElementRef<'_>, frame: &mut Frame, marks: &Marks) {
        let mut items: Vec<RichText> = Vec::new();
        for child in list.children() {
            if let Some(text) = child.value().as_text().filter(|text| !text.trim().is_empty()) {
                items.push(RichText::plain(&text.split_whitespace().collect::<Vec<_>>().join(" ")));
            }
            let Some(child) = ElementRef::wrap(child).filter(|child| !is_hidden(*child)) else { continue };
            if child.value().name() == "li" {
                items.push(self.inner(child, &marks_of(child, marks)));
                continue;
            }
            let mut stray = Frame::new(Shape::Blocks);
            self.blocks += 1;
            self.element(child, &mut stray, &marks_of(child, marks));
            self.blocks -= 1;
            match items.last_mut() {
                Some(last) => last.blocks.append(&mut stray.finish().blocks),
                None => items.push(stray.finish()),
            }
        }
        items.retain(|item| !item.is_empty());
        if !items.is_empty() {
            let first = list.attr("start").and_then(|start| start.trim().parse().ok()).unwrap_or(1);
            frame.block(Block::List { start: (list.value().name() == "ol").then_some(first), items });
        }
    }

    fn table(&mut self, element: ElementRef<'_>, frame: &mut Frame, marks: &Marks) {
        if let Some(cell) = table::only_cell(element) {
            self.block(cell, frame, marks);
            return;
        }
        frame.end();
        let mut blocks = table::convert(self, element);
        frame.done.append(&mut blocks);
    }

    fn image(&mut self, image: ElementRef<'_>, frame: &mut Frame, marks: &Marks) {
        if let Some(address) = image.attr("ta-insert-video") {
            let words = alternative(image);
            self.outside(address, words.as_deref().unwrap_or("vidéo"), frame, marks);
            return;
        }
        match self.finds.picture(image) {
            Some(attachment) => {
                frame.pictures.push(Block::Image { attachment, alt: alternative(image).unwrap_or_default() });
            }
            None => frame.line.text(&alternative(image).unwrap_or_default(), marks),
        }
    }

    /// A film, a sound or another page inside this one: a link.
    fn frame(&mut self, element: ElementRef<'_>, frame: &mut Frame, marks: &Marks) {
        let inside = |name: &str| element.descendent_elements().find_map(|child| child.attr(name).map(str::to_owned));
        let Some(address) = inside("src").or_else(|| inside("data")) else { return };
        let kind = if element.value().name() == "audio" { "enregistrement" } else { "vidéo" };
        let title = element.attr("title").map(str::trim).filter(|title| !title.is_empty());
        self.outside(&address, title.unwrap_or(kind), frame, marks);
    }

    fn outside(&mut self, address: &str, words: &str, frame: &mut Frame, marks: &Marks) {
        let address = if address.starts_with("//") { format!("https:{address}") } else { address.to_owned() };
        if let Some(target) = self.finds.link(&address).filter(is_readable_outside) {
            frame.end();
            frame.line.text(words, &marks.with(Mark::Link(target)));
            frame.end();
        }
    }

    fn link(&mut self, element: ElementRef<'_>, frame: &mut Frame, marks: &Marks) {
        let target = element.attr("href").filter(|_| !marks.link()).and_then(|href| self.finds.link(href));
        let Some(target) = target else {
            self.children(element, frame, marks);
            return;
        };
        let (written, pictures, done) = (frame.line.len(), frame.pictures.len(), frame.done.len());
        let inside = marks.with(Mark::Link(target.clone()));
        self.children(element, frame, &inside);
        let silent = frame.line.len() == written && frame.done.len() == done;
        let alt = match frame.pictures.get(pictures) {
            Some(Block::Image { alt, .. }) if silent => alt.clone(),
            _ => return,
        };
        if matches!(target, LinkTarget::Address(_)) {
            frame.line.text(if alt.is_empty() { "lien" } else { &alt }, &inside);
        }
    }
}

fn role(name: &str) -> Role {
    match name {
        "b" | "strong" | "big" => Role::Marked(Mark::Strong),
        "i" | "em" | "u" | "ins" | "cite" | "dfn" | "mark" => Role::Marked(Mark::Emphasis),
        "sup" => Role::Marked(Mark::Superscript),
        "sub" => Role::Marked(Mark::Subscript),
        "code" | "kbd" | "samp" | "tt" => Role::Marked(Mark::Code),
        "a" => Role::Link,
        "br" => Role::Break,
        "img" => Role::Image,
        "iframe" | "video" | "audio" | "embed" | "object" => Role::Frame,
        "math" => Role::Math,
        "q" => Role::Quotation,
        "h1" => Role::Heading(1),
        "h2" => Role::Heading(2),
        "h3" => Role::Heading(3),
        "h4" => Role::Heading(4),
        "h5" => Role::Heading(5),
        "h6" => Role::Heading(6),
        "ul" | "ol" | "menu" | "dir" => Role::List,
        "li" => Role::Item,
        "table" => Role::Table,
        "blockquote" => Role::Quote,
        "pre" | "listing" | "xmp" => Role::Preformatted,
        "figcaption" => Role::Caption,
        "p" | "div" | "section" | "article" | "aside" | "header" | "footer" | "main" | "nav" | "figure" | "address"
        | "center" | "details" | "summary" | "dl" | "dt" | "dd" | "hr" | "hgroup" | "tr" | "td" | "th" | "caption"
        | "thead" | "tbody" | "tfoot" => Role::Block,
        "script" | "style" | "noscript" | "template" | "head" | "title" | "meta" | "link" | "base" | "form"
        | "input" | "button" | "select" | "option" | "datalist" | "textarea" | "svg" | "canvas" | "map" | "applet"
        | "frameset" | "noframes" | "noembed" | "dialog" | "progress" | "meter" | "del" | "s" | "strike" => {
            Role::Nothing
        }
        _ => Role::Transparent,
    }
}

/// The marks of an element's own attributes: its language, and what word processors write as style.
fn marks_of(element: ElementRef<'_>, marks: &Marks) -> Marks {
    let mut marks = marks.clone();
    if let Some(tag) = element.attr("lang").map(str::trim).filter(|tag| is_language_tag(tag)) {
        let primary = tag.split('-').next().unwrap_or_default();
        marks = marks.in_language((!primary.eq_ignore_ascii_case("fr")).then(|| tag.to_owned()));
    }
    let Some(style) = style(element) else { return marks };
    if ["font-weight:bold", "font-weight:700", "font-weight:600"].iter().any(|bold| style.contains(bold)) {
        marks = marks.with(Mark::Strong);
    }
    if style.contains("font-style:italic") || style.contains("text-decoration:underline") {
        marks = marks.with(Mark::Emphasis);
    }
    marks
}

fn is_hidden(element: ElementRef<'_>) -> bool {
    element.attr("hidden").is_some()
        || style(element).is_some_and(|style| {
            ["display:none", "visibility:hidden", "text-decoration:line-through"].iter().any(|no| style.contains(no))
        })
}

fn style(element: ElementRef<'_>) -> Option<String> {
    let style = element.attr("style")?;
    Some(style.chars().filter(|character| !character.is_whitespace()).flat_map(char::to_lowercase).collect())
}

/// Whether it looks like a tag of RFC 5646.
fn is_language_tag(tag: &str) -> bool {
    let mut parts = tag.split('-');
    let primary = parts.next().unwrap_or_default();
    (2..=3).contains(&primary.len())
        && primary.bytes().all(|byte| byte.is_ascii_alphabetic())
        && parts.all(|part| (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}

fn formula(math: ElementRef<'_>) -> String {
    let annotation = || {
        math.descendent_elements()
            .find(|inner| inner.value().name() == "annotation")
            .map(|inner| inner.text().collect::<String>())
    };
    math.attr("alttext").map(str::to_owned).or_else(annotation).unwrap_or_else(|| math.text().collect())
}

fn is_readable_outside(target: &LinkTarget) -> bool {
    match target {
        LinkTarget::Address(address) => address.as_str().starts_with("http"),
        LinkTarget::Attachment(_) => true,
    }
}
