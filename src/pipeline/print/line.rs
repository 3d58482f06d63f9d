//! What is done with one sheet, until its report is made.

use crate::artifact::sheet::{SheetClass, SheetFacts};
use crate::ledger::{Entry, JobKey};
use crate::print::trouble::{Failure, Trouble};
use crate::report::print::{Outcome, SheetReport};

/// What is done with one sheet.
#[derive(Debug)]
pub(super) struct Line {
    pub(super) class: Option<SheetClass>,
    pub(super) sheet: SheetReport,
    pub(super) job: Option<JobKey>,
    pub(super) trouble: Option<Trouble>,
}

impl Line {
    pub(super) fn new(facts: &SheetFacts, outcome: Outcome) -> Self {
        let pages = u32::try_from(facts.pages).unwrap_or(u32::MAX);
        let sheet = SheetReport {
            class: facts.class.as_ref().map(|class| class.id.clone()),
            kind: facts.kind,
            profile: facts.profile,
            copies: facts.copies,
            pages,
            paper: paper(pages, facts.copies),
            printer: None,
            outcome,
            job: None,
            state: None,
            proof: None,
            reasons: Vec::new(),
            error: None,
        };
        Line { class: facts.class.clone(), sheet, job: None, trouble: None }
    }

    /// About a job of the ledger.
    pub(super) fn of_job(entry: &Entry, outcome: Outcome) -> Self {
        let intent = &entry.intent;
        let sheet = SheetReport {
            class: intent.class.as_ref().map(|class| class.id.clone()),
            kind: intent.kind,
            profile: intent.profile,
            copies: intent.copies,
            pages: intent.pages,
            paper: paper(intent.pages, intent.copies),
            printer: Some(intent.printer.clone()),
            outcome,
            job: None,
            state: None,
            proof: None,
            reasons: Vec::new(),
            error: None,
        };
        Line { class: intent.class.clone(), sheet, job: Some(entry.key.clone()), trouble: None }
    }

    /// Because of that failure.
    pub(super) fn because(mut self, failure: Failure) -> Self {
        self.sheet.error = Some(failure.error.chain());
        self.trouble = Some(failure.trouble);
        self
    }

    /// Whether its job may still end.
    pub(super) fn is_underway(&self) -> bool {
        matches!(self.sheet.outcome, Outcome::Sent | Outcome::Underway | Outcome::Released)
    }
}

/// Sheets of paper, printed on both sides.
fn paper(pages: u32, copies: u32) -> u32 {
    pages.div_ceil(2) * copies
}
