//! Brings a picture to the size at which it is shown, upright.

use fast_image_resize::{ResizeOptions, Resizer};
use image::DynamicImage;
use image::metadata::Orientation;

use super::decode::Source;
use crate::optimise::Refusal;

/// The picture upright, at most that wide and that high, never enlarged, by Lanczos3.
pub(super) fn upright(source: &Source, widest: u32, highest: u32) -> Result<DynamicImage, Refusal> {
    let (widest, highest) = if is_sideways(source.orientation) { (highest, widest) } else { (widest, highest) };
    let (width, height) = fitted((source.image.width(), source.image.height()), widest, highest);
    let mut image = if (width, height) == (source.image.width(), source.image.height()) {
        source.image.clone()
    } else {
        let mut smaller = DynamicImage::new(width, height, source.image.color());
        Resizer::new()
            .resize(&source.image, &mut smaller, &ResizeOptions::new())
            .map_err(|error| Refusal::new(format!("the picture cannot be resized: {error}")))?;
        smaller
    };
    image.apply_orientation(source.orientation);
    Ok(image)
}

/// Whether the stored height is the shown width.
pub(super) fn is_sideways(orientation: Orientation) -> bool {
    matches!(
        orientation,
        Orientation::Rotate90 | Orientation::Rotate270 | Orientation::Rotate90FlipH | Orientation::Rotate270FlipH
    )
}

/// The same proportions within a frame, at least one pixel each way.
fn fitted((width, height): (u32, u32), widest: u32, highest: u32) -> (u32, u32) {
    let (full_width, full_height) = (u64::from(width), u64::from(height));
    let (mut fitted_width, mut fitted_height) = (full_width, full_height);
    if fitted_width > u64::from(widest) {
        fitted_width = u64::from(widest);
        fitted_height = (full_height * fitted_width + full_width / 2) / full_width;
    }
    if fitted_height > u64::from(highest) {
        fitted_height = u64::from(highest);
        fitted_width = (full_width * fitted_height + full_height / 2) / full_height;
    }
    let size = |pixels: u64| u32::try_from(pixels.max(1)).unwrap_or(u32::MAX);
    (size(fitted_width), size(fitted_height))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_keeps_its_proportions_and_is_never_enlarged() {
        for (size, expected) in [
            ((4000, 3000), (640, 480)),
            ((3000, 4000), (640, 853)),
            ((1000, 4000), (240, 960)),
            ((320, 200), (320, 200)),
            ((60_000, 1), (640, 1)),
            ((1, 60_000), (1, 960)),
        ] {
            assert_eq!(fitted(size, 640, 960), expected, "{size:?}");
        }
    }
}
