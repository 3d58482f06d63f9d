//! The fonts of the paper theme: which characters they can show, and where Typst finds them.

use std::borrow::Cow;
use std::collections::BTreeMap;

use typst::foundations::Bytes;
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;

use crate::error::{Error, Kind, Result};

/// The sign that stands for a character that no font has.
const MARK: char = '▯';

/// All the fonts, in the order of their paths.
#[derive(Debug)]
pub(super) struct Fonts {
    pub(super) book: LazyHash<FontBook>,
    pub(super) faces: Vec<Font>,
}

impl Fonts {
    /// Reads the files below `fonts/` that end in `.ttf` or `.otf`. A file that is no font is a `Theme` error, and so is a
    /// theme without any.
    pub(super) fn load(files: &BTreeMap<&str, Cow<'static, [u8]>>) -> Result<Self> {
        let mut faces = Vec::new();
        for (path, bytes) in files.iter().filter(|(path, _)| is_font(path)) {
            let count = faces.len();
            faces.extend(Font::iter(Bytes::new(bytes.clone())));
            if faces.len() == count {
                return Err(Error::new(Kind::Theme, format!("`paper/{path}` is not a font")));
            }
        }
        if faces.is_empty() {
            return Err(Error::new(Kind::Theme, "the theme has no font under `paper/fonts`"));
        }
        Ok(Fonts { book: LazyHash::new(FontBook::from_fonts(&faces)), faces })
    }

    /// Whether a character can be shown.
    pub(super) fn cover(&self, sign: char) -> bool {
        self.faces.iter().any(|face| face.info().coverage.contains(sign.into()))
    }

    /// The sign for what cannot be shown, or `?` when a theme's fonts lack even that one.
    pub(super) fn mark(&self) -> char {
        if self.cover(MARK) { MARK } else { '?' }
    }
}

fn is_font(path: &str) -> bool {
    path.starts_with("fonts/") && [".ttf", ".otf"].iter().any(|ending| path.to_lowercase().ends_with(ending))
}
