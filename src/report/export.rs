//! What was exported.

use std::collections::BTreeMap;

use serde::Serialize;

/// What `ardoise export` did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ExportReport {
    /// The version of this format.
    pub schema: u32,
    /// How many items of each kind.
    pub items: BTreeMap<&'static str, usize>,
    /// How many files in all.
    pub files: usize,
}
