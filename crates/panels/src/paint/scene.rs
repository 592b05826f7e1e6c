//! What is seen of the painting: the neuron's weights with the drawing's ink in them, the keyboard's pixel, and what the
//! neuron makes of the drawing.

use digits::{N_PIXELS, SIDE};

use super::neuron;
use crate::derived::Derived;
use crate::network_layout::Target;
use crate::number;
use crate::palette::Palette;
use crate::panels::board::{Bitmap, Board, Frame, signs};
use crate::panels::knobs::Parameter;
use crate::panels::wall::sheet::{Area, Arrangement, Sheet};
use crate::scene::detail::name;
use crate::scene::heat_map;
use crate::state::State;

/// Weights beyond this share of the strongest have their sign.
const SIGN_FROM: f32 = 0.2;

/// What is painted, and on what.
#[derive(Clone, Debug, PartialEq)]
pub struct Easel {
    /// The neuron's name.
    pub title: String,
    /// What it makes of the drawing, with the bias that is part of it.
    pub result: String,
    /// The keyboard's pixel and its weight, in words.
    pub pixel: String,
    /// The weights with the ink in them.
    pub picture: Bitmap,
    /// What lies over them.
    pub board: Board,
    /// The frame of the keyboard's pixel, while the keyboard is on the picture.
    pub frame: Option<Frame>,
}

/// What is painted now; none without a neuron to paint. `has_keyboard` says whether the picture has the focus.
pub fn easel(state: &State, derived: &Derived, palette: &Palette, has_keyboard: bool) -> Option<Easel> {
    let to = neuron(state)?;
    let layer = state.model.as_ref()?.network.layers().first()?;
    if layer.n_inputs() != N_PIXELS {
        return None;
    }
    let sheet = Sheet {
        layer_idx: 0,
        neurons: to..to + 1,
        n_inputs: N_PIXELS,
        arrangement: Arrangement::Picture(SIDE),
        across: 1,
        x: 0.0,
        y: 0.0,
        cell: 1.0,
    };
    let weights: Vec<f32> = layer.weights().row(to).iter().copied().collect();
    let rgba = heat_map::signed_over_activations(&weights, derived.image.pixels(), palette);
    let side = SIDE as f32;
    let picture =
        Bitmap { area: Area { x: 0.0, y: 0.0, width: side, height: side }, columns: SIDE, rows: SIDE, rgba };
    let knob = |pixel_idx| Parameter { layer_idx: 0, to, from: Some(pixel_idx) };
    let place = |pixel_idx: usize| sheet.cells(&knob(pixel_idx)).map(|cells| sheet.on_wall(cells));
    let mut board = Board::default();
    signs(&mut board, &sheet, layer, SIGN_FROM, palette);
    // The bias below the weights is out of the picture.
    board.signs.retain(|sign| sign.area.y < side);
    let paint = &state.panels.paint;
    let frame = place(paint.cursor).filter(|_| has_keyboard);
    let frame = frame.map(|area| Frame { area, least: 7.0, is_cursor: true });
    let target = Target::Neuron { layer_idx: 0, neuron_idx: to };
    let mut pixel = name(state, Target::Pixel(paint.cursor));
    pixel.push_str(": ");
    pixel.push_str(&number::signed(weights[paint.cursor], 2));
    Some(Easel {
        title: name(state, target),
        result: result(derived, layer, to),
        pixel,
        picture,
        board,
        frame,
    })
}

/// `z = +3.20, a = 0.96, bias −0.50`.
fn result(derived: &Derived, layer: &nn::Layer, to: usize) -> String {
    let Some(pass) = &derived.pass else { return String::new() };
    let numbers = (pass.pre_activations(0).get(to), pass.activations(0).get(to));
    let (Some(z), Some(a)) = numbers else { return String::new() };
    let bias = number::signed(layer.biases()[to], 2);
    ["z = ", &number::signed(*z, 2), ", a = ", &number::fixed(*a, 2), ", bias ", &bias].concat()
}
