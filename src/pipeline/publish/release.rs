//! `output/` → what one target must hold.

use std::path::PathBuf;

use crate::artifact::place::Places;
use crate::artifact::{Digest, FileFacts, Manifest, Role, SitePath};
use crate::config::Config;
use crate::config::target::{TargetConfig, TargetPlace};
use crate::error::{Error, Kind, Result};
use crate::fs;
use crate::model::id::SiteId;
use crate::optimise::{compress, html};
use crate::pipeline::theme::Themes;
use crate::plan;
use crate::publish::archive::Archive;
use crate::publish::{Part, Release, ReleaseFile};
use crate::render;

/// The page that opens a folder that was carried away: capital letters, so that it stands out among the folders.
const OPENING: &str = "OUVRIR.html";
const HTML: &str = "text/html; charset=utf-8";

/// What releases are made from.
pub(super) struct Sources<'s> {
    pub(super) config: &'s Config,
    pub(super) manifest: &'s Manifest,
    pub(super) places: &'s Places,
    pub(super) archive: &'s Archive,
    pub(super) themes: &'s Themes,
}

impl Sources<'_> {
    /// What a target must hold; its bytes are kept in the archive.
    ///
    /// # Errors
    /// `Local` when the output folder does not hold what its manifest says.
    pub(super) fn release(&self, target: &TargetConfig) -> Result<Release> {
        let carried = !target.place.is_on_a_network();
        // What is carried away lies in folders that say what it is, and those are never given up.
        let left = self.places.left.iter().filter(|_| !carried);
        let mut release =
            Release { gone: left.map(|folder| folder.as_str().to_owned()).collect(), ..Release::default() };
        for (site, files) in self.manifest.places() {
            let folder = match site {
                None if carried => continue,
                None => String::new(),
                Some(site) => match self.folder(target, site) {
                    Some(folder) => format!("{folder}/"),
                    None => continue,
                },
            };
            for (path, facts) in files {
                let file = self.file(site, path, facts)?;
                let place = place(&folder, path.as_str())?;
                if target.precompressed && compress::has_variants(facts.size, &facts.media_type) {
                    self.add_variants(&mut release, site, (path, facts), &place)?;
                }
                release.files.insert(place, file);
            }
        }
        if let TargetPlace::Usb(_) = target.place {
            self.add_opening(&mut release, target)?;
        }
        Ok(release)
    }

    /// The sites of this school that a target shows to nobody, because its web server asks for no passwords.
    pub(super) fn unpublished(&self, target: &TargetConfig) -> Vec<&SiteId> {
        let wanted = self.manifest.sites.keys().filter(|site| is_wanted(target, site));
        wanted.filter(|site| self.folder(target, site).is_none()).collect()
    }

    fn folder(&self, target: &TargetConfig, site: &SiteId) -> Option<String> {
        if !is_wanted(target, site) {
            return None;
        }
        if !target.place.is_on_a_network() {
            return Some(site.to_string());
        }
        let place = self.places.sites.get(site)?;
        let open = place.login.is_none() || target.passwords;
        open.then(|| place.folder.as_str().to_owned())
    }

    fn file(&self, site: Option<&SiteId>, path: &SitePath, facts: &FileFacts) -> Result<ReleaseFile> {
        self.archive.keep(&self.path(site, path, ""), &facts.digest)?;
        Ok(ReleaseFile {
            digest: facts.digest.clone(),
            size: facts.size,
            media_type: facts.media_type.clone(),
            part: part(facts.role),
            shown: shown(site, path),
        })
    }

    /// The compressed forms of a file, for a server that sends them; never one that is not of the same text.
    fn add_variants(
        &self,
        release: &mut Release,
        site: Option<&SiteId>,
        (path, facts): (&SitePath, &FileFacts),
        place: &SitePath,
    ) -> Result<()> {
        for (extension, coding) in [("gz", compress::Coding::Gzip), ("br", compress::Coding::Brotli)] {
            let Some(bytes) = fs::read_if_exists(&self.path(site, path, &format!(".{extension}")))? else { continue };
            if compress::undo(&bytes, coding).is_none_or(|text| Digest::of(&text) != facts.digest) {
                let message =
                    format!("`{}.{extension}` is not of the same text: run `ardoise build --clean`", shown(site, path));
                return Err(Error::new(Kind::Local, message));
            }
            let file = ReleaseFile {
                digest: self.archive.keep_bytes(&bytes)?,
                size: bytes.len() as u64,
                media_type: "application/octet-stream".to_owned(),
                part: part(facts.role),
                shown: format!("{}.{extension}", shown(site, path)),
            };
            release.files.insert(self::place("", &format!("{place}.{extension}"))?, file);
        }
        Ok(())
    }

    /// The page from which whoever holds the folder finds every site in it.
    fn add_opening(&self, release: &mut Release, target: &TargetConfig) -> Result<()> {
        let there = |site: &&crate::config::site::Site| {
            self.manifest.sites.contains_key(&site.id) && is_wanted(target, &site.id)
        };
        let sites: Vec<_> = self.config.sites.iter().filter(there).collect();
        let page = plan::carried_sites(&self.config.school.name, &sites);
        let bytes = html::minify(&render::html::page(&page, &self.themes.theme)?);
        let file = ReleaseFile {
            digest: self.archive.keep_bytes(&bytes)?,
            size: bytes.len() as u64,
            media_type: HTML.to_owned(),
            part: Part::Guide,
            shown: OPENING.to_owned(),
        };
        release.files.insert(place("", OPENING)?, file);
        Ok(())
    }

    fn path(&self, site: Option<&SiteId>, path: &SitePath, extension: &str) -> PathBuf {
        let sites = self.config.output_dir.join("sites");
        let folder = site.map_or(sites.clone(), |site| sites.join(site.as_str()));
        folder.join(format!("{path}{extension}"))
    }
}

fn is_wanted(target: &TargetConfig, site: &SiteId) -> bool {
    target.sites.is_empty() || target.sites.contains(site)
}

fn shown(site: Option<&SiteId>, path: &SitePath) -> String {
    site.map_or_else(|| path.to_string(), |site| format!("{site}/{path}"))
}

fn place(folder: &str, path: &str) -> Result<SitePath> {
    let text = format!("{folder}{path}");
    SitePath::new(&text).ok_or_else(|| Error::new(Kind::Bug, "a file has no place on a target"))
}

fn part(role: Role) -> Part {
    match role {
        Role::Media | Role::File => Part::Asset,
        Role::Page | Role::Feed | Role::Sheet => Part::Page,
        Role::Worker => Part::Guide,
    }
}
