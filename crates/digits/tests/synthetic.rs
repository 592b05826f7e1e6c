//! Synthetic handwriting: repeatable, on the pad, never twice the same, and shaped like what it is to be.

use digits::synthetic::Ways;
use digits::{Ink, Preprocessing, synthetic};
use proptest::prelude::*;
use rand::SeedableRng as _;
use rand_chacha::ChaCha8Rng;

fn rng(seed: u64) -> ChaCha8Rng {
    ChaCha8Rng::seed_from_u64(seed)
}

/// The mean of many drawings' images.
fn mean_image(digit: u8, seed: u64) -> Vec<f32> {
    let mut rng = rng(seed);
    let mut sum = vec![0.0; digits::N_PIXELS];
    for _ in 0..300 {
        let image = synthetic::digit(digit, &mut rng).to_image(&Preprocessing::all());
        sum.iter_mut().zip(image.pixels()).for_each(|(sum, pixel)| *sum += pixel / 300.0);
    }
    sum
}

fn squared_distance(a: &[f32], b: &[f32]) -> f32 {
    a.iter().zip(b).map(|(a, b)| (a - b) * (a - b)).sum()
}

#[test]
fn drawings_are_nearest_to_the_mean_of_their_digit() {
    // The nearest mean is the weakest of readers: most digits are still read by it, and none is hopeless.
    let means: Vec<Vec<f32>> = (0..10).map(|digit| mean_image(digit, 1)).collect();
    let mut rng = rng(2);
    let mut n_right = [0; 10];
    for digit in (0..10_u8).cycle().take(1000) {
        let image = synthetic::digit(digit, &mut rng).to_image(&Preprocessing::all());
        let distance = |idx: &usize| squared_distance(image.pixels(), &means[*idx]);
        let nearest = (0..10_usize).min_by(|a, b| distance(a).total_cmp(&distance(b)));
        n_right[usize::from(digit)] += usize::from(nearest == Some(digit.into()));
    }
    assert!(n_right.iter().sum::<usize>() > 750, "{n_right:?}");
    assert!(n_right.iter().all(|&n_right| n_right > 40), "{n_right:?}");
}

#[test]
fn some_are_drawn_with_few_points_and_some_with_many() {
    let mut rng = rng(3);
    let counts: Vec<usize> = (0..300).map(|_| synthetic::digit(0, &mut rng).n_points()).collect();
    assert!(counts.iter().any(|&n| n < 30) && counts.iter().any(|&n| n > 80), "{counts:?}");
}

#[test]
fn only_the_chosen_ways_are_written() {
    // The first way of a seven is a single stroke, the third has a bar.
    for (bits, n_strokes) in [(0b1, 1), (0b100, 2)] {
        let ways = Ways::from_bits([bits; 10]);
        let mut rng = rng(4);
        for _ in 0..100 {
            assert_eq!(synthetic::digit_in(7, &ways, &mut rng).strokes.len(), n_strokes);
        }
    }
}

#[test]
#[should_panic(expected = "at least one way")]
fn a_digit_without_ways_is_not_written() {
    let _ = synthetic::digit_in(7, &Ways::from_bits([0; 10]), &mut rng(1));
}

#[test]
#[should_panic(expected = "index out of bounds")]
fn ten_is_no_digit() {
    let _ = synthetic::digit(10, &mut rng(1));
}

fn is_on_pad(ink: &Ink) -> bool {
    let within = |at: f32| (0.0..=1.0).contains(&at);
    !ink.is_empty()
        && ink
            .strokes
            .iter()
            .flat_map(|stroke| &stroke.points)
            .all(|point| within(point.x) && within(point.y))
}

proptest! {
    #[test]
    fn digits_lie_on_the_pad_and_follow_from_the_seed(seed: u64, digit in 0_u8..10) {
        let ink = synthetic::digit(digit, &mut rng(seed));
        prop_assert!(is_on_pad(&ink));
        prop_assert_eq!(&ink, &synthetic::digit(digit, &mut rng(seed)));
        prop_assert_ne!(&ink, &synthetic::digit(digit, &mut rng(seed.wrapping_add(1))));
    }

    #[test]
    fn what_is_no_digit_lies_on_the_pad_and_follows_from_the_seed(seed: u64) {
        let ink = synthetic::non_digit(&mut rng(seed));
        prop_assert!(is_on_pad(&ink));
        prop_assert_eq!(&ink, &synthetic::non_digit(&mut rng(seed)));
        prop_assert_ne!(&ink, &synthetic::non_digit(&mut rng(seed.wrapping_add(1))));
    }
}
