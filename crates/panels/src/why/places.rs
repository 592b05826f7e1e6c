//! Where the regions lie, in words: within the ink, and so that a region for and one against are told apart.

use digits::SIDE;

use crate::why::regions::Region;

/// A ninth of the ink's bounding box: row and column, 0 to 2.
type Ninth = (usize, usize);

/// The places of a region for and of one against.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Places {
    /// Each has its own.
    Apart(&'static str, &'static str),
    /// Both share one, in which they are the left and the right part, or the upper and the lower.
    Parts(&'static str, [&'static str; 2]),
}

/// The place of one region, such as `at the top left`. `ink` holds the 784 pixels, not all blank.
pub(super) fn place(region: &Region, ink: &[f32]) -> &'static str {
    brief(ninth(region, ink))
}

/// The places of two regions that do not overlap, in words that do not overlap either.
pub(super) fn places([first, second]: [&Region; 2], ink: &[f32]) -> Places {
    let ninths = [ninth(first, ink), ninth(second, ink)];
    let [a, b] = ninths;
    if a == b {
        Places::Parts(brief(a), parts(first, second))
    } else if is_within(a, b) || is_within(b, a) {
        Places::Apart(full(a), full(b))
    } else {
        Places::Apart(brief(a), brief(b))
    }
}

/// Whether the brief words for `whole`, such as `at the top`, can be taken to include `part`, `at the top left`.
fn is_within(part: Ninth, whole: Ninth) -> bool {
    let is_level = whole.1 == 1 && whole.0 != 1;
    let is_side = whole.0 == 1 && whole.1 != 1;
    (is_level && part.0 == whole.0) || (is_side && part.1 == whole.1)
}

fn brief((row, column): Ninth) -> &'static str {
    [
        ["at the top left", "at the top", "at the top right"],
        ["on the left", "in the middle", "on the right"],
        ["at the bottom left", "at the bottom", "at the bottom right"],
    ][row][column]
}

fn full(ninth: Ninth) -> &'static str {
    match ninth {
        (0, 1) => "at the top centre",
        (1, 0) => "halfway up on the left",
        (1, 2) => "halfway up on the right",
        (2, 1) => "at the bottom centre",
        _ => brief(ninth),
    }
}

/// Which part either is of both together, along the axis on which they are farther apart.
fn parts(first: &Region, second: &Region) -> [&'static str; 2] {
    let gap = |a: usize, length: usize, b: usize, other: usize| {
        let (a, b) = (a as f32, b as f32);
        if a < b { b - a - length as f32 } else { a - b - other as f32 }
    };
    let across = gap(first.left, first.width, second.left, second.width);
    let down = gap(first.top, first.height, second.top, second.height);
    match across >= down {
        true if first.left < second.left => ["left", "right"],
        true => ["right", "left"],
        false if first.top < second.top => ["upper", "lower"],
        false => ["lower", "upper"],
    }
}

/// The ninth of the ink's bounding box that the middle of the region lies in.
fn ninth(region: &Region, ink: &[f32]) -> Ninth {
    let inked = || (0..ink.len()).filter(|idx| ink[*idx] > 0.0);
    let third = |middle: f32, positions: &mut dyn Iterator<Item = usize>| {
        let (low, high) = positions.fold((SIDE, 0), |(low, high), at| (low.min(at), high.max(at + 1)));
        let share = (middle - low as f32) / (high.saturating_sub(low).max(1)) as f32;
        if share < 0.36 {
            0
        } else if share > 0.64 {
            2
        } else {
            1
        }
    };
    let middle = |start: usize, length: usize| start as f32 + length as f32 / 2.0;
    let row = third(middle(region.top, region.height), &mut inked().map(|idx| idx / SIDE));
    let column = third(middle(region.left, region.width), &mut inked().map(|idx| idx % SIDE));
    (row, column)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::why::regions::strongest;
    use digits::N_PIXELS;
    use proptest::prelude::*;

    fn region(left: usize, top: usize, size: usize) -> Region {
        Region { left, top, width: size, height: size, sum: 1.0 }
    }

    #[test]
    fn a_region_lies_within_the_ink() {
        let mut ink = vec![0.0; N_PIXELS];
        (ink[4 * SIDE + 4], ink[23 * SIDE + 23]) = (1.0, 1.0);
        assert_eq!(place(&region(4, 4, 3), &ink), "at the top left");
        assert_eq!(place(&region(12, 20, 3), &ink), "at the bottom");
        assert_eq!(place(&region(12, 12, 4), &ink), "in the middle");
    }

    #[test]
    fn two_regions_are_told_apart() {
        let mut ink = vec![0.0; N_PIXELS];
        (ink[4 * SIDE + 4], ink[23 * SIDE + 23]) = (1.0, 1.0);
        for (first, second, expected) in [
            (region(4, 4, 4), region(20, 20, 4), Places::Apart("at the top left", "at the bottom right")),
            (region(4, 4, 4), region(12, 4, 4), Places::Apart("at the top left", "at the top centre")),
            (
                region(20, 12, 4),
                region(20, 20, 4),
                Places::Apart("halfway up on the right", "at the bottom right"),
            ),
            (region(4, 4, 2), region(7, 4, 2), Places::Parts("at the top left", ["left", "right"])),
            (region(13, 14, 2), region(12, 12, 2), Places::Parts("in the middle", ["lower", "upper"])),
        ] {
            assert_eq!(places([&first, &second], &ink), expected);
        }
    }

    fn directions(place: &str) -> Vec<&str> {
        let words = place.split(' ').filter(|word| !["at", "the", "on", "in", "up"].contains(word));
        words.collect()
    }

    proptest! {
        /// No words are used both for and against, and those for the one never include the other.
        #[test]
        fn no_place_is_both_for_and_against(
            values in prop::collection::vec(prop_oneof![3 => Just(0.0_f32), 1 => -1.0..1.0_f32], N_PIXELS),
            top in 0..20_usize, left in 0..20_usize, height in 1..28_usize, width in 1..28_usize,
        ) {
            let is_ink = |idx: usize| {
                (top..top + height).contains(&(idx / SIDE)) && (left..left + width).contains(&(idx % SIDE))
            };
            let values: Vec<f32> =
                values.iter().enumerate().map(|(idx, value)| if is_ink(idx) { *value } else { 0.0 }).collect();
            let ink: Vec<f32> = values.iter().map(|value| value.abs()).collect();
            let [Some(most), Some(least)] = strongest(&values) else { return Ok(()) };
            match places([&most, &least], &ink) {
                Places::Parts(_, [first, second]) => {
                    prop_assert_ne!(first, second);
                    let is_first = match first {
                        "left" => most.left + most.width <= least.left,
                        "right" => least.left + least.width <= most.left,
                        "upper" => most.top + most.height <= least.top,
                        _ => least.top + least.height <= most.top,
                    };
                    prop_assert!(is_first, "{:?} is not the {} part beside {:?}", most, first, least);
                }
                Places::Apart(first, second) => {
                    let (first, second) = (directions(first), directions(second));
                    prop_assert!(!first.iter().all(|word| second.contains(word)), "{:?}, {:?}", first, second);
                    prop_assert!(!second.iter().all(|word| first.contains(word)), "{:?}, {:?}", first, second);
                }
            }
        }
    }
}
