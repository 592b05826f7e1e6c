//! From a packed model file to a [`Model`]: every field is checked, and nothing is reserved before it is known to be
//! there.

use digits::{N_PIXELS, Preprocessing};
use nn::{DMatrix, DVector, Layer, Network};

use super::bytes::Bytes;
use super::{ACTIVATION_FNS, MAGIC, PackedError, STEPS, VERSION, is_packed, numbers};
use crate::limits::{MAX_MODEL_BYTES, check_sizes};
use crate::{Evaluation, Model, TrainingRecord};

impl Model {
    /// Reads a packed model file of version 1.
    ///
    /// # Errors
    ///
    /// [`PackedError`] says what is wrong; [`PackedError::NotPacked`] where it is a file of another format.
    pub fn from_packed(bytes: &[u8]) -> Result<Model, PackedError> {
        if !is_packed(bytes) {
            return Err(PackedError::NotPacked);
        }
        if bytes.len() > MAX_MODEL_BYTES {
            return Err(PackedError::TooManyBytes { found: bytes.len() });
        }
        let mut bytes = Bytes::new(&bytes[MAGIC.len()..]);
        let version = bytes.byte()?;
        if version != VERSION {
            return Err(PackedError::UnsupportedVersion { found: version });
        }
        let (name, title) = (bytes.text()?, bytes.text()?);
        let preprocessing = read_preprocessing(&mut bytes)?;
        let rejection_threshold = bytes.option(|bytes| share(f32::from_le_bytes(bytes.array()?)))?;
        let training = read_training(&mut bytes)?;
        let evaluation = read_evaluation(&mut bytes)?;
        let has_count = bytes.option(|_| Ok(()))?.is_some();
        let network = read_network(&mut bytes)?;
        if bytes.n_left() > 0 {
            return Err(PackedError::TooLong { found: bytes.n_left() });
        }
        let mut model = Model::new(name, title, network, preprocessing)?;
        model.rejection_threshold = rejection_threshold;
        model.training = training;
        model.evaluation =
            Evaluation { parameters: has_count.then(|| model.network.n_parameters()), ..evaluation };
        Ok(model)
    }
}

fn read_preprocessing(bytes: &mut Bytes) -> Result<Preprocessing, PackedError> {
    let n_steps = bytes.byte()?.into();
    let codes = bytes.take(n_steps)?.iter();
    let names = codes.map(|code| STEPS.get(usize::from(*code)).map(|step| step.name()));
    match names.collect::<Option<Vec<&str>>>() {
        Some(names) => Ok(Preprocessing::from_names(&names)?),
        None => Err(PackedError::Damaged { what: "an unknown preprocessing step" }),
    }
}

fn read_training(bytes: &mut Bytes) -> Result<TrainingRecord, PackedError> {
    let (data, command) = (bytes.option(Bytes::text)?, bytes.option(Bytes::text)?);
    let seed = bytes.option(Bytes::array)?.map(u64::from_le_bytes);
    let epochs = bytes.option(Bytes::array)?.map(u32::from_le_bytes);
    Ok(TrainingRecord { data, seed, epochs, command })
}

/// All but the number of parameters.
fn read_evaluation(bytes: &mut Bytes) -> Result<Evaluation, PackedError> {
    let mut next = || bytes.option(|bytes| share(f64::from_le_bytes(bytes.array()?)));
    Ok(Evaluation {
        mnist_test_accuracy: next()?,
        pen_validation_accuracy: next()?,
        synthetic_accuracy: next()?,
        mnist_calibration_error: next()?,
        pen_calibration_error: next()?,
        non_digits_refused: next()?,
        parameters: None,
    })
}

fn share<T: PartialOrd + From<u8>>(share: T) -> Result<T, PackedError> {
    if share >= T::from(0) && share <= T::from(1) {
        Ok(share)
    } else {
        Err(PackedError::Damaged { what: "a share that is not between 0 and 1" })
    }
}

fn read_network(bytes: &mut Bytes) -> Result<Network, PackedError> {
    let n_layers = bytes.byte()?;
    let (mut functions, mut sizes) = (Vec::new(), vec![N_PIXELS]);
    for _ in 0..n_layers {
        let function = ACTIVATION_FNS.get(usize::from(bytes.byte()?));
        functions.push(*function.ok_or(PackedError::Damaged { what: "an unknown activation function" })?);
        sizes.push(u16::from_le_bytes(bytes.array()?).into());
    }
    check_sizes(&sizes)?;
    let n_numbers = sizes.windows(2).map(|pair| pair[0] * pair[1] + pair[1]).sum();
    let all = numbers::read(n_numbers, bytes)?;
    let mut rest = all.as_slice();
    let mut layers = Vec::with_capacity(functions.len());
    for (function, pair) in functions.into_iter().zip(sizes.windows(2)) {
        let (n_inputs, n_outputs) = (pair[0], pair[1]);
        let (weights, after) = rest.split_at(n_inputs * n_outputs);
        let (biases, after) = after.split_at(n_outputs);
        let weights = DMatrix::from_column_slice(n_outputs, n_inputs, weights);
        layers.push(Layer::new(weights, DVector::from_column_slice(biases), function)?);
        rest = after;
    }
    Ok(Network::new(layers)?)
}
