//! Every message that the code or a template says is in the catalogue, and every message of the catalogue is said.

use std::collections::BTreeSet;

use super::{repository, text_files};

/// The beginnings of the calls that name a message.
const CALLS: [&str; 6] = [".say(\"", ".fill(\"", ".about(\"", ".date(\"", "dated(\"", "say(key=\""];

#[test]
fn the_catalogue_has_what_is_said_and_nothing_else() {
    let path = repository().join("themes/default/fr.ftl");
    let catalogue = std::fs::read_to_string(path).expect("the catalogue is readable");
    let defined: BTreeSet<&str> = catalogue
        .lines()
        .filter(|line| line.starts_with(|letter: char| letter.is_ascii_lowercase()))
        .filter_map(|line| line.split_once(" = ").map(|(key, _)| key))
        .collect();
    let speakers = ["src/render", "src/pipeline/print", "src/pipeline/alerts"];
    let code = speakers.into_iter().flat_map(|folder| text_files(folder, &["rs"]));
    let files = code.chain(text_files("themes/default", &["html", "typ"]));
    let text: String = files.filter(|file| !file.path.ends_with("tests.rs")).map(|file| file.text).collect();
    let named = CALLS.iter().flat_map(|call| text.split(call).skip(1)).filter_map(|rest| rest.split('"').next());
    let missing: Vec<&str> = named.filter(|key| key.is_ascii() && !defined.contains(key)).collect();
    assert_eq!(missing, Vec::<&str>::new(), "said, but not in the catalogue");

    let inside = |key: &str| catalogue.contains(&format!("{{ {key} }}"));
    let is_said = |key: &&&str| {
        let paper = key.strip_prefix("paper-").unwrap_or(key);
        text.contains(&format!("\"{key}\"")) || text.contains(&format!("\"{paper}\"")) || inside(key)
    };
    let unused: Vec<&&str> = defined.iter().filter(|key| !is_said(key)).collect();
    assert_eq!(unused, Vec::<&&str>::new(), "in the catalogue, but never said");
}
