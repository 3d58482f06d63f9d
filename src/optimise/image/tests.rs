//! Every sort of picture, made in code.

use std::io::Write;

use flate2::Compression;
use flate2::write::ZlibEncoder;
use image::codecs::gif::GifEncoder;
use image::codecs::webp::WebPEncoder;
use image::{
    DynamicImage, Frame, GrayAlphaImage, GrayImage, ImageBuffer, ImageFormat, Luma, LumaA, Rgb, RgbImage, Rgba,
    RgbaImage,
};

use super::decode::decode;
use super::*;
use crate::optimise::budget::{IMAGE_LIMIT, WORKSHEET_LIMIT};

/// A number from 0 to 255 that looks random, the same for the same place.
fn noise(x: u32, y: u32) -> u32 {
    let mixed = (x.wrapping_mul(0x9E37_79B1) ^ y.wrapping_mul(0x85EB_CA77)).wrapping_mul(0xC2B2_AE3D);
    (mixed ^ (mixed >> 15)).wrapping_mul(0x27D4_EB2F) >> 24
}

/// Noise of several sizes, smooth between its points.
fn texture(x: u32, y: u32) -> u32 {
    let layer = |cell: u32| {
        let (column, row, across, down) = (x / cell, y / cell, x % cell, y % cell);
        let between = |first: u32, second: u32, part: u32| (first * (cell - part) + second * part) / cell;
        let upper = between(noise(column, row), noise(column + 1, row), across);
        let lower = between(noise(column, row + 1), noise(column + 1, row + 1), across);
        between(upper, lower, down)
    };
    (layer(64) * 4 + layer(16) * 3 + layer(6) * 2) / 9
}

fn byte(value: u32) -> u8 {
    u8::try_from(value.min(255)).unwrap()
}

/// Foliage: detail everywhere.
fn detailed_photo(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, y| {
        let light = texture(x, y);
        Rgb([byte(light * 7 / 10), byte(light), byte(texture(x + 999, y) * 4 / 10)])
    })
}

/// Sky over a hill.
fn smooth_photo(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, y| {
        if y > height * 2 / 3 + x / 8 {
            Rgb([byte(60 + x * 40 / width), byte(120 + y * 40 / height), 50])
        } else {
            Rgb([byte(90 + y * 120 / height), byte(140 + y * 90 / height), byte(230 - x * 10 / width)])
        }
    })
}

/// A page of text under a lamp: warm light, a shadow towards one corner, the grain of a camera.
fn photographed_worksheet(width: u32, height: u32) -> RgbImage {
    let unit = width / 100;
    RgbImage::from_fn(width, height, |x, y| {
        let (column, row) = (x / unit, y / unit);
        let margin = !(8..92).contains(&column) || !(8..height / unit - 8).contains(&row);
        let (line, inside) = (row / 3, row % 3 == 1 && y % unit > unit / 4);
        let gap = noise(column / 6, line) < 60 || row % 24 > 17;
        let stroke = noise(x / (unit / 3).max(1), y / (unit / 2).max(1)) > 110;
        let ink = !margin && inside && !gap && stroke;
        let paper = 235 - 70 * x / width - 50 * y / height;
        let light = if ink { paper / 4 } else { paper } + noise(x, y) / 32;
        Rgb([byte(light), byte(light * 96 / 100), byte(light * 84 / 100)])
    })
}

fn png_of(image: impl Into<DynamicImage>) -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    image.into().write_to(&mut bytes, ImageFormat::Png).unwrap();
    bytes.into_inner()
}

fn jpeg_of(image: impl Into<DynamicImage>) -> Vec<u8> {
    jpeg::encode(&image.into(), 92).unwrap()
}

/// A JPEG with an Exif segment: an orientation and a maker's name.
fn with_exif(jpeg: &[u8], orientation: u8, maker: &str) -> Vec<u8> {
    let mut tiff = b"MM\0\x2a\0\0\0\x08\0\x02\x01\x12\0\x03\0\0\0\x01\0".to_vec();
    tiff.extend([orientation, 0, 0, 0x01, 0x0F, 0, 2]);
    tiff.extend(u32::try_from(maker.len()).unwrap().to_be_bytes());
    tiff.extend(38_u32.to_be_bytes());
    tiff.extend(0_u32.to_be_bytes());
    tiff.extend(maker.as_bytes());
    let payload = [&b"Exif\0\0"[..], &tiff].concat();
    let length = u16::try_from(payload.len() + 2).unwrap().to_be_bytes();
    [&jpeg[..2], &[0xFF, 0xE1], &length, &payload, &jpeg[2..]].concat()
}

fn shown(picture: &Picture) -> RgbImage {
    let image = image::load_from_memory(&picture.bytes).unwrap();
    assert_eq!((image.width(), image.height()), (picture.width, picture.height));
    image.to_rgb8()
}

fn near(found: [u8; 3], expected: [u8; 3]) -> bool {
    found.iter().zip(expected).all(|(found, expected)| found.abs_diff(expected) < 40)
}

fn refused(bytes: &[u8]) -> String {
    picture(bytes).unwrap_err().reason
}

#[test]
fn photographs_fit_their_budget_at_full_width() {
    for photo in [detailed_photo(800, 600), smooth_photo(800, 600)] {
        let light = picture(&jpeg_of(photo)).unwrap();
        assert_eq!((light.media_type, light.extension), ("image/jpeg", "jpg"));
        assert_eq!((light.width, light.height), (640, 480));
        assert!(light.size() <= IMAGE_LIMIT, "{} bytes", light.size());
        shown(&light);
    }
}

#[test]
fn a_picture_of_pure_noise_is_made_narrower_until_it_fits() {
    let snow = RgbImage::from_fn(640, 500, |x, y| Rgb([noise(x, y), noise(y, x), noise(x + 7, y)].map(byte)));
    let light = picture(&png_of(snow)).unwrap();
    assert!(light.size() <= IMAGE_LIMIT, "{} bytes", light.size());
    assert!((100..640).contains(&light.width), "{} px", light.width);
}

#[test]
fn the_same_bytes_give_the_same_picture() {
    for file in [jpeg_of(detailed_photo(700, 300)), png_of(photographed_worksheet(900, 600))] {
        assert_eq!(picture(&file), picture(&file));
    }
}

#[test]
fn a_photographed_worksheet_becomes_a_light_grey_page() {
    let page = picture(&jpeg_of(photographed_worksheet(1300, 1838))).unwrap();
    assert!(page.size() <= WORKSHEET_LIMIT, "{} bytes", page.size());
    assert!(page.width >= 800, "{} px", page.width);
    let image = shown(&page);
    assert!(image.pixels().all(|pixel| pixel[0] == pixel[1] && pixel[1] == pixel[2]));
    for (x, y) in [(5, 5), (page.width - 5, 5), (5, page.height - 5), (page.width - 5, page.height - 5)] {
        assert_eq!(image.get_pixel(x, y).0, [255; 3], "the paper at {x}, {y}");
    }
}

#[test]
fn worksheets_are_told_from_photographs_and_drawings() {
    let grey_photo = DynamicImage::ImageRgb8(detailed_photo(400, 300)).into_luma8();
    let dark = RgbImage::from_fn(300, 300, |x, y| if noise(x / 5, y / 5) > 200 { Rgb([200; 3]) } else { Rgb([20; 3]) });
    let sign = RgbImage::from_fn(300, 300, |x, y| {
        if (100..200).contains(&x) && (75..225).contains(&y) { Rgb([0; 3]) } else { Rgb([250; 3]) }
    });
    let scan = DynamicImage::ImageRgb8(photographed_worksheet(620, 877)).into_luma8();
    for (name, image, expected) in [
        ("detailed", DynamicImage::ImageRgb8(detailed_photo(400, 300)), false),
        ("smooth", DynamicImage::ImageRgb8(smooth_photo(400, 300)), false),
        ("grey photo", DynamicImage::ImageLuma8(grey_photo), false),
        ("night", DynamicImage::ImageRgb8(dark), false),
        ("sign", DynamicImage::ImageRgb8(sign), false),
        ("blank", DynamicImage::ImageRgb8(RgbImage::from_pixel(300, 300, Rgb([240; 3]))), false),
        ("worksheet", DynamicImage::ImageRgb8(photographed_worksheet(620, 877)), true),
        ("scan", DynamicImage::ImageLuma8(scan), true),
    ] {
        assert_eq!(sheet::is_worksheet(&decode(&png_of(image)).unwrap()), expected, "{name}");
    }
}

#[test]
fn a_small_drawing_keeps_its_exact_colours() {
    let drawing = RgbImage::from_fn(300, 200, |x, y| {
        if x == y || x == 40 {
            Rgb([200, 30, 40])
        } else if y / 20 % 2 == 0 {
            Rgb([255; 3])
        } else {
            Rgb([10, 90, 200])
        }
    });
    let light = picture(&png_of(drawing.clone())).unwrap();
    assert_eq!((light.media_type, light.extension), ("image/png", "png"));
    assert_eq!(shown(&light), drawing);
}

#[test]
fn orientations_are_applied_and_forgotten() {
    let [red, green, blue, white] = [[220, 20, 20], [20, 200, 20], [20, 20, 220], [250, 250, 250]];
    let quarters = RgbImage::from_fn(320, 160, |x, y| match (x < 160, y < 80) {
        (true, true) => Rgb(red),
        (false, true) => Rgb(green),
        (true, false) => Rgb(blue),
        (false, false) => Rgb(white),
    });
    let stored = jpeg_of(quarters);
    for (orientation, upper_left, upper_right, lower_left) in [
        (1, red, green, blue),
        (2, green, red, white),
        (3, white, blue, green),
        (4, blue, white, red),
        (5, red, blue, green),
        (6, blue, red, white),
        (7, white, green, blue),
        (8, green, white, red),
    ] {
        let light = picture(&with_exif(&stored, orientation, "")).unwrap();
        let size = if orientation < 5 { (320, 160) } else { (160, 320) };
        assert_eq!((light.width, light.height), size, "orientation {orientation}");
        let image = shown(&light);
        let (right, bottom) = (size.0 - 30, size.1 - 30);
        for ((x, y), expected) in [((30, 30), upper_left), ((right, 30), upper_right), ((30, bottom), lower_left)] {
            assert!(near(image.get_pixel(x, y).0, expected), "orientation {orientation} at {x}, {y}");
        }
        assert_eq!(decode(&light.bytes).unwrap().orientation, image::metadata::Orientation::NoTransforms);
    }
}

#[test]
fn no_word_of_the_metadata_is_left() {
    let planted = "Camera of Jeanne Martin, 47.9029 N 1.9093 E";
    for image in [detailed_photo(300, 200), photographed_worksheet(600, 400)] {
        let file = with_exif(&jpeg_of(image), 1, planted);
        let light = picture(&file).unwrap();
        for secret in ["Martin", "47.9029", "Exif", "ICC_PROFILE", "ns.adobe.com"] {
            let found = light.bytes.windows(secret.len()).any(|window| window == secret.as_bytes());
            assert!(!found, "{secret}");
        }
    }
}

#[test]
fn transparency_becomes_white_paper() {
    let clear = RgbaImage::from_fn(1000, 400, |x, _| if x < 500 { Rgba([0, 0, 0, 0]) } else { Rgba([200, 0, 0, 255]) });
    let image = shown(&picture(&png_of(clear)).unwrap());
    assert!(near(image.get_pixel(50, 50).0, [255; 3]));
    assert!(near(image.get_pixel(600, 50).0, [200, 0, 0]));
    let grey = GrayAlphaImage::from_pixel(40, 40, LumaA([0, 128]));
    assert_eq!(shown(&picture(&png_of(grey)).unwrap()).get_pixel(3, 3).0, [127; 3]);
}

#[test]
fn deep_colours_are_brought_to_eight_bits() {
    let deep = ImageBuffer::<Rgb<u16>, Vec<u16>>::from_pixel(50, 50, Rgb([0xFFFF, 0x8000, 0]));
    assert!(near(shown(&picture(&png_of(deep)).unwrap()).get_pixel(9, 9).0, [255, 128, 0]));
    let grey = ImageBuffer::<Luma<u16>, Vec<u16>>::from_pixel(50, 50, Luma([0x8000]));
    assert!(near(shown(&picture(&png_of(grey)).unwrap()).get_pixel(9, 9).0, [128; 3]));
}

#[test]
fn an_animation_shows_its_first_frame() {
    let mut file = Vec::new();
    let frame = |colour: [u8; 4]| Frame::new(RgbaImage::from_pixel(90, 60, Rgba(colour)));
    GifEncoder::new(&mut file).encode_frames([frame([0, 0, 255, 255]), frame([255, 0, 0, 255])]).unwrap();
    let light = picture(&file).unwrap();
    assert_eq!((light.width, light.height), (90, 60));
    assert!(near(shown(&light).get_pixel(9, 9).0, [0, 0, 255]));
}

#[test]
fn webp_is_read() {
    let mut file = Vec::new();
    smooth_photo(700, 500).write_with_encoder(WebPEncoder::new_lossless(&mut file)).unwrap();
    assert_eq!(picture(&file).unwrap().width, 640);
}

#[test]
fn four_ink_pictures_keep_their_colours() {
    let mut settings = mozjpeg::Compress::new(mozjpeg::ColorSpace::JCS_CMYK);
    settings.set_size(64, 64);
    settings.set_quality(95.0);
    let mut started = settings.start_compress(Vec::new()).unwrap();
    started.write_scanlines(&[255, 40, 40, 255].repeat(64 * 64)).unwrap();
    let light = picture(&started.finish().unwrap()).unwrap();
    assert!(near(shown(&light).get_pixel(30, 30).0, [255, 40, 40]));
}

#[test]
fn forty_megapixels_are_survived() {
    let mut settings = mozjpeg::Compress::new(mozjpeg::ColorSpace::JCS_GRAYSCALE);
    settings.set_fastest_defaults();
    settings.set_size(8000, 5000);
    let mut started = settings.start_compress(Vec::new()).unwrap();
    let line: Vec<u8> = (0..8000_u32).map(|x| byte(x / 40)).collect();
    for _ in 0..5000 {
        started.write_scanlines(&line).unwrap();
    }
    let light = picture(&started.finish().unwrap()).unwrap();
    assert_eq!((light.width, light.height), (640, 400));
}

/// A PNG of one colour; its lines are so many that only its header may be trusted.
fn blank_png(width: u32, height: u32) -> Vec<u8> {
    let mut pixels = ZlibEncoder::new(Vec::new(), Compression::best());
    let line = vec![0; width.div_ceil(8) as usize + 1];
    for _ in 0..height {
        pixels.write_all(&line).unwrap();
    }
    let chunk = |name: &[u8; 4], content: &[u8]| {
        let mut check = flate2::Crc::new();
        check.update(name);
        check.update(content);
        let length = u32::try_from(content.len()).unwrap().to_be_bytes();
        [&length[..], name, content, &check.sum().to_be_bytes()].concat()
    };
    let header = [&width.to_be_bytes()[..], &height.to_be_bytes(), &[1, 0, 0, 0, 0]].concat();
    let chunks = [chunk(b"IHDR", &header), chunk(b"IDAT", &pixels.finish().unwrap()), chunk(b"IEND", b"")];
    [&b"\x89PNG\r\n\x1a\n"[..], &chunks.concat()].concat()
}

#[test]
fn a_bomb_is_refused_before_it_is_decoded() {
    let bomb = blank_png(11_000, 11_000);
    assert!(bomb.len() < 100_000);
    assert_eq!(refused(&bomb), "the picture has 11000 x 11000 pixels, more than 50 million");
    assert_eq!(picture(&blank_png(110, 110)).unwrap().width, 110);
    let deep = decode::check_size((7000, 7000), 7000 * 7000 * 8).unwrap_err();
    assert_eq!(deep.reason, "the picture would take more than 256 MiB of memory");
}

#[test]
fn a_picture_cut_short_is_refused() {
    for file in [jpeg_of(detailed_photo(300, 300)), png_of(detailed_photo(300, 300))] {
        for part in [4, 30, file.len() / 2, file.len() - file.len() / 10] {
            assert!(picture(&file[..part]).is_err(), "{part} of {} bytes", file.len());
        }
    }
    let file = jpeg_of(detailed_photo(300, 300));
    assert_eq!(refused(&file[..file.len() / 2]), "the picture is cut short");
}

#[test]
fn what_is_no_picture_is_refused() {
    let unknown = "the file is not a JPEG, PNG, WebP or GIF picture";
    for bytes in [&b""[..], b"Bonjour, ceci est un texte.", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"BM\0\0\0\0"]
    {
        assert_eq!(refused(bytes), unknown);
    }
    assert_eq!(refused(&blank_png(0, 20)).split(':').next(), Some("the picture cannot be read"));
    let mut empty = jpeg_of(GrayImage::new(16, 16));
    let frame = empty.windows(2).position(|pair| pair == [0xFF, 0xC2]).unwrap();
    empty[frame + 5..frame + 9].fill(0);
    assert!(picture(&empty).is_err());
}
