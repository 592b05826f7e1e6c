//! The wall's layout at each zoom level, and moving over it. Lengths are in wall units: the wall is [`WIDTH`] wide,
//! regardless of its size on screen.

use nn::Network;

use crate::cells::grid::{Arrangement, CellGrid};
use crate::knobs::parameter::Parameter;
use app::geometry::Rect;
use app::named::Named;
use app::network_layout::Direction;

/// Width of the wall.
pub const WIDTH: f32 = 100.0;
/// Space above a grid for its name.
pub const LABEL: f32 = 7.3;
/// Space between two grids.
const GAP: f32 = 3.0;
/// Maximum fraction of the overview's height for the first layer.
const FIRST_SHARE: f32 = 0.62;
/// Maximum number of deeper layers side by side.
const MOST_ABREAST: usize = 3;
/// Minimum width for the name of a layer in the overview.
pub const SLOT: f32 = (WIDTH + GAP) / MOST_ABREAST as f32 - GAP;
/// How far from a cell it can be clicked, if nothing else is there.
const CLOSE: u8 = 5;
/// Number of cells across the wall at the level of a single knob.
const CELLS_AROUND: f32 = 7.0;

/// A zoom level.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// All layers.
    #[default]
    All,
    /// One layer.
    Layer,
    /// One neuron.
    Neuron,
    /// One knob and its neighbours.
    Knob,
}

impl Named for Level {
    const NAMES: &'static [(&'static str, Self)] =
        &[("all", Level::All), ("layer", Level::Layer), ("neuron", Level::Neuron), ("knob", Level::Knob)];
}

impl Level {
    /// All levels, zooming in.
    pub const ALL: [Level; 4] = [Level::All, Level::Layer, Level::Neuron, Level::Knob];

    /// The next level, zooming in; the last stays.
    pub fn nearer(self) -> Level {
        Level::ALL.into_iter().find(|level| *level > self).unwrap_or(self)
    }

    /// The previous level, zooming out; the first stays.
    pub fn farther(self) -> Level {
        Level::ALL.into_iter().rfind(|level| *level < self).unwrap_or(self)
    }

    /// Height of the wall. A single knob leaves room for its controls.
    pub fn height(self) -> f32 {
        if self == Level::Knob { 58.0 } else { 118.0 }
    }
}

/// The grids at a level, chosen by the cursor, which must be a parameter of the network.
pub fn grids(network: &Network, level: Level, cursor: &Parameter) -> Vec<CellGrid> {
    let all = Rect { x: 0.0, y: LABEL, width: WIDTH, height: Level::All.height() - LABEL };
    match level {
        Level::All => overview(network, all),
        Level::Layer => vec![layer(network, cursor.layer_idx).fitted(all)],
        Level::Neuron => vec![neuron(network, cursor).fitted(all)],
        // Cells never get smaller than at the previous level.
        Level::Knob => vec![around(neuron(network, cursor).fitted(all), cursor, level.height())],
    }
}

/// The knob at a point of the wall.
pub fn parameter_at(grids: &[CellGrid], x: f32, y: f32) -> Option<Parameter> {
    grids.iter().find_map(|grid| grid.parameter_at(x, y))
}

/// The knob at a point of the wall or, between cells, one close by.
pub fn parameter_near(grids: &[CellGrid], x: f32, y: f32) -> Option<Parameter> {
    let steps = [0.0, 1.0, -1.0];
    let directions = [0, 1, 2, 3, 4, 5, 6, 7, 8].map(|i: usize| (steps[i % 3], steps[i / 3]));
    (0..=CLOSE)
        .map(f32::from)
        .flat_map(|reach| directions.map(|(dx, dy)| (x + dx * reach, y + dy * reach)))
        .find_map(|(x, y)| parameter_at(grids, x, y))
}

/// The area of a knob on the wall.
pub fn area_of(grids: &[CellGrid], parameter: &Parameter) -> Option<Rect> {
    grids.iter().find_map(|grid| Some(grid.on_wall(grid.cells(parameter)?)))
}

/// The next knob in a direction, across gaps and grids; with `is_far`, outside the cursor's neuron. The cursor itself
/// if there is none.
pub fn moved(grids: &[CellGrid], cursor: &Parameter, direction: Direction, is_far: bool) -> Parameter {
    let Some((grid, cell)) = grids.iter().find_map(|grid| Some((grid, grid.on_wall(grid.cells(cursor)?))))
    else {
        return *cursor;
    };
    let leapt = if is_far { grid.on_wall(grid.tile_cells(cursor.to)) } else { cell };
    let (middle_x, middle_y) = cell.middle();
    let least = grids.iter().fold(f32::INFINITY, |least, grid| least.min(grid.cell));
    let bounds = grids.iter().map(CellGrid::area).reduce(Rect::around).unwrap_or(leapt);
    let (mut x, mut y) = match direction {
        Direction::Up => (middle_x, leapt.y - least / 2.0),
        Direction::Down => (middle_x, leapt.y + leapt.height + least / 2.0),
        Direction::Left => (leapt.x - least / 2.0, middle_y),
        Direction::Right => (leapt.x + leapt.width + least / 2.0, middle_y),
    };
    while bounds.contains(x, y) {
        if let Some(found) = parameter_at(grids, x, y) {
            return found;
        }
        match direction {
            Direction::Up => y -= least / 2.0,
            Direction::Down => y += least / 2.0,
            Direction::Left => x -= least / 2.0,
            Direction::Right => x += least / 2.0,
        }
    }
    *cursor
}

/// The first layer above, the others below it.
fn overview(network: &Network, all: Rect) -> Vec<CellGrid> {
    let n_deeper = network.layers().len() - 1;
    if n_deeper == 0 {
        return vec![layer(network, 0).fitted(all)];
    }
    let first = layer(network, 0).fitted(Rect { height: FIRST_SHARE * all.height, ..all });
    let below = first.y + first.area().height;
    let mut grids = vec![first];
    let n_rows = n_deeper.div_ceil(MOST_ABREAST);
    let n_abreast = n_deeper.div_ceil(n_rows);
    let row_height = (all.y + all.height - below) / n_rows as f32;
    let slot = (WIDTH + GAP) / n_abreast as f32;
    for deeper in 0..n_deeper {
        let (row, column) = (deeper / n_abreast, deeper % n_abreast);
        let y = below + row as f32 * row_height + GAP + LABEL;
        let room = Rect { x: column as f32 * slot, y, width: slot - GAP, height: row_height - GAP - LABEL };
        grids.push(layer(network, deeper + 1).fitted(room));
    }
    grids
}

/// All neurons of a layer, not yet placed.
fn layer(network: &Network, layer_idx: usize) -> CellGrid {
    let layer = &network.layers()[layer_idx];
    let arrangement = if layer_idx == 0 { picture(layer.n_inputs()) } else { Arrangement::Row };
    CellGrid {
        layer_idx,
        neurons: 0..layer.n_outputs(),
        n_inputs: layer.n_inputs(),
        arrangement,
        across: 1,
        x: 0.0,
        y: 0.0,
        cell: 1.0,
    }
}

/// One neuron, not yet placed.
fn neuron(network: &Network, cursor: &Parameter) -> CellGrid {
    let layer = layer(network, cursor.layer_idx);
    CellGrid { neurons: cursor.to..cursor.to + 1, arrangement: picture(layer.n_inputs), ..layer }
}

/// An arrangement as nearly square as possible.
fn picture(n_inputs: usize) -> Arrangement {
    Arrangement::Picture((1..).find(|side| side * side >= n_inputs).unwrap_or(1))
}

/// Enlarges a grid until few cells are in view, with the cursor as close to the centre as the grid's edges allow.
fn around(mut grid: CellGrid, cursor: &Parameter, height: f32) -> CellGrid {
    grid.cell = grid.cell.max(WIDTH / CELLS_AROUND);
    let Some(cells) = grid.cells(cursor) else { return grid };
    (grid.x, grid.y) = (0.0, 0.0);
    let (x, y) = grid.on_wall(cells).middle();
    let whole = grid.area();
    let placed = |room: f32, length: f32, middle: f32| {
        if length <= room { (room - length) / 2.0 } else { (room / 2.0 - middle).clamp(room - length, 0.0) }
    };
    grid.x = placed(WIDTH, whole.width, x);
    grid.y = placed(height, whole.height, y);
    grid
}

#[cfg(test)]
mod tests {
    use super::*;
    use nn::ActivationFn;

    fn network(sizes: &[usize]) -> Network {
        let sigmoid = ActivationFn::Sigmoid;
        Network::random(sizes, sigmoid, sigmoid, 1).expect("the shape is right")
    }

    fn knob(layer_idx: usize, to: usize, from: Option<usize>) -> Parameter {
        Parameter { layer_idx, to, from }
    }

    #[test]
    fn every_knob_of_every_network_is_found_where_it_is_in_the_overview() {
        for sizes in [&[784, 16, 16, 10][..], &[784, 10], &[784, 1, 10], &[784, 20, 9, 8, 7, 6, 5, 10]] {
            let network = network(sizes);
            let grids = grids(&network, Level::All, &knob(0, 0, None));
            for number in 0..network.n_parameters() {
                let parameter = Parameter::of_number(&network, number).expect("there are as many");
                let (x, y) = area_of(&grids, &parameter).expect("it is shown").middle();
                assert_eq!(parameter_at(&grids, x, y), Some(parameter), "{sizes:?}");
            }
        }
    }

    #[test]
    fn all_of_it_is_on_the_wall_and_nothing_lies_over_anything() {
        for sizes in [&[784, 16, 16, 10][..], &[784, 256, 256, 10], &[784, 9, 8, 7, 6, 5, 4, 10]] {
            let network = network(sizes);
            for level in [Level::All, Level::Layer, Level::Neuron] {
                let areas: Vec<Rect> =
                    grids(&network, level, &knob(1, 2, Some(3))).iter().map(CellGrid::area).collect();
                for (idx, area) in areas.iter().enumerate() {
                    assert!(area.x >= 0.0 && area.y >= LABEL, "{sizes:?} {level:?} {area:?}");
                    assert!(area.x + area.width <= WIDTH + 0.01, "{sizes:?} {level:?} {area:?}");
                    assert!(area.y + area.height <= level.height() + 0.01, "{sizes:?} {level:?} {area:?}");
                    for other in &areas[..idx] {
                        let is_beside =
                            area.x >= other.x + other.width || area.y >= other.y + other.height + LABEL;
                        assert!(is_beside, "{sizes:?}: {area:?} {other:?}");
                    }
                }
            }
        }
    }

    #[test]
    fn each_step_of_zoom_shows_the_same_cell_larger() {
        let network = network(&[784, 16, 16, 10]);
        for cursor in [knob(0, 0, Some(0)), knob(0, 9, None), knob(1, 15, Some(15)), knob(2, 3, Some(7))] {
            let mut before = 0.0;
            for level in Level::ALL {
                let grids = grids(&network, level, &cursor);
                let area = area_of(&grids, &cursor).expect("it is shown");
                let (x, y) = area.middle();
                assert!(
                    (0.0..WIDTH).contains(&x) && (0.0..level.height()).contains(&y),
                    "{cursor:?} {level:?}"
                );
                assert_eq!(parameter_at(&grids, x, y), Some(cursor));
                assert!(area.height >= before, "{cursor:?} {level:?}");
                before = area.height;
            }
        }
    }

    #[test]
    fn arrows_lead_to_the_next_cell_and_with_shift_to_the_next_neuron() {
        let network = network(&[784, 16, 16, 10]);
        let all = grids(&network, Level::All, &knob(0, 0, None));
        let go = |cursor, direction, is_far| moved(&all, &cursor, direction, is_far);
        use Direction::{Down, Left, Right, Up};
        assert_eq!(go(knob(0, 0, Some(0)), Right, false), knob(0, 0, Some(1)));
        assert_eq!(go(knob(0, 0, Some(0)), Down, false), knob(0, 0, Some(28)));
        assert_eq!(go(knob(0, 0, Some(27)), Right, false), knob(0, 1, Some(0)), "over the gap");
        assert_eq!(go(knob(0, 0, Some(30)), Right, true), knob(0, 1, Some(28)));
        assert_eq!(go(knob(0, 1, Some(30)), Left, true), knob(0, 0, Some(55)));
        assert_eq!(go(knob(0, 0, Some(0)), Left, false), knob(0, 0, Some(0)), "there is nothing");
        assert_eq!(go(knob(0, 0, Some(28 * 27 + 3)), Down, false), knob(0, 0, None), "the bias is below");
        assert_eq!(go(knob(1, 0, Some(15)), Right, false), knob(1, 0, None));
        let below = go(knob(0, 12, None), Down, false);
        assert_eq!((below.layer_idx, below.to), (1, 0), "into the next layer");
        assert_eq!(go(below, Up, false).layer_idx, 0, "and back");
        let beside = go(knob(1, 0, None), Right, false);
        assert_eq!((beside.layer_idx, beside.from), (2, Some(0)));
    }

    #[test]
    fn a_click_between_two_neurons_means_one_of_them_and_one_far_from_all_none() {
        let network = network(&[784, 16, 16, 10]);
        let cursor = knob(0, 0, None);
        let layer = grids(&network, Level::Layer, &cursor);
        let (x, y) = layer[0].on_wall([28, 14, 2, 1]).middle();
        assert_eq!(parameter_at(&layer, x, y), None);
        assert_eq!(parameter_near(&layer, x, y).map(|near| near.layer_idx), Some(0));
        let (x, y) = layer[0].on_wall([40, 40, 1, 1]).middle();
        assert_eq!(parameter_near(&layer, x, y), parameter_at(&layer, x, y), "a cell comes first");
        assert_eq!(parameter_near(&layer, -20.0, 40.0), None);
    }

    #[test]
    fn the_steps_of_zoom_end_at_either_end() {
        assert_eq!(Level::ALL.map(Level::nearer), [Level::Layer, Level::Neuron, Level::Knob, Level::Knob]);
        assert_eq!(Level::ALL.map(Level::farther), [Level::All, Level::All, Level::Layer, Level::Neuron]);
    }
}
