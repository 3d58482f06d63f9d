//! Turns any picture of the ENT into one that a slow connection can bear.
//!
//! A picture is known by its bytes, never by its name. It is measured before it is decoded, so that a small file cannot ask
//! for more memory than [`MOST_PIXELS`] and [`MOST_BYTES`]. What comes out was encoded anew from its pixels: position,
//! camera, author and colour profile are gone. Photographs become small JPEGs, drawings keep their exact colours when that
//! is lighter, and worksheets become clean grey pages. Every picture that can be decoded fits its budget.

mod decode;
mod jpeg;
mod palette;
mod paper;
mod photo;
mod png;
mod scale;
mod sheet;
#[cfg(test)]
mod tests;

use super::Refusal;

/// More than any camera of a phone writes (48 MP), far less than what exhausts a small server.
pub const MOST_PIXELS: u64 = 50_000_000;
/// A decoded picture, in bytes.
pub const MOST_BYTES: u64 = 256 * 1024 * 1024;

/// A picture ready to publish.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// The file.
    pub bytes: Vec<u8>,
    /// `image/jpeg` or `image/png`.
    pub media_type: &'static str,
    /// `jpg` or `png`.
    pub extension: &'static str,
    /// In pixels, as shown.
    pub width: u32,
    /// In pixels, as shown.
    pub height: u32,
}

/// The light form of a JPEG, PNG, WebP or GIF (its first frame), upright, on white, at most 640 px wide and 28 kB, or for a
/// worksheet at most 1,240 px wide and 35 kB.
pub fn picture(bytes: &[u8]) -> Result<Picture, Refusal> {
    let source = decode::decode(bytes)?;
    if let Some(drawing) = photo::small_drawing(&source)? {
        return Ok(drawing);
    }
    if sheet::is_worksheet(&source) { sheet::encode(&source) } else { photo::encode(&source) }
}

/// Whether the bytes claim to be of a format that [`picture`] reads.
pub fn is_picture(bytes: &[u8]) -> bool {
    image::guess_format(bytes).is_ok()
}

impl Picture {
    fn jpeg(bytes: Vec<u8>, (width, height): (u32, u32)) -> Self {
        Picture { bytes, media_type: "image/jpeg", extension: "jpg", width, height }
    }

    fn png(bytes: Vec<u8>, (width, height): (u32, u32)) -> Self {
        Picture { bytes, media_type: "image/png", extension: "png", width, height }
    }

    /// In bytes.
    fn size(&self) -> u64 {
        self.bytes.len() as u64
    }
}
