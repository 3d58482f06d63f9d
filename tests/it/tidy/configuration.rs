//! `src/docs/configuration.md` against the code: every key that is read is told, and no key is told that nobody reads.
//!
//! A key of `config.toml` is a text in the call of a method of `config::raw::Table`, or of a function that reads one key for its
//! caller. A key of a note is a field of its front matter.

use std::collections::BTreeSet;

use super::rust_text::RustText;
use super::{repository, text_files};

/// What reads the key that is its first argument: the methods of a table, and closures that are given a key.
const FIRST: [&str; 12] = [
    "text",
    "required_text",
    "parsed",
    "required_parsed",
    "flag",
    "number",
    "texts",
    "value",
    "table",
    "tables",
    "every",
    "place",
];

/// What reads the key that is its second argument, behind the table.
const SECOND: [&str; 5] = ["secret", "required_secret", "address", "optional_text", "pairs"];

/// How the keys of a list are read one after the other.
const EACH: &str = "|key| ";

/// How a key of a note is declared.
const FIELD: (&str, &str) = ("    pub(super) ", ": Option<Spanned<");

/// The keys of `config.toml` that the product reads in one file.
fn keys_read(text: &str) -> BTreeSet<String> {
    let code: Vec<char> = RustText::read(text).product.chars().collect();
    let text: Vec<char> = text.chars().collect();
    let mut keys = BTreeSet::new();
    for open in (0..code.len()).filter(|at| code[*at] == '(') {
        let name = word_before(&code, open);
        if FIRST.contains(&name.as_str()) {
            keys.extend(literal(&text[open + 1..]));
        } else if SECOND.contains(&name.as_str()) {
            let end = code[open..].iter().position(|sign| matches!(sign, ',' | ')')).unwrap_or_default();
            keys.extend(literal(&text[open + end + 1..]));
        } else if name == "map" && starts_with(&code[open + 1..], EACH) {
            let begin = code[..open].iter().rposition(|sign| matches!(sign, '[' | ';' | '{')).unwrap_or_default();
            let list: String = text[begin..open].iter().collect();
            keys.extend(list.split('"').skip(1).step_by(2).map(str::to_owned));
        }
    }
    keys
}

/// The word that ends before a place.
fn word_before(code: &[char], end: usize) -> String {
    let is_word = |sign: &&char| sign.is_alphanumeric() || **sign == '_';
    let length = code[..end].iter().rev().take_while(is_word).count();
    code[end - length..end].iter().collect()
}

/// The text literal that begins here, behind white space.
fn literal(text: &[char]) -> Option<String> {
    let mut rest = text.iter().skip_while(|sign| sign.is_whitespace());
    let is_literal = rest.next() == Some(&'"');
    is_literal.then(|| rest.take_while(|sign| **sign != '"').collect())
}

fn starts_with(code: &[char], wanted: &str) -> bool {
    code.iter().copied().take(wanted.len()).eq(wanted.chars())
}

/// The keys that a note may have.
fn keys_of_notes(front_matter: &str) -> BTreeSet<String> {
    let fields = front_matter.lines().filter_map(|line| line.strip_prefix(FIELD.0)?.split_once(FIELD.1));
    fields.map(|(name, _)| name.to_owned()).collect()
}

/// What stands in backquotes in a line, each as a key: `[[sources.courses]]` is `courses`, `school.uai` is `uai`.
fn quoted(line: &str) -> impl Iterator<Item = String> {
    let spans = line.split('`').skip(1).step_by(2).map(|span| span.trim_matches(['[', ']']));
    spans.filter_map(|span| span.rsplit('.').next()).map(str::to_owned)
}

/// The keys in the first column of the tables of keys.
fn keys_told(reference: &str) -> BTreeSet<String> {
    let mut keys = BTreeSet::new();
    let mut is_of_keys = false;
    for line in reference.lines() {
        is_of_keys = line.starts_with("| key | default |") || (is_of_keys && line.starts_with('|'));
        let cell = line.split('|').nth(1).filter(|_| is_of_keys);
        keys.extend(cell.into_iter().flat_map(quoted));
    }
    keys
}

/// The keys of `config.toml` that stand nowhere in the reference.
fn missing(read: &BTreeSet<String>, reference: &str) -> Vec<String> {
    let told: BTreeSet<String> = reference.lines().flat_map(quoted).collect();
    read.difference(&told).cloned().collect()
}

fn reference() -> String {
    std::fs::read_to_string(repository().join("src/docs/configuration.md")).expect("the reference is readable")
}

/// Every key of `config.toml` that the product reads.
fn every_key() -> BTreeSet<String> {
    let files = text_files("src/config", &["rs"]).into_iter().filter(|file| !file.path.ends_with("/tests.rs"));
    let root = std::fs::read_to_string(repository().join("src/config.rs")).expect("the module is readable");
    files.flat_map(|file| keys_read(&file.text)).chain(keys_read(&root)).collect()
}

#[test]
fn every_key_of_the_configuration_is_in_its_reference() {
    assert_eq!(missing(&every_key(), &reference()), Vec::<String>::new());
}

#[test]
fn every_key_of_a_note_is_in_the_reference() {
    let path = repository().join("src/sources/folder/front_matter.rs");
    let keys = keys_of_notes(&std::fs::read_to_string(path).expect("the front matter is readable"));
    let reference = reference();
    let (_, notes) = reference.split_once("\n## Notes\n").expect("the reference has a section about notes");
    assert_eq!(keys, keys_told(notes));
}

/// This also tells when the rules above do not see a key any more that the code still reads.
#[test]
fn the_reference_tells_no_key_that_nobody_reads() {
    let reference = reference();
    let (configuration, _) = reference.split_once("\n## Notes\n").expect("the reference has a section about notes");
    let idle: Vec<String> = keys_told(configuration).difference(&every_key()).cloned().collect();
    assert_eq!(idle, Vec::<String>::new());
}

#[test]
fn a_key_is_seen_however_it_is_read() {
    let text = "//! Reads `table.text(\"comment\")`.\n\
                fn f(table: &Table<'_>) {\n    \
                let a = table.text(\"one\");\n    \
                let b = table.parsed(\n        \"two\",\n        \"a word such as `text`\",\n        g,\n    );\n    \
                let c = required_secret(&table, \"three\", lookup);\n    \
                let d = [\"four\", \"five\"].map(|key| table.texts(key));\n    \
                let e = every(\"six\", default);\n    \
                table.problem(\"seven\", \"is missing\");\n    \
                let f = secret(&headers, &key, lookup);\n}\n\
                #[cfg(test)]\nmod tests {\n    fn g() { table.text(\"eight\") }\n}\n";
    let expected = ["five", "four", "one", "six", "three", "two"].map(str::to_owned);
    assert_eq!(keys_read(text), BTreeSet::from(expected));
}

#[test]
fn a_key_that_is_not_told_is_refused() {
    let reference = "See `[[sources.courses]]` and `school.uai`, not name.\n\n| key | default | what it is |\n|---|---|---|\n\
                     | `id` (x), `gone` | 1 | as `every` |\n\n| sign | what |\n|---|---|\n| `other` | no key |\n";
    let read = ["courses", "uai", "name", "id", "every", "url"].map(str::to_owned);
    assert_eq!(missing(&BTreeSet::from(read), reference), ["name", "url"]);
    assert_eq!(keys_told(reference), BTreeSet::from(["gone", "id"].map(str::to_owned)));
}
