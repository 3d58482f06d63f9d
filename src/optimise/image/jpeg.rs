//! Reads and writes JPEG through mozjpeg.
//!
//! A large photograph is decoded at a fraction of its size, which the format allows at no cost, so that 50 megapixels
//! need neither their memory nor their time.

use std::cell::Cell;
use std::io::{self, BufRead, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};

use image::metadata::Orientation;
use image::{DynamicImage, GrayImage, RgbImage};
use mozjpeg::decompress::Format;
use mozjpeg::{ColorSpace, Compress, Decompress};

use super::decode::{Source, check_size};
use super::scale::is_sideways;
use super::sheet;
use crate::optimise::{Refusal, jpeg_segments};

/// The pixels of a whole JPEG; one that was cut short is refused, because half a worksheet misleads.
pub(super) fn decode(bytes: &[u8]) -> Result<Source, Refusal> {
    let (segments, _) = jpeg_segments::segments(bytes).ok_or_else(|| Refusal::new("the picture is cut short"))?;
    let orientation =
        jpeg_segments::exif(&segments).and_then(Orientation::from_exif_chunk).unwrap_or(Orientation::NoTransforms);
    let form = Form {
        sideways: is_sideways(orientation),
        buffered: jpeg_segments::is_progressive(&segments),
        ink: if jpeg_segments::has_adobe(&segments) { Ink::FromBlack } else { Ink::FromWhite },
    };
    let ran_dry = Cell::new(false);
    // libjpeg reports a broken file by unwinding; nothing that it touched is used after that.
    let image = catch_unwind(AssertUnwindSafe(|| pixels(Input { rest: bytes, ran_dry: &ran_dry }, form)))
        .unwrap_or_else(|panic| Err(Refusal::new(format!("the picture cannot be read: {}", reason(&*panic)))))?;
    if ran_dry.get() {
        return Err(Refusal::new("the picture is cut short"));
    }
    Ok(Source { image, orientation, drawn: false })
}

/// A progressive JPEG with colours at half resolution (4:2:0), without any metadata; quality from 1 to 100.
pub(super) fn encode(image: &DynamicImage, quality: u8) -> Result<Vec<u8>, Refusal> {
    let (colours, samples) = match image {
        DynamicImage::ImageLuma8(grey) => (ColorSpace::JCS_GRAYSCALE, grey.as_raw().clone()),
        _ => (ColorSpace::JCS_RGB, image.to_rgb8().into_raw()),
    };
    let attempt = || -> io::Result<Vec<u8>> {
        let mut settings = Compress::new(colours);
        settings.set_size(image.width() as usize, image.height() as usize);
        settings.set_quality(f32::from(quality));
        settings.set_progressive_mode();
        settings.set_optimize_scans(true);
        if colours == ColorSpace::JCS_RGB {
            settings.set_chroma_sampling_pixel_sizes((2, 2), (2, 2));
        }
        let mut started = settings.start_compress(Vec::new())?;
        started.write_scanlines(&samples)?;
        started.finish()
    };
    match catch_unwind(AssertUnwindSafe(attempt)) {
        Ok(Ok(bytes)) => Ok(bytes),
        Ok(Err(error)) => Err(Refusal::new(format!("the picture cannot be written: {error}"))),
        Err(panic) => Err(Refusal::new(format!("the picture cannot be written: {}", reason(&*panic)))),
    }
}

/// What must be known beside the frame.
#[derive(Clone, Copy)]
struct Form {
    /// Shown with its height as its width.
    sideways: bool,
    /// Kept whole in memory while it is decoded.
    buffered: bool,
    /// Four colours stored as Adobe does: 255 is no ink.
    ink: Ink,
}

fn pixels(input: Input<'_>, form: Form) -> Result<DynamicImage, Refusal> {
    let mut decoder = Decompress::new_reader(input).map_err(|error| broken(&error))?;
    let (full_width, full_height) = (dimension(decoder.width())?, dimension(decoder.height())?);
    let shown_width = if form.sideways { full_height } else { full_width };
    let eighths = eighths(shown_width);
    let samples = u64::from(full_width) * u64::from(full_height) * decoder.components().len() as u64;
    let coefficients = if form.buffered { samples * 2 } else { 0 };
    check_size((full_width, full_height), coefficients + samples * u64::from(eighths).pow(2) / 64)?;
    decoder.scale(eighths);
    let format = decoder.image().map_err(|error| broken(&error))?;
    let four = matches!(format, Format::CMYK(_));
    let (Format::RGB(mut started) | Format::Gray(mut started) | Format::CMYK(mut started)) = format;
    let (width, height) = (dimension(started.width())?, dimension(started.height())?);
    let grey = started.color_space() == ColorSpace::JCS_GRAYSCALE;
    let mut samples = started.read_scanlines::<u8>().map_err(|error| broken(&error))?;
    started.finish().map_err(|error| broken(&error))?;
    if four {
        samples = from_four_colours(&samples, form.ink);
    }
    let image = if grey {
        GrayImage::from_raw(width, height, samples).map(DynamicImage::ImageLuma8)
    } else {
        RgbImage::from_raw(width, height, samples).map(DynamicImage::ImageRgb8)
    };
    image.ok_or_else(|| Refusal::new("the picture cannot be read: its size and its pixels differ"))
}

/// The smallest fraction, in eighths, that is at least as wide as the widest picture published.
fn eighths(shown_width: u32) -> u8 {
    let enough = |eighths: &u8| shown_width * u32::from(*eighths) / 8 >= sheet::WIDEST;
    (1..8).find(enough).unwrap_or(8)
}

/// From which end four-colour samples count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ink {
    /// 0 is no ink.
    FromWhite,
    /// 0 is all the ink, as Adobe writes it.
    FromBlack,
}

/// Cyan, magenta, yellow and black to red, green and blue.
fn from_four_colours(samples: &[u8], ink: Ink) -> Vec<u8> {
    let light = |sample: u8| u16::from(if ink == Ink::FromBlack { sample } else { 255 - sample });
    let (pixels, _) = samples.as_chunks::<4>();
    let converted = |&[cyan, magenta, yellow, black]: &[u8; 4]| {
        [cyan, magenta, yellow].map(|ink| u8::try_from(light(ink) * light(black) / 255).unwrap_or(u8::MAX))
    };
    pixels.iter().flat_map(converted).collect()
}

fn dimension(pixels: usize) -> Result<u32, Refusal> {
    u32::try_from(pixels).map_err(|_| Refusal::new("the picture has too many pixels"))
}

fn broken(error: &io::Error) -> Refusal {
    Refusal::new(format!("the picture cannot be read: {error}"))
}

fn reason(panic: &(dyn std::any::Any + Send)) -> &str {
    panic.downcast_ref::<String>().map_or("the file is broken", String::as_str)
}

/// The file, noting whether the decoder asked for more than there is: libjpeg would paint the rest grey.
struct Input<'a> {
    rest: &'a [u8],
    ran_dry: &'a Cell<bool>,
}

impl Read for Input<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.rest.read(buffer)
    }
}

impl BufRead for Input<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.rest.is_empty() {
            self.ran_dry.set(true);
        }
        Ok(self.rest)
    }

    fn consume(&mut self, amount: usize) {
        self.rest = &self.rest[amount..];
    }
}
