//! Writes the two forms of PNG (ISO/IEC 15948) that are published: few greys, and few colours.
//!
//! Neither carries any chunk but those that a decoder needs. Lines are not filtered, which is best for so few values.

use std::io::{self, Write};

use flate2::write::ZlibEncoder;
use flate2::{Compression, Crc};

use crate::optimise::Refusal;

/// A picture of few values: one byte a pixel in `values`, each below `1 << depth`.
pub(super) struct Indexed<'a> {
    pub(super) size: (u32, u32),
    /// Bits a pixel: 1, 2, 4 or 8.
    pub(super) depth: u8,
    pub(super) values: &'a [u8],
}

const GREY: u8 = 0;
const PALETTE: u8 = 3;

/// Evenly spaced greys, 0 being black.
pub(super) fn grey(picture: &Indexed<'_>) -> Result<Vec<u8>, Refusal> {
    file(picture, GREY, None).map_err(|error| unwritten(&error))
}

/// Colours looked up in a palette of at most 256.
pub(super) fn colours(picture: &Indexed<'_>, palette: &[[u8; 3]]) -> Result<Vec<u8>, Refusal> {
    file(picture, PALETTE, Some(palette)).map_err(|error| unwritten(&error))
}

fn file(picture: &Indexed<'_>, colour_type: u8, palette: Option<&[[u8; 3]]>) -> io::Result<Vec<u8>> {
    let (width, height) = picture.size;
    let mut bytes = b"\x89PNG\r\n\x1a\n".to_vec();
    let mut header = [width.to_be_bytes(), height.to_be_bytes()].concat();
    header.extend([picture.depth, colour_type, 0, 0, 0]);
    chunk(&mut bytes, *b"IHDR", &header)?;
    if let Some(palette) = palette {
        chunk(&mut bytes, *b"PLTE", palette.as_flattened())?;
    }
    let mut pixels = ZlibEncoder::new(Vec::new(), Compression::best());
    for line in picture.values.chunks(width.max(1) as usize) {
        pixels.write_all(&[0])?;
        pixels.write_all(&packed(line, picture.depth))?;
    }
    chunk(&mut bytes, *b"IDAT", &pixels.finish()?)?;
    chunk(&mut bytes, *b"IEND", &[])?;
    Ok(bytes)
}

/// Several pixels a byte, the first in the high bits.
fn packed(line: &[u8], depth: u8) -> Vec<u8> {
    let in_a_byte = usize::from(8 / depth);
    let byte = |pixels: &[u8]| {
        let shifts = (0..in_a_byte).rev().map(|place| place * usize::from(depth));
        pixels.iter().zip(shifts).fold(0, |byte, (value, shift)| byte | (value << shift))
    };
    line.chunks(in_a_byte).map(byte).collect()
}

fn chunk(bytes: &mut Vec<u8>, name: [u8; 4], content: &[u8]) -> io::Result<()> {
    let length = u32::try_from(content.len()).map_err(io::Error::other)?;
    let mut check = Crc::new();
    check.update(&name);
    check.update(content);
    bytes.extend(length.to_be_bytes());
    bytes.extend(name);
    bytes.extend(content);
    bytes.extend(check.sum().to_be_bytes());
    Ok(())
}

fn unwritten(error: &io::Error) -> Refusal {
    Refusal::new(format!("the picture cannot be written: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_back() {
        let values = [0, 1, 2, 3, 3, 2, 1, 0, 1, 2];
        let bytes = grey(&Indexed { size: (5, 2), depth: 2, values: &values }).unwrap();
        let read = image::load_from_memory(&bytes).unwrap().to_luma8().into_raw();
        assert_eq!(read, values.map(|value| value * 85));
        let palette = [[255, 0, 0], [0, 0, 255], [0, 255, 0]];
        let bytes = colours(&Indexed { size: (3, 1), depth: 2, values: &[2, 0, 1] }, &palette).unwrap();
        let read = image::load_from_memory(&bytes).unwrap().to_rgb8().into_raw();
        assert_eq!(read, [0, 255, 0, 255, 0, 0, 0, 0, 255]);
    }
}
