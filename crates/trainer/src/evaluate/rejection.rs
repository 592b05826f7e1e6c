//! Answering "not sure": an answer whose confidence is below a threshold is rejected. How many digits a threshold rejects, and
//! how many non-digits.

use serde::Serialize;

/// The share of correctly read digits that the threshold in a model file keeps.
pub(crate) const SHARE_KEPT: f64 = 0.98;

/// The shares kept that the curve is shown at.
const CURVE: [f64; 7] = [0.5, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995];

/// The confidence, 0 to 1, of the answers to digits and to non-digits. Each list is in ascending order.
#[derive(Clone, Debug, Default)]
pub(crate) struct Rejection {
    right: Vec<f32>,
    wrong: Vec<f32>,
    non_digits: Vec<f32>,
}

/// The effect of one threshold.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub(crate) struct RejectionPoint {
    /// Answers of lower confidence are rejected.
    pub(crate) threshold: f32,
    /// The share of the correctly read digits that is not rejected; `None` if there are none.
    pub(crate) right_kept: Option<f64>,
    /// The share of the misread digits that is rejected.
    pub(crate) wrong_refused: Option<f64>,
    /// The share of the non-digits that is rejected.
    pub(crate) non_digits_refused: Option<f64>,
}

impl Rejection {
    /// From the confidence of digits, with whether they were read correctly, and of non-digits.
    #[must_use]
    pub(crate) fn of(
        digits: impl IntoIterator<Item = (f32, bool)>,
        non_digits: impl IntoIterator<Item = f32>,
    ) -> Self {
        let mut rejection = Self { non_digits: non_digits.into_iter().collect(), ..Self::default() };
        for (confidence, is_right) in digits {
            if is_right { &mut rejection.right } else { &mut rejection.wrong }.push(confidence);
        }
        for list in [&mut rejection.right, &mut rejection.wrong, &mut rejection.non_digits] {
            list.sort_unstable_by(f32::total_cmp);
        }
        rejection
    }

    /// The highest threshold that keeps at least this share, above 0 and at most 1, of the correctly read digits. `None` if
    /// no digit was read correctly.
    #[must_use]
    pub(crate) fn threshold_keeping(&self, share: f64) -> Option<f32> {
        let n_kept = (share * self.right.len() as f64).ceil() as usize;
        self.right.get(self.right.len().checked_sub(n_kept)?).copied()
    }

    /// The effect of a threshold.
    #[must_use]
    pub(crate) fn at(&self, threshold: f32) -> RejectionPoint {
        RejectionPoint {
            threshold,
            right_kept: share_below(&self.right, threshold).map(|refused| 1.0 - refused),
            wrong_refused: share_below(&self.wrong, threshold),
            non_digits_refused: share_below(&self.non_digits, threshold),
        }
    }

    /// From a threshold that keeps half of the correctly read digits to one that keeps nearly all.
    pub(crate) fn curve(&self) -> impl Iterator<Item = RejectionPoint> {
        CURVE.into_iter().filter_map(|share| Some(self.at(self.threshold_keeping(share)?)))
    }
}

/// The share of a list in ascending order that is below `threshold`; `None` for an empty one.
fn share_below(sorted: &[f32], threshold: f32) -> Option<f64> {
    let n_below = sorted.partition_point(|&confidence| confidence < threshold);
    (!sorted.is_empty()).then(|| n_below as f64 / sorted.len() as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 100 digits read right with confidence 0.01 to 1, two read wrong, four that are none.
    fn rejection() -> Rejection {
        let right = (1..=100_u8).map(|hundredth| (f32::from(hundredth) / 100.0, true));
        Rejection::of(right.chain([(0.9, false), (0.02, false)]), [0.025, 0.7, 0.001, 0.03])
    }

    #[test]
    fn the_threshold_keeps_the_share_asked_for_and_is_the_highest_that_does() {
        let rejection = rejection();
        for (share, expected) in [(0.98, 0.03), (0.975, 0.03), (0.5, 0.51), (1.0, 0.01)] {
            assert_eq!(rejection.threshold_keeping(share), Some(expected), "{share}");
            assert!(rejection.at(expected).right_kept >= Some(share));
            assert!(rejection.at(expected + 0.01).right_kept < Some(share));
        }
    }

    #[test]
    fn what_is_below_the_threshold_is_refused() {
        assert_eq!(
            rejection().at(0.03),
            RejectionPoint {
                threshold: 0.03,
                right_kept: Some(0.98),
                wrong_refused: Some(0.5),
                non_digits_refused: Some(0.5),
            }
        );
        let nothing = rejection().at(0.0);
        assert_eq!((nothing.right_kept, nothing.non_digits_refused), (Some(1.0), Some(0.0)));
    }

    #[test]
    fn the_more_is_kept_the_less_is_refused() {
        let points: Vec<RejectionPoint> = rejection().curve().collect();
        assert_eq!(points.len(), CURVE.len());
        for (before, after) in points.iter().zip(&points[1..]) {
            assert!(before.threshold >= after.threshold && before.right_kept <= after.right_kept);
            assert!(before.non_digits_refused >= after.non_digits_refused);
        }
    }

    #[test]
    fn without_a_right_answer_there_is_no_threshold() {
        let rejection = Rejection::of([(0.4, false)], [0.3]);
        assert_eq!(rejection.threshold_keeping(0.98), None);
        assert_eq!(rejection.curve().count(), 0);
        assert_eq!(rejection.at(0.35).right_kept, None);
        assert_eq!(rejection.at(0.35).non_digits_refused, Some(1.0));
    }
}
