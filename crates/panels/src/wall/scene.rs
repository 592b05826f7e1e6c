//! The wall's scene: cells coloured by value, signs and numbers where they fit, differences from the trained model, and
//! a description of the hovered or current cell.

use crate::cells::grid::{Arrangement, CellGrid};
use crate::cells::{Bitmap, Frame, Mark, Note, Overlay, bitmap, largest, signs};
use crate::knobs::Knobs;
use crate::knobs::parameter::Parameter;
use crate::wall::layout::{self, LABEL, Level, WIDTH};
use crate::wall::state::{Wall, neuron_of, source_of};
use app::names::name;
use app::number;
use app::palette::Palette;
use app::revision::Revision;
use app::scene::legend::full_colour_at;
use app::state::Core;
use app::target::Target;

/// Minimum cell size for signs, in CSS pixels.
const SIGN_FROM: f32 = 9.5;
/// Only weights above this fraction of the largest get a sign; the others are almost neutral.
const SIGN_SHARE: f32 = 0.1;
/// Minimum cell size for numbers, in CSS pixels, which replace the signs.
const NUMBER_FROM: f32 = 32.0;
/// Minimum cell size for marking single differences from the trained model, in CSS pixels.
const MARK_FROM: f32 = 5.0;

/// Font size, in wall units.
const LABEL_SIZE: f32 = 4.5;
/// If more than one in this many knobs of a neuron differ, the neuron is marked as a whole.
const MOST_CORNERS: usize = 4;

/// Cache key of bitmaps and overlay, apart from the palette and the size.
#[derive(Clone, Debug, PartialEq)]
pub struct Key {
    network: Revision,
    grids: Vec<CellGrid>,
}

/// The current key; `None` without a model.
pub fn key(wall: &Wall, core: &Core) -> Option<Key> {
    let network = core.network()?;
    wall.cursor.value(network)?;
    let grids = layout::grids(network, wall.level, &wall.cursor);
    Some(Key { network: core.network_revision(), grids })
}

/// The cells' colours, one image per grid.
pub fn pictures(core: &Core, key: &Key, palette: &Palette) -> Vec<Bitmap> {
    let layers = core.layers();
    let drawn = key.grids.iter().filter_map(|grid| Some((grid, layers.get(grid.layer_idx)?)));
    drawn.map(|(grid, layer)| bitmap(grid, layer, palette)).collect()
}

/// What is drawn over the bitmaps, on a wall `width` CSS pixels wide, except for [`frames`].
pub fn overlay(
    (wall, knobs): (&Wall, &Knobs),
    core: &Core,
    key: &Key,
    palette: &Palette,
    width: f32,
) -> Overlay {
    let mut overlay = Overlay::default();
    let pixels = width / WIDTH;
    let level = wall.level;
    for grid in &key.grids {
        let Some(layer) = core.layers().get(grid.layer_idx) else { continue };
        let cell = grid.cell * pixels;
        if (SIGN_FROM..NUMBER_FROM).contains(&cell) {
            signs(&mut overlay, grid, layer, SIGN_SHARE, palette);
        }
        if cell >= NUMBER_FROM {
            numbers(&mut overlay, grid, layer, level, palette);
        }
        if level != Level::Knob {
            overlay.notes.push(label(core, grid, level, palette));
        }
        mark_changes(&mut overlay, (knobs, core), grid, cell);
    }
    overlay
}

/// What the strongest colours stand for.
pub fn legend(wall: &Wall, core: &Core) -> String {
    let layer_idx = wall.cursor.layer_idx;
    let layers = match wall.level {
        Level::All => core.layers(),
        _ => core.layers().get(layer_idx..=layer_idx).unwrap_or_default(),
    };
    let limit = match (wall.level, layers) {
        (Level::All, _) | (_, []) => "± above a layer".to_owned(),
        (_, [layer, ..]) => {
            let layer_name = layer_name(core.n_layers(), layer_idx).to_ascii_lowercase();
            format!("±{}, the strongest weight in {layer_name}", number::fixed(largest(layer), 2))
        }
    };
    let is_beyond = |layer: &nn::Layer| layer.biases().amax() > largest(layer);
    full_colour_at(&limit, layers.iter().any(is_beyond))
}

/// The frames of the hovered cell and of the cursor.
pub fn frames(wall: &Wall, key: &Key) -> Vec<Frame> {
    let Wall { cursor, pointed, .. } = wall;
    let frame = |parameter: &Parameter, is_cursor| {
        let area = layout::area_of(&key.grids, parameter)?;
        Some(Frame { area, least: 7.0, is_cursor })
    };
    let pointed = pointed.as_ref().and_then(|pointed| frame(pointed, false));
    pointed.into_iter().chain(frame(cursor, true)).collect()
}

/// From afar, a name fills the space above its grid.
fn label_size(palette: &Palette) -> f32 {
    if palette.boldness > 1.0 { LABEL } else { LABEL_SIZE }
}

/// The name of a layer or neuron above its grid, with the value of the strongest colour.
fn label(core: &Core, grid: &CellGrid, level: Level, palette: &Palette) -> Note {
    let layers = core.layers();
    let mut text = layer_name(layers.len(), grid.layer_idx);
    if level == Level::Neuron {
        text = name(core, Target::neuron(grid.layer_idx, grid.neurons.start));
    }
    if let Some(layer) = layers.get(grid.layer_idx) {
        text.push_str(" ±");
        text.push_str(&number::fixed(largest(layer), 1));
    }
    let slot = layout::SLOT.max(grid.area().width);
    Note {
        x: grid.x,
        y: grid.y - LABEL / 2.0,
        size: label_size(palette),
        room: slot,
        text,
        is_centred: false,
        colour: palette.muted,
    }
}

/// `Hidden 1`, `Output`.
fn layer_name(n_layers: usize, layer_idx: usize) -> String {
    if layer_idx + 1 == n_layers { "Output".to_owned() } else { format!("Hidden {}", layer_idx + 1) }
}

fn numbers(overlay: &mut Overlay, grid: &CellGrid, layer: &nn::Layer, level: Level, palette: &Palette) {
    let scale = largest(layer).max(f32::MIN_POSITIVE);
    for to in grid.neurons.clone() {
        for from in (0..grid.n_inputs).map(Some).chain([None]) {
            let parameter = Parameter { layer_idx: grid.layer_idx, to, from };
            let Some(cells) = grid.cells(&parameter) else { continue };
            let value = from.map_or(layer.biases()[to], |from| layer.weights()[(to, from)]);
            let area = grid.on_wall(cells);
            let (middle, y) = area.middle();
            // The number of a bar wider than the wall goes in the part in view.
            let x = if area.width > WIDTH { WIDTH / 2.0 } else { middle };
            if !(0.0..WIDTH).contains(&x) || !(0.0..level.height()).contains(&y) {
                continue;
            }
            let colour = palette.diverging(value / scale).clearer_of(palette.ink, palette.paper);
            let text = number::signed(value, 2).replacen("0.", ".", 1);
            let (size, room) = (label_size(palette), 0.94 * area.width.min(WIDTH));
            overlay.notes.push(Note { x, y, size, room, text, is_centred: true, colour });
        }
    }
}

/// Marks knobs that differ from the trained model with a corner or, where cells are too small, their neuron with a
/// frame.
fn mark_changes(overlay: &mut Overlay, (knobs, core): (&Knobs, &Core), grid: &CellGrid, cell: f32) {
    let (Some(trained), Some(network)) = (knobs.trained(), core.network()) else { return };
    let layers = (trained.layers().get(grid.layer_idx), network.layers().get(grid.layer_idx));
    let (Some(before), Some(now)) = layers else { return };
    for to in grid.neurons.clone() {
        let knob = |from| Parameter { layer_idx: grid.layer_idx, to, from };
        let weights = now.weights().row(to);
        let before = before.weights().row(to);
        let pairs = weights.iter().zip(before.iter()).enumerate().filter(|(_, (now, before))| now != before);
        let mut changed: Vec<Parameter> = pairs.map(|(from, _)| knob(Some(from))).collect();
        if knob(None).value(network) != knob(None).value(trained) {
            changed.push(knob(None));
        }
        if changed.is_empty() {
            continue;
        }
        // Too many corners would hide what they mark.
        let are_few = MOST_CORNERS * changed.len() <= grid.n_inputs + 1;
        if cell >= NUMBER_FROM || (cell >= MARK_FROM && (are_few || grid.arrangement == Arrangement::Row)) {
            let areas = changed.iter().filter_map(|parameter| Some(grid.on_wall(grid.cells(parameter)?)));
            overlay.marks.extend(areas.map(Mark::Corner));
        } else {
            overlay.marks.push(Mark::Around(grid.on_wall(grid.tile_cells(to))));
        }
    }
}

/// An entry of the breadcrumbs that lead to the cursor's knob.
#[derive(Clone, Debug, PartialEq)]
pub struct Crumb {
    /// The level that it leads to.
    pub level: Level,
    /// The text shown.
    pub text: String,
    /// Whether it is the current level.
    pub is_present: bool,
}

/// The control for the cursor's knob.
#[derive(Clone, Debug, PartialEq)]
pub struct Dial {
    /// The knob's full name.
    pub name: String,
    /// Its value.
    pub value: f32,
    /// The slider's range to either side of 0.
    pub range: f32,
    /// Its value for editing, with an ASCII minus sign.
    pub text: String,
    /// Its trained value in words; empty if it is unchanged.
    pub trained: String,
    /// Why the typed text was rejected, or empty.
    pub refusal: String,
}

/// The texts and controls around the wall.
#[derive(Clone, Debug, PartialEq)]
pub struct Caption {
    /// The breadcrumbs, from all layers to a single knob.
    pub crumbs: Vec<Crumb>,
    /// The hovered or current cell, as text.
    pub cell: String,
    /// The control of a single knob, at that level.
    pub dial: Option<Dial>,
}

/// The caption; `None` without a model.
pub fn caption((wall, knobs): (&Wall, &Knobs), core: &Core) -> Option<Caption> {
    let Wall { level, cursor, pointed, refusal, .. } = wall;
    let network = core.network()?;
    let value = cursor.value(network)?;
    let crumb = |of: Level| {
        let text = match of {
            Level::All => format!("All {}", number::thousands(network.n_parameters())),
            Level::Layer => layer_name(network.layers().len(), cursor.layer_idx),
            Level::Neuron if cursor.layer_idx + 1 == network.layers().len() => format!("digit {}", cursor.to),
            Level::Neuron => format!("neuron {}", cursor.to + 1),
            Level::Knob => source_name(core, cursor),
        };
        Crumb { level: of, text, is_present: of == *level }
    };
    let shown = pointed.as_ref().unwrap_or(cursor);
    let text = number::plain(value, 4);
    let dial = || Dial {
        name: full_name(core, cursor),
        value,
        range: knobs.slider_range(cursor.layer_idx),
        text: refusal.as_ref().map_or(text, |(typed, _)| typed.clone()),
        trained: knobs
            .trained_value(core, *cursor)
            .filter(|trained| *trained != value)
            .map_or_else(String::new, |trained| format!("trained: {}", number::signed(trained, 4))),
        refusal: match refusal {
            Some((_, reason)) => reason.clone(),
            None if knobs.is_frozen(*cursor) => "Frozen. Unfreeze it to change it.".to_owned(),
            None => String::new(),
        },
    };
    Some(Caption {
        crumbs: Level::ALL.map(crumb).into(),
        cell: spoken(knobs, core, shown),
        dial: (*level == Level::Knob).then(dial),
    })
}

/// Name and value of a knob in one phrase.
fn spoken(knobs: &Knobs, core: &Core, parameter: &Parameter) -> String {
    let mut text = full_name(core, parameter);
    let value = core.network().and_then(|network| parameter.value(network));
    text.push_str(": ");
    text.push_str(&number::signed(value.unwrap_or(0.0), 3));
    if knobs.trained_value(core, *parameter) != value {
        text.push_str(", changed");
    }
    text
}

fn full_name(core: &Core, parameter: &Parameter) -> String {
    [name(core, neuron_of(parameter)), source_name(core, parameter)].join(", ")
}

/// `pixel (12, 7)`, `from hidden 1, neuron 3`, `bias`.
fn source_name(core: &Core, parameter: &Parameter) -> String {
    match source_of(parameter) {
        None => "bias".to_owned(),
        Some(pixel @ Target::Pixel(_)) => name(core, pixel).replacen('P', "p", 1),
        Some(neuron) => ["from ", &name(core, neuron).replacen('H', "h", 1)].concat(),
    }
}
