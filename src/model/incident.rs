//! What somebody must look after.

use serde::{Deserialize, Serialize};

use crate::model::time::Week;

/// One trouble of one thing. It is told once, whatever its reasons become.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Incident {
    /// What sort of trouble.
    pub trouble: Trouble,
    /// The source, target, printer, job or file.
    pub subject: String,
    /// Why, in English and without secret.
    pub reason: String,
}

impl Incident {
    /// A sheet that is not on paper, or of which nobody knows: "2026-W49/6a gazette standard".
    pub fn of_sheet(week: Week, class: Option<&str>, sheet: &str, reason: String) -> Self {
        let subject = format!("{week}/{} {sheet}", class.unwrap_or("all"));
        Incident { trouble: Trouble::Print, subject, reason }
    }

    /// The sheet that it is about, with its week: "6a gazette standard".
    pub fn sheet(&self) -> Option<(Week, &str)> {
        let (week, sheet) = self.subject.split_once('/').filter(|_| self.trouble == Trouble::Print)?;
        Some((Week::parse(week)?, sheet))
    }
}

/// A sort of trouble.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Trouble {
    /// A source gave no whole answer for too long.
    Stale,
    /// A source or a target does not accept who we are, or an address that is a password leads nowhere any more.
    Refused,
    /// Data vanished at a source and are kept until somebody confirms.
    HeldBack,
    /// A target could not be published to for too long, or its readers do not get what was published.
    Unpublished,
    /// Nobody knows whether a sheet is on paper, or it will not come out by itself.
    Print,
    /// A note, a file of the office, the theme or the configuration is wrong; the last good state stays.
    Content,
    /// Something could not be done on this machine.
    Local,
}

impl Trouble {
    /// In one word, as in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Trouble::Stale => "stale",
            Trouble::Refused => "refused",
            Trouble::HeldBack => "held_back",
            Trouble::Unpublished => "unpublished",
            Trouble::Print => "print",
            Trouble::Content => "content",
            Trouble::Local => "local",
        }
    }
}
