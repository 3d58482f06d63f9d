//! The weight of what is published, and the most it may weigh.
//!
//! The limits are those of the design, section 8, "Output". One kB is 1,024 bytes. Pages are held to their gzip size,
//! because the oldest phones have no brotli.

use super::compress::Variants;

/// Any page: about ten TCP segments, what a server sends before it hears back (initial window, RFC 6928).
pub const PAGE_LIMIT: u64 = 14 * 1024;
/// The first page of a class with 12 items or fewer.
pub const INDEX_LIMIT_12: u64 = 3_584;
/// The first page of a class with 25 items in full text.
pub const INDEX_LIMIT_25: u64 = 5_120;
/// A picture shown in a page, 640 px wide.
pub const IMAGE_LIMIT: u64 = 28 * 1024;
/// A scanned or photographed A4 worksheet.
pub const WORKSHEET_LIMIT: u64 = 35 * 1024;

/// How many bytes a file takes on its way to a reader.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
pub struct Weight {
    /// As it is.
    pub raw: u64,
    /// To a client that takes gzip.
    pub gzip: u64,
    /// To a client that takes brotli.
    pub brotli: u64,
}

impl Weight {
    /// Of a file and its variants; without a variant the file travels as it is.
    pub fn of(bytes: &[u8], variants: &Variants) -> Self {
        let raw = bytes.len() as u64;
        let length = |variant: &Option<Vec<u8>>| variant.as_ref().map_or(raw, |bytes| bytes.len() as u64);
        Weight { raw, gzip: length(&variants.gzip), brotli: length(&variants.brotli) }
    }
}

/// The most that the first page of a class may weigh, in gzip bytes, when it shows that many homework and announcements:
/// 3.5 kB up to 12 items, 5.0 kB up to 25, then on the line through both, and never more than any page.
pub fn index_limit(items: usize) -> u64 {
    if items <= 12 {
        return INDEX_LIMIT_12;
    }
    let beyond = (items as u64).saturating_sub(25);
    (INDEX_LIMIT_25 + beyond.saturating_mul(INDEX_LIMIT_25 - INDEX_LIMIT_12) / (25 - 12)).min(PAGE_LIMIT)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_index_may_grow_with_its_items_up_to_a_page() {
        for (items, limit) in
            [(0, 3_584), (12, 3_584), (13, 5_120), (25, 5_120), (40, 6_892), (1_000, 14_336), (usize::MAX, 14_336)]
        {
            assert_eq!(index_limit(items), limit, "{items} items");
        }
    }

    #[test]
    fn a_missing_variant_weighs_what_the_file_weighs() {
        let variants = Variants { brotli: None, gzip: Some(vec![0; 3]) };
        assert_eq!(Weight::of(b"12345", &variants), Weight { raw: 5, gzip: 3, brotli: 5 });
    }
}
