//! Where each site lies on a host, and what opens it there.
//!
//! Folders that nobody can guess and passwords are secrets: no `Debug` shows them, and neither the manifest nor a report names them. They
//! come from 128 random bits for each site and school year, which the store keeps.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde::{Serialize, Serializer};

use crate::model::id::SiteId;

/// The signs of folders and passwords: lower-case letters and digits that nobody takes for one another. There is no `0` beside the letter
/// `o`, and neither `1` nor `l` beside `i`.
pub const SIGNS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";

/// How a folder that nobody can guess is written: four groups of four signs, 80 bits.
const FOLDER_GROUPS: u32 = 4;
/// How a password is written: three groups of four signs, 60 bits, behind a host that answers one guess at a time.
const PASSWORD_GROUPS: u32 = 3;

/// The folder of a site on a host: one part of a path.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Folder(String);

/// A password that a person can type.
#[derive(Clone, PartialEq, Eq)]
pub struct Password(String);

/// What a host asks for before it shows a site.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Login {
    /// The same for all families of the site: its id.
    pub user: String,
    /// The same for all of them, too.
    pub password: Password,
}

/// Where a site lies, and what opens it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Its folder.
    pub folder: Folder,
    /// What the host must ask for; `None` when whoever knows the address may see the site.
    pub login: Option<Login>,
}

/// Where the sites of a school lie.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Places {
    /// The sites.
    pub sites: BTreeMap<SiteId, Place>,
    /// Folders where a site may have been and is no more: what is still there must go.
    pub left: BTreeSet<Folder>,
}

/// 128 random bits.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct SiteSecret([u8; 16]);

impl Folder {
    /// The folder of a site whose address is no secret.
    pub fn named(site: &SiteId) -> Self {
        Folder(site.to_string())
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The folder that a person meant who typed capitals, or left the hyphens out; `None` when it is not written like one that nobody can
    /// guess.
    pub fn meant(typed: &str) -> Option<Self> {
        let signs: String = typed.chars().filter(|sign| *sign != '-').map(|sign| sign.to_ascii_lowercase()).collect();
        let known = signs.len() == 16 && signs.bytes().all(|sign| SIGNS.contains(&sign));
        known.then(|| Folder(grouped(signs.chars())))
    }
}

impl Password {
    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl SiteSecret {
    /// From what the system's generator gave.
    pub fn new(bits: [u8; 16]) -> Self {
        SiteSecret(bits)
    }

    /// The bits.
    pub fn bits(&self) -> [u8; 16] {
        self.0
    }

    /// The folder that nobody can guess.
    pub fn folder(&self) -> Folder {
        Folder(grouped(self.signs("ardoise 2026-11 folder of a site", FOLDER_GROUPS * 4)))
    }

    /// The password.
    pub fn password(&self) -> Password {
        Password(grouped(self.signs("ardoise 2026-11 password of a site", PASSWORD_GROUPS * 4)))
    }

    /// The salt of the password's hash, so that the file of a host changes with the password only.
    pub fn salt(&self) -> [u8; 16] {
        self.derived("ardoise 2026-11 salt of a site").to_be_bytes()
    }

    /// Signs that tell nothing of the bits, nor of what else is made from them.
    fn signs(self, purpose: &str, count: u32) -> impl Iterator<Item = char> {
        let bits = self.derived(purpose);
        (0..count).map(move |place| char::from(SIGNS[(bits >> (5 * place)) as usize % SIGNS.len()]))
    }

    fn derived(self, purpose: &str) -> u128 {
        let key = blake3::derive_key(purpose, &self.0);
        let (half, _) = key.split_at(16);
        half.iter().fold(0, |bits, byte| bits << 8 | u128::from(*byte))
    }
}

/// Groups of four, with hyphens between them.
fn grouped(signs: impl Iterator<Item = char>) -> String {
    let mut text = String::new();
    for (place, sign) in signs.enumerate() {
        if place > 0 && place % 4 == 0 {
            text.push('-');
        }
        text.push(sign);
    }
    text
}

impl Places {
    /// The folder of a site.
    pub fn folder(&self, site: &SiteId) -> Option<&Folder> {
        self.sites.get(site).map(|place| &place.folder)
    }

    /// What a host must ask for before it shows a site.
    pub fn login(&self, site: &SiteId) -> Option<&Login> {
        self.sites.get(site)?.login.as_ref()
    }

    /// The site of a folder.
    pub fn at(&self, folder: &str) -> Option<(&SiteId, &Place)> {
        self.sites.iter().find(|(_, place)| place.folder.as_str() == folder)
    }
}

impl fmt::Debug for Folder {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(if Folder::meant(&self.0).is_some() { "a secret folder" } else { &self.0 })
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a password")
    }
}

impl fmt::Debug for SiteSecret {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a secret")
    }
}

impl Serialize for Password {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_gives_a_folder_and_a_password_that_a_person_can_type() {
        let secret = SiteSecret::new([7; 16]);
        let (folder, password) = (secret.folder(), secret.password());
        let groups = |text: &str| text.split('-').map(str::len).collect::<Vec<_>>();
        assert_eq!((groups(folder.as_str()), groups(password.as_str())), (vec![4; 4], vec![4; 3]));
        assert!(!folder.as_str().contains(password.as_str()));
        assert!(folder.as_str().bytes().chain(password.as_str().bytes()).all(|b| b == b'-' || SIGNS.contains(&b)));
        assert_eq!(secret.folder(), folder, "the same bits always give the same folder");
        assert_ne!(SiteSecret::new([8; 16]).folder(), folder);
    }

    #[test]
    fn every_sign_comes_and_none_is_taken_for_another() {
        let seen: BTreeSet<char> = (0..100).flat_map(|n| SiteSecret::new([n; 16]).signs("test", 16)).collect();
        assert_eq!(seen.len(), 32);
        assert!(!seen.iter().any(|sign| "01lo".contains(*sign) || sign.is_uppercase()));
    }

    #[test]
    fn a_folder_is_understood_however_it_is_typed() {
        let folder = SiteSecret::new([7; 16]).folder();
        let bare = folder.as_str().replace('-', "");
        for typed in [folder.as_str(), &bare, &folder.as_str().to_uppercase(), &bare.to_uppercase()] {
            assert_eq!(Folder::meant(typed), Some(folder.clone()));
        }
        for other in ["6a", "index.html", "abcd-efgh-jkmn", "abcd-efgh-jkmn-pqr0", "abcd-efgh-jkmn-pqré"] {
            assert_eq!(Folder::meant(other), None, "{other}");
        }
    }

    #[test]
    fn nothing_shows_a_secret() {
        let secret = SiteSecret::new([7; 16]);
        let login = Login { user: "6a".to_owned(), password: secret.password() };
        let place = Place { folder: secret.folder(), login: Some(login) };
        let shown = format!("{secret:?} {place:?} {:?}", Folder::named(&SiteId::new("6a").unwrap()));
        let login = "Some(Login { user: \"6a\", password: a password })";
        assert_eq!(shown, format!("a secret Place {{ folder: a secret folder, login: {login} }} 6a"));
    }
}
