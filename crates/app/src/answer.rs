//! What the ten outputs say: the digit, how sure, and the runner-up; or that the network is not sure.

use crate::number::percent;

/// The reading of one drawing.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Answer {
    /// The brightest output: the digit read, or while the network is not sure, its best guess.
    pub digit: usize,
    /// Whether the brightest output reaches the model's threshold.
    pub is_sure: bool,
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
    ///
    /// Below `rejection_threshold` the best is a mere guess; without a threshold every answer is sure.
    pub fn from_outputs(outputs: &[f32], rejection_threshold: Option<f32>) -> Option<Answer> {
        let brightest_but = |passed_over: Option<usize>| {
            let candidates =
                outputs.iter().copied().enumerate().filter(|(digit, _)| Some(*digit) != passed_over);
            candidates.max_by(|(_, a), (_, b)| a.total_cmp(b))
        };
        let (digit, best) = brightest_but(None).filter(|(_, best)| best.is_finite())?;
        let (runner_up, second) = brightest_but(Some(digit))?;
        Some(Answer {
            digit,
            is_sure: rejection_threshold.is_none_or(|threshold| best >= threshold),
            confidence: best.clamp(0.0, 1.0),
            runner_up,
            runner_up_confidence: second.clamp(0.0, 1.0),
        })
    }

    /// The digit read; none while the network is not sure.
    pub fn winner(&self) -> Option<usize> {
        self.is_sure.then_some(self.digit)
    }

    /// What stands for the answer in one character: the digit, or `?`.
    pub fn symbol(&self) -> String {
        self.winner().map_or_else(|| "?".to_owned(), |digit| digit.to_string())
    }

    /// How sure, in words for the eye: `97 % sure`, `not sure`.
    pub fn certainty(&self) -> String {
        if !self.is_sure {
            return "not sure".to_owned();
        }
        let mut text = percent(self.confidence);
        text.push_str(" sure");
        text
    }

    /// What comes next, in words for the eye: the runner-up, `then 8 (2 %)`, or the guess, `perhaps an 8 (31 %)`.
    pub fn second_thought(&self) -> String {
        let (words, digit, confidence) = if self.is_sure {
            ("then ", self.runner_up, self.runner_up_confidence)
        } else {
            (self.perhaps(), self.digit, self.confidence)
        };
        format!("{words}{digit} ({})", percent(confidence))
    }

    /// The whole reading as a sentence, for the ear.
    pub fn sentence(&self) -> String {
        let runner_up = format!("runner-up {}, {}", self.runner_up, percent(self.runner_up_confidence));
        let (digit, confidence) = (self.digit, percent(self.confidence));
        if self.is_sure {
            format!("Reads {digit}, {confidence} sure; {runner_up}.")
        } else {
            format!("Not sure: {}{digit}, {confidence}; {runner_up}.", self.perhaps())
        }
    }

    fn perhaps(&self) -> &'static str {
        if self.digit == 8 { "perhaps an " } else { "perhaps a " }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Outputs of which 3 is the brightest and 8 the next.
    fn outputs(best: f32, second: f32) -> [f32; 10] {
        let mut outputs = [0.01; 10];
        (outputs[3], outputs[8]) = (best, second);
        outputs
    }

    #[test]
    fn the_brightest_output_is_the_answer() {
        let answer = Answer::from_outputs(&outputs(0.97, 0.2), None).expect("ten outputs");
        assert_eq!((answer.winner(), answer.runner_up), (Some(3), 8));
        assert_eq!(answer.confidence, 0.97);
        assert_eq!(answer.second_thought(), "then 8 (20 %)");
        assert_eq!(answer.sentence(), "Reads 3, 97 % sure; runner-up 8, 20 %.");
    }

    #[test]
    fn below_the_threshold_it_is_a_guess() {
        let at = |threshold| Answer::from_outputs(&outputs(0.4, 0.2), threshold).expect("ten outputs");
        for (threshold, symbol) in [(None, "3"), (Some(0.0), "3"), (Some(0.4), "3"), (Some(0.401), "?")] {
            assert_eq!(at(threshold).symbol(), symbol, "{threshold:?}");
            assert_eq!(at(threshold).confidence, 0.4, "{threshold:?}");
        }
        let guess = at(Some(0.5));
        assert_eq!(guess.winner(), None);
        assert_eq!(
            (guess.certainty(), guess.second_thought()),
            ("not sure".into(), "perhaps a 3 (40 %)".into())
        );
        assert_eq!(guess.sentence(), "Not sure: perhaps a 3, 40 %; runner-up 8, 20 %.");
        let eight = Answer::from_outputs(&outputs(0.1, 0.2), Some(0.5)).expect("ten outputs");
        assert_eq!(eight.second_thought(), "perhaps an 8 (20 %)");
    }

    #[test]
    fn odd_outputs_claim_nothing_odd() {
        assert_eq!(Answer::from_outputs(&[], None), None);
        assert_eq!(Answer::from_outputs(&[f32::NAN; 10], None), None);
        let answer = Answer::from_outputs(&[-5.0, 12.0, 3.0], Some(1.0)).expect("three outputs");
        assert_eq!((answer.winner(), answer.confidence, answer.runner_up_confidence), (Some(1), 1.0, 1.0));
    }
}
