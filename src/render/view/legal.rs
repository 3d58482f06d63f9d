//! The legal pages as their templates see them.

use serde::Serialize;

use crate::model::legal::{Audit, Conformity};
use crate::model::lesson::TeacherNames;
use crate::plan::legal::{AccessibilityPage, Audited, LegalNoticePage, PersonalDataPage};
use crate::render::view::fact::{self, FactView};
use crate::render::view::foot::FrameView;
use crate::render::words::{Words, conformity_name};

/// `accessibilite.html`.
#[derive(Debug, PartialEq, Serialize)]
pub(in crate::render) struct AccessibilityView {
    /// Its head and foot.
    #[serde(flatten)]
    frame: FrameView,
    /// What the school engages itself to.
    pledge: String,
    /// Its plan.
    plan: FactView,
    /// Which site is meant.
    scope: String,
    /// How the site stands.
    state: String,
    /// That what is wrong follows; empty where nothing is.
    reasons: String,
    /// What the audit found, or that there is none.
    results: Vec<String>,
    /// What is known to be wrong.
    failures: Vec<String>,
    /// When the statement was drawn up.
    declared_on: FactView,
    /// With what the tests were made.
    environment: Vec<String>,
    /// With which tools.
    tools: Vec<String>,
    /// On which pages.
    pages: Vec<String>,
    /// Whom to ask for another form.
    contact: Vec<FactView>,
}

impl AccessibilityView {
    pub(in crate::render) fn new(page: &AccessibilityPage, words: &Words) -> Self {
        let chrome = &page.chrome;
        let school = [("school", chrome.school.as_str().into())];
        let conformity = [("conformity", conformity_name(chrome.conformity).into())];
        let plan = page.plan.as_ref().map(|address| (address.as_str().to_owned(), address.as_str().to_owned()));
        let declared_on = page.declared_on.map(|day| words.day_with_year(day));
        let valid = match &page.audited {
            Audited::Valid(audit) => Some(audit),
            Audited::Never | Audited::Lapsed(_) => None,
        };
        let listed = |lists: fn(&Audit) -> &Vec<String>, without: &str| match valid {
            Some(audit) if !lists(audit).is_empty() => lists(audit).clone(),
            Some(_) => vec![words.say("not-given-sentence")],
            None => vec![words.say(without)],
        };
        AccessibilityView {
            frame: FrameView::new(chrome, words.say("accessibility"), None, words),
            pledge: words.fill("a11y-pledge", &school),
            plan: FactView::linked(words.say("a11y-plan"), plan, words),
            scope: words.fill("a11y-scope", &[("site", chrome.title.as_str().into()), school[0].clone()]),
            state: words.fill("a11y-state", &conformity),
            reasons: words.fill("a11y-reasons", &conformity),
            results: results(&page.audited, words),
            failures: failures(valid, chrome.conformity, words),
            declared_on: FactView::new(words.say("a11y-declared-on"), declared_on.as_deref(), words),
            environment: listed(|audit| &audit.environment, "a11y-no-environment"),
            tools: listed(|audit| &audit.tools, "a11y-automatic-tools"),
            pages: listed(|audit| &audit.pages, "a11y-no-page"),
            contact: fact::contact(&page.contact, words),
        }
    }
}

fn results(audited: &Audited, words: &Words) -> Vec<String> {
    let date = |audit: &Audit| ("date", words.day_with_year(audit.date).into());
    match audited {
        Audited::Never => vec![words.say("a11y-no-audit")],
        Audited::Lapsed(audit) => vec![words.fill("a11y-lapsed-audit", &[date(audit)])],
        Audited::Valid(audit) => vec![
            words.fill("a11y-audit", &[("by", audit.by.as_str().into()), date(audit)]),
            words.fill("a11y-percent", &[("percent", audit.percent.into())]),
        ],
    }
}

/// What an audit found; without one, what is known of every such site.
fn failures(valid: Option<&Audit>, conformity: Conformity, words: &Words) -> Vec<String> {
    match valid {
        Some(audit) if !audit.failures.is_empty() => audit.failures.clone(),
        Some(_) if conformity == Conformity::Total => vec![words.say("a11y-no-failure")],
        Some(_) => vec![words.say("not-given-sentence")],
        None => [words.say("a11y-images"), words.say("a11y-files"), words.say("a11y-texts"), words.say("a11y-unknown")]
            .into(),
    }
}

/// `donnees.html`.
#[derive(Debug, PartialEq, Serialize)]
pub(in crate::render) struct PersonalDataView {
    /// Its head and foot.
    #[serde(flatten)]
    frame: FrameView,
    /// Who is responsible.
    responsible: String,
    /// What is shown of teachers' names.
    teachers: String,
    /// How long past weeks stay.
    retention: String,
    /// Who keeps the files.
    host: FactView,
    /// The data protection officer.
    dpo: FactView,
    /// How to reach the school.
    contact: Vec<FactView>,
}

impl PersonalDataView {
    pub(in crate::render) fn new(page: &PersonalDataPage, words: &Words) -> Self {
        let teachers = match page.teachers {
            TeacherNames::Full => "full",
            TeacherNames::Initial => "initial",
            TeacherNames::None => "none",
        };
        PersonalDataView {
            frame: FrameView::new(&page.chrome, words.say("personal-data"), None, words),
            responsible: words.fill("data-responsible", &[("school", page.chrome.school.as_str().into())]),
            teachers: words.fill("data-teachers", &[("names", teachers.into())]),
            retention: words.fill("data-retention", &[("days", page.retention_days.into())]),
            host: FactView::new(words.say("fact-host"), page.host.as_deref(), words),
            dpo: FactView::new(words.say("fact-dpo"), page.dpo.as_deref(), words),
            contact: fact::contact(&page.contact, words),
        }
    }
}

/// `mentions.html`.
#[derive(Debug, PartialEq, Serialize)]
pub(in crate::render) struct LegalNoticeView {
    /// Its head and foot.
    #[serde(flatten)]
    frame: FrameView,
    /// The publisher.
    publisher: Vec<FactView>,
    /// Who directs the publication.
    director: String,
    /// Who keeps the files.
    host: String,
}

impl LegalNoticeView {
    pub(in crate::render) fn new(page: &LegalNoticePage, words: &Words) -> Self {
        let name = FactView::new(words.say("fact-name"), Some(&page.chrome.school), words);
        let website = page.contact.website.as_ref().map(|address| address.as_str().to_owned());
        let website = FactView::linked(words.say("fact-website"), website.map(|text| (text.clone(), text)), words);
        let told = |fact: &Option<String>| fact.clone().unwrap_or_else(|| words.say("not-given-sentence"));
        LegalNoticeView {
            frame: FrameView::new(&page.chrome, words.say("legal-notice"), None, words),
            publisher: [name].into_iter().chain(fact::contact(&page.contact, words)).chain([website]).collect(),
            director: told(&page.publication_director),
            host: told(&page.host),
        }
    }
}
