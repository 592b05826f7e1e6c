//! A board of cells as it is drawn: pictures of one pixel a cell, and what lies over them. Shared by the wall of knobs
//! and by the weights that are painted.

use crate::colour::Rgb;
use crate::palette::Palette;
use crate::panels::knobs::Parameter;
use crate::panels::wall::largest;
use crate::panels::wall::sheet::{Area, Sheet};
use crate::scene::heat_map::Rgba;

/// A picture of one pixel a cell; cells that are no knobs are clear.
#[derive(Clone, Debug, PartialEq)]
pub struct Bitmap {
    /// Where it is on the board.
    pub area: Area,
    /// Width in cells.
    pub columns: usize,
    /// Height in cells.
    pub rows: usize,
    /// Four bytes a cell.
    pub rgba: Rgba,
}

/// A text on the board.
#[derive(Clone, Debug, PartialEq)]
pub struct Note {
    /// Its left edge, or its middle.
    pub x: f32,
    /// Its middle.
    pub y: f32,
    /// Its height, in units of the board.
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
    Corner(Area),
    /// Around a neuron.
    Around(Area),
}

/// A frame around a cell.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Frame {
    /// The cell.
    pub area: Area,
    /// It is at least this large, in CSS pixels, so that a tiny cell's is seen.
    pub least: f32,
    /// Whether it is the keyboard's cell, else the pointer's.
    pub is_cursor: bool,
}

/// A sign in the middle of a cell.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sign {
    /// The cell.
    pub area: Area,
    /// Plus, else minus.
    pub is_positive: bool,
    /// Its colour.
    pub colour: Rgb,
}

/// What lies over the pictures.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Board {
    /// Signs of cells.
    pub signs: Vec<Sign>,
    /// Texts.
    pub notes: Vec<Note>,
    /// What differs from the trained model.
    pub marks: Vec<Mark>,
}

/// The knobs of a sheet in the colours of their values, strongest at the layer's largest weight.
pub fn bitmap(sheet: &Sheet, layer: &nn::Layer, palette: &Palette) -> Bitmap {
    let scale = largest(layer).max(f32::MIN_POSITIVE);
    let (columns, rows) = sheet.size();
    let mut rgba = vec![0; 4 * columns * rows];
    // Every neuron has its cells at the same places of its tile; there may be hundreds of thousands of them.
    let first = sheet.neurons.start;
    let knobs = (0..sheet.n_inputs).map(Some).chain([None]);
    let places: Vec<[usize; 4]> = knobs
        .filter_map(|from| sheet.cells(&Parameter { layer_idx: sheet.layer_idx, to: first, from }))
        .collect();
    for to in sheet.neurons.clone() {
        let [left, top, ..] = sheet.tile_cells(to);
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
    Bitmap { area: sheet.area(), columns, rows, rgba }
}

/// Adds the signs of a sheet's knobs, of those beyond `share` of the largest weight.
pub fn signs(board: &mut Board, sheet: &Sheet, layer: &nn::Layer, share: f32, palette: &Palette) {
    let values =
        |to: usize| layer.weights().row(to).iter().copied().chain([layer.biases()[to]]).collect::<Vec<f32>>();
    let largest = largest(layer).max(f32::MIN_POSITIVE);
    for to in sheet.neurons.clone() {
        for (idx, value) in values(to).into_iter().enumerate() {
            let parameter =
                Parameter { layer_idx: sheet.layer_idx, to, from: (idx < sheet.n_inputs).then_some(idx) };
            let Some(cells) = sheet.cells(&parameter).filter(|_| value.abs() > share * largest) else {
                continue;
            };
            let colour = palette.diverging(value / largest).clearer_of(palette.ink, palette.paper);
            board.signs.push(Sign { area: sheet.on_wall(cells), is_positive: value > 0.0, colour });
        }
    }
}
