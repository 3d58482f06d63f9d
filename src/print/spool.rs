//! A folder as a printer: each sheet is a PDF that the office prints by hand.

use std::path::{Path, PathBuf};

use crate::fs;
use crate::ledger::{JobKey, Receipt, State};
use crate::print::survey::{Job, Survey, Witness};
use crate::print::trouble::{Failure, Trouble};
use crate::print::{Accepted, Ticket};

/// A folder that the office prints from.
#[derive(Debug)]
pub struct Spool {
    folder: PathBuf,
}

impl Spool {
    pub(super) fn new(folder: PathBuf) -> Self {
        Spool { folder }
    }

    /// Puts a sheet into the folder: written beside, flushed, renamed.
    pub(super) fn submit(&self, ticket: Ticket<'_>) -> Result<Accepted, Failure> {
        let file = self.folder.join(file_name(ticket));
        fs::write(&file, ticket.bytes).map_err(|error| Failure::before(Trouble::Folder, error))?;
        fs::sync_folder(&self.folder).map_err(|error| Failure::perhaps(Trouble::Folder, error))?;
        Ok(Accepted { receipt: Receipt::default(), state: State::Completed })
    }

    /// The sheets in the folder, under their names.
    pub(super) fn survey(&self) -> Result<Survey, Failure> {
        let files = fs::files_below(&self.folder).map_err(|error| Failure::before(Trouble::Folder, error))?;
        let sheets = files.iter().filter(|file| is_sheet(file));
        let jobs = sheets.map(|file| Job {
            id: 0,
            name: file.to_str().map(str::to_owned),
            uuid: None,
            state: State::Completed,
            reasons: Vec::new(),
        });
        Ok(Survey { witness: Witness::Folder, jobs: jobs.collect(), behind: Vec::new(), reasons: Vec::new() })
    }

    /// Takes a sheet out of the folder again.
    pub(super) fn cancel(&self, key: &JobKey) -> Result<(), Failure> {
        let remove = || {
            let files = fs::files_below(&self.folder)?;
            let sheets = files.iter().filter(|file| is_sheet(file));
            for file in sheets.filter(|file| file.to_str().is_some_and(|name| name.contains(key.as_str()))) {
                fs::remove_file(&self.folder.join(file))?;
            }
            Ok(())
        };
        remove().map_err(|error| Failure::before(Trouble::Folder, error))
    }
}

/// Whether a file is a whole sheet rather than one being written.
fn is_sheet(file: &Path) -> bool {
    file.extension().is_some_and(|extension| extension == "pdf")
}

/// A name that tells a person how often to print what, and the ledger which job it is.
fn file_name(ticket: Ticket<'_>) -> String {
    let name = ticket.name.replace(|letter: char| letter.is_control() || "/\\:*?\"<>|".contains(letter), "-");
    format!("{} × {name}.pdf", ticket.choice.copies)
}
