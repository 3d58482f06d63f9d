//! HTML into a tree, in bounded time whatever it holds.
//!
//! The algorithm of the HTML standard is quadratic in the depth of open elements, in the number of attributes of one tag
//! and in unclosed formatting. So the text is fed piece by piece, and what follows the piece in which the tree became too
//! deep or too large is not read.

use html5ever::driver::{ParseOpts, Parser};
use html5ever::tendril::{StrTendril, TendrilSink};
use html5ever::{LocalName, Namespace, QualName, driver};
use scraper::{Html, HtmlTreeSink};

use crate::normalise::html::{MOST_BYTES, Page};

const PIECE: usize = 1024;
const MOST_DEPTH: usize = 512;
const MOST_NODES: usize = 300_000;
const MOST_ATTRIBUTES: usize = 2000;

pub(super) fn document(html: &str) -> Page {
    let sink = HtmlTreeSink::new(Html::new_document());
    feed(driver::parse_document(sink, ParseOpts::default()), html)
}

pub(super) fn fragment(html: &str) -> Page {
    let body = QualName::new(None, Namespace::from("http://www.w3.org/1999/xhtml"), LocalName::from("body"));
    let sink = HtmlTreeSink::new(Html::new_fragment());
    feed(driver::parse_fragment(sink, ParseOpts::default(), body, Vec::new(), false), html)
}

fn feed(mut parser: Parser<HtmlTreeSink>, html: &str) -> Page {
    let readable = readable(html);
    let mut rest = readable;
    while !rest.is_empty() && !is_tangled(&parser) {
        let (piece, after) = rest.split_at(boundary(rest, PIECE));
        parser.process(StrTendril::from(piece));
        rest = after;
    }
    Page { tree: parser.finish(), cut: !rest.is_empty() || readable.len() < html.len() }
}

fn is_tangled(parser: &Parser<HtmlTreeSink>) -> bool {
    let html = parser.tokenizer.sink.sink.0.borrow();
    let depth = html.tree.nodes().next_back().map_or(0, |last| last.ancestors().take(MOST_DEPTH).count());
    depth >= MOST_DEPTH || html.tree.values().len() > MOST_NODES
}

/// The beginning of the text that is short enough and has no tag of countless attributes.
fn readable(html: &str) -> &str {
    let html = &html[..boundary(html, MOST_BYTES)];
    let (mut tag, mut gaps) = (None, 0);
    for (index, byte) in html.bytes().enumerate() {
        match byte {
            b'<' => (tag, gaps) = (Some(index), 0),
            b'>' => tag = None,
            byte if byte.is_ascii_whitespace() || byte == b'/' || byte == b'"' || byte == b'\'' => gaps += 1,
            _ => {}
        }
        if let Some(start) = tag.filter(|_| gaps > 4 * MOST_ATTRIBUTES) {
            return &html[..start];
        }
    }
    html
}

/// The last character boundary at or before `most`.
fn boundary(text: &str, most: usize) -> usize {
    text.floor_char_boundary(most)
}
