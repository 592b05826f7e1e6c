//! The images of a set that are nearest to another image: what a network may have learned its answer from.

use digits::N_PIXELS;

use crate::ImageSet;

/// How many are found.
const N_NEAREST: usize = 5;

/// A search for the nearest images by Euclidean distance, which takes as many steps as its holder likes.
#[derive(Debug, Clone)]
pub struct NearestImages {
    image: [u8; N_PIXELS],
    n_compared: usize,
    /// The nearest so far with their squared distances and labels, the nearest first.
    found: Vec<(u32, [u8; N_PIXELS], u8)>,
}

impl NearestImages {
    /// A search for those nearest to `image`.
    #[must_use]
    pub const fn new(image: [u8; N_PIXELS]) -> Self {
        NearestImages { image, n_compared: 0, found: Vec::new() }
    }

    /// Compares the next `n` images of `set`, and returns whether that were all.
    pub fn advance(&mut self, set: &ImageSet, n: usize) -> bool {
        let rest = set.images().iter().zip(set.labels()).skip(self.n_compared);
        for (image, &label) in rest.take(n) {
            let distance = squared_distance(&self.image, image);
            let place = self.found.partition_point(|(other, ..)| *other <= distance);
            if place < N_NEAREST {
                self.found.truncate(N_NEAREST - 1);
                self.found.insert(place, (distance, *image, label));
            }
        }
        self.n_compared += n;
        self.n_compared >= set.len()
    }

    /// What has been found, the nearest first.
    #[must_use]
    pub fn into_images(self) -> ImageSet {
        let mut images = ImageSet::default();
        for (_, image, label) in self.found {
            images.push(image, label);
        }
        images
    }
}

fn squared_distance(one: &[u8; N_PIXELS], other: &[u8; N_PIXELS]) -> u32 {
    one.iter().zip(other).map(|(one, other)| u32::from(one.abs_diff(*other)).pow(2)).sum()
}

#[cfg(test)]
mod tests {
    use super::NearestImages;
    use crate::test_support::small_data;

    #[test]
    fn the_nearest_are_those_of_a_sorted_list_and_an_image_of_the_set_is_its_own_nearest() {
        let set = small_data().training;
        for idx in [0, 7, set.len() - 1] {
            let image = set.images()[idx];
            let mut search = NearestImages::new(image);
            while !search.advance(&set, 30) {}
            let found = search.into_images();
            let distance = |other: &[u8; 784]| -> f64 {
                let squares = image.iter().zip(other).map(|(a, b)| (f64::from(*a) - f64::from(*b)).powi(2));
                squares.sum::<f64>().sqrt()
            };
            let mut sorted: Vec<f64> = set.images().iter().map(distance).collect();
            sorted.sort_by(f64::total_cmp);
            let found_at: Vec<f64> = found.images().iter().map(distance).collect();
            assert_eq!(found_at, sorted[..5]);
            assert_eq!((found.images()[0], found.labels()[0]), (image, set.labels()[idx]));
        }
    }

    #[test]
    fn of_a_small_set_all_are_found_and_of_none_nothing() {
        let mut set = crate::ImageSet::default();
        let mut search = NearestImages::new([0; 784]);
        assert!(search.clone().advance(&set, 100) && search.clone().into_images().is_empty());
        set.push([9; 784], 4);
        set.push([1; 784], 7);
        assert!(search.advance(&set, 2));
        assert_eq!(search.into_images().labels(), [7, 4]);
    }
}
