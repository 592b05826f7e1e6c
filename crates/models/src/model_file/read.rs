//! From JSON to a [`Model`]: every field is checked.

use digits::{N_PIXELS, Preprocessing, SIDE};
use nn::{ActivationFn, DMatrix, DVector, Layer, Network};

use super::{FORMAT, ModelFileError, VERSION, wire};
use crate::limits::{MAX_MODEL_BYTES, check_sizes};
use crate::{Evaluation, Model, TrainingRecord};

impl Model {
    /// Reads a model file of version 1. Fields that are not known are passed over.
    ///
    /// # Errors
    ///
    /// [`ModelFileError`] names what is wrong and where.
    pub fn from_json(bytes: &[u8]) -> Result<Model, ModelFileError> {
        if bytes.len() > MAX_MODEL_BYTES {
            return Err(ModelFileError::TooManyBytes { found: bytes.len() });
        }
        let header: wire::Header = serde_json::from_slice(bytes).map_err(ModelFileError::Malformed)?;
        if header.format != FORMAT {
            return Err(ModelFileError::WrongFormat { found: header.format });
        }
        if header.version != VERSION {
            return Err(ModelFileError::UnsupportedVersion { found: header.version });
        }
        let wire: wire::Model = serde_json::from_slice(bytes).map_err(ModelFileError::Malformed)?;

        let preprocessing = read_preprocessing(&wire.input)?;
        let network = read_network(&wire.layers)?;
        let mut model = Model::new(wire.name, wire.title, network, preprocessing)?;
        model.rejection_threshold = read_threshold(wire.rejection_threshold)?;
        model.training = wire.training.map(read_training).transpose()?.unwrap_or_default();
        if let Some(evaluation) = wire.evaluation {
            model.evaluation = read_evaluation(&evaluation, &model.network)?;
        }
        Ok(model)
    }
}

fn read_preprocessing(wire: &wire::Input) -> Result<Preprocessing, ModelFileError> {
    let (width, height) = (wire.width, wire.height);
    if (width, height) != (SIDE as u64, SIDE as u64) {
        return Err(ModelFileError::InputSize { width, height });
    }
    Ok(Preprocessing::from_names(&wire.preprocessing)?)
}

fn read_network(wire: &[wire::Layer]) -> Result<Network, ModelFileError> {
    let sizes: Vec<usize> =
        [N_PIXELS].into_iter().chain(wire.iter().map(|layer| layer.biases.len())).collect();
    check_sizes(&sizes)?;
    let layers = wire.iter().zip(&sizes).enumerate();
    let layers = layers.map(|(layer_idx, (layer, &n_inputs))| read_layer(layer_idx, n_inputs, layer));
    Ok(Network::new(layers.collect::<Result<_, _>>()?)?)
}

fn read_layer(layer_idx: usize, n_inputs: usize, wire: &wire::Layer) -> Result<Layer, ModelFileError> {
    let name = wire.activation.as_deref().ok_or(ModelFileError::MissingActivation { layer_idx })?;
    let activation_fn = ActivationFn::from_name(name)
        .ok_or_else(|| ModelFileError::UnknownActivation { layer_idx, found: name.to_owned() })?;

    let n_outputs = wire.biases.len();
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
