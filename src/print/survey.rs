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
    /// What the asked printer or queue calls it; none when only the printer behind the queue knows it.
    pub here: Option<Receipt>,
}

impl Survey {
    /// What became of the job of an entry; `None` when nobody knows it.
    pub fn find(&self, entry: &Entry) -> Option<Finding> {
        let own = self.jobs.iter().rev().find(|job| is_of(job, entry, entry.receipt.as_ref()));
        let mut behind: Vec<&Job> = self.behind.iter().filter(|job| is_of(job, entry, None)).collect();
        // A queue may have tried more than once: what came out counts most.
        behind.sort_by_key(|job| (job.state == State::Completed, job.id));
        let times_out = behind.iter().filter(|job| job.state == State::Completed).count();
        let behind = behind.pop();
        let told = match (own, behind) {
            (Some(own), Some(printer)) if own.state == State::Completed => printer,
            (Some(own), _) => own,
            (None, printer) => printer?,
        };
        let state = told.state;
        let proof = (state == State::Completed).then_some(match (self.witness, behind) {
            (Witness::Folder, _) => Proof::Folder,
            (Witness::Printer, _) | (Witness::Queue, Some(_)) => Proof::Printer,
            (Witness::Queue, None) => Proof::Queue,
        });
        let mut reasons = told.reasons.clone();
        if state.moves() {
            reasons.extend(self.reasons.iter().cloned());
        }
        if self.witness == Witness::Queue && times_out > 1 {
            reasons.push(Reason::Repeated);
        }
        reasons.sort();
        reasons.dedup();
        let receipt = |job: &Job| Receipt { job_id: job.id, job_uuid: job.uuid.clone(), printer_uuid: None };
        Some(Finding { state, proof, reasons, here: own.map(receipt) })
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::artifact::Digest;
    use crate::artifact::sheet::SheetKind;
    use crate::ledger::{Intent, JobKey, Purpose};
    use crate::model::id::PrinterId;
    use crate::model::paper::Profile;
    use crate::model::time::Week;

    fn entry(uuid: Option<&str>) -> Entry {
        let intent = Intent {
            week: Week::parse("2026-W49").unwrap(),
            class: None,
            profile: Profile::Standard,
            kind: SheetKind::Batch,
            digest: Digest::of(b"x"),
            copies: 1,
            pages: 2,
            printer: PrinterId::new("copieur").unwrap(),
            purpose: Purpose::Run,
            data_as_of: None,
            told: Vec::new(),
        };
        let receipt = Receipt { job_id: 7, job_uuid: uuid.map(str::to_owned), printer_uuid: None };
        let new = Entry::new(JobKey::new("7f3a9c2e1100"), intent, "2026-11-27T09:00:00Z".parse().unwrap());
        Entry { receipt: Some(receipt), ..new }
    }

    fn job(name: Option<&str>, uuid: Option<&str>) -> Job {
        let text = |text: &str| text.to_owned();
        Job { id: 7, name: name.map(text), uuid: uuid.map(text), state: State::Completed, reasons: Vec::new() }
    }

    #[test]
    fn a_job_is_known_by_its_key_and_its_unique_name_never_by_its_number() {
        let ours = Some("lot – semaine 49 – x-7f3a9c2e1100");
        for (name, told, kept, found) in [
            (ours, Some("urn:1"), Some("urn:1"), true),
            (ours, Some("urn:2"), Some("urn:1"), false),
            (ours, None, Some("urn:1"), true),
            (ours, Some("urn:1"), None, true),
            (Some("Conseil de classe"), Some("urn:1"), Some("urn:1"), false),
            (Some("Conseil de classe"), None, None, false),
            (None, Some("urn:1"), Some("urn:1"), true),
            (None, None, Some("urn:1"), false),
            (None, None, None, false),
        ] {
            let jobs = vec![job(name, told)];
            let survey = Survey { witness: Witness::Printer, jobs, behind: Vec::new(), reasons: Vec::new() };
            assert_eq!(survey.find(&entry(kept)).is_some(), found, "{name:?} {told:?} {kept:?}");
        }
    }

    #[test]
    fn what_only_the_printer_behind_a_queue_knows_cannot_be_ordered_at_the_queue() {
        let behind = vec![job(Some("x-7f3a9c2e1100"), Some("urn:other"))];
        let survey = Survey { witness: Witness::Queue, jobs: Vec::new(), behind, reasons: Vec::new() };
        let found = survey.find(&entry(Some("urn:1"))).unwrap();
        assert_eq!((found.state, found.proof, found.here), (State::Completed, Some(Proof::Printer), None));
    }
}
