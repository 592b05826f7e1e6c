//! `.safetensors` of a stack of linear layers, as PyTorch's `nn.Sequential` names them: `0.weight`, `0.bias`,
//! `2.weight`, … The numbers are places in the stack; whatever has no weights (functions, dropout, flattening) leaves
//! gaps. A stack that is part of a module has the module's name before them: `layers.0.weight`.
//!
//! Activation functions are no tensors. The file's `__metadata__` may name them as `activation` (of the hidden layers)
//! and `output`; else they are ReLU and softmax, the usual ones where PyTorch learned by cross-entropy.

use std::collections::BTreeMap;

use digits::N_PIXELS;
use nn::{ActivationFn, Network};
use safetensors::tensor::TensorView;
use safetensors::{Dtype, SafeTensors};

use super::{FieldProblem, ReadModelError, check_sizes, count, field, layer};
use crate::ModelError;
use crate::limits::MAX_HIDDEN_LAYERS;

/// A linear layer: the tensors found for it, each with its name.
#[derive(Default)]
struct Linear<'a> {
    weight: Option<(&'a str, TensorView<'a>)>,
    bias: Option<(&'a str, TensorView<'a>)>,
}

/// Reads the network; also whether its activation functions are assumed, because the file does not name both.
pub(super) fn read(bytes: &[u8]) -> Result<(Network, bool), ReadModelError> {
    let (_, metadata) = SafeTensors::read_metadata(bytes).map_err(ReadModelError::NotSafetensors)?;
    let tensors = SafeTensors::deserialize(bytes).map_err(ReadModelError::NotSafetensors)?;
    let stack = stack(&tensors)?;

    let mut sizes = vec![N_PIXELS];
    let mut names = vec![String::new()];
    for linear in &stack {
        let (name, shape) = weight_shape(linear)?;
        let expected = sizes[sizes.len() - 1];
        if shape[1] != expected {
            let is_first = sizes.len() == 1;
            let found = shape[1];
            let misfit = FieldProblem::DoesNotFit { found, expected };
            return Err(field(name, if is_first { count(found, "inputs", expected) } else { misfit }));
        }
        sizes.push(shape[0]);
        names.push(name.to_owned());
    }
    check_sizes(&sizes, |at| names[at].clone())?;

    let said = |key: &str| metadata.metadata().as_ref().and_then(|words| words.get(key));
    let hidden = function("activation", said("activation"), false)?;
    let output = function("output", said("output"), true)?;
    let mut layers = Vec::with_capacity(stack.len());
    for (layer_idx, linear) in stack.iter().enumerate() {
        let is_last = layer_idx + 1 == stack.len();
        let function = if is_last {
            output.unwrap_or(ActivationFn::Softmax)
        } else {
            hidden.unwrap_or(ActivationFn::Relu)
        };
        let weights = linear.weight.as_ref().map_or_else(|| Ok(Vec::new()), numbers)?;
        layers.push(layer(&weights, biases(linear, sizes[layer_idx + 1])?, function)?);
    }
    let network = Network::new(layers).map_err(ModelError::from)?;
    Ok((network, hidden.is_none() || output.is_none()))
}

/// The linear layers in the order of their places.
fn stack<'a>(tensors: &'a SafeTensors<'a>) -> Result<Vec<Linear<'a>>, ReadModelError> {
    // The crate's own order is that of a hash map; refusals are to be the same every time.
    let mut named: Vec<_> = tensors.iter().collect();
    named.sort_unstable_by_key(|(name, _)| *name);
    let mut stack: BTreeMap<u32, Linear> = BTreeMap::new();
    let mut first: Option<(&str, &str)> = None;
    for (name, tensor) in named {
        let (prefix, place, kind) = parts(name).ok_or_else(|| field(name, FieldProblem::UnknownTensor))?;
        let (first_prefix, first_name) = *first.get_or_insert((prefix, name));
        if prefix != first_prefix {
            return Err(field(name, FieldProblem::TwoStacks { other: first_name.to_owned() }));
        }
        let linear = stack.entry(place).or_default();
        let slot = match kind {
            Kind::Weight => &mut linear.weight,
            Kind::Bias => &mut linear.bias,
        };
        *slot = Some((name, tensor));
    }
    // Before their shapes are looked at, which for many would be much work for nothing.
    if stack.len() > MAX_HIDDEN_LAYERS + 1 {
        return Err(ModelError::HiddenLayers { found: stack.len() - 1 }.into());
    }
    Ok(stack.into_values().collect())
}

#[derive(Clone, Copy)]
enum Kind {
    Weight,
    Bias,
}

/// `layers.2.weight` is of the stack `layers`, at place 2, and the weight.
fn parts(name: &str) -> Option<(&str, u32, Kind)> {
    let (path, last) = name.rsplit_once('.')?;
    let kind = match last {
        "weight" => Kind::Weight,
        "bias" => Kind::Bias,
        _ => return None,
    };
    let (prefix, place) = path.rsplit_once('.').unwrap_or(("", path));
    // Only as Python writes numbers, so that no two names are of the same place.
    let place: u32 = place.parse().ok().filter(|number: &u32| number.to_string() == place)?;
    Some((prefix, place, kind))
}

/// The name of the layer's weights, and their shape, `(to, from)`.
fn weight_shape<'a>(linear: &'a Linear) -> Result<(&'a str, [usize; 2]), ReadModelError> {
    match (&linear.weight, &linear.bias) {
        (Some((name, tensor)), _) => match *tensor.shape() {
            [to, from] => Ok((name, [to, from])),
            ref shape => Err(field(*name, count(shape.len(), "dimensions", 2))),
        },
        (None, bias) => {
            let name = bias.as_ref().map_or("", |(name, _)| name);
            let missing = name.trim_end_matches("bias").to_owned() + "weight";
            Err(field(name, FieldProblem::NoWeights { missing }))
        }
    }
}

/// The layer's biases; a layer without any adds nothing.
fn biases(linear: &Linear, n_outputs: usize) -> Result<Vec<f32>, ReadModelError> {
    let Some(bias) = &linear.bias else { return Ok(vec![0.0; n_outputs]) };
    match *bias.1.shape() {
        [found] if found == n_outputs => numbers(bias),
        [found] => Err(field(bias.0, count(found, "biases", n_outputs))),
        ref shape => Err(field(bias.0, count(shape.len(), "dimensions", 1))),
    }
}

/// The tensor's numbers, row by row.
fn numbers((name, tensor): &(&str, TensorView)) -> Result<Vec<f32>, ReadModelError> {
    let numbers: Vec<f32> = match tensor.dtype() {
        Dtype::F32 => tensor.data().as_chunks().0.iter().copied().map(f32::from_le_bytes).collect(),
        Dtype::F64 => {
            tensor.data().as_chunks().0.iter().map(|&bytes| f64::from_le_bytes(bytes) as f32).collect()
        }
        other => return Err(field(*name, FieldProblem::NumberType { found: other.to_string() })),
    };
    match numbers.iter().position(|number| !number.is_finite()) {
        Some(at) => Err(field(*name, FieldProblem::NotFinite { at })),
        None => Ok(numbers),
    }
}

fn function(
    key: &str,
    said: Option<&String>,
    is_output: bool,
) -> Result<Option<ActivationFn>, ReadModelError> {
    let Some(word) = said else { return Ok(None) };
    match ActivationFn::from_name(word) {
        Some(function) if is_output || function != ActivationFn::Softmax => Ok(Some(function)),
        _ => {
            let problem = FieldProblem::UnknownFunction { found: word.clone() };
            Err(field(["__metadata__.", key].concat(), problem))
        }
    }
}
