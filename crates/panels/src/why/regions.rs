//! The regions of the image that contribute most for and against: the square windows with the largest and smallest sums
//! of contributions.

use digits::SIDE;

/// Side length of the windows in pixels: a third of a digit's height.
const WINDOW: usize = 7;
/// Smaller sums would be displayed as 0.00.
const SMALLEST: f32 = 0.005;

/// A rectangle of pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Region {
    /// Leftmost column.
    pub left: usize,
    /// Top row.
    pub top: usize,
    /// Width in columns.
    pub width: usize,
    /// Height in rows.
    pub height: usize,
    /// Sum of its pixels' contributions.
    pub sum: f32,
}

impl Region {
    fn of(contributions: &[f32], left: usize, top: usize, (width, height): (usize, usize)) -> Region {
        let rows = (top..top + height).map(|row| &contributions[row * SIDE + left..][..width]);
        Region { left, top, width, height, sum: rows.flatten().sum() }
    }

    fn overlaps(&self, other: &Region) -> bool {
        let apart = |a: usize, length: usize, b: usize, other: usize| a + length <= b || b + other <= a;
        !apart(self.left, self.width, other.left, other.width)
            && !apart(self.top, self.height, other.top, other.height)
    }

    /// Trims rows and columns without contributions from its border.
    fn trimmed(self, contributions: &[f32]) -> Region {
        let is_blank = |left, top, size| {
            let rim = Region::of(contributions, left, top, size);
            rim.sum == 0.0
                && (0..size.1).all(|row| {
                    contributions[(top + row) * SIDE + left..][..size.0].iter().all(|value| *value == 0.0)
                })
        };
        let mut region = self;
        while region.width > 1 && is_blank(region.left, region.top, (1, region.height)) {
            region.left += 1;
            region.width -= 1;
        }
        while region.width > 1 && is_blank(region.left + region.width - 1, region.top, (1, region.height)) {
            region.width -= 1;
        }
        while region.height > 1 && is_blank(region.left, region.top, (region.width, 1)) {
            region.top += 1;
            region.height -= 1;
        }
        while region.height > 1 && is_blank(region.left, region.top + region.height - 1, (region.width, 1)) {
            region.height -= 1;
        }
        region
    }
}

/// The regions with the largest positive and negative sums of these 784 contributions, if any. They do not overlap: the
/// stronger one is placed first.
pub(super) fn strongest(contributions: &[f32]) -> [Option<Region>; 2] {
    let places = 0..=SIDE - WINDOW;
    let windows: Vec<Region> = places
        .clone()
        .flat_map(|top| places.clone().map(move |left| (left, top)))
        .map(|(left, top)| Region::of(contributions, left, top, (WINDOW, WINDOW)))
        .collect();
    let best = |sign: f32, taken: Option<Region>| {
        windows
            .iter()
            .filter(|window| {
                sign * window.sum >= SMALLEST && taken.is_none_or(|taken| !window.overlaps(&taken))
            })
            .max_by(|a, b| (sign * a.sum).total_cmp(&(sign * b.sum)))
            .copied()
    };
    let strength = |region: Option<Region>| region.map_or(0.0, |region| region.sum.abs());
    let (most, least) = (best(1.0, None), best(-1.0, None));
    let pair =
        if strength(most) >= strength(least) { [most, best(-1.0, most)] } else { [best(1.0, least), least] };
    pair.map(|region| region.map(|region| region.trimmed(contributions)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use digits::N_PIXELS;

    /// A blank image except for these values at (column, row).
    fn picture(values: &[(usize, usize, f32)]) -> Vec<f32> {
        let mut picture = vec![0.0; N_PIXELS];
        for (column, row, value) in values {
            picture[row * SIDE + column] = *value;
        }
        picture
    }

    #[test]
    fn the_strongest_squares_are_found_and_trimmed_to_what_counts() {
        let values = picture(&[(5, 5, 1.0), (7, 6, 2.0), (20, 20, -4.0), (22, 20, 0.5), (14, 0, 0.7)]);
        let [most, least] = strongest(&values);
        assert_eq!(most, Some(Region { left: 5, top: 5, width: 3, height: 2, sum: 3.0 }));
        assert_eq!(least, Some(Region { left: 20, top: 20, width: 1, height: 1, sum: -4.0 }));
    }

    #[test]
    fn they_never_overlap_and_the_stronger_chooses_first() {
        let mut values = picture(&[]);
        for (idx, value) in values.iter_mut().enumerate() {
            *value = (idx as f32 / SIDE as f32 * 0.3).sin() + 0.2;
        }
        let [most, least] = strongest(&values).map(|region| region.expect("there is one"));
        assert!(most.sum > 0.0 && least.sum < 0.0 && !most.overlaps(&least), "{most:?} {least:?}");
        let alone = strongest(&picture(&[(14, 14, -1.0), (15, 14, 0.4), (16, 14, -1.0)]));
        assert_eq!(
            alone.map(|region| region.map(|region| region.sum)),
            [None, Some(-1.6)],
            "0.4 lies too near"
        );
    }

    #[test]
    fn what_contributes_nothing_has_no_regions() {
        assert_eq!(strongest(&[0.0; N_PIXELS]), [None, None]);
        assert_eq!(strongest(&[1e-5; N_PIXELS]), [None, None]);
    }
}
