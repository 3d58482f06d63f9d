//! Cleans the files that are copied beside the pages: what tells who made them, where and with what is removed.
//!
//! A file is known by its bytes, never by its name. Only what can surely be cleaned is accepted (PDF, plain text, CSV);
//! everything else is a [`Refusal`], and stays where it was.

mod pdf;
mod pdf_image;
mod plain;
#[cfg(test)]
mod tests;

use super::Refusal;

/// A file without metadata.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cleaned {
    /// The file.
    pub bytes: Vec<u8>,
    /// With the character set for text.
    pub media_type: &'static str,
    /// Without its dot.
    pub extension: &'static str,
}

/// The same document without metadata, scripts and embedded files. The same bytes give the same document.
pub fn clean_document(bytes: &[u8]) -> Result<Cleaned, Refusal> {
    if bytes.is_empty() {
        return Err(Refusal::new("the file is empty"));
    }
    if pdf::is_pdf(bytes) {
        let bytes = pdf::clean(bytes)?;
        return Ok(Cleaned { bytes, media_type: "application/pdf", extension: "pdf" });
    }
    plain::clean(bytes).ok_or_else(|| Refusal::new("its metadata cannot be removed"))
}
