//! The rules of the house that no lint can hold: who may import whom, sizes, names, module docs, and licences.
//!
//! Each rule is a function from text to a list of breaches, one line each, so that a failing test prints all of them.
//! Beside the run over the repository, each rule has a test that feeds it a bad text and expects the refusal.

mod accessibility;
mod configuration;
mod dependencies;
mod imports;
mod layout;
mod rust_text;
mod words;

use std::path::{Path, PathBuf};

/// One source file of the repository.
struct SourceFile {
    /// Relative to the repository, with `/` between parts: `src/sources/folder.rs`.
    path: String,
    text: String,
}

fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every `.rs` file below `folder`, in the order of paths.
fn rust_files(folder: &str) -> Vec<SourceFile> {
    text_files(folder, &["rs"])
}

/// Every file below `folder` whose name has one of those endings, in the order of paths.
fn text_files(folder: &str, endings: &[&str]) -> Vec<SourceFile> {
    let mut paths = Vec::new();
    collect(&repository().join(folder), endings, &mut paths);
    paths.sort();
    paths
        .into_iter()
        .map(|path| SourceFile {
            text: std::fs::read_to_string(&path).expect("a source file is readable and UTF-8"),
            path: path
                .strip_prefix(repository())
                .expect("the walk starts in the repository")
                .to_string_lossy()
                .replace('\\', "/"),
        })
        .collect()
}

fn collect(folder: &Path, endings: &[&str], paths: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("a source folder is readable") {
        let path = entry.expect("a folder entry is readable").path();
        if path.is_dir() {
            collect(&path, endings, paths);
        } else if path.extension().and_then(|ending| ending.to_str()).is_some_and(|ending| endings.contains(&ending)) {
            paths.push(path);
        }
    }
}
