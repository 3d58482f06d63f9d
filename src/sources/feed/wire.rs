//! From the bytes of an answer to a feed: which text they are, whether it is a feed, and whether it is whole.

use chrono_tz::Tz;
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use url::Url;

use crate::sources::feed::{date, repair};
use crate::sources::feed_flaw::Flaw;

/// Reads a whole feed, or says why it is none. Entries without an identifier get none here.
pub(super) fn parse(
    bytes: &[u8],
    content_type: Option<&str>,
    address: &Url,
    zone: Tz,
) -> Result<feed_rs::model::Feed, Flaw> {
    let text = decoded(bytes, content_type);
    let start = text.trim_start();
    let sound = if start.starts_with('{') {
        repair::json(start)?
    } else if looks_like_html(start) {
        return Err(Flaw::Html);
    } else if start.starts_with('<') {
        repair::xml(start)?
    } else {
        return Err(Flaw::Other);
    };
    drop(text);
    let parser = feed_rs::parser::Builder::new()
        .base_uri(Some(address.as_str()))
        .sanitize_content(false)
        .id_generator(|_, _, _| String::new())
        .timestamp_parser(move |text| date::read(text, zone))
        .build();
    parser.parse(sound.as_slice()).map_err(|error| Flaw::Damaged(error.to_string()))
}

/// The text of the bytes: a byte order mark decides, then what only UTF-8 or UTF-16 looks like, then what HTTP declares, then
/// what the XML declares, then Windows-1252, of which Latin-1 is a part. A declaration of UTF-8 that does not hold counts for
/// nothing.
fn decoded(bytes: &[u8], content_type: Option<&str>) -> String {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return encoding.decode_without_bom_handling(&bytes[mark..]).0.into_owned();
    }
    let wide = match bytes {
        [b'<', 0, ..] => Some(UTF_16LE),
        [0, b'<', ..] => Some(UTF_16BE),
        _ => None,
    };
    if let Some(encoding) = wide {
        return encoding.decode_without_bom_handling(bytes).0.into_owned();
    }
    if let Some(text) = UTF_8.decode_without_bom_handling_and_without_replacement(bytes) {
        return text.into_owned();
    }
    let narrow = |label: &str| Encoding::for_label(label.as_bytes()).filter(|found| found.is_ascii_compatible());
    let by_http = content_type.and_then(charset).and_then(|label| narrow(&label));
    let by_xml = declared(bytes).and_then(|label| narrow(&label));
    let candidates = [by_http, by_xml].into_iter().flatten().filter(|encoding| *encoding != UTF_8);
    let sound = candidates
        .chain([WINDOWS_1252])
        .find_map(|encoding| encoding.decode_without_bom_handling_and_without_replacement(bytes));
    sound.map_or_else(|| String::from_utf8_lossy(bytes).into_owned(), std::borrow::Cow::into_owned)
}

fn charset(content_type: &str) -> Option<String> {
    let parameter = content_type.split(';').skip(1).find_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        name.trim().eq_ignore_ascii_case("charset").then_some(value)
    })?;
    Some(parameter.trim().trim_matches(['"', '\'']).to_owned())
}

/// The encoding that an XML declaration names.
fn declared(bytes: &[u8]) -> Option<String> {
    let start = String::from_utf8_lossy(&bytes[..bytes.len().min(200)]).into_owned();
    let declaration = start.split("?>").next().filter(|start| start.contains("<?xml"))?;
    let value = declaration.split_once("encoding")?.1.trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
    value[1..].split(quote).next().map(str::to_owned)
}

fn looks_like_html(text: &str) -> bool {
    let start: String = text.chars().take(300).collect::<String>().to_lowercase();
    start.contains("<!doctype html") || start.contains("<html")
}
