//! Finds what a request means: a file of the site that lies in a folder, once its password is known.
//!
//! A path is decoded once and must be that of a file below a site's folder: no hidden part, no `..`, no backslash, no
//! slash in disguise. A secret folder is understood with capitals and without its hyphens, and told its right spelling.

use std::collections::HashMap;

use axum::http::HeaderMap;
use axum::http::header::AUTHORIZATION;
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use percent_encoding::percent_decode_str;

use crate::artifact::SitePath;
use crate::artifact::place::{Folder, Login, Places};

/// What lies in each folder.
#[derive(Debug)]
pub(super) struct Routes {
    places: Places,
    sites: HashMap<String, Site>,
}

/// What lies in a folder.
#[derive(Debug)]
struct Site {
    id: String,
    login: Option<Login>,
}

/// What a request means.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// A file, by its path below `sites/`.
    File(String),
    /// Another address.
    Elsewhere(String),
    /// A site whose password the request does not know.
    Closed,
    /// A folder that nobody can guess, and that is not there.
    Gone,
    /// No file of a site.
    Nothing,
}

impl Routes {
    pub(super) fn new(places: Places) -> Self {
        let folders = places.sites.iter().map(|(site, place)| {
            (place.folder.as_str().to_owned(), Site { id: site.to_string(), login: place.login.clone() })
        });
        let sites = folders.collect();
        Routes { places, sites }
    }

    pub(super) fn places(&self) -> &Places {
        &self.places
    }

    pub(super) fn find(&self, path: &str, headers: &HeaderMap) -> Found {
        let Some(asked) = asked_path(path) else { return Found::Nothing };
        let Some((folder, file)) = asked.as_str().split_once('/') else { return self.beside(&asked) };
        let Some(site) = self.sites.get(folder) else {
            return Folder::meant(folder).map_or(Found::Nothing, |meant| self.meant(&meant, path));
        };
        match &site.login {
            Some(login) if !is_known(headers, login) => Found::Closed,
            _ => Found::File(format!("{}/{file}", site.id)),
        }
    }

    /// A folder without its slash, or a file beside the sites.
    fn beside(&self, asked: &SitePath) -> Found {
        let name = asked.as_str();
        if self.sites.contains_key(name) {
            return Found::Elsewhere(format!("/{name}/"));
        }
        match Folder::meant(name) {
            Some(meant) => self.meant(&meant, &format!("/{name}/")),
            None => Found::File(name.to_owned()),
        }
    }

    fn meant(&self, folder: &Folder, path: &str) -> Found {
        let rest = path.get(1..).and_then(|path| path.split_once('/')).map_or("", |(_, rest)| rest);
        let known = self.sites.contains_key(folder.as_str());
        if known { Found::Elsewhere(format!("/{}/{rest}", folder.as_str())) } else { Found::Gone }
    }
}

/// Whether a path starts with a folder that nobody can guess.
pub(super) fn looks_secret(path: &str) -> bool {
    path.split('/').nth(1).is_some_and(|folder| Folder::meant(folder).is_some())
}

/// The file below the folders that a request's path means; a folder means its `index.html`.
fn asked_path(path: &str) -> Option<SitePath> {
    let lower = path.to_ascii_lowercase();
    if lower.contains("%2f") || lower.contains("%5c") {
        return None;
    }
    let decoded = percent_decode_str(path.strip_prefix('/')?).decode_utf8().ok()?;
    let is_folder = decoded.is_empty() || decoded.ends_with('/');
    if is_folder { SitePath::new(&format!("{decoded}index.html")) } else { SitePath::new(&decoded) }
}

/// Whether a request brings the user and the password (RFC 7617). Hashes are compared, so that no answer is quicker than another.
fn is_known(headers: &HeaderMap, login: &Login) -> bool {
    let given = headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok()).and_then(|value| {
        let (scheme, credentials) = value.split_once(' ')?;
        scheme.eq_ignore_ascii_case("basic").then(|| BASE64_STANDARD.decode(credentials.trim()).ok())?
    });
    let wanted = format!("{}:{}", login.user, login.password.as_str());
    given.is_some_and(|given| blake3::hash(&given) == blake3::hash(wanted.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::artifact::place::{Place, SiteSecret};
    use crate::model::id::SiteId;

    fn site(id: &str) -> SiteId {
        SiteId::new(id).unwrap()
    }

    /// `6a` in a secret folder, `6b` behind a password, `tous` for all.
    fn routes() -> (Routes, SiteSecret) {
        let secret = SiteSecret::new([7; 16]);
        let login = Login { user: "6b".to_owned(), password: secret.password() };
        let places = [
            ("6a", Place { folder: secret.folder(), login: None }),
            ("6b", Place { folder: Folder::named(&site("6b")), login: Some(login) }),
            ("tous", Place { folder: Folder::named(&site("tous")), login: None }),
        ];
        let sites = places.into_iter().map(|(id, place)| (site(id), place)).collect();
        (Routes::new(Places { sites, ..Places::default() }), secret)
    }

    fn find(path: &str) -> Found {
        routes().0.find(path, &HeaderMap::new())
    }

    #[test]
    fn only_files_of_a_site_are_found() {
        let file = |path: &str| Found::File(path.to_owned());
        for (path, expected) in [
            ("/", file("index.html")),
            ("/robots.txt", file("robots.txt")),
            ("/tous/", file("tous/index.html")),
            ("/tous", Found::Elsewhere("/tous/".to_owned())),
            ("/tous/media/x.jpg", file("tous/media/x.jpg")),
            ("/tous/Le%C3%A7on%201.pdf", file("tous/Leçon 1.pdf")),
            ("/6a/", Found::Nothing),
            ("/6b/", Found::Closed),
            ("/abcd-efgh-jkmn-pqrs/", Found::Gone),
            ("/abcd-efgh-jkmn-pqrs", Found::Gone),
            ("/tous/../../manifest.json", Found::Nothing),
            ("/tous/%2e%2e/%2E%2E/manifest.json", Found::Nothing),
            ("/tous/..%2f..%2Fmanifest.json", Found::Nothing),
            ("/tous/..%5cmanifest.json", Found::Nothing),
            ("/%2e%2e/manifest.json", Found::Nothing),
            ("/tous/.htaccess", Found::Nothing),
            ("/.git/config", Found::Nothing),
            ("//etc/passwd", Found::Nothing),
            ("/tous//x", Found::Nothing),
            ("/tous/%00", Found::Nothing),
            ("/tous/%FF", Found::Nothing),
        ] {
            assert_eq!(find(path), expected, "{path}");
        }
    }

    #[test]
    fn a_secret_folder_is_understood_however_it_is_typed() {
        let (_, secret) = routes();
        let folder = secret.folder();
        let right = folder.as_str();
        assert_eq!(find(&format!("/{right}/aide.html")), Found::File("6a/aide.html".to_owned()));
        let bare = right.replace('-', "").to_uppercase();
        assert_eq!(find(&format!("/{bare}")), Found::Elsewhere(format!("/{right}/")));
        assert_eq!(find(&format!("/{bare}/aide.html")), Found::Elsewhere(format!("/{right}/aide.html")));
    }

    #[test]
    fn a_password_opens_its_site() {
        let (routes, secret) = routes();
        let asked = |credentials: &str| {
            let value = format!("Basic {}", BASE64_STANDARD.encode(credentials));
            routes.find("/6b/", &HeaderMap::from_iter([(AUTHORIZATION, value.parse().unwrap())]))
        };
        let password = secret.password();
        assert_eq!(asked(&format!("6b:{}", password.as_str())), Found::File("6b/index.html".to_owned()));
        for wrong in [format!("6a:{}", password.as_str()), "6b:".to_owned(), String::new()] {
            assert_eq!(asked(&wrong), Found::Closed);
        }
    }
}
