//! What was printed: the values of the ledger that `store` keeps and that `print` fills.
//!
//! An [`Entry`] is committed before a sheet is sent (its intent) and follows the job to its end. No entry is ever taken as not sent
//! because nothing is known of it: what cannot be found is [`State::Uncertain`], and a person decides.

mod reason;

use chrono::{DateTime, NaiveDateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::artifact::Digest;
use crate::artifact::sheet::{SheetClass, SheetKind, Told};
use crate::model::id::PrinterId;
use crate::model::paper::Profile;
use crate::model::time::Week;

pub use reason::Reason;

/// What tells one job from all others, on this machine and on any printer: it is a part of the job's name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct JobKey(String);

impl JobKey {
    /// A key as the ledger made it.
    pub fn new(text: impl Into<String>) -> Self {
        JobKey(text.into())
    }

    /// The text: 12 hexadecimal digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What is about to be printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Intent {
    /// The week that the sheet covers.
    pub week: Week,
    /// Its class; `None` for a sheet about all classes.
    pub class: Option<SheetClass>,
    /// For which eyes.
    pub profile: Profile,
    /// What it is.
    pub kind: SheetKind,
    /// Of the file's bytes.
    pub digest: Digest,
    /// How many.
    pub copies: u32,
    /// How many pages one of them has.
    pub pages: u32,
    /// Where.
    pub printer: PrinterId,
    /// Whether it is the week's print run or a trial.
    pub purpose: Purpose,
    /// How fresh the sheet's data are, in the school's local time.
    pub data_as_of: Option<NaiveDateTime>,
    /// What the sheet tells, item by item, so that a correction can tell what changed.
    pub told: Vec<Told>,
}

/// Why a sheet is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// For the families; once.
    Run,
    /// To see one copy first; does not count as printed.
    Trial,
}

/// A job in the ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its key.
    pub key: JobKey,
    /// What it is.
    pub intent: Intent,
    /// When the intent was written.
    pub at: DateTime<Utc>,
    /// How far it got.
    pub state: State,
    /// What the printer said when it took it.
    pub receipt: Option<Receipt>,
    /// On whose word it is completed.
    pub proof: Option<Proof>,
    /// Why it is where it is.
    pub reasons: Vec<Reason>,
}

impl Entry {
    /// An intent that was just written.
    pub fn new(key: JobKey, intent: Intent, at: DateTime<Utc>) -> Self {
        Entry { key, intent, at, state: State::Intended, receipt: None, proof: None, reasons: Vec::new() }
    }
}

/// What a printer said when it took a job.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Receipt {
    /// The number at the printer; may be given to another job after a crash there, so it is never trusted alone.
    pub job_id: i32,
    /// The job's unique name, when the printer gives one.
    pub job_uuid: Option<String>,
    /// The printer's unique name, when it has one.
    pub printer_uuid: Option<String>,
}

/// How far a job got.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// About to be sent; after a crash nobody knows whether it was.
    Intended,
    /// The printer did not take it: it may be sent again.
    Refused,
    /// In the queue.
    Waiting,
    /// In the queue until somebody releases it.
    Held,
    /// On its way to paper.
    Printing,
    /// The printer needs somebody.
    Stopped,
    /// Done.
    Completed,
    /// Taken back.
    Canceled,
    /// Given up by the printer.
    Aborted,
    /// The printer does not know it: it may or may not be on paper.
    Uncertain,
}

impl State {
    /// All of them.
    pub const ALL: [State; 10] = [
        State::Intended,
        State::Refused,
        State::Waiting,
        State::Held,
        State::Printing,
        State::Stopped,
        State::Completed,
        State::Canceled,
        State::Aborted,
        State::Uncertain,
    ];

    /// The name in the ledger and in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            State::Intended => "intended",
            State::Refused => "refused",
            State::Waiting => "waiting",
            State::Held => "held",
            State::Printing => "printing",
            State::Stopped => "stopped",
            State::Completed => "completed",
            State::Canceled => "canceled",
            State::Aborted => "aborted",
            State::Uncertain => "uncertain",
        }
    }

    /// Whether the queue may know more than the ledger.
    pub fn is_open(self) -> bool {
        match self {
            State::Intended | State::Waiting | State::Held | State::Printing | State::Stopped | State::Uncertain => {
                true
            }
            State::Refused | State::Completed | State::Canceled | State::Aborted => false,
        }
    }

    /// Whether the sheet may be on paper or may still come: then it is not sent again by itself.
    pub fn blocks(self) -> bool {
        self != State::Refused
    }

    /// Whether it moves without anybody: worth waiting for.
    pub fn moves(self) -> bool {
        matches!(self, State::Waiting | State::Printing | State::Stopped)
    }
}

/// On whose word a job is completed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Proof {
    /// The printer itself said so.
    Printer,
    /// Only the queue before it said so.
    Queue,
    /// The file lies in the folder, to be printed by hand.
    Folder,
}

impl Proof {
    /// The name in the ledger and in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Proof::Printer => "printer",
            Proof::Queue => "queue",
            Proof::Folder => "folder",
        }
    }
}
