//! What can go wrong with a printer, so that the office is told what to do, and whether a sheet may be on paper all the same.

use crate::error::{Error, Kind};

/// A printer that did not do what it was asked.
#[derive(Debug)]
pub struct Failure {
    /// What the office is told.
    pub trouble: Trouble,
    /// Whether the printer may have taken the sheet.
    pub sent: Sent,
    /// For the report and the log.
    pub error: Error,
}

/// Whether a printer may have taken a sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sent {
    /// It certainly did not.
    No,
    /// It may have: only the printer knows.
    Perhaps,
}

/// What is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trouble {
    /// The address, its secret or the certificate file cannot be used.
    Configuration,
    /// Nobody answers there.
    Unreachable,
    /// The answer did not come, or not whole.
    NoAnswer,
    /// The certificate is not one that we trust.
    Certificate,
    /// The user or password is refused.
    Credentials,
    /// There is no such queue (any more).
    NoQueue,
    /// It has too much to do.
    Busy,
    /// It takes no jobs.
    NotAccepting,
    /// It refuses these attributes.
    Attributes(Vec<String>),
    /// It cannot print PDF.
    NoPdf,
    /// It makes fewer copies at once.
    TooManyCopies(u32),
    /// It cannot hold a job until it is released.
    NoHold,
    /// It refuses, in its own words.
    Refused(String),
    /// What answers there is no printer.
    NoPrinter,
    /// The folder cannot be written.
    Folder,
}

impl Failure {
    /// The printer certainly did not take anything.
    pub(super) fn before(trouble: Trouble, error: Error) -> Self {
        Failure { trouble, sent: Sent::No, error }
    }

    /// Nobody knows whether it took something.
    pub(super) fn perhaps(trouble: Trouble, error: Error) -> Self {
        Failure { trouble, sent: Sent::Perhaps, error }
    }

    /// A refusal found before asking.
    pub fn refusal(trouble: Trouble, printer: &str) -> Self {
        let what = match &trouble {
            Trouble::NoPdf => "does not print PDF",
            Trouble::TooManyCopies(_) => "does not make as many copies at once",
            Trouble::NoHold => "cannot hold a job",
            Trouble::NotAccepting => "takes no jobs",
            _ => "cannot be used",
        };
        Failure::before(trouble, Error::new(Kind::Printer, format!("`{printer}` {what}")))
    }
}
