//! Who may import whom: the arrows between the top-level modules of the crate, and between connectors.
//!
//! Read from every path that starts at `crate::` or climbs by `super::`, in `use` trees and inline, outside comments,
//! strings and test code. Items re-exported at the root would hide where they come from, so paths must name a module.

use std::collections::BTreeSet;

use super::rust_text::RustText;
use super::{SourceFile, rust_files};

/// What every stage stands on.
const BASE: &[&str] = &["error", "clock", "fs", "http", "artifact", "journal", "ledger"];

/// The steps of the pipeline, what it shares, and the pipeline's own users, in reading order.
const REST: &[&str] = &[
    "model",
    "config",
    "normalise",
    "sources",
    "store",
    "plan",
    "render",
    "optimise",
    "publish",
    "print",
    "host",
    "alert",
    "backup",
    "report",
    "serve",
    "pipeline",
    "daemon",
    "cli",
    "console",
    "demo",
];

/// The table: which modules, beside itself, a top-level module may use. `None` for a module nobody decided about.
fn allowed(module: &str) -> Option<Vec<&'static str>> {
    let with_base = |more: &[&'static str]| [BASE, more].concat();
    let edge = &["pipeline", "config", "report", "serve", "model"];
    Some(match module {
        "model" | "demo" => vec![],
        "config" | "store" | "report" => with_base(&["model"]),
        "normalise" => vec!["model", "error"],
        "sources" => with_base(&["model", "normalise::html", "config"]),
        "plan" => vec!["model", "config", "artifact"],
        "render" => vec!["model", "plan", "artifact", "error"],
        "optimise" | "serve" | "host" | "backup" => with_base(&[]),
        "publish" | "print" => with_base(&["config"]),
        "alert" => with_base(&["config", "model"]),
        "pipeline" => {
            [BASE, REST].concat().into_iter().filter(|m| !["daemon", "cli", "console", "demo"].contains(m)).collect()
        }
        "daemon" | "console" => with_base(edge),
        "cli" => [with_base(edge), vec!["daemon", "demo"]].concat(),
        base if BASE.contains(&base) => with_base(&["model"]),
        _ => return None,
    })
}

/// Every import of the files that the table forbids, as `file:line: what`.
fn breaches(files: &[SourceFile]) -> Vec<String> {
    let connectors: BTreeSet<&str> = files
        .iter()
        .filter_map(|file| file.path.strip_prefix("src/sources/")?.split_once('/'))
        .map(|(name, _)| name)
        .collect();
    let mut found = Vec::new();
    for file in files {
        let here = module_path(&file.path);
        let Some(top) = here.first() else { continue };
        if allowed(top).is_none() {
            found.push(format!("{}: the import table does not know the top-level module `{top}`", file.path));
            continue;
        }
        if here.contains(&"tests".to_owned()) {
            continue;
        }
        for (line, path) in crate_paths(&RustText::read(&file.text).product, &here) {
            if let Some(problem) = refusal(&here, &path, &connectors) {
                found.push(format!("{}:{line}: {problem}", file.path));
            }
        }
    }
    found
}

/// Why the module at `here` may not use `crate::path`.
fn refusal(here: &[String], path: &[String], connectors: &BTreeSet<&str>) -> Option<String> {
    let (top, wanted) = (&here[0], path.join("::"));
    let Some(target) = path.first().filter(|name| allowed(name).is_some()) else {
        return Some(format!("`crate::{wanted}` does not start with a module of the import table"));
    };
    if target == top {
        let [mine, other] =
            [here.get(1), path.get(1)].map(|name| name.filter(|name| connectors.contains(name.as_str())));
        return (top == "sources" && mine.is_some() && other.is_some() && mine != other)
            .then(|| format!("a connector must not use another: `crate::{wanted}`"));
    }
    let permitted = allowed(top)?.into_iter().any(|entry| wanted == entry || wanted.starts_with(&format!("{entry}::")));
    (!permitted).then(|| format!("`{top}` must not use `crate::{wanted}`"))
}

/// `src/a/b.rs` is the module `a::b`; the roots `main.rs` and `lib.rs` are the empty path.
fn module_path(file: &str) -> Vec<String> {
    let inner = file.trim_start_matches("src/").trim_end_matches(".rs");
    if matches!(inner, "main" | "lib") { Vec::new() } else { inner.split('/').map(str::to_owned).collect() }
}

/// Every path of the code that leads into the crate, from its root, with its line.
fn crate_paths(code: &str, here: &[String]) -> Vec<(usize, Vec<String>)> {
    let tokens = tokens(code);
    let (mut found, mut at) = (Vec::new(), 0);
    while at < tokens.len() {
        let (line, word) = &tokens[at];
        let in_visibility = at > 1 && tokens[at - 2].1 == "(" && tokens[at - 1].1 == "in";
        let starts = matches!(word.as_str(), "crate" | "super")
            && tokens.get(at + 1).is_some_and(|(_, next)| next == "::")
            && !in_visibility;
        if !starts {
            at += 1;
            continue;
        }
        let mut paths = Vec::new();
        let end = read_tree(&tokens, at, &[], &mut paths);
        found.extend(paths.iter().filter_map(|path| Some((*line, from_root(path, here)?))));
        at = end;
    }
    found
}

/// Reads one `use` tree or path that starts at `at`, below `prefix`; gives the place after it.
fn read_tree(tokens: &[(usize, String)], mut at: usize, prefix: &[String], paths: &mut Vec<Vec<String>>) -> usize {
    let text = |at: usize| tokens.get(at).map_or("", |(_, text)| text.as_str());
    let mut path = prefix.to_vec();
    loop {
        match text(at) {
            "{" => {
                at += 1;
                while !matches!(text(at), "}" | "") {
                    at = read_tree(tokens, at, &path, paths);
                    while !matches!(text(at), "," | "}" | "") {
                        at += 1;
                    }
                    at += usize::from(text(at) == ",");
                }
                return at + 1;
            }
            "self" if !prefix.is_empty() => at += 1,
            word => {
                path.push(word.to_owned());
                at += 1;
            }
        }
        let continues = text(at) == "::" && (text(at + 1) == "{" || text(at + 1) == "*" || is_word(text(at + 1)));
        if !continues {
            paths.push(path);
            return at;
        }
        at += 1;
    }
}

/// The path below `crate`; `None` when `super` leads to something that is not a top-level module (an inline module's parent).
fn from_root(path: &[String], here: &[String]) -> Option<Vec<String>> {
    if path[0] == "crate" {
        return Some(path[1..].to_vec());
    }
    let mut absolute = here.to_vec();
    for part in path {
        if part == "super" {
            absolute.pop();
        } else {
            absolute.push(part.clone());
        }
    }
    allowed(absolute.first()?).is_some().then_some(absolute)
}

/// Words, `::` and single marks, with their lines.
fn tokens(code: &str) -> Vec<(usize, String)> {
    let mut found: Vec<(usize, String)> = Vec::new();
    for (number, line) in code.lines().enumerate() {
        let mut rest = line.trim_start();
        while let Some(first) = rest.chars().next() {
            let length = match rest.find(|c: char| !(c.is_alphanumeric() || c == '_')) {
                Some(0) if rest.starts_with("::") => 2,
                Some(0) => first.len_utf8(),
                Some(length) => length,
                None => rest.len(),
            };
            found.push((number + 1, rest[..length].to_owned()));
            rest = rest[length..].trim_start();
        }
    }
    found
}

fn is_word(text: &str) -> bool {
    text.starts_with(|c: char| c.is_alphabetic() || c == '_')
}

#[test]
fn modules_import_only_what_the_table_allows() {
    assert_eq!(breaches(&rust_files("src")), Vec::<String>::new());
}

fn file(path: &str, text: &str) -> SourceFile {
    SourceFile { path: path.to_owned(), text: text.to_owned() }
}

#[test]
fn forbidden_imports_are_refused_however_they_are_written() {
    let files = [
        file("src/model/time.rs", "use crate::clock::Now;"),
        file("src/plan.rs", "use crate::{artifact::{Digest, SitePath}, model::Lesson,\n    render::{self, html}};"),
        file("src/optimise/html.rs", "fn f() {\n    for _ in crate::model::school::all() {}\n}"),
        file("src/sources/folder.rs", "use super::super::store::Store;\nuse crate::normalise::{html, merge};"),
        file("src/publish.rs", "pub(in crate::publish) use crate::Error;\nuse crate::*;"),
    ];
    assert_eq!(
        breaches(&files),
        [
            "src/model/time.rs:1: `model` must not use `crate::clock::Now`",
            "src/plan.rs:1: `plan` must not use `crate::render`",
            "src/plan.rs:1: `plan` must not use `crate::render::html`",
            "src/optimise/html.rs:2: `optimise` must not use `crate::model::school::all`",
            "src/sources/folder.rs:1: `sources` must not use `crate::store::Store`",
            "src/sources/folder.rs:2: `sources` must not use `crate::normalise::merge`",
            "src/publish.rs:1: `crate::Error` does not start with a module of the import table",
            "src/publish.rs:2: `crate::*` does not start with a module of the import table",
        ]
    );
}

#[test]
fn a_connector_is_kept_from_the_others_but_not_from_what_they_share() {
    let files = [
        file("src/sources/folder/convert.rs", "use crate::sources::{Source, folder::wire, pronote_ical::wire};"),
        file(
            "src/sources/pronote_ical/api.rs",
            "use super::super::folder::wire;\nuse super::wire;\nuse super::super::Scope;",
        ),
        file("src/sources.rs", "use crate::sources::folder::Folder;\nuse crate::sources::pronote_ical::Calendar;"),
    ];
    assert_eq!(
        breaches(&files),
        [
            "src/sources/folder/convert.rs:1: a connector must not use another: `crate::sources::pronote_ical::wire`",
            "src/sources/pronote_ical/api.rs:1: a connector must not use another: `crate::sources::folder::wire`",
        ]
    );
}

#[test]
fn a_module_nobody_decided_about_is_refused() {
    assert_eq!(
        breaches(&[file("src/toolbox/string.rs", "")]),
        ["src/toolbox/string.rs: the import table does not know the top-level module `toolbox`"]
    );
}

#[test]
fn comments_strings_tests_and_the_roots_are_free() {
    let files = [
        file(
            "src/model.rs",
            "//! See [`crate::store`].\nconst A: &str = \"crate::store\";\n#[cfg(test)]\nmod tests { use crate::store::Store; use super::*; }",
        ),
        file("src/model/tests.rs", "use crate::demo::School;"),
        file("src/lib.rs", "use crate::cli::run;"),
    ];
    assert_eq!(breaches(&files), Vec::<String>::new());
}
