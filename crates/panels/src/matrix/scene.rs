//! The matrix panel's scene: a heat map of the layer's weights with its vectors, the highlighted row and column, and a
//! row as a formula with numbers.

use nn::{ForwardPass, Layer};

use crate::matrix::Matrix;
use crate::matrix::cuts::{Edge, Fade, fades, seen};
use crate::matrix::geometry::{Geometry, N_SIDES};
use crate::neuron::addends::Addends;
use crate::neuron::equation::{Piece, equation};
use crate::rounding::multiply_to;
use app::colour::Rgb;
use app::derived::Derived;
use app::names::name;
use app::number;
use app::palette::Palette;
use app::state::Core;

/// Minimum cell size, as a fraction of the font size, for hatching negative weights.
const LEAST_HATCHED: f32 = 0.55;
/// Weights below this fraction of the largest are not hatched, since their colour is almost neutral.
const FAINTEST_HATCHED: f32 = 0.1;
/// Minimum row height, as a fraction of the font size, for showing row names.
const LEAST_NAMED: f32 = 0.7;

/// An image with one pixel per cell.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Bitmap {
    /// Width in cells.
    pub columns: usize,
    /// RGBA in row-major order; alpha is always 255.
    pub rgba: Vec<u8>,
}

/// An image and the part of it in view.
#[derive(Clone, Debug, PartialEq)]
pub struct Strip {
    /// The whole image.
    pub bitmap: Bitmap,
    /// The part in view, in cells: left, top, width, height.
    pub part: [f32; 4],
    /// Its position in the view: left, top, width, height.
    pub place: [f32; 4],
}

/// A text, positioned by its centre.
#[derive(Clone, Debug, PartialEq)]
pub struct Text {
    /// Horizontal centre.
    pub x: f32,
    /// Vertical centre.
    pub y: f32,
    /// The text itself.
    pub text: String,
    /// Its colour.
    pub colour: Rgb,
}

/// The matrix and its vectors.
#[derive(Clone, Debug, PartialEq)]
pub struct MatrixScene {
    /// The layout.
    pub geometry: Geometry,
    /// The part of the [`weights`] image in view, in cells: left, top, width, height.
    pub part: [f32; 4],
    /// Its position in the view: left, top, width, height.
    pub place: [f32; 4],
    /// The inputs, biases, pre-activations and activations.
    pub strips: Vec<Strip>,
    /// Hatching of negative weights: lines, each as `[x0, y0, x1, y1]`.
    pub hatches: Vec<[f32; 4]>,
    /// Where the matrix goes on beyond the window, and its vectors with it.
    pub fades: Vec<Fade>,
    /// Names and numbers.
    pub texts: Vec<Text>,
    /// Their font size.
    pub text_size: f32,
    /// Frames around the highlighted row, column and cell: left, top, width, height.
    pub frames: Vec<[f32; 4]>,
    /// Line width of the frames.
    pub line_width: f32,
    /// The part of the matrix in view, as text.
    pub seen: String,
    /// The highlighted cell, row or column, as text.
    pub readout: String,
    /// What the strongest colours stand for, as text.
    pub scales: String,
}

/// A row of the matrix as a formula.
#[derive(Clone, Debug, PartialEq)]
pub struct RowScene {
    /// Index of the row.
    pub row: usize,
    /// The neuron's name.
    pub title: String,
    /// The formula, line by line.
    pub equation: Vec<Vec<Piece>>,
    /// The layer whose activations its terms refer to; 0 is the input.
    pub terms_layer: usize,
}

/// A layer with its inputs, pre-activations and activations.
struct LayerNow<'a> {
    layer: &'a Layer,
    inputs: &'a [f32],
    z: &'a [f32],
    a: &'a [f32],
}

impl<'a> LayerNow<'a> {
    fn of(layer_idx: usize, core: &'a Core, pass: &'a ForwardPass) -> Option<LayerNow<'a>> {
        let layer = core.layers().get(layer_idx)?;
        let inputs = pass.inputs_of(layer_idx);
        Some(LayerNow { layer, inputs, z: pass.pre_activations(layer_idx), a: pass.activations(layer_idx) })
    }
}

fn largest(values: &[f32]) -> f32 {
    values.iter().fold(f32::MIN_POSITIVE, |largest, value| largest.max(value.abs()))
}

fn bitmap(columns: usize, colours: impl Iterator<Item = Rgb>) -> Bitmap {
    Bitmap { columns, rgba: colours.flat_map(|Rgb(red, green, blue)| [red, green, blue, 255]).collect() }
}

/// The shown layer's weights as an image. Depends only on the parameters, the layer and the theme.
pub fn weights(matrix: &Matrix, core: &Core, palette: &Palette) -> Bitmap {
    let Some(layer) = core.layers().get(matrix.layer_idx) else { return Bitmap::default() };
    let scale = largest(layer.weights().as_slice());
    let weights = layer.weights();
    let cells = (0..layer.n_outputs()).flat_map(|row| (0..layer.n_inputs()).map(move |column| (row, column)));
    bitmap(layer.n_inputs(), cells.map(|cell| palette.diverging(weights[cell] / scale)))
}

/// Labels of the layers' matrices with their sizes, in order.
pub fn tabs(core: &Core) -> Vec<String> {
    let tab = |(layer_idx, layer): (usize, &Layer)| {
        let (number, rows) = ((layer_idx + 1).to_string(), layer.n_outputs().to_string());
        ["W", &number, ": ", &rows, "×", &layer.n_inputs().to_string()].concat()
    };
    core.layers().iter().enumerate().map(tab).collect()
}

/// The matrix panel's scene; `None` without a model or while the view has no size.
pub fn matrix_scene(
    matrix: &Matrix,
    core: &Core,
    derived: &Derived,
    palette: &Palette,
) -> Option<MatrixScene> {
    let pass = derived.pass(core)?;
    let now = LayerNow::of(matrix.layer_idx, core, &pass)?;
    let geometry = matrix.geometry(core).filter(|_| matrix.view.0 > 0.0)?;
    let (cell, scroll, window) = (geometry.cell, geometry.scroll, geometry.window());
    let corner = geometry.corner;
    let part = [scroll.0 / cell.0, scroll.1 / cell.1, window.0 / cell.0, window.1 / cell.1];
    let (row, column) = matrix.lit(core);
    Some(MatrixScene {
        geometry,
        part,
        place: [corner.0, corner.1, window.0, window.1],
        strips: strips(&now, &geometry, part, palette),
        hatches: hatches(now.layer, &geometry),
        fades: fades(&geometry),
        texts: texts((matrix, core), &now, &geometry, palette),
        text_size: 0.9 * geometry.text_size,
        frames: frames(&geometry, row, column),
        line_width: 2.0 * palette.boldness,
        seen: seen(&geometry),
        readout: readout((matrix, core), &now, row, column),
        scales: scales(&now),
    })
}

/// Inputs and activations on the sequential scale, biases and pre-activations on the diverging one, each normalised on
/// its own.
fn strips(now: &LayerNow, geometry: &Geometry, part: [f32; 4], palette: &Palette) -> Vec<Strip> {
    let bright = |values: &[f32]| -> Vec<Rgb> {
        let scale = largest(values).max(1.0);
        values.iter().map(|value| palette.activation(value.abs() / scale)).collect()
    };
    let signed = |values: &[f32]| -> Vec<Rgb> {
        let scale = largest(values);
        values.iter().map(|value| palette.diverging(value / scale)).collect()
    };
    let (window, corner) = (geometry.window(), geometry.corner);
    let gap = 0.2 * geometry.text_size;
    let mut strips = vec![Strip {
        bitmap: bitmap(now.inputs.len(), bright(now.inputs).into_iter()),
        part: [part[0], 0.0, part[2], 1.0],
        place: [corner.0, 0.0, window.0, corner.1 - gap],
    }];
    let sides = [signed(now.layer.biases().as_slice()), signed(now.z), bright(now.a)];
    for (idx, colours) in sides.into_iter().enumerate() {
        strips.push(Strip {
            bitmap: bitmap(1, colours.into_iter()),
            part: [0.0, part[1], 1.0, part[3]],
            place: [geometry.side(idx), corner.1, geometry.side_width - 2.0 * gap, window.1],
        });
    }
    strips
}

/// Hatching marks negative weights where cells are large enough and show no numbers.
fn hatches(layer: &Layer, geometry: &Geometry) -> Vec<[f32; 4]> {
    let (width, height) = geometry.cell;
    if geometry.has_numbers || width.min(height) < LEAST_HATCHED * geometry.text_size {
        return Vec::new();
    }
    let weights = layer.weights();
    let faintest = -FAINTEST_HATCHED * largest(weights.as_slice());
    let cells = geometry.rows().flat_map(|row| geometry.columns().map(move |column| (row, column)));
    cells
        .filter(|cell| weights[*cell] < faintest)
        .filter(|(row, column)| is_whole(geometry, *row, *column))
        .map(|(row, column)| {
            let (x, y) = (geometry.x(column), geometry.y(row));
            [x + 0.25 * width, y + 0.75 * height, x + 0.75 * width, y + 0.25 * height]
        })
        .collect()
}

/// Whether enough of a row is in view for its text.
fn has_row(geometry: &Geometry, row: usize) -> bool {
    let (y, slack) = (geometry.y(row) - geometry.corner.1, 0.15 * geometry.cell.1);
    y >= -slack && y + geometry.cell.1 <= geometry.window().1 + slack
}

fn has_column(geometry: &Geometry, column: usize) -> bool {
    let (x, slack) = (geometry.x(column) - geometry.corner.0, 0.1 * geometry.cell.0);
    x >= -slack && x + geometry.cell.0 <= geometry.window().0 + slack
}

fn is_whole(geometry: &Geometry, row: usize, column: usize) -> bool {
    has_row(geometry, row) && has_column(geometry, column)
}

/// `x`, or for example `a²`: the second layer's activations, which are the third layer's inputs.
fn name_of_inputs(layer_idx: usize) -> String {
    const SUPERSCRIPTS: [&str; 10] = ["⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"];
    match SUPERSCRIPTS.get(layer_idx) {
        Some(number) if layer_idx > 0 => ["a", number].concat(),
        _ => "x".to_owned(),
    }
}

fn texts(
    (matrix, core): (&Matrix, &Core),
    now: &LayerNow,
    geometry: &Geometry,
    palette: &Palette,
) -> Vec<Text> {
    let layer_idx = matrix.layer_idx;
    let (cell, corner) = (geometry.cell, geometry.corner);
    let is_last = layer_idx + 1 == core.n_layers();
    let plain = |x, y, text: String| Text { x, y, text, colour: palette.muted };
    let head = 0.45 * corner.1;
    let mut texts = vec![plain(corner.0 / 2.0, head, name_of_inputs(layer_idx))];
    let side_middle = |idx: usize| geometry.side(idx) + geometry.side_width / 2.0 - 0.2 * geometry.text_size;
    texts.extend((0..N_SIDES).map(|idx| plain(side_middle(idx), head, ["b", "z", "a"][idx].to_owned())));
    let ellipses = fades(geometry).into_iter().filter(|_| !geometry.has_numbers);
    texts.extend(ellipses.map(|fade| {
        let [x, y, width, height] = fade.place;
        let sign = if matches!(fade.edge, Edge::Left | Edge::Right) { "⋯" } else { "⋮" };
        Text { colour: palette.ink, ..plain(x + width / 2.0, y + height / 2.0, sign.to_owned()) }
    }));
    let rows: Vec<usize> = geometry.rows().filter(|row| has_row(geometry, *row)).collect();
    let middle = |row: usize| geometry.y(row) + cell.1 / 2.0;
    if cell.1 >= LEAST_NAMED * geometry.text_size {
        // Outputs are numbered from 0, hidden neurons from 1, as in their names.
        let number = |row: usize| (row + usize::from(!is_last)).to_string();
        texts.extend(rows.iter().map(|row| plain(corner.0 / 2.0, middle(*row), number(*row))));
    }
    if !geometry.has_numbers {
        return texts;
    }
    let on = |x, y, text: String, ground: Rgb| {
        let colour = ground.clearer_of(Rgb(0, 0, 0), Rgb(255, 255, 255));
        Text { x, y, text, colour }
    };
    let (weights, biases) = (now.layer.weights(), now.layer.biases().as_slice());
    let bright =
        |values: &[f32], idx: usize| palette.activation(values[idx].abs() / largest(values).max(1.0));
    let columns: Vec<usize> = geometry.columns().filter(|column| has_column(geometry, *column)).collect();
    let scale = largest(weights.as_slice());
    for &column in &columns {
        let x = geometry.x(column) + cell.0 / 2.0;
        texts.push(on(x, head, number::fixed(now.inputs[column], 2), bright(now.inputs, column)));
        for &row in &rows {
            let weight = weights[(row, column)];
            texts.push(on(x, middle(row), number::signed(weight, 2), palette.diverging(weight / scale)));
        }
    }
    for &row in &rows {
        for (idx, values) in [biases, now.z].into_iter().enumerate() {
            let ground = palette.diverging(values[row] / largest(values));
            texts.push(on(side_middle(idx), middle(row), number::signed(values[row], 2), ground));
        }
        texts.push(on(side_middle(2), middle(row), number::fixed(now.a[row], 2), bright(now.a, row)));
    }
    texts
}

/// Frames, clipped to the view: the row with its name and vectors, the column with its input, and the cell where they
/// meet.
fn frames(geometry: &Geometry, row: Option<usize>, column: Option<usize>) -> Vec<[f32; 4]> {
    let (corner, window) = (geometry.corner, geometry.window());
    let right = geometry.side(N_SIDES - 1) + geometry.side_width;
    let clipped = |start: f32, length: f32, (low, high): (f32, f32)| {
        let (start, end) = (start.max(low), (start + length).min(high));
        (start, (end - start).max(0.0))
    };
    let across = row.map(|row| clipped(geometry.y(row), geometry.cell.1, (corner.1, corner.1 + window.1)));
    let down =
        column.map(|column| clipped(geometry.x(column), geometry.cell.0, (corner.0, corner.0 + window.0)));
    let across = across.filter(|(_, height)| *height > 0.0);
    let down = down.filter(|(_, width)| *width > 0.0);
    let mut frames = Vec::new();
    frames.extend(across.map(|(y, height)| [1.0, y, right.min(geometry.size.0) - 2.0, height]));
    frames.extend(down.map(|(x, width)| [x, 1.0, width, corner.1 + window.1 - 1.0]));
    frames.extend(across.zip(down).map(|((y, height), (x, width))| [x, y, width, height]));
    frames
}

fn readout(
    (matrix, core): (&Matrix, &Core),
    now: &LayerNow,
    row: Option<usize>,
    column: Option<usize>,
) -> String {
    let column = column.filter(|column| *column < now.inputs.len());
    let row = row.filter(|row| *row < now.z.len());
    let source = |column| name(core, matrix.source(column));
    let neuron = |row| name(core, matrix.neuron(row));
    match (row, column) {
        (Some(row), Some(column)) => {
            let (weight, input) = (now.layer.weights()[(row, column)], now.inputs[column]);
            let (weight_text, input_text) = (number::signed(weight, 2), number::fixed(input, 2));
            let product = number::signed(weight * input, 2);
            let (source, neuron) = (source(column), neuron(row));
            let rounded = if multiply_to([weight, input], weight * input) { "" } else { " (rounded)" };
            format!("{source} to {neuron}: weight {weight_text} × {input_text} = {product}{rounded}")
        }
        (Some(row), None) => {
            let (z, a) = (number::signed(now.z[row], 2), number::fixed(now.a[row], 3));
            let bias = number::signed(now.layer.biases()[row], 2);
            format!("{}: bias {bias}, z\u{a0}=\u{a0}{z}, a\u{a0}=\u{a0}{a}", neuron(row))
        }
        (None, Some(column)) => format!("{}: {}", source(column), number::fixed(now.inputs[column], 2)),
        (None, None) => "Each row is a neuron, each column one of its inputs.".to_owned(),
    }
}

fn scales(now: &LayerNow) -> String {
    let scale = |values: &[f32]| number::fixed(largest(values), 2);
    let (weights, biases) = (scale(now.layer.weights().as_slice()), scale(now.layer.biases().as_slice()));
    format!("full colour at W ±{weights}, b ±{biases}, z ±{}, the strongest of each", scale(now.z))
}

/// The highlighted row, or else the one with the largest activation.
pub fn row_in_focus(matrix: &Matrix, core: &Core, derived: &Derived) -> Option<usize> {
    let layer = core.layers().get(matrix.layer_idx)?;
    let lit = matrix.lit(core).0.filter(|row| *row < layer.n_outputs());
    lit.or_else(|| {
        let pass = derived.pass(core)?;
        let activations = pass.activations(matrix.layer_idx);
        (0..activations.len()).max_by(|a, b| activations[*a].total_cmp(&activations[*b]))
    })
}

/// The row in focus as a formula with numbers.
pub fn row_scene(matrix: &Matrix, core: &Core, derived: &Derived) -> Option<RowScene> {
    let layer_idx = matrix.layer_idx;
    let pass = derived.pass(core)?;
    let now = LayerNow::of(layer_idx, core, &pass)?;
    let row = row_in_focus(matrix, core, derived)?;
    let weights: Vec<f32> = now.layer.weights().row(row).iter().copied().collect();
    let addends = Addends {
        function: now.layer.activation_fn(),
        weights: &weights,
        inputs: now.inputs,
        bias: now.layer.biases()[row],
        z: now.z[row],
        a: now.a[row],
    };
    let (symbol, first) = if layer_idx == 0 { ("x", 0) } else { ("a", 1) };
    Some(RowScene {
        row,
        title: name(core, matrix.neuron(row)),
        equation: equation(&addends, symbol, first),
        terms_layer: layer_idx,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::matrix::{Msg, Step};
    use crate::state::State;
    use crate::test_support::{load, random_model, ready_state, update};
    use app::msg::Msg as CoreMsg;
    use app::network_layout::Direction;
    use app::panel::Panel;
    use app::target::{EdgeIdx, Target};
    use app::test_support::shipped;
    use models::ModelSource;

    fn tell(state: &mut State, msg: Msg) {
        update(state, msg);
    }

    fn lit(state: &State) -> (Option<usize>, Option<usize>) {
        state.panels.matrix.lit(&state.core)
    }

    fn row(state: &State) -> RowScene {
        row_scene(&state.panels.matrix, &state.core, &Derived::default()).expect("a row")
    }

    /// A page with the panel open and an example drawn.
    fn drawn(sizes: &[usize]) -> State {
        let mut state = ready_state();
        load(&mut state, ModelSource::Url("test".into()), &random_model(sizes));
        update(&mut state, CoreMsg::Open(Panel::Matrix));
        tell(&mut state, Msg::Resized(370.0, 230.0, 13.0));
        update(&mut state, CoreMsg::ShowExample(3));
        state
    }

    fn scene(state: &State) -> MatrixScene {
        matrix_scene(&state.panels.matrix, &state.core, &Derived::default(), &shipped("light"))
            .expect("there is a model")
    }

    #[test]
    fn a_cell_pointed_at_lights_its_edge_and_leaving_it_lights_nothing() {
        let mut state = drawn(&[784, 16, 16, 10]);
        tell(&mut state, Msg::ChooseLayer(1));
        let geometry = scene(&state).geometry;
        let (x, y) = (geometry.x(2) + 1.0, geometry.y(4) + 1.0);
        tell(&mut state, Msg::PointAt(Some((x, y))));
        assert_eq!(state.core.lit_edge(), Some(EdgeIdx { layer_idx: 1, from: 2, to: 4 }));
        let lit = scene(&state);
        assert_eq!(lit.frames.len(), 3, "row, column and cell");
        let network = &state.core.model().expect("there is one").network;
        let weight = number::signed(network.layers()[1].weights()[(4, 2)], 2);
        let begin = format!("Hidden 1, neuron 3 to Hidden 2, neuron 5: weight {weight} × ");
        assert!(lit.readout.starts_with(&begin), "{}", lit.readout);
        assert_eq!(row(&state).row, 4);
        tell(&mut state, Msg::PointAt(None));
        assert_eq!((state.core.inspected(), state.core.lit_edge()), (None, None));
        assert!(scene(&state).frames.is_empty());
    }

    #[test]
    fn a_neuron_pointed_at_in_the_network_lights_its_row_and_its_column_in_the_next_layer() {
        let mut state = drawn(&[784, 16, 16, 10]);
        state.core.hovered = Some(Target::Neuron { layer_idx: 0, neuron_idx: 7 });
        assert_eq!(lit(&state), (Some(7), None));
        tell(&mut state, Msg::ChooseLayer(1));
        assert_eq!(lit(&state), (None, Some(7)));
        state.core.hovered = Some(Target::Pixel(300));
        assert_eq!(lit(&state), (None, None));
        tell(&mut state, Msg::ChooseLayer(0));
        assert_eq!(lit(&state), (None, Some(300)));
    }

    #[test]
    fn a_neuron_that_is_picked_brings_its_layer() {
        let mut state = drawn(&[784, 16, 16, 10]);
        let output = Target::Neuron { layer_idx: 2, neuron_idx: 9 };
        // The pointer hovers before it clicks.
        state.core.hovered = Some(output);
        update(&mut state, CoreMsg::PointAtTerm(None));
        update(&mut state, CoreMsg::Pick(output));
        assert_eq!((state.panels.matrix.layer_idx, lit(&state).0), (2, Some(9)));
        assert_eq!(row(&state).title, "Output 9");
        tell(&mut state, Msg::ChooseLayer(0));
        assert_eq!(state.panels.matrix.layer_idx, 0, "it can be left");
        load(&mut state, ModelSource::Url("other".into()), &random_model(&[784, 5, 10]));
        tell(&mut state, Msg::ChooseLayer(2));
        assert_eq!(state.panels.matrix.layer_idx, 0, "there is no third layer");
    }

    #[test]
    fn the_keyboard_walks_from_cell_to_cell_and_brings_each_into_view() {
        let mut state = drawn(&[784, 256, 256, 10]);
        tell(&mut state, Msg::Zoom(true));
        tell(&mut state, Msg::Focus);
        for step in [Step::RowEnd, Step::To(Direction::Down), Step::To(Direction::Left)] {
            tell(&mut state, Msg::Move(step));
        }
        assert_eq!(state.panels.matrix.cell, (1, 782));
        assert_eq!(state.core.lit_edge(), Some(EdgeIdx { layer_idx: 0, from: 782, to: 1 }));
        let geometry = scene(&state).geometry;
        assert!(geometry.columns().contains(&782) && geometry.rows().contains(&1));
        tell(&mut state, Msg::Move(Step::RowStart));
        tell(&mut state, Msg::Move(Step::To(Direction::Left)));
        tell(&mut state, Msg::Move(Step::To(Direction::Up)));
        tell(&mut state, Msg::Move(Step::To(Direction::Up)));
        assert_eq!(state.panels.matrix.cell, (0, 0), "there is no farther");
    }

    #[test]
    fn a_row_inspected_elsewhere_comes_into_view_but_one_under_the_pointer_stays() {
        let mut state = drawn(&[784, 256, 256, 10]);
        tell(&mut state, Msg::Zoom(true));
        tell(&mut state, Msg::Zoom(true));
        tell(&mut state, Msg::Scrolled(1000.0, 3.0));
        let geometry = scene(&state).geometry;
        let last = geometry.rows().end - 1;
        tell(&mut state, Msg::PointAt(Some((50.0, geometry.y(last) + 1.0))));
        assert_eq!((lit(&state).0, scene(&state).geometry.scroll), (Some(last), geometry.scroll));
        update(&mut state, CoreMsg::Focus(Target::Neuron { layer_idx: 0, neuron_idx: 200 }));
        assert!(scene(&state).geometry.rows().contains(&200));
        assert_eq!(scene(&state).geometry.scroll.0, 1000.0, "across it stays");
    }

    #[test]
    fn numbers_come_with_zoom_and_are_those_of_the_network() {
        let mut state = drawn(&[784, 16, 16, 10]);
        tell(&mut state, Msg::ChooseLayer(1));
        let plain = scene(&state);
        assert!(!plain.geometry.has_numbers && !plain.hatches.is_empty());
        assert_eq!(plain.texts.len(), 4 + 16, "headings and names");
        while !scene(&state).geometry.has_numbers {
            tell(&mut state, Msg::Zoom(true));
        }
        let close = scene(&state);
        assert!(close.hatches.is_empty(), "the numbers have signs");
        let layer = &state.core.model().expect("there is one").network.layers()[1];
        let (row, column) = (close.geometry.rows().start + 1, close.geometry.columns().start + 1);
        let weight = number::signed(layer.weights()[(row, column)], 2);
        assert!(close.texts.iter().any(|text| text.text == weight), "{weight}: {:?}", close.texts);
        assert!(close.texts.iter().any(|text| text.text == number::signed(layer.biases()[row], 2)));
    }

    #[test]
    fn pictures_have_a_cell_for_each_number() {
        let mut state = drawn(&[784, 30, 10]);
        for (layer_idx, (columns, rows)) in [(784, 30), (30, 10)].into_iter().enumerate() {
            tell(&mut state, Msg::ChooseLayer(layer_idx));
            let picture = weights(&state.panels.matrix, &state.core, &shipped("light"));
            assert_eq!((picture.columns, picture.rgba.len()), (columns, 4 * columns * rows));
            let sizes: Vec<usize> = scene(&state).strips.iter().map(|it| it.bitmap.rgba.len() / 4).collect();
            assert_eq!(sizes, [columns, rows, rows, rows]);
        }
        assert_eq!(tabs(&state.core), ["W1: 30×784", "W2: 10×30"]);
    }
}
