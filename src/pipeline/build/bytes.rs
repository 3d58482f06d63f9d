//! One file of a site as bytes: which renderer makes it, and what it is made from.

use std::collections::BTreeMap;
use std::sync::PoisonError;

use chrono::{DateTime, Utc};

use super::Maker;
use crate::artifact::headers;
use crate::artifact::{Artifact, Digest, Role, SitePath};
use crate::error::{Error, Kind, Result};
use crate::model::notice::Notice;
use crate::optimise::compress;
use crate::optimise::html::minify;
use crate::plan::gazette::Gazette;
use crate::plan::media::MediaFacts;
use crate::plan::page::MediaEntry;
use crate::plan::{Job, Work};
use crate::render::pdf::Sheet;
use crate::render::robots::ROBOTS;
use crate::render::{calendar, feed, html, offline, pdf, plain};

/// A page that says itself what may run in it.
fn sealed(page: &[u8]) -> Vec<u8> {
    std::str::from_utf8(page).map(headers::sealed).map_or_else(|_| page.to_vec(), String::into_bytes)
}

/// A file in memory.
pub(super) struct Rendered {
    pub(super) artifact: Artifact,
    pub(super) notices: Vec<Notice>,
}

impl Rendered {
    fn new(job: &Job, media_type: &str, role: Role, bytes: Vec<u8>) -> Self {
        let artifact = Artifact { path: job.path.clone(), media_type: media_type.to_owned(), role, bytes };
        Rendered { artifact, notices: Vec::new() }
    }

    /// How many bytes it takes to a client that takes gzip.
    pub(super) fn gzip_weight(&self) -> u64 {
        let Artifact { bytes, media_type, .. } = &self.artifact;
        compress::gzipped(bytes, media_type).as_ref().unwrap_or(bytes).len() as u64
    }
}

impl Maker<'_> {
    /// The digest of all that a file is made from.
    pub(super) fn input(&self, job: &Job) -> Result<Digest> {
        let json = |value: serde_json::Result<Vec<u8>>| {
            value.map_err(|error| {
                Error::new(Kind::Bug, format!("cannot write the input of `{}`", job.path)).because(error)
            })
        };
        let themes = self.build.themes;
        let program = env!("CARGO_PKG_VERSION").as_bytes();
        // Another program may compress the same text in another way.
        let as_written = |text: &[u8]| Digest::of_parts(&[text, program]);
        Ok(match &job.work {
            Work::Page(page) => Digest::of_parts(&[
                &json(serde_json::to_vec(page))?,
                themes.theme.digest().as_str().as_bytes(),
                program,
            ]),
            Work::Text(page) => self.of_words(&json(serde_json::to_vec(page))?),
            Work::Feed(feed) => self.of_words(&json(serde_json::to_vec(feed))?),
            // Writing it costs less than its input would, of which there is more.
            Work::Calendar(input) => as_written(&calendar::icalendar(input, themes.theme.words())),
            Work::Worker => as_written(&offline::worker(themes.theme.words())?),
            Work::WebManifest(chrome) => self.of_words(&json(serde_json::to_vec(chrome))?),
            Work::Robots => as_written(ROBOTS.as_bytes()),
            Work::OfflineFiles(list) => as_written(&offline::files(list)),
            Work::Gazette(gazette, made_at) => self.of_gazette(gazette, *made_at)?,
            Work::Access(access) => {
                let input = json(serde_json::to_vec(access))?;
                Digest::of_parts(&[&input, themes.paper.digest().as_str().as_bytes(), program])
            }
            Work::Copy(_) => Digest::of(job.path.as_str().as_bytes()),
        })
    }

    /// The digest of a file made from an input and the theme's words alone.
    fn of_words(&self, input: &[u8]) -> Digest {
        let words = self.build.themes.theme.words().digest().as_str().as_bytes();
        Digest::of_parts(&[input, words, env!("CARGO_PKG_VERSION").as_bytes()])
    }

    pub(super) fn render(&self, job: &Job) -> Result<Rendered> {
        let words = self.build.themes.theme.words();
        match &job.work {
            Work::Text(page) => {
                Ok(Rendered::new(job, "text/plain; charset=utf-8", Role::Feed, plain::text(page, words)))
            }
            Work::Feed(input) => {
                Ok(Rendered::new(job, "application/atom+xml; charset=utf-8", Role::Feed, feed::atom(input, words)))
            }
            Work::Calendar(input) => {
                let bytes = calendar::icalendar(input, words);
                Ok(Rendered::new(job, "text/calendar; charset=utf-8", Role::Feed, bytes))
            }
            Work::Worker => {
                Ok(Rendered::new(job, "text/javascript; charset=utf-8", Role::Worker, offline::worker(words)?))
            }
            Work::WebManifest(chrome) => {
                let bytes = offline::manifest(chrome, words);
                Ok(Rendered::new(job, "application/manifest+json; charset=utf-8", Role::Worker, bytes))
            }
            Work::Robots => Ok(Rendered::new(job, "text/plain; charset=utf-8", Role::Feed, ROBOTS.as_bytes().to_vec())),
            Work::OfflineFiles(list) => {
                Ok(Rendered::new(job, "text/plain; charset=utf-8", Role::Worker, offline::files(list)))
            }
            Work::Page(page) => {
                let bytes = sealed(&minify(&html::page(page, &self.build.themes.theme)?));
                Ok(Rendered::new(job, "text/html; charset=utf-8", Role::Page, bytes))
            }
            Work::Gazette(gazette, made_at) => {
                let sheet = self.gazette(gazette, *made_at)?;
                let mut rendered = Rendered::new(job, "application/pdf", Role::Sheet, sheet.bytes);
                rendered.notices = sheet.notices;
                Ok(rendered)
            }
            Work::Access(access) => {
                let sheet = pdf::office::access(access, &self.build.themes.paper)?;
                let mut rendered = Rendered::new(job, "application/pdf", Role::Sheet, sheet.bytes);
                rendered.notices = sheet.notices;
                Ok(rendered)
            }
            Work::Copy(digest) => {
                let bytes = self.cache.bytes(digest)?;
                let (media_type, role) = match self.media.get(digest) {
                    Some(MediaFacts::Picture { media_type, .. }) => (media_type.as_str(), Role::Media),
                    Some(MediaFacts::File { media_type, .. }) => (media_type.as_str(), Role::File),
                    Some(MediaFacts::NotCopied { .. }) | None => ("application/octet-stream", Role::File),
                };
                Ok(Rendered::new(job, media_type, role, bytes))
            }
        }
    }

    /// The digest of all that a gazette is made from.
    pub(super) fn of_gazette(&self, gazette: &Gazette, made_at: DateTime<Utc>) -> Result<Digest> {
        let input = serde_json::to_vec(&(gazette, made_at))
            .map_err(|error| Error::new(Kind::Bug, "cannot write the input of a gazette").because(error))?;
        let program = env!("CARGO_PKG_VERSION").as_bytes();
        Ok(Digest::of_parts(&[&input, self.build.themes.paper.digest().as_str().as_bytes(), program]))
    }

    /// Sets a gazette, once: the site and the office have the same one.
    pub(super) fn gazette(&self, gazette: &Gazette, made_at: DateTime<Utc>) -> Result<Sheet> {
        let input = self.of_gazette(gazette, made_at)?;
        if let Some(known) = self.gazettes.lock().unwrap_or_else(PoisonError::into_inner).get(&input) {
            return Ok(known.clone());
        }
        let pictures = self.pictures(gazette.media.values())?;
        let sheet = pdf::gazette(gazette, &self.build.themes.paper, &pictures, made_at)?;
        self.gazettes.lock().unwrap_or_else(PoisonError::into_inner).insert(input, sheet.clone());
        Ok(sheet)
    }

    /// The bytes of the pictures that a sheet shows, by their path in the site.
    fn pictures<'m>(&self, entries: impl Iterator<Item = &'m MediaEntry>) -> Result<BTreeMap<SitePath, Vec<u8>>> {
        let mut pictures = BTreeMap::new();
        for entry in entries {
            let MediaEntry::Picture { path, .. } = entry else { continue };
            let original = self.media.iter().find(|(_, facts)| facts.path() == Some(path));
            if let Some((digest, _)) = original {
                pictures.insert(path.clone(), self.cache.bytes(digest)?);
            }
        }
        Ok(pictures)
    }
}
