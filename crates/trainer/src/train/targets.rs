//! What a network is to answer: the digit meant, softened or mixed with what larger networks answer.

use models::N_DIGITS;
use nn::{ForwardPass, Network};

/// How the ten targets of a sample come about.
#[derive(Clone, Debug, Default)]
pub(crate) struct Targets {
    /// So much of each target is spread over all digits evenly: label smoothing (C. Szegedy et al., Rethinking the inception
    /// architecture for computer vision, 2016). 0 for none.
    pub(crate) smoothing: f32,
    /// What every output is to be where there is no digit.
    pub(crate) of_non_digits: f32,
    /// Networks whose mean answer to the same image is learned from: distillation (G. Hinton, O. Vinyals, J. Dean, Distilling
    /// the knowledge in a neural network, 2015).
    pub(crate) teachers: Vec<Network>,
    /// How much of each target is the teachers', 0 to 1, where there are any.
    pub(crate) teachers_share: f32,
}

impl Targets {
    /// Working memory for [`Targets::write`].
    pub(crate) fn scratch(&self) -> Vec<ForwardPass> {
        self.teachers.iter().map(ForwardPass::for_network).collect()
    }

    /// Writes the targets of a sample: `label` is the digit meant, if it is one, `input` its image.
    ///
    /// # Shapes
    ///
    /// `input` is 784, `target` is 10.
    pub(crate) fn write(
        &self,
        label: Option<u8>,
        input: &[f32],
        scratch: &mut [ForwardPass],
        target: &mut [f32],
    ) {
        match label {
            Some(digit) => {
                target.fill(self.smoothing / N_DIGITS as f32);
                target[usize::from(digit)] += 1.0 - self.smoothing;
            }
            None => target.fill(self.of_non_digits),
        }
        if self.teachers.is_empty() {
            return;
        }
        for output in &mut *target {
            *output *= 1.0 - self.teachers_share;
        }
        let share = self.teachers_share / self.teachers.len() as f32;
        for (teacher, pass) in self.teachers.iter().zip(scratch) {
            teacher.forward(input, pass);
            for (target, answer) in target.iter_mut().zip(pass.output()) {
                *target += share * answer;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use nn::ActivationFn::{Relu, Softmax};

    use super::*;

    fn targets_of(targets: &Targets, label: Option<u8>) -> Vec<f32> {
        let mut written = vec![f32::NAN; N_DIGITS];
        targets.write(label, &[0.5; 784], &mut targets.scratch(), &mut written);
        written
    }

    #[test]
    fn a_digit_is_one_output_and_what_is_none_has_its_own_targets() {
        let targets = Targets { of_non_digits: 0.1, ..Targets::default() };
        let expected: Vec<f32> = (0..10).map(|digit| if digit == 3 { 1.0 } else { 0.0 }).collect();
        assert_eq!(targets_of(&targets, Some(3)), expected);
        assert_eq!(targets_of(&targets, None), [0.1; 10]);
    }

    #[test]
    fn smoothing_takes_from_the_digit_and_gives_to_all() {
        let written = targets_of(&Targets { smoothing: 0.1, ..Targets::default() }, Some(0));
        assert!((written[0] - 0.91).abs() < 1e-6 && (written[9] - 0.01).abs() < 1e-6, "{written:?}");
    }

    #[test]
    fn teachers_are_averaged_and_mixed_with_the_label() {
        let teacher = |seed| Network::random(&[784, 4, 10], Relu, Softmax, seed).unwrap();
        let answer = |network: &Network| {
            let mut pass = ForwardPass::for_network(network);
            network.forward(&[0.5; 784], &mut pass);
            pass.output().to_vec()
        };
        let teachers = vec![teacher(1), teacher(2)];
        let (first, second) = (answer(&teachers[0]), answer(&teachers[1]));
        let written = targets_of(&Targets { teachers, teachers_share: 0.75, ..Targets::default() }, Some(2));
        for digit in 0..N_DIGITS {
            let label = if digit == 2 { 0.25 } else { 0.0 };
            let expected = label + 0.75 * (first[digit] + second[digit]) / 2.0;
            assert!((written[digit] - expected).abs() < 1e-6, "{digit}: {written:?}");
        }
    }
}
