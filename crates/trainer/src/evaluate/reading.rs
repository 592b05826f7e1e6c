//! A network's answer to one image, and whether it is right.

use anyhow::Result;
use models::{NoUsableNumbers, strongest};

/// A network's answer to one image.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Answer {
    /// The digit of the strongest output.
    pub(crate) digit: usize,
    /// That output, clamped to 0..1: what the page shows as confidence.
    pub(crate) confidence: f32,
}

/// A label, and what a network answered.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Reading {
    /// The label, 0 to 9.
    pub(crate) meant: u8,
    /// The answer.
    pub(crate) answer: Answer,
}

impl Answer {
    /// The strongest output.
    ///
    /// # Errors
    ///
    /// If an output is not a finite number.
    pub(crate) fn from_outputs(outputs: &[f32]) -> Result<Self> {
        let digit = strongest(outputs).ok_or(NoUsableNumbers)?;
        Ok(Self { digit, confidence: outputs[digit].clamp(0.0, 1.0) })
    }
}

impl Reading {
    /// Whether the answer is the label.
    #[must_use]
    pub(crate) fn is_right(self) -> bool {
        self.answer.digit == usize::from(self.meant)
    }

    /// The answer's confidence, and whether it was right.
    #[must_use]
    pub(crate) fn confidence_and_right(&self) -> (f32, bool) {
        (self.answer.confidence, self.is_right())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_strongest_output_is_the_answer() {
        for (outputs, digit, confidence) in [
            ([0.1, 0.9, 0.2], 1, 0.9),
            ([0.5, 0.5, 0.2], 0, 0.5),
            ([-3.0, -2.0, -1.0], 2, 0.0),
            ([7.0, 12.0, 3.0], 1, 1.0),
        ] {
            assert_eq!(Answer::from_outputs(&outputs).unwrap(), Answer { digit, confidence });
        }
        let error = Answer::from_outputs(&[0.5, f32::NAN, 0.1]).unwrap_err();
        assert!(error.is::<NoUsableNumbers>(), "{error}");
    }
}
