//! The rules of the house that no lint can hold: who may import whom, sizes, names, module docs, and licences.
//!
//! Each rule is a function from text to a list of breaches, one line each, so that a failing test prints all of them.
//! Beside the run over the repository, each rule has a test that feeds it a bad text and expects the refusal.

mod dependencies;
mod imports;
mod layout;
mod rust_text;

use std::path::{Path, PathBuf};

/// One Rust file of the repository.
struct RustFile {
    /// Relative to the repository, with `/` between parts: `src/sources/folder.rs`.
    path: String,
    text: String,
}

fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every `.rs` file below `folder`, in the order of paths.
fn rust_files(folder: &str) -> Vec<RustFile> {
    let mut paths = Vec::new();
    collect(&repository().join(folder), &mut paths);
    paths.sort();
    paths
        .into_iter()
        .map(|path| RustFile {
            text: std::fs::read_to_string(&path).expect("a Rust file is readable and UTF-8"),
            path: path
                .strip_prefix(repository())
                .expect("the walk starts in the repository")
                .to_string_lossy()
                .replace('\\', "/"),
        })
        .collect()
}

fn collect(folder: &Path, paths: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("a source folder is readable") {
        let path = entry.expect("a folder entry is readable").path();
        if path.is_dir() {
            collect(&path, paths);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            paths.push(path);
        }
    }
}
