//! The form of a worksheet: grey text on white, wide enough to be read.

use image::{DynamicImage, GrayImage, RgbImage};

use super::decode::Source;
use super::{Picture, jpeg, paper, png, scale};
use crate::optimise::Refusal;
use crate::optimise::budget::WORKSHEET_LIMIT;

/// An A4 page at 150 points an inch, in pixels.
pub(super) const WIDEST: u32 = 1_240;
/// The text of a typical page is legible down to 800 px; what follows is for pages that nothing else makes light enough.
const WIDTHS: [u32; 12] = [WIDEST, 1_120, 1_000, 900, 800, 700, 600, 500, 400, 300, 200, 100];
const QUALITY: u8 = 45;
/// The longest side of the picture that is measured.
const THUMBNAIL: u32 = 256;

/// Whether a picture looks like paper with text on it. All of these hold for its thumbnail of 256 px:
///
/// - its middle lightness is above 90 of 255 (paper in a room, not a night);
/// - at most 3 % of its pixels have a colour of their own: their channels, once the brightest tenth is made white, lie
///   more than 70 of 255 apart;
/// - divided by the light around them, 60 % are paper (above 88 %), and from 0.3 % to 30 % are ink (below 78 %);
/// - at most 40 % of the ink lies in horizontal or vertical bars: runs longer than a tenth of the thumbnail.
pub(super) fn is_worksheet(source: &Source) -> bool {
    let Ok(thumbnail) = scale::upright(source, THUMBNAIL, THUMBNAIL) else { return false };
    if thumbnail.width().max(thumbnail.height()) < THUMBNAIL {
        return false;
    }
    let grey = thumbnail.to_luma8();
    percentile(grey.as_raw().clone(), 50) > 90
        && coloured(&thumbnail.to_rgb8()) <= 0.03
        && has_text(&paper::flattened(&grey))
}

/// The picture as a grey page: four levels in a PNG or a grey JPEG, whichever is lighter, as wide as the budget allows.
pub(super) fn encode(source: &Source) -> Result<Picture, Refusal> {
    for widest in WIDTHS {
        let image = scale::upright(source, widest, widest * 2)?;
        let size = (image.width(), image.height());
        let page = contrasted(&paper::flattened(&image.into_luma8()));
        let values: Vec<u8> =
            page.as_raw().iter().map(|level| u8::try_from((u16::from(*level) * 3 + 127) / 255).unwrap_or(3)).collect();
        let levels = Picture::png(png::grey(&png::Indexed { size, depth: 2, values: &values })?, size);
        if levels.size() <= WORKSHEET_LIMIT {
            return Ok(levels);
        }
        let shades = Picture::jpeg(jpeg::encode(&DynamicImage::ImageLuma8(page), QUALITY)?, size);
        if shades.size() <= WORKSHEET_LIMIT {
            return Ok(shades);
        }
    }
    Err(Refusal::new("the worksheet cannot be made light enough"))
}

/// Ink darker and paper white: 35 % of the paper's light becomes black, 85 % white.
fn contrasted(flat: &GrayImage) -> GrayImage {
    let (black, white) = (89, 217);
    let mut page = flat.clone();
    for pixel in page.pixels_mut() {
        let level = u32::from(pixel[0]).clamp(black, white) - black;
        pixel[0] = u8::try_from(level * 255 / (white - black)).unwrap_or(u8::MAX);
    }
    page
}

/// The level below which that many hundredths of the values lie.
fn percentile(mut values: Vec<u8>, hundredths: usize) -> u8 {
    values.sort_unstable();
    values.get(values.len() * hundredths / 100).copied().unwrap_or(0)
}

/// The part of the pixels that have a colour of their own.
fn coloured(thumbnail: &RgbImage) -> f64 {
    let (pixels, _) = thumbnail.as_raw().as_chunks::<3>();
    let white = [0, 1, 2]
        .map(|channel| u16::from(percentile(pixels.iter().map(|pixel: &[u8; 3]| pixel[channel]).collect(), 90)).max(1));
    let apart = |pixel: &[u8; 3]| {
        let balanced = [0, 1, 2].map(|channel| (u16::from(pixel[channel]) * 255 / white[channel]).min(255));
        let brightest = balanced.into_iter().max().unwrap_or(0);
        brightest - balanced.into_iter().min().unwrap_or(0)
    };
    part(pixels.iter().filter(|pixel| apart(pixel) > 70).count(), pixels.len())
}

fn has_text(flat: &GrayImage) -> bool {
    let total = flat.as_raw().len();
    let paper = part(flat.as_raw().iter().filter(|level| **level >= 224).count(), total);
    let is_ink = |x: u32, y: u32| flat.get_pixel(x, y)[0] < 199;
    let (width, height) = flat.dimensions();
    let inked = (0..height).flat_map(|y| (0..width).map(move |x| (x, y))).filter(|&(x, y)| is_ink(x, y)).count();
    let longest = (THUMBNAIL / 10) as usize;
    let across: usize = (0..height).map(|y| in_bars((0..width).map(|x| is_ink(x, y)), longest)).sum();
    let down: usize = (0..width).map(|x| in_bars((0..height).map(|y| is_ink(x, y)), longest)).sum();
    let ink = part(inked, total);
    paper >= 0.60 && (0.003..=0.30).contains(&ink) && part(across.max(down), inked) <= 0.40
}

/// How many pixels of a line lie in runs of ink longer than that.
fn in_bars(line: impl Iterator<Item = bool>, longest: usize) -> usize {
    let (mut total, mut run) = (0, 0);
    for ink in line.chain([false]) {
        if ink {
            run += 1;
        } else {
            total += if run > longest { run } else { 0 };
            run = 0;
        }
    }
    total
}

fn part(count: usize, total: usize) -> f64 {
    let number = |value: usize| f64::from(u32::try_from(value).unwrap_or(u32::MAX));
    number(count) / number(total.max(1))
}
