//! A picture as simple shapes, which are written as SVG or drawn on a canvas.

use app::colour::Rgb;
use app::scene::heat_map::Rgba;
use app::scene::network::Label;

/// A picture.
#[derive(Clone, Debug, PartialEq)]
pub struct Picture {
    /// Width in CSS pixels.
    pub width: f32,
    /// Height in CSS pixels.
    pub height: f32,
    /// What it shows, in a sentence, for those who cannot see it.
    pub title: String,
    /// The background.
    pub paper: Rgb,
    /// The shapes, in drawing order.
    pub shapes: Vec<Shape>,
}

/// A shape. Lengths are in CSS pixels.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    /// An image of 28x28 pixels.
    Image {
        /// Left edge.
        x: f32,
        /// Top edge.
        y: f32,
        /// Width and height.
        side: f32,
        /// The pixels, in the canvas's format.
        pixels: Rgba,
    },
    /// Straight lines, each as `[x0, y0, x1, y1]`.
    Lines {
        /// Their colour.
        colour: Rgb,
        /// Their width.
        width: f32,
        /// Whether they are dashed: 5 on, 3 off.
        is_dashed: bool,
        /// The lines.
        lines: Vec<[f32; 4]>,
    },
    /// A square.
    Square {
        /// Left edge.
        x: f32,
        /// Top edge.
        y: f32,
        /// Width and height.
        side: f32,
        /// How it is painted.
        paint: Paint,
    },
    /// A circle.
    Circle {
        /// Its centre.
        centre: (f32, f32),
        /// Its radius.
        radius: f32,
        /// How it is painted.
        paint: Paint,
    },
    /// A line of text. Its rim has the colour of the paper.
    Text(Label),
}

/// How an area is painted.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Paint {
    /// Inside.
    pub fill: Option<Rgb>,
    /// Colour and width of its outline.
    pub line: (Rgb, f32),
}
