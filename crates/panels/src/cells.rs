//! Knobs drawn as cells: pictures of one pixel a cell, and what lies over them. Shared by the wall of knobs
//! and by the weights that are painted.

pub mod grid;

use crate::cells::grid::CellGrid;
use crate::knobs::parameter::Parameter;
use app::colour::Rgb;
use app::geometry::Rect;
use app::palette::Palette;
use app::scene::heat_map::Rgba;

/// A picture of one pixel a cell; cells that are no knobs are clear.
#[derive(Clone, Debug, PartialEq)]
pub struct Bitmap {
    /// Where it is.
    pub area: Rect,
    /// Width in cells.
    pub columns: usize,
    /// Height in cells.
    pub rows: usize,
    /// Four bytes a cell.
    pub rgba: Rgba,
}

/// A text over the cells.
#[derive(Clone, Debug, PartialEq)]
pub struct Note {
    /// Its left edge, or its middle.
    pub x: f32,
    /// Its middle.
    pub y: f32,
    /// Its height, in units of the layout.
    pub size: f32,
    /// It is at most this wide.
    pub room: f32,
    /// What it says.
    pub text: String,
    /// Whether `x` is its middle.
    pub is_centred: bool,
    /// Its colour.
    pub colour: Rgb,
}

/// What differs from the trained model.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Mark {
    /// In the corner of a cell.
    Corner(Rect),
    /// Around a neuron.
    Around(Rect),
}

/// A frame around a cell.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Frame {
    /// The cell.
    pub area: Rect,
    /// It is at least this large, in CSS pixels, so that a tiny cell's is seen.
    pub least: f32,
    /// Whether it is the keyboard's cell, else the pointer's.
    pub is_cursor: bool,
}

/// A sign in the middle of a cell.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sign {
    /// The cell.
    pub area: Rect,
    /// Plus, else minus.
    pub is_positive: bool,
    /// Its colour.
    pub colour: Rgb,
}

/// What lies over the pictures.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Overlay {
    /// Signs of cells.
    pub signs: Vec<Sign>,
    /// Texts.
    pub notes: Vec<Note>,
    /// What differs from the trained model.
    pub marks: Vec<Mark>,
}

/// The knobs of a grid in the colours of their values, strongest at the layer's largest weight.
pub fn bitmap(grid: &CellGrid, layer: &nn::Layer, palette: &Palette) -> Bitmap {
    let scale = largest(layer).max(f32::MIN_POSITIVE);
    let (columns, rows) = grid.size();
    let mut rgba = vec![0; 4 * columns * rows];
    // Every neuron has its cells at the same places of its tile; there may be hundreds of thousands of them.
    let first = grid.neurons.start;
    let knobs = (0..grid.n_inputs).map(Some).chain([None]);
    let places: Vec<[usize; 4]> = knobs
        .filter_map(|from| grid.cells(&Parameter { layer_idx: grid.layer_idx, to: first, from }))
        .collect();
    for to in grid.neurons.clone() {
        let [left, top, ..] = grid.tile_cells(to);
        let values = layer.weights().row(to);
        let values = values.iter().chain([&layer.biases()[to]]);
        for (&value, &[x, y, width, height]) in values.zip(&places) {
            let Rgb(red, green, blue) = palette.diverging(value / scale);
            for row in top + y..top + y + height {
                let start = 4 * (row * columns + left + x);
                for cell in rgba[start..start + 4 * width].chunks_exact_mut(4) {
                    cell.copy_from_slice(&[red, green, blue, 255]);
                }
            }
        }
    }
    Bitmap { area: grid.area(), columns, rows, rgba }
}

/// Adds the signs of a grid's knobs, of those beyond `share` of the largest weight.
pub fn signs(overlay: &mut Overlay, grid: &CellGrid, layer: &nn::Layer, share: f32, palette: &Palette) {
    let values =
        |to: usize| layer.weights().row(to).iter().copied().chain([layer.biases()[to]]).collect::<Vec<f32>>();
    let largest = largest(layer).max(f32::MIN_POSITIVE);
    for to in grid.neurons.clone() {
        for (idx, value) in values(to).into_iter().enumerate() {
            let parameter =
                Parameter { layer_idx: grid.layer_idx, to, from: (idx < grid.n_inputs).then_some(idx) };
            let Some(cells) = grid.cells(&parameter).filter(|_| value.abs() > share * largest) else {
                continue;
            };
            let colour = palette.diverging(value / largest).clearer_of(palette.ink, palette.paper);
            overlay.signs.push(Sign { area: grid.on_wall(cells), is_positive: value > 0.0, colour });
        }
    }
}

/// The largest magnitude among a layer's weights: that of the strongest colour. Biases are often much larger; by theirs all
/// weights would be pale.
pub(crate) fn largest(layer: &nn::Layer) -> f32 {
    layer.weights().iter().fold(0.0, |largest, value| largest.max(value.abs()))
}
