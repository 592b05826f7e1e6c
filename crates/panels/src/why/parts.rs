//! What the ink in each ninth of its bounding box contributes, as bars laid out like the picture.

use app::number;
use digits::SIDE;

use crate::rounding::add_up;

/// The names of the ninths, row by row.
const NAMES: [&str; 9] =
    ["top left", "top", "top right", "left", "middle", "right", "bottom left", "bottom", "bottom right"];

/// A ninth of the ink's bounding box.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// Where it lies.
    pub name: &'static str,
    /// What its ink contributes; a dash if it has none.
    pub value: String,
    /// The length of its bar, from -1 to 1: the longest is 1 or -1.
    pub share: f32,
}

/// All ninths, row by row, and their sum.
#[derive(Clone, Debug, PartialEq)]
pub struct Parts {
    /// The ninths.
    pub parts: Vec<Part>,
    /// Their sum, in words.
    pub total: String,
}

/// The contributions by ninths. `ink` holds the 784 pixels, not all blank.
pub(super) fn parts(contributions: &[f32], ink: &[f32]) -> Parts {
    let inked = || (0..ink.len()).filter(|idx| ink[*idx] > 0.0);
    let range = |at: fn(usize) -> usize| {
        let low = inked().map(at).min().unwrap_or_default();
        (low, inked().map(at).max().unwrap_or_default() + 1 - low)
    };
    let (row, column) = (|idx: usize| idx / SIDE, |idx: usize| idx % SIDE);
    let ((top, height), (left, width)) = (range(row), range(column));
    let third = |at: usize, start: usize, length: usize| (3 * (2 * (at - start) + 1) / (2 * length)).min(2);
    let mut sums = [0.0_f32; 9];
    let mut has_ink = [false; 9];
    for idx in inked() {
        let part = 3 * third(row(idx), top, height) + third(column(idx), left, width);
        sums[part] += contributions[idx];
        has_ink[part] = true;
    }
    let largest = sums.iter().fold(f32::MIN_POSITIVE, |largest, sum| largest.max(sum.abs()));
    let total: f32 = contributions.iter().sum();
    let rounded = if add_up(&sums, total) { "" } else { " (rounded)" };
    let part = |(idx, sum): (usize, &f32)| Part {
        name: NAMES[idx],
        value: if has_ink[idx] { number::signed(*sum, 2) } else { "–".to_owned() },
        share: sum / largest,
    };
    Parts {
        parts: sums.iter().enumerate().map(part).collect(),
        total: format!("Together {}{rounded}", number::signed(total, 2)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use digits::N_PIXELS;
    use proptest::prelude::*;

    #[test]
    fn each_ninth_of_the_ink_has_its_sum() {
        let (mut ink, mut contributions) = (vec![0.0; N_PIXELS], vec![0.0; N_PIXELS]);
        for (column, row, value) in [(5, 5, 2.0), (6, 5, 0.5), (13, 9, -1.0), (22, 13, 0.25)] {
            ink[row * SIDE + column] = 1.0;
            contributions[row * SIDE + column] = value;
        }
        let Parts { parts, total } = parts(&contributions, &ink);
        let values: Vec<&str> = parts.iter().map(|part| part.value.as_str()).collect();
        assert_eq!(values, ["+2.50", "–", "–", "–", "−1.00", "–", "–", "–", "+0.25"]);
        assert_eq!((parts[0].share, parts[4].share), (1.0, -0.4));
        assert_eq!(total, "Together +1.75");
    }

    proptest! {
        /// The printed parts add up to the printed total, or it says that it is rounded.
        #[test]
        fn they_add_up_as_printed_or_say_so(
            values in prop::collection::vec(prop_oneof![2 => Just(0.0_f32), 1 => -1.0..1.0_f32], N_PIXELS),
        ) {
            let ink: Vec<f32> = values.iter().map(|value| value.abs()).collect();
            prop_assume!(ink.iter().any(|pixel| *pixel > 0.0));
            let Parts { parts, total } = parts(&values, &ink);
            let hundredths = |text: &str| text.replace(['.', '+'], "").replace('−', "-").parse::<i32>().unwrap_or(0);
            let sum: i32 = parts.iter().map(|part| hundredths(&part.value)).sum();
            let said = total.trim_start_matches("Together ");
            let is_exact = sum == hundredths(said.trim_end_matches(" (rounded)"));
            prop_assert_eq!(is_exact, !said.ends_with("(rounded)"), "{:?}: {}", parts, total);
            prop_assert!(parts.iter().all(|part| part.share.abs() <= 1.0));
        }
    }
}
