//! Typst's side: the files it may read, one document, and its complaints in our words.
//!
//! Virtual paths are few and fixed (`/gazette.typ`, `/data.json`, `/img/0`…), since Typst keeps every path it has ever seen.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::LazyLock;

use chrono::{DateTime, Datelike, Timelike, Utc};
use lopdf::SaveOptions;
use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::foundations::{Bytes, Datetime, Dict, Duration, Label, Smart};
use typst::introspection::{Introspector, MetadataElem};
use typst::layout::Length;
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::{LazyHash, PicoStr};
use typst::{Feature, Library, LibraryExt, World, WorldExt};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

use super::Paper;
use crate::error::{Error, Kind, Result};

/// How many finished documents an unused intermediate result survives; without a limit memory grows by 2 MB a document.
const CACHE_AGE: usize = 1;

static LIBRARY: LazyLock<LazyHash<Library>> = LazyLock::new(|| {
    let features = [Feature::A11yExtras].into_iter().collect();
    LazyHash::new(Library::builder().with_features(features).build())
});

/// The theme's files as Typst wants them.
#[derive(Debug)]
pub(super) struct Files {
    sources: BTreeMap<String, Source>,
    others: BTreeMap<String, Bytes>,
}

/// What one document is made of.
pub(super) struct Document {
    /// The template that makes it, below `paper/`.
    pub(super) template: &'static str,
    /// The content of `/data.json`.
    pub(super) data: String,
    /// The pictures, `/img/0` first.
    pub(super) pictures: Vec<Vec<u8>>,
    /// What tells this document from all others; the PDF holds its hash.
    pub(super) identity: String,
    /// Its date.
    pub(super) made_at: DateTime<Utc>,
}

/// A finished PDF.
pub(super) struct Pdf {
    pub(super) bytes: Vec<u8>,
    /// How many pages it has.
    pub(super) pages: usize,
}

struct Desk<'a> {
    paper: &'a Paper,
    main: FileId,
    template: &'static str,
    data: Bytes,
    pictures: Vec<Bytes>,
}

/// The files of the default theme.
pub(super) fn embedded() -> BTreeMap<&'static str, Cow<'static, [u8]>> {
    macro_rules! theme {
        ($($path:literal),* $(,)?) => {
            [$(($path, include_bytes!(concat!("../../../themes/default/paper/", $path)).as_slice())),*]
        };
    }
    let files = theme![
        "acces.typ",
        "affiche.typ",
        "avis.typ",
        "bordereau.typ",
        "gazette.typ",
        "lot.typ",
        "profile.typ",
        "qr.typ",
        "text.typ",
        "timetable.typ",
        "fonts/AtkinsonHyperlegibleNext-Bold.ttf",
        "fonts/AtkinsonHyperlegibleNext-BoldItalic.ttf",
        "fonts/AtkinsonHyperlegibleNext-Italic.ttf",
        "fonts/AtkinsonHyperlegibleNext-Regular.ttf",
        "fonts/DejaVuSans.ttf",
    ];
    files.into_iter().map(|(path, bytes)| (path, Cow::Borrowed(bytes))).collect()
}

impl Files {
    /// Reads the templates; one that is not UTF-8 is a `Theme` error.
    pub(super) fn load(files: BTreeMap<&str, Cow<'static, [u8]>>) -> Result<Self> {
        let (mut sources, mut others) = (BTreeMap::new(), BTreeMap::new());
        for (path, bytes) in files {
            if path.strip_suffix(".typ").is_some() {
                let text = String::from_utf8(bytes.into_owned())
                    .map_err(|error| Error::new(Kind::Theme, format!("`paper/{path}` is not UTF-8")).because(error))?;
                sources.insert(format!("/{path}"), Source::new(file_id(path)?, text));
            } else if !path.starts_with("fonts/") {
                others.insert(format!("/{path}"), Bytes::new(bytes));
            }
        }
        Ok(Files { sources, others })
    }
}

/// A document that is laid out, but not yet a PDF.
pub(super) struct Typeset<'a> {
    layout: PagedDocument,
    options: PdfOptions,
    desk: Desk<'a>,
}

impl Document {
    /// Lays the document out.
    pub(super) fn typeset(self, paper: &Paper) -> Result<Typeset<'_>> {
        let (template, data) = (self.template, Bytes::from_string(self.data));
        let pictures = self.pictures.into_iter().map(Bytes::new).collect();
        let desk = Desk { paper, main: file_id(template)?, template, data, pictures };
        let result = typst::compile::<PagedDocument>(&desk).output;
        let layout = result.map_err(|problems| {
            forget();
            complaint(&desk, &problems)
        })?;
        Ok(Typeset { layout, options: options(self.identity, self.made_at), desk })
    }
}

impl Typeset<'_> {
    /// How many pages it has.
    pub(super) fn pages(&self) -> usize {
        self.layout.pages().len()
    }

    /// How far its end is, in pages: 1.5 is in the middle of the second. A template marks its end with
    /// `#metadata((columns: n, top: length, bottom: length)) <end>`, which tells the columns and the margins of its pages; without the mark
    /// all pages count as full.
    pub(super) fn reach(&self) -> f64 {
        self.end().unwrap_or_else(|| count(self.pages()))
    }

    fn end(&self) -> Option<f64> {
        let introspector = self.layout.introspector();
        let mark = introspector.query_label(Label::new(PicoStr::constant("end"))?).ok()?;
        let told = mark.to_packed::<MetadataElem>()?.value.clone().cast::<Dict>().ok()?;
        let columns = told.get("columns").ok()?.clone().cast::<usize>().ok()?.max(1);
        let margin = |name| Some(told.get(name).ok()?.clone().cast::<Length>().ok()?.abs);
        let (top, bottom) = (margin("top")?, margin("bottom")?);
        let place = introspector.position(mark.location()?)?;
        let page = self.layout.pages().get(place.page.get() - 1)?.frame.size();
        let column = (place.point.x / page.x * count(columns)).floor();
        let part = ((place.point.y - top) / (page.y - top - bottom)).clamp(0.0, 1.0);
        Some(count(place.page.get() - 1) + (column + part) / count(columns))
    }

    /// What is on each page, to be measured.
    #[cfg(test)]
    pub(super) fn frames(&self) -> impl Iterator<Item = &typst::layout::Frame> {
        self.layout.pages().iter().map(|page| &page.frame)
    }

    /// Makes the PDF.
    pub(super) fn pdf(&self) -> Result<Pdf> {
        let result = typst_pdf::pdf(&self.layout, &self.options);
        forget();
        let bytes = result.map_err(|problems| complaint(&self.desk, &problems))?;
        Ok(Pdf { bytes: packed(&bytes)?, pages: self.pages() })
    }
}

/// A document is done with, made or not: what was kept for the tries of others goes in its time.
pub(super) fn forget() {
    comemo::evict(CACHE_AGE);
}

#[expect(clippy::cast_precision_loss, reason = "a few pages and columns")]
fn count(number: usize) -> f64 {
    number as f64
}

/// The same PDF with its small objects in compressed streams, at about half the size. It stays PDF/UA and PDF/A.
fn packed(bytes: &[u8]) -> Result<Vec<u8>> {
    let failed = |error: &dyn std::fmt::Display| Error::new(Kind::Bug, "cannot pack a PDF").because(error.to_string());
    let mut document = lopdf::Document::load_mem(bytes).map_err(|error| failed(&error))?;
    let options = SaveOptions::builder().use_object_streams(true).use_xref_streams(true).compression_level(7).build();
    let mut packed = Vec::with_capacity(bytes.len());
    document.save_with_options(&mut packed, options).map_err(|error| failed(&error))?;
    Ok(packed)
}

fn options(identity: String, made_at: DateTime<Utc>) -> PdfOptions {
    let standards = PdfStandards::new(&[PdfStandard::Ua_1, PdfStandard::A_2a]).expect("PDF/UA-1 and PDF/A-2a agree");
    PdfOptions {
        ident: Smart::Custom(identity),
        creator: Smart::Custom(Some("Ardoise".to_owned())),
        timestamp: timestamp(made_at),
        standards,
        ..PdfOptions::default()
    }
}

fn timestamp(moment: DateTime<Utc>) -> Option<Timestamp> {
    let small = |number: u32| u8::try_from(number).ok();
    let (month, day) = (small(moment.month())?, small(moment.day())?);
    let (hour, minute, second) = (small(moment.hour())?, small(moment.minute())?, small(moment.second())?);
    Datetime::from_ymd_hms(moment.year(), month, day, hour, minute, second).map(Timestamp::new_utc)
}

/// The first complaint, with its place in the theme.
fn complaint(desk: &Desk<'_>, problems: &[SourceDiagnostic]) -> Error {
    let Some(problem) = problems.first() else {
        return Error::new(Kind::Bug, format!("`paper/{}` failed without a reason", desk.template));
    };
    let place = problem.span.id().and_then(|id| {
        let line = desk.source(id).ok()?.lines().byte_to_line(desk.range(problem.span)?.start)? + 1;
        Some(format!("paper{}:{line}", id.vpath().get_with_slash()))
    });
    let hints = problem.hints.iter().map(|hint| format!(" ({})", hint.v)).collect::<Vec<_>>().concat();
    let place = place.unwrap_or_else(|| format!("paper/{}", desk.template));
    Error::new(Kind::Template, format!("`{place}` cannot be typeset")).because(format!("{}{hints}", problem.message))
}

fn file_id(path: &str) -> Result<FileId> {
    let path = VirtualPath::new(format!("/{path}"))
        .map_err(|error| Error::new(Kind::Theme, format!("`paper/{path}` is not a path")).because(error))?;
    Ok(RootedPath::new(VirtualRoot::Project, path).intern())
}

impl World for Desk<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &LIBRARY
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.paper.fonts.book
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        let path = id.vpath().get_with_slash();
        let known = self.paper.files.sources.get(path).filter(|_| *id.root() == VirtualRoot::Project);
        known.cloned().ok_or_else(|| FileError::NotFound(path.into()))
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        let path = id.vpath().get_with_slash();
        let picture = || self.pictures.get(path.strip_prefix("/img/")?.parse::<usize>().ok()?);
        let known = match path {
            "/data.json" => Some(&self.data),
            _ => picture().or_else(|| self.paper.files.others.get(path)),
        };
        known.filter(|_| *id.root() == VirtualRoot::Project).cloned().ok_or_else(|| FileError::NotFound(path.into()))
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.paper.fonts.faces.get(index).cloned()
    }

    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}
