//! A school subject under its two names.

use serde::{Deserialize, Serialize};

/// A subject: the label the ENT writes, and the tidy one that readers see.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Subject {
    /// As the ENT writes it ("ED.PHYSIQUE & SPORT.").
    pub raw: String,
    /// As readers see it ("EPS (sport)"). A connector repeats `raw`; `normalise::merge` sets it.
    pub label: String,
}

impl Subject {
    /// A subject as the ENT writes it.
    pub fn new(raw: &str) -> Self {
        Subject { raw: raw.to_owned(), label: raw.to_owned() }
    }
}
