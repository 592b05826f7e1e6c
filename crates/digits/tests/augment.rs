//! Variation for training: from its generator alone, and no more than asked for.

use digits::augment::Augmentation;
use digits::{DigitImage, Ink, Point, Preprocessing, Stroke};
use rand::SeedableRng as _;
use rand_chacha::ChaCha8Rng;

const STRONG: Augmentation =
    Augmentation { rotation: 15.0, shear: 0.2, stretch: 0.2, elastic: 2.0, scale: 0.1, shift: 1.0, pen: 0.2 };

fn rng(seed: u64) -> ChaCha8Rng {
    ChaCha8Rng::seed_from_u64(seed)
}

fn straightened() -> Preprocessing {
    Preprocessing::from_names(&["fit-20", "straighten", "centre-of-mass"]).expect("known steps")
}

/// A four, drawn in two strokes.
fn four() -> Ink {
    let stroke =
        |points: &[(f32, f32)]| Stroke { points: points.iter().map(|&(x, y)| Point::new(x, y)).collect() };
    Ink { strokes: vec![stroke(&[(0.5, 0.1), (0.2, 0.6), (0.8, 0.6)]), stroke(&[(0.6, 0.3), (0.6, 0.9)])] }
}

fn largest_difference(a: &DigitImage, b: &DigitImage) -> f32 {
    a.pixels().iter().zip(b.pixels()).map(|(a, b)| (a - b).abs()).fold(0.0, f32::max)
}

#[test]
fn no_variation_changes_nothing() {
    let none = Augmentation::default();
    for steps in [Preprocessing::mnist(), straightened()] {
        let image = four().to_image(&steps);
        assert!(largest_difference(&none.ink_to_image(&four(), &steps, &mut rng(1)), &image) < 1e-3);
        let as_mnist = four().to_image(&Preprocessing::mnist());
        let varied = none.image(&as_mnist, &steps, &mut rng(1));
        assert!(largest_difference(&varied, &as_mnist.preprocessed(&steps)) < 1e-3);
    }
}

#[test]
fn the_same_generator_gives_the_same_images() {
    let steps = straightened();
    let image = four().to_image(&Preprocessing::mnist());
    assert_eq!(
        STRONG.ink_to_image(&four(), &steps, &mut rng(5)),
        STRONG.ink_to_image(&four(), &steps, &mut rng(5))
    );
    assert_eq!(STRONG.image(&image, &steps, &mut rng(5)), STRONG.image(&image, &steps, &mut rng(5)));
    assert_ne!(
        STRONG.ink_to_image(&four(), &steps, &mut rng(5)),
        STRONG.ink_to_image(&four(), &steps, &mut rng(6))
    );
    assert_ne!(STRONG.image(&image, &steps, &mut rng(5)), STRONG.image(&image, &steps, &mut rng(6)));
}

#[test]
fn digits_stay_digits() {
    let steps = Preprocessing::mnist();
    let image = four().to_image(&steps);
    for seed in 0..50 {
        for varied in [
            STRONG.ink_to_image(&four(), &steps, &mut rng(seed)),
            STRONG.image(&image, &steps, &mut rng(seed)),
        ] {
            let share = varied.mass() / image.mass();
            assert!((0.6..1.5).contains(&share), "seed {seed}: {share} of the ink");
            let (x, y) = varied.centre_of_mass().unwrap();
            assert!((x - 14.5).abs() < 3.0 && (y - 14.5).abs() < 3.0, "seed {seed}: balanced at {x} {y}");
        }
    }
}

#[test]
fn shift_moves_and_scale_sizes_what_is_ready() {
    let steps = Preprocessing::mnist();
    let image = four().to_image(&steps);
    let shift = Augmentation { shift: 3.0, ..Augmentation::default() };
    let centres: Vec<f32> = (0..40)
        .map(|seed| shift.ink_to_image(&four(), &steps, &mut rng(seed)).centre_of_mass().unwrap().0 - 14.5)
        .collect();
    assert!(centres.iter().all(|offset| offset.abs() < 3.05));
    assert!(centres.iter().any(|&offset| offset > 1.5) && centres.iter().any(|&offset| offset < -1.5));
    let scale = Augmentation { scale: 0.3, ..Augmentation::default() };
    let masses: Vec<f32> =
        (0..40).map(|seed| scale.image(&image, &steps, &mut rng(seed)).mass() / image.mass()).collect();
    assert!(masses.iter().any(|&share| share > 1.2) && masses.iter().any(|&share| share < 0.8));
}

#[test]
fn nothing_stays_nothing_and_a_dot_a_dot() {
    let steps = straightened();
    assert!(STRONG.ink_to_image(&Ink::default(), &steps, &mut rng(1)).is_blank());
    assert!(STRONG.image(&DigitImage::blank(), &steps, &mut rng(1)).is_blank());
    let dot = Ink { strokes: vec![Stroke { points: vec![Point::new(0.3, 0.3)] }] };
    assert!(STRONG.ink_to_image(&dot, &steps, &mut rng(1)).mass() < 12.0);
}
