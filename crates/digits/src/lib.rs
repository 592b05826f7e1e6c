//! From ink to the 784 inputs, and the digit data sets.
//!
//! A drawing is [`Ink`]: strokes of points, in units of the pad's side. [`Ink::to_image`] is the only way from ink to the
//! 784 numbers that a network reads; the page, the trainer and the tests all use it. A [`Preprocessing`], which is stored in
//! model files, names the steps in between.
//!
//! This crate knows nothing of networks, browsers, clocks or file systems: bytes and readers come in, values go out, and
//! everything random takes its seed or generator as an argument.
//!
//! ```
//! use digits::{Ink, Point, Preprocessing, Stroke};
//!
//! let ink = Ink { strokes: vec![Stroke { points: vec![Point::new(0.5, 0.2), Point::new(0.5, 0.8)] }] };
//! let image = ink.to_image(&Preprocessing::mnist());
//! assert_eq!(image.pixels().len(), 28 * 28);
//! ```

pub mod augment;
pub mod idx;
pub mod image;
pub mod ink;
pub mod pack;
pub mod preprocessing;
pub mod random;
pub mod strokes_file;
pub mod synthetic;

mod arithmetic;
mod elastic;
mod excerpt;
mod gzip;
mod image_steps;
mod normalise;
mod placed;
mod raster;
mod strokes_json;
mod warp;

pub use excerpt::excerpt;
pub use image::{DigitImage, N_PIXELS, SIDE};
pub use ink::{Drawing, Ink, Point, Stroke};
pub use preprocessing::{Preprocessing, PreprocessingError, PreprocessingStep};
pub use raster::Pen;
pub use strokes_json::{
    MAX_COORDINATE, MAX_LINE_BYTES, MAX_POINTS, MAX_STROKES, StrokesError, drawing_to_json, ink_from_json,
    parse_drawing,
};
