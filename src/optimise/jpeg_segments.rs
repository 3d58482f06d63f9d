//! Walks the marker segments of a JPEG (ITU-T T.81, annex B) without decoding its picture.

/// A marker segment before the picture data.
pub(super) struct Segment<'a> {
    /// The second byte of its marker, such as `0xE1` for APP1.
    pub(super) marker: u8,
    /// Its content, after the two length bytes.
    pub(super) payload: &'a [u8],
}

/// Start of scan: the picture data follow.
const START_OF_SCAN: u8 = 0xDA;
/// A frame coded in several passes, which a decoder keeps whole in memory.
const PROGRESSIVE_FRAME: u8 = 0xC2;

/// The segments from the start to the first scan, and the rest of the file from that scan's marker on; `None` when the
/// bytes are not a JPEG or end before a scan.
pub(super) fn segments(bytes: &[u8]) -> Option<(Vec<Segment<'_>>, &[u8])> {
    let mut rest = bytes.strip_prefix(&[0xFF, 0xD8])?;
    let mut found = Vec::new();
    loop {
        let after = rest.strip_prefix(&[0xFF])?;
        let &marker = after.first()?;
        match marker {
            0xFF => rest = after,
            0x01 | 0xD0..=0xD7 => rest = after.get(1..)?,
            START_OF_SCAN => return Some((found, rest)),
            _ => {
                let length = usize::from(u16::from_be_bytes([*after.get(1)?, *after.get(2)?]));
                let payload = after.get(3..1 + length)?;
                found.push(Segment { marker, payload });
                rest = after.get(1 + length..)?;
            }
        }
    }
}

/// Whether the picture is coded in several passes.
pub(super) fn is_progressive(segments: &[Segment<'_>]) -> bool {
    segments.iter().any(|segment| segment.marker == PROGRESSIVE_FRAME)
}

/// The TIFF structure of the Exif segment, if there is one.
pub(super) fn exif<'a>(segments: &[Segment<'a>]) -> Option<&'a [u8]> {
    segments
        .iter()
        .filter(|segment| segment.marker == 0xE1)
        .find_map(|segment| segment.payload.strip_prefix(b"Exif\0\0"))
}

/// Whether an Adobe segment says how the colours are stored.
pub(super) fn has_adobe(segments: &[Segment<'_>]) -> bool {
    segments.iter().any(|segment| segment.marker == 0xEE && segment.payload.starts_with(b"Adobe"))
}

/// The same picture, byte for byte, without what describes its making: Exif, XMP, IPTC, comments and other application
/// segments, and what some cameras append after the end (a second picture with its own Exif). Kept are JFIF (APP0), the
/// colour profile (APP2 `ICC_PROFILE`) and Adobe's colour transform (APP14).
pub(super) fn without_metadata(bytes: &[u8]) -> Option<Vec<u8>> {
    let (segments, mut rest) = segments(bytes)?;
    let mut clean = vec![0xFF, 0xD8];
    for segment in &segments {
        keep(segment, &mut clean)?;
    }
    while let Some(at) = rest.windows(2).position(|pair| pair[0] == 0xFF && !matches!(pair[1], 0 | 0xD0..=0xD7 | 0xFF))
    {
        clean.extend(&rest[..at]);
        let marker = rest[at + 1];
        if marker == 0xD9 {
            clean.extend([0xFF, marker]);
            return Some(clean);
        }
        let length = usize::from(u16::from_be_bytes([*rest.get(at + 2)?, *rest.get(at + 3)?]));
        keep(&Segment { marker, payload: rest.get(at + 4..at + 2 + length)? }, &mut clean)?;
        rest = rest.get(at + 2 + length..)?;
    }
    clean.extend(rest);
    Some(clean)
}

/// Appends a segment unless it is metadata.
fn keep(&Segment { marker, payload }: &Segment<'_>, clean: &mut Vec<u8>) -> Option<()> {
    let kept = match marker {
        0xE0 => payload.starts_with(b"JFIF\0"),
        0xE2 => payload.starts_with(b"ICC_PROFILE\0"),
        0xEE => payload.starts_with(b"Adobe"),
        0xE1..=0xEF | 0xFE => false,
        _ => true,
    };
    if kept {
        clean.extend([0xFF, marker]);
        clean.extend(u16::try_from(payload.len() + 2).ok()?.to_be_bytes());
        clean.extend(payload);
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn segment(marker: u8, payload: &[u8]) -> Vec<u8> {
        let mut bytes = vec![0xFF, marker];
        bytes.extend(u16::try_from(payload.len() + 2).unwrap().to_be_bytes());
        bytes.extend(payload);
        bytes
    }

    #[test]
    fn metadata_go_and_the_picture_stays() {
        let kept = [segment(0xE0, b"JFIF\0\x01\x01"), segment(0xEE, b"Adobe\0"), segment(0xDB, &[0; 65])].concat();
        let first = [segment(0xDA, b"\x01\x01\0\0\x3f\0"), vec![1, 2, 0xFF, 0, 3, 0xFF, 0xD0, 4]].concat();
        let second = [segment(0xC4, b"\xFF\xD9"), segment(0xDA, b"\x01\x01\0\0\x3f\0"), vec![5, 0xFF, 0xD9]].concat();
        let full = [
            vec![0xFF, 0xD8],
            segment(0xE1, b"Exif\0\0II"),
            kept.clone(),
            segment(0xE2, b"MPF\0"),
            segment(0xED, b"Photoshop"),
            segment(0xFE, b"by somebody"),
            first.clone(),
            segment(0xFE, b"between"),
            second.clone(),
            b"trailer".to_vec(),
        ]
        .concat();
        assert_eq!(without_metadata(&full), Some([vec![0xFF, 0xD8], kept, first, second].concat()));
    }

    #[test]
    fn what_is_no_jpeg_has_no_segments() {
        for bytes in
            [&b""[..], b"\xFF\xD8", b"\xFF\xD8\xFF\xE1\x00", b"\xFF\xD8\xFF\xE1\x00\x00", b"\xFF\xD8\xFF\xE1\xFF\xFFx"]
        {
            assert!(segments(bytes).is_none(), "{bytes:?}");
        }
    }
}
