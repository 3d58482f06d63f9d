//! Remarks that never change an exit code.

use serde::{Deserialize, Serialize};

/// A remark with its subject.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Notice {
    /// What sort of remark.
    pub kind: NoticeKind,
    /// The object: a source, an item, a file.
    pub subject: String,
    /// What happened, in English, lower case, without full stop or secret.
    pub message: String,
}

/// What a remark is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoticeKind {
    /// A label of the ENT that we do not know; its words are kept.
    UnknownLabel,
    /// A part of an answer could not be read and was left out.
    Malformed,
    /// Data that vanished at the source stay published until somebody confirms.
    HeldBack,
    /// A file or picture is linked rather than copied.
    NotCopied,
    /// A page or a picture is heavier than its budget.
    OverBudget,
    /// Characters that the paper's fonts do not have were replaced.
    Replaced,
    /// The configuration works but could be safer.
    Configuration,
    /// Who may see a site changed.
    Access,
    /// The state was lost and came back from a backup: what was printed meanwhile is unknown.
    Restored,
    /// Something comes to the place of what was withdrawn, and stays out until somebody allows it.
    Withdrawn,
}

impl Notice {
    /// A remark.
    pub fn new(kind: NoticeKind, subject: impl Into<String>, message: impl Into<String>) -> Self {
        Notice { kind, subject: subject.into(), message: message.into() }
    }
}
