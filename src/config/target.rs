//! `[[targets]]`: where the sites are published.
//!
//! A folder that a web server shows (`fs`), a folder to carry away (`usb`), a bucket (`s3`), or a folder of another machine
//! (`webdav`, `sftp`). Who may be told what lies there is not decided here.

use std::path::{Path, PathBuf};

use url::Url;

use crate::config::check::{SLUG, required_secret, secret};
use crate::config::raw::Table;
use crate::config::secret::{Lookup, Secret};
use crate::config::site::Site;
use crate::model::id::{SiteId, TargetId};
use crate::model::notice::{Notice, NoticeKind};

mod purge;
mod sftp;

pub use purge::Purge;
pub use sftp::{Sftp, SftpPlace};

const KINDS: &str = "one of fs, usb, s3, webdav, sftp";

/// One `[[targets]]` entry.
#[derive(Debug, Clone)]
pub struct TargetConfig {
    /// Its name.
    pub id: TargetId,
    /// Where it is.
    pub place: TargetPlace,
    /// The sites that are published there; none means all.
    pub sites: Vec<SiteId>,
    /// Whether its web server sends the `.br` and `.gz` files that lie beside a file.
    pub precompressed: bool,
    /// Whether its web server asks for the passwords of sites that have one.
    pub passwords: bool,
    /// Where readers open what is published there, with a `/` at its end.
    pub public_url: Option<Url>,
    /// How a cache in front of it is told what changed.
    pub purge: Option<Purge>,
}

/// Where a target is.
#[derive(Debug, Clone)]
pub enum TargetPlace {
    /// A folder of this machine whose `current` a web server shows.
    Fs(PathBuf),
    /// A folder to carry away.
    Usb(PathBuf),
    /// A bucket.
    S3(Bucket),
    /// A folder by WebDAV.
    Webdav(Dav),
    /// A folder by SFTP.
    Sftp(Sftp),
}

/// A bucket of S3 or of what speaks like it.
#[derive(Debug, Clone)]
pub struct Bucket {
    /// Its name.
    pub bucket: String,
    /// Where it is; what the service calls it.
    pub region: String,
    /// The address of the service; none means Amazon's.
    pub endpoint: Option<Secret>,
    /// The folder in the bucket.
    pub prefix: String,
    /// The identifier of the key.
    pub key: Secret,
    /// The key.
    pub secret: Secret,
}

/// A folder by WebDAV.
#[derive(Debug, Clone)]
pub struct Dav {
    /// Its address.
    pub url: Secret,
    /// Who we are.
    pub user: Option<Secret>,
    /// How we prove it.
    pub password: Option<Secret>,
}

impl TargetPlace {
    /// The name of its type.
    pub fn kind(&self) -> &'static str {
        match self {
            TargetPlace::Fs(_) => "fs",
            TargetPlace::Usb(_) => "usb",
            TargetPlace::S3(_) => "s3",
            TargetPlace::Webdav(_) => "webdav",
            TargetPlace::Sftp(_) => "sftp",
        }
    }

    /// Whether whoever is on the network may ask for what lies there, rather than whoever holds it.
    pub fn is_on_a_network(&self) -> bool {
        !matches!(self, TargetPlace::Usb(_))
    }
}

/// What a target may refer to.
pub(super) struct Surroundings<'s> {
    pub(super) sites: &'s [Site],
    pub(super) folder: &'s Path,
    pub(super) lookup: &'s Lookup,
}

/// Reads every `[[targets]]`.
pub(super) fn targets(root: &Table<'_>, around: &Surroundings<'_>, notices: &mut Vec<Notice>) -> Vec<TargetConfig> {
    let mut targets: Vec<TargetConfig> = Vec::new();
    for table in root.tables("targets") {
        let target = target(&table, around);
        table.finish_shared();
        let Some(target) = target else { continue };
        if targets.iter().any(|known| known.id == target.id) {
            table.problem("id", format!("`{}` is already the id of another target", target.id));
        }
        remark(&target, notices);
        targets.push(target);
    }
    targets
}

fn target(table: &Table<'_>, around: &Surroundings<'_>) -> Option<TargetConfig> {
    let id = table.required_parsed("id", SLUG, TargetId::new);
    let place = place(table, around);
    let mut sites = Vec::new();
    for name in table.texts("sites") {
        match around.sites.iter().find(|site| site.id.as_str() == name) {
            Some(site) => sites.push(site.id.clone()),
            None => table.problem("sites", format!("`{name}` is not the id of a site")),
        }
    }
    let precompressed = table.flag("precompressed").unwrap_or(false);
    let passwords = table.flag("passwords").unwrap_or(false);
    let public_url = table.parsed("public_url", "an address such as `https://classes.college.example/`", public_url);
    let purge = table.table("purge").and_then(|purge| purge::purge(&purge, around.lookup));
    if purge.is_some() && public_url.is_none() {
        table.problem("public_url", "is missing: a cache is told the addresses of what changed");
    }
    Some(TargetConfig { id: id?, place: place?, sites, precompressed, passwords, public_url, purge })
}

/// Where readers are: a folder on the web, with a `/` at its end.
fn public_url(text: &str) -> Option<Url> {
    let mut url = Url::parse(text).ok().filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host())?;
    if url.query().is_some() || url.fragment().is_some() {
        return None;
    }
    if !url.path().ends_with('/') {
        url.set_path(&format!("{}/", url.path()));
    }
    Some(url)
}

fn place(table: &Table<'_>, around: &Surroundings<'_>) -> Option<TargetPlace> {
    let kind = table.required_parsed("type", KINDS, |text| {
        ["fs", "usb", "s3", "webdav", "sftp"].into_iter().find(|known| *known == text)
    })?;
    Some(match kind {
        "s3" => TargetPlace::S3(bucket(table, around.lookup)?),
        "webdav" => TargetPlace::Webdav(dav(table, around.lookup)?),
        "sftp" => TargetPlace::Sftp(sftp::sftp(table, around)?),
        _ => {
            let path = around.folder.join(table.required_text("path")?);
            if kind == "fs" { TargetPlace::Fs(path) } else { TargetPlace::Usb(path) }
        }
    })
}

fn bucket(table: &Table<'_>, lookup: &Lookup) -> Option<Bucket> {
    let bucket = table.required_text("bucket");
    let region = table.text("region").unwrap_or_else(|| "us-east-1".to_owned());
    let endpoint = address(table, "endpoint", lookup, &["http", "https"]);
    let prefix = table.text("prefix").unwrap_or_default();
    let key = required_secret(table, "key", lookup);
    let secret = required_secret(table, "secret", lookup);
    Some(Bucket { bucket: bucket?, region, endpoint, prefix, key: key?, secret: secret? })
}

fn dav(table: &Table<'_>, lookup: &Lookup) -> Option<Dav> {
    let url = required_address(table, lookup, &["http", "https"]);
    let (user, password) = (secret(table, "user", lookup), secret(table, "password", lookup));
    Some(Dav { url: url?, user, password })
}

fn required_address(table: &Table<'_>, lookup: &Lookup, schemes: &[&str]) -> Option<Secret> {
    if table.value("url").is_none() {
        table.problem("url", "is missing");
    }
    address(table, "url", lookup, schemes)
}

/// An address that may be a secret; one that stands in the file is looked at now.
fn address(table: &Table<'_>, key: &str, lookup: &Lookup, schemes: &[&str]) -> Option<Secret> {
    let found = secret(table, key, lookup)?;
    if let Secret::Literal(text) = &found {
        let text = secrecy::ExposeSecret::expose_secret(text);
        let fits = |url: &Url| schemes.contains(&url.scheme()) && url.has_host();
        if !Url::parse(text).is_ok_and(|url| fits(&url)) {
            table.problem(key, format!("must be an address that starts with `{}://`", schemes.join("://` or `")));
        }
    }
    Some(found)
}

/// Says what works but could be safer.
fn remark(target: &TargetConfig, notices: &mut Vec<Notice>) {
    let mut say = |message: &str| notices.push(Notice::new(NoticeKind::Configuration, target.id.as_str(), message));
    let (address, password) = match &target.place {
        TargetPlace::S3(bucket) => (bucket.endpoint.as_ref(), Some(&bucket.secret)),
        TargetPlace::Webdav(dav) => (Some(&dav.url), dav.password.as_ref()),
        TargetPlace::Fs(_) | TargetPlace::Usb(_) | TargetPlace::Sftp(_) => (None, None),
    };
    if let Some(Secret::Literal(_)) = password {
        say("a password stands in the configuration: put it in `{ env = … }` or `{ file = … }`");
    }
    if let Some(Secret::Literal(text)) = address
        && let Ok(url) = Url::parse(secrecy::ExposeSecret::expose_secret(text))
        && url.scheme() == "http"
        && !matches!(url.host_str(), Some("localhost" | "127.0.0.1" | "[::1]"))
    {
        say("`http://` lets anybody on the way read the password and change what is published: use `https://`");
    }
}

#[cfg(test)]
mod tests;
