//! What to make: from the snapshot to one job per file, each with everything its template will see.
//!
//! `plan` is pure. It chooses, orders and shapes; it knows no template, reads no clock and touches no file. The digest of a
//! job's input decides whether the file must be made again.

pub mod gazette;
pub mod page;
