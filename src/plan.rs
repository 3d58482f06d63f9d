//! What to make: from the snapshot to one job per file, each with everything its template will see.
//!
//! `plan` is pure. It chooses, orders and shapes; it knows no template, reads no clock and touches no file. The digest of a
//! job's input decides whether the file must be made again.

pub mod access;
mod announcements;
pub mod batch;
pub mod calendar;
pub mod documents;
pub mod feed;
mod freshness;
pub mod gazette;
pub mod help;
mod homework;
mod index;
pub mod legal;
pub mod lost;
pub mod media;
mod menu;
pub mod notice;
pub mod offline;
pub mod page;
mod paths;
pub mod poster;
mod school_day;
pub mod sheets;
pub mod site_map;
mod site_view;
mod sites;
mod timetable;
pub mod told;
mod version;
mod week;

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use crate::artifact::SitePath;
use crate::artifact::place::Places;
use crate::config::Config;
use crate::config::site::Site;
use crate::model::id::SiteId;
use crate::model::paper::Profile;
use crate::model::snapshot::Snapshot;
use crate::model::time::{Now, Week};
use crate::plan::access::AccessSheet;
use crate::plan::calendar::Calendar;
use crate::plan::feed::{Feed, FeedKind};
use crate::plan::gazette::Gazette;
use crate::plan::media::MediaFacts;
use crate::plan::offline::OfflineFile;
use crate::plan::page::{AnnouncementPage, Chrome, IndexPage, Page};
use crate::plan::site_view::SiteView;
pub use crate::plan::sites::{carried_sites, index_of_sites};

/// Everything a plan is made from.
#[derive(Debug, Clone, Copy)]
pub struct Inputs<'a> {
    /// The school at this instant.
    pub snapshot: &'a Snapshot,
    /// What became of its files, by the digest of their bytes in the store.
    pub media: &'a BTreeMap<String, MediaFacts>,
    /// What the operator decides.
    pub config: &'a Config,
    /// Where the sites lie.
    pub places: &'a Places,
    /// This instant.
    pub now: Now,
}

/// How much of the texts an index shows: 0 is everything; each level shows less, and links to the rest.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
pub struct Detail(u8);

impl Detail {
    /// The levels of the ladder, after which a page that is still over its budget is given up.
    const LAST: u8 = 4;

    /// The next level, unless this is the last.
    pub fn less(self) -> Option<Self> {
        (self.0 < Self::LAST).then_some(Detail(self.0 + 1))
    }

    fn shortens_announcements(self) -> bool {
        self.0 >= 1
    }

    /// The site map has them all the same.
    fn leaves_out_services(self) -> bool {
        self.0 >= 2
    }

    fn shortens_far_homework(self) -> bool {
        self.0 >= 3
    }

    fn shortens_homework(self) -> bool {
        self.0 >= Self::LAST
    }
}

/// One file to make.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Job {
    /// The site it belongs to; `None` for what lies beside the sites.
    pub site: Option<SiteId>,
    /// Its place there.
    pub path: SitePath,
    /// How it is made.
    pub work: Work,
}

/// How a file is made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Work {
    /// From a template.
    Page(Page),
    /// By the typesetter; with the instant that its metadata carry.
    Gazette(Box<Gazette>, DateTime<Utc>),
    /// By the typesetter: how to open the site.
    Access(Box<AccessSheet>),
    /// The first page as plain text.
    Text(Box<IndexPage>),
    /// An Atom feed.
    Feed(Box<Feed>),
    /// An iCalendar file.
    Calendar(Box<Calendar>),
    /// The service worker.
    Worker,
    /// The web app manifest.
    WebManifest(Chrome),
    /// Who may fetch what.
    Robots,
    /// The list of what the service worker keeps.
    OfflineFiles(Vec<OfflineFile>),
    /// From a file of the store, cleaned and made small, by the digest of the original bytes.
    Copy(String),
}

/// The jobs of one site: its pages first, the files that they show last.
pub fn site(inputs: Inputs<'_>, site: &Site, detail: Detail) -> Vec<Job> {
    let view = SiteView::new(inputs, site);
    let weeks = week::with_pages(&view);
    let index = index::page(&view, &weeks, detail);
    let covered = index.gazette;

    let text = view.job(paths::text(), Work::Text(Box::new(index.clone())));
    let mut jobs = vec![view.job(paths::index(), Work::Page(Page::Index(Box::new(index)))), text];
    for (position, week) in weeks.iter().enumerate() {
        let neighbours = (position.checked_sub(1).map(|before| weeks[before]), weeks.get(position + 1).copied());
        let page = week::page(&view, *week, neighbours);
        jobs.push(view.job(paths::week(*week), Work::Page(Page::Week(Box::new(page)))));
    }
    let announcements = announcements::pages(&view, detail);
    let long: Vec<SitePath> = announcements.iter().map(|(path, _)| path.clone()).collect();
    let others = other_pages(&view, &weeks, &announcements, covered);
    for (path, page) in announcements {
        jobs.push(view.job(path, Work::Page(Page::Announcement(Box::new(page)))));
    }
    jobs.extend(others);
    for kind in [FeedKind::All, FeedKind::Homework, FeedKind::Announcements] {
        jobs.push(view.job(paths::feed(kind), Work::Feed(Box::new(feed::feed(&view, kind, &long)))));
    }
    jobs.push(view.job(paths::calendar(), Work::Calendar(Box::new(calendar::calendar(&view)))));
    for profile in [Profile::Standard, Profile::Grand] {
        let gazette = covered.map(|week| gazette::of_week(&view, week, view.copies(profile)));
        jobs.extend(
            gazette
                .map(|(gazette, made_at)| view.job(paths::gazette(profile), Work::Gazette(Box::new(gazette), made_at))),
        );
    }
    jobs.push(view.job(paths::access(), Work::Access(Box::new(access::sheet(&view)))));
    jobs.push(view.job(paths::worker(), Work::Worker));
    jobs.push(view.job(paths::web_manifest(), Work::WebManifest(view.chrome())));
    jobs.extend(media::copies(&view, &jobs));
    jobs
}

impl Job {
    /// Its place below the folder of the sites, for people: `6a/index.html`.
    pub fn name(&self) -> String {
        self.site.as_ref().map_or_else(|| self.path.to_string(), |site| format!("{site}/{}", self.path))
    }
}

/// The pages that every site has, whatever the news.
fn other_pages(
    view: &SiteView<'_>,
    weeks: &[Week],
    long: &[(SitePath, AnnouncementPage)],
    gazette: Option<Week>,
) -> Vec<Job> {
    let pages = [
        (paths::documents(), Page::Documents(Box::new(documents::page(view, weeks, long)))),
        (paths::site_map(), Page::SiteMap(Box::new(site_map::page(view, weeks, long, gazette)))),
        (paths::help(), Page::Help(Box::new(help::page(view, gazette)))),
        (paths::accessibility(), Page::Accessibility(Box::new(legal::accessibility(view)))),
        (paths::personal_data(), Page::PersonalData(Box::new(legal::personal_data(view)))),
        (paths::legal_notice(), Page::LegalNotice(Box::new(legal::notice(view)))),
    ];
    pages.into_iter().map(|(path, page)| view.job(path, Work::Page(page))).collect()
}

#[cfg(test)]
mod tests;
