//! What became of the sheets that the office prints, for people and for machines.

use serde::Serialize;

use crate::artifact::sheet::SheetKind;
use crate::ledger::{Proof, Reason, State};
use crate::model::id::{ClassId, PrinterId};
use crate::model::paper::Profile;
use crate::model::time::Week;

/// What `ardoise print` did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PrintReport {
    /// The version of this format.
    pub schema: u32,
    /// The week that was asked for.
    pub week: Week,
    /// One entry for each sheet that was asked for.
    pub sheets: Vec<SheetReport>,
    /// What goes or would go to paper in this run.
    pub paper: PaperCount,
    /// Which share of the homework of each week was on paper.
    pub coverage: Vec<WeekCoverage>,
    /// What the office is told, sentence by sentence, in French.
    pub said: Vec<String>,
}

/// What became of one sheet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SheetReport {
    /// Its class; none for a sheet about all classes.
    pub class: Option<ClassId>,
    /// What it is.
    pub kind: SheetKind,
    /// For which eyes.
    pub profile: Profile,
    /// How many.
    pub copies: u32,
    /// How many pages one of them has.
    pub pages: u32,
    /// How many sheets of paper they take, printed on both sides.
    pub paper: u32,
    /// Where.
    pub printer: Option<PrinterId>,
    /// What was done.
    pub outcome: Outcome,
    /// The key of its job.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub job: Option<String>,
    /// How far the job is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<State>,
    /// On whose word it is completed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub proof: Option<Proof>,
    /// Why it is where it is.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub reasons: Vec<Reason>,
    /// What failed, in English.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
}

/// What was done with a sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It would be sent.
    WouldPrint,
    /// It was sent: see its state.
    Sent,
    /// It was sent before, and has not ended.
    Underway,
    /// It was printed before.
    AlreadyPrinted,
    /// It was printed before and has changed since.
    ChangedSince,
    /// Its job was taken back or given up: `--reprint` sends it again.
    Ended,
    /// Nobody knows whether it is on paper: `--reprint` sends it again.
    Uncertain,
    /// Its data are old or were never complete: `--accept-stale` sends it.
    Stale,
    /// The printer did not take it.
    Refused,
    /// Its file is not the one that was built.
    Missing,
    /// No printer is for it.
    NoPrinter,
    /// Its job was released.
    Released,
    /// Its job was taken back.
    Canceled,
}

/// How much paper.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct PaperCount {
    /// Copies of all sheets.
    pub copies: u32,
    /// Printed pages.
    pub pages: u32,
    /// Sheets of paper, printed on both sides.
    pub paper: u32,
}

/// Which share of a week's homework its papers told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct WeekCoverage {
    /// The week.
    pub week: Week,
    /// Homework due in it, for each class that has a paper.
    pub homework: usize,
    /// Of which was known when the papers were printed.
    pub on_paper: usize,
}

impl PaperCount {
    /// Adds a sheet.
    pub fn add(&mut self, sheet: &SheetReport) {
        *self = self.with(sheet);
    }

    /// This and a sheet.
    #[must_use]
    pub fn with(self, sheet: &SheetReport) -> Self {
        PaperCount {
            copies: self.copies + sheet.copies,
            pages: self.pages + sheet.pages * sheet.copies,
            paper: self.paper + sheet.paper,
        }
    }
}

impl SheetReport {
    /// Whether somebody has to do something before this sheet is on paper.
    pub fn needs_somebody(&self) -> bool {
        match self.outcome {
            Outcome::WouldPrint | Outcome::AlreadyPrinted | Outcome::ChangedSince => false,
            Outcome::Released | Outcome::Canceled => self.error.is_some(),
            Outcome::Sent | Outcome::Underway => !matches!(self.state, Some(State::Completed | State::Held)),
            Outcome::Ended
            | Outcome::Uncertain
            | Outcome::Stale
            | Outcome::Refused
            | Outcome::Missing
            | Outcome::NoPrinter => true,
        }
    }
}

impl PrintReport {
    /// Whether a part of the work needs somebody: exit code 1.
    pub fn is_partial(&self) -> bool {
        self.sheets.iter().any(SheetReport::needs_somebody)
    }
}
