//! How far an attempt got, so that the next one does not send twice.
//!
//! It is only believed about its own attempt, and losing it costs bytes, never truth: what is about to be replaced stands in the
//! claim on the target before anything is sent.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::artifact::SitePath;
use crate::error::{Error, Kind, Result};
use crate::fs;
use crate::publish::record::Mark;

/// The journal of a target.
#[derive(Debug)]
pub(super) struct Journal {
    path: PathBuf,
}

/// What a journal tells.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Told {
    /// The attempt that it is about.
    pub(super) attempt: String,
    /// The files that arrived.
    pub(super) sent: BTreeMap<SitePath, Mark>,
    /// The files that were removed.
    pub(super) removed: BTreeSet<SitePath>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Line {
    Attempt(String),
    Sent(SitePath, Mark),
    Removed(SitePath),
}

impl Journal {
    pub(super) fn new(path: PathBuf) -> Self {
        Journal { path }
    }

    /// What it tells; a line that a crash cut short tells nothing.
    pub(super) fn read(&self) -> Result<Told> {
        let mut told = Told::default();
        let bytes = fs::read_if_exists(&self.path)?.unwrap_or_default();
        for line in bytes.split(|byte| *byte == b'\n') {
            match serde_json::from_slice::<Line>(line) {
                Ok(Line::Attempt(attempt)) => told = Told { attempt, ..Told::default() },
                Ok(Line::Sent(path, mark)) => drop(told.sent.insert(path, mark)),
                Ok(Line::Removed(path)) => drop(told.removed.insert(path)),
                Err(_) => {}
            }
        }
        Ok(told)
    }

    /// Begins anew.
    pub(super) fn begin(&self, attempt: &str) -> Result<()> {
        fs::write(&self.path, &line(&Line::Attempt(attempt.to_owned()))?)
    }

    /// Notes that a file arrived.
    pub(super) fn sent(&self, path: &SitePath, mark: &Mark) -> Result<()> {
        fs::append(&self.path, &line(&Line::Sent(path.clone(), mark.clone()))?)
    }

    /// Notes that files were removed.
    pub(super) fn removed(&self, paths: &[SitePath]) -> Result<()> {
        let mut lines = Vec::new();
        for path in paths {
            lines.extend(line(&Line::Removed(path.clone()))?);
        }
        fs::append(&self.path, &lines)
    }
}

fn line(line: &Line) -> Result<Vec<u8>> {
    let mut text = serde_json::to_vec(line)
        .map_err(|error| Error::new(Kind::Bug, "cannot write the journal of a target").because(error))?;
    text.push(b'\n');
    Ok(text)
}
