//! One's own drawings as images to train on, and to be held out.

use digits::augment::Augmentation;
use digits::{Ink, N_PIXELS, Preprocessing};
use learning::ImageSource;
use rand::SeedableRng as _;
use rand_chacha::ChaCha8Rng;

use super::own::OwnDrawings;
use crate::drawings::Labelled;

/// Every so many-th drawing is held out.
const HELD_OUT_EVERY: u32 = 4;
/// The fewest drawings to learn from, and to be held out.
const FEWEST: (usize, usize) = (6, 2);
/// About how many images are made of the drawings to train on.
const N_IMAGES: usize = 400;
/// The most images of one drawing.
const MAX_VARIANTS: usize = 16;
/// How the same hand would have drawn it another time.
const VARIATION: Augmentation =
    Augmentation { rotation: 8.0, shear: 0.1, stretch: 0.1, elastic: 1.2, scale: 0.05, shift: 0.5, pen: 0.0 };

/// Images of a source for the trainer to keep.
#[derive(Clone, Debug, PartialEq)]
pub struct Images {
    /// The source.
    pub source: ImageSource,
    /// Whether they take the place of those that are there.
    pub is_first: bool,
    /// Whether they are held out.
    pub is_held_out: bool,
    /// The digit of each.
    pub labels: Vec<u8>,
    /// One after the other: 0 is paper, 255 is ink.
    pub pixels: Vec<u8>,
}

impl Images {
    pub(super) fn new(source: ImageSource, is_first: bool, is_held_out: bool) -> Images {
        Images { source, is_first, is_held_out, labels: Vec::new(), pixels: Vec::new() }
    }

    pub(super) fn push(&mut self, label: u8, image: &[u8; N_PIXELS]) {
        self.labels.push(label);
        self.pixels.extend_from_slice(image);
    }
}

/// Whether the drawing with this number is held out. It never changes, so that no network has learned from it before.
const fn is_held_out(number: u32) -> bool {
    number % HELD_OUT_EVERY == HELD_OUT_EVERY - 1
}

impl OwnDrawings {
    /// How many more drawings there must be for a network to be taught by them.
    pub(crate) fn n_missing(&self) -> usize {
        let (mut n_held_out, mut n_training) = (self.n_held_out(), 0);
        n_training += self.shelf.drawings().len() - n_held_out;
        let mut number = self.shelf.next_number();
        let mut n_missing = 0;
        while n_training < FEWEST.0 || n_held_out < FEWEST.1 {
            if is_held_out(number) {
                n_held_out += 1
            } else {
                n_training += 1
            }
            (number, n_missing) = (number + 1, n_missing + 1);
        }
        n_missing
    }

    /// The number of drawings that are held out.
    pub(crate) fn n_held_out(&self) -> usize {
        self.shelf.drawings().iter().filter(|drawing| is_held_out(drawing.number)).count()
    }

    /// The strokes of the drawing that is held out and looks like this, if there is one.
    pub(crate) fn ink_of(&self, image: &[u8; N_PIXELS], preprocessing: &Preprocessing) -> Option<Ink> {
        let held_out = self.shelf.drawings().iter().filter(|drawing| is_held_out(drawing.number));
        let mut inks = held_out.map(|drawing| &drawing.ink);
        inks.find(|ink| ink.to_image(preprocessing).to_bytes() == *image).cloned()
    }

    /// The images for the trainer: of each drawing to train on the drawing itself and some variants, of the others themselves.
    pub(crate) fn images(&self, preprocessing: &Preprocessing) -> [Images; 2] {
        let mut training = Images::new(ImageSource::Own, true, false);
        let mut held_out = Images::new(ImageSource::Own, false, true);
        let n_variants = (N_IMAGES / self.shelf.drawings().len().max(1)).clamp(1, MAX_VARIANTS);
        for Labelled { number, label, ink, .. } in self.shelf.drawings() {
            let images = if is_held_out(*number) { &mut held_out } else { &mut training };
            images.push(*label, &ink.to_image(preprocessing).to_bytes());
            if !is_held_out(*number) {
                let mut rng = ChaCha8Rng::seed_from_u64(u64::from(*number));
                for _ in 1..n_variants {
                    images.push(*label, &VARIATION.ink_to_image(ink, preprocessing, &mut rng).to_bytes());
                }
            }
        }
        [training, held_out]
    }
}
