//! The form of a photograph: a JPEG as good as its budget allows.

use image::DynamicImage;

use super::decode::Source;
use super::{Picture, jpeg, palette, scale};
use crate::optimise::Refusal;
use crate::optimise::budget::IMAGE_LIMIT;

/// As wide as the text of a page, in pixels.
const WIDEST: u32 = 640;
/// Beyond it the eye sees no difference at this size.
const BEST_QUALITY: u8 = 70;
/// Below it blocks show more than a smaller picture does.
const WORST_QUALITY: u8 = 40;

/// The exact colours of a drawing that need not be made smaller, when they fit the budget and no JPEG is lighter.
pub(super) fn small_drawing(source: &Source) -> Result<Option<Picture>, Refusal> {
    if !source.drawn || source.image.width() > WIDEST || source.image.height() > WIDEST {
        return Ok(None);
    }
    let image = scale::upright(source, WIDEST, WIDEST)?;
    let Some(exact) = palette::drawing(&image)? else { return Ok(None) };
    let lighter = jpeg::encode(&image, BEST_QUALITY)?.len() as u64;
    Ok((exact.size() <= IMAGE_LIMIT && exact.size() <= lighter).then_some(exact))
}

/// The best picture within the budget: 640 px wide if it can be, at a quality from 70 down to 40, else less wide.
pub(super) fn encode(source: &Source) -> Result<Picture, Refusal> {
    let mut widest = WIDEST;
    loop {
        let image = scale::upright(source, widest, widest * 3 / 2)?;
        let size = (image.width(), image.height());
        let photo = best_within_budget(&image)?.map(|bytes| Picture::jpeg(bytes, size));
        let drawing = if source.drawn { palette::drawing(&image)? } else { None };
        let fitting = photo.into_iter().chain(drawing).filter(|picture| picture.size() <= IMAGE_LIMIT);
        if let Some(picture) = fitting.min_by_key(Picture::size) {
            return Ok(picture);
        }
        widest = widest * 4 / 5;
        if widest == 0 {
            return Err(Refusal::new("the picture cannot be made light enough"));
        }
    }
}

/// The JPEG of the highest quality that fits, found by halving.
fn best_within_budget(image: &DynamicImage) -> Result<Option<Vec<u8>>, Refusal> {
    let fits = |bytes: &Vec<u8>| bytes.len() as u64 <= IMAGE_LIMIT;
    let best = jpeg::encode(image, BEST_QUALITY)?;
    if fits(&best) {
        return Ok(Some(best));
    }
    let mut found = Some(jpeg::encode(image, WORST_QUALITY)?).filter(fits);
    let (mut fitting, mut heavy) = (WORST_QUALITY, BEST_QUALITY);
    while found.is_some() && heavy - fitting > 1 {
        let middle = fitting.midpoint(heavy);
        let attempt = jpeg::encode(image, middle)?;
        if fits(&attempt) {
            (found, fitting) = (Some(attempt), middle);
        } else {
            heavy = middle;
        }
    }
    Ok(found)
}
