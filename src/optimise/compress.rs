//! Compresses a text once, when it is built, so that the server only has to send it.
//!
//! The same bytes always give the same variants: gzip carries no time and no file name.

use std::io::{Read, Write};

use compression_codecs::EncodeV2;
use compression_codecs::brotli::BrotliEncoder;
use compression_codecs::brotli::params::EncoderParams;
use compression_codecs::core::Level;
use compression_codecs::core::util::{PartialBuffer, WriteBuffer};
use flate2::{Compression, GzBuilder};

/// A text this short travels in the packet of its headers: a variant would gain nothing.
const SHORTEST: u64 = 256;

/// The calendar of a class is longer, its feeds are not.
const LONG: usize = 64 * 1024;

/// The compressed forms of a file; `None` where there would be nothing to gain.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Variants {
    /// RFC 7932, at the quality that is worth its time.
    pub brotli: Option<Vec<u8>>,
    /// RFC 1952, level 9.
    pub gzip: Option<Vec<u8>>,
}

/// The variants of a text of more than 256 bytes that are smaller than it; none for other media types.
pub fn variants(bytes: &[u8], media_type: &str) -> Variants {
    if !has_variants(bytes.len() as u64, media_type) {
        return Variants::default();
    }
    let brotli = brotli(bytes, quality(bytes, media_type)).filter(|compressed| compressed.len() < bytes.len());
    Variants { brotli, gzip: gzipped(bytes, media_type) }
}

/// The gzip variant alone, which costs next to nothing beside the other.
pub fn gzipped(bytes: &[u8], media_type: &str) -> Option<Vec<u8>> {
    if !has_variants(bytes.len() as u64, media_type) {
        return None;
    }
    gzip(bytes).filter(|compressed| compressed.len() < bytes.len())
}

/// How a file was compressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Coding {
    /// RFC 1952.
    Gzip,
    /// RFC 7932.
    Brotli,
}

/// The text that was compressed; `None` when these bytes are nothing of the kind.
pub fn undo(bytes: &[u8], coding: Coding) -> Option<Vec<u8>> {
    let mut text = Vec::new();
    match coding {
        Coding::Gzip => flate2::read::GzDecoder::new(bytes).read_to_end(&mut text),
        Coding::Brotli => brotli::Decompressor::new(bytes, 4096).read_to_end(&mut text),
    }
    .ok()?;
    Some(text)
}

/// Whether a file of that size and type is worth compressing.
pub fn has_variants(size: u64, media_type: &str) -> bool {
    size > SHORTEST && is_text(media_type)
}

/// The best for pages, which people wait for. Feeds and calendars change all day long and are fetched by programs: at quality 10 a feed takes
/// two fifths of the time for 2 % more, at 9 a calendar takes a fifth of the time of 10 for 10 % more.
fn quality(bytes: &[u8], media_type: &str) -> Level {
    match bytes.len() {
        _ if essence(media_type) == "text/html" => Level::Best,
        ..=LONG => Level::Precise(10),
        _ => Level::Precise(9),
    }
}

/// A media type without its parameters.
fn essence(media_type: &str) -> String {
    media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// Whether a media type, with or without parameters, is one of text.
fn is_text(media_type: &str) -> bool {
    let essence = essence(media_type);
    essence.starts_with("text/")
        || essence.ends_with("+xml")
        || essence.ends_with("+json")
        || matches!(essence.as_str(), "application/json" | "application/xml" | "application/javascript")
}

fn brotli(bytes: &[u8], quality: Level) -> Option<Vec<u8>> {
    let window = bytes.len().next_power_of_two().ilog2().clamp(10, 22);
    let settings =
        EncoderParams::default().quality(quality).window_size(i32::try_from(window).ok()?).size_hint(bytes.len());
    let mut encoder = BrotliEncoder::new(settings);
    // A text that does not shrink is not kept.
    let mut room = vec![0; bytes.len() + 1024];
    let mut written = WriteBuffer::new_initialized(&mut room);
    let mut input = PartialBuffer::new(bytes);
    while !input.unwritten().is_empty() {
        if written.has_no_spare_space() {
            return None;
        }
        EncodeV2::encode(&mut encoder, &mut input, &mut written).ok()?;
    }
    while !EncodeV2::finish(&mut encoder, &mut written).ok()? {
        if written.has_no_spare_space() {
            return None;
        }
    }
    let length = written.written_len();
    room.truncate(length);
    Some(room)
}

fn gzip(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut encoder = GzBuilder::new().mtime(0).operating_system(255).write(Vec::new(), Compression::best());
    encoder.write_all(bytes).ok()?;
    encoder.finish().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variants_hold_the_same_text_and_no_time() {
        let text = "Exercice 3 page 45, à rendre sur feuille. ".repeat(40);
        let found = variants(text.as_bytes(), "text/html; charset=utf-8");
        let (brotli, gzip) = (found.brotli.clone().unwrap(), found.gzip.clone().unwrap());
        for (bytes, coding) in [(&brotli, Coding::Brotli), (&gzip, Coding::Gzip)] {
            assert_eq!(undo(bytes, coding).as_deref(), Some(text.as_bytes()));
            assert_eq!(undo(&bytes[..bytes.len() / 2], coding), None);
        }
        assert_eq!(&gzip[..10], [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 2, 255]);
        assert_eq!(variants(text.as_bytes(), "text/html; charset=utf-8"), found);
    }

    #[test]
    fn pages_are_worth_the_most_time_and_long_texts_the_least() {
        let line = |n: u32| format!("Exercice {n}, page {} : à rendre sur feuille.\n", blake3::hash(&n.to_le_bytes()));
        let size = |lines: u32, media_type: &str| {
            let text: String = (0..lines).map(line).collect();
            variants(text.as_bytes(), media_type).brotli.map_or(0, |compressed| compressed.len())
        };
        let (short, long) = (100, 1000);
        assert!(size(short, "text/html; charset=utf-8") < size(short, "application/atom+xml"));
        // What a text weighs for each line grows where its quality falls.
        let page = |lines| size(lines, "text/html");
        let calendar = |lines| size(lines, "text/calendar; charset=utf-8");
        let (of_short, of_long) = (calendar(short) * 1000 / page(short), calendar(long) * 1000 / page(long));
        assert!(of_long > of_short, "{of_short} and {of_long} thousandths of a page");
    }

    #[test]
    fn only_long_texts_that_shrink_are_compressed() {
        let noise: Vec<u8> = (0..64_u32).flat_map(|n| *blake3::hash(&n.to_le_bytes()).as_bytes()).collect();
        for (bytes, media_type) in
            [(vec![b'a'; 256], "text/plain"), (vec![b'a'; 300], "application/pdf"), (noise, "text/plain")]
        {
            assert_eq!(variants(&bytes, media_type), Variants::default(), "{media_type}");
        }
        for media_type in
            ["text/calendar", "application/atom+xml", "application/manifest+json", "TEXT/CSS;charset=UTF-8"]
        {
            assert!(variants(&[b'a'; 257], media_type).gzip.is_some(), "{media_type}");
        }
    }
}
