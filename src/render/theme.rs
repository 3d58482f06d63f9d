//! The theme: the embedded default with the school's own files laid over it, parsed once and never changed.
//!
//! Templates and the style sheet make the pages; everything below `paper/` belongs to the sheets and is only kept here. A file
//! of the school replaces the default one of the same path; files of other names may be added, and included by templates.

use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;
use std::sync::Arc;

use tera::{ErrorKind, Kwargs, State, Tera};

use crate::artifact::Digest;
use crate::error::{Error, Kind, Result};
use crate::render::offline::{COMFORT_SCRIPT, PAGE_SCRIPT};
use crate::render::words::{self, Words};

mod style;

/// The default theme, by path below `themes/default/`.
const EMBEDDED: [(&str, &[u8]); 15] = [
    ("accessibilite.html", include_bytes!("../../themes/default/accessibilite.html")),
    ("aide.html", include_bytes!("../../themes/default/aide.html")),
    ("announcement.html", include_bytes!("../../themes/default/announcement.html")),
    ("base.html", include_bytes!("../../themes/default/base.html")),
    ("documents.html", include_bytes!("../../themes/default/documents.html")),
    ("donnees.html", include_bytes!("../../themes/default/donnees.html")),
    ("frame.html", include_bytes!("../../themes/default/frame.html")),
    ("index.html", include_bytes!("../../themes/default/index.html")),
    ("lost.html", include_bytes!("../../themes/default/lost.html")),
    ("mentions.html", include_bytes!("../../themes/default/mentions.html")),
    ("parts.html", include_bytes!("../../themes/default/parts.html")),
    ("plan.html", include_bytes!("../../themes/default/plan.html")),
    ("sites.html", include_bytes!("../../themes/default/sites.html")),
    ("style.css", include_bytes!("../../themes/default/style.css")),
    ("week.html", include_bytes!("../../themes/default/week.html")),
];

const STYLE: &str = "style.css";
const PAPER: &str = "paper/";

/// A theme, ready to render.
pub struct Theme {
    templates: Tera,
    words: Arc<Words>,
    files: BTreeMap<String, Vec<u8>>,
    digest: Digest,
    style: String,
}

impl Theme {
    /// The embedded theme with files of the school's own theme laid over it, by path relative to the theme folder
    /// ("index.html", "style.css", "paper/gazette.typ").
    ///
    /// A template that does not parse, or that names a filter, component or template that does not exist, is an error of kind
    /// `Template` that names the file and line; a file of the pages that is not UTF-8, or a style sheet that would end the
    /// `style` element, is one of kind `Theme`.
    pub fn new(overrides: BTreeMap<String, Vec<u8>>) -> Result<Self> {
        let embedded = EMBEDDED.iter().map(|(path, bytes)| ((*path).to_owned(), bytes.to_vec()));
        let mut files: BTreeMap<String, Vec<u8>> = embedded.collect();
        files.extend(overrides);
        let mut templates = Tera::new();
        templates.autoescape_on([".html"]);
        let own = files.get(words::FILE).map(|bytes| utf8(words::FILE, bytes)).transpose()?;
        let words = Arc::new(Words::new(own)?);
        templates.register_function("say", saying(&words));
        templates.add_raw_templates(sources(&files)?).map_err(|error| template_error(&error))?;
        let style = style(&files)?;
        let digest = pages_digest(&files, &words);
        Ok(Theme { templates, words, files, digest, style })
    }

    /// The digest of all files and words that make the pages: everything but `paper/`.
    pub fn digest(&self) -> &Digest {
        &self.digest
    }

    /// Its fixed texts.
    pub fn words(&self) -> &Words {
        &self.words
    }

    /// Its fixed texts, to be kept.
    pub fn shared_words(&self) -> Arc<Words> {
        self.words.clone()
    }

    /// A file, by its path relative to the theme folder.
    pub fn file(&self, path: &str) -> Option<&[u8]> {
        self.files.get(path).map(Vec::as_slice)
    }

    /// Renders a page; the style sheet is the variable `css`, and what pages run is `script` and `comfort`.
    pub(super) fn render(&self, template: &str, mut context: tera::Context) -> Result<Vec<u8>> {
        context.insert_value("css", tera::Value::safe_string(&self.style));
        context.insert_value("script", tera::Value::safe_string(PAGE_SCRIPT));
        context.insert_value("comfort", tera::Value::safe_string(COMFORT_SCRIPT));
        let text = self.templates.render(template, &context).map_err(|error| template_error(&error))?;
        Ok(style::with_rare_rules(text).into_bytes())
    }
}

impl fmt::Debug for Theme {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let files: Vec<&String> = self.files.keys().collect();
        formatter.debug_struct("Theme").field("digest", &self.digest).field("files", &files).finish_non_exhaustive()
    }
}

/// `say(key="…")`, with which templates say a message that needs no values.
fn saying(words: &Arc<Words>) -> impl Fn(Kwargs, &State<'_>) -> tera::TeraResult<String> + Send + Sync + 'static {
    let words = words.clone();
    move |arguments, _| {
        let key: &str = arguments.must_get("key")?;
        words.try_fill(key, &[]).ok_or_else(|| tera::Error::message(format!("there is no message `{key}`")))
    }
}

fn sources(files: &BTreeMap<String, Vec<u8>>) -> Result<Vec<(&str, &str)>> {
    let pages = files
        .iter()
        .filter(|(path, _)| Path::new(path).extension() == Some("html".as_ref()) && !path.starts_with(PAPER));
    pages.map(|(path, bytes)| Ok((path.as_str(), utf8(path, bytes)?))).collect()
}

fn style(files: &BTreeMap<String, Vec<u8>>) -> Result<String> {
    let bytes = files.get(STYLE).map(Vec::as_slice).unwrap_or_default();
    let text = utf8(STYLE, bytes)?;
    match text.to_ascii_lowercase().find("</style") {
        Some(place) => {
            let line = line_of(&bytes[..place]);
            Err(Error::new(Kind::Theme, format!("theme file `{STYLE}:{line}` holds `</style`")))
        }
        None => Ok(style::squeezed(text)),
    }
}

fn utf8<'a>(path: &str, bytes: &'a [u8]) -> Result<&'a str> {
    std::str::from_utf8(bytes).map_err(|error| {
        let line = line_of(&bytes[..error.valid_up_to()]);
        Error::new(Kind::Theme, format!("theme file `{path}:{line}` is not UTF-8")).because(error)
    })
}

/// The number of the line that follows these bytes.
fn line_of(before: &[u8]) -> usize {
    before.split(|byte| *byte == b'\n').count()
}

fn pages_digest(files: &BTreeMap<String, Vec<u8>>, words: &Words) -> Digest {
    let pages = files.iter().filter(|(path, _)| !path.starts_with(PAPER));
    let mut parts: Vec<&[u8]> = pages.flat_map(|(path, bytes)| [path.as_bytes(), bytes.as_slice()]).collect();
    parts.push(words.digest().as_str().as_bytes());
    Digest::of_parts(&parts)
}

/// Names the file and line of a template error.
fn template_error(error: &tera::Error) -> Error {
    let (place, message) = match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
            (format!("{}:{}", report.filename(), report.span().start_line), report.message().to_owned())
        }
        ErrorKind::MissingParent { current, parent } => (current.clone(), format!("it extends `{parent}`")),
        ErrorKind::TemplateNotFound(name) => (name.clone(), "there is no such file".to_owned()),
        _ => reported_place(&error.to_string()),
    };
    Error::new(Kind::Template, format!("template `{place}` is wrong")).because(message)
}

/// The place and message in a report of the form `error: <message>\n --> <file>:<line>:<column>\n…`.
fn reported_place(report: &str) -> (String, String) {
    let place = report.lines().find_map(|line| line.trim_start().strip_prefix("--> "));
    let place = place.and_then(|place| place.rsplit_once(':')).map_or("?", |(place, _column)| place);
    let message = report.lines().find_map(|line| line.strip_prefix("error: ")).unwrap_or(report);
    (place.to_owned(), message.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn theme(path: &str, text: &[u8]) -> Result<Theme> {
        Theme::new(BTreeMap::from([(path.to_owned(), text.to_vec())]))
    }

    fn refusal(path: &str, text: &[u8]) -> (Kind, String) {
        let error = theme(path, text).unwrap_err();
        (error.kind(), error.chain())
    }

    #[test]
    fn a_wrong_file_is_named_with_its_line() {
        for (path, text, kind, place) in [
            ("index.html", "<p>\n{% if %}\n", Kind::Template, "template `index.html:2` is wrong"),
            ("index.html", "<p>\n\n{{ title | shout }}\n", Kind::Template, "template `index.html:3` is wrong"),
            ("week.html", "{% extends \"basis.html\" %}", Kind::Template, "template `week.html` is wrong"),
            ("style.css", "p{}\n</STYLE>", Kind::Theme, "theme file `style.css:2` holds `</style`"),
        ] {
            let (found, chain) = refusal(path, text.as_bytes());
            assert_eq!(found, kind, "{chain}");
            assert!(chain.starts_with(place), "{chain}");
        }
        let (kind, chain) = refusal("base.html", b"<p>\n\xff");
        assert_eq!((kind, chain.starts_with("theme file `base.html:2` is not UTF-8")), (Kind::Theme, true), "{chain}");
    }

    #[test]
    fn a_template_that_asks_for_too_much_is_named_with_its_line() {
        let theme = theme("index.html", b"<p>\n{{ no.such.thing }}").unwrap();
        let error = theme.render("index.html", tera::Context::new()).unwrap_err();
        assert_eq!((error.kind(), error.to_string().as_str()), (Kind::Template, "template `index.html:2` is wrong"));
    }

    #[test]
    fn the_default_style_sheet_is_within_its_budget() {
        let theme = Theme::new(BTreeMap::new()).unwrap();
        assert!(theme.style.len() <= 1024, "{} bytes", theme.style.len());
    }

    #[test]
    fn marks_stay_readable_in_forced_colours() {
        // A browser replaces every colour but those of the system, and keeps how far a ground can be seen through.
        let theme = Theme::new(BTreeMap::new()).unwrap();
        let mark = theme.style.split('}').find(|rule| rule.starts_with("body,mark{")).unwrap();
        assert!(mark.contains("{color:canvastext;"), "{mark}");
    }

    #[test]
    fn the_schools_files_are_laid_over_the_default_ones() {
        let default = Theme::new(BTreeMap::new()).unwrap();
        let own = theme("style.css", b"body{color:#000}").unwrap();
        assert_eq!(own.file("style.css"), Some(&b"body{color:#000}"[..]));
        assert_eq!(own.file("index.html"), default.file("index.html"));
        assert_ne!(own.digest(), default.digest());
        assert_eq!(theme("style.css", default.file("style.css").unwrap()).unwrap().digest(), default.digest());
        let paper = theme("paper/logo.png", b"\x89PNG").unwrap();
        assert_eq!((paper.file("paper/logo.png"), paper.digest()), (Some(&b"\x89PNG"[..]), default.digest()));
    }
}
