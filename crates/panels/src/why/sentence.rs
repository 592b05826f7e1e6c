//! The explanation in a sentence: which ink counts most for the subject and which against it.

use app::number;

use crate::why::explanation::{Explanation, Subject};
use crate::why::places::{Places, place, places};
use crate::why::regions::Region;

/// What ink does to the subject, in words; `is_first`: where the subject has not been named before.
fn verb(subject: Subject, is_output: bool, adds: bool, is_first: bool) -> String {
    let (digit, rival) = (subject.neuron_idx, subject.rival);
    let neuron = if is_first { "this neuron" } else { "it" };
    let output = if is_first { digit.to_string() } else { "it".to_owned() };
    match (rival, adds) {
        (Some(rival), true) => format!("favours {digit} over {rival}"),
        (Some(rival), false) => format!("favours {rival} over {digit}"),
        (None, true) if is_output => format!("supports {output}"),
        (None, false) if is_output => format!("counts against {output}"),
        (None, true) => format!("pushes {neuron} up"),
        (None, false) => format!("pushes {neuron} down"),
    }
}

/// The sentence about the regions that contribute most and least, which the image marks with A and B. `ink` holds the
/// 784 pixels.
pub(super) fn sentence(
    subject: Subject,
    is_output: bool,
    explanation: &Explanation,
    regions: &[Option<Region>; 2],
    ink: &[f32],
) -> String {
    let does = |letter: &str, verb: &str, region: &Region| {
        ["(", letter, ") ", verb, " (", &number::signed(region.sum, 2), ")"].concat()
    };
    let verb = |adds, is_first| verb(subject, is_output, adds, is_first);
    match regions {
        [Some(most), Some(least)] => {
            let first = does("A", &verb(true, true), most);
            let second = does("B", &verb(false, false), least);
            match places([most, least], ink) {
                Places::Apart(a, b) => format!("Ink {a} {first}; ink {b} {second}."),
                Places::Parts(place, [a, b]) => {
                    format!("Of the ink {place}, the {a} part {first} and the {b} part {second}.")
                }
            }
        }
        [Some(most), None] => {
            let none = no_ink(explanation.speaks_against());
            format!(
                "Ink {} {}; {none} {}.",
                place(most, ink),
                does("A", &verb(true, true), most),
                verb(false, false)
            )
        }
        [None, Some(least)] => {
            let none = no_ink(explanation.speaks_for());
            format!(
                "Ink {} {}; {none} {}.",
                place(least, ink),
                does("B", &verb(false, true), least),
                verb(true, false)
            )
        }
        [None, None] => "The ink makes no difference to it.".to_owned(),
    }
}

/// What does the opposite where no region does: single pixels may.
fn no_ink(sum: f32) -> &'static str {
    if number::fixed(sum, 2) == "0.00" { "no ink" } else { "no region as a whole" }
}

#[cfg(test)]
mod tests {
    use super::*;
    use digits::{N_PIXELS, SIDE};

    fn said(regions: [Option<(usize, usize, f32)>; 2], others: f32, rival: Option<usize>) -> String {
        let mut ink = vec![0.0; N_PIXELS];
        (ink[4 * SIDE + 4], ink[23 * SIDE + 23]) = (1.0, 1.0);
        let regions = regions.map(|region| {
            let (left, top, sum) = region?;
            Some(Region { left, top, width: 2, height: 2, sum })
        });
        let contributions = vec![others, -others];
        let explanation = Explanation { at_blank: 0.0, now: 0.0, contributions };
        sentence(Subject { layer_idx: 2, neuron_idx: 3, rival }, true, &explanation, &regions, &ink)
    }

    #[test]
    fn the_sentence_says_what_counts_most_either_way() {
        let (most, least) = (Some((4, 4, 2.0)), Some((20, 20, -1.5)));
        for (regions, others, rival, expected) in [
            (
                [most, least],
                0.0,
                None,
                "Ink at the top left (A) supports 3 (+2.00); ink at the bottom right (B) counts against it (−1.50).",
            ),
            (
                [most, Some((8, 4, -1.5))],
                0.0,
                Some(8),
                "Of the ink at the top left, the left part (A) favours 3 over 8 (+2.00) and the right part (B) favours 8 \
                 over 3 (−1.50).",
            ),
            (
                [most, None],
                0.0,
                None,
                "Ink at the top left (A) supports 3 (+2.00); no ink counts against it.",
            ),
            (
                [most, None],
                0.1,
                None,
                "Ink at the top left (A) supports 3 (+2.00); no region as a whole counts against it.",
            ),
            (
                [None, least],
                0.0,
                None,
                "Ink at the bottom right (B) counts against 3 (−1.50); no ink supports it.",
            ),
            ([None, None], 0.0, None, "The ink makes no difference to it."),
        ] {
            assert_eq!(said(regions, others, rival), expected);
        }
    }
}
