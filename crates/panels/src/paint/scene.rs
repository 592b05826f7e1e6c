//! The painting's scene: the neuron's weights with the ink shown through, the keyboard's cursor, and the neuron's
//! response to the drawing.

use digits::{N_PIXELS, SIDE};

use crate::cells::grid::{Arrangement, CellGrid};
use crate::cells::{Bitmap, Frame, Overlay, signs};
use crate::knobs::parameter::Parameter;
use crate::paint::state::{Paint, painted_neuron};
use app::derived::Derived;
use app::geometry::Rect;
use app::names::name;
use app::number;
use app::palette::Palette;
use app::scene::heat_map;
use app::scene::legend::full_colour;
use app::state::Core;
use app::target::Target;

/// Weights above this fraction of the largest show their sign.
const SIGN_FROM: f32 = 0.2;

/// The painting.
#[derive(Clone, Debug, PartialEq)]
pub struct PaintScene {
    /// The neuron's name.
    pub title: String,
    /// The neuron's response to the drawing, and its bias.
    pub result: String,
    /// The pixel under the cursor and its weight, as text.
    pub pixel: String,
    /// The weights, with the ink shown through.
    pub picture: Bitmap,
    /// What its strongest colours stand for.
    pub legend: String,
    /// What is drawn over them.
    pub overlay: Overlay,
    /// The cursor's frame, while the image has the keyboard focus.
    pub frame: Option<Frame>,
}

/// The painting's scene; `None` without a neuron to paint. `has_keyboard`: whether the image has the focus.
pub fn paint_scene(
    paint: &Paint,
    core: &Core,
    derived: &Derived,
    palette: &Palette,
    has_keyboard: bool,
) -> Option<PaintScene> {
    let to = painted_neuron(core)?;
    let layer = core.layers().first()?;
    if layer.n_inputs() != N_PIXELS {
        return None;
    }
    let grid = CellGrid {
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
    let rgba = heat_map::signed_over_activations(&weights, derived.image(core).pixels(), palette);
    let side = SIDE as f32;
    let picture =
        Bitmap { area: Rect { x: 0.0, y: 0.0, width: side, height: side }, columns: SIDE, rows: SIDE, rgba };
    let knob = |pixel_idx| Parameter { layer_idx: 0, to, from: Some(pixel_idx) };
    let place = |pixel_idx: usize| grid.cells(&knob(pixel_idx)).map(|cells| grid.on_wall(cells));
    let mut overlay = Overlay::default();
    signs(&mut overlay, &grid, layer, SIGN_FROM, palette);
    // Leave out the bias, which lies below the image.
    overlay.signs.retain(|sign| sign.area.y < side);
    let frame = place(paint.cursor).filter(|_| has_keyboard);
    let frame = frame.map(|area| Frame { area, least: 7.0, is_cursor: true });
    let target = Target::neuron(0, to);
    let mut pixel = name(core, Target::Pixel(paint.cursor));
    pixel.push_str(": ");
    pixel.push_str(&number::signed(weights[paint.cursor], 2));
    Some(PaintScene {
        title: name(core, target),
        result: result(core, derived, layer, to),
        pixel,
        picture,
        legend: full_colour(heat_map::largest(&weights), "this neuron’s strongest weight"),
        overlay,
        frame,
    })
}

/// `z = +3.20, a = 0.96, bias −0.50`.
fn result(core: &Core, derived: &Derived, layer: &nn::Layer, to: usize) -> String {
    let Some(pass) = derived.pass(core) else { return String::new() };
    let numbers = (pass.pre_activations(0).get(to), pass.activations(0).get(to));
    let (Some(z), Some(a)) = numbers else { return String::new() };
    let bias = number::signed(layer.biases()[to], 2);
    ["z = ", &number::signed(*z, 2), ", a = ", &number::fixed(*a, 2), ", bias ", &bias].concat()
}
