//! The HTML of a description, block by block: what was done, what is to be done, and the names of their files.
//!
//! A block begins with a `strong` heading that ends with a colon, at the top level. Teachers use `strong` in their own text
//! too, so the colon, its line break and the place decide.

use chrono::NaiveDate;
use scraper::ElementRef;

use crate::model::attachment::{Attachment, AttachmentKind};
use crate::model::id::AttachmentId;
use crate::model::notice::{Notice, NoticeKind};
use crate::model::rich_text::RichText;
use crate::normalise::html::{self, Context};
use crate::sources::label::folded;

/// Endings of file names that teachers attach.
const EXTENSIONS: [&str; 34] = [
    "pdf", "doc", "docx", "odt", "rtf", "txt", "xls", "xlsx", "ods", "csv", "ppt", "pptx", "odp", "jpg", "jpeg", "png",
    "gif", "webp", "heic", "svg", "mp3", "m4a", "wav", "ogg", "mp4", "mov", "avi", "webm", "zip", "epub", "ggb", "sb3",
    "py", "pages",
];

/// What ends a paragraph, so that a heading may follow.
const ENDS: [&str; 7] = ["<br>", "</div>", "</p>", "</ul>", "</ol>", "</table>", "</blockquote>"];

/// A block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Block {
    pub(super) heading: Heading,
    pub(super) body: RichText,
    pub(super) attachments: Vec<Attachment>,
}

/// What a block is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Heading {
    /// Homework given at this lesson for that day.
    For(NaiveDate),
    /// Homework given that day for this lesson.
    GivenOn(NaiveDate),
    /// What was done, under the title of its teacher.
    Content(Option<String>),
}

/// Reads the blocks; what precedes the first heading is no block.
pub(super) fn read(source: &str, subject: &str) -> (Vec<Block>, Vec<Notice>) {
    let page = html::fragment(source);
    let mut reader = Reader { subject, open: None, blocks: Vec::new(), notices: Vec::new() };
    if page.cut {
        reader.notices.push(html::cut(subject));
    }
    for node in page.tree.root_element().children() {
        if let Some(text) = node.value().as_text() {
            reader.text(text);
        } else if let Some(element) = ElementRef::wrap(node) {
            match reader.title(element) {
                Some(title) => reader.begin(title),
                None => reader.element(element),
            }
        }
    }
    reader.end();
    (reader.blocks, reader.notices)
}

struct Reader<'a> {
    subject: &'a str,
    open: Option<Open>,
    blocks: Vec<Block>,
    notices: Vec<Notice>,
}

struct Open {
    title: String,
    html: String,
    files: Vec<Attachment>,
}

impl Reader<'_> {
    /// The title, when the element is a heading here.
    fn title(&self, element: ElementRef<'_>) -> Option<String> {
        if !matches!(element.value().name(), "strong" | "b") {
            return None;
        }
        let text: String = element.text().collect();
        let title = text.trim().strip_suffix(':')?.trim();
        let own_line = text.trim_end_matches([' ', '\t', '\r', '\u{a0}']).ends_with('\n');
        let is_place = match &self.open {
            None => true,
            Some(open) => ENDS.iter().any(|end| open.html.trim_end().ends_with(end)),
        };
        (own_line || is_place || dated(title).is_some()).then(|| title.split_whitespace().collect::<Vec<_>>().join(" "))
    }

    fn begin(&mut self, title: String) {
        self.end();
        self.open = Some(Open { title, html: String::new(), files: Vec::new() });
    }

    fn element(&mut self, element: ElementRef<'_>) {
        if let Some(open) = &mut self.open {
            open.html.push_str(&element.html());
        }
    }

    /// Text between elements: its line breaks are real, and a line that is a file's name is a file.
    fn text(&mut self, text: &str) {
        let Some(open) = &mut self.open else { return };
        for (index, line) in text.split('\n').enumerate() {
            let name = line.trim();
            let bare = !name.contains(char::is_whitespace);
            if is_file_name(name) && (bare || !open.html.is_empty()) {
                open.files.push(at_source(name));
                continue;
            }
            if index > 0 && !open.html.is_empty() {
                open.html.push_str("<br>");
            }
            open.html.push_str(&line.replace('&', "&amp;").replace('<', "&lt;"));
        }
    }

    fn end(&mut self) {
        let Some(Open { title, html, files }) = self.open.take() else { return };
        let context = Context { subject: self.subject, base: None, files: &[] };
        let mut parsed = html::rich_text(&html, &context);
        self.notices.append(&mut parsed.notices);
        parsed.attachments.extend(files);
        if parsed.text.is_empty() && parsed.attachments.is_empty() {
            return;
        }
        let heading = match dated(&title) {
            Some(Dated { day: Some(day), given }) => {
                if given {
                    Heading::GivenOn(day)
                } else {
                    Heading::For(day)
                }
            }
            Some(Dated { day: None, .. }) => {
                let message = format!("homework with the unreadable date `{title}` was left out");
                self.notices.push(Notice::new(NoticeKind::Malformed, self.subject, message));
                return;
            }
            None => Heading::Content((!is_generic(&title)).then_some(title)),
        };
        self.blocks.push(Block { heading, body: parsed.text, attachments: parsed.attachments });
    }
}

/// "Pour le 10/09/2026" or "Donné le 03/09/2026".
struct Dated {
    given: bool,
    day: Option<NaiveDate>,
}

fn dated(title: &str) -> Option<Dated> {
    let words = folded(title);
    let (given, rest) = match (words.strip_prefix("pour le "), words.strip_prefix("donne le ")) {
        (Some(rest), _) => (false, rest),
        (_, Some(rest)) => (true, rest),
        _ => return None,
    };
    let numbers: Vec<u32> = rest.split(' ').filter_map(|word| word.parse().ok()).collect();
    let day = match numbers.as_slice() {
        [day, month, year] => {
            let year = if *year < 100 { year + 2000 } else { *year };
            i32::try_from(year).ok().and_then(|year| NaiveDate::from_ymd_opt(year, *month, *day))
        }
        [] => return None,
        _ => None,
    };
    Some(Dated { given, day })
}

fn is_generic(title: &str) -> bool {
    matches!(folded(title).as_str(), "" | "contenu pedagogique" | "contenus pedagogiques" | "contenu")
}

fn is_file_name(name: &str) -> bool {
    let Some((stem, extension)) = name.rsplit_once('.') else { return false };
    !stem.is_empty() && name.len() <= 200 && EXTENSIONS.contains(&extension.to_lowercase().as_str())
}

fn at_source(name: &str) -> Attachment {
    Attachment {
        id: AttachmentId::of(name),
        name: name.to_owned(),
        kind: AttachmentKind::AtSource(None),
        media_type: None,
        digest: None,
        size: None,
        alt: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    fn headings(html: &str) -> Vec<(Heading, String, Vec<String>)> {
        let (blocks, notices) = read(html, "edt-6a");
        assert_eq!(notices, Vec::new(), "{html}");
        let names = |block: &Block| block.attachments.iter().map(|file| file.name.clone()).collect();
        blocks.iter().map(|block| (block.heading.clone(), block.body.plain_text(), names(block))).collect()
    }

    #[test]
    fn blocks_begin_with_a_heading_of_their_own() {
        let html = "\n<strong>Contenu pédagogique : \n</strong><div>Les <strong>fractions :</strong> suite</div>\n\
                    <strong>Biathlon s1 : \n</strong><div>Échauffement</div>\n\
                    <strong>Donné le 17/11/2026 : \n</strong><div>Relire</div>\nfiche n°2.pdf\nplan.DOCX\n\n\
                    <strong>Pour le 1/12/26 : \n</strong>Exercice 3\nExercice 4 <strong>Attention :</strong> sans calculatrice";
        assert_eq!(
            headings(html),
            [
                (Heading::Content(None), "Les fractions : suite".to_owned(), vec![]),
                (Heading::Content(Some("Biathlon s1".to_owned())), "Échauffement".to_owned(), vec![]),
                (
                    Heading::GivenOn(day(2026, 11, 17)),
                    "Relire".to_owned(),
                    vec!["fiche n°2.pdf".to_owned(), "plan.DOCX".to_owned()]
                ),
                (
                    Heading::For(day(2026, 12, 1)),
                    "Exercice 3 Exercice 4 Attention : sans calculatrice".to_owned(),
                    vec![]
                ),
            ]
        );
    }

    #[test]
    fn text_without_heading_and_empty_blocks_are_nothing() {
        assert_eq!(headings("Surveillant : SECRET S.\n<div>libre</div>"), []);
        assert_eq!(headings("<strong>Pour le 10/09/2026 : \n</strong><div>&nbsp;</div>"), []);
    }

    #[test]
    fn an_impossible_date_is_said() {
        let (blocks, notices) = read("<strong>Pour le 31/02/2026 : \n</strong><div>Lire</div>", "edt-6a");
        assert_eq!(blocks, []);
        let message = "homework with the unreadable date `Pour le 31/02/2026` was left out";
        assert_eq!(notices, [Notice::new(NoticeKind::Malformed, "edt-6a", message)]);
    }
}
