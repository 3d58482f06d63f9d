//! What a build makes: paths, digests, artifacts and the manifest. The currency of the steps from plan to publish.

pub mod headers;
pub mod place;
pub mod sheet;

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::artifact::sheet::{SheetFacts, Told};
use crate::model::id::{ClassId, SiteId};
use crate::model::time::Week;

/// A file's place inside a site: relative, with `/` between its parts, never leaving the site's folder.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SitePath(String);

impl SitePath {
    /// Checks a path; `None` when it is absolute, empty, or has an empty, hidden, `.` or `..` part.
    pub fn new(text: &str) -> Option<Self> {
        let safe = |part: &str| !part.is_empty() && !part.starts_with('.') && !part.contains(['\\', '\0']);
        text.split('/').all(safe).then(|| SitePath(text.to_owned()))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it lies in that folder.
    pub fn is_below(&self, folder: &str) -> bool {
        self.0.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
    }
}

impl fmt::Display for SitePath {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// A BLAKE3 hash in hexadecimal.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Digest(String);

impl Digest {
    /// Of some bytes: 64 digits.
    pub fn of(bytes: &[u8]) -> Self {
        Digest(blake3::hash(bytes).to_hex().to_string())
    }

    /// Of several parts, told apart by their lengths.
    pub fn of_parts(parts: &[&[u8]]) -> Self {
        let mut hasher = blake3::Hasher::new();
        for part in parts {
            hasher.update(&(part.len() as u64).to_le_bytes());
            hasher.update(part);
        }
        Digest(hasher.finalize().to_hex().to_string())
    }

    /// The digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The first 16 digits, enough for a file name.
    pub fn short(&self) -> &str {
        self.0.get(..16).unwrap_or(&self.0)
    }
}

/// What a file is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// An HTML page.
    Page,
    /// A feed, calendar or plain text.
    Feed,
    /// A PDF to print.
    Sheet,
    /// A picture.
    Media,
    /// An attached file.
    File,
    /// A script of the offline layer.
    Worker,
}

/// A file in memory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Artifact {
    /// Its place in the site.
    pub path: SitePath,
    /// Its media type, with the character set for text.
    pub media_type: String,
    /// What it is for.
    pub role: Role,
    /// Its content.
    pub bytes: Vec<u8>,
}

/// All the files of an output folder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// The version of this format.
    pub schema: u32,
    /// The school's name.
    pub school: String,
    /// The sites.
    pub sites: BTreeMap<SiteId, SiteFiles>,
    /// What lies beside the sites, by path below `sites/`: the index of sites.
    #[serde(default)]
    pub files: BTreeMap<SitePath, FileFacts>,
    /// The sheets that the office prints, by path below `print/`.
    #[serde(default)]
    pub sheets: BTreeMap<SitePath, SheetFacts>,
    /// What the gazettes of a week tell each class, item by item, so that a later change can be told apart from what is on paper.
    #[serde(default)]
    pub told: BTreeMap<Week, BTreeMap<ClassId, Vec<Told>>>,
}

impl Manifest {
    /// The version of the format written here.
    pub const SCHEMA: u32 = 1;

    /// A manifest without files.
    pub fn new(school: &str) -> Self {
        Manifest {
            schema: Self::SCHEMA,
            school: school.to_owned(),
            sites: BTreeMap::new(),
            files: BTreeMap::new(),
            sheets: BTreeMap::new(),
            told: BTreeMap::new(),
        }
    }

    /// The files of a site, or those beside the sites.
    pub fn files_of(&self, site: Option<&SiteId>) -> Option<&BTreeMap<SitePath, FileFacts>> {
        site.map_or(Some(&self.files), |site| self.sites.get(site).map(|site| &site.files))
    }

    /// Every place that has files: beside the sites, then each site.
    pub fn places(&self) -> impl Iterator<Item = (Option<&SiteId>, &BTreeMap<SitePath, FileFacts>)> {
        let sites = self.sites.iter().map(|(site, files)| (Some(site), &files.files));
        std::iter::once((None, &self.files)).chain(sites)
    }
}

/// The files of one site. `.br` and `.gz` variants are not listed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SiteFiles {
    /// By path.
    pub files: BTreeMap<SitePath, FileFacts>,
}

/// What the manifest tells of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileFacts {
    /// Of its bytes.
    pub digest: Digest,
    /// In bytes.
    pub size: u64,
    /// Its media type.
    pub media_type: String,
    /// What it is for.
    pub role: Role,
    /// Of all that it was made from; equal means that it need not be made again.
    pub input: Digest,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_site_path_stays_in_its_site() {
        for good in ["index.html", "media/0a1b.jpg", "pieces/x-Leçon n° 1.pdf"] {
            assert_eq!(SitePath::new(good).unwrap().as_str(), good);
        }
        for bad in ["", "/etc/passwd", "../x", "a/../b", "a//b", "a/", ".htaccess", "a/.b", "a\\b"] {
            assert_eq!(SitePath::new(bad), None, "{bad}");
        }
    }

    #[test]
    fn parts_are_told_apart() {
        assert_ne!(Digest::of_parts(&[b"ab", b"c"]), Digest::of_parts(&[b"a", b"bc"]));
    }
}
