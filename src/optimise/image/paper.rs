//! Evens out the light on a sheet of paper.

use image::{GrayImage, Luma};

/// Cells across the picture: small enough to follow a shadow, large enough to hold paper between the lines of a text.
const CELLS: u32 = 24;

/// The picture divided by the light of the paper around each pixel: paper becomes 255, ink keeps its proportion to it.
///
/// The paper's light is estimated cell by cell as the mean of the pixels brighter than the cell's mean, raised to its
/// neighbours' where a cell holds mostly ink, and read between cells in straight lines.
pub(super) fn flattened(grey: &GrayImage) -> GrayImage {
    let cell = (grey.width().max(grey.height()) / CELLS).max(4);
    let light = Light::of(grey, cell);
    GrayImage::from_fn(grey.width(), grey.height(), |x, y| {
        let paper = light.at(x, y).max(1);
        let value = (u32::from(grey.get_pixel(x, y)[0]) * 255 + paper / 2) / paper;
        Luma([u8::try_from(value).unwrap_or(u8::MAX)])
    })
}

/// The light of the paper, in the middle of each cell.
struct Light {
    cell: u32,
    columns: u32,
    rows: u32,
    levels: Vec<u32>,
}

impl Light {
    fn of(grey: &GrayImage, cell: u32) -> Self {
        let (columns, rows) = (grey.width().div_ceil(cell), grey.height().div_ceil(cell));
        let levels = (0..rows).flat_map(|row| (0..columns).map(move |column| (column, row)));
        let levels = levels.map(|(column, row)| paper_of(grey, column * cell, row * cell, cell)).collect();
        let raw = Light { cell, columns, rows, levels };
        let brightest = raw.over_neighbours(|levels| levels.iter().copied().max().unwrap_or(0));
        brightest.over_neighbours(|levels| levels.iter().sum::<u32>() / u32::try_from(levels.len()).unwrap_or(1))
    }

    /// Each cell replaced by a function of it and its neighbours.
    fn over_neighbours(&self, function: impl Fn(&[u32]) -> u32) -> Self {
        let mut levels = Vec::with_capacity(self.levels.len());
        for row in 0..self.rows {
            for column in 0..self.columns {
                let mut around = Vec::with_capacity(9);
                for near_row in row.saturating_sub(1)..=(row + 1).min(self.rows - 1) {
                    for near_column in column.saturating_sub(1)..=(column + 1).min(self.columns - 1) {
                        around.push(self.level(near_column, near_row));
                    }
                }
                levels.push(function(&around));
            }
        }
        Light { levels, ..*self }
    }

    fn level(&self, column: u32, row: u32) -> u32 {
        self.levels[(row * self.columns + column) as usize]
    }

    /// Between the four nearest middles.
    fn at(&self, x: u32, y: u32) -> u32 {
        let place = |position: u32, count: u32| {
            let doubled = (position * 2 + 1).saturating_sub(self.cell);
            let index = (doubled / (self.cell * 2)).min(count - 1);
            let part = if index + 1 < count { doubled - index * self.cell * 2 } else { 0 };
            (index, (index + 1).min(count - 1), part)
        };
        let (left, right, across) = place(x, self.columns);
        let (top, bottom, down) = place(y, self.rows);
        let whole = self.cell * 2;
        let between = |first: u32, second: u32, part: u32| (first * (whole - part) + second * part) / whole;
        let upper = between(self.level(left, top), self.level(right, top), across);
        let lower = between(self.level(left, bottom), self.level(right, bottom), across);
        between(upper, lower, down)
    }
}

/// The mean of the pixels of a cell that are at least as bright as its mean.
fn paper_of(grey: &GrayImage, left: u32, top: u32, cell: u32) -> u32 {
    let pixels = || {
        let (right, bottom) = ((left + cell).min(grey.width()), (top + cell).min(grey.height()));
        (top..bottom).flat_map(move |y| (left..right).map(move |x| u32::from(grey.get_pixel(x, y)[0])))
    };
    let mean = |sum: u32, count: u32| sum.checked_div(count).unwrap_or(0);
    let add = |(sum, count): (u32, u32), level: u32| (sum + level, count + 1);
    let (sum, count) = pixels().fold((0, 0), add);
    let average = mean(sum, count);
    let (sum, count) = pixels().filter(|level| *level >= average).fold((0, 0), add);
    mean(sum, count)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shadow_on_paper_disappears_and_ink_stays() {
        let shaded = GrayImage::from_fn(480, 480, |x, y| {
            let paper = 240 - x / 4;
            let ink = x % 20 == 10 && y % 12 < 6;
            Luma([u8::try_from(if ink { paper * 2 / 10 } else { paper }).unwrap()])
        });
        let flat = flattened(&shaded);
        for (x, y, pixel) in flat.enumerate_pixels() {
            let ink = x % 20 == 10 && y % 12 < 6;
            assert!(if ink { pixel[0] < 70 } else { pixel[0] > 235 }, "{} at {x}, {y}", pixel[0]);
        }
    }
}
