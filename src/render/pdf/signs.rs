//! Characters that the paper cannot show: Typst refuses a document that holds one, so they are replaced before.

use serde_json::Value;
use unicode_normalization::UnicodeNormalization;

use crate::render::words::Words;

/// A word with more letters than this is no word.
const LONGEST_WORD: usize = 30;

/// Replaces, in every text of a tree, each run of characters that no font covers by one sign, and drops characters without
/// any shape (joiners, variation selectors, controls, direction marks). Returns how many runs were replaced.
pub(super) fn replace_uncovered(data: &mut Value, mark: char, covered: impl Fn(char) -> bool + Copy) -> usize {
    match data {
        Value::String(text) => {
            let (clean, replaced) = shown(text, mark, covered);
            *text = clean;
            replaced
        }
        Value::Array(items) => items.iter_mut().map(|item| replace_uncovered(item, mark, covered)).sum(),
        Value::Object(fields) => fields.values_mut().map(|field| replace_uncovered(field, mark, covered)).sum(),
        Value::Null | Value::Bool(_) | Value::Number(_) => 0,
    }
}

/// How many signs the longest run has that no line can be broken in, in any text of a tree; words do not count as long as they can be
/// hyphenated (see `break-anywhere` in `paper/text.typ`).
pub(super) fn longest_run(data: &Value) -> usize {
    let breaks = |sign: char| sign.is_whitespace() || matches!(sign, '/' | '-');
    let is_word = |run: &str| {
        let letters = run.trim_end_matches(['.', ',', ';', ':', '!', '?', '…', ')', '»']);
        letters.chars().all(|sign| sign.is_alphabetic() || matches!(sign, '’' | '\''))
    };
    let length = |run: &str| Some(run.chars().count()).filter(|length| *length >= LONGEST_WORD || !is_word(run));
    match data {
        Value::String(text) => text.split(breaks).filter_map(length).max().unwrap_or_default(),
        Value::Array(items) => items.iter().map(longest_run).max().unwrap_or_default(),
        Value::Object(fields) => fields.values().map(longest_run).max().unwrap_or_default(),
        Value::Null | Value::Bool(_) | Value::Number(_) => 0,
    }
}

/// Whether nothing of a text would be seen or heard: PDF/UA refuses a title without words.
pub(super) fn is_blank(text: &str) -> bool {
    text.chars().all(|sign| sign.is_whitespace() || is_shapeless(sign))
}

/// The line that explains the sign.
pub(super) fn explanation(mark: char, words: &Words) -> String {
    words.fill("paper-sign-replaced", &[("mark", mark.to_string().into())])
}

fn shown(text: &str, mark: char, covered: impl Fn(char) -> bool) -> (String, usize) {
    let (mut clean, mut replaced, mut in_run) = (String::with_capacity(text.len()), 0, false);
    for sign in text.nfc() {
        let sign = match sign {
            '\u{f0b7}' | '\u{f0a7}' => '•', // bullets of Word's symbol fonts
            '\t' | '\u{2028}' | '\u{2029}' => ' ',
            other => other,
        };
        if is_shapeless(sign) {
            continue;
        }
        let known = sign == '\n' || covered(sign) && !is_private(sign);
        if known {
            clean.push(sign);
        } else if !in_run {
            clean.push(mark);
            replaced += 1;
        }
        in_run = !known;
    }
    (clean, replaced)
}

fn is_shapeless(sign: char) -> bool {
    let format = matches!(sign, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
        | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}');
    format || sign.is_control() && sign != '\n'
}

fn is_private(sign: char) -> bool {
    matches!(sign, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..)
}

#[cfg(test)]
mod tests {
    use super::{longest_run, shown};

    #[test]
    fn only_runs_that_cannot_be_divided_count() {
        for (text, expected) in [
            ("Anticonstitutionnellement, dit-on.", 0),
            ("voir https://ent.example/publisher/view/item/1", 11),
            ("A1B2C3D4E5F6G7H8", 16),
            (&"a".repeat(40), 40),
            ("", 0),
        ] {
            assert_eq!(longest_run(&serde_json::json!({ "body": [{ "text": text }], "page": 3 })), expected, "{text}");
        }
    }

    #[test]
    fn what_no_font_shows_becomes_one_sign() {
        let latin = |sign: char| sign <= '\u{2fff}' && sign != '\u{301}';
        for (text, expected) in [
            ("Noël «\u{a0}œuf\u{a0}» 10\u{202f}%", ("Noël «\u{a0}œuf\u{a0}» 10\u{202f}%", 0)),
            ("e\u{301}cole", ("école", 0)),
            ("Bravo 👩🏽\u{200d}🏫\u{fe0f}\u{200d}🎄 !", ("Bravo ▯ !", 1)),
            ("学校, 年", ("▯, ▯", 2)),
            ("\u{f0b7} lire\u{e000}", ("• lire▯", 1)),
            ("a\u{0}b\u{202e}c\u{ad}d\tf\u{7}", ("abcd f", 0)),
            ("x = 1;\ny = 2", ("x = 1;\ny = 2", 0)),
        ] {
            assert_eq!(shown(text, '▯', latin), (expected.0.to_owned(), expected.1), "{text:?}");
        }
    }
}
