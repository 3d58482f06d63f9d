//! The index of sites as its template sees it.

use serde::Serialize;

use crate::plan::page::SitesPage;
use crate::render::markup::href;
use crate::render::view::{LinkView, authority};
use crate::render::words::Words;

/// `index.html` beside the sites.
#[derive(Debug, PartialEq, Serialize)]
pub(in crate::render) struct SitesView {
    /// The title of the window.
    title: String,
    /// Who is right in case of doubt.
    authority: String,
    /// The public sites.
    sites: Vec<LinkView>,
    /// Whether there are sites that are not listed.
    others: bool,
}

impl SitesView {
    pub(in crate::render) fn new(page: &SitesPage, words: &Words) -> Self {
        let link =
            |site: &crate::plan::page::ListedSite| LinkView { href: href(&site.path), label: site.title.clone() };
        SitesView {
            title: page.school.clone(),
            authority: authority(&page.school, words),
            sites: page.sites.iter().map(link).collect(),
            others: page.others,
        }
    }
}
