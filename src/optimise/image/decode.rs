//! Reads the pixels of a picture, after measuring what they will cost.

use std::collections::HashSet;
use std::io::Cursor;

use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageFormat, Rgba};

use super::{MOST_BYTES, MOST_PIXELS, jpeg};
use crate::optimise::Refusal;

/// The pixels of a picture: opaque, 8 bits, grey or RGB, not yet upright.
pub(super) struct Source {
    pub(super) image: DynamicImage,
    pub(super) orientation: Orientation,
    /// Whether it is exact and has at most 256 colours.
    pub(super) drawn: bool,
}

/// More colours than a palette holds make it no drawing.
const MOST_COLOURS: usize = 256;

/// The pixels of a JPEG, PNG, WebP or GIF, told apart by their first bytes.
pub(super) fn decode(bytes: &[u8]) -> Result<Source, Refusal> {
    match image::guess_format(bytes).map_err(|_| unsupported())? {
        ImageFormat::Jpeg => jpeg::decode(bytes),
        ImageFormat::Png => {
            exact(image::codecs::png::PngDecoder::new(Cursor::new(bytes)).map_err(|error| unreadable(&error))?)
        }
        ImageFormat::WebP => {
            exact(image::codecs::webp::WebPDecoder::new(Cursor::new(bytes)).map_err(|error| unreadable(&error))?)
        }
        ImageFormat::Gif => {
            exact(image::codecs::gif::GifDecoder::new(Cursor::new(bytes)).map_err(|error| unreadable(&error))?)
        }
        _ => Err(unsupported()),
    }
}

/// Refuses a picture that is empty, or too large to be decoded safely.
pub(super) fn check_size((width, height): (u32, u32), decoded: u64) -> Result<(), Refusal> {
    if width == 0 || height == 0 {
        return Err(Refusal::new("the picture has no pixels"));
    }
    let pixels = u64::from(width) * u64::from(height);
    if pixels > MOST_PIXELS {
        let most = MOST_PIXELS / 1_000_000;
        return Err(Refusal::new(format!("the picture has {width} x {height} pixels, more than {most} million")));
    }
    if decoded > MOST_BYTES {
        let most = MOST_BYTES / 1024 / 1024;
        return Err(Refusal::new(format!("the picture would take more than {most} MiB of memory")));
    }
    Ok(())
}

fn exact(mut decoder: impl ImageDecoder) -> Result<Source, Refusal> {
    check_size(decoder.dimensions(), decoder.total_bytes())?;
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let image = opaque(DynamicImage::from_decoder(decoder).map_err(|error| unreadable(&error))?);
    let drawn = has_few_colours(&image);
    Ok(Source { image, orientation, drawn })
}

/// The picture on a white ground, in 8 bits.
fn opaque(image: DynamicImage) -> DynamicImage {
    match image {
        DynamicImage::ImageLuma8(_) | DynamicImage::ImageRgb8(_) => image,
        DynamicImage::ImageLuma16(_) => DynamicImage::ImageLuma8(image.into_luma8()),
        _ if !image.color().has_alpha() => DynamicImage::ImageRgb8(image.into_rgb8()),
        _ => {
            let mut pixels = image.into_rgba8();
            for Rgba([red, green, blue, alpha]) in pixels.pixels_mut() {
                let opacity = u16::from(*alpha);
                for channel in [red, green, blue] {
                    let blended = (u16::from(*channel) * opacity + 255 * (255 - opacity) + 127) / 255;
                    *channel = u8::try_from(blended).unwrap_or(u8::MAX);
                }
            }
            DynamicImage::ImageRgb8(DynamicImage::ImageRgba8(pixels).into_rgb8())
        }
    }
}

fn has_few_colours(image: &DynamicImage) -> bool {
    let Some(pixels) = image.as_rgb8() else { return true };
    let mut colours = HashSet::with_capacity(MOST_COLOURS);
    pixels.pixels().all(|pixel| {
        colours.insert(pixel.0);
        colours.len() <= MOST_COLOURS
    })
}

fn unsupported() -> Refusal {
    Refusal::new("the file is not a JPEG, PNG, WebP or GIF picture")
}

fn unreadable(error: &image::ImageError) -> Refusal {
    Refusal::new(format!("the picture cannot be read: {error}"))
}
