//! From the HTML of a school portal to [`RichText`], once, at the border.
//!
//! It promises that whatever the HTML says, the outcome holds no script, style, form, frame, address that readers must
//! not follow, or white space that shows nothing; that it is never deeper than [`MOST_BLOCKS`] blocks and [`MOST_MARKS`]
//! marks, so that every reader of the tree may recurse; and that the time taken grows with the length of the text, which
//! is cut at [`MOST_BYTES`]. Struck-out text is gone, since readers of a plain page would take it for valid.

mod flow;
mod line;
mod media;
mod parse;
mod table;
mod tidy;

use scraper::{ElementRef, Html};
use url::Url;

use crate::model::attachment::Attachment;
use crate::model::notice::{Notice, NoticeKind};
use crate::model::rich_text::RichText;

pub use media::file;
pub use tidy::level_headings;

/// The length at which HTML is cut.
pub const MOST_BYTES: usize = 1 << 20;

/// How deep lists, quotations and tables may be inside one another; what is deeper is flattened.
pub const MOST_BLOCKS: usize = 12;

/// How many marks (emphasis, links, languages) one piece of text may carry.
pub const MOST_MARKS: usize = 8;

/// What the HTML does not say of itself.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// What the HTML is, for notices.
    pub subject: &'a str,
    /// The address against which relative ones are resolved; without it they are dropped.
    pub base: Option<&'a Url>,
    /// Folders under `base`: what is linked there is a file that goes with the text.
    pub files: &'a [&'a str],
}

/// What was made of the HTML.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parsed {
    /// The text.
    pub text: RichText,
    /// The pictures and files that it shows or links to, each once.
    pub attachments: Vec<Attachment>,
    /// What was left out.
    pub notices: Vec<Notice>,
}

/// A parsed page, or its beginning.
#[derive(Debug)]
pub struct Page {
    /// The tree.
    pub tree: Html,
    /// Whether it is only the beginning: the rest was too long, too deep or too tangled.
    pub cut: bool,
}

/// Makes a text of a piece of HTML.
pub fn rich_text(html: &str, context: &Context<'_>) -> Parsed {
    let page = parse::fragment(html);
    let mut parsed = rich_text_of(page.tree.root_element(), context);
    if page.cut {
        parsed.notices.push(cut(context.subject));
    }
    parsed
}

/// Makes a text of what is inside an element.
pub fn rich_text_of(element: ElementRef<'_>, context: &Context<'_>) -> Parsed {
    let mut parsed = flow::convert(element, context);
    level_headings(&mut parsed.text);
    parsed
}

/// Parses a whole page within the limits of this module.
pub fn page(html: &str) -> Page {
    parse::document(html)
}

/// Parses a piece of HTML within the limits of this module.
pub fn fragment(html: &str) -> Page {
    parse::fragment(html)
}

/// The remark that a text was cut.
pub fn cut(subject: &str) -> Notice {
    Notice::new(NoticeKind::Malformed, subject, "the text is too long or too tangled; only its beginning was read")
}

#[cfg(test)]
mod tests;
