//! From what a source answered to what is believed: keys, duplicates, edits, deletions; then one snapshot of the school.
//!
//! Pure functions. [`retention`] says how long anything is kept. [`accept::accept`] judges one source's answer against what was known of it; [`merge::merge`] puts the
//! sources together. Nothing here reads a clock, a file or a network.

pub mod accept;
pub mod dedupe;
pub mod groups;
pub mod guard;
pub mod html;
pub mod key;
pub mod merge;
pub mod retention;
pub mod school_year;
pub mod subject;
mod withdrawn;
pub mod words;
