//! From bytes to a [`ModelFile`]: every field is checked.

use nalgebra::{DMatrix, DVector};

use super::{
    Evaluation, FORMAT, InputSpec, MAX_HIDDEN_LAYERS, MAX_MODEL_BYTES, MAX_NEURONS, MAX_PARAMETERS,
    MAX_TEXT_CHARS, ModelFile, ModelFileError, N_DIGITS, SIDE, TrainingRecord, VERSION, wire,
};
use crate::{ActivationFn, Layer, Network};

/// The most preprocessing steps: far more than there are.
const MAX_STEPS: usize = 16;

impl ModelFile {
    /// Reads a model file of version 1.
    ///
    /// # Errors
    ///
    /// [`ModelFileError`] names what is wrong and where.
    pub fn from_json(bytes: &[u8]) -> Result<Self, ModelFileError> {
        if bytes.len() > MAX_MODEL_BYTES {
            return Err(ModelFileError::TooManyBytes { found: bytes.len() });
        }
        let header: wire::Header = serde_json::from_slice(bytes)?;
        if header.format != FORMAT {
            return Err(ModelFileError::WrongFormat { found: header.format });
        }
        if header.version != VERSION {
            return Err(ModelFileError::UnsupportedVersion { found: header.version });
        }
        let model: wire::Model = serde_json::from_slice(bytes)?;

        check_text("name", &model.name)?;
        check_text("title", &model.title)?;
        let input = read_input(model.input)?;
        let network = read_network(&model.layers)?;
        let evaluation = model.evaluation.map(|wire| read_evaluation(&wire, &network)).transpose()?;
        Ok(ModelFile {
            name: model.name,
            title: model.title,
            input,
            network,
            rejection_threshold: read_threshold(model.rejection_threshold)?,
            training: model.training.map(read_training).transpose()?,
            evaluation,
        })
    }
}

fn check_text(field: &'static str, text: &str) -> Result<(), ModelFileError> {
    let n_chars = text.chars().count();
    if n_chars == 0 || n_chars > MAX_TEXT_CHARS || text.chars().any(char::is_control) {
        return Err(ModelFileError::BadText { field, max_chars: MAX_TEXT_CHARS });
    }
    Ok(())
}

fn read_input(wire: wire::Input) -> Result<InputSpec, ModelFileError> {
    let wire::Input { width, height, preprocessing } = wire;
    if (width, height) != (SIDE as u64, SIDE as u64) {
        return Err(ModelFileError::InputSize { width, height });
    }
    if preprocessing.len() > MAX_STEPS {
        return Err(ModelFileError::TooManySteps { found: preprocessing.len() });
    }
    for step in &preprocessing {
        check_text("preprocessing", step)?;
    }
    Ok(InputSpec::new(preprocessing))
}

fn read_network(wire: &[wire::Layer]) -> Result<Network, ModelFileError> {
    let n_hidden = wire.len().saturating_sub(1);
    if n_hidden == 0 || n_hidden > MAX_HIDDEN_LAYERS {
        return Err(ModelFileError::HiddenLayers { found: n_hidden });
    }
    let mut layers = Vec::with_capacity(wire.len());
    let mut n_inputs = SIDE * SIDE;
    let mut n_parameters = 0;
    for (layer_idx, layer) in wire.iter().enumerate() {
        let layer = read_layer(layer_idx, n_inputs, layer)?;
        n_inputs = layer.n_outputs();
        n_parameters += layer.n_parameters();
        layers.push(layer);
    }
    if n_parameters > MAX_PARAMETERS {
        return Err(ModelFileError::TooManyParameters { found: n_parameters });
    }
    if n_inputs != N_DIGITS {
        return Err(ModelFileError::OutputCount { found: n_inputs });
    }
    Ok(Network::new(layers)?)
}

fn read_layer(layer_idx: usize, n_inputs: usize, wire: &wire::Layer) -> Result<Layer, ModelFileError> {
    let name = wire.activation.as_deref().ok_or(ModelFileError::MissingActivation { layer_idx })?;
    let activation_fn = ActivationFn::from_name(name)
        .ok_or_else(|| ModelFileError::UnknownActivation { layer_idx, found: name.to_owned() })?;

    let n_outputs = wire.biases.len();
    if n_outputs == 0 || n_outputs > MAX_NEURONS {
        return Err(ModelFileError::NeuronCount { layer_idx, found: n_outputs });
    }
    if wire.weights.len() != n_outputs {
        return Err(ModelFileError::RowCount { layer_idx, expected: n_outputs, found: wire.weights.len() });
    }
    for (row, weights) in wire.weights.iter().enumerate() {
        if weights.len() != n_inputs {
            return Err(ModelFileError::RowLength {
                layer_idx,
                row,
                expected: n_inputs,
                found: weights.len(),
            });
        }
        if let Some(column) = weights.iter().position(|weight| !weight.is_finite()) {
            return Err(ModelFileError::NonFiniteWeight { layer_idx, row, column });
        }
    }
    if let Some(row) = wire.biases.iter().position(|bias| !bias.is_finite()) {
        return Err(ModelFileError::NonFiniteBias { layer_idx, row });
    }
    let weights = DMatrix::from_fn(n_outputs, n_inputs, |to, from| wire.weights[to][from]);
    Ok(Layer::new(weights, DVector::from_column_slice(&wire.biases), activation_fn)?)
}

fn read_training(wire: wire::Training) -> Result<TrainingRecord, ModelFileError> {
    let wire::Training { data, seed, epochs, command } = wire;
    let epochs = match epochs {
        Some(found) => Some(u32::try_from(found).map_err(|_| ModelFileError::TooManyEpochs { found })?),
        None => None,
    };
    Ok(TrainingRecord { data, seed, epochs, command })
}

fn read_threshold(threshold: Option<f32>) -> Result<Option<f32>, ModelFileError> {
    check_share("rejection_threshold", threshold.map(f64::from))?;
    Ok(threshold)
}

fn check_share(field: &'static str, share: Option<f64>) -> Result<(), ModelFileError> {
    match share {
        Some(share) if !(0.0..=1.0).contains(&share) => Err(ModelFileError::BadShare { field }),
        _ => Ok(()),
    }
}

fn read_evaluation(wire: &wire::Evaluation, network: &Network) -> Result<Evaluation, ModelFileError> {
    for (field, share) in [
        ("evaluation.mnist_test_accuracy", wire.mnist_test_accuracy),
        ("evaluation.pen_validation_accuracy", wire.pen_validation_accuracy),
        ("evaluation.synthetic_accuracy", wire.synthetic_accuracy),
        ("evaluation.mnist_calibration_error", wire.mnist_calibration_error),
        ("evaluation.pen_calibration_error", wire.pen_calibration_error),
        ("evaluation.non_digits_refused", wire.non_digits_refused),
    ] {
        check_share(field, share)?;
    }
    let found = network.n_parameters();
    if let Some(stated) = wire.parameters
        && stated != found as u64
    {
        return Err(ModelFileError::ParameterCount { stated, found });
    }
    Ok(Evaluation {
        mnist_test_accuracy: wire.mnist_test_accuracy,
        pen_validation_accuracy: wire.pen_validation_accuracy,
        synthetic_accuracy: wire.synthetic_accuracy,
        mnist_calibration_error: wire.mnist_calibration_error,
        pen_calibration_error: wire.pen_calibration_error,
        non_digits_refused: wire.non_digits_refused,
        parameters: wire.parameters.map(|_| found),
    })
}
