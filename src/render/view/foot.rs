//! The head and foot that pages share, and the mail that tells what is wrong.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Serialize;

use crate::model::contact::{Email, Phone};
use crate::plan::page::Chrome;
use crate::render::view::{LinkView, authority, home_link, page_title};
use crate::render::words::Words;

/// All but the characters that a field of a mail's address may hold as they are, and never a `&` or a quotation mark.
const ESCAPED: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b',').remove(b':');

/// What stands at the foot of every page.
#[derive(Debug, PartialEq, Serialize)]
pub(in crate::render) struct FootView {
    /// Who is right in case of doubt.
    authority: String,
    /// "Accessibilité : non conforme", which the law wants on every page.
    accessibility: String,
}

/// The head and foot of a page that is there whatever the news.
#[derive(Debug, PartialEq, Serialize)]
pub(in crate::render) struct FrameView {
    /// The title of the window.
    title: String,
    /// The title of the page.
    heading: String,
    /// "Version du …".
    version: Option<String>,
    /// The way back.
    home: LinkView,
    /// The foot.
    foot: FootView,
}

impl FootView {
    pub(super) fn new(chrome: &Chrome, words: &Words) -> Self {
        FootView { authority: authority(&chrome.school, words), accessibility: words.conformity(chrome.conformity) }
    }
}

impl FrameView {
    /// `key` names the page's title.
    pub(super) fn new(chrome: &Chrome, heading: String, version: Option<String>, words: &Words) -> Self {
        FrameView {
            title: page_title(&heading, &chrome.title, words),
            heading,
            version,
            home: home_link(&chrome.title, words),
            foot: FootView::new(chrome, words),
        }
    }
}

/// A link that calls.
pub(super) fn call(phone: &Phone, words: &Words) -> LinkView {
    LinkView { href: dial(phone), label: words.fill("call", &[("number", words.phone(phone).into())]) }
}

/// The address that a telephone dials.
pub(super) fn dial(phone: &Phone) -> String {
    format!("tel:{}", phone.dialled())
}

/// A link to a mail to the school that already says which page of which site is wrong, and of when it is (RFC 6068).
pub(super) fn report(to: &Email, site: &str, page: &str, moment: &str, words: &Words) -> LinkView {
    let escaped = |text: &str| utf8_percent_encode(&text.replace('\u{a0}', " "), ESCAPED).to_string();
    let subject = escaped(&words.fill("report-subject", &[("site", site.into())]));
    let body = escaped(&words.fill("report-body", &[("page", page.into()), ("moment", moment.into())]));
    LinkView { href: format!("mailto:{}?subject={subject}&body={body}", to.as_str()), label: words.say("report") }
}
