//! The targets of training: the label, possibly smoothed or mixed with the outputs of larger networks.

use models::N_DIGITS;
use nn::{ForwardPass, Network};

/// How the ten targets of a sample are made.
#[derive(Debug, Clone, Default)]
pub struct Targets {
    /// Label smoothing: the fraction of each target that is spread evenly over all digits (C. Szegedy et al., Rethinking the
    /// inception architecture for computer vision, 2016). 0 for none.
    pub smoothing: f32,
    /// The target of every output for a drawing that is not a digit.
    pub non_digit: f32,
    /// Distillation: networks whose mean output for the same image is part of the target (G. Hinton, O. Vinyals, J. Dean,
    /// Distilling the knowledge in a neural network, 2015).
    pub teachers: Vec<Network>,
    /// The fraction of each target that comes from the teachers, if there are any, from 0 to 1.
    pub teacher_share: f32,
}

impl Targets {
    /// Creates the buffers for [`Targets::write`].
    pub(crate) fn passes(&self) -> Vec<ForwardPass> {
        self.teachers.iter().map(ForwardPass::for_network).collect()
    }

    /// Writes the targets of a sample. `label` is its digit, or `None` if it is not a digit; `input` is its image.
    ///
    /// # Shapes
    ///
    /// `input` has 784 numbers, `target` has 10.
    pub(crate) fn write(
        &self,
        label: Option<u8>,
        input: &[f32],
        passes: &mut [ForwardPass],
        target: &mut [f32],
    ) {
        match label {
            Some(digit) => {
                target.fill(self.smoothing / N_DIGITS as f32);
                target[usize::from(digit)] += 1.0 - self.smoothing;
            }
            None => target.fill(self.non_digit),
        }
        if self.teachers.is_empty() {
            return;
        }
        for output in &mut *target {
            *output *= 1.0 - self.teacher_share;
        }
        let share = self.teacher_share / self.teachers.len() as f32;
        for (teacher, pass) in self.teachers.iter().zip(passes) {
            teacher.forward(input, pass);
            for (target, output) in target.iter_mut().zip(pass.output()) {
                *target += share * output;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use models::N_DIGITS;
    use nn::ActivationFn::{Relu, Softmax};
    use nn::{ForwardPass, Network};

    use super::Targets;

    fn targets_of(targets: &Targets, label: Option<u8>) -> Vec<f32> {
        let mut written = vec![f32::NAN; N_DIGITS];
        targets.write(label, &[0.5; 784], &mut targets.passes(), &mut written);
        written
    }

    #[test]
    fn digits_are_one_hot_and_non_digits_have_targets_of_their_own() {
        let targets = Targets { non_digit: 0.1, ..Targets::default() };
        let expected: Vec<f32> = (0..10).map(|digit| if digit == 3 { 1.0 } else { 0.0 }).collect();
        assert_eq!(targets_of(&targets, Some(3)), expected);
        assert_eq!(targets_of(&targets, None), [0.1; 10]);
    }

    #[test]
    fn smoothing_moves_part_of_the_target_from_the_label_to_all_digits() {
        let written = targets_of(&Targets { smoothing: 0.1, ..Targets::default() }, Some(0));
        assert!((written[0] - 0.91).abs() < 1e-6 && (written[9] - 0.01).abs() < 1e-6, "{written:?}");
    }

    #[test]
    fn teachers_are_averaged_and_mixed_with_the_label() {
        let teacher = |seed| Network::random(&[784, 4, 10], Relu, Softmax, seed).unwrap();
        let output = |network: &Network| {
            let mut pass = ForwardPass::for_network(network);
            network.forward(&[0.5; 784], &mut pass);
            pass.output().to_vec()
        };
        let teachers = vec![teacher(1), teacher(2)];
        let (first, second) = (output(&teachers[0]), output(&teachers[1]));
        let written = targets_of(&Targets { teachers, teacher_share: 0.75, ..Targets::default() }, Some(2));
        for digit in 0..N_DIGITS {
            let label = if digit == 2 { 0.25 } else { 0.0 };
            let expected = label + 0.75 * (first[digit] + second[digit]) / 2.0;
            assert!((written[digit] - expected).abs() < 1e-6, "{digit}: {written:?}");
        }
    }
}
