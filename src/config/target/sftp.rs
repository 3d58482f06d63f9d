//! `type = "sftp"`: a folder of another machine, by the `ssh` of this one.

use std::path::PathBuf;

use percent_encoding::percent_decode_str;
use secrecy::ExposeSecret;
use url::Url;

use crate::config::check::required_secret;
use crate::config::raw::Table;
use crate::config::secret::Secret;
use crate::config::target::Surroundings;

/// A folder by SFTP. A key proves who we are, never a password, and the machine proves who it is.
#[derive(Debug, Clone)]
pub struct Sftp {
    /// Its address.
    pub url: Secret,
    /// The file of the private key.
    pub key: PathBuf,
    /// The file with the keys of known machines; none means what `ssh` believes.
    pub known_hosts: Option<PathBuf>,
}

/// What an address of SFTP says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SftpPlace {
    /// Who we are; none means what `ssh` believes.
    pub user: Option<String>,
    /// The machine.
    pub host: String,
    /// Its port; none means what `ssh` believes.
    pub port: Option<u16>,
    /// The folder: from the root of that machine, or from where a login starts.
    pub folder: String,
}

impl SftpPlace {
    /// Reads `sftp://user@host:port/folder`. A folder that starts with `/~/` is looked for where a login starts.
    ///
    /// # Errors
    /// What is wrong, without the address.
    pub fn read(text: &str) -> Result<Self, &'static str> {
        let shape = "must be an address such as `sftp://user@host/folder`";
        let url = Url::parse(text).map_err(|_| shape)?;
        let host = url.host_str().map(|host| host.trim_matches(['[', ']'])).unwrap_or_default();
        let plain = url.query().is_none() && url.fragment().is_none();
        if !matches!(url.scheme(), "sftp" | "ssh") || !plain || host.is_empty() {
            return Err(shape);
        }
        if url.password().is_some() {
            return Err("holds a password, which `ssh` takes from nobody: a key proves who we are");
        }
        let decoded = |text: &str| percent_decode_str(text).decode_utf8().map(String::from).map_err(|_| shape);
        let path = decoded(url.path())?;
        let path = path.trim_end_matches('/');
        let folder = match path.strip_prefix("/~") {
            Some("") => ".",
            Some(rest) if rest.starts_with('/') => rest.trim_start_matches('/'),
            _ => path,
        };
        let user = Some(decoded(url.username())?).filter(|user| !user.is_empty());
        Ok(SftpPlace { user, host: decoded(host)?, port: url.port(), folder: folder.to_owned() })
    }
}

/// Reads the keys of the type.
pub(super) fn sftp(table: &Table<'_>, around: &Surroundings<'_>) -> Option<Sftp> {
    let url = required_secret(table, "url", around.lookup);
    if let Some(Secret::Literal(text)) = &url
        && let Err(problem) = SftpPlace::read(text.expose_secret())
    {
        table.problem("url", problem);
    }
    let key = table.required_text("key").map(|path| around.folder.join(path));
    let known_hosts = table.text("known_hosts").map(|path| around.folder.join(path));
    Some(Sftp { url: url?, key: key?, known_hosts })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_sftp_are_read() {
        let place = |user: Option<&str>, host: &str, port, folder: &str| SftpPlace {
            user: user.map(str::to_owned),
            host: host.to_owned(),
            port,
            folder: folder.to_owned(),
        };
        for (text, expected) in [
            ("sftp://web@h.example:2222/srv/www/", place(Some("web"), "h.example", Some(2222), "/srv/www")),
            ("ssh://h.example/srv/a%20b", place(None, "h.example", None, "/srv/a b")),
            ("sftp://w%40d@[::1]/~/www", place(Some("w@d"), "::1", None, "www")),
            ("sftp://web@h.example/~", place(Some("web"), "h.example", None, ".")),
            ("sftp://web@h.example", place(Some("web"), "h.example", None, "")),
        ] {
            assert_eq!(SftpPlace::read(text), Ok(expected), "{text}");
        }
        for refused in ["h.example:/srv", "https://h.example/", "sftp:///srv", "sftp://u:p@h.example/", "sftp://h/?a"] {
            assert!(SftpPlace::read(refused).is_err(), "{refused}");
        }
    }
}
