//! Networks from elsewhere: what Nielsen's `network2.py` saves, and stacks of linear layers from PyTorch. [`read_model`]
//! tells the formats apart.
//!
//! Such files hold numbers and little else. What they do not say is taken from what is usual: their pictures are MNIST's,
//! so ink becomes pixels as MNIST's authors made them, which is `fit-20` and `centre-of-mass`.

mod error;
mod network2;
mod safetensors;

pub use error::{FieldProblem, ReadModelError};

use digits::{N_PIXELS, Preprocessing};
use nn::{ActivationFn, DMatrix, DVector, Layer, Network};
use serde::Deserialize;
use serde::de::IgnoredAny;

use crate::limits::{self, MAX_MODEL_BYTES, MAX_TEXT_CHARS, N_DIGITS};
use crate::packed::is_packed;
use crate::{Model, ModelError, ModelFileError};

/// The formats that [`read_model`] knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ModelFormat {
    /// Inkling's own; see [`Model::from_json`].
    Inkling,
    /// The same packed; see [`Model::from_packed`].
    Packed,
    /// The JSON that `network2.py` of M. Nielsen's *Neural Networks and Deep Learning* saves. All layers are sigmoid.
    Network2,
    /// A `.safetensors` file of a stack of linear layers, as PyTorch's `nn.Sequential` names them.
    Safetensors,
}

/// A model, and what kind of file it was read from.
#[derive(Debug, Clone, PartialEq)]
pub struct ReadModel {
    /// The model.
    pub model: Model,
    /// What kind of file it was.
    pub format: ModelFormat,
}

/// What tells JSON of one kind from JSON of another.
#[derive(Deserialize)]
struct Marks {
    format: Option<IgnoredAny>,
    sizes: Option<IgnoredAny>,
}

/// Reads a model file of any format that is known, told apart by its bytes. `name` is the file's name, path or address;
/// a model whose file does not name it is called by it.
///
/// # Errors
///
/// [`ReadModelError`] names the field that is wrong and says why.
pub fn read_model(bytes: &[u8], name: &str) -> Result<ReadModel, ReadModelError> {
    if bytes.len() > MAX_MODEL_BYTES {
        return Err(ModelFileError::TooManyBytes { found: bytes.len() }.into());
    }
    if is_packed(bytes) {
        return Ok(ReadModel { model: Model::from_packed(bytes)?, format: ModelFormat::Packed });
    }
    if is_safetensors(bytes) {
        let (network, has_assumed_functions) = safetensors::read(bytes)?;
        let mut model = named(name, network)?;
        model.has_assumed_functions = has_assumed_functions;
        return Ok(ReadModel { model, format: ModelFormat::Safetensors });
    }
    let marks = serde_json::from_slice(bytes);
    if let Ok(Marks { format: None, sizes: Some(_) }) = marks {
        let model = named(name, network2::read(bytes)?)?;
        return Ok(ReadModel { model, format: ModelFormat::Network2 });
    }
    Ok(ReadModel { model: Model::from_json(bytes)?, format: ModelFormat::Inkling })
}

/// Whether these bytes are to be read as a safetensors file: it begins with the length of its header in eight bytes, of
/// which the upper ones are zero, as no byte of JSON is.
fn is_safetensors(bytes: &[u8]) -> bool {
    bytes.get(4..8) == Some(&[0; 4])
}

/// A network with all that its file did not say.
fn named(name: &str, network: Network) -> Result<Model, ReadModelError> {
    let title = network.title();
    Ok(Model::new(short_name(name), title, network, Preprocessing::mnist())?)
}

/// A file's name without folders, ending, and what a model's name must not have.
fn short_name(path: &str) -> String {
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let name = path.trim_end_matches(['/', '\\']).rsplit(['/', '\\']).next().unwrap_or_default();
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| if stem.is_empty() { name } else { stem });
    let short: String = stem.chars().filter(|char| !char.is_control()).take(MAX_TEXT_CHARS).collect();
    if short.is_empty() { "network".to_owned() } else { short }
}

fn field(field: impl Into<String>, problem: FieldProblem) -> ReadModelError {
    ReadModelError::Field { field: field.into(), problem }
}

fn count(found: usize, what: &'static str, expected: usize) -> FieldProblem {
    FieldProblem::Count { found, what, expected }
}

/// Refuses what no model may be, by the name of the field that says the size: `name(0)` that of the inputs.
fn check_sizes(sizes: &[usize], name: impl Fn(usize) -> String) -> Result<(), ReadModelError> {
    limits::check_sizes(sizes).map_err(|error| match error {
        ModelError::InputCount { found } => field(name(0), count(found, "inputs", N_PIXELS)),
        ModelError::NeuronCount { layer_idx, found } => {
            field(name(layer_idx + 1), FieldProblem::Neurons { found })
        }
        ModelError::OutputCount { found } => field(name(sizes.len() - 1), count(found, "outputs", N_DIGITS)),
        other => other.into(),
    })
}

/// A layer of weights that are listed row by row.
fn layer(weights: &[f32], biases: Vec<f32>, function: ActivationFn) -> Result<Layer, ReadModelError> {
    let n_inputs = weights.len() / biases.len().max(1);
    let weights = DMatrix::from_row_slice(biases.len(), n_inputs, weights);
    Ok(Layer::new(weights, DVector::from_vec(biases), function).map_err(ModelError::from)?)
}

#[cfg(test)]
mod tests {
    use super::short_name;

    #[test]
    fn a_model_is_called_by_its_files_name() {
        for (path, expected) in [
            ("net.json", "net"),
            ("a/b\\my.net.safetensors", "my.net"),
            ("https://example.org/nets/deep.json?raw=1#x", "deep"),
            (".json", ".json"),
            ("", "network"),
            ("folder/", "folder"),
            ("two\nlines.json", "twolines"),
        ] {
            assert_eq!(short_name(path), expected);
        }
        assert_eq!(short_name(&"x".repeat(300)).len(), 200);
    }
}
