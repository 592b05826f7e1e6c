//! Messages about pictures, and their effects.

use app::named::Named;
use app::palette::Palette;

use crate::picture::shape::Picture;

/// What a picture shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// The network with its activations.
    Network,
    /// The weights of the first layer's neurons.
    Weights,
    /// The explanation of the answer.
    Why,
}

impl Named for Subject {
    const NAMES: &'static [(&'static str, Self)] =
        &[("network", Subject::Network), ("weights", Subject::Weights), ("why", Subject::Why)];
}

/// The format of a picture's file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Lines and text that stay sharp at any size.
    Svg,
    /// Pixels, twice as many as on the screen in each direction.
    Png,
}

impl Named for Format {
    const NAMES: &'static [(&'static str, Self)] = &[("svg", Format::Svg), ("png", Format::Png)];
}

/// A message.
#[derive(Clone, Debug)]
pub enum Msg {
    /// Save a picture.
    Save {
        /// What it shows.
        subject: Subject,
        /// The file's format.
        format: Format,
        /// The colours of the theme.
        palette: Box<Palette>,
    },
    /// The browser could not make the file.
    Failed,
}

/// A side effect for the browser to carry out.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Save a file with this name.
    Save(String, File),
}

/// What is in a file.
#[derive(Clone, Debug, PartialEq)]
pub enum File {
    /// SVG, as text.
    Svg(String),
    /// PNG, for the browser to draw.
    Png(Box<Picture>),
}
