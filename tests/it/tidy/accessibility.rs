//! The table of `src/docs/accessibility.md`: every criterion of RGAA 4.1.2 once and in order, with a verdict and its reason, and
//! nothing named there that does not exist.

use std::collections::BTreeSet;

use super::{SourceFile, repository, rust_files, text_files};

/// How many criteria each *thème* has: 106 in all.
const THEMES: [usize; 13] = [9, 2, 3, 13, 8, 2, 5, 10, 4, 14, 13, 11, 12];

const VERDICTS: [&str; 4] = ["tested", "by hand", "not met", "not applicable"];

/// What makes a criterion apply: as long as the criterion is called not applicable, no template has it.
const APPLIES: [(&str, &[&str]); 13] = [
    ("<iframe", &["2.1", "2.2"]),
    ("<video", &["4.1", "4.3", "4.5", "4.7", "4.11", "4.13"]),
    ("<audio", &["4.1", "4.7", "4.11", "4.13"]),
    ("<object", &["4.8", "4.12", "4.13"]),
    ("<embed", &["4.8", "4.12", "4.13"]),
    ("<canvas", &["4.8", "4.13"]),
    ("<script", &["7.1", "7.3"]),
    ("<input", &["11.1", "11.2", "11.4"]),
    ("<select", &["11.1", "11.2", "11.4"]),
    ("<button", &["11.9"]),
    ("accesskey", &["12.10"]),
    ("http-equiv", &["13.1"]),
    ("target=", &["13.2"]),
];

/// One row of the table.
struct Row<'a> {
    criterion: &'a str,
    verdict: &'a str,
    why: &'a str,
}

fn rows(text: &str) -> Vec<Row<'_>> {
    let lines = text.lines().filter_map(|line| line.strip_prefix("| ")?.strip_suffix(" |"));
    let cells = lines.map(|line| line.split(" | ").map(str::trim).collect::<Vec<_>>());
    cells
        .filter_map(|cells| match cells[..] {
            [criterion, _, verdict, why] if criterion.starts_with(|first: char| first.is_ascii_digit()) => {
                Some(Row { criterion, verdict, why })
            }
            _ => None,
        })
        .collect()
}

/// What stands between a pair of `mark`s.
fn between<'a>(text: &'a str, mark: &str) -> impl Iterator<Item = &'a str> {
    text.split(mark).skip(1).step_by(2)
}

/// The judges that the table of judges names, each with the file that runs it.
fn judges(text: &str) -> Vec<(&str, &str)> {
    text.lines()
        .filter_map(|line| line.strip_prefix("| **")?.split_once("** | "))
        .filter_map(|(name, rest)| Some((name, between(rest, "`").last()?)))
        .collect()
}

/// Everything wrong with the document, one line each.
fn breaches(text: &str, tests: &BTreeSet<String>) -> Vec<String> {
    let judges = judges(text);
    let known = |name: &str| judges.iter().any(|(judge, _)| *judge == name);
    let mut problems: Vec<String> = between(text, "`")
        .filter(|path| ["src/", "tests/", "themes/"].iter().any(|folder| path.starts_with(folder)))
        .filter(|path| !repository().join(path).exists())
        .map(|path| format!("`{path}` does not exist"))
        .collect();
    for Row { criterion, verdict, why } in rows(text) {
        if !VERDICTS.contains(&verdict) {
            problems.push(format!("{criterion}: `{verdict}` is no verdict"));
        }
        if verdict == "tested" && !between(why, "**").any(known) {
            problems.push(format!("{criterion}: tested by nobody"));
        }
        let strangers = between(why, "**").filter(|name| !known(name));
        problems.extend(strangers.map(|name| format!("{criterion}: no judge {name}")));
        let functions = between(why, "`").filter(|name| name.contains('_') && !name.contains(['/', '.']));
        let missing = functions.filter(|name| !tests.contains(*name));
        problems.extend(missing.map(|name| format!("{criterion}: no test `{name}`")));
    }
    problems
}

fn document() -> String {
    std::fs::read_to_string(repository().join("src/docs/accessibility.md")).expect("the document is readable")
}

fn tests_of(files: &[SourceFile]) -> BTreeSet<String> {
    let functions = files.iter().flat_map(|file| file.text.lines()).filter_map(|line| line.trim().strip_prefix("fn "));
    functions.filter_map(|rest| rest.strip_suffix("() {")).map(str::to_owned).collect()
}

#[test]
fn every_criterion_has_its_row() {
    let text = document();
    let found: Vec<&str> = rows(&text).iter().map(|row| row.criterion).collect();
    let expected: Vec<String> =
        (1..).zip(THEMES).flat_map(|(theme, last)| (1..=last).map(move |number| format!("{theme}.{number}"))).collect();
    assert_eq!(found, expected);
    assert_eq!(found.len(), 106);
}

#[test]
fn every_verdict_has_a_reason_that_exists() {
    let files: Vec<SourceFile> = rust_files("src").into_iter().chain(rust_files("tests")).collect();
    assert_eq!(breaches(&document(), &tests_of(&files)), Vec::<String>::new());
}

#[test]
fn what_is_not_applicable_is_in_no_template() {
    let text = document();
    let idle = rows(&text).into_iter().filter(|row| row.verdict == "not applicable");
    let idle: BTreeSet<&str> = idle.map(|row| row.criterion).collect();
    let files = text_files("themes/default", &["html"]).into_iter().chain(text_files("src/render", &["rs"]));
    let mut found = Vec::new();
    for file in files.filter(|file| !file.path.contains("tests")) {
        for (part, criteria) in APPLIES.iter().filter(|(part, _)| file.text.contains(part)) {
            let wrong = criteria.iter().filter(|criterion| idle.contains(*criterion));
            found.extend(wrong.map(|criterion| format!("{} has `{part}`: {criterion} applies", file.path)));
        }
    }
    assert_eq!(found, Vec::<String>::new());
}

#[test]
fn a_bad_row_is_refused() {
    let text = "| **axe** | all | `tests/full/gone.mjs` |\n\
                | 1.1 | a | tested | **axe**, `no_such_test` |\n\
                | 1.2 | b | tested | by nobody |\n\
                | 1.3 | c | perhaps | **ace** |\n";
    let expected = [
        "`tests/full/gone.mjs` does not exist",
        "1.1: no test `no_such_test`",
        "1.2: tested by nobody",
        "1.3: `perhaps` is no verdict",
        "1.3: no judge ace",
    ];
    assert_eq!(breaches(text, &BTreeSet::new()), expected);
    assert_eq!(rows(text).iter().map(|row| row.criterion).collect::<Vec<_>>(), ["1.1", "1.2", "1.3"]);
}
