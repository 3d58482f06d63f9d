//! How files look: their length, their first line, their names, and what neither code nor tests may contain.

use super::rust_text::{RustText, attributes};
use super::{SourceFile, repository, rust_files};

/// Lines after which a file has more than one subject.
const LONGEST: usize = 500;

/// Files that may be longer, each with its reason.
const LONG_FILES: &[(&str, &str)] = &[];

/// Names of drawers: what lies in them belongs to nobody.
const DRAWERS: &[&str] = &["mod", "util", "utils", "common", "helper", "helpers"];

/// Everything the rules refuse in one file, as `file:line: what`.
fn breaches(file: &SourceFile) -> Vec<String> {
    let read = RustText::read(&file.text);
    let all_tests =
        file.path.starts_with("tests/") || file.path.ends_with("/tests.rs") || file.path.contains("/tests/");
    let tests = if all_tests { &read.product } else { &read.tests };
    [
        length(file),
        first_line(file),
        name(file),
        markers(file),
        silenced_lints(file, &read),
        unreliable_tests(file, &[&read.product, &read.tests].map(|code| attributes(code)).concat()),
        sleeping_tests(file, tests),
    ]
    .concat()
}

fn length(file: &SourceFile) -> Vec<String> {
    let lines = file.text.lines().count();
    let excused = LONG_FILES.iter().any(|(path, _)| *path == file.path);
    if lines > LONGEST && !excused {
        vec![format!("{}: {lines} lines, more than {LONGEST}", file.path)]
    } else {
        vec![]
    }
}

fn first_line(file: &SourceFile) -> Vec<String> {
    let documented = file
        .text
        .lines()
        .next()
        .is_some_and(|line| line.strip_prefix("//! ").is_some_and(|doc| !doc.trim().is_empty()));
    if documented { vec![] } else { vec![format!("{}:1: does not start with a `//!` sentence", file.path)] }
}

fn name(file: &SourceFile) -> Vec<String> {
    let drawer = file.path.trim_end_matches(".rs").split('/').find(|part| DRAWERS.contains(part));
    drawer.map(|part| format!("{}: no module is named `{part}`", file.path)).into_iter().collect()
}

/// Marks of unfinished work, spelled in two halves so that this file passes its own rule.
fn markers(file: &SourceFile) -> Vec<String> {
    let marks = [concat!("TO", "DO"), concat!("FIX", "ME"), concat!("XX", "X")];
    let lines = file.text.lines().enumerate();
    lines
        .filter(|(_, line)| line.split(|c: char| !c.is_alphanumeric()).any(|word| marks.contains(&word)))
        .map(|(number, _)| format!("{}:{}: unfinished work is not committed", file.path, number + 1))
        .collect()
}

fn silenced_lints(file: &SourceFile, read: &RustText) -> Vec<String> {
    let found = [&read.product, &read.tests].map(|code| attributes(code)).concat();
    let silenced = found.into_iter().filter(|(_, text)| text.starts_with("allow(") || text.contains(",allow("));
    silenced.map(|(line, _)| format!("{}:{line}: `expect` with a reason instead of `allow`", file.path)).collect()
}

fn unreliable_tests(file: &SourceFile, attributes: &[(usize, String)]) -> Vec<String> {
    let is = |text: &str, name: &str| {
        let word = |part: &str| part.split(|c: char| !(c.is_alphanumeric() || c == '_')).next() == Some(name);
        word(text) || text.strip_prefix("cfg_attr(").is_some_and(|rest| rest.split(',').skip(1).any(word))
    };
    let refused = |text: &str| ["ignore", "should_panic"].into_iter().find(|name| is(text, name));
    attributes
        .iter()
        .filter_map(|(line, text)| Some(format!("{}:{line}: no test is marked `{}`", file.path, refused(text)?)))
        .collect()
}

fn sleeping_tests(file: &SourceFile, tests: &str) -> Vec<String> {
    let lines = tests.lines().enumerate().filter(|(_, line)| line.contains("thread::sleep"));
    lines
        .map(|(number, _)| format!("{}:{}: a test waits for an event, it does not sleep", file.path, number + 1))
        .collect()
}

/// Files that the README, the workflow or the tests call by name.
const PROGRAMS: &[&str] = &[".ci/run", "tests/full.sh"];

#[test]
fn every_file_keeps_the_layout_rules() {
    let files = rust_files("src").into_iter().chain(rust_files("tests"));
    assert_eq!(files.flat_map(|file| breaches(&file)).collect::<Vec<_>>(), Vec::<String>::new());
}

#[test]
fn long_files_are_excused_only_while_they_are_long() {
    let files: Vec<SourceFile> = rust_files("src").into_iter().chain(rust_files("tests")).collect();
    let still = |path: &str| files.iter().any(|file| file.path == path && file.text.lines().count() > LONGEST);
    let idle: Vec<&str> = LONG_FILES.iter().map(|(path, _)| *path).filter(|path| !still(path)).collect();
    assert_eq!(idle, Vec::<&str>::new());
}

#[cfg(unix)]
#[test]
fn programs_can_be_started() {
    use std::os::unix::fs::PermissionsExt;
    for path in PROGRAMS {
        let mode = std::fs::metadata(repository().join(path)).expect("the program is there").permissions().mode();
        assert_eq!((*path, mode & 0o111), (*path, 0o111));
    }
}

fn refused(path: &str, text: &str) -> Vec<String> {
    breaches(&SourceFile { path: path.to_owned(), text: text.to_owned() })
}

#[test]
fn a_file_of_501_lines_is_refused() {
    let lines = |count: usize| format!("//! A module.\n{}", "\n".repeat(count - 1));
    assert_eq!(refused("src/plan.rs", &lines(500)), Vec::<String>::new());
    assert_eq!(refused("src/plan.rs", &lines(501)), ["src/plan.rs: 501 lines, more than 500"]);
}

#[test]
fn a_module_without_a_first_sentence_is_refused() {
    let problem = ["src/plan.rs:1: does not start with a `//!` sentence"];
    for text in ["", "use std::fmt;", "// A module.", "//!\n//! A module.", "\n//! A module."] {
        assert_eq!(refused("src/plan.rs", text), problem, "{text:?}");
    }
}

#[test]
fn drawers_are_refused() {
    for (path, part) in [("src/utils.rs", "utils"), ("src/plan/mod.rs", "mod"), ("tests/it/common/site.rs", "common")] {
        assert_eq!(refused(path, "//! A module."), [format!("{path}: no module is named `{part}`")]);
    }
    assert_eq!(refused("src/model.rs", "//! A module."), Vec::<String>::new());
}

#[test]
fn unfinished_work_is_refused() {
    let text = format!("//! A module.\n// {}(later): the rest\nfn todo_list() {{}}\n", concat!("TO", "DO"));
    assert_eq!(refused("src/plan.rs", &text), ["src/plan.rs:2: unfinished work is not committed"]);
}

#[test]
fn a_silenced_lint_is_refused() {
    let text =
        "//! A module.\n#![allow(dead_code)]\n#[expect(unused, reason = \"x\")]\n#[cfg_attr(a, allow(b))]\nfn f() {}\n";
    let problem = |line| format!("src/plan.rs:{line}: `expect` with a reason instead of `allow`");
    assert_eq!(refused("src/plan.rs", text), [problem(2), problem(4)]);
}

#[test]
fn tests_that_do_not_run_or_may_panic_are_refused() {
    let text = "//! A module.\n#[test]\n#[ignore = \"slow\"]\n#[should_panic]\n#[cfg_attr(windows, ignore)]\nfn f() {}\n\
                #[arg(ignore_case = true)]\nfn g() {}\n";
    let problem = |line, name| format!("tests/it/site.rs:{line}: no test is marked `{name}`");
    assert_eq!(
        refused("tests/it/site.rs", text),
        [problem(3, "ignore"), problem(4, "should_panic"), problem(5, "ignore")]
    );
}

#[test]
fn sleeping_is_refused_in_tests_only() {
    let text = "//! A module.\nfn f() { std::thread::sleep(d) }\n#[cfg(test)]\nmod tests {\n    fn g() { thread::sleep(d) }\n}\n";
    let problem = |path, line| format!("{path}:{line}: a test waits for an event, it does not sleep");
    assert_eq!(refused("src/fs.rs", text), [problem("src/fs.rs", 5)]);
    assert_eq!(refused("src/fs/tests.rs", &text[..48]), [problem("src/fs/tests.rs", 2)]);
}
