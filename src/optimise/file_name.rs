//! Names for published copies of attached files.
//!
//! A name holds only letters, digits, `-`, `_` and `.` of ASCII, so that it survives every file system, address and USB
//! stick; it has no folder, never starts with a dot, is never empty, and is at most 80 bytes long.

use unicode_normalization::UnicodeNormalization;

const LONGEST: usize = 80;
const LONGEST_EXTENSION: usize = 10;

/// A safe name close to the original: accents folded, the extension kept, `document` when nothing is left.
pub fn file_name(original: &str) -> String {
    let last = original.rsplit(['/', '\\']).find(|part| !part.trim().is_empty()).unwrap_or_default();
    let (stem, extension) = split(last);
    let extension = folded(extension).to_ascii_lowercase();
    let mut name = folded(stem);
    name.truncate(LONGEST - LONGEST_EXTENSION - 1);
    let name = name.trim_matches(['-', '.', '_']);
    let name = if name.is_empty() { "document" } else { name };
    if extension.is_empty() { name.to_owned() } else { format!("{name}.{extension}") }
}

/// The name and its extension; what follows the last dot is an extension when it is short and plain.
fn split(name: &str) -> (&str, &str) {
    match name.rsplit_once('.') {
        Some((stem, extension))
            if (1..=LONGEST_EXTENSION).contains(&extension.len())
                && extension.bytes().all(|byte| byte.is_ascii_alphanumeric()) =>
        {
            (stem, extension)
        }
        _ => (name, ""),
    }
}

/// ASCII letters without accents; everything else becomes one `-` at a time.
fn folded(text: &str) -> String {
    let mut plain = String::new();
    for character in text.nfkd().filter(|character| !unicode_normalization::char::is_combining_mark(*character)) {
        match character {
            'a'..='z' | 'A'..='Z' | '0'..='9' | '_' | '.' => plain.push(character),
            '°' => plain.push('o'),
            'œ' => plain.push_str("oe"),
            'Œ' => plain.push_str("OE"),
            'æ' => plain.push_str("ae"),
            'Æ' => plain.push_str("AE"),
            'ß' => plain.push_str("ss"),
            _ if !plain.ends_with('-') => plain.push('-'),
            _ => {}
        }
        if plain.ends_with("..") {
            plain.pop();
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_plain_and_close_to_the_original() {
        for (original, expected) in [
            ("Leçon n° 3 – Élève.PDF", "Lecon-no-3-Eleve.pdf"),
            ("le cœur.odt", "le-coeur.odt"),
            ("../../etc/passwd", "passwd"),
            ("C:\\Users\\x\\Sujet.docx", "Sujet.docx"),
            (".htaccess", "document.htaccess"),
            ("..", "document"),
            ("", "document"),
            ("   ", "document"),
            ("a\u{0}b\nc\u{202e}.txt", "a-b-c.txt"),
            ("archive.tar.gz", "archive.tar.gz"),
            ("a....b.csv", "a.b.csv"),
            ("sans point", "sans-point"),
            ("Mr. Dupont arrive.", "Mr.-Dupont-arrive"),
            ("日本.pdf", "document.pdf"),
            ("fiche.pdf/", "fiche.pdf"),
            ("①②.pdf", "12.pdf"),
        ] {
            assert_eq!(file_name(original), expected, "{original:?}");
        }
    }

    #[test]
    fn names_are_short_and_keep_their_extension() {
        let name = file_name(&format!("{}.pdf", "é".repeat(500)));
        assert_eq!(name, format!("{}.pdf", "e".repeat(69)));
        assert!(file_name(&format!("x.{}", "y".repeat(500))).len() <= LONGEST);
    }
}
