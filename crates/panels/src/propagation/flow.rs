//! The replay's drawing over the network: pixels moving from the grid to a column, contributions flowing into the
//! neuron being computed, and a ring around it. Positions are in CSS pixels from the view's top left corner.

use digits::{N_PIXELS, SIDE};

use crate::propagation::caption::{ActiveNeuron, arrival};
use crate::propagation::state::Propagation;
use crate::propagation::timeline::Phase;
use app::colour::Rgb;
use app::derived::Derived;
use app::geometry::Rect;
use app::network_layout::{Circle, NetworkLayout};
use app::palette::Palette;
use app::state::Core;

/// Maximum number of edges drawn into a neuron; the strongest are kept.
const MAX_EDGES: usize = 48;
/// The column's width, as a fraction of the grid's.
const COLUMN_WIDTH: f32 = 0.07;
/// The travel time of one row of pixels, as a fraction of the unrolling. Rows depart in order.
const ROW_WAY: f32 = 0.35;

/// A contribution flowing along an edge.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stream {
    /// From the input to the current tip.
    pub line: [f32; 4],
    /// Weight times input, as a colour.
    pub colour: Rgb,
    /// Width of the line in CSS pixels.
    pub width: f32,
    /// Whether the line is dashed: negative ones are, so that colour is not the only cue.
    pub is_dashed: bool,
    /// Radius of the drop at the tip in CSS pixels; 0 once it has arrived.
    pub drop: f32,
}

/// Everything drawn over the network.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Flow {
    /// A cover for the grid, and every pixel with its colour; `None` while the pixels are in the grid.
    pub pixels: Option<(Rect, Vec<(Rect, Rgb)>)>,
    /// Contributions flowing into the neuron, weakest first.
    pub streams: Vec<Stream>,
    /// The neuron being computed, its ring's width in CSS pixels, and the fraction of the ring drawn, from the top.
    pub ring: Option<(Circle, f32, f32)>,
}

/// The current drawing; empty while the player is closed.
pub fn flow(
    player: &Propagation,
    core: &Core,
    derived: &Derived,
    active: Option<&ActiveNeuron>,
    palette: &Palette,
) -> Flow {
    if !player.is_open {
        return Flow::default();
    }
    let layout = &*derived.layout(core);
    let unroll = player.moment().unroll;
    let pixels = (unroll > 0.0).then(|| {
        let side = layout.grid.side + 2.0;
        let cover = Rect { x: layout.grid.x - 1.0, y: layout.grid.y - 1.0, width: side, height: side };
        let image = derived.image(core);
        let colours = image.pixels().iter().map(|pixel| palette.activation(*pixel));
        let cells = colours.enumerate().map(|(idx, colour)| (pixel_cell(layout, idx, unroll), colour));
        (cover, cells.collect())
    });
    let Some(active) = active else { return Flow { pixels, ..Flow::default() } };
    let work = active.work;
    let Some(circle) = layout.neuron(work.layer_idx, work.neuron_idx) else {
        return Flow { pixels, ..Flow::default() };
    };
    let line_width = palette.boldness * layout.line_width();
    let share = if work.phase == Phase::Sum { work.share } else { 1.0 };
    // Progress over all phases.
    let done = match work.phase {
        Phase::Sum => 0.5 * share,
        Phase::Bias => 0.5 + 0.25 * work.share,
        Phase::Activation => 0.75 + 0.25 * work.share,
        Phase::Light => 1.0,
    };
    Flow {
        pixels,
        streams: streams(layout, active, (circle, share, unroll), line_width, palette),
        ring: Some((circle, 3.0 * line_width, done)),
    }
}

fn streams(
    layout: &NetworkLayout,
    active: &ActiveNeuron,
    (circle, share, unroll): (Circle, f32, f32),
    line_width: f32,
    palette: &Palette,
) -> Vec<Stream> {
    let contributions = &active.contributions;
    let mut strongest: Vec<usize> =
        (0..contributions.len()).filter(|idx| contributions[*idx] != 0.0).collect();
    strongest.sort_by(|a, b| contributions[*b].abs().total_cmp(&contributions[*a].abs()).then(a.cmp(b)));
    strongest.truncate(MAX_EDGES);
    let largest = strongest.first().map_or(1.0, |idx| contributions[*idx].abs());
    let stream = |&idx: &usize| {
        let strength = contributions[idx] / largest;
        let way = arrival(idx, contributions.len(), share);
        let (x, y) = match active.work.layer_idx.checked_sub(1) {
            None => pixel_cell(layout, idx, unroll).middle(),
            Some(before) => right_end(layout, before, idx)?,
        };
        let end = (circle.x - circle.radius, circle.y);
        let tip = (x + way * (end.0 - x), y + way * (end.1 - y));
        (way > 0.0).then(|| Stream {
            line: [x, y, tip.0, tip.1],
            // Even weak contributions stay visible.
            colour: palette.diverging(strength.signum() * (0.3 + 0.7 * strength.abs())),
            width: line_width * (0.6 + 1.9 * strength.abs()),
            is_dashed: strength < 0.0,
            drop: if way < 1.0 { line_width * (1.8 + 2.2 * strength.abs()) } else { 0.0 },
        })
    };
    strongest.iter().rev().filter_map(stream).collect()
}

/// Where edges leave a neuron.
fn right_end(layout: &NetworkLayout, layer_idx: usize, neuron_idx: usize) -> Option<(f32, f32)> {
    layout.neuron(layer_idx, neuron_idx).map(|circle| (circle.x + circle.radius, circle.y))
}

/// The cell of a pixel between the grid (`unroll` 0) and the column at the grid's right edge (`unroll` 1), which is as
/// high as the view. The top rows depart first.
pub fn pixel_cell(layout: &NetworkLayout, pixel_idx: usize, unroll: f32) -> Rect {
    let cell = layout.grid.side / SIDE as f32;
    let (x, y) = layout.grid.centre(pixel_idx);
    let start = (1.0 - ROW_WAY) * (pixel_idx / SIDE) as f32 / (SIDE - 1) as f32;
    let share = ((unroll - start) / ROW_WAY).clamp(0.0, 1.0);
    let share = if unroll >= 1.0 { 1.0 } else { share * share * (3.0 - 2.0 * share) };
    let bottom = (layout.view.height - 0.5 * layout.text_size).max(layout.header + 1.0);
    let height = (bottom - layout.header) / N_PIXELS as f32;
    let width = COLUMN_WIDTH * layout.grid.side;
    let between = |from: f32, to: f32| from + share * (to - from);
    Rect {
        x: between(x - cell / 2.0, layout.grid.x + layout.grid.side - width),
        y: between(y - cell / 2.0, layout.header + pixel_idx as f32 * height),
        width: between(cell, width),
        height: between(cell, height),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::propagation::Msg;
    use crate::propagation::caption::active_neuron;
    use crate::propagation::tests::{drawn, send};
    use app::test_support::shipped;

    fn flow_at(share: f64) -> Flow {
        let mut state = drawn(false);
        send(&mut state, Msg::Open);
        send(&mut state, Msg::Seek(share));
        let (player, derived) = (&state.panels.propagation, Derived::default());
        let active = active_neuron(player, &state.core, &derived);
        flow(player, &state.core, &derived, active.as_ref(), &shipped("light"))
    }

    #[test]
    fn nothing_is_drawn_while_the_player_is_closed() {
        let state = drawn(false);
        let flow = flow(&state.panels.propagation, &state.core, &Derived::default(), None, &shipped("light"));
        assert_eq!(flow, Flow::default());
    }

    #[test]
    fn streams_grow_and_end_at_the_neuron_strongest_on_top() {
        // The pass takes 24.7 s: the first neuron of the second hidden layer starts at 10.7 s and takes 2.4 s.
        let early = flow_at(11.17 / 24.68);
        let late = flow_at(12.13 / 24.68);
        assert!(early.streams.len() < late.streams.len() && late.streams.len() == 16);
        assert!(early.streams.iter().any(|stream| stream.drop > 0.0));
        assert!(late.streams.iter().all(|stream| stream.drop == 0.0));
        assert!(late.streams.windows(2).all(|pair| pair[0].width <= pair[1].width));
        let Some((circle, ..)) = late.ring else { panic!("the neuron has a ring") };
        assert!(late.streams.iter().all(|stream| stream.line[2..] == [circle.x - circle.radius, circle.y]));
        assert!(late.streams.iter().any(|stream| stream.is_dashed));
        assert!(late.pixels.is_none());
    }

    #[test]
    fn the_grid_becomes_a_column_of_784() {
        let state = drawn(false);
        let layout = state.core.layout();
        let cells = |unroll| (0..N_PIXELS).map(|idx| pixel_cell(&layout, idx, unroll)).collect::<Vec<_>>();
        let (grid, half, column) = (cells(0.0), cells(0.5), cells(1.0));
        assert!((0..N_PIXELS).all(|idx| {
            let (x, y) = layout.grid.centre(idx);
            (grid[idx].middle().0 - x).abs() < 0.01 && (grid[idx].middle().1 - y).abs() < 0.01
        }));
        assert_eq!(half[0], column[0], "the first row is there");
        assert_eq!(half[N_PIXELS - 1], grid[N_PIXELS - 1], "the last has not set out");
        assert!(column.iter().all(|cell| cell.x == column[0].x && cell.width == column[0].width));
        for pair in column.windows(2) {
            assert!((pair[0].y + pair[0].height - pair[1].y).abs() < 1e-2, "one below the other");
        }
        let last = column[N_PIXELS - 1];
        assert!(last.y + last.height <= layout.view.height);
        assert_eq!(flow_at(1.8 / 24.68).pixels.map(|(_, cells)| cells.len()), Some(N_PIXELS));
    }
}
