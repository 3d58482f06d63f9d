//! What somebody sees who does not get in.

use serde::Serialize;

use crate::plan::lost::{LostPage, Why};
use crate::render::view::authority;
use crate::render::view::fact::{self, FactView};
use crate::render::words::Words;

/// `404.html`, `410.html`, `401.html`.
#[derive(Debug, PartialEq, Serialize)]
pub(in crate::render) struct LostView {
    /// The title of the window and of the page.
    title: String,
    /// What happened and what to do, a paragraph each.
    lines: Vec<String>,
    /// Whom to ask.
    contact: Vec<FactView>,
    /// Who is right in case of doubt.
    authority: String,
}

impl LostView {
    pub(in crate::render) fn new(page: &LostPage, words: &Words) -> Self {
        let (title, lines): (_, &[&str]) = match page.why {
            Why::Nothing => ("lost-nothing", &["lost-nothing-check"]),
            Why::Gone => ("lost-gone", &["lost-gone-check", "lost-gone-year"]),
            Why::Closed => ("lost-closed", &["lost-closed-where"]),
        };
        LostView {
            title: words.say(title),
            lines: lines.iter().map(|line| words.say(line)).collect(),
            contact: fact::contact(&page.contact, words),
            authority: authority(&page.school, words),
        }
    }
}
