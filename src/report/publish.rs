//! What became of each target, for people and for machines.

use serde::Serialize;

use crate::model::notice::Notice;
use crate::report::Problem;

/// What `ardoise publish` did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PublishReport {
    /// The version of this format.
    pub schema: u32,
    /// One entry for each target that was asked for.
    pub targets: Vec<TargetReport>,
    /// What failed, while the rest went on.
    pub problems: Vec<Problem>,
    /// Remarks.
    pub notices: Vec<Notice>,
}

/// What became of one target: its receipt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TargetReport {
    /// Its name.
    pub target: String,
    /// Its type.
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// What was done.
    pub outcome: Outcome,
    /// The release that it holds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub release: Option<String>,
    /// How many files it holds.
    pub files: usize,
    /// The files that were sent, or would be.
    pub sent: Vec<SentFile>,
    /// How many bytes they have.
    pub bytes: u64,
    /// How many bytes were sent to say what the target holds.
    pub overhead: u64,
    /// How many files were removed, or would be.
    pub removed: usize,
    /// How many addresses the cache in front of it was told to forget.
    pub purged: usize,
    /// How many pages were read back as readers see them.
    pub probed: usize,
}

/// A file that was sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SentFile {
    /// Its site and its place there, never its address.
    pub file: String,
    /// Its size in bytes.
    pub bytes: u64,
}

/// What was done with a target.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It holds the release now.
    Published,
    /// It held the release already.
    Unchanged,
    /// It would be changed.
    WouldPublish,
    /// It went back to the release before.
    RolledBack,
    /// It holds what it held, or the beginning of the release: see the problems.
    Failed,
}

impl Outcome {
    /// In one word, as in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Outcome::Published => "published",
            Outcome::Unchanged => "unchanged",
            Outcome::WouldPublish => "would publish",
            Outcome::RolledBack => "rolled back",
            Outcome::Failed => "failed",
        }
    }
}

impl PublishReport {
    /// Whether a target failed or needs somebody: exit code 1.
    pub fn is_partial(&self) -> bool {
        !self.problems.is_empty()
    }
}
