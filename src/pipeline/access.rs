//! Who may see each site: where it lies this school year, and what opens it. `rotate` gives it another secret.

use std::collections::BTreeMap;

use chrono::Datelike;

use crate::artifact::place::{Folder, Login, Place, Places, SiteSecret};
use crate::config::Config;
use crate::config::site::Access;
use crate::error::{Error, Kind, Result};
use crate::model::id::SiteId;
use crate::model::notice::{Notice, NoticeKind};
use crate::model::time::Now;
use crate::report::RunReport;
use crate::store::Store;
use crate::store::access::Renew;
use crate::store::lock::{self, Stage};

/// Where the sites lie at this instant. What a site lacks for this school year is made and kept.
///
/// # Errors
/// `Local` when the store cannot be read or written.
pub async fn places(config: &Config, store: &Store, now: Now) -> Result<Places> {
    let term = term(config, now);
    for site in config.sites.iter().filter(|site| site.access != Access::Public) {
        store.renew_site_secret(&site.id, term, now.instant(), Renew::Missing).await?;
    }
    // A target that was out of reach for a while must still lose the folders of the year before.
    store.forget_site_secrets(term - 1).await?;
    let kept = store.site_secrets().await?;
    let secrets: BTreeMap<&SiteId, SiteSecret> =
        kept.iter().filter(|kept| kept.term == term).map(|kept| (&kept.site, kept.secret)).collect();
    let place = |site: &SiteId, access| {
        let secret = secrets.get(site);
        let folder = match (access, secret) {
            (Access::SecretPath, Some(secret)) => secret.folder(),
            _ => Folder::named(site),
        };
        let login = secret.filter(|_| access == Access::Password);
        let login = login.map(|secret| Login { user: site.to_string(), password: secret.password() });
        Place { folder, login }
    };
    let sites: BTreeMap<SiteId, Place> =
        config.sites.iter().map(|site| (site.id.clone(), place(&site.id, site.access))).collect();
    let once =
        kept.iter().map(|kept| kept.secret.folder()).chain(config.sites.iter().map(|site| Folder::named(&site.id)));
    let left = once.filter(|folder| !sites.values().any(|place| place.folder == *folder)).collect();
    Ok(Places { sites, left })
}

/// The same, from the state folder of the school.
///
/// # Errors
/// `Local` when the store cannot be read or written.
pub async fn kept_places(config: &Config, now: Now) -> Result<Places> {
    let store = Store::open(&config.state_dir).await?;
    let places = places(config, &store, now).await;
    store.close().await;
    places
}

/// Gives sites another secret: a new address, or a new password. The next build prints it, the next publication moves the site.
///
/// # Errors
/// `Config` when there is no such site, or it has no secret; `Local` when the store cannot be written.
pub async fn rotate(config: &Config, sites: &[SiteId], now: Now) -> Result<RunReport> {
    let mut report = RunReport::default();
    let mut chosen = Vec::new();
    for id in sites {
        let site = config.sites.iter().find(|site| site.id == *id);
        let site = site.ok_or_else(|| Error::new(Kind::Config, format!("`{id}` is not the id of a site")))?;
        let what = match site.access {
            Access::SecretPath => "address",
            Access::Password => "password",
            Access::Public => return Err(Error::new(Kind::Config, format!("`{id}` is public: it has no secret"))),
        };
        chosen.push((&site.id, what));
    }
    let _lock = lock::lock(&config.state_dir, Stage::Build).await?;
    let store = Store::open(&config.state_dir).await?;
    for (site, what) in chosen {
        store.renew_site_secret(site, term(config, now), now.instant(), Renew::Always).await?;
        let message = format!("has a new {what}: build and publish, then hand out its new access sheet");
        report.notices.push(Notice::new(NoticeKind::Access, site.as_str(), message));
    }
    store.close().await;
    Ok(report)
}

/// The year in which this school year ends.
fn term(config: &Config, now: Now) -> i32 {
    config.site.season_end.on_or_after(now.day(config.school.zone)).year()
}

#[cfg(test)]
mod tests;
