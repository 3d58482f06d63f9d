//! The help as its template sees it.

use serde::Serialize;

use crate::plan::help::HelpPage;
use crate::render::view::fact::{self, FactView};
use crate::render::view::foot::FrameView;
use crate::render::words::Words;

/// `aide.html`.
#[derive(Debug, PartialEq, Serialize)]
pub(in crate::render) struct HelpView {
    /// Its head and foot.
    #[serde(flatten)]
    frame: FrameView,
    /// Whether there is a gazette to print.
    gazette: bool,
    /// Whether its addresses are for families only.
    private: bool,
    /// Whom to ask.
    contact: Vec<FactView>,
}

impl HelpView {
    pub(in crate::render) fn new(page: &HelpPage, words: &Words) -> Self {
        HelpView {
            frame: FrameView::new(&page.chrome, words.say("help"), None, words),
            gazette: page.gazette,
            private: page.private,
            contact: fact::contact(&page.contact, words),
        }
    }
}
