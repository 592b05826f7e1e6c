//! The packed model file, which the page's first part reads: the same model as the JSON file, in fewer bytes and without
//! a JSON parser. Version 1 of the format; `docs/MODEL.md` describes it.
//!
//! All numbers are little-endian. Weights of a few decimal digits are split into planes (magnitude and sign, high
//! digits, low digits), because a general-purpose compressor does better on each plane than on the numbers.

mod bytes;
mod error;
mod numbers;
mod read;
mod write;

pub use error::PackedError;

use digits::PreprocessingStep;
use nn::ActivationFn;

/// How a packed model file begins.
const MAGIC: [u8; 8] = *b"inkmodel";
/// The version of the format that is read and written.
const VERSION: u8 = 1;

/// The activation functions, each at the place that is its code. Codes are never reused.
const ACTIVATION_FNS: [ActivationFn; 5] = [
    ActivationFn::Sigmoid,
    ActivationFn::Relu,
    ActivationFn::Tanh,
    ActivationFn::Identity,
    ActivationFn::Softmax,
];

/// The steps from ink to image, each at the place that is its code.
const STEPS: [PreprocessingStep; 3] =
    [PreprocessingStep::Fit20, PreprocessingStep::Straighten, PreprocessingStep::CentreOfMass];

/// Whether the bytes begin as a packed model file does.
pub(crate) fn is_packed(bytes: &[u8]) -> bool {
    bytes.starts_with(&MAGIC)
}
