//! `output/` and the places of the sites → the configuration of a web server that shows them.

use std::path::Path;

use url::Url;

use crate::artifact::headers::Inline;
use crate::config::Config;
use crate::error::{Error, Kind, Result};
use crate::fs;
use crate::host::{self, ClosedSite, Host};
use crate::model::time::Now;
use crate::pipeline::access;
use crate::store::Store;

/// Where things lie on the machine of the web server.
#[derive(Debug, Clone)]
pub struct Layout {
    /// The folder that it shows; a target's folder.
    pub root: String,
    /// The folder of the certificate; `None` for the one that certbot makes.
    pub certificates: Option<String>,
    /// The folder of the kit there.
    pub kit: String,
}

/// Writes the kit into a folder, and tells the names of its files.
///
/// # Errors
/// `Config` when the sites have no address of their own, `Local` when nothing was built or a file cannot be written.
pub async fn write(config: &Config, now: Now, layout: &Layout, folder: &Path) -> Result<Vec<String>> {
    let url = address(config)?;
    let name = url.host_str().unwrap_or_default().to_owned();
    let certificates = layout.certificates.clone().unwrap_or_else(|| format!("/etc/letsencrypt/live/{name}"));
    let host = Host {
        port: url.port(),
        tls: url.scheme() == "https",
        root: layout.root.clone(),
        certificates,
        kit: layout.kit.clone(),
        inline: inline(&config.output_dir.join("sites"))?,
        closed: closed(config, now).await?,
        name,
    };
    let files = host::files(&host)?;
    for (name, text) in &files {
        fs::write(&folder.join(name), text.as_bytes())?;
    }
    Ok(files.into_iter().map(|(name, _)| name).collect())
}

/// A kit is for a host whose first page is the index of sites.
fn address(config: &Config) -> Result<Url> {
    let problem = |text: &str| Error::new(Kind::Config, format!("`site.public_url` {text}"));
    let address = config.site.public_url.as_ref().ok_or_else(|| problem("is missing: which host is the kit for?"))?;
    let url = Url::parse(address.as_str()).map_err(|error| problem("is no address").because(error))?;
    if url.path() == "/" { Ok(url) } else { Err(problem("has a path: the kit is for a host of its own")) }
}

/// What the pages of a build bring with them.
fn inline(sites: &Path) -> Result<Inline> {
    let mut inline = Inline::default();
    let pages = fs::files_below(sites)?;
    let mut pages = pages.into_iter().filter(|path| path.extension() == Some("html".as_ref())).peekable();
    if pages.peek().is_none() {
        return Err(Error::new(Kind::Local, format!("`{}` holds no page: build first", sites.display())));
    }
    for page in pages {
        inline.extend(Inline::of_page(&fs::read_text(&sites.join(page))?));
    }
    Ok(inline)
}

async fn closed(config: &Config, now: Now) -> Result<Vec<ClosedSite>> {
    let store = Store::open(&config.state_dir).await?;
    let places = access::places(config, &store, now).await?;
    let secrets = store.site_secrets().await?;
    store.close().await;
    let closed = places.sites.into_iter().filter_map(|(site, place)| {
        let secret = secrets.iter().rev().find(|kept| kept.site == site)?.secret;
        Some(ClosedSite { folder: place.folder, login: place.login?, secret })
    });
    Ok(closed.collect())
}
