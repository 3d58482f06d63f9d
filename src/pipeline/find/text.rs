//! The words in the bytes of a file that Ardoise makes or keeps.

use scraper::Html;

use crate::optimise::compress::{self, Coding};

/// The words of a file, empty for one that has none, such as a picture; `None` for one that should have some and cannot be read.
pub(super) fn of(name: &str, bytes: &[u8]) -> Option<String> {
    for (ending, coding) in [(".gz", Coding::Gzip), (".br", Coding::Brotli)] {
        if let Some(name) = name.strip_suffix(ending) {
            return of(name, &compress::undo(bytes, coding)?);
        }
    }
    if bytes.starts_with(b"%PDF") {
        return of_pdf(bytes);
    }
    let Ok(text) = std::str::from_utf8(bytes) else { return Some(String::new()) };
    // Long lines of calendars are folded; letters with a meaning there are escaped.
    let text = text.replace("\r\n ", "").replace("\\n", " ").replace('\\', "");
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    Some(match ending {
        // What a picture shows stands in an attribute. An Atom text is HTML, escaped once more.
        "html" => format!("{}\n{text}", words(&text)),
        "xml" => words(&words(&text)),
        _ => text,
    })
}

fn words(html: &str) -> String {
    Html::parse_document(html).root_element().text().collect()
}

/// The words of all pages. What a paper says is in fonts that tell which letter each sign is.
fn of_pdf(bytes: &[u8]) -> Option<String> {
    let document = lopdf::Document::load_mem(bytes).ok()?;
    let pages: Vec<u32> = document.get_pages().into_keys().collect();
    document.extract_text(&pages).ok()
}
