//! What a run did, for people and for machines.
//!
//! A report holds no secret: it is made of ids, counts, problems and notices.

pub mod backup;
pub mod export;
pub mod find;
pub mod print;
pub mod publish;
pub mod status;
pub mod withdraw;

use serde::Serialize;

use crate::error::{Error, Kind};
use crate::model::notice::Notice;

/// What one verb did.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct RunReport {
    /// One entry for each source that was asked.
    pub sources: Vec<SourceOutcome>,
    /// One entry for each site that was built.
    pub sites: Vec<SiteOutcome>,
    /// How many files were written, variants not counted.
    pub written: usize,
    /// How many files were removed, variants not counted.
    pub removed: usize,
    /// What failed, while the rest went on.
    pub problems: Vec<Problem>,
    /// Remarks.
    pub notices: Vec<Notice>,
}

/// What one source gave.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SourceOutcome {
    /// The source.
    pub source: String,
    /// How many live items are known of it now.
    pub items: usize,
    /// Whether this pull placed a new hold.
    pub newly_held: bool,
    /// Whether it failed; what was known of it stays.
    pub failed: bool,
}

/// What became of one site.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SiteOutcome {
    /// The site.
    pub site: String,
    /// How many pages it has.
    pub pages: usize,
    /// How many of its files were written.
    pub written: usize,
}

/// One thing that failed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// Whose move it is.
    pub kind: Kind,
    /// The source, page or file.
    pub subject: String,
    /// What happened, with its causes.
    pub message: String,
}

impl Problem {
    /// A failure of that object.
    pub fn new(subject: impl Into<String>, error: &Error) -> Self {
        Problem { kind: error.kind(), subject: subject.into(), message: error.chain() }
    }
}

impl RunReport {
    /// Whether a part of the work failed or needs somebody: exit code 1.
    pub fn is_partial(&self) -> bool {
        !self.problems.is_empty() || self.sources.iter().any(|source| source.newly_held)
    }

    /// This report with another verb's.
    pub fn extend(&mut self, other: RunReport) {
        self.sources.extend(other.sources);
        self.sites.extend(other.sites);
        self.written += other.written;
        self.removed += other.removed;
        self.problems.extend(other.problems);
        self.notices.extend(other.notices);
        self.notices.sort();
        self.notices.dedup();
    }
}
