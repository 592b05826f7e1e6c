//! The steps from ink to image, one by one, on drawings whose outcome is known.

use digits::{DigitImage, Ink, Point, Preprocessing, SIDE, Stroke};

/// Where MNIST's images balance, in pixel-edge coordinates.
const MASS_CENTRE: f32 = 14.5;

fn ink(strokes: &[&[(f32, f32)]]) -> Ink {
    let stroke =
        |points: &&[(f32, f32)]| Stroke { points: points.iter().map(|&(x, y)| Point::new(x, y)).collect() };
    Ink { strokes: strokes.iter().map(stroke).collect() }
}

fn image(ink: &Ink, steps: &[&str]) -> DigitImage {
    ink.to_image(&Preprocessing::from_names(steps).expect("known steps"))
}

/// The first and last column and row with any ink.
fn extent(image: &DigitImage) -> (usize, usize, usize, usize) {
    let inked = |column: usize, row: usize| image.pixels()[row * SIDE + column] > 0.0;
    let columns: Vec<usize> = (0..SIDE).filter(|&x| (0..SIDE).any(|y| inked(x, y))).collect();
    let rows: Vec<usize> = (0..SIDE).filter(|&y| (0..SIDE).any(|x| inked(x, y))).collect();
    (columns[0], columns[columns.len() - 1], rows[0], rows[rows.len() - 1])
}

const ALL_STEPS: [&str; 3] = ["fit-20", "straighten", "centre-of-mass"];

#[test]
fn no_ink_is_a_blank_image() {
    for steps in [&[][..], &ALL_STEPS] {
        assert!(image(&Ink::default(), steps).is_blank());
        assert!(image(&ink(&[&[], &[]]), steps).is_blank());
        assert!(image(&ink(&[&[(f32::NAN, 0.5), (0.5, f32::INFINITY), (1e30, 0.5)]]), steps).is_blank());
    }
}

#[test]
fn a_point_that_is_no_place_is_left_out() {
    let clean = ink(&[&[(0.4, 0.2), (0.6, 0.8)]]);
    let dirty = ink(&[&[(0.4, 0.2), (f32::NAN, 0.5), (-1e20, 0.3), (0.6, 0.8)]]);
    assert_eq!(image(&clean, &ALL_STEPS), image(&dirty, &ALL_STEPS));
}

#[test]
fn a_tap_is_a_dot_in_the_middle() {
    let still = image(&ink(&[&[(0.9, 0.1)]]), &ALL_STEPS);
    assert_eq!(still.centre_of_mass().map(|(x, y)| (x.round(), y.round())), Some((15.0, 15.0)));
    let (left, right, top, bottom) = extent(&still);
    assert!(right - left < 4 && bottom - top < 4);
    // A hand is never quite still.
    let trembling = image(&ink(&[&[(0.9, 0.1), (0.901, 0.1), (0.9, 0.101)]]), &ALL_STEPS);
    let (left, right, top, bottom) = extent(&trembling);
    assert!(right - left < 5 && bottom - top < 5);
}

#[test]
fn fit_20_makes_the_longest_side_20_pixels() {
    for points in [[(0.2, 0.2), (0.25, 0.35)], [(0.1, 0.5), (0.9, 0.6)], [(0.5, 0.5), (0.5, 0.6)]] {
        let (left, right, top, bottom) = extent(&image(&ink(&[&points]), &["fit-20", "centre-of-mass"]));
        let longest = (right - left + 1).max(bottom - top + 1);
        // The pen's soft edge may reach one pixel further.
        assert!((20..=21).contains(&longest), "{longest}");
    }
}

#[test]
fn fit_20_keeps_the_place_but_stays_inside() {
    let steps = ["fit-20"];
    let middle = image(&ink(&[&[(0.3, 0.4), (0.3, 0.6)]]), &steps).centre_of_mass().unwrap();
    assert!((middle.0 - 0.3 * 28.0).abs() < 0.1 && (middle.1 - 14.0).abs() < 0.1, "{middle:?}");
    let (left, _, top, bottom) = extent(&image(&ink(&[&[(0.0, 0.9), (0.0, 1.0)]]), &steps));
    assert_eq!(left, 0);
    assert!(bottom == SIDE - 1 && top >= 7, "{top} to {bottom}");
}

#[test]
fn centre_of_mass_is_mnists() {
    let hook = ink(&[&[(0.1, 0.1), (0.4, 0.1), (0.4, 0.9)], &[(0.2, 0.5)]]);
    for steps in [&["fit-20", "centre-of-mass"][..], &ALL_STEPS] {
        let (x, y) = image(&hook, steps).centre_of_mass().unwrap();
        assert!((x - MASS_CENTRE).abs() < 0.1 && (y - MASS_CENTRE).abs() < 0.1, "{x} {y}");
    }
}

#[test]
fn straighten_sets_a_slanting_stroke_upright_and_leaves_a_level_one() {
    let (left, right, ..) = extent(&image(&ink(&[&[(0.6, 0.2), (0.4, 0.8)]]), &ALL_STEPS));
    assert!(right - left <= 4, "{left} to {right}");
    let (left, right, ..) = extent(&image(&ink(&[&[(0.2, 0.5), (0.8, 0.5)]]), &ALL_STEPS));
    assert!(right - left >= 19, "{left} to {right}");
    // Nobody slants by more than 45 degrees: beyond, the stroke is meant to lie.
    let (left, right, ..) = extent(&image(&ink(&[&[(0.2, 0.55), (0.8, 0.45)]]), &ALL_STEPS));
    assert!(right - left >= 15, "{left} to {right}");
}

#[test]
fn an_images_slant_is_taken_out_as_inks_is() {
    let steps = Preprocessing::from_names(&ALL_STEPS).unwrap();
    let slanted = ink(&[&[(0.6, 0.2), (0.45, 0.8)], &[(0.5, 0.5), (0.65, 0.52)]]);
    let from_ink = slanted.to_image(&steps);
    let from_image = slanted.to_image(&Preprocessing::mnist()).preprocessed(&steps);
    let difference: f32 = from_ink.pixels().iter().zip(from_image.pixels()).map(|(a, b)| (a - b).abs()).sum();
    assert!(difference < 0.25 * from_ink.mass(), "{difference} of {}", from_ink.mass());
    let (x, y) = from_image.centre_of_mass().unwrap();
    assert!((x - MASS_CENTRE).abs() < 0.1 && (y - MASS_CENTRE).abs() < 0.1, "{x} {y}");
}

#[test]
fn an_image_of_mnist_needs_no_other_step() {
    let image = ink(&[&[(0.6, 0.2), (0.45, 0.8)]]).to_image(&Preprocessing::mnist());
    assert_eq!(image.preprocessed(&Preprocessing::mnist()), image);
    assert_eq!(image.preprocessed(&Preprocessing::none()), image);
    let steps = Preprocessing::from_names(&ALL_STEPS).unwrap();
    assert!(DigitImage::blank().preprocessed(&steps).is_blank());
}
