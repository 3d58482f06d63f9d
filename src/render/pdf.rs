//! The weekly gazette on paper: PDF made by Typst in this process.
//!
//! - Every sheet conforms to PDF/UA-1 and PDF/A-2a, or there is no sheet: the export refuses what would break them.
//! - The texts of the school are values in `/data.json`, never spliced into a template; a template reads nothing but the
//!   theme's files, that one and the pictures. There is no disk, no network and no package behind it.
//! - The same input gives the same bytes.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{DateTime, Utc};

use crate::artifact::{Digest, SitePath};
use crate::error::{Error, Kind, Result};
use crate::model::notice::{Notice, NoticeKind};
use crate::plan::gazette::Gazette;
use crate::render::pdf::fit::{Attempt, Cut, Ladder};
use crate::render::words::Words;

mod fit;
mod fonts;
mod merge;
pub mod office;
mod picture;
mod qr;
mod signs;
mod text;
mod timetable;
mod typeset;
mod view;

/// The files of the paper theme and its fonts, loaded once and shared between threads.
#[derive(Debug)]
pub struct Paper {
    files: typeset::Files,
    fonts: fonts::Fonts,
    words: Arc<Words>,
    digest: Digest,
}

/// A finished sheet.
#[derive(Debug, Clone)]
pub struct Sheet {
    /// The PDF.
    pub bytes: Vec<u8>,
    /// How many pages it has.
    pub pages: usize,
    /// What could not be shown as it was written.
    pub notices: Vec<Notice>,
}

impl Paper {
    /// Takes the theme that is part of the program, with some files replaced or added, by their path below `paper/`
    /// ("gazette.typ", "fonts/Other.ttf"), and the theme's words. A font or a template that cannot be read is a [`Kind::Theme`] error.
    pub fn new(overrides: &BTreeMap<String, Vec<u8>>, words: Arc<Words>) -> Result<Self> {
        let mut files = typeset::embedded();
        files.extend(overrides.iter().map(|(path, bytes)| (path.as_str(), bytes.clone().into())));
        let mut parts: Vec<&[u8]> = files.iter().flat_map(|(path, bytes)| [path.as_bytes(), bytes.as_ref()]).collect();
        parts.push(words.digest().as_str().as_bytes());
        let digest = Digest::of_parts(&parts);
        Ok(Paper { fonts: fonts::Fonts::load(&files)?, files: typeset::Files::load(files)?, words, digest })
    }

    /// Of all its files: another digest means that sheets may look different.
    pub fn digest(&self) -> &Digest {
        &self.digest
    }
}

/// Makes the gazette of a class within its pages.
///
/// `pictures` holds the bytes of the site's pictures by path; one that is missing is named in words instead. `made_at` is
/// the document's date in its metadata. Characters that no font of the theme has are replaced by a sign, with a notice and a
/// line on the sheet. A mistake in a template is a [`Kind::Template`] error that names its file and line; a theme whose
/// sheets keep to no number of pages is a [`Kind::Artifact`] error.
pub fn gazette(
    input: &Gazette,
    paper: &Paper,
    pictures: &BTreeMap<SitePath, Vec<u8>>,
    made_at: DateTime<Utc>,
) -> Result<Sheet> {
    let subject = format!("{}/gazette", input.chrome.title);
    let mut notices = Vec::new();
    let making = Making { input, paper, pictures, made_at };
    let mut result = making.fitted();
    if result.as_ref().is_err_and(|error| error.kind() == Kind::Template) && !pictures.is_empty() {
        // A picture that Typst cannot read fails the whole document: a sheet without pictures is better than none.
        if let Ok(without) = (Making { pictures: &BTreeMap::new(), ..making }).fitted() {
            notices.push(Notice::new(NoticeKind::NotCopied, &subject, "the pictures could not be put on paper"));
            result = Ok(without);
        }
    }
    let (pdf, replaced) = result?;
    if replaced > 0 {
        let message = format!("signs that the paper's fonts do not have were replaced: {replaced}");
        notices.push(Notice::new(NoticeKind::Replaced, &subject, message));
    }
    Ok(Sheet { bytes: pdf.bytes, pages: pdf.pages, notices })
}

/// All that one gazette is made of.
#[derive(Clone, Copy)]
struct Making<'a> {
    input: &'a Gazette,
    paper: &'a Paper,
    pictures: &'a BTreeMap<SitePath, Vec<u8>>,
    made_at: DateTime<Utc>,
}

impl<'a> Making<'a> {
    /// The PDF that tells the most within its pages, and how many runs of characters were replaced in it.
    fn fitted(self) -> Result<(typeset::Pdf, usize)> {
        let ladder = Ladder::new(self.input);
        let found = ladder.search(|cut| self.attempt(&ladder, cut))?;
        let (typeset, replaced) = found.ok_or_else(|| {
            typeset::forget();
            let Gazette { chrome, max_pages, .. } = self.input;
            let message = format!("the gazette of `{}` does not fit {max_pages} pages", chrome.title);
            Error::new(Kind::Artifact, message)
        })?;
        Ok((typeset.pdf()?, replaced))
    }

    /// The gazette after a cut. Homework and announcements stand side by side where each has room in its column of the first page.
    fn attempt(self, ladder: &Ladder, cut: &Cut) -> Result<Attempt<(typeset::Typeset<'a>, usize)>> {
        let set = |order| {
            let (document, replaced) = self.document(cut, order)?;
            let typeset = document.typeset(self.paper)?;
            Ok(Attempt { pages: typeset.pages(), reach: typeset.reach(), made: (typeset, replaced) })
        };
        if ladder.may_stand_side_by_side(cut) {
            let attempt = set(Order::SideBySide)?;
            if attempt.pages == 1 {
                return Ok(attempt);
            }
        }
        set(Order::OneAfterTheOther)
    }

    /// What is handed to the typesetter, and how many runs of characters were replaced in it.
    fn document(self, cut: &Cut, order: Order) -> Result<(typeset::Document, usize)> {
        let Making { input, paper, pictures, made_at } = self;
        let (school, class) = (&input.chrome.school, &input.chrome.title);
        let correction = if input.correction.is_some() { "/rectificatif" } else { "" };
        let mut album = picture::Album::new(&input.media, pictures, &paper.words);
        let mut data = serde_json::to_value(view::gazette(input, cut, &mut album))
            .map_err(|error| Error::new(Kind::Bug, format!("cannot shape the gazette of `{class}`")).because(error))?;
        let replaced = signs::replace_uncovered(&mut data, paper.fonts.mark(), |sign| paper.fonts.cover(sign));
        data["replaced"] = (replaced > 0).then(|| signs::explanation(paper.fonts.mark(), &paper.words)).into();
        data["beside"] = (order == Order::SideBySide).into();
        data["runs"] = signs::longest_run(&data).into();
        let document = typeset::Document {
            template: "gazette.typ",
            data: data.to_string(),
            pictures: album.into_bytes(),
            identity: format!("{school}/{class}/{}/{}{}", input.timetable.week, input.profile, correction),
            made_at,
        };
        Ok((document, replaced))
    }
}

/// How homework and announcements stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Order {
    /// Each in a column of its own.
    SideBySide,
    /// In as many columns as they need.
    OneAfterTheOther,
}

#[cfg(test)]
mod tests;
