//! The two requests, and as whom they are made.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use url::Url;

use crate::config::source::webdav::Webdav as Settings;
use crate::error::{Error, Kind, Result};
use crate::http::{self, Access, Client, Depth, Question, Target};
use crate::sources::webdav::wire::{self, Listing};

/// The largest answer about one folder.
const LARGEST: u64 = 8 << 20;

/// What a name in an address is written without.
const NAME: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Who opens a share that has a password.
const ANONYMOUS: &str = "anonymous";

/// What is asked about each entry.
const PROPERTIES: &str = r#"<?xml version="1.0" encoding="utf-8"?><d:propfind xmlns:d="DAV:" xmlns:oc="http://owncloud.org/ns"><d:prop><d:resourcetype/><d:getetag/><d:getlastmodified/><d:getcontentlength/><d:getcontenttype/><oc:fileid/></d:prop></d:propfind>"#;

/// A server with what lets us in.
#[derive(Debug)]
pub(super) struct Server<'s> {
    client: &'s Client,
    /// The root of the files, with a slash at its end.
    base: Url,
    access: Option<Access>,
    id: &'s str,
}

impl<'s> Server<'s> {
    /// The server of these settings. A link to a public share becomes the address of its files.
    pub(super) fn new(settings: &Settings, client: &'s Client, id: &'s str) -> Result<Self> {
        let mut base = http::address(&settings.url.resolve()?, id)?;
        let password = settings.password.as_ref().map(crate::config::secret::Secret::resolve).transpose()?;
        let share = share_of(&base);
        if let Some((root, token)) = &share {
            base.set_path(&format!("{root}/public.php/dav/files/{token}/"));
        } else if !base.path().ends_with('/') {
            base.set_path(&format!("{}/", base.path()));
        }
        base.set_query(None);
        base.set_fragment(None);
        let user = settings.user.clone().or_else(|| password.as_ref().map(|_| ANONYMOUS.to_owned()));
        let access = user.map(|user| Access::Basic { user, password: password.unwrap_or_default() });
        Ok(Server { client, base, access, id })
    }

    /// What lies in a folder.
    ///
    /// # Errors
    /// `UnexpectedReply` when the answer is no listing, and those of [`Client::ask`].
    pub(super) async fn list(&self, path: &str) -> Result<Listing> {
        let address = self.address(&format!("{path}/"))?;
        let question = Question::listing(Target::Secret(&address), Depth::Children, PROPERTIES, LARGEST);
        let body =
            self.client.whole(&question.with(self.access.as_ref())).await.map_err(|error| self.named(path, error))?;
        wire::listing(&body.bytes, &address).map_err(|flaw| {
            let message = format!("`{}` answered about `{path}` with something that {flaw}", self.id);
            Error::new(Kind::UnexpectedReply, message)
        })
    }

    /// The bytes of a file.
    pub(super) async fn file(&self, path: &str, limit: u64) -> Result<Vec<u8>> {
        let address = self.address(path)?;
        let question = Question::file(Target::Secret(&address), limit);
        let body =
            self.client.whole(&question.with(self.access.as_ref())).await.map_err(|error| self.named(path, error))?;
        Ok(body.bytes)
    }

    /// The address of a path that starts at the root of the files; that of a folder ends with a slash.
    fn address(&self, path: &str) -> Result<Url> {
        let names = path.split('/').filter(|name| !name.is_empty());
        let safe: Vec<String> = names.map(|name| utf8_percent_encode(name, NAME).to_string()).collect();
        let slash = if path.ends_with('/') && !safe.is_empty() { "/" } else { "" };
        let joined = self.base.join(&format!("./{}{slash}", safe.join("/"))).ok();
        joined.filter(|url| url.path().starts_with(self.base.path())).ok_or_else(|| {
            Error::new(Kind::UnexpectedReply, format!("`{path}` is no path below the address of `{}`", self.id))
        })
    }

    fn named(&self, path: &str, error: Error) -> Error {
        let shown = if path.is_empty() { "its root" } else { path };
        Error::new(error.kind(), format!("cannot read `{shown}` of `{}`", self.id)).because(error)
    }
}

/// `https://cloud/s/TOKEN` and `https://cloud/index.php/s/TOKEN` are what people copy: the folder of the server, and the token.
fn share_of(address: &Url) -> Option<(String, String)> {
    let (root, token) = address.path().split_once("/s/")?;
    let token = token.split('/').next()?;
    let sound =
        !token.is_empty() && token.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_');
    sound.then(|| (root.trim_end_matches("/index.php").to_owned(), token.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_to_a_share_becomes_the_address_of_its_files() {
        for (link, expected) in [
            ("https://cloud.example/s/aB3xYz", Some(("", "aB3xYz"))),
            ("https://cloud.example/index.php/s/aB3xYz?path=%2F", Some(("", "aB3xYz"))),
            ("https://cloud.example/nc/index.php/s/aB3xYz/download", Some(("/nc", "aB3xYz"))),
            ("https://cloud.example/remote.php/dav/files/ardoise/", None),
            ("https://cloud.example/s/", None),
        ] {
            let found = share_of(&Url::parse(link).unwrap());
            let found = found.as_ref().map(|(root, token)| (root.as_str(), token.as_str()));
            assert_eq!(found, expected, "{link}");
        }
    }
}
