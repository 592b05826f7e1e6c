//! Training data by a recipe: the built-in handwriting, made a few drawings at a time, and mixed with what else there is.

use std::cmp::min;

use digits::augment::Augmentation;
use digits::synthetic::{self, Ways};
use digits::{Ink, N_PIXELS, Preprocessing, SIDE};
use rand::{Rng, RngExt as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;

use crate::{Collections, ImageSet, ImageSource, Mix, N_SOURCES};

/// The number of drawings that are held out, and the most images of any source.
pub const N_HELD_OUT: usize = 500;

/// The most drawings to train on.
pub const MAX_DRAWINGS: u32 = 60_000;

/// The seed of the drawings that are held out. It is not for recipes to choose, so runs on different data can be compared.
const HELD_OUT_SEED: [u8; 32] = *b"drawings that are never learned ";

/// What to train on: synthetic drawings and other images, as clean or as flawed as they are to be.
///
/// Each setting has its own random numbers, so changing one leaves all the others as they were: with some labels wrong, the
/// drawings are still the same.
#[derive(Debug, Clone, PartialEq)]
pub struct DataRecipe {
    /// How much there is of each source. One that has no images is left out.
    pub mix: Mix,
    /// The digits that occur, and the ways in which they are written in the built-in handwriting.
    pub ways: Ways,
    /// The number of drawings in an epoch.
    pub n_drawings: u32,
    /// The share of the drawings that have the label of another digit, from 0 to 1.
    pub wrong_labels: f32,
    /// The share of each image's pixels that have a random shade, from 0 to 1.
    pub noise: f32,
    /// How far images are shifted from the centre along either axis, at most, in pixels.
    pub off_centre: f32,
    /// The steps from ink to image.
    pub preprocessing: Preprocessing,
    /// The seed of everything random.
    pub seed: u64,
}

impl Default for DataRecipe {
    fn default() -> Self {
        DataRecipe {
            mix: Mix::default(),
            ways: Ways::all(),
            n_drawings: 6_000,
            wrong_labels: 0.0,
            noise: 0.0,
            off_centre: 0.0,
            preprocessing: Preprocessing::all(),
            seed: 1,
        }
    }
}

impl DataRecipe {
    /// A drawing that is held out, and its label.
    ///
    /// # Panics
    ///
    /// If the recipe has no digits.
    #[must_use]
    pub fn held_out(&self, idx: usize) -> (Ink, u8) {
        let digits: Vec<u8> = self.ways.digits().collect();
        let label = digits[idx % digits.len()];
        let mut rng = ChaCha8Rng::from_seed(HELD_OUT_SEED);
        // The same drawing of a digit whichever other digits occur.
        rng.set_stream(10 * (idx / digits.len()) as u64 + u64::from(label));
        (synthetic::digit_in(label, &self.ways.all_of_these_digits(), &mut rng), label)
    }
}

/// Data to train on, and data that is held out to measure with.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SplitData {
    /// The images to train on.
    pub training: ImageSet,
    /// Images that are never trained on. They show the same digits, written in every way, with the right labels, centred and
    /// without noise, whatever is wrong with those to train on.
    pub held_out: ImageSet,
    /// How many of the images that are held out are from each source. Those of a source follow each other, in the order of
    /// [`ImageSource::ALL`].
    pub n_held_out: [usize; N_SOURCES],
}

/// Makes the drawings of a recipe, those held out first.
#[derive(Debug, Clone)]
pub struct DrawingMaker {
    recipe: DataRecipe,
    /// How much there is of each source that has images.
    mix: Mix,
    collections: Collections,
    /// How many images to train on have been taken from each source.
    n_taken: [usize; N_SOURCES],
    digits: Vec<u8>,
    made: SplitData,
}

/// What a random number of a drawing is for: each has a stream of its own.
#[derive(Debug, Clone, Copy)]
enum Purpose {
    Drawing,
    Label,
    Shift,
    Noise,
}

impl DrawingMaker {
    /// Makes nothing yet. There is nothing but the built-in handwriting.
    ///
    /// # Panics
    ///
    /// If the recipe has no digits.
    #[must_use]
    pub fn new(recipe: DataRecipe) -> Self {
        Self::with(recipe, Collections::default())
    }

    /// Makes nothing yet.
    ///
    /// # Panics
    ///
    /// If the recipe has no digits.
    #[must_use]
    pub fn with(recipe: DataRecipe, collections: Collections) -> Self {
        let digits: Vec<u8> = recipe.ways.digits().collect();
        assert!(!digits.is_empty(), "there must be at least one digit");
        let made = SplitData { training: ImageSet::new(recipe.seed), ..SplitData::default() };
        let mut mix = recipe.mix;
        for source in ImageSource::ALL {
            let images = collections.get(source);
            if images
                .is_some_and(|images| !images.training.labels().iter().any(|label| digits.contains(label)))
            {
                mix.weights[source as usize] = 0.0;
            }
        }
        if !mix.weights.iter().any(|weight| *weight > 0.0) {
            mix = Mix::default();
        }
        let mut maker = DrawingMaker { recipe, mix, collections, n_taken: [0; N_SOURCES], digits, made };
        if !mix.contains(ImageSource::BuiltIn) {
            maker.add_held_out();
        }
        maker
    }

    /// The recipe that is followed.
    #[must_use]
    pub const fn recipe(&self) -> &DataRecipe {
        &self.recipe
    }

    /// Makes the next `n` drawings, or those that are left.
    pub fn make(&mut self, n: usize) {
        for _ in 0..n {
            if self.n_drawings_held_out() > self.made.held_out.len() {
                self.make_held_out();
            } else if !self.is_complete() {
                self.make_for_training();
            }
        }
    }

    /// The number of drawings made, and how many there will be.
    #[must_use]
    pub fn progress(&self) -> (usize, usize) {
        let n_held_out = self.n_drawings_held_out();
        let n_made = min(self.made.held_out.len(), n_held_out) + self.made.training.len();
        (n_made, n_held_out + self.recipe.n_drawings as usize)
    }

    /// Whether all drawings have been made.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        let (n_made, n_total) = self.progress();
        n_made == n_total
    }

    /// The drawings made so far.
    #[must_use]
    pub fn into_data(self) -> SplitData {
        self.made
    }

    /// The number of drawings that are made to be held out.
    fn n_drawings_held_out(&self) -> usize {
        if self.mix.contains(ImageSource::BuiltIn) { N_HELD_OUT } else { 0 }
    }

    fn make_held_out(&mut self) {
        let (ink, label) = self.recipe.held_out(self.made.held_out.len());
        let image = ink.to_image(&self.recipe.preprocessing);
        self.made.held_out.push(image.to_bytes(), label);
        if self.made.held_out.len() == N_HELD_OUT {
            self.made.n_held_out[ImageSource::BuiltIn as usize] = N_HELD_OUT;
            self.add_held_out();
        }
    }

    /// Adds what the other sources hold out, or an even choice of that.
    fn add_held_out(&mut self) {
        for source in ImageSource::ALL {
            let Some(images) = self.collections.get(source).filter(|_| self.mix.contains(source)) else {
                continue;
            };
            let images = &images.held_out;
            let n_before = self.made.held_out.len();
            let step = images.len().div_ceil(N_HELD_OUT).max(1);
            for idx in (0..images.len()).step_by(step) {
                if self.digits.contains(&images.labels()[idx]) {
                    self.made.held_out.push(images.images()[idx], images.labels()[idx]);
                }
            }
            self.made.n_held_out[source as usize] = self.made.held_out.len() - n_before;
        }
    }

    fn make_for_training(&mut self) {
        let idx = self.made.training.len();
        let source = self.mix.next(&self.n_taken);
        let (mut pixels, position) = match self.collections.get(source) {
            None => self.draw(self.n_taken[source as usize]),
            Some(images) => self.take(&images.training, idx, self.n_taken[source as usize]),
        };
        self.n_taken[source as usize] += 1;
        let recipe = &self.recipe;
        if recipe.noise > 0.0 {
            add_noise(&mut pixels, recipe.noise, &mut self.rng(idx, Purpose::Noise));
        }
        let label = label(position, recipe.wrong_labels, &self.digits, &mut self.rng(idx, Purpose::Label));
        self.made.training.push(pixels, label);
    }

    /// A drawing, and the position of its digit among those that occur.
    fn draw(&self, idx: usize) -> ([u8; N_PIXELS], usize) {
        let recipe = &self.recipe;
        let position = idx % self.digits.len();
        let ink =
            synthetic::digit_in(self.digits[position], &recipe.ways, &mut self.rng(idx, Purpose::Drawing));
        let image = if recipe.off_centre > 0.0 {
            let shift = Augmentation { shift: recipe.off_centre, ..Augmentation::default() };
            shift.ink_to_image(&ink, &recipe.preprocessing, &mut self.rng(idx, Purpose::Shift))
        } else {
            ink.to_image(&recipe.preprocessing)
        };
        (image.to_bytes(), position)
    }

    /// The next image of a set, of which one with a digit that occurs is taken, over and over.
    fn take(&self, images: &ImageSet, idx: usize, n_taken: usize) -> ([u8; N_PIXELS], usize) {
        let position_of = |label: &u8| self.digits.iter().position(|digit| digit == label);
        let mut at = n_taken % images.len();
        loop {
            if let Some(position) = position_of(&images.labels()[at]) {
                let (image, most) = (&images.images()[at], self.recipe.off_centre);
                // Of MNIST there are 60,000, and most often none is to be shifted.
                let image = if most > 0.0 {
                    shifted(image, most, &mut self.rng(idx, Purpose::Shift))
                } else {
                    *image
                };
                return (image, position);
            }
            at = (at + 1) % images.len();
        }
    }

    fn rng(&self, idx: usize, purpose: Purpose) -> ChaCha8Rng {
        let mut rng = ChaCha8Rng::seed_from_u64(self.recipe.seed);
        rng.set_stream(4 * idx as u64 + purpose as u64);
        rng
    }
}

/// Gives this share of the pixels a random shade.
fn add_noise(pixels: &mut [u8; N_PIXELS], share: f32, rng: &mut impl Rng) {
    for pixel in pixels {
        if rng.random::<f32>() < share {
            *pixel = rng.random();
        }
    }
}

/// The image moved by whole pixels along either axis, by no more than `most`.
fn shifted(image: &[u8; N_PIXELS], most: f32, rng: &mut impl Rng) -> [u8; N_PIXELS] {
    let mut shift = || (most * (2.0 * rng.random::<f32>() - 1.0)) as isize;
    let (right, down) = (shift(), shift());
    std::array::from_fn(|pixel| {
        let x = (pixel % SIDE).checked_add_signed(-right).filter(|x| *x < SIDE);
        let y = (pixel / SIDE).checked_add_signed(-down).filter(|y| *y < SIDE);
        x.zip(y).map_or(0, |(x, y)| image[SIDE * y + x])
    })
}

/// The label of the digit at this position, or with the given probability that of one of the other digits that occur.
fn label(position: usize, wrong_labels: f32, digits: &[u8], rng: &mut impl Rng) -> u8 {
    if digits.len() < 2 || rng.random::<f32>() >= wrong_labels {
        return digits[position];
    }
    let other = rng.random_range(0..digits.len() as u32 - 1) as usize;
    digits[if other < position { other } else { other + 1 }]
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use digits::synthetic::Ways;
    use digits::{N_PIXELS, Preprocessing};

    use super::{DataRecipe, DrawingMaker, N_HELD_OUT, SplitData};
    use crate::{Collections, ImageSet, ImageSource, Mix};

    fn recipe() -> DataRecipe {
        DataRecipe {
            mix: Mix::default(),
            ways: Ways::all(),
            n_drawings: 400,
            wrong_labels: 0.0,
            noise: 0.0,
            off_centre: 0.0,
            preprocessing: Preprocessing::mnist(),
            seed: 1,
        }
    }

    fn made(recipe: DataRecipe) -> SplitData {
        let mut maker = DrawingMaker::new(recipe);
        maker.make(1_000);
        assert!(maker.is_complete());
        maker.into_data()
    }

    #[test]
    fn slices_do_not_change_the_data() {
        let mut maker = DrawingMaker::new(recipe());
        let mut slices = [1, 7, 64].into_iter().cycle();
        while !maker.is_complete() {
            maker.make(slices.next().unwrap());
        }
        assert_eq!(maker.progress(), (900, 900));
        assert_eq!(maker.into_data(), made(recipe()));
    }

    #[test]
    fn what_is_held_out_is_not_trained_on() {
        let data = made(recipe());
        let training: HashSet<&[u8; N_PIXELS]> = data.training.images().iter().collect();
        assert_eq!(training.len(), 400, "no drawing occurs twice");
        assert_eq!(data.held_out.len(), N_HELD_OUT);
        assert!(data.held_out.images().iter().all(|image| !training.contains(image)));
    }

    #[test]
    fn what_is_held_out_stays_the_same_whatever_is_trained_on() {
        let flawed = DataRecipe { wrong_labels: 0.5, noise: 0.1, off_centre: 2.0, seed: 2, ..recipe() };
        let flawed = made(flawed);
        assert_eq!(flawed.held_out, made(recipe()).held_out);
        assert_ne!(flawed.training, made(recipe()).training);
    }

    #[test]
    fn the_ink_of_what_is_held_out_can_be_had_again() {
        let held_out = made(recipe()).held_out;
        for idx in [0, 7, N_HELD_OUT - 1] {
            let (ink, label) = recipe().held_out(idx);
            assert_eq!(ink.to_image(&recipe().preprocessing).to_bytes(), held_out.images()[idx]);
            assert_eq!(label, held_out.labels()[idx]);
        }
    }

    #[test]
    fn only_the_chosen_digits_occur_and_the_others_stay_the_same() {
        let mut bits = Ways::all().bits();
        bits[7] = 0;
        let data = made(DataRecipe { ways: Ways::from_bits(bits), ..recipe() });
        for set in [&data.training, &data.held_out] {
            assert!(set.labels().iter().all(|&label| label != 7));
        }
        let all: HashSet<_> = made(recipe()).held_out.images().iter().copied().collect();
        assert!(data.held_out.images()[..400].iter().all(|image| all.contains(image)));
    }

    #[test]
    fn wrong_labels_are_wrong_and_change_nothing_else() {
        let (right, wrong) = (made(recipe()), made(DataRecipe { wrong_labels: 0.3, ..recipe() }));
        assert_eq!(right.training.images(), wrong.training.images());
        let labels = right.training.labels().iter().zip(wrong.training.labels());
        let n_wrong = labels.filter(|(right, wrong)| right != wrong).count();
        assert!((90..150).contains(&n_wrong), "{n_wrong} of 400");
        let all_wrong = made(DataRecipe { wrong_labels: 1.0, ..recipe() });
        let mut labels = right.training.labels().iter().zip(all_wrong.training.labels());
        assert!(labels.all(|(right, wrong)| right != wrong));
        let found: HashSet<u8> = all_wrong.training.labels().iter().copied().collect();
        assert_eq!(found.len(), 10);
    }

    #[test]
    fn noise_is_on_the_given_share_of_the_pixels() {
        let (clean, noisy) = (made(recipe()), made(DataRecipe { noise: 0.2, ..recipe() }));
        let pixels = clean.training.images().iter().zip(noisy.training.images());
        let n_changed: usize =
            pixels.map(|(clean, noisy)| clean.iter().zip(noisy).filter(|(a, b)| a != b).count()).sum();
        let share = n_changed as f32 / (400 * N_PIXELS) as f32;
        assert!((share - 0.2).abs() < 0.02, "{share}");
        assert_eq!(clean.training.labels(), noisy.training.labels());
    }

    #[test]
    fn images_off_centre_are_shifted_by_no_more_than_that() {
        let centre = |image: &[u8; N_PIXELS]| digits::DigitImage::from_bytes(image).centre_of_mass().unwrap();
        let data = made(DataRecipe { off_centre: 3.0, ..recipe() });
        let distance = |image| (centre(image).0 - 14.0).abs().max((centre(image).1 - 14.0).abs());
        let distances: Vec<f32> = data.training.images().iter().map(distance).collect();
        assert!(distances.iter().all(|&distance| distance < 3.6), "{distances:?}");
        assert!(distances.iter().any(|&distance| distance > 2.0), "{distances:?}");
    }

    /// Images of which each has a shade of its own: those to train on are even, those held out are odd.
    fn collection(n: usize) -> SplitData {
        let set = |first: usize| {
            let mut set = ImageSet::default();
            (first..n).step_by(2).for_each(|shade| set.push([shade as u8; N_PIXELS], (shade % 10) as u8));
            set
        };
        SplitData { training: set(0), held_out: set(1), ..SplitData::default() }
    }

    fn mixed(recipe: DataRecipe) -> SplitData {
        let collections = Collections { own: collection(40).into(), mnist: collection(200).into() };
        let mut maker = DrawingMaker::with(recipe, collections);
        maker.make(2_000);
        assert!(maker.is_complete());
        maker.into_data()
    }

    fn is_collected(image: &[u8; N_PIXELS]) -> bool {
        image.iter().all(|pixel| *pixel == image[0])
    }

    #[test]
    fn sources_are_mixed_by_weights_and_what_each_holds_out_is_not_trained_on() {
        let data = mixed(DataRecipe { mix: Mix { weights: [2.0, 1.0, 1.0] }, ..recipe() });
        assert_eq!(data.n_held_out, [N_HELD_OUT, 100, 20]);
        assert_eq!(data.held_out.len(), N_HELD_OUT + 120);
        let collected: Vec<u8> =
            data.training.images().iter().filter(|image| is_collected(image)).map(|image| image[0]).collect();
        assert_eq!((data.training.len(), collected.len()), (400, 200));
        assert!(collected.iter().all(|shade| shade % 2 == 0));
        let drawn = made(DataRecipe { n_drawings: 200, ..recipe() });
        let mut drawings = data.training.images().iter().filter(|image| !is_collected(image));
        assert!(
            drawn.training.images().iter().all(|image| drawings.next() == Some(image)),
            "the same drawings"
        );
    }

    #[test]
    fn a_source_without_images_is_left_out() {
        let mix = Mix { weights: [0.0, 1.0, 1.0] };
        let data = mixed(DataRecipe { mix, ..recipe() });
        assert_eq!(data.n_held_out, [0, 100, 20]);
        assert!(data.training.images().iter().all(is_collected));
        let mut maker = DrawingMaker::new(DataRecipe { mix, ..recipe() });
        maker.make(2_000);
        assert_eq!(maker.into_data(), made(recipe()), "nothing but the built-in handwriting is there");
    }

    #[test]
    fn collected_images_are_flawed_as_drawings_are() {
        let mix = Mix { weights: [0.0, 1.0, 0.0] };
        let data = mixed(DataRecipe { mix, wrong_labels: 1.0, off_centre: 3.0, ..recipe() });
        for (image, label) in data.training.images().iter().zip(data.training.labels()) {
            let shade = image.iter().copied().max().unwrap();
            assert_ne!(*label, shade % 10);
            let n_moved_out = image.iter().filter(|pixel| **pixel != shade).count();
            assert!(n_moved_out <= 2 * 3 * 28, "{n_moved_out}");
        }
        let mut bits = Ways::all().bits();
        bits[4] = 0;
        let data = mixed(DataRecipe { mix, ways: Ways::from_bits(bits), ..recipe() });
        assert!(data.training.labels().iter().chain(data.held_out.labels()).all(|label| *label != 4));
        assert_eq!(data.n_held_out[ImageSource::Mnist as usize], data.held_out.len());
    }

    #[test]
    #[should_panic(expected = "at least one digit")]
    fn without_digits_there_is_nothing_to_make() {
        let _ = DrawingMaker::new(DataRecipe { ways: Ways::from_bits([0; 10]), ..recipe() });
    }
}
