//! Evens out the light on a sheet of paper.

use image::GrayImage;

/// Cells across the picture: small enough to follow a shadow, large enough to hold paper between the lines of a text.
const CELLS: u32 = 24;

/// The picture divided by the light of the paper around each pixel: paper becomes 255, ink keeps its proportion to it.
///
/// The paper's light is estimated cell by cell as the mean of the pixels brighter than the cell's mean, raised to its
/// neighbours' where a cell holds mostly ink, and read between cells in straight lines.
pub(super) fn flattened(grey: &GrayImage) -> GrayImage {
    let cell = (grey.width().max(grey.height()) / CELLS).max(4);
    let light = Light::of(grey, cell);
    let columns: Vec<Place> = (0..grey.width()).map(|x| light.place(x, light.columns)).collect();
    let mut flat = grey.clone();
    for (y, line) in (0..grey.height()).zip(flat.chunks_exact_mut(grey.width() as usize)) {
        let levels = light.along(&light.place(y, light.rows));
        for (pixel, column) in line.iter_mut().zip(&columns) {
            let paper = column.between(&levels, light.cell).max(1);
            *pixel = u8::try_from((u32::from(*pixel) * 255 + paper / 2) / paper).unwrap_or(u8::MAX);
        }
    }
    flat
}

/// A position between two neighbouring cells, `part` in half pixels from the middle of the first.
struct Place {
    first: usize,
    second: usize,
    part: u32,
}

impl Place {
    fn between(&self, levels: &[u32], cell: u32) -> u32 {
        let whole = cell * 2;
        (levels[self.first] * (whole - self.part) + levels[self.second] * self.part) / whole
    }
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

    fn place(&self, position: u32, count: u32) -> Place {
        let doubled = (position * 2 + 1).saturating_sub(self.cell);
        let first = (doubled / (self.cell * 2)).min(count - 1);
        let second = (first + 1).min(count - 1);
        let part = if second > first { doubled - first * self.cell * 2 } else { 0 };
        Place { first: first as usize, second: second as usize, part }
    }

    /// The levels of every column at one height.
    fn along(&self, row: &Place) -> Vec<u32> {
        let level = |column: usize, row: usize| self.levels[row * self.columns as usize + column];
        (0..self.columns as usize)
            .map(|column| {
                Place { first: 0, second: 1, part: row.part }
                    .between(&[level(column, row.first), level(column, row.second)], self.cell)
            })
            .collect()
    }
}

/// The mean of the pixels of a cell that are at least as bright as its mean.
fn paper_of(grey: &GrayImage, left: u32, top: u32, cell: u32) -> u32 {
    let right = (left + cell).min(grey.width()) as usize;
    let lines = || {
        let lines = grey.as_raw().chunks_exact(grey.width() as usize);
        lines.skip(top as usize).take(cell as usize).filter_map(|line| line.get(left as usize..right))
    };
    let mean_above = |least: u32| {
        let (mut sum, mut count) = (0_u32, 0_u32);
        for level in lines().flatten().map(|level| u32::from(*level)) {
            if level >= least {
                sum += level;
                count += 1;
            }
        }
        sum.checked_div(count).unwrap_or(0)
    };
    mean_above(mean_above(0))
}

#[cfg(test)]
mod tests {
    use image::Luma;

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
