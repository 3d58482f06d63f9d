//! From the bytes of an answer to text.

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};

/// The text of bytes that should be UTF-8, and the name of the encoding in which they were read if they are not.
///
/// UTF-8 wins whatever the media type declares, since nothing else looks like it, even when some of it is damaged or cut;
/// then comes the declared character set, then Windows-1252, of which Latin-1 is a part. A byte order mark is taken away.
pub fn decode(bytes: &[u8], content_type: Option<&str>) -> (String, Option<&'static str>) {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes).filter(|(encoding, _)| *encoding != UTF_8) {
        let (text, _) = encoding.decode_without_bom_handling(&bytes[mark..]);
        return (text.into_owned(), Some(encoding.name()));
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if let Some(text) = UTF_8.decode_without_bom_handling_and_without_replacement(bytes) {
        return (text.into_owned(), None);
    }
    let lossy = String::from_utf8_lossy(bytes);
    let damaged = lossy.matches('\u{fffd}').count();
    if lossy.chars().filter(|character| !character.is_ascii()).count() > 2 * damaged {
        return (lossy.into_owned(), Some(UTF_8.name()));
    }
    let declared = content_type.and_then(charset).filter(|encoding| *encoding != UTF_8);
    let encoding = declared.unwrap_or(WINDOWS_1252);
    let (text, _) = encoding.decode_without_bom_handling(bytes);
    (text.into_owned(), Some(encoding.name()))
}

fn charset(content_type: &str) -> Option<&'static Encoding> {
    let parameter = content_type.split(';').skip(1).find_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        name.trim().eq_ignore_ascii_case("charset").then_some(value)
    })?;
    Encoding::for_label(parameter.trim().trim_matches('"').as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn utf_8_wins_then_the_declared_character_set_then_windows_1252() {
        let latin = Some("text/calendar; charset=ISO-8859-15");
        for (bytes, content_type, expected) in [
            ("éà".as_bytes(), None, ("éà", None)),
            ("éà".as_bytes(), latin, ("éà", None)),
            (b"\xef\xbb\xbf\xc3\xa9", None, ("é", None)),
            (b"\xc3\xa9\xc3\xa0\xc3", None, ("éà\u{fffd}", Some("UTF-8"))),
            (b"\xe9\x80", None, ("é€", Some("windows-1252"))),
            (b"\xe9\xa4", latin, ("é€", Some("ISO-8859-15"))),
            (b"\xe9", Some("text/calendar;charset=utf-8"), ("é", Some("windows-1252"))),
            (b"\xe9", Some("text/calendar; charset=\"nonsense\""), ("é", Some("windows-1252"))),
            (b"\xff\xfe\xe9\x00", None, ("é", Some("UTF-16LE"))),
        ] {
            let (text, encoding) = decode(bytes, content_type);
            assert_eq!((text.as_str(), encoding), expected);
        }
    }
}
