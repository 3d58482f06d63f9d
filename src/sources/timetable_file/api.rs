//! Which files of the folder are the timetable, and their bytes.

use std::path::{Path, PathBuf};

use crate::error::{Error, Kind, Result};
use crate::fs;
use crate::sources::timetable_file::wire::sts;
use crate::sources::xml::{self, Element};

/// No school's file comes near it.
const LARGEST: u64 = 64 << 20;

/// A document with the file that it comes from.
#[derive(Debug)]
pub(super) struct Document {
    pub(super) path: PathBuf,
    pub(super) root: Element,
}

/// The pair of STSWEB: the lessons, and the names of what they are.
#[derive(Debug)]
pub(super) struct Pair {
    pub(super) lessons: Document,
    pub(super) names: Document,
}

/// Finds the pair. Which file is which is told by its root, since their names are anagrams that people mix up; of several, the one of
/// the latest school year counts, then the last by name.
///
/// # Errors
/// `Content` when a file cannot be read as XML or one of the two is missing.
pub(super) fn pair(path: &Path, uai: Option<&str>) -> Result<Pair> {
    let mut files = Vec::new();
    for file in below(path, is_sts)? {
        let root = xml::parse(&bytes(&file)?).map_err(|flaw| wrong(&file, &flaw.to_string()))?;
        files.push(Document { path: file, root });
    }
    files.sort_by_cached_key(|file| (sts::header(&file.root).year, file.path.clone()));
    let mut last = |root: &str, what: &str| {
        let position = files.iter().rposition(|file| file.root.name() == root);
        let found = position.map(|position| files.swap_remove(position));
        found.ok_or_else(|| wrong(path, &format!("holds no `{what}` file (root `{root}`)")))
    };
    let pair = Pair { lessons: last(sts::LESSONS, "emp_sts")?, names: last(sts::NAMES, "sts_emp")? };
    for file in [&pair.lessons, &pair.names] {
        match (sts::header(&file.root).uai, uai) {
            (Some(stated), Some(own)) if stated != own => {
                return Err(wrong(&file.path, &format!("is of the school `{stated}`, not `{own}`")));
            }
            _ => {}
        }
    }
    Ok(pair)
}

/// The timetable of FET, and the list of pupils' sets beside it where there is one.
///
/// # Errors
/// `Content` when there is no timetable, or several.
pub(super) fn fet(path: &Path) -> Result<(PathBuf, Vec<u8>, Option<Vec<u8>>)> {
    let ending = "_timetable.csv";
    let found = if fs::file_size(path).is_some() {
        vec![path.to_path_buf()]
    } else {
        below(path, |name| name.ends_with(ending))?
    };
    let [timetable] = found.as_slice() else {
        let what = if found.is_empty() { "holds no file" } else { "holds several files" };
        return Err(wrong(path, &format!("{what} named `…{ending}`")));
    };
    let name = timetable.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let beside = name.strip_suffix(ending).map(|stem| timetable.with_file_name(format!("{stem}_students.csv")));
    let sets = beside.filter(|path| fs::file_size(path).is_some()).map(|path| bytes(&path)).transpose()?;
    Ok((timetable.clone(), bytes(timetable)?, sets))
}

/// A file that its author must mend.
pub(super) fn wrong(path: &Path, what: &str) -> Error {
    Error::new(Kind::Content, format!("`{}` {what}", path.display()))
}

/// The files of a folder whose names fit; a file stands for the folder that it lies in.
fn below(path: &Path, fits: impl Fn(&str) -> bool) -> Result<Vec<PathBuf>> {
    let folder = if fs::file_size(path).is_some() { path.parent().unwrap_or(path) } else { path };
    if !fs::exists(folder) {
        return Err(wrong(path, "does not exist"));
    }
    let named = |file: &PathBuf| fits(&file.file_name().unwrap_or_default().to_string_lossy().to_lowercase());
    Ok(fs::files_below(folder)?.into_iter().filter(named).map(|file| folder.join(file)).collect())
}

fn is_sts(name: &str) -> bool {
    let ending = Path::new(name).extension().is_some_and(|extension| extension == "xml");
    ending && (name.starts_with("emp_sts") || name.starts_with("sts_emp"))
}

fn bytes(path: &Path) -> Result<Vec<u8>> {
    match fs::file_size(path) {
        Some(size) if size > LARGEST => Err(wrong(path, &format!("is larger than {LARGEST} bytes"))),
        _ => fs::read(path).map_err(|error| wrong(path, "cannot be read").because(error)),
    }
}
