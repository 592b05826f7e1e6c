//! Knobs drawn as cells: images with one pixel per cell, and overlays. Shared by the wall and by the painting of
//! weights.

pub mod grid;

use crate::cells::grid::CellGrid;
use crate::knobs::parameter::Parameter;
use app::colour::Rgb;
use app::geometry::Rect;
use app::palette::Palette;
use app::scene::heat_map::Rgba;

/// An image with one pixel per cell. Cells without a knob are transparent.
#[derive(Clone, Debug, PartialEq)]
pub struct Bitmap {
    /// Position and size.
    pub area: Rect,
    /// Width in cells.
    pub columns: usize,
    /// Height in cells.
    pub rows: usize,
    /// RGBA, four bytes per cell.
    pub rgba: Rgba,
}

/// A text over the cells.
#[derive(Clone, Debug, PartialEq)]
pub struct Note {
    /// Left edge, or centre if `is_centred`.
    pub x: f32,
    /// Vertical centre.
    pub y: f32,
    /// Font size, in units of the layout.
    pub size: f32,
    /// Maximum width.
    pub room: f32,
    /// The text itself.
    pub text: String,
    /// Whether `x` is the centre.
    pub is_centred: bool,
    /// Its colour.
    pub colour: Rgb,
}

/// Marks a difference from the trained model.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Mark {
    /// In the corner of this cell.
    Corner(Rect),
    /// Around this neuron.
    Around(Rect),
}

/// A frame around a cell.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Frame {
    /// The cell.
    pub area: Rect,
    /// Minimum size in CSS pixels, so that the frame of a tiny cell stays visible.
    pub least: f32,
    /// Whether it marks the keyboard's cursor rather than the hovered cell.
    pub is_cursor: bool,
}

/// A sign in the centre of a cell.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sign {
    /// The cell.
    pub area: Rect,
    /// Plus if true, minus if false.
    pub is_positive: bool,
    /// Its colour.
    pub colour: Rgb,
}

/// Everything drawn over the images.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Overlay {
    /// Signs of values.
    pub signs: Vec<Sign>,
    /// Texts.
    pub notes: Vec<Note>,
    /// Differences from the trained model.
    pub marks: Vec<Mark>,
}

/// The grid's knobs, coloured by value on a scale up to the layer's largest weight.
pub fn bitmap(grid: &CellGrid, layer: &nn::Layer, palette: &Palette) -> Bitmap {
    let scale = largest(layer).max(f32::MIN_POSITIVE);
    let (columns, rows) = grid.size();
    let mut rgba = vec![0; 4 * columns * rows];
    // All neurons' tiles have the same layout, so cell positions are computed once: there may be hundreds of thousands.
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

/// Adds the signs of all knobs whose magnitude exceeds `share` of the layer's largest weight.
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

/// The largest magnitude among a layer's weights, which gets the strongest colour. Biases are left out: often much
/// larger, they would make all weights pale.
pub(crate) fn largest(layer: &nn::Layer) -> f32 {
    layer.weights().iter().fold(0.0, |largest, value| largest.max(value.abs()))
}
