//! `[legal]`, `[[links]]` and the contact in `[school]`: what families and the law ask a school to tell. All may be missing;
//! the pages then say so, and a notice tells the operator.

use chrono::NaiveDate;

use crate::config::raw::Table;
use crate::model::contact::{Contact, Email, Phone, ServiceLink};
use crate::model::legal::{Audit, Legal};
use crate::model::notice::{Notice, NoticeKind};
use crate::model::rich_text::Address;

const WEB: &str = "an address that begins with `https://`";
const DAY: &str = "a day such as `2026-09-01`";

/// The keys of `[school]` that tell how to reach it.
pub(super) fn contact(school: &Table<'_>) -> Contact {
    Contact {
        phone: school.parsed("phone", "a telephone number such as `02 61 91 12 34`", Phone::new),
        email: school.parsed("email", "a mailbox such as `secretariat@college.example`", Email::new),
        address: optional_text(school, "address"),
        website: school.parsed("website", WEB, web),
    }
}

/// `[legal]`.
pub(super) fn legal(root: &Table<'_>) -> Legal {
    let Some(table) = root.table("legal") else { return Legal::default() };
    let legal = Legal {
        publication_director: optional_text(&table, "publication_director"),
        host: optional_text(&table, "host"),
        dpo: optional_text(&table, "dpo"),
        declared_on: table.parsed("declared_on", DAY, day),
        accessibility_plan: table.parsed("accessibility_plan", WEB, web),
        audit: table.table("audit").and_then(audit),
    };
    table.finish();
    legal
}

fn audit(table: Table<'_>) -> Option<Audit> {
    let date = table.required_parsed("date", DAY, day);
    let by = table.required_text("by");
    if table.value("percent").is_none() {
        table.problem("percent", "is missing");
    }
    let percent = table.number("percent", 0..=100);
    let [environment, tools, pages, failures] =
        ["environment", "tools", "pages", "failures"].map(|key| table.texts(key));
    table.finish();
    Some(Audit { date: date?, by: by?, percent: percent?, environment, tools, pages, failures })
}

/// `[[links]]`.
pub(super) fn links(root: &Table<'_>) -> Vec<ServiceLink> {
    let link = |table: Table<'_>| {
        let label = table.required_text("label");
        let url = table.required_parsed("url", WEB, web);
        table.finish();
        Some(ServiceLink { label: label?, url: url? })
    };
    root.tables("links").into_iter().filter_map(link).collect()
}

/// Tells which facts the pages will call missing.
pub(super) fn missing(contact: &Contact, legal: &Legal) -> Option<Notice> {
    let facts = [
        ("school.phone", contact.phone.is_some()),
        ("school.email", contact.email.is_some()),
        ("school.address", contact.address.is_some()),
        ("legal.publication_director", legal.publication_director.is_some()),
        ("legal.host", legal.host.is_some()),
        ("legal.dpo", legal.dpo.is_some()),
        ("legal.declared_on", legal.declared_on.is_some()),
    ];
    let missing: Vec<String> = facts.iter().filter(|(_, given)| !given).map(|(key, _)| format!("`{key}`")).collect();
    let message = format!("the legal pages call these facts missing: {}", missing.join(", "));
    (!missing.is_empty()).then(|| Notice::new(NoticeKind::Configuration, "legal", message))
}

/// A text that, when it is there, is not empty.
fn optional_text(table: &Table<'_>, key: &str) -> Option<String> {
    table.value(key).and_then(|_| table.required_text(key))
}

/// An address on the web that nobody on the way can read or change.
pub(super) fn web(text: &str) -> Option<Address> {
    Address::new(text).filter(|address| address.as_str().starts_with("https://"))
}

fn day(text: &str) -> Option<NaiveDate> {
    text.parse().ok()
}

#[cfg(test)]
mod tests;
