//! In which folder of a target each site lies.

use std::collections::BTreeMap;

use crate::config::Config;
use crate::config::site::Access;
use crate::model::id::SiteId;

/// The folders of the sites that may be published on a network.
#[derive(Debug, Default)]
pub(super) struct Folders {
    folders: BTreeMap<SiteId, String>,
}

impl Folders {
    /// Public sites lie in the folder of their name. The others have none: whoever guesses a name must not find them.
    pub(super) fn new(config: &Config) -> Self {
        let public = config.sites.iter().filter(|site| site.access == Access::Public);
        Folders { folders: public.map(|site| (site.id.clone(), site.id.to_string())).collect() }
    }

    /// The folder of a site.
    pub(super) fn of(&self, site: &SiteId) -> Option<&str> {
        self.folders.get(site).map(String::as_str)
    }
}
