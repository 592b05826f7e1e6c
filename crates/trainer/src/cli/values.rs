//! Values of arguments: numbers in a range, and activation functions.

use clap::builder::{PossibleValuesParser, TypedValueParser};
use nn::ActivationFn;

/// The name of any activation function.
pub(super) fn activation_fn() -> impl TypedValueParser<Value = ActivationFn> {
    one_of(ActivationFn::ALL.to_vec())
}

/// The name of an activation function that a hidden layer can have: softmax is for outputs.
pub(super) fn hidden_activation_fn() -> impl TypedValueParser<Value = ActivationFn> {
    one_of(ActivationFn::ALL.into_iter().filter(|function| *function != ActivationFn::Softmax).collect())
}

fn one_of(functions: Vec<ActivationFn>) -> impl TypedValueParser<Value = ActivationFn> {
    let names = PossibleValuesParser::new(functions.into_iter().map(ActivationFn::name));
    names.try_map(|name| ActivationFn::from_name(&name).ok_or("unknown activation function"))
}

/// A finite number.
pub(super) fn finite(text: &str) -> Result<f64, String> {
    let number = text.parse().ok().filter(|number: &f64| number.is_finite());
    number.ok_or_else(|| "must be a number".to_owned())
}

/// A finite number greater than 0.
pub(super) fn positive_double(text: &str) -> Result<f64, String> {
    finite(text).ok().filter(|&number| number > 0.0).ok_or_else(|| "must be greater than 0".to_owned())
}

/// A finite number greater than 0.
pub(super) fn positive(text: &str) -> Result<f32, String> {
    number(text, |number| number > 0.0 && number.is_finite(), "must be greater than 0")
}

/// At least 0 and less than 1.
pub(super) fn fraction(text: &str) -> Result<f32, String> {
    number(text, |number| (0.0..1.0).contains(&number), "must be at least 0 and less than 1")
}

/// From 0 to 1.
pub(super) fn share(text: &str) -> Result<f32, String> {
    number(text, |number| (0.0..=1.0).contains(&number), "must be from 0 to 1")
}

/// How often something appears in an epoch, on average.
pub(super) fn repetitions(text: &str) -> Result<f32, String> {
    number(text, |number| (0.0..=1000.0).contains(&number), "must be from 0 to 1000")
}

fn number(text: &str, is_valid: impl Fn(f32) -> bool, expected: &str) -> Result<f32, String> {
    text.parse().ok().filter(|&number| is_valid(number)).ok_or_else(|| expected.to_owned())
}
