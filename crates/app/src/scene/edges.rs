//! The edges of the network: which of the thousands to draw, and how strongly. Weak edges are faint or omitted to keep
//! the structure readable; the edges of the inspected part stand out.

use nn::{ForwardPass, Layer};

use crate::colour::Rgb;
use crate::edge_meaning::EdgeMeaning;
use crate::network_layout::NetworkLayout;
use crate::palette::Palette;
use crate::target::{EdgeIdx, Target};

/// Lines of one style, stroked together. Weaker batches come first, so that strong edges are on top.
#[derive(Clone, Debug, PartialEq)]
pub struct EdgeBatch {
    /// Colour of the lines.
    pub colour: Rgb,
    /// Width in CSS pixels.
    pub width: f32,
    /// Whether the lines are dashed: negative ones are, so that colour is not the only cue.
    pub is_dashed: bool,
    /// The lines, each as `[x0, y0, x1, y1]`.
    pub lines: Vec<[f32; 4]>,
}

/// Maximum number of edges drawn between two layers; the strongest are kept.
const MAX_EDGES: usize = 420;
/// Where one layer is a grid, the limit per line height of the gap between them: many lines in a narrow gap tangle.
const GRID_EDGES: f32 = 14.0;
/// The limit for edges from the pixels, which would otherwise cover the drawing.
const MAX_PIXEL_EDGES: usize = 90;
/// The limit for an inspected neuron of the first layer, whose weights already overlay the image.
const MAX_INSPECTED_PIXEL_EDGES: usize = 24;
/// Edges weaker than this fraction of the strongest are omitted.
const FAINTEST: f32 = 0.05;
/// Number of line styles per sign.
const N_LEVELS: usize = 5;

/// An edge with its value relative to the layer's strongest, from -1 to 1.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Edge {
    from: usize,
    to: usize,
    strength: f32,
}

/// The value of an edge: its weight, multiplied by its input for contributions.
fn value(layer: &Layer, inputs: &[f32], meaning: EdgeMeaning, to: usize, from: usize) -> f32 {
    let weight = layer.weights()[(to, from)];
    match meaning {
        EdgeMeaning::Contribution => weight * inputs[from],
        EdgeMeaning::Weight => weight,
    }
}

/// The weights by input, each column with its factor: the input, or 1. Columns with a factor of 0 are skipped.
fn columns<'a>(
    layer: &'a Layer,
    inputs: &'a [f32],
    meaning: EdgeMeaning,
) -> impl Iterator<Item = (usize, f32, &'a [f32])> {
    // nalgebra stores matrices in column-major order.
    let columns = layer.weights().as_slice().chunks_exact(layer.n_outputs());
    columns.zip(inputs).enumerate().filter_map(move |(from, (column, &input))| {
        let factor = if meaning == EdgeMeaning::Weight { 1.0 } else { input };
        (factor != 0.0).then_some((from, factor, column))
    })
}

/// The largest magnitude among a layer's edges, which is drawn strongest.
pub fn scale(layer: &Layer, inputs: &[f32], meaning: EdgeMeaning) -> f32 {
    columns(layer, inputs, meaning).fold(0.0, |largest, (_, factor, column)| {
        let in_column = column.iter().fold(0.0_f32, |largest, weight| largest.max(weight.abs()));
        largest.max(in_column * factor.abs())
    })
}

/// The strongest of a layer's edges, with values relative to `scale`.
fn strongest(layer: &Layer, inputs: &[f32], meaning: EdgeMeaning, scale: f32, limit: usize) -> Vec<Edge> {
    let mut kept = Strongest { limit, floor: FAINTEST, edges: Vec::with_capacity(2 * limit) };
    for (from, factor, column) in columns(layer, inputs, meaning) {
        let factor = factor / scale;
        for (to, weight) in column.iter().enumerate() {
            kept.offer(Edge { from, to, strength: weight * factor });
        }
    }
    kept.into_edges()
}

/// Collects the `limit` strongest of the edges offered, in bounded memory.
struct Strongest {
    limit: usize,
    /// Weaker edges cannot be among the strongest.
    floor: f32,
    edges: Vec<Edge>,
}

impl Strongest {
    fn offer(&mut self, edge: Edge) {
        if edge.strength.abs() >= self.floor {
            self.edges.push(edge);
            if self.edges.len() >= 2 * self.limit {
                self.cut();
            }
        }
    }

    fn cut(&mut self) {
        if self.edges.len() > self.limit {
            let by_strength = |a: &Edge, b: &Edge| b.strength.abs().total_cmp(&a.strength.abs());
            let (_, weakest, _) = self.edges.select_nth_unstable_by(self.limit - 1, by_strength);
            self.floor = weakest.strength.abs();
            self.edges.truncate(self.limit);
        }
    }

    fn into_edges(mut self) -> Vec<Edge> {
        self.cut();
        self.edges
    }
}

/// The batches of edges to draw, and each layer's scale: the magnitude drawn strongest. Of the highlighted edges, `lit`,
/// the last one is the widest.
pub fn edges(
    layers: &[Layer],
    pass: &ForwardPass,
    layout: &NetworkLayout,
    meaning: EdgeMeaning,
    (inspected, lit): (Option<Target>, &[EdgeIdx]),
    palette: &Palette,
) -> (Vec<EdgeBatch>, Vec<f32>) {
    let mut fine_edges = Batches::default();
    let mut neuron_edges = Batches::default();
    let mut inspected_batches = Batches::default();
    let mut scales = Vec::with_capacity(layers.len());
    for (layer_idx, layer) in layers.iter().enumerate() {
        let inputs = pass.inputs_of(layer_idx);
        let scale = scale(layer, inputs, meaning);
        scales.push(scale);
        let is_first = layer_idx == 0;
        let (batches, limit) = match is_first {
            true => (&mut fine_edges, MAX_PIXEL_EDGES),
            false if is_grid(layout, layer_idx) || is_grid(layout, layer_idx - 1) => {
                let gap = layout.layers[layer_idx].left - layout.right_before(layer_idx);
                (&mut fine_edges, ((GRID_EDGES * gap / layout.text_size) as usize).clamp(1, MAX_EDGES))
            }
            false => (&mut neuron_edges, MAX_EDGES),
        };
        for edge in strongest(layer, inputs, meaning, scale, limit) {
            batches.add(edge, line_between(layout, layer_idx, edge));
        }
        // The inspected edges have a scale of their own, which then replaces the layer's in its heading.
        let (own, scale) = inspected_edges(layer_idx, layer, inputs, meaning, inspected);
        if scale > 0.0 {
            scales[layer_idx] = scale;
            let limit = if is_first { MAX_INSPECTED_PIXEL_EDGES } else { MAX_EDGES };
            let mut kept = Strongest { limit, floor: 0.0, edges: Vec::new() };
            own.into_iter().for_each(|edge| kept.offer(edge));
            for edge in kept.into_edges() {
                inspected_batches.add(edge, line(layout, layer_idx, edge));
            }
        }
    }
    // Edges from pixels and grid cells are many and dense, so they are drawn finer.
    let (fine, neurons) = if inspected.is_none() && lit.is_empty() { (0.55, 1.0) } else { (0.1, 0.18) };
    let line_width = palette.boldness * layout.line_width();
    let mut batches = fine_edges.into_batches(palette, line_width, fine);
    batches.extend(neuron_edges.into_batches(palette, line_width, neurons));
    batches.extend(inspected_batches.into_batches(
        palette,
        line_width,
        if lit.is_empty() { 1.0 } else { 0.3 },
    ));
    batches.extend(lit.iter().enumerate().filter_map(|(idx, edge)| {
        let width = if idx + 1 == lit.len() { 4.0 } else { 2.0 };
        lit_batch(layers, layout, *edge, width, palette)
    }));
    (batches, scales)
}

/// A highlighted edge, coloured by its weight's sign; `width` is in multiples of a normal line's.
fn lit_batch(
    layers: &[Layer],
    layout: &NetworkLayout,
    edge: EdgeIdx,
    width: f32,
    palette: &Palette,
) -> Option<EdgeBatch> {
    let EdgeIdx { layer_idx, from, to } = edge;
    let is_dashed = layers.get(layer_idx)?.weights()[(to, from)] < 0.0;
    Some(EdgeBatch {
        colour: if is_dashed { palette.negative } else { palette.positive },
        width: width * palette.boldness * layout.line_width(),
        is_dashed,
        lines: vec![line(layout, layer_idx, Edge { from, to, strength: 1.0 })],
    })
}

/// The layer's edges to or from the inspected part, weak ones included, and their largest magnitude.
fn inspected_edges(
    layer_idx: usize,
    layer: &Layer,
    inputs: &[f32],
    meaning: EdgeMeaning,
    inspected: Option<Target>,
) -> (Vec<Edge>, f32) {
    let (ends, meaning): (Vec<(usize, usize)>, _) = match inspected {
        // A pixel's edges always show weights: most pixels are blank and contribute nothing.
        Some(Target::Pixel(from)) if layer_idx == 0 => {
            ((0..layer.n_outputs()).map(|to| (to, from)).collect(), EdgeMeaning::Weight)
        }
        Some(Target::Neuron { layer_idx: at, neuron_idx: to })
            if at == layer_idx && to < layer.n_outputs() =>
        {
            ((0..layer.n_inputs()).map(|from| (to, from)).collect(), meaning)
        }
        Some(Target::Neuron { layer_idx: at, neuron_idx: from })
            if at + 1 == layer_idx && from < layer.n_inputs() =>
        {
            ((0..layer.n_outputs()).map(|to| (to, from)).collect(), meaning)
        }
        _ => return (Vec::new(), 0.0),
    };
    let value = |&(to, from): &(usize, usize)| value(layer, inputs, meaning, to, from);
    let scale = ends.iter().map(value).fold(0.0_f32, |scale, value| scale.max(value.abs()));
    let edges = ends.iter().map(|end| Edge { from: end.1, to: end.0, strength: value(end) / scale });
    (edges.filter(|edge| edge.strength.abs() > 0.0).collect(), scale)
}

fn is_grid(layout: &NetworkLayout, layer_idx: usize) -> bool {
    layout.layers.get(layer_idx).is_some_and(|block| block.n_columns > 1)
}

/// The line between two layers, clipped so that it crosses neither the image nor the cells of a grid.
fn line_between(layout: &NetworkLayout, layer_idx: usize, edge: Edge) -> [f32; 4] {
    let mut line = line(layout, layer_idx, edge);
    if is_grid(layout, layer_idx) {
        line[2] = layout.layers[layer_idx].left;
    }
    match layer_idx.checked_sub(1) {
        None => layout.grid.from_rim(line),
        Some(before) => {
            if is_grid(layout, before) {
                line[0] = layout.layers[before].right;
            }
            line
        }
    }
}

/// The line between the circles' rims, so that it does not cross a neuron's number.
fn line(layout: &NetworkLayout, layer_idx: usize, edge: Edge) -> [f32; 4] {
    let (x0, y0, r0) = match layer_idx.checked_sub(1) {
        None => {
            let (x, y) = layout.grid.centre(edge.from);
            (x, y, 0.0)
        }
        Some(before) => layout.neuron(before, edge.from).map_or((0.0, 0.0, 0.0), |c| (c.x, c.y, c.radius)),
    };
    let (x1, y1, r1) = layout.neuron(layer_idx, edge.to).map_or((x0, y0, 0.0), |c| (c.x, c.y, c.radius));
    let length = (x1 - x0).hypot(y1 - y0).max(1e-3);
    let (dx, dy) = ((x1 - x0) / length, (y1 - y0) / length);
    [x0 + dx * r0, y0 + dy * r0, x1 - dx * r1, y1 - dy * r1]
}

/// Lines grouped by sign and strength level.
#[derive(Default)]
struct Batches([[Vec<[f32; 4]>; N_LEVELS]; 2]);

impl Batches {
    fn add(&mut self, edge: Edge, line: [f32; 4]) {
        let level = ((edge.strength.abs() * N_LEVELS as f32) as usize).min(N_LEVELS - 1);
        self.0[usize::from(edge.strength < 0.0)][level].push(line);
    }

    /// A lower `presence` (0 to 1) fades the colours towards the background and makes the lines thinner.
    fn into_batches(self, palette: &Palette, line_width: f32, presence: f32) -> Vec<EdgeBatch> {
        let [positive, negative] = self.0;
        let levels = positive.into_iter().zip(negative).enumerate();
        levels
            .flat_map(|(level, (positive, negative))| {
                let strength = (level + 1) as f32 / N_LEVELS as f32;
                [(positive, palette.positive, false), (negative, palette.negative, true)].map(
                    |(lines, colour, is_dashed)| EdgeBatch {
                        colour: palette
                            .paper
                            .mix(colour, presence.sqrt() * (0.08 + 0.92 * strength.powf(1.5))),
                        width: line_width * (0.5 + 2.2 * presence * strength * strength),
                        is_dashed,
                        lines,
                    },
                )
            })
            .filter(|batch| !batch.lines.is_empty())
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::test_support::VIEW;
    use crate::test_support::shipped;
    use nn::{ActivationFn, Network};

    /// The edges of a random network for an image of uniform brightness.
    fn plain(
        brightness: f32,
        meaning: EdgeMeaning,
        inspected: Option<Target>,
    ) -> (Vec<EdgeBatch>, Vec<f32>, Network) {
        let sizes = [784, 16, 16, 10];
        let network =
            Network::random(&sizes, ActivationFn::Sigmoid, ActivationFn::Sigmoid, 5).expect("a network");
        let mut pass = ForwardPass::for_network(&network);
        network.forward(&[brightness; 784], &mut pass);
        let layout = NetworkLayout::new(VIEW, &sizes);
        let (batches, scales) =
            edges(network.layers(), &pass, &layout, meaning, (inspected, &[]), &shipped("light"));
        (batches, scales, network)
    }

    fn n_lines(batches: &[EdgeBatch]) -> usize {
        batches.iter().map(|batch| batch.lines.len()).sum()
    }

    #[test]
    fn sign_shows_twice_in_colour_and_in_dashes() {
        let palette = shipped("light");
        let (batches, ..) = plain(1.0, EdgeMeaning::Weight, None);
        assert!(batches.iter().any(|batch| batch.is_dashed) && batches.iter().any(|batch| !batch.is_dashed));
        for batch in &batches {
            let (own, other) = if batch.is_dashed {
                (palette.negative, palette.positive)
            } else {
                (palette.positive, palette.negative)
            };
            let distance = |to: Rgb| {
                let channels = [(batch.colour.0, to.0), (batch.colour.1, to.1), (batch.colour.2, to.2)];
                channels.iter().map(|(a, b)| f32::from(a.abs_diff(*b)).powi(2)).sum::<f32>()
            };
            assert!(distance(own) < distance(other), "{batch:?}");
        }
    }

    #[test]
    fn a_blank_input_contributes_nothing_but_has_weights() {
        let (blank, scales, _) = plain(0.0, EdgeMeaning::Contribution, None);
        assert_eq!(scales[0], 0.0);
        assert!(n_lines(&blank) > 0, "the hidden layers still speak");
        let (weights, scales, network) = plain(0.0, EdgeMeaning::Weight, None);
        assert_eq!(scales[0], network.layers()[0].weights().amax());
        assert!(n_lines(&weights) > n_lines(&blank));
    }

    #[test]
    fn the_strongest_edges_win_the_room() {
        let (batches, ..) = plain(1.0, EdgeMeaning::Weight, None);
        assert!(n_lines(&batches) <= MAX_PIXEL_EDGES + 2 * MAX_EDGES);
        let mut kept = Strongest { limit: 10, floor: FAINTEST, edges: Vec::new() };
        for i in 0..1000 {
            kept.offer(Edge { from: i, to: 0, strength: ((i * 37) % 1000) as f32 / -1000.0 });
        }
        let mut strengths: Vec<f32> = kept.into_edges().iter().map(|edge| edge.strength).collect();
        strengths.sort_by(f32::total_cmp);
        assert_eq!(strengths, (990..1000).rev().map(|i| i as f32 / -1000.0).collect::<Vec<_>>());
    }

    #[test]
    fn what_is_inspected_stands_out_with_its_own_edges_on_their_own_scale() {
        let neuron = Target::Neuron { layer_idx: 1, neuron_idx: 3 };
        let (batches, scales, network) = plain(1.0, EdgeMeaning::Weight, Some(neuron));
        assert_eq!(scales[1], network.layers()[1].weights().row(3).amax());
        assert_eq!(scales[2], network.layers()[2].weights().column(3).amax());
        let layout = NetworkLayout::new(VIEW, &[784, 16, 16, 10]);
        let circle = layout.neuron(1, 3).expect("it is there");
        let touches = |line: &[f32; 4]| {
            let distance = |x: f32, y: f32| (x - circle.x).hypot(y - circle.y);
            distance(line[0], line[1]).min(distance(line[2], line[3])) < circle.radius + 0.1
        };
        let widest = batches.iter().map(|batch| batch.width).fold(0.0, f32::max);
        let loud = batches.iter().filter(|batch| batch.width == widest).flat_map(|batch| &batch.lines);
        assert!(loud.clone().count() >= 2, "the strongest on either side");
        assert!(loud.clone().all(touches));
        // All of its 16 + 10 edges are drawn again, on top of the faint ones.
        let n_touching = batches.iter().flat_map(|batch| &batch.lines).filter(|line| touches(line)).count();
        assert!(n_touching >= 16 + 10, "{n_touching}");
    }

    #[test]
    fn an_edge_that_is_pointed_at_is_the_widest_of_all() {
        let sizes = [784, 16, 16, 10];
        let network =
            Network::random(&sizes, ActivationFn::Sigmoid, ActivationFn::Sigmoid, 5).expect("a network");
        let pass = ForwardPass::for_network(&network);
        let layout = NetworkLayout::new(VIEW, &sizes);
        let inspected = Some(Target::Neuron { layer_idx: 1, neuron_idx: 3 });
        let palette = shipped("light");
        let drawn = |lit: &[EdgeIdx]| {
            edges(network.layers(), &pass, &layout, EdgeMeaning::Weight, (inspected, lit), &palette).0
        };
        let lit = EdgeIdx { layer_idx: 1, from: 7, to: 3 };
        let batches = drawn(&[lit]);
        let [.., others, widest] = &batches[..] else { panic!("there are edges") };
        assert_eq!(widest.lines, [line(&layout, 1, Edge { from: 7, to: 3, strength: 1.0 })]);
        assert_eq!(widest.is_dashed, network.layers()[1].weights()[(3, 7)] < 0.0);
        assert!(widest.width > 2.0 * others.width);
        assert!(drawn(&[]).iter().all(|batch| batch.width < widest.width));
        let before = EdgeIdx { layer_idx: 0, from: 400, to: 7 };
        let path = drawn(&[before, lit]);
        let [.., first, last] = &path[..] else { panic!("there are edges") };
        assert!(last == widest && first.lines.len() == 1 && first.width < last.width);
    }

    #[test]
    fn a_blank_pixel_shows_its_weights() {
        for meaning in [EdgeMeaning::Weight, EdgeMeaning::Contribution] {
            let (batches, scales, network) = plain(0.0, meaning, Some(Target::Pixel(400)));
            assert_eq!(scales[0], network.layers()[0].weights().column(400).amax());
            let from_pixel = NetworkLayout::new(VIEW, &[784, 16, 16, 10]).grid.centre(400);
            let own = batches.iter().flat_map(|batch| &batch.lines);
            assert_eq!(own.filter(|line| (line[0], line[1]) == from_pixel).count(), 16);
        }
    }
}
