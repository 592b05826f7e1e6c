//! A weight or bias, identified by its indices or by a single number. As text it is `LAYER:NEURON:INPUT`, without the
//! input for a bias: `0:3:`.

use std::fmt;
use std::str::FromStr;

use nn::Network;
use thiserror::Error;

/// A weight or a bias.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Parameter {
    /// Index of its layer; 0 is the first after the input.
    pub layer_idx: usize,
    /// Index of its neuron.
    pub to: usize,
    /// Index of the input that it weights; `None` for the bias.
    pub from: Option<usize>,
}

impl Parameter {
    /// Its value; `None` if the network has no such parameter.
    pub fn value(&self, network: &Network) -> Option<f32> {
        let layer = network.layers().get(self.layer_idx).filter(|layer| self.to < layer.n_outputs())?;
        match self.from {
            None => Some(layer.biases()[self.to]),
            Some(from) => (from < layer.n_inputs()).then(|| layer.weights()[(self.to, from)]),
        }
    }

    /// Sets its value. Returns whether the network has such a parameter.
    pub fn set(&self, network: &mut Network, value: f32) -> bool {
        if self.value(network).is_none() {
            return false;
        }
        match self.from {
            None => network.biases_mut(self.layer_idx)[self.to] = value,
            Some(from) => network.weights_mut(self.layer_idx)[(self.to, from)] = value,
        }
        true
    }

    /// Its position among all parameters: by layer, then neuron, each neuron's weights followed by its bias.
    pub fn number(&self, network: &Network) -> Option<usize> {
        self.value(network)?;
        let before: usize = network.layers()[..self.layer_idx].iter().map(nn::Layer::n_parameters).sum();
        let n_inputs = network.layers()[self.layer_idx].n_inputs();
        Some(before + self.to * (n_inputs + 1) + self.from.unwrap_or(n_inputs))
    }

    /// The parameter at a position, the inverse of [`Parameter::number`].
    pub fn of_number(network: &Network, number: usize) -> Option<Parameter> {
        let mut rest = number;
        for (layer_idx, layer) in network.layers().iter().enumerate() {
            if rest < layer.n_parameters() {
                let n_inputs = layer.n_inputs();
                let (to, place) = (rest / (n_inputs + 1), rest % (n_inputs + 1));
                return Some(Parameter { layer_idx, to, from: (place < n_inputs).then_some(place) });
            }
            rest -= layer.n_parameters();
        }
        None
    }
}

impl fmt::Display for Parameter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:", self.layer_idx, self.to)?;
        self.from.map_or(Ok(()), |from| write!(f, "{from}"))
    }
}

/// The text is not of the form `LAYER:NEURON:INPUT`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("expected LAYER:NEURON:INPUT, without the input for a bias")]
pub struct NoParameter;

impl FromStr for Parameter {
    type Err = NoParameter;

    /// Parses `LAYER:NEURON:INPUT`. Whether the network has such a parameter is not checked.
    fn from_str(text: &str) -> Result<Parameter, NoParameter> {
        let number = |text: &str| text.parse::<usize>().map_err(|_| NoParameter);
        let (layer, rest) = text.split_once(':').ok_or(NoParameter)?;
        let (to, from) = rest.split_once(':').ok_or(NoParameter)?;
        let from = if from.is_empty() { None } else { Some(number(from)?) };
        Ok(Parameter { layer_idx: number(layer)?, to: number(to)?, from })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use nn::ActivationFn;

    #[test]
    fn a_knob_is_read_as_it_is_written() {
        for (text, parameter) in [
            ("0:3:783", Parameter { layer_idx: 0, to: 3, from: Some(783) }),
            ("2:0:", Parameter { layer_idx: 2, to: 0, from: None }),
        ] {
            assert_eq!((parameter.to_string().as_str(), text.parse()), (text, Ok(parameter)));
        }
        for text in ["", "1", "1:2", "::", "1:2:3:4", "a:0:0", "0:-1:0", "0: 1:0"] {
            assert_eq!(text.parse::<Parameter>(), Err(NoParameter), "{text}");
        }
    }

    #[test]
    fn every_knob_has_a_number_and_every_number_its_knob() {
        let sigmoid = ActivationFn::Sigmoid;
        let mut network = Network::random(&[5, 3, 2], sigmoid, sigmoid, 1).expect("the shape is right");
        for number in 0..network.n_parameters() {
            let parameter = Parameter::of_number(&network, number).expect("there are as many");
            assert_eq!(parameter.number(&network), Some(number));
            assert!(parameter.set(&mut network, number as f32));
            assert_eq!(parameter.value(&network), Some(number as f32));
        }
        assert_eq!(Parameter::of_number(&network, network.n_parameters()), None);
        assert_eq!(network.layers()[0].biases().as_slice(), [5.0, 11.0, 17.0]);
        assert_eq!(network.layers()[1].weights()[(1, 2)], 24.0);
    }

    #[test]
    fn what_is_not_there_is_not_set() {
        let sigmoid = ActivationFn::Sigmoid;
        let mut network = Network::random(&[5, 3, 2], sigmoid, sigmoid, 1).expect("the shape is right");
        let before = network.clone();
        for (layer_idx, to, from) in [(2, 0, None), (0, 3, None), (1, 0, Some(3))] {
            let parameter = Parameter { layer_idx, to, from };
            assert!(!parameter.set(&mut network, 1.0));
            assert_eq!((parameter.value(&network), parameter.number(&network)), (None, None));
        }
        assert_eq!(network, before);
    }
}
