//! Printers: what they can do, handing a sheet over, and what became of it.
//!
//! It promises that a sheet is handed over at most once for each call of [`Printer::submit`] (no hidden retry, no redirection
//! followed), that a failure says whether the printer may have taken the sheet all the same ([`Sent`]), and that neither a user nor a
//! password of an address is shown.

mod behind;
mod ipp;
pub mod options;
mod spool;
mod survey;
pub mod trouble;
mod wire;

use crate::config::printer::{Place, PrinterConfig};
use crate::fs;
use crate::ledger::{Entry, Receipt, State};
use crate::print::ipp::Queue;
use crate::print::options::{Capabilities, Choice};
use crate::print::spool::Spool;
use crate::print::trouble::{Failure, Trouble};

pub use survey::{Finding, Survey};
pub use trouble::Sent;

/// Where sheets go.
#[derive(Debug)]
pub enum Printer {
    /// A printer or a queue that speaks IPP.
    Ipp(Box<Queue>),
    /// A folder, from which the office prints by hand.
    Folder(Spool),
}

/// A sheet to hand over.
#[derive(Debug, Clone, Copy)]
pub struct Ticket<'t> {
    /// The name of its job; holds the key by which the job is found again.
    pub name: &'t str,
    /// How it is to be printed.
    pub choice: &'t Choice,
    /// The PDF.
    pub bytes: &'t [u8],
}

/// What a printer that took a sheet says of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accepted {
    /// Its receipt.
    pub receipt: Receipt,
    /// How far the job is already.
    pub state: State,
}

impl Printer {
    /// A printer of the configuration. Nothing is asked yet.
    pub fn open(config: &PrinterConfig) -> Result<Self, Failure> {
        let unusable = |error| Failure::before(Trouble::Configuration, error);
        let ca = config.ca.as_deref().map(fs::read).transpose().map_err(unusable)?;
        match config.place().map_err(unusable)? {
            Place::Folder(folder) => Ok(Printer::Folder(Spool::new(folder))),
            Place::Ipp(address) => Queue::open(&address, ca.as_deref()).map(|queue| Printer::Ipp(Box::new(queue))),
        }
    }

    /// Asks what it can do, and how it is.
    pub async fn ask(&self) -> Result<Capabilities, Failure> {
        match self {
            Printer::Ipp(queue) => queue.capabilities().await,
            Printer::Folder(_) => Ok(Capabilities::by_hand()),
        }
    }

    /// Hands a sheet over.
    pub async fn submit(&self, ticket: Ticket<'_>) -> Result<Accepted, Failure> {
        match self {
            Printer::Ipp(queue) => queue.submit(ticket).await,
            Printer::Folder(spool) => spool.submit(ticket),
        }
    }

    /// Asks for all jobs that it knows.
    pub async fn survey(&self) -> Result<Survey, Failure> {
        match self {
            Printer::Ipp(queue) => queue.survey().await,
            Printer::Folder(spool) => spool.survey(),
        }
    }

    /// Like [`Printer::survey`], and asks the printer behind a queue too, where it can be asked.
    pub async fn deep_survey(&self) -> Result<Survey, Failure> {
        match self {
            Printer::Ipp(queue) => behind::survey(queue).await,
            Printer::Folder(spool) => spool.survey(),
        }
    }

    /// Lets a job that waits go to paper: the one that a survey found here.
    pub async fn release(&self, found: &Receipt) -> Result<(), Failure> {
        match self {
            Printer::Ipp(queue) => queue.release(found.job_id).await,
            Printer::Folder(_) => Ok(()),
        }
    }

    /// Takes a job back: the one that a survey found here.
    pub async fn cancel(&self, entry: &Entry, found: &Receipt) -> Result<(), Failure> {
        match self {
            Printer::Ipp(queue) => queue.cancel(found.job_id).await,
            Printer::Folder(spool) => spool.cancel(&entry.key),
        }
    }
}
