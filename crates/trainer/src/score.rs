//! Counting right and wrong answers: accuracy with its confidence interval, recall of each digit, confusion matrix.

use serde::Serialize;

/// The number of digits.
pub(crate) const N_DIGITS: usize = 10;

/// The quantile of the normal distribution for 95 % between both tails.
const Z_95: f64 = 1.959_963_985;

/// How often each digit was read as each.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub(crate) struct Confusion {
    /// `counts[meant][read]`.
    counts: [[u64; N_DIGITS]; N_DIGITS],
}

impl Confusion {
    /// Counts one answer; both digits are 0 to 9.
    pub(crate) fn add(&mut self, meant: u8, read: usize) {
        self.counts[usize::from(meant)][read] += 1;
    }

    /// Adds another's counts.
    pub(crate) fn merge(mut self, other: &Self) -> Self {
        for (row, other_row) in self.counts.iter_mut().zip(&other.counts) {
            for (count, other_count) in row.iter_mut().zip(other_row) {
                *count += other_count;
            }
        }
        self
    }

    /// `counts[meant][read]`.
    #[must_use]
    pub(crate) const fn counts(&self) -> &[[u64; N_DIGITS]; N_DIGITS] {
        &self.counts
    }

    /// All answers.
    #[must_use]
    pub(crate) fn n_total(&self) -> u64 {
        self.counts.iter().flatten().sum()
    }

    /// The right answers.
    #[must_use]
    pub(crate) fn n_right(&self) -> u64 {
        (0..N_DIGITS).map(|digit| self.counts[digit][digit]).sum()
    }

    /// The share of right answers, 0 to 1; 0 when there is none at all.
    #[must_use]
    pub(crate) fn accuracy(&self) -> f64 {
        share(self.n_right(), self.n_total())
    }

    /// The 95 % confidence interval of the accuracy.
    #[must_use]
    pub(crate) fn accuracy_interval(&self) -> (f64, f64) {
        wilson_interval(self.n_right(), self.n_total())
    }

    /// For each digit, the share of its drawings that were read as it; `None` for a digit that never was meant.
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

/// Wilson's score interval for `right` of `total`, 95 % (E. B. Wilson, Probable inference, the law of succession, and
/// statistical inference, 1927): sensible also near 100 %, where the usual ± is not.
fn wilson_interval(right: u64, total: u64) -> (f64, f64) {
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

    #[test]
    fn counts_become_shares() {
        let mut confusion = Confusion::default();
        for (meant, read) in [(3, 3), (3, 3), (3, 8), (0, 0)] {
            confusion.add(meant, read);
        }
        let twice = confusion.clone().merge(&confusion);
        assert_eq!((twice.n_right(), twice.n_total()), (6, 8));
        assert_eq!(twice.accuracy(), 0.75);
        assert_eq!(twice.recalls()[0], Some(1.0));
        assert_eq!(twice.recalls()[3], Some(2.0 / 3.0));
        assert_eq!(twice.recalls()[8], None);
        assert_eq!(twice.counts()[3][8], 2);
    }

    #[test]
    fn intervals_are_wilsons() {
        // Known: 0.7225 is the textbook's lower end for 10 of 10; the others from the formula in double precision.
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
