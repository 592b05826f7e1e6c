//! What the ten outputs say: the digit, how sure, and the runner-up.

use crate::number::percent;

/// The reading of one drawing.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Answer {
    /// The brightest output.
    pub digit: usize,
    /// Its share of certainty, 0 to 1: see [`Answer::from_outputs`].
    pub confidence: f32,
    /// The second brightest.
    pub runner_up: usize,
    /// Its share of certainty, 0 to 1.
    pub runner_up_confidence: f32,
}

impl Answer {
    /// Ranks the outputs. The confidence is the output itself, the very number that stands in the neuron; where a
    /// network's outputs do not keep to 0..1 (identity, ReLU, tanh) it is clamped there. `None` when two outputs are
    /// not there to be compared or the best is not a number.
    pub fn from_outputs(outputs: &[f32]) -> Option<Answer> {
        let brightest_but = |passed_over: Option<usize>| {
            let candidates =
                outputs.iter().copied().enumerate().filter(|(digit, _)| Some(*digit) != passed_over);
            candidates.max_by(|(_, a), (_, b)| a.total_cmp(b))
        };
        let (digit, best) = brightest_but(None).filter(|(_, best)| best.is_finite())?;
        let (runner_up, second) = brightest_but(Some(digit))?;
        Some(Answer {
            digit,
            confidence: best.clamp(0.0, 1.0),
            runner_up,
            runner_up_confidence: second.clamp(0.0, 1.0),
        })
    }

    /// How sure, in words for the eye: `97 % sure`.
    pub fn certainty(&self) -> String {
        let mut text = percent(self.confidence);
        text.push_str(" sure");
        text
    }

    /// The runner-up, in words for the eye: `then 8 (2 %)`.
    pub fn runner_up_text(&self) -> String {
        format!("then {} ({})", self.runner_up, percent(self.runner_up_confidence))
    }

    /// The whole reading as a sentence, for the ear.
    pub fn sentence(&self) -> String {
        format!(
            "Reads {}, {} sure; runner-up {}, {}.",
            self.digit,
            percent(self.confidence),
            self.runner_up,
            percent(self.runner_up_confidence)
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_brightest_output_is_the_answer() {
        let mut outputs = [0.01; 10];
        outputs[3] = 0.97;
        outputs[8] = 0.2;
        let answer = Answer::from_outputs(&outputs).expect("ten outputs");
        assert_eq!((answer.digit, answer.runner_up), (3, 8));
        assert_eq!(answer.confidence, 0.97);
        assert_eq!(answer.sentence(), "Reads 3, 97 % sure; runner-up 8, 20 %.");
    }

    #[test]
    fn odd_outputs_claim_nothing_odd() {
        assert_eq!(Answer::from_outputs(&[]), None);
        assert_eq!(Answer::from_outputs(&[f32::NAN; 10]), None);
        let answer = Answer::from_outputs(&[-5.0, 12.0, 3.0]).expect("three outputs");
        assert_eq!((answer.digit, answer.confidence, answer.runner_up_confidence), (1, 1.0, 1.0));
    }
}
