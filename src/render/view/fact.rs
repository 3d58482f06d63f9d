//! Facts under their names: who a school is and how to reach it. What is not known is said to be so.

use serde::Serialize;

use crate::model::contact::{Contact, Email};
use crate::render::view::foot;
use crate::render::words::Words;

/// One fact.
#[derive(Debug, PartialEq, Serialize)]
pub(in crate::render) struct FactView {
    /// What it is called.
    name: String,
    /// What it is.
    value: String,
    /// Where it leads.
    href: Option<String>,
}

impl FactView {
    /// A fact of plain words; a mailbox becomes a link.
    pub(super) fn new(name: String, value: Option<&str>, words: &Words) -> Self {
        let href = value.and_then(Email::new).map(|email| format!("mailto:{}", email.as_str()));
        FactView { name, value: value.map_or_else(|| words.say("not-given"), str::to_owned), href }
    }

    /// A fact that is a link.
    pub(super) fn linked(name: String, link: Option<(String, String)>, words: &Words) -> Self {
        match link {
            Some((href, value)) => FactView { name, value, href: Some(href) },
            None => FactView::new(name, None, words),
        }
    }
}

/// Address, telephone, mailbox.
pub(super) fn contact(contact: &Contact, words: &Words) -> Vec<FactView> {
    let phone = contact.phone.as_ref().map(|phone| (foot::dial(phone), words.phone(phone)));
    vec![
        FactView::new(words.say("fact-address"), contact.address.as_deref(), words),
        FactView::linked(words.say("fact-phone"), phone, words),
        FactView::new(words.say("fact-email"), contact.email.as_ref().map(Email::as_str), words),
    ]
}
