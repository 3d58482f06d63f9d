//! The notice for the door: what everybody must know of the service, when the sites cannot tell everybody.

use chrono::{DateTime, NaiveDateTime, Utc};
use serde::Serialize;

use crate::model::audience::Audience;
use crate::model::contact::Contact;
use crate::plan::announcements;
use crate::plan::page::AnnouncementEntry;
use crate::plan::site_view::SiteView;

/// What the school says of the service, to be read standing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Notice {
    /// The school's name.
    pub school: String,
    /// How to reach it.
    pub contact: Contact,
    /// The announcements, in full; at least one.
    pub entries: Vec<AnnouncementEntry>,
    /// When one of them last changed.
    pub version: NaiveDateTime,
}

/// The notice of a school, as one of its sites tells it, and the instant of its last change; `None` when nothing is wrong.
pub(super) fn of_school(view: &SiteView<'_>) -> Option<(Notice, DateTime<Utc>)> {
    let is_meant = |audience: &Audience| *audience == Audience::School;
    let service = || view.announcements().filter(|seen| seen.item.service && is_meant(&seen.item.audience));
    let changed_at = service().map(|seen| seen.changed_at).max()?;
    let notice = Notice {
        school: view.inputs.config.school.name.clone(),
        contact: view.inputs.config.contact.clone(),
        entries: service().map(|seen| announcements::full(view, seen)).collect(),
        version: view.local(changed_at),
    };
    Some((notice, changed_at))
}
