//! Makes light and safe what a build is about to publish: pages, pictures and attached files.
//!
//! Everything here is synchronous, pure and deterministic: the same bytes in give the same bytes out. What cannot be made
//! safe to publish is a [`Refusal`], never a panic, and the caller links it at its source instead of copying it.

use std::error::Error;
use std::fmt;

pub mod budget;
pub mod compress;
pub mod document;
pub mod file_name;
pub mod html;
pub mod image;
mod jpeg_segments;

pub use file_name::file_name;

/// Why a picture or a file is not copied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// In English, lower case, without full stop; a sentence about "the file".
    pub reason: String,
}

impl Refusal {
    pub(crate) fn new(reason: impl Into<String>) -> Self {
        Refusal { reason: reason.into() }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.reason)
    }
}

impl Error for Refusal {}
