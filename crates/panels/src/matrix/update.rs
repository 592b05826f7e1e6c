//! Updates of the matrix by messages and changes elsewhere.

use app::network_layout::Direction;
use app::panel::Panel;
use app::state::Core;
use app::target::Target;
use digits::SIDE;

use crate::changes::Changes;
use crate::matrix::geometry::{Place, Shape};
use crate::matrix::msg::{Effect, Msg, Step};
use crate::matrix::speed::Speed;
use crate::matrix::state::Matrix;

impl Matrix {
    /// Handles `msg`.
    pub fn update(&mut self, core: &mut Core, msg: Msg, out: &mut Vec<Effect>) {
        match msg {
            Msg::ChooseLayer(layer_idx) => self.show_layer(core, layer_idx),
            Msg::Zoom(is_closer) => self.zoom(core, is_closer),
            Msg::Resized(width, height, text_size) => {
                let had_size = self.view.0 > 0.0;
                self.view = (width, height, text_size);
                if !had_size {
                    self.centre(core);
                }
            }
            Msg::Scrolled(x, y) => self.scroll = (x, y),
            Msg::Reach(x, y) => {
                if let Some(geometry) = self.geometry(core) {
                    self.scroll = geometry.scroll_to_point(x, y);
                }
            }
            Msg::PointAt(point) => {
                let place = point.and_then(|(x, y)| self.geometry(core)?.place_at(x, y));
                self.point_at(core, place);
            }
            Msg::PickAt(x, y) => self.pick_at(core, x, y),
            Msg::Focus => self.light_cell(core),
            Msg::Move(step) => {
                self.move_cell(core, step);
                self.light_cell(core);
            }
            Msg::PointAtTerm(cell) => {
                self.point_at(core, cell.map(|(row, column)| Place::Cell(row, column)));
            }
            Msg::Measure => out.extend(self.measure(core)),
            Msg::Timed(ms) => out.extend(self.speed.timed(ms).map(Effect::Time)),
        }
    }

    /// Follows the selection: shows the layer of a picked neuron, and scrolls to the inspected row.
    pub(crate) fn sync(&mut self, core: &Core, changes: Changes) {
        let is_pointed_here = std::mem::take(&mut self.is_pointed_here);
        if changes.model {
            self.cell = (0, 0);
            self.speed = Speed::Unknown;
            self.show_layer(core, 0);
        }
        if core.open != Panel::Matrix {
            return;
        }
        let is_new = changes.open || changes.picked;
        if let Some(Target::Neuron { layer_idx, .. }) = core.picked.filter(|_| is_new)
            && layer_idx != self.layer_idx
        {
            self.show_layer(core, layer_idx);
        }
        // What the pointer is over must not scroll away from under it.
        if (is_new || changes.inspected && !is_pointed_here)
            && let (Some(row), Some(geometry)) = (self.lit(core).0, self.geometry(core))
        {
            self.scroll = geometry.scroll_to_see(Some(row), None);
        }
    }

    /// Inspects whatever is under the pointer.
    fn point_at(&mut self, core: &mut Core, place: Option<Place>) {
        (core.hovered, core.term) = match place {
            Some(Place::Cell(row, column)) => (Some(self.neuron(row)), Some(self.source(column))),
            Some(Place::Row(row)) => (Some(self.neuron(row)), None),
            Some(Place::Column(column)) => (Some(self.source(column)), None),
            None => (None, None),
        };
        core.hovered = core.hovered.filter(|target| core.has(*target));
        self.is_pointed_here = true;
    }

    fn pick_at(&mut self, core: &mut Core, x: f32, y: f32) {
        let place = self.geometry(core).and_then(|geometry| geometry.place_at(x, y));
        if let Some(Place::Cell(row, _) | Place::Row(row)) = place {
            core.picked = Some(self.neuron(row));
        }
        if let Some(Place::Cell(row, column)) = place {
            self.cell = (row, column);
        }
    }

    /// Scrolls to the cursor's cell, picks its neuron and highlights its edge.
    fn light_cell(&mut self, core: &mut Core) {
        let Some(geometry) = self.geometry(core) else { return };
        let (row, column) = self.cell;
        self.cell = (row.min(geometry.shape.rows - 1), column.min(geometry.shape.columns - 1));
        core.pick(self.neuron(self.cell.0));
        core.term = Some(self.source(self.cell.1));
        self.scroll = geometry.scroll_to_see(Some(self.cell.0), Some(self.cell.1));
    }

    fn move_cell(&mut self, core: &Core, step: Step) {
        let Some(Shape { rows, columns }) = self.geometry(core).map(|geometry| geometry.shape) else {
            return;
        };
        let (row, column) = &mut self.cell;
        match step {
            Step::To(Direction::Up) => *row = row.saturating_sub(1),
            Step::To(Direction::Down) => *row = (*row + 1).min(rows - 1),
            Step::To(Direction::Left) => *column = column.saturating_sub(1),
            Step::To(Direction::Right) => *column = (*column + 1).min(columns - 1),
            Step::RowStart => *column = 0,
            Step::RowEnd => *column = columns - 1,
        }
    }

    /// Starts to measure, on the drawing as it is, unless that is already under way.
    fn measure(&mut self, core: &Core) -> Option<Effect> {
        if matches!(self.speed, Speed::Measuring(_)) {
            return None;
        }
        let image = core.image_by(&core.preprocessing());
        Some(Effect::Time(self.speed.start(core.network()?, image.pixels())))
    }

    fn show_layer(&mut self, core: &Core, layer_idx: usize) {
        if layer_idx < core.n_layers() {
            self.layer_idx = layer_idx;
            self.zoom = None;
            self.centre(core);
        }
    }

    /// Scrolls to the centre; for pixels, to the centre pixel of the image, since those at its border are blank.
    fn centre(&mut self, core: &Core) {
        if let Some(geometry) = self.geometry(core) {
            let is_first = self.layer_idx == 0;
            let middle = if is_first { SIDE * SIDE / 2 + SIDE / 2 } else { geometry.shape.columns / 2 };
            self.scroll = geometry.scroll_to_centre(middle);
        }
    }

    /// Zooms while keeping the highlighted cell, or else the centre of the view, in place.
    fn zoom(&mut self, core: &Core, is_closer: bool) {
        let Some(before) = self.geometry(core) else { return };
        let level = if is_closer { before.level + 1 } else { before.level.saturating_sub(1) };
        self.zoom = Some(level.min(before.n_levels - 1));
        let (row, column) = self.lit(core);
        if let Some(after) = self.geometry(core) {
            self.scroll = after.scroll_to_stay(&before, row, column);
        }
    }
}
