//! The form of a drawing: a PNG of few, exact colours.

use std::collections::BTreeMap;

use image::DynamicImage;

use super::{Picture, png};
use crate::optimise::Refusal;

const MOST_COLOURS: usize = 256;
/// Sixteen levels a channel keep the soft edges of a resized drawing.
const STEP: u8 = 17;

/// The picture as a PNG with a palette: exact when it has at most 256 colours, else with each channel rounded to 16 levels;
/// `None` when that still leaves more than 256.
pub(super) fn drawing(image: &DynamicImage) -> Result<Option<Picture>, Refusal> {
    let pixels = image.to_rgb8();
    let (exact, _) = pixels.as_raw().as_chunks::<3>();
    let Some(found) =
        indexed(exact).or_else(|| indexed(&exact.iter().map(|pixel| pixel.map(rounded)).collect::<Vec<_>>()))
    else {
        return Ok(None);
    };
    let depth = match found.palette.len() {
        ..=2 => 1,
        3..=4 => 2,
        5..=16 => 4,
        _ => 8,
    };
    let size = (image.width(), image.height());
    let bytes = png::colours(&png::Indexed { size, depth, values: &found.values }, &found.palette)?;
    Ok(Some(Picture::png(bytes, size)))
}

struct Found {
    values: Vec<u8>,
    palette: Vec<[u8; 3]>,
}

/// Each pixel as a place in the sorted list of colours, when that list is short enough.
fn indexed(pixels: &[[u8; 3]]) -> Option<Found> {
    let mut places: BTreeMap<[u8; 3], u8> = BTreeMap::new();
    for pixel in pixels {
        places.entry(*pixel).or_insert(0);
        if places.len() > MOST_COLOURS {
            return None;
        }
    }
    for (place, value) in (0..=u8::MAX).zip(places.values_mut()) {
        *value = place;
    }
    let values = pixels.iter().filter_map(|pixel| places.get(pixel).copied()).collect();
    Some(Found { values, palette: places.into_keys().collect() })
}

fn rounded(channel: u8) -> u8 {
    (channel / STEP + u8::from(channel % STEP > STEP / 2)) * STEP
}
