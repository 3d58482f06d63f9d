//! What was taken down, where, and what could not be. Names only, never what an item says.

use serde::Serialize;

use crate::journal::Place;
use crate::report::Problem;

/// What `ardoise withdraw` did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct WithdrawReport {
    /// The version of this format.
    pub schema: u32,
    /// What stays down now: what was asked for, and what says the same in another source.
    pub items: Vec<String>,
    /// What was done, place by place.
    pub places: Vec<Cleared>,
    /// Sheets that are on paper, or may be: nobody but people can take them back.
    pub on_paper: Vec<Paper>,
    /// Items that hold the same words, and stay.
    pub alike: Vec<String>,
    /// What could not be reached; it is tried again by the next call and by the next `publish`.
    pub problems: Vec<Problem>,
}

/// A place from which the items are gone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Cleared {
    /// The place.
    pub place: Place,
    /// What was done there.
    pub done: String,
}

/// A sheet that people hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Paper {
    /// What it is: week, class, profile.
    pub sheet: String,
    /// How many.
    pub copies: u32,
    /// Where it came out.
    pub printer: String,
    /// Whether it surely came out.
    pub sure: bool,
}

impl WithdrawReport {
    /// Whether somebody has to do something: exit code 1.
    pub fn is_partial(&self) -> bool {
        !self.problems.is_empty() || !self.on_paper.is_empty()
    }
}
