//! `plan.html`: every page of the site, and the other ways to read it.

use chrono::NaiveDateTime;
use serde::Serialize;

use crate::artifact::SitePath;
use crate::model::contact::ServiceLink;
use crate::model::rich_text::Address;
use crate::model::time::Week;
use crate::plan::page::{AnnouncementPage, Chrome};
use crate::plan::site_view::SiteView;
use crate::plan::version;

/// What there is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SiteMapPage {
    /// Names.
    pub chrome: Chrome,
    /// The week pages, in order.
    pub weeks: Vec<Week>,
    /// The long announcements, headlines first.
    pub announcements: Vec<LongAnnouncement>,
    /// The week of the `gazette.pdf`, when there is one.
    pub gazette: Option<Week>,
    /// The school's own site.
    pub website: Option<Address>,
    /// Other services.
    pub links: Vec<ServiceLink>,
    /// When a page last came or changed its name; `None` when there is none of a week or an announcement.
    pub version: Option<NaiveDateTime>,
}

/// An announcement with a page of its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LongAnnouncement {
    /// Its title.
    pub title: String,
    /// Its page.
    pub page: SitePath,
}

pub(super) fn page(
    view: &SiteView<'_>,
    weeks: &[Week],
    long: &[(SitePath, AnnouncementPage)],
    gazette: Option<Week>,
) -> SiteMapPage {
    let begun = weeks.iter().filter_map(|week| version::first_seen(view, *week)).map(|instant| view.local(instant));
    let announcements =
        long.iter().map(|(path, page)| LongAnnouncement { title: page.announcement.title.clone(), page: path.clone() });
    SiteMapPage {
        chrome: view.chrome(),
        weeks: weeks.to_vec(),
        announcements: announcements.collect(),
        gazette,
        website: view.inputs.config.contact.website.clone(),
        links: view.inputs.config.links.clone(),
        version: begun.chain(long.iter().map(|(_, page)| page.version)).max(),
    }
}
