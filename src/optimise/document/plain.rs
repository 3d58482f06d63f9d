//! Plain text and tables of values, which have no place for metadata.

use encoding_rs::WINDOWS_1252;

use super::Cleaned;

/// How texts begin that are read as something else, and may carry an author, a script or an address.
const NOT_PLAIN: [&str; 6] = ["<", "{\\rtf", "%!", "BEGIN:V", "MIME-Version:", "From "];

/// The text in UTF-8 with its line ends as they were; `None` when it is no text, or a text that is read as something else.
///
/// Bytes that are not UTF-8 are read as Windows-1252, the superset of Latin-1 that French spreadsheets write.
pub(super) fn clean(bytes: &[u8]) -> Option<Cleaned> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) if is_mostly_ascii(bytes) => WINDOWS_1252.decode_without_bom_handling(bytes).0.into_owned(),
        Err(_) => return None,
    };
    let is_control = |character: char| character.is_control() && !matches!(character, '\t' | '\n' | '\r' | '\u{c}');
    let start = text.trim_start();
    if start.is_empty() || text.contains(is_control) || NOT_PLAIN.iter().any(|sign| start.starts_with(sign)) {
        return None;
    }
    let (media_type, extension) =
        if is_table(&text) { ("text/csv; charset=utf-8", "csv") } else { ("text/plain; charset=utf-8", "txt") };
    Some(Cleaned { bytes: text.into_bytes(), media_type, extension })
}

/// Whether at least three bytes in four are ASCII, as in any text of a European language.
fn is_mostly_ascii(bytes: &[u8]) -> bool {
    bytes.iter().filter(|byte| byte.is_ascii()).count() >= bytes.len() - bytes.len() / 4
}

/// Whether each of at least two lines has the same number of separators, and some.
fn is_table(text: &str) -> bool {
    [';', '\t', ','].into_iter().any(|separator| {
        let mut counts =
            text.lines().filter(|line| !line.trim().is_empty()).map(|line| line.matches(separator).count());
        let first = counts.next().unwrap_or(0);
        let mut others = counts.peekable();
        first > 0 && others.peek().is_some() && others.all(|count| count == first)
    })
}
