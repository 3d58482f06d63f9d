//! The pictures of one sheet: few, each once, under fixed names.

use std::collections::BTreeMap;

use serde::Serialize;

use super::signs::is_blank;
use crate::artifact::SitePath;
use crate::model::id::AttachmentId;
use crate::plan::page::{FileEntry, FilePlace, Media, MediaEntry};
use crate::render::words::Words;

/// Printed points of a screen's pixel: 640 pixels give 112 mm at most, or about 145 dpi.
const POINTS_PER_PIXEL: f64 = 0.5;

/// A picture in the data of a template.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct Picture {
    /// Its virtual path, "/img/0".
    path: String,
    /// Its natural width on paper, in points.
    width: f64,
    /// Its natural height on paper, in points.
    height: f64,
    /// What it shows.
    alt: String,
}

/// The pictures taken so far.
pub(super) struct Album<'a> {
    media: &'a Media,
    pictures: &'a BTreeMap<SitePath, Vec<u8>>,
    taken: Vec<&'a SitePath>,
    most: usize,
    /// The words around pictures.
    pub(super) words: &'a Words,
}

impl<'a> Album<'a> {
    /// An empty album over the site's pictures; it takes none before [`Album::allow`].
    pub(super) fn new(media: &'a Media, pictures: &'a BTreeMap<SitePath, Vec<u8>>, words: &'a Words) -> Self {
        Album { media, pictures, taken: Vec::new(), most: 0, words }
    }

    /// Lets the next part of the sheet take that many new pictures.
    pub(super) fn allow(&mut self, more: usize) {
        self.most = self.taken.len() + more;
    }

    /// Takes a picture; `None` when it is no picture, its bytes are not there, or its part of the sheet is full.
    pub(super) fn take(&mut self, id: &AttachmentId, alt: &str) -> Option<Picture> {
        let MediaEntry::Picture { path, width, height, .. } = self.media.get(id)? else { return None };
        let (path, _) = self.pictures.get_key_value(path)?;
        let known = self.taken.iter().position(|taken| *taken == path);
        let index = match known {
            Some(index) => index,
            None if self.taken.len() < self.most => {
                self.taken.push(path);
                self.taken.len() - 1
            }
            None => return None,
        };
        let points = |pixels: &u32| f64::from((*pixels).max(1)) * POINTS_PER_PIXEL;
        let alt = if is_blank(alt) { self.words.say("paper-picture") } else { alt.to_owned() };
        Some(Picture { path: format!("/img/{index}"), width: points(width), height: points(height), alt })
    }

    /// Where to find a file or a picture that a text refers to, in words.
    pub(super) fn place(&self, id: &AttachmentId) -> String {
        match self.media.get(id) {
            Some(MediaEntry::Picture { .. }) => place(None, self.words),
            Some(MediaEntry::File(file)) => place(Some(file), self.words),
            None => self.words.say("paper-in-ent"),
        }
    }

    /// The bytes of the pictures taken, in the order of their names.
    pub(super) fn into_bytes(self) -> Vec<Vec<u8>> {
        self.taken.iter().filter_map(|path| self.pictures.get(*path).cloned()).collect()
    }
}

/// Where a file is, in words; the site's own pictures have no file entry.
pub(super) fn place(file: Option<&FileEntry>, words: &Words) -> String {
    words.say(match file.map(|file| &file.place) {
        None | Some(FilePlace::Site { .. }) => "paper-on-site",
        Some(FilePlace::Ent(_)) => "paper-in-ent",
        Some(FilePlace::Unlinked) => "paper-in-pronote",
        Some(FilePlace::AtSchool) => "file-at-school",
    })
}
