//! The index of sites: what a school shows to whoever comes without the address of a class.

use crate::config::Config;
use crate::config::site::{Access, Site};
use crate::plan::page::{ListedSite, Page, SitesPage};
use crate::plan::{Job, Work, paths};

/// The page beside the sites. Only public sites are named: the others are nobody's business who does not know them.
pub fn index_of_sites(config: &Config) -> Job {
    let public = config.sites.iter().filter(|site| site.access == Access::Public);
    let listed = public.map(|site| ListedSite { title: site.title.clone(), path: paths::index_of(&site.id) }).collect();
    let page = SitesPage {
        school: config.school.name.clone(),
        sites: listed,
        others: config.sites.iter().any(|site| site.access != Access::Public),
    };
    Job { site: None, path: paths::index(), work: Work::Page(Page::Sites(Box::new(page))) }
}

/// The page that opens a folder that was carried away, with a link to each site in it: whoever holds the folder sees them anyway.
pub fn carried_sites(school: &str, sites: &[&Site]) -> Page {
    let listed = sites.iter().map(|site| ListedSite { title: site.title.clone(), path: paths::index_of(&site.id) });
    Page::Sites(Box::new(SitesPage { school: school.to_owned(), sites: listed.collect(), others: false }))
}
