//! Where the images of a run come from, and how many from where.

use std::sync::Arc;

use crate::SplitData;

/// The number of sources.
pub const N_SOURCES: usize = 3;

/// A source of images.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ImageSource {
    /// The built-in handwriting, which is made as it is needed.
    BuiltIn,
    /// MNIST.
    Mnist,
    /// A person's own drawings.
    Own,
}

impl ImageSource {
    /// Every source. The index of each is that of its weight in a [`Mix`].
    pub const ALL: [Self; N_SOURCES] = [Self::BuiltIn, Self::Mnist, Self::Own];
}

/// How much of each source there is in the data, compared with the others.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Mix {
    /// A weight for each source, in the order of [`ImageSource::ALL`].
    pub weights: [f32; N_SOURCES],
}

impl Default for Mix {
    fn default() -> Self {
        Mix { weights: [1.0, 0.0, 0.0] }
    }
}

impl Mix {
    /// Whether there is any of this source.
    #[must_use]
    pub fn contains(&self, source: ImageSource) -> bool {
        self.weights[source as usize] > 0.0
    }

    /// The source of the next image, after so many of each: the one that lags behind most.
    pub(crate) fn next(&self, n_taken: &[usize; N_SOURCES]) -> ImageSource {
        let n = 1.0 + n_taken.iter().sum::<usize>() as f32;
        let total: f32 = self.weights.iter().sum();
        let mut next = (ImageSource::BuiltIn, f32::NEG_INFINITY);
        for source in ImageSource::ALL {
            let lag = n * self.weights[source as usize] / total - n_taken[source as usize] as f32;
            if self.contains(source) && lag > next.1 {
                next = (source, lag);
            }
        }
        next.0
    }
}

/// The images that are given and not made.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Collections {
    /// MNIST, or nothing.
    pub mnist: Arc<SplitData>,
    /// A person's own drawings, or nothing.
    pub own: Arc<SplitData>,
}

impl Collections {
    /// The images of a source, unless they are made.
    pub(crate) fn get(&self, source: ImageSource) -> Option<&Arc<SplitData>> {
        match source {
            ImageSource::BuiltIn => None,
            ImageSource::Mnist => Some(&self.mnist),
            ImageSource::Own => Some(&self.own),
        }
    }

    /// The same, to be changed.
    pub fn get_mut(&mut self, source: ImageSource) -> Option<&mut Arc<SplitData>> {
        match source {
            ImageSource::BuiltIn => None,
            ImageSource::Mnist => Some(&mut self.mnist),
            ImageSource::Own => Some(&mut self.own),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn sources_take_turns_by_their_weights(weights in prop::array::uniform3(0.0_f32..10.0), n in 1_usize..500) {
            prop_assume!(weights.iter().any(|weight| *weight > 0.01));
            let mix = Mix { weights };
            let mut n_taken = [0; N_SOURCES];
            for _ in 0..n {
                n_taken[mix.next(&n_taken) as usize] += 1;
            }
            let total: f32 = weights.iter().sum();
            for (n_taken, weight) in n_taken.iter().zip(weights) {
                prop_assert!((*n_taken as f32 - n as f32 * weight / total).abs() < 2.0, "{n_taken} of {n}");
            }
        }
    }

    #[test]
    fn without_any_weight_the_built_in_handwriting_is_left() {
        assert_eq!(Mix { weights: [0.0; 3] }.next(&[0; 3]), ImageSource::BuiltIn);
    }
}
