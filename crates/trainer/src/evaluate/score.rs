//! Accuracy with its confidence interval, recall of each digit, confusion matrix.

use models::N_DIGITS;
use serde::Serialize;

use crate::evaluate::reading::Reading;

/// The 97.5% quantile of the normal distribution, which leaves 95% between both tails.
const Z_95: f64 = 1.959_963_985;

/// How often each digit was read as each.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub(crate) struct Confusion {
    /// `counts[label][answer]`.
    counts: [[u64; N_DIGITS]; N_DIGITS],
}

impl Confusion {
    /// Counts readings.
    #[must_use]
    pub(crate) fn of(readings: &[Reading]) -> Self {
        let mut confusion = Self::default();
        for reading in readings {
            confusion.counts[usize::from(reading.meant)][reading.answer.digit] += 1;
        }
        confusion
    }

    /// `counts[label][answer]`.
    #[must_use]
    pub(crate) const fn counts(&self) -> &[[u64; N_DIGITS]; N_DIGITS] {
        &self.counts
    }

    /// The number of answers.
    #[must_use]
    pub(crate) fn n_total(&self) -> u64 {
        self.counts.iter().flatten().sum()
    }

    /// The number of correct answers.
    #[must_use]
    pub(crate) fn n_right(&self) -> u64 {
        (0..N_DIGITS).map(|digit| self.counts[digit][digit]).sum()
    }

    /// The share of correct answers, 0 to 1; 0 if there are no answers.
    #[must_use]
    pub(crate) fn accuracy(&self) -> f64 {
        share(self.n_right(), self.n_total())
    }

    /// The 95% confidence interval of the accuracy.
    #[must_use]
    pub(crate) fn accuracy_interval(&self) -> (f64, f64) {
        wilson_interval(self.n_right(), self.n_total())
    }

    /// For each digit, the share of its drawings that were read as it; `None` for a digit without drawings.
    #[must_use]
    pub(crate) fn recalls(&self) -> [Option<f64>; N_DIGITS] {
        std::array::from_fn(|digit| {
            let n_meant = self.counts[digit].iter().sum();
            (n_meant > 0).then(|| share(self.counts[digit][digit], n_meant))
        })
    }
}

fn share(part: u64, whole: u64) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

/// Wilson's score interval for `right` of `total`, 95% (E. B. Wilson, Probable inference, the law of succession, and
/// statistical inference, 1927). Unlike the usual ±, it is sensible near 100% too.
pub(crate) fn wilson_interval(right: u64, total: u64) -> (f64, f64) {
    if total == 0 {
        return (0.0, 1.0);
    }
    let (n, p) = (total as f64, share(right, total));
    let z_squared = Z_95 * Z_95;
    let centre = p + z_squared / (2.0 * n);
    let half = Z_95 * (p * (1.0 - p) / n + z_squared / (4.0 * n * n)).sqrt();
    let scale = 1.0 + z_squared / n;
    (((centre - half) / scale).max(0.0), ((centre + half) / scale).min(1.0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evaluate::reading::Answer;

    #[test]
    fn counts_become_shares() {
        let readings = [(3, 3), (3, 3), (3, 8), (0, 0)]
            .map(|(meant, digit)| Reading { meant, answer: Answer { digit, confidence: 0.5 } });
        let confusion = Confusion::of(&readings);
        assert_eq!((confusion.n_right(), confusion.n_total()), (3, 4));
        assert_eq!(confusion.accuracy(), 0.75);
        assert_eq!(confusion.recalls()[0], Some(1.0));
        assert_eq!(confusion.recalls()[3], Some(2.0 / 3.0));
        assert_eq!(confusion.recalls()[8], None);
        assert_eq!(confusion.counts()[3][8], 1);
    }

    #[test]
    fn intervals_are_wilsons() {
        // 0.7225 is the textbook's lower end for 10 of 10; the others are the formula's in double precision.
        for (right, total, low, high) in
            [(9_730, 10_000, 0.969_637, 0.976_000), (10, 10, 0.722_467, 1.0), (0, 4, 0.0, 0.489_891)]
        {
            let (found_low, found_high) = wilson_interval(right, total);
            assert!(
                (found_low - low).abs() < 1e-6 && (found_high - high).abs() < 1e-6,
                "{found_low} {found_high}"
            );
        }
        assert_eq!(wilson_interval(0, 0), (0.0, 1.0));
    }
}
