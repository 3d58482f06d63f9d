//! Why an answer is not a feed of news, whichever source asked for one.

use std::fmt;

/// Why an answer is not a feed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Flaw {
    Html,
    Other,
    Cut,
    Damaged(String),
}

impl fmt::Display for Flaw {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Flaw::Html => formatter.write_str("an HTML page instead of a feed"),
            Flaw::Other => formatter.write_str("something else than a feed"),
            Flaw::Cut => formatter.write_str("a feed that stops before its end"),
            Flaw::Damaged(what) => write!(formatter, "a damaged feed ({what})"),
        }
    }
}
