//! The site map as its template sees it.

use serde::Serialize;

use crate::model::contact::ServiceLink;
use crate::model::time::Week;
use crate::plan::site_map::SiteMapPage;
use crate::render::markup;
use crate::render::view::foot::FrameView;
use crate::render::view::{LinkView, gazette_link, version, week_link};
use crate::render::words::Words;

/// `plan.html`.
#[derive(Debug, PartialEq, Serialize)]
pub(in crate::render) struct SiteMapView {
    /// Its head and foot.
    #[serde(flatten)]
    frame: FrameView,
    /// The gazette.
    gazette: Option<LinkView>,
    /// The weeks.
    weeks: Vec<LinkView>,
    /// The long announcements.
    announcements: Vec<LinkView>,
    /// The school's own site, then other services.
    services: Vec<LinkView>,
}

impl SiteMapView {
    pub(in crate::render) fn new(page: &SiteMapPage, words: &Words) -> Self {
        let version = page.version.map(|moment| version(moment, words));
        let website = page.website.as_ref().map(|address| LinkView {
            href: address.as_str().to_owned(),
            label: words.fill("website-of", &[("school", page.chrome.school.as_str().into())]),
        });
        let announcements = page.announcements.iter();
        SiteMapView {
            frame: FrameView::new(&page.chrome, words.say("site-map"), version, words),
            gazette: page.gazette.map(|week| gazette_link(week, words)),
            weeks: page.weeks.iter().map(|week| dated_week(*week, words)).collect(),
            announcements: announcements
                .map(|one| LinkView { href: markup::href(&one.page), label: one.title.clone() })
                .collect(),
            services: website.into_iter().chain(services(&page.links)).collect(),
        }
    }
}

/// The link to the page of a week, with its days.
fn dated_week(week: Week, words: &Words) -> LinkView {
    LinkView { label: words.week_caption(week, None), ..week_link(week, words) }
}

/// Links to other services.
pub(super) fn services(links: &[ServiceLink]) -> impl Iterator<Item = LinkView> {
    links.iter().map(|link| LinkView { href: link.url.as_str().to_owned(), label: link.label.clone() })
}
