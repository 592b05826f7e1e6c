//! The one rule that turns outputs into an answer, wherever a network is asked: the strongest output, of equal ones the
//! first, as NumPy's `argmax` has it. Outputs that are not all finite numbers say nothing.

use thiserror::Error;

/// The outputs of a network are not all finite numbers, so they say nothing. Weights can be finite and yet so large that
/// this happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("this model’s outputs are not usable numbers")]
pub struct NoUsableNumbers;

/// What a network's outputs say of one drawing.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Answer {
    /// The digit of the strongest output: the digit read, or while the network is not sure, its best guess.
    pub digit: usize,
    /// Whether the strongest output reaches the model's threshold.
    pub is_sure: bool,
    /// The strongest output, within 0 to 1.
    pub confidence: f32,
    /// The digit of the second strongest output.
    pub runner_up: usize,
    /// The second strongest output, within 0 to 1.
    pub runner_up_confidence: f32,
}

impl Answer {
    /// Ranks the outputs. The confidence is the output itself, the very number that stands in the neuron; where a
    /// network's outputs do not keep to 0..1 (identity, ReLU, tanh) it is clamped there. `None` when there are no two
    /// outputs to be compared or one of them is not finite.
    ///
    /// Below `rejection_threshold` the strongest is a mere guess; without a threshold every answer is sure.
    pub fn from_outputs(outputs: &[f32], rejection_threshold: Option<f32>) -> Option<Answer> {
        let digit = strongest(outputs)?;
        let runner_up = first_greatest(outputs, Some(digit))?;
        let (best, second) = (outputs[digit], outputs[runner_up]);
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
}

/// The index of the greatest output, of equal ones the first; `None` if there is none or one is not finite.
pub fn strongest(outputs: &[f32]) -> Option<usize> {
    let is_usable = outputs.iter().all(|output| output.is_finite());
    if is_usable { first_greatest(outputs, None) } else { None }
}

fn first_greatest(outputs: &[f32], passed_over: Option<usize>) -> Option<usize> {
    let mut best: Option<usize> = None;
    for (idx, output) in outputs.iter().enumerate() {
        if Some(idx) != passed_over && best.is_none_or(|best| *output > outputs[best]) {
            best = Some(idx);
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Outputs of which 3 is the strongest and 8 the next.
    fn outputs(best: f32, second: f32) -> [f32; 10] {
        let mut outputs = [0.01; 10];
        (outputs[3], outputs[8]) = (best, second);
        outputs
    }

    #[test]
    fn the_strongest_output_is_the_answer() {
        let answer = Answer::from_outputs(&outputs(0.97, 0.2), None).expect("ten outputs");
        assert_eq!((answer.winner(), answer.runner_up), (Some(3), 8));
        assert_eq!((answer.confidence, answer.runner_up_confidence), (0.97, 0.2));
    }

    #[test]
    fn below_the_threshold_it_is_a_guess() {
        let at = |threshold| Answer::from_outputs(&outputs(0.4, 0.2), threshold).expect("ten outputs");
        for (threshold, winner) in
            [(None, Some(3)), (Some(0.0), Some(3)), (Some(0.4), Some(3)), (Some(0.401), None)]
        {
            assert_eq!((at(threshold).winner(), at(threshold).digit), (winner, 3), "{threshold:?}");
            assert_eq!(at(threshold).confidence, 0.4, "{threshold:?}");
        }
    }

    #[test]
    fn of_equal_outputs_the_first_is_the_strongest_and_the_next_the_runner_up() {
        for (outputs, expected) in [
            (&[0.1, 0.9, 0.2][..], (1, 2)),
            (&[0.5, 0.5, 0.2], (0, 1)),
            (&[0.2, 0.5, 0.5, 0.5], (1, 2)),
            (&[0.0, -0.0], (0, 1)),
            (&[0.3; 10], (0, 1)),
        ] {
            let answer = Answer::from_outputs(outputs, None).expect("an answer");
            assert_eq!((answer.digit, answer.runner_up), expected, "{outputs:?}");
            assert_eq!(strongest(outputs), Some(expected.0));
        }
    }

    #[test]
    fn odd_outputs_claim_nothing_odd() {
        for outputs in
            [&[][..], &[f32::NAN; 10], &[0.5, f32::NAN], &[f32::INFINITY, 0.0], &[f32::NEG_INFINITY, 0.0]]
        {
            assert_eq!(Answer::from_outputs(outputs, None), None, "{outputs:?}");
            assert_eq!(strongest(outputs), None, "{outputs:?}");
        }
        assert_eq!(Answer::from_outputs(&[0.5], None), None, "nothing to compare with");
        let answer = Answer::from_outputs(&[-5.0, 12.0, 3.0], Some(1.0)).expect("three outputs");
        assert_eq!((answer.winner(), answer.confidence, answer.runner_up_confidence), (Some(1), 1.0, 1.0));
        let answer = Answer::from_outputs(&[-3.0, -2.0, -1.0], None).expect("three outputs");
        assert_eq!((answer.digit, answer.confidence), (2, 0.0));
    }
}
