//! Whether confidence means what it says: of the digits read with confidence 0.8, eight in ten should be right.
//!
//! Reliability table and expected calibration error as in C. Guo, G. Pleiss, Y. Sun, K. Q. Weinberger, On calibration of modern
//! neural networks, 2017, section 2.

use serde::Serialize;

/// The bins of equal width that confidence is sorted into, as in the paper.
const N_BINS: usize = 15;

/// Confidence against the share read right, bin by bin.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Reliability {
    bins: Vec<Bin>,
}

/// The answers whose confidence lies in one bin.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Bin {
    n_total: u64,
    n_right: u64,
    sum_of_confidences: f64,
}

/// One row of the reliability table.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub(crate) struct ReliabilityRow {
    /// Confidence is above this, or is 0 in the first row...
    pub(crate) above: f64,
    /// ... and at most this.
    pub(crate) at_most: f64,
    /// The number of answers with such confidence; never 0.
    pub(crate) count: u64,
    /// Their mean confidence.
    pub(crate) confidence: f64,
    /// The share of them that is correct.
    pub(crate) accuracy: f64,
}

impl Reliability {
    /// Sorts answers, each with its confidence, 0 to 1, and whether it was right, into 15 bins.
    #[must_use]
    pub(crate) fn of(answers: impl IntoIterator<Item = (f32, bool)>) -> Self {
        Self::with_bins(N_BINS, answers)
    }

    fn with_bins(n_bins: usize, answers: impl IntoIterator<Item = (f32, bool)>) -> Self {
        let mut bins = vec![Bin::default(); n_bins];
        for (confidence, is_right) in answers {
            // Bin number m, counted from 1, is the interval ((m - 1) / M, m / M].
            let number = (f64::from(confidence) * n_bins as f64).ceil() as usize;
            let bin = &mut bins[number.clamp(1, n_bins) - 1];
            bin.n_total += 1;
            bin.n_right += u64::from(is_right);
            bin.sum_of_confidences += f64::from(confidence);
        }
        Self { bins }
    }

    /// The expected calibration error, 0 to 1: the gap between confidence and accuracy, averaged over the bins by their number
    /// of answers (equation 3 of the paper). 0 if there are no answers.
    #[must_use]
    pub(crate) fn expected_calibration_error(&self) -> f64 {
        let n_total: u64 = self.bins.iter().map(|bin| bin.n_total).sum();
        let sum_of_gaps: f64 =
            self.bins.iter().map(|bin| (bin.n_right as f64 - bin.sum_of_confidences).abs()).sum();
        if n_total == 0 { 0.0 } else { sum_of_gaps / n_total as f64 }
    }

    /// The bins that have answers, lowest confidence first.
    pub(crate) fn rows(&self) -> impl Iterator<Item = ReliabilityRow> {
        let width = 1.0 / self.bins.len() as f64;
        let filled = self.bins.iter().enumerate().filter(|(_, bin)| bin.n_total > 0);
        filled.map(move |(idx, bin)| ReliabilityRow {
            above: idx as f64 * width,
            at_most: (idx + 1) as f64 * width,
            count: bin.n_total,
            confidence: bin.sum_of_confidences / bin.n_total as f64,
            accuracy: bin.n_right as f64 / bin.n_total as f64,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn assert_near(found: f64, expected: f64) {
        assert!((found - expected).abs() < 1e-6, "{found}, not {expected}");
    }

    #[test]
    fn the_error_is_that_of_torchmetrics() {
        // The example in the documentation of its MulticlassCalibrationError: three bins, l1 norm, 0.2000.
        let answers = [(0.55, false), (0.55, false), (0.60, true), (0.90, true)];
        assert_near(Reliability::with_bins(3, answers).expected_calibration_error(), 0.2);
    }

    #[test]
    fn each_bin_weighs_as_many_answers_as_it_has() {
        // 0.95 read right 3 times of 4, a gap of 0.2; 0.5 once of 2, a gap of 0: 4/6 of 0.2.
        let sure = [(0.95, true), (0.95, true), (0.95, true), (0.95, false)];
        let unsure = [(0.5, true), (0.5, false)];
        let reliability = Reliability::of(sure.into_iter().chain(unsure));
        assert_near(reliability.expected_calibration_error(), 0.4 / 3.0);

        let rows: Vec<ReliabilityRow> = reliability.rows().collect();
        assert_eq!(rows.iter().map(|row| row.count).collect::<Vec<_>>(), [2, 4]);
        assert_near(rows[0].above, 7.0 / 15.0);
        assert_near(rows[0].at_most, 8.0 / 15.0);
        assert_near(rows[1].confidence, 0.95);
        assert_near(rows[1].accuracy, 0.75);
    }

    #[test]
    fn honest_confidence_has_no_error() {
        // Of 100 answers of each confidence c/100, c are right.
        let honest = (0..=100_u8)
            .flat_map(|c| (0..100).map(move |answer| (f32::from(c) / 100.0, answer < c)))
            .collect::<Vec<_>>();
        assert_near(Reliability::of(honest.iter().copied()).expected_calibration_error(), 0.0);
        // The same answers, always sure.
        let boasting = honest.iter().map(|&(_, is_right)| (1.0, is_right));
        assert_near(Reliability::of(boasting).expected_calibration_error(), 0.5);
    }

    #[test]
    fn the_ends_have_their_bins() {
        let reliability = Reliability::of([(0.0, false), (1.0, true)]);
        assert_eq!(reliability.bins.iter().filter(|bin| bin.n_total > 0).count(), 2);
        assert_eq!((reliability.bins[0].n_total, reliability.bins[N_BINS - 1].n_total), (1, 1));
        assert_near(reliability.expected_calibration_error(), 0.0);
        assert_near(Reliability::of([]).expected_calibration_error(), 0.0);
    }
}
