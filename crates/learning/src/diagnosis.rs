//! Why a network has not learned, and what to change.

use std::fmt;

use nn::ActivationFn;

use crate::{Experiment, Measures};

/// A network has learned something if it reads this much more of the held-out images than by chance.
const LEARNED: f32 = 0.15;
/// Most of the labels are wrong from this share on.
const MOSTLY_WRONG: f32 = 0.7;
/// The gradient vanishes if the first layer's is this many times smaller than the last one's.
const VANISHING: f32 = 1000.0;

/// What went wrong in a run that has ended. Its text says what to change.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Diagnosis {
    /// The loss or a weight is no longer a finite number.
    Diverged,
    /// The loss has risen.
    Overshoots,
    /// At least half of a hidden layer's ReLU neurons output 0 for every drawing.
    Dead(StuckNeurons),
    /// At least half of a hidden layer's sigmoid or tanh neurons have next to no slope.
    Saturated(StuckNeurons),
    /// All weights started at 0.
    SameStart,
    /// Most labels are wrong.
    WrongLabels,
    /// The gradient is much smaller in the first layer than in the last.
    VanishingGradient,
    /// The weights decay faster than they grow.
    Decayed,
    /// There is nothing wrong, but not enough of it.
    TooSlow,
    /// There is only one digit to learn.
    OneDigit,
}

/// Neurons of a hidden layer that have stopped learning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StuckNeurons {
    /// The layer, counted from 0.
    pub layer_idx: u16,
    /// How many they are.
    pub n_stuck: u16,
    /// How many the layer has.
    pub n_neurons: u16,
}

impl Diagnosis {
    /// Judges a run by what was measured before the first step and after the last one. `None` if the network has learned.
    #[must_use]
    pub fn of(experiment: &Experiment, first: &Measures, last: &Measures) -> Option<Diagnosis> {
        let n_digits = experiment.data.ways.digits().count();
        if n_digits == 1 {
            return Some(Diagnosis::OneDigit);
        }
        let stuck = stuck(experiment, last);
        // Dead neurons are lost to a network that learns without them, too.
        if let (Some(stuck), ActivationFn::Relu) = (stuck, experiment.network.hidden_fn) {
            return Some(Diagnosis::Dead(stuck));
        }
        if last.held_out.accuracy >= 1.0 / n_digits as f32 + LEARNED {
            return None;
        }
        let gradient = |layer_idx: usize| last.layers[layer_idx].gradient;
        let is_vanishing = gradient(0) * VANISHING < gradient(last.layers.len() - 1);
        Some(if experiment.network.spread == 0.0 && !experiment.network.hidden.is_empty() {
            Diagnosis::SameStart
        } else if experiment.data.wrong_labels >= MOSTLY_WRONG {
            Diagnosis::WrongLabels
        } else if let Some(stuck) = stuck {
            Diagnosis::Saturated(stuck)
        } else if last.training.loss > first.training.loss {
            Diagnosis::Overshoots
        } else if experiment.training.weight_decay > 0.0 {
            Diagnosis::Decayed
        } else if is_vanishing {
            Diagnosis::VanishingGradient
        } else {
            Diagnosis::TooSlow
        })
    }
}

/// The first hidden layer in which at least half of the neurons are stuck.
fn stuck(experiment: &Experiment, last: &Measures) -> Option<StuckNeurons> {
    let layers = (0..).zip(last.layers.iter().zip(&experiment.network.hidden));
    let stuck = layers.map(|(layer_idx, (layer, n_neurons))| StuckNeurons {
        layer_idx,
        n_stuck: layer.stuck.len() as u16,
        n_neurons: *n_neurons as u16,
    });
    stuck.into_iter().find(|stuck| 2 * stuck.n_stuck >= stuck.n_neurons)
}

impl fmt::Display for Diagnosis {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = match self {
            Diagnosis::Diverged => {
                "Training diverged: the numbers became too large to compute with. Lower the learning rate."
            }
            Diagnosis::Overshoots => {
                "The loss went up instead of down: the steps are too large. Lower the learning rate."
            }
            Diagnosis::Dead(stuck) => {
                return write!(
                    formatter,
                    "{stuck} are dead: they output 0 for every drawing, so they get no gradient and cannot recover. Lower the learning rate, or try another seed."
                );
            }
            Diagnosis::Saturated(stuck) => {
                return write!(
                    formatter,
                    "{stuck} are saturated: their curve is flat there, so almost no gradient gets through. Lower the initial spread or the learning rate."
                );
            }
            Diagnosis::SameStart => {
                "All weights started at 0, so all neurons of a layer get the same gradient and stay alike. Raise the initial spread."
            }
            Diagnosis::WrongLabels => {
                "Most labels are wrong, so the network learns the wrong digits. Lower the share of wrong labels."
            }
            Diagnosis::VanishingGradient => {
                "The gradient vanishes on its way back: almost nothing of it reaches the first layer. Use fewer layers, ReLU or Adam."
            }
            Diagnosis::Decayed => {
                "The network learned next to nothing: weight decay shrinks the weights faster than they grow. Lower it."
            }
            Diagnosis::TooSlow => {
                "The network learned next to nothing in this time. Raise the learning rate, or train for more epochs."
            }
            Diagnosis::OneDigit => {
                "There is only one digit to learn, so the network can give the same answer every time. Add another digit."
            }
        };
        formatter.write_str(text)
    }
}

impl fmt::Display for StuckNeurons {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let StuckNeurons { layer_idx, n_stuck, n_neurons } = self;
        write!(formatter, "{n_stuck} of the {n_neurons} neurons in hidden layer {}", layer_idx + 1)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use digits::synthetic::Ways;
    use nn::{ActivationFn, UpdateRule};

    use super::{Diagnosis, StuckNeurons};
    use crate::test_support::experiment;
    use crate::{DrawingMaker, Experiment, Recording};

    fn diagnosis(change: impl Fn(&mut Experiment)) -> Option<Diagnosis> {
        let mut experiment = experiment();
        change(&mut experiment);
        let mut maker = DrawingMaker::new(experiment.data.clone());
        maker.make(2_000);
        let mut recording = Recording::new(experiment, Arc::new(maker.into_data())).unwrap();
        while recording.end().is_none() {
            recording.advance(100);
        }
        recording.diagnosis()
    }

    #[test]
    fn runs_that_learn_have_no_diagnosis() {
        assert_eq!(diagnosis(|_| ()), None);
        assert_eq!(diagnosis(|e| e.network.hidden_fn = ActivationFn::Tanh), None);
    }

    #[test]
    fn runs_that_do_not_learn_say_why() {
        let slow = |e: &mut Experiment| e.training.learning_rate = 1e-7;
        assert_eq!(diagnosis(slow), Some(Diagnosis::TooSlow));
        let same_start = |e: &mut Experiment| {
            e.network.spread = 0.0;
            e.network.hidden_fn = ActivationFn::Sigmoid;
            e.training.update_rule = UpdateRule::SGD;
        };
        assert_eq!(diagnosis(same_start), Some(Diagnosis::SameStart));
        assert_eq!(diagnosis(|e| e.data.wrong_labels = 1.0), Some(Diagnosis::WrongLabels));
        let one_digit = |e: &mut Experiment| {
            e.data.ways = Ways::from_bits([0, 0, 0, 0, 0, u16::MAX, 0, 0, 0, 0]);
        };
        assert_eq!(diagnosis(one_digit), Some(Diagnosis::OneDigit));
        let deep = |e: &mut Experiment| {
            e.network.hidden = vec![16; 6];
            e.network.hidden_fn = ActivationFn::Sigmoid;
            e.training.update_rule = UpdateRule::SGD;
        };
        assert_eq!(diagnosis(deep), Some(Diagnosis::VanishingGradient));
        let decayed = |e: &mut Experiment| {
            e.training.weight_decay = 0.99;
            e.training.update_rule = UpdateRule::SGD;
        };
        assert_eq!(diagnosis(decayed), Some(Diagnosis::Decayed));
    }

    #[test]
    fn stuck_neurons_are_counted_in_the_text() {
        let dead = |e: &mut Experiment| {
            e.training.learning_rate = 100.0;
        };
        let Some(Diagnosis::Dead(stuck)) = diagnosis(dead) else { panic!("{:?}", diagnosis(dead)) };
        assert!(stuck.to_string().starts_with(&format!("{} of the 8 neurons", stuck.n_stuck)));
        let saturated = |e: &mut Experiment| {
            e.network.hidden_fn = ActivationFn::Tanh;
            e.network.spread = 1e4;
            e.training.learning_rate = 1e-4;
        };
        let found = diagnosis(saturated);
        assert!(matches!(found, Some(Diagnosis::Saturated(StuckNeurons { layer_idx: 0, .. }))), "{found:?}");
    }
}
