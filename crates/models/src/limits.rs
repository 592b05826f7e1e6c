//! What a model must be like and how large it may be, whatever file it comes from.

use digits::N_PIXELS;

use crate::ModelError;

/// The outputs of a network that reads digits.
pub const N_DIGITS: usize = 10;
/// A larger file is refused before it is parsed.
pub const MAX_MODEL_BYTES: usize = 64 * 1024 * 1024;
/// The most hidden layers a model may have.
pub const MAX_HIDDEN_LAYERS: usize = 6;
/// The most neurons a layer of a model may have.
pub const MAX_NEURONS: usize = 1024;
/// The most weights and biases a model may have, all layers together.
pub const MAX_PARAMETERS: usize = 4_000_000;
/// The most characters of a name or a title.
pub(crate) const MAX_TEXT_CHARS: usize = 200;

/// Checks the sizes of a network's layers, the inputs first.
pub(crate) fn check_sizes(sizes: &[usize]) -> Result<(), ModelError> {
    let n_hidden = sizes.len().saturating_sub(2);
    if n_hidden == 0 || n_hidden > MAX_HIDDEN_LAYERS {
        return Err(ModelError::HiddenLayers { found: n_hidden });
    }
    if sizes[0] != N_PIXELS {
        return Err(ModelError::InputCount { found: sizes[0] });
    }
    for (layer_idx, &found) in sizes[1..].iter().enumerate() {
        if found == 0 || found > MAX_NEURONS {
            return Err(ModelError::NeuronCount { layer_idx, found });
        }
    }
    let n_outputs = sizes[sizes.len() - 1];
    if n_outputs != N_DIGITS {
        return Err(ModelError::OutputCount { found: n_outputs });
    }
    let n_parameters = sizes.windows(2).map(|pair| pair[0] * pair[1] + pair[1]).sum();
    if n_parameters > MAX_PARAMETERS {
        return Err(ModelError::TooManyParameters { found: n_parameters });
    }
    Ok(())
}

/// Checks a name or a title.
pub(crate) fn check_text(field: &'static str, text: &str) -> Result<(), ModelError> {
    let n_chars = text.chars().count();
    if n_chars == 0 || n_chars > MAX_TEXT_CHARS || text.chars().any(char::is_control) {
        return Err(ModelError::BadText { field, max_chars: MAX_TEXT_CHARS });
    }
    Ok(())
}
