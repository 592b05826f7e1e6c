//! A network's answer to one image, and whether it is right.

use models::strongest;

/// A network's answer to one image.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Answer {
    /// The digit of the strongest output.
    pub(crate) digit: usize,
    /// That output, within 0..1: what the page shows as confidence.
    pub(crate) confidence: f32,
}

/// What was meant, and what a network took it for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Reading {
    /// The digit meant, 0 to 9.
    pub(crate) meant: u8,
    /// What was answered.
    pub(crate) answer: Answer,
}

impl Answer {
    /// What the outputs say; outputs that say nothing count as a zero of which the network is not sure at all.
    #[must_use]
    pub(crate) fn from_outputs(outputs: &[f32]) -> Self {
        match strongest(outputs) {
            Some(digit) => Self { digit, confidence: outputs[digit].clamp(0.0, 1.0) },
            None => Self { digit: 0, confidence: 0.0 },
        }
    }
}

impl Reading {
    /// Whether the digit meant was answered.
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
            ([f32::NAN; 3], 0, 0.0),
        ] {
            assert_eq!(Answer::from_outputs(&outputs), Answer { digit, confidence });
        }
    }
}
