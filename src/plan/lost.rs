//! `404.html`, `410.html` and `401.html` beside the sites: what a host shows whose reader does not get in, and `robots.txt`.

use serde::Serialize;

use crate::config::Config;
use crate::model::contact::Contact;
use crate::plan::page::Page;
use crate::plan::{Job, Work, paths};

/// A page for somebody who does not get in. It has no links, because it is shown at any address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LostPage {
    /// The school's name.
    pub school: String,
    /// Why.
    pub why: Why,
    /// Whom to ask.
    pub contact: Contact,
}

/// Why somebody does not get in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Why {
    /// Nothing is there (404).
    Nothing,
    /// The address is one that nobody can guess, and it leads nowhere: it is mistyped, or was replaced (410).
    Gone,
    /// The password is missing or wrong (401).
    Closed,
}

impl Why {
    /// All of them.
    pub const ALL: [Why; 3] = [Why::Nothing, Why::Gone, Why::Closed];

    /// The status of HTTP.
    pub fn status(self) -> u16 {
        match self {
            Why::Nothing => 404,
            Why::Gone => 410,
            Why::Closed => 401,
        }
    }
}

/// The files beside the sites that a host needs.
pub fn for_hosts(config: &Config) -> Vec<Job> {
    let page = |why| LostPage { school: config.school.name.clone(), why, contact: config.contact.clone() };
    let beside = |path, work| Job { site: None, path, work };
    let pages = Why::ALL.map(|why| beside(paths::lost(why), Work::Page(Page::Lost(Box::new(page(why))))));
    pages.into_iter().chain([beside(paths::robots(), Work::Robots)]).collect()
}
