//! What the files of the office say, before anybody knows which day it is for which class.

pub(super) mod fet;
pub(super) mod sts;

use std::collections::BTreeSet;

use chrono::{NaiveDate, Weekday};

use crate::config::source::timetable_file::Hours;
use crate::model::item::Rejected;
use crate::model::notice::Notice;
use crate::model::time::{Week, WeekParity};

/// A weekly timetable.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Timetable {
    /// The first and the last day for which it is made, when it says so.
    pub(super) bounds: Option<(NaiveDate, NaiveDate)>,
    /// The lessons of a week.
    pub(super) slots: Vec<Slot>,
    pub(super) notices: Vec<Notice>,
    /// What its author must mend; the rest goes on.
    pub(super) rejected: Vec<Rejected>,
}

/// A lesson of every week, or of every other week.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Slot {
    pub(super) day: Weekday,
    pub(super) hours: Hours,
    pub(super) weeks: Weeks,
    pub(super) subject: String,
    pub(super) teachers: Vec<String>,
    pub(super) rooms: Vec<String>,
    pub(super) readers: Readers,
}

/// In which weeks a lesson takes place.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Weeks {
    Every,
    Parity(WeekParity),
    These(BTreeSet<Week>),
}

/// Who attends, under the names of the file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Readers {
    /// The whole of a class.
    Class(String),
    /// A group, drawn over these classes.
    Group { name: String, classes: Vec<String> },
}
