//! All that is known of a school in forms that need no Ardoise: JSON for programs, Markdown and iCalendar for people, class by class.

mod calendar;
mod elements;
mod markdown;
mod pages;

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use crate::error::Result;
use crate::model::attachment::Attachment;
use crate::model::school::{Class, School};
use crate::model::snapshot::Snapshot;
use crate::render::words::Words;

/// What is exported.
#[derive(Debug, Clone, Copy)]
pub struct Export<'e> {
    /// When.
    pub at: DateTime<Utc>,
    /// The school.
    pub school: &'e School,
    /// Its classes.
    pub classes: &'e [Class],
    /// What is known of it.
    pub snapshot: &'e Snapshot,
    /// Where the bytes of a digest lie in the export (`fichiers/…`).
    pub files: &'e BTreeMap<String, String>,
}

/// The files of an export but those that were fetched: path, and bytes in UTF-8.
///
/// # Errors
/// `Bug` when a value cannot be written.
pub fn files(export: Export<'_>, words: &Words) -> Result<Vec<(String, Vec<u8>)>> {
    let mut files = vec![("elements.json".to_owned(), elements::json(export)?)];
    for class in export.classes {
        let folder = format!("classes/{}", class.id);
        for (name, text) in pages::of_class(export, class, words)? {
            files.push((format!("{folder}/{name}.md"), text.into_bytes()));
        }
        files.push((format!("{folder}/cours.ics"), calendar::lessons(export, class)));
        files.push((format!("{folder}/devoirs.ics"), calendar::homework(export, class)));
    }
    Ok(files)
}

impl Export<'_> {
    /// Where an attachment lies, seen from the export's own folder: a path, or the address of the ENT.
    fn place(self, file: &Attachment) -> Option<String> {
        let here = file.digest.as_ref().and_then(|digest| self.files.get(digest)).cloned();
        here.or_else(|| file.kind.address().map(|address| address.as_str().to_owned()))
    }
}

#[cfg(test)]
mod tests;
