//! The index of sites: what a school shows to whoever comes without the address of a class.

use crate::config::Config;
use crate::config::site::Access;
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
