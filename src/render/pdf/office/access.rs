//! The access sheet.

use chrono::DateTime;
use serde::Serialize;

use super::{Template, set};
use crate::artifact::place::Login;
use crate::error::Result;
use crate::plan::access::AccessSheet;
use crate::render::pdf::qr::{self, Code};
use crate::render::pdf::{Paper, Sheet};
use crate::render::words::Words;

/// `/data.json`.
#[derive(Debug, Serialize)]
struct View {
    /// The title of the document.
    title: String,
    school: String,
    /// "6e A".
    site: String,
    lead: String,
    address: Option<String>,
    code: Option<Code>,
    /// What to do with the address, or that somebody must write it here.
    address_label: String,
    steps_title: String,
    steps: Vec<Step>,
    about: List,
    help: List,
    /// What the site asks for, a line each; none when the address is enough.
    login: Vec<String>,
    /// For whom the address or the password is; `None` when they are for everybody.
    private: Option<String>,
}

#[derive(Debug, Serialize)]
struct Step {
    title: String,
    lines: Vec<String>,
}

#[derive(Debug, Serialize)]
struct List {
    title: String,
    lines: Vec<String>,
}

/// Makes the access sheet of a site. Its metadata have no date of their own, since no news changes it.
pub fn access(input: &AccessSheet, paper: &Paper) -> Result<Sheet> {
    let words = &paper.words;
    let address = input.address.as_ref().map(|address| address.as_str().to_owned());
    let code = address.as_deref().and_then(|address| qr::code(address, words));
    let private = if input.login.is_some() { "acces-private-password" } else { "acces-private" };
    let view = View {
        title: words.fill("acces-title", &[("site", input.title.as_str().into())]),
        school: input.school.clone(),
        site: input.title.clone(),
        lead: words.say(if input.of_class { "acces-of-class" } else { "acces-of-site" }),
        address_label: words.say(if address.is_some() { "acces-address" } else { "acces-address-to-write" }),
        steps_title: words.say("acces-steps"),
        steps: steps(input, code.as_ref(), words),
        about: about(input, words),
        help: help(input, words),
        code,
        login: input.login.as_ref().map(|login| login_lines(login, words)).unwrap_or_default(),
        private: (!input.public).then(|| words.say(private)),
        address,
    };
    let name = format!("{}/{}/acces", input.school, input.title);
    set(Template { file: "acces.typ", name, made_at: DateTime::UNIX_EPOCH }, &view, paper)
}

/// The user and the password, as families type them.
fn login_lines(login: &Login, words: &Words) -> Vec<String> {
    let user = words.fill("acces-user", &[("user", login.user.as_str().into())]);
    vec![user, words.fill("acces-password", &[("password", login.password.as_str().into())])]
}

/// A secret address is typed as it stands: most hosts know one spelling only.
fn steps(input: &AccessSheet, code: Option<&Code>, words: &Words) -> Vec<Step> {
    let secret = !input.public && input.login.is_none();
    let step = |title: &str, lines: &[&str]| Step {
        title: words.say(title),
        lines: lines.iter().map(|line| words.say(line)).collect(),
    };
    let open: &[&str] = match (code.is_some(), secret) {
        (true, true) => &["acces-scan", "acces-or-type-exactly"],
        (true, false) => &["acces-scan", "acces-or-type"],
        (false, true) => &["acces-type-exactly"],
        (false, false) => &["acces-type"],
    };
    vec![
        step("acces-open", open),
        step("acces-keep", &["acces-keep-android", "acces-keep-iphone"]),
        step("acces-offline", &["acces-offline-chrome"]),
    ]
}

fn about(input: &AccessSheet, words: &Words) -> List {
    let of_class = input.of_class.then_some("acces-has-gazette");
    let lines = ["acces-has-homework", "acces-has-timetable", "acces-has-announcements"].into_iter().chain(of_class);
    let costs = ["acces-light", "acces-free"];
    List { title: words.say("acces-about"), lines: lines.chain(costs).map(|line| words.say(line)).collect() }
}

/// Whom to ask; at least the office of the school.
fn help(input: &AccessSheet, words: &Words) -> List {
    let contact = &input.contact;
    let phone = contact.phone.as_ref().map(|phone| words.phone(phone));
    let phone = phone.map(|number| words.fill("call", &[("number", number.into())]));
    let email = contact.email.as_ref().map(|email| email.as_str().to_owned());
    let known: Vec<String> = phone.into_iter().chain(email).chain(contact.address.clone()).collect();
    let office = if known.is_empty() { vec![words.say("acces-ask-office")] } else { known };
    let paper = input.of_class.then(|| words.say("acces-on-paper"));
    List { title: words.say("acces-help"), lines: office.into_iter().chain(paper).collect() }
}
