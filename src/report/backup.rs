//! What was kept in a backup, and what came back from one.

use serde::Serialize;

use crate::model::time::Week;

/// What `ardoise backup` did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BackupReport {
    /// The version of this format.
    pub schema: u32,
    /// How many files that people wrote.
    pub files: usize,
    /// How many files that were fetched.
    pub blobs: usize,
    /// The size of the backup.
    pub bytes: u64,
}

/// What `ardoise restore` did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RestoreReport {
    /// The version of this format.
    pub schema: u32,
    /// When the backup was made, RFC 3339.
    pub made_at: String,
    /// The files that people wrote and that were missing here.
    pub written: Vec<String>,
    /// Those that are here in another form, and stay as they are.
    pub kept: Vec<String>,
    /// How many items came back.
    pub items: usize,
    /// How many items stay down.
    pub withdrawn: usize,
    /// What was printed since the backup was made is unknown: sheets through this week are sent by `--reprint` only.
    pub unknown_through: Option<Week>,
}
