//! What is fresh, stale, held back or failing: the answer of `ardoise status`, a stable contract in JSON.

use serde::Serialize;

use crate::ledger::{Proof, Reason, State};
use crate::model::notice::Notice;
use crate::model::time::Week;

/// The state of a school.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Status {
    /// The version of this format.
    pub schema: u32,
    /// The instant, RFC 3339.
    pub now: String,
    /// The school's name.
    pub school: String,
    /// Its sources.
    pub sources: Vec<SourceStatus>,
    /// Its sites.
    pub sites: Vec<SiteStatus>,
    /// The targets, in the order of the configuration.
    pub targets: Vec<TargetStatus>,
    /// The last print jobs, the most recent first.
    pub prints: Vec<PrintStatus>,
    /// Remarks.
    pub notices: Vec<Notice>,
}

/// The state of a print job, as the ledger knows it: `ardoise print` asks the printers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PrintStatus {
    /// The week that the sheet covers.
    pub week: Week,
    /// Its class; none for a sheet about all classes.
    pub class: Option<String>,
    /// What it is and for which eyes.
    pub sheet: String,
    /// How many.
    pub copies: u32,
    /// Where.
    pub printer: String,
    /// When it was sent, RFC 3339.
    pub at: String,
    /// How far it is.
    pub state: State,
    /// On whose word it is completed.
    pub proof: Option<Proof>,
    /// Why it is where it is.
    pub reasons: Vec<Reason>,
    /// The key of its job.
    pub job: String,
}

/// The state of a target, as the last publication left it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TargetStatus {
    /// Its name.
    pub id: String,
    /// Its type.
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// When it was last published to, or found to be as it should, RFC 3339.
    pub last_success: Option<String>,
    /// The release that it holds.
    pub release: Option<String>,
    /// How many files it holds.
    pub files: usize,
    /// Why the last publication failed, or readers do not get it, when that is so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_error: Option<String>,
    /// Since when, RFC 3339.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub failing_since: Option<String>,
}

/// The state of a source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SourceStatus {
    /// Its name.
    pub id: String,
    /// Its type.
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// What it gives.
    pub kinds: Vec<KindStatus>,
    /// Why the last pull failed, when it did.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_error: Option<String>,
    /// When a source that failed is worth asking again.
    pub next_try: Option<String>,
}

/// The state of one kind of data of a source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct KindStatus {
    /// The kind.
    pub kind: &'static str,
    /// The last complete answer, RFC 3339.
    pub last_success: Option<String>,
    /// The last day covered.
    pub coverage_to: Option<String>,
    /// Live items.
    pub items: usize,
    /// Items kept only by the guard.
    pub held_back: usize,
}

/// The state of a site.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SiteStatus {
    /// Its name.
    pub id: String,
    /// When it was last built, RFC 3339.
    pub built_at: Option<String>,
    /// How fresh its data are, in the school's local time.
    pub data_as_of: Option<String>,
    /// How many pages it has.
    pub pages: usize,
    /// What its first page weighs.
    pub index_bytes: IndexBytes,
}

/// The weight of a first page in bytes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct IndexBytes {
    /// As it is.
    pub raw: u64,
    /// In gzip.
    pub gzip: u64,
    /// In brotli.
    pub br: u64,
}
