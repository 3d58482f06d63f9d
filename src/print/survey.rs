//! All that a printer says of its jobs, and which of them is ours.

use crate::ledger::{Entry, Proof, Reason, Receipt, State};

/// A job as a printer tells it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Job {
    pub(super) id: i32,
    pub(super) name: Option<String>,
    pub(super) uuid: Option<String>,
    pub(super) state: State,
    pub(super) reasons: Vec<Reason>,
}

/// Who was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Witness {
    /// The printer itself.
    Printer,
    /// A queue before it.
    Queue,
    /// The folder that the office prints from.
    Folder,
}

/// What was found by asking once.
#[derive(Debug, Clone)]
pub struct Survey {
    pub(super) witness: Witness,
    pub(super) jobs: Vec<Job>,
    /// The jobs of the printer behind a queue, when it could be asked.
    pub(super) behind: Vec<Job>,
    /// Why the printer stands still.
    pub(super) reasons: Vec<Reason>,
}

/// What became of one job.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// How far it is.
    pub state: State,
    /// On whose word it is completed.
    pub proof: Option<Proof>,
    /// Why it is where it is.
    pub reasons: Vec<Reason>,
    /// Its number now.
    pub job_id: i32,
    /// Its unique name.
    pub job_uuid: Option<String>,
}

impl Survey {
    /// What became of the job of an entry; `None` when nobody knows it.
    pub fn find(&self, entry: &Entry) -> Option<Finding> {
        let own = self.jobs.iter().rev().find(|job| is_of(job, entry, entry.receipt.as_ref()));
        let mut behind: Vec<&Job> = self.behind.iter().filter(|job| is_of(job, entry, None)).collect();
        // A queue may have tried more than once: what came out counts most.
        behind.sort_by_key(|job| (job.state == State::Completed, job.id));
        let behind = behind.pop();
        let told = match (own, behind) {
            (Some(own), Some(printer)) if own.state == State::Completed => (own, printer.state, &printer.reasons),
            (Some(own), _) => (own, own.state, &own.reasons),
            (None, Some(printer)) => (printer, printer.state, &printer.reasons),
            (None, None) => return None,
        };
        let (job, state, reasons) = told;
        let proof = (state == State::Completed).then_some(match (self.witness, behind) {
            (Witness::Folder, _) => Proof::Folder,
            (Witness::Printer, _) | (Witness::Queue, Some(_)) => Proof::Printer,
            (Witness::Queue, None) => Proof::Queue,
        });
        let mut reasons = reasons.clone();
        if state.moves() {
            reasons.extend(self.reasons.iter().cloned());
        }
        reasons.sort();
        reasons.dedup();
        Some(Finding { state, proof, reasons, job_id: job.id, job_uuid: job.uuid.clone() })
    }

    /// Whether only a queue vouches for the job: then the printer behind it should be asked.
    pub fn is_hearsay(&self, entry: &Entry) -> bool {
        let found = self.find(entry);
        self.witness == Witness::Queue && found.is_none_or(|found| found.proof == Some(Proof::Queue))
    }
}

/// Whether a job is the one of an entry: its name holds the entry's key, and its unique name is the one of the receipt, where both are
/// known. A number alone proves nothing.
fn is_of(job: &Job, entry: &Entry, receipt: Option<&Receipt>) -> bool {
    let same_uuid = match (&job.uuid, receipt.and_then(|receipt| receipt.job_uuid.as_ref())) {
        (Some(told), Some(kept)) => Some(told == kept),
        _ => None,
    };
    match &job.name {
        Some(name) => name.contains(entry.key.as_str()) && same_uuid.unwrap_or(true),
        None => same_uuid.unwrap_or(false),
    }
}
