//! Where a question goes, how far that place is trusted, and what may be shown of its address.

use secrecy::{ExposeSecret, SecretString};
use url::Url;

use crate::error::{Error, Kind, Result};
use crate::http::reply;

/// What to fetch, and how far it is trusted.
#[derive(Clone, Copy)]
pub enum Target<'a> {
    /// An address of the configuration.
    Configured(&'a Url),
    /// An address of the configuration that is a password.
    Secret(&'a Url),
    /// An address found in the content of a configured source, and that source's address.
    Found(&'a Url, &'a Url),
}

impl Target<'_> {
    pub(super) fn address(&self) -> &Url {
        match self {
            Target::Configured(address) | Target::Secret(address) | Target::Found(address, _) => address,
        }
    }

    /// What may be shown of the address.
    pub fn shown(&self) -> String {
        match self {
            Target::Secret(address) => hidden(address),
            Target::Configured(address) | Target::Found(address, _) => redacted(address),
        }
    }

    /// Whether the operator vouches for that address: the configured host, also after a redirection to its `https`.
    pub(super) fn trusts(&self, address: &Url) -> bool {
        match self {
            Target::Configured(configured) | Target::Secret(configured) => {
                configured.origin() == address.origin() || is_upgrade(configured, address)
            }
            Target::Found(_, origin) => origin.origin() == address.origin(),
        }
    }

    pub(super) fn follow(&self, from: &Url, location: &str) -> Result<Url> {
        let next = from.join(location).map_err(|_| reply::unexpected(&self.shown(), "redirects to no address"))?;
        if matches!(self, Target::Secret(_)) && !self.trusts(&next) {
            return Err(reply::unexpected(&self.shown(), "redirects to another host"));
        }
        Ok(next)
    }
}

/// Reads an address of the configuration; what it is for is named in the error instead of its text.
///
/// # Errors
/// `Config` when it is not an HTTP address.
pub fn address(secret: &SecretString, purpose: &str) -> Result<Url> {
    let parsed = Url::parse(secret.expose_secret()).ok();
    parsed
        .filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host())
        .ok_or_else(|| Error::new(Kind::Config, format!("the address of `{purpose}` is not an HTTP address")))
}

/// What may be shown of an address: no user, no password, no query (its parameters may be passwords), no fragment.
pub fn redacted(url: &Url) -> String {
    let query = if url.query().is_some() { "?…" } else { "" };
    format!("{}{}{query}", origin(url), url.path())
}

/// What may be shown of an address that is a password.
pub fn hidden(url: &Url) -> String {
    format!("{}/…", origin(url))
}

/// The scheme, the host and the port of an address.
pub fn origin(url: &Url) -> String {
    let port = url.port().map(|port| format!(":{port}")).unwrap_or_default();
    format!("{}://{}{port}", url.scheme(), url.host_str().unwrap_or_default())
}

fn is_upgrade(from: &Url, to: &Url) -> bool {
    let defaults = from.port().is_none() && to.port().is_none();
    from.scheme() == "http" && to.scheme() == "https" && defaults && from.host_str() == to.host_str()
}
