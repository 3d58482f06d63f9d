//! Text with structure, as a tree that cannot hold unsafe markup: no raw HTML, no script, no style, no unknown scheme.
//!
//! HTML from the ENT and Markdown from `content/` become [`RichText`] once, at the border (`normalise::html`,
//! `sources::folder`). Two renderers read it: HTML and Typst.

mod spaces;

use serde::{Deserialize, Serialize};

use crate::model::id::AttachmentId;
pub use crate::model::rich_text::spaces::with_held_spaces;

/// A text: blocks in reading order.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RichText {
    /// The blocks, in reading order.
    pub blocks: Vec<Block>,
}

/// A block of text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "block")]
pub enum Block {
    /// A paragraph.
    Paragraph {
        /// Its text.
        content: Vec<Inline>,
    },
    /// A heading.
    Heading {
        /// 1 is the text's own highest level; a renderer adds the level of the surrounding page. 1 to 4.
        level: u8,
        /// Its text.
        content: Vec<Inline>,
    },
    /// A list.
    List {
        /// Numbered from here when it is ordered, bulleted otherwise.
        start: Option<u32>,
        /// The items, each with its own blocks.
        items: Vec<RichText>,
    },
    /// A table of data.
    Table {
        /// What the table is, when its author said so.
        caption: Option<String>,
        /// How many of the first rows are headers.
        header_rows: usize,
        /// The rows, each with its cells. Shorter rows are filled with empty cells when the tree is made.
        rows: Vec<Vec<Vec<Inline>>>,
    },
    /// A quotation.
    Quote {
        /// What is quoted.
        content: RichText,
    },
    /// Preformatted text, line breaks kept.
    Code {
        /// The text.
        text: String,
    },
    /// A picture on its own line.
    Image {
        /// The picture, among the item's attachments.
        attachment: AttachmentId,
        /// What it shows; empty when its author did not say (a renderer then says so in words).
        alt: String,
    },
}

/// A piece of a line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "inline")]
pub enum Inline {
    /// Plain text.
    Text {
        /// The text; white space is already collapsed, no-break spaces are kept.
        text: String,
    },
    /// Stress emphasis.
    Emphasis {
        /// What is stressed.
        content: Vec<Inline>,
    },
    /// Strong importance.
    Strong {
        /// What is important.
        content: Vec<Inline>,
    },
    /// Raised text (10², 1er).
    Superscript {
        /// What is raised.
        content: Vec<Inline>,
    },
    /// Lowered text (H₂O).
    Subscript {
        /// What is lowered.
        content: Vec<Inline>,
    },
    /// Text of a program or a keyboard.
    Code {
        /// The text.
        text: String,
    },
    /// A formula in linear form, as its author typed it or as MathML's text.
    Math {
        /// The formula.
        text: String,
    },
    /// A link.
    Link {
        /// Where it goes.
        target: LinkTarget,
        /// Its text, never empty.
        content: Vec<Inline>,
    },
    /// Text in another language (WCAG 3.1.2).
    Language {
        /// The BCP 47 tag.
        tag: String,
        /// The text.
        content: Vec<Inline>,
    },
    /// A line break.
    Break,
}

/// Where a link goes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LinkTarget {
    /// An address.
    Address(Address),
    /// A file among the item's attachments.
    Attachment(AttachmentId),
}

/// Names of query parameters that are passwords in the services around the ENT.
const SECRET_PARAMETERS: [&str; 9] =
    ["icalsecurise", "param", "token", "ticket", "wstoken", "authtoken", "access_token", "password", "key"];

/// An address that may be shown to readers: `http`, `https`, `mailto` or `tel`, without user information and without a
/// query parameter that is known to be a password.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Address(String);

impl Address {
    /// Checks an absolute address; `None` when readers must not be sent there.
    pub fn new(text: &str) -> Option<Self> {
        let url = url::Url::parse(text.trim()).ok()?;
        let clean = match url.scheme() {
            "http" | "https" => url.has_host() && url.username().is_empty() && url.password().is_none(),
            "mailto" | "tel" => !url.path().is_empty(),
            _ => false,
        };
        let secret =
            url.query_pairs().any(|(name, _)| SECRET_PARAMETERS.iter().any(|known| name.eq_ignore_ascii_case(known)));
        (clean && !secret).then(|| Address(url.into()))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl RichText {
    /// One paragraph of plain text.
    pub fn plain(text: &str) -> Self {
        let content = vec![Inline::Text { text: text.to_owned() }];
        RichText { blocks: vec![Block::Paragraph { content }] }
    }

    /// Whether there is nothing to read or see.
    pub fn is_empty(&self) -> bool {
        self.blocks.is_empty()
    }

    /// All the words in reading order, with single spaces between them.
    pub fn plain_text(&self) -> String {
        let mut text = String::new();
        self.push_text(&mut text);
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// The attachments that the text shows or links to, in reading order.
    pub fn attachments(&self) -> Vec<&AttachmentId> {
        let mut found = Vec::new();
        for block in &self.blocks {
            block.visit_attachments(&mut found);
        }
        found
    }

    fn push_text(&self, text: &mut String) {
        for block in &self.blocks {
            match block {
                Block::Paragraph { content } | Block::Heading { content, .. } => push_inlines(content, text),
                Block::List { items, .. } => items.iter().for_each(|item| item.push_text(text)),
                Block::Table { caption, rows, .. } => {
                    text.push_str(caption.as_deref().unwrap_or_default());
                    for cell in rows.iter().flatten() {
                        text.push(' ');
                        push_inlines(cell, text);
                    }
                }
                Block::Quote { content } => content.push_text(text),
                Block::Code { text: code } => text.push_str(code),
                Block::Image { alt, .. } => text.push_str(alt),
            }
            text.push('\n');
        }
    }
}

impl Block {
    fn visit_attachments<'a>(&'a self, found: &mut Vec<&'a AttachmentId>) {
        match self {
            Block::Paragraph { content } | Block::Heading { content, .. } => visit_inlines(content, found),
            Block::List { items, .. } => items.iter().for_each(|item| found.extend(item.attachments())),
            Block::Table { rows, .. } => rows.iter().flatten().for_each(|cell| visit_inlines(cell, found)),
            Block::Quote { content } => found.extend(content.attachments()),
            Block::Code { .. } => {}
            Block::Image { attachment, .. } => found.push(attachment),
        }
    }
}

/// The words of a line, without its marks.
pub fn push_inlines(content: &[Inline], text: &mut String) {
    for inline in content {
        match inline {
            Inline::Text { text: words } | Inline::Code { text: words } | Inline::Math { text: words } => {
                text.push_str(words);
            }
            Inline::Emphasis { content }
            | Inline::Strong { content }
            | Inline::Superscript { content }
            | Inline::Subscript { content }
            | Inline::Link { content, .. }
            | Inline::Language { content, .. } => push_inlines(content, text),
            Inline::Break => text.push(' '),
        }
    }
}

fn visit_inlines<'a>(content: &'a [Inline], found: &mut Vec<&'a AttachmentId>) {
    for inline in content {
        match inline {
            Inline::Link { target, content } => {
                if let LinkTarget::Attachment(id) = target {
                    found.push(id);
                }
                visit_inlines(content, found);
            }
            Inline::Emphasis { content }
            | Inline::Strong { content }
            | Inline::Superscript { content }
            | Inline::Subscript { content }
            | Inline::Language { content, .. } => visit_inlines(content, found),
            Inline::Text { .. } | Inline::Code { .. } | Inline::Math { .. } | Inline::Break => {}
        }
    }
}

/// The first words of a text, at most `letters` letters, never cut inside a word unless the first is longer.
pub fn first_words(text: &str, letters: usize) -> String {
    let Some((limit, _)) = text.char_indices().nth(letters) else {
        return with_held_spaces(text);
    };
    let head = &text[..limit];
    let cut = if text[limit..].starts_with(' ') { limit } else { head.rfind(' ').unwrap_or(limit) };
    with_held_spaces(head[..cut].trim_end_matches([' ', ',', ';', ':', '(', '«', '\u{a0}']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_sends_nobody_to_a_script_or_with_a_password() {
        for good in ["https://exemple.fr/page?id=3", "http://exemple.fr/", "mailto:cdi@exemple.fr", "tel:+33238000000"]
        {
            assert_eq!(Address::new(good).unwrap().as_str(), good);
        }
        for bad in [
            "javascript:alert(1)",
            "data:text/html,<script>",
            "file:///etc/passwd",
            "https://user:pass@exemple.fr/",
            "https://exemple.fr/ical/a.ics?icalsecurise=00",
            "https://exemple.fr/?TOKEN=1",
            "/relative",
            "",
        ] {
            assert_eq!(Address::new(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_text_is_cut_between_words() {
        for (text, letters, cut) in [
            ("court", 10, "court"),
            ("un deux trois", 7, "un deux"),
            ("un deux trois", 9, "un deux"),
            ("un, deux", 4, "un"),
            ("anticonstitutionnellement", 4, "anti"),
            ("élève éveillé", 5, "élève"),
            ("vrai ? faux", 7, "vrai\u{a0}?"),
        ] {
            assert_eq!(first_words(text, letters), cut);
        }
    }
}
