//! The JSON that `network2.py` saves: `sizes`, and for each layer rows of weights and columns of one bias each.
//!
//! Source: M. Nielsen, *Neural Networks and Deep Learning* (2015), chapter 3. Its `cost` matters to training alone.

use nn::{ActivationFn, Network};
use serde::Deserialize;

use super::{FieldProblem, ReadModelError, check_sizes, count, field, layer};
use crate::ModelError;

/// The file, with nothing checked but the kinds of its values.
#[derive(Deserialize)]
struct Wire {
    sizes: Vec<u64>,
    /// For each layer a row for each neuron.
    weights: Vec<Vec<Vec<f32>>>,
    /// For each layer a list of one number for each neuron.
    biases: Vec<Vec<Vec<f32>>>,
}

/// Reads the network.
pub(super) fn read(bytes: &[u8]) -> Result<Network, ReadModelError> {
    let wire: Wire = serde_json::from_slice(bytes).map_err(ReadModelError::NotNetwork2)?;
    let sizes: Vec<usize> =
        wire.sizes.iter().map(|&size| usize::try_from(size).unwrap_or(usize::MAX)).collect();
    check_sizes(&sizes, |at| format!("sizes[{at}]"))?;
    let n_layers = sizes.len() - 1;
    for (name, found) in [("weights", wire.weights.len()), ("biases", wire.biases.len())] {
        if found != n_layers {
            return Err(field(name, count(found, "layers", n_layers)));
        }
    }
    let mut layers = Vec::with_capacity(n_layers);
    for (layer_idx, (rows, biases)) in wire.weights.iter().zip(&wire.biases).enumerate() {
        let (n_inputs, n_outputs) = (sizes[layer_idx], sizes[layer_idx + 1]);
        let weights = numbers(&format!("weights[{layer_idx}]"), rows, n_outputs, n_inputs)?;
        let biases = numbers(&format!("biases[{layer_idx}]"), biases, n_outputs, 1)?;
        layers.push(layer(&weights, biases, ActivationFn::Sigmoid)?);
    }
    Ok(Network::new(layers).map_err(ModelError::from)?)
}

/// All numbers of a list of rows, one after the other.
fn numbers(
    name: &str,
    rows: &[Vec<f32>],
    n_rows: usize,
    n_columns: usize,
) -> Result<Vec<f32>, ReadModelError> {
    if rows.len() != n_rows {
        return Err(field(name, count(rows.len(), "rows", n_rows)));
    }
    for (row_idx, row) in rows.iter().enumerate() {
        let problem = if row.len() != n_columns {
            Some(count(row.len(), "numbers", n_columns))
        } else {
            row.iter().position(|number| !number.is_finite()).map(|at| FieldProblem::NotFinite { at })
        };
        if let Some(problem) = problem {
            return Err(field(format!("{name}[{row_idx}]"), problem));
        }
    }
    Ok(rows.concat())
}
