//! The pictures inside a PDF, which keep the metadata of the camera that took them.

use std::io::Read;

use flate2::read::ZlibDecoder;
use lopdf::{Object, Stream};

use crate::optimise::{Refusal, jpeg_segments};

/// A picture unpacked from its outer filter, in bytes.
const MOST_BYTES: u64 = 64 * 1024 * 1024;

/// Removes Exif, XMP, IPTC and comments from a JPEG or JPEG 2000 stream; other streams are left as they are.
pub(super) fn clean(stream: &mut Stream) -> Result<(), Refusal> {
    let filters: Vec<Vec<u8>> = stream.filters().unwrap_or_default().iter().map(|filter| filter.to_vec()).collect();
    let Some((last, outer)) = filters.split_last() else { return Ok(()) };
    let strip = match last.as_slice() {
        b"DCTDecode" | b"DCT" => jpeg_segments::without_metadata,
        b"JPXDecode" => without_boxes,
        _ => return Ok(()),
    };
    let packed = match outer {
        [] => stream.content.clone(),
        [filter] if matches!(filter.as_slice(), b"FlateDecode" | b"Fl") => inflated(&stream.content)?,
        _ => return Err(Refusal::new("a picture in the document is packed in a way that cannot be cleaned")),
    };
    let clean = strip(&packed).ok_or_else(|| Refusal::new("a picture in the document cannot be read"))?;
    if !outer.is_empty() {
        stream.dict.set("Filter", Object::Name(last.clone()));
        stream.dict.remove(b"DecodeParms");
    }
    stream.set_content(clean);
    Ok(())
}

fn inflated(content: &[u8]) -> Result<Vec<u8>, Refusal> {
    let mut bytes = Vec::new();
    match ZlibDecoder::new(content).take(MOST_BYTES).read_to_end(&mut bytes) {
        Ok(read) if (read as u64) < MOST_BYTES => Ok(bytes),
        _ => Err(Refusal::new("a picture in the document cannot be unpacked")),
    }
}

/// A JPEG 2000 file without its XML and UUID boxes (ISO/IEC 15444-1, annex I); a bare codestream as it is.
fn without_boxes(bytes: &[u8]) -> Option<Vec<u8>> {
    if bytes.starts_with(&[0xFF, 0x4F]) {
        return Some(bytes.to_vec());
    }
    let mut clean = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    while !rest.is_empty() {
        let short = u32::from_be_bytes(*rest.first_chunk()?);
        let kind = rest.get(4..8)?;
        let length = match short {
            0 => rest.len(),
            1 => usize::try_from(u64::from_be_bytes(*rest.get(8..)?.first_chunk()?)).ok()?,
            _ => usize::try_from(short).ok()?,
        };
        let (whole, after) = rest.split_at_checked(length.max(8))?;
        if !matches!(kind, b"xml " | b"uuid" | b"uinf") {
            clean.extend(whole);
        }
        rest = after;
    }
    Some(clean)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn boxes_that_describe_a_picture_go() {
        let boxed = |kind: &[u8; 4], content: &[u8]| {
            let length = u32::try_from(content.len() + 8).unwrap();
            [&length.to_be_bytes()[..], kind, content].concat()
        };
        let kept = [boxed(b"jP  ", b"\r\n\x87\n"), boxed(b"jp2c", b"pixels")].concat();
        let full = [
            boxed(b"jP  ", b"\r\n\x87\n"),
            boxed(b"xml ", b"<x/>"),
            boxed(b"uuid", b"Exif"),
            boxed(b"jp2c", b"pixels"),
        ];
        assert_eq!(without_boxes(&full.concat()), Some(kept));
        assert_eq!(without_boxes(b"\xFF\x4Fcode"), Some(b"\xFF\x4Fcode".to_vec()));
        assert_eq!(without_boxes(b"\0\0\x01\0jp2c"), None);
    }
}
