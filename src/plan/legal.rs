//! `accessibilite.html`, `donnees.html` and `mentions.html`: what the law asks of a public site, from the configuration alone.
//!
//! None of them holds a date of the site, so that news never changes them.

use chrono::NaiveDate;
use serde::Serialize;

use crate::model::contact::Contact;
use crate::model::legal::{Audit, Legal};
use crate::model::lesson::TeacherNames;
use crate::model::rich_text::Address;
use crate::plan::page::Chrome;
use crate::plan::site_view::SiteView;

/// The accessibility statement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AccessibilityPage {
    /// Names, and the conformity that may be claimed.
    pub chrome: Chrome,
    /// Whom to ask for another form of a content.
    pub contact: Contact,
    /// When the statement was drawn up.
    pub declared_on: Option<NaiveDate>,
    /// Where the school's plan for accessibility is.
    pub plan: Option<Address>,
    /// What is known.
    pub audited: Audited,
}

/// What an audit says today.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Audited {
    /// There is none yet.
    Never,
    /// It is too old to count.
    Lapsed(Audit),
    /// It counts.
    Valid(Audit),
}

impl Audited {
    fn on(legal: &Legal, day: NaiveDate) -> Self {
        match legal.audit.clone() {
            Some(audit) if audit.is_valid(day) => Audited::Valid(audit),
            Some(audit) if audit.date <= day => Audited::Lapsed(audit),
            Some(_) | None => Audited::Never,
        }
    }
}

/// What becomes of personal data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PersonalDataPage {
    /// Names.
    pub chrome: Chrome,
    /// Who is responsible.
    pub contact: Contact,
    /// Who keeps the files.
    pub host: Option<String>,
    /// The data protection officer.
    pub dpo: Option<String>,
    /// How much of teachers' names is shown.
    pub teachers: TeacherNames,
    /// How many days past weeks stay.
    pub retention_days: u32,
}

/// Who publishes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LegalNoticePage {
    /// Names.
    pub chrome: Chrome,
    /// The publisher.
    pub contact: Contact,
    /// Who directs the publication.
    pub publication_director: Option<String>,
    /// Who keeps the files.
    pub host: Option<String>,
}

pub(super) fn accessibility(view: &SiteView<'_>) -> AccessibilityPage {
    let config = view.inputs.config;
    AccessibilityPage {
        chrome: view.chrome(),
        contact: config.contact.clone(),
        declared_on: config.legal.declared_on,
        plan: config.legal.accessibility_plan.clone(),
        audited: Audited::on(&config.legal, view.today()),
    }
}

pub(super) fn personal_data(view: &SiteView<'_>) -> PersonalDataPage {
    let config = view.inputs.config;
    PersonalDataPage {
        chrome: view.chrome(),
        contact: config.contact.clone(),
        host: config.legal.host.clone(),
        dpo: config.legal.dpo.clone(),
        teachers: view.site.teachers,
        retention_days: config.site.retention_days,
    }
}

pub(super) fn notice(view: &SiteView<'_>) -> LegalNoticePage {
    let config = view.inputs.config;
    LegalNoticePage {
        chrome: view.chrome(),
        contact: config.contact.clone(),
        publication_director: config.legal.publication_director.clone(),
        host: config.legal.host.clone(),
    }
}
