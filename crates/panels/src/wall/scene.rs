//! What is seen of the wall: cells in the colours of their values, their signs and numbers where there is room, what
//! differs from the trained model, and in words the cell that is pointed at or that the keyboard is on.

use super::layout::{self, LABEL, Level, WIDTH};
use super::sheet::{Area, Arrangement, Sheet};
use super::{Wall, largest, neuron_of, source_of, trained_value};
use crate::network_layout::Target;
use crate::number;
use crate::palette::Palette;
use crate::panels::board::{Bitmap, Board, Frame, Mark, Note, bitmap, signs};
use crate::panels::knobs::Parameter;
use crate::scene::detail::name;
use crate::state::State;

/// Cells of this many CSS pixels and more have their sign.
const SIGN_FROM: f32 = 9.5;
/// Only weights beyond this share of the strongest have one: the others are pale enough to tell nothing by their colour.
const SIGN_SHARE: f32 = 0.1;
/// Cells of this many CSS pixels and more have their number instead.
const NUMBER_FROM: f32 = 32.0;
/// Cells smaller than this many CSS pixels are not marked one by one where they differ from the trained model.
const MARK_FROM: f32 = 5.0;

/// Size of texts.
const LABEL_SIZE: f32 = 4.5;
/// Where more than one of so many knobs of a picture differ, it is marked as a whole.
const MOST_CORNERS: usize = 4;

/// What all but the frames depends on, beside the palette and the size: while it is the same, so is that.
#[derive(Clone, Debug, PartialEq)]
pub struct Key {
    model_revision: u64,
    sheets: Vec<Sheet>,
}

/// What the board depends on now; none without a model.
pub fn key(state: &State) -> Option<Key> {
    let Wall { level, cursor, .. } = state.panels.wall;
    let network = &state.model.as_ref()?.network;
    cursor.value(network)?;
    Some(Key { model_revision: state.model_revision, sheets: layout::sheets(network, level, &cursor) })
}

/// The cells' colours, a picture for each sheet.
pub fn pictures(state: &State, key: &Key, palette: &Palette) -> Vec<Bitmap> {
    let Some(model) = &state.model else { return Vec::new() };
    let picture = |sheet: &Sheet| bitmap(sheet, &model.network.layers()[sheet.layer_idx], palette);
    key.sheets.iter().map(picture).collect()
}

/// What lies over the pictures, on a wall of `width` CSS pixels; without [`frames`].
pub fn board(state: &State, key: &Key, palette: &Palette, width: f32) -> Board {
    let mut board = Board::default();
    let Some(model) = &state.model else { return board };
    let pixels = width / WIDTH;
    let level = state.panels.wall.level;
    for sheet in &key.sheets {
        let layer = &model.network.layers()[sheet.layer_idx];
        let cell = sheet.cell * pixels;
        if (SIGN_FROM..NUMBER_FROM).contains(&cell) {
            signs(&mut board, sheet, layer, SIGN_SHARE, palette);
        }
        if cell >= NUMBER_FROM {
            numbers(&mut board, sheet, &model.network, level, palette);
        }
        if level != Level::Knob {
            board.notes.push(label(state, sheet, level, palette));
        }
        mark_changes(&mut board, state, sheet, cell);
    }
    board
}

/// The frames of the cell that is pointed at and of the one that the keyboard is on.
pub fn frames(state: &State, key: &Key) -> Vec<Frame> {
    let Wall { cursor, pointed, .. } = &state.panels.wall;
    let frame = |parameter: &Parameter, is_cursor| {
        let area = layout::area_of(&key.sheets, parameter)?;
        Some(Frame { area, least: 7.0, is_cursor })
    };
    let pointed = pointed.as_ref().and_then(|pointed| frame(pointed, false));
    pointed.into_iter().chain(frame(cursor, true)).collect()
}

/// The name of a layer or a neuron above its sheet, with the value of the strongest colour.
fn label(state: &State, sheet: &Sheet, level: Level, palette: &Palette) -> Note {
    let layers = state.model.as_ref().map(|model| model.network.layers()).unwrap_or_default();
    let mut text = layer_name(layers.len(), sheet.layer_idx);
    if level == Level::Neuron {
        text = name(state, Target::Neuron { layer_idx: sheet.layer_idx, neuron_idx: sheet.neurons.start });
    }
    if let Some(layer) = layers.get(sheet.layer_idx) {
        text.push_str(" ±");
        text.push_str(&number::fixed(largest(layer), 1));
    }
    let slot = layout::SLOT.max(sheet.area().width);
    Note {
        x: sheet.x,
        y: sheet.y - LABEL / 2.0,
        size: LABEL_SIZE * palette.boldness,
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

fn numbers(board: &mut Board, sheet: &Sheet, network: &nn::Network, level: Level, palette: &Palette) {
    let layer = &network.layers()[sheet.layer_idx];
    let scale = largest(layer).max(f32::MIN_POSITIVE);
    for to in sheet.neurons.clone() {
        for from in (0..sheet.n_inputs).map(Some).chain([None]) {
            let parameter = Parameter { layer_idx: sheet.layer_idx, to, from };
            let (Some(cells), Some(value)) = (sheet.cells(&parameter), parameter.value(network)) else {
                continue;
            };
            let area = sheet.on_wall(cells);
            let (middle, y) = area.middle();
            // A bar that is wider than the wall has its number in the part in view.
            let x = if area.width > WIDTH { WIDTH / 2.0 } else { middle };
            if !(0.0..WIDTH).contains(&x) || !(0.0..level.height()).contains(&y) {
                continue;
            }
            let colour = palette.diverging(value / scale).clearer_of(palette.ink, palette.paper);
            let text = number::signed(value, 2).replacen("0.", ".", 1);
            let (size, room) = (LABEL_SIZE * palette.boldness, 0.94 * area.width.min(WIDTH));
            board.notes.push(Note { x, y, size, room, text, is_centred: true, colour });
        }
    }
}

/// Knobs that differ from the trained model have a corner; where cells are too small for it, their neuron has a frame.
fn mark_changes(board: &mut Board, state: &State, sheet: &Sheet, cell: f32) {
    let (Some(trained), Some(model)) = (state.panels.knobs.trained(), &state.model) else { return };
    let layers = (trained.layers().get(sheet.layer_idx), model.network.layers().get(sheet.layer_idx));
    let (Some(before), Some(now)) = layers else { return };
    for to in sheet.neurons.clone() {
        let knob = |from| Parameter { layer_idx: sheet.layer_idx, to, from };
        let weights = now.weights().row(to);
        let before = before.weights().row(to);
        let pairs = weights.iter().zip(before.iter()).enumerate().filter(|(_, (now, before))| now != before);
        let mut changed: Vec<Parameter> = pairs.map(|(from, _)| knob(Some(from))).collect();
        if knob(None).value(&model.network) != knob(None).value(trained) {
            changed.push(knob(None));
        }
        if changed.is_empty() {
            continue;
        }
        // So many corners would hide what they mark.
        let are_few = MOST_CORNERS * changed.len() <= sheet.n_inputs + 1;
        if cell >= NUMBER_FROM || (cell >= MARK_FROM && (are_few || sheet.arrangement == Arrangement::Row)) {
            let areas = changed.iter().filter_map(|parameter| Some(sheet.on_wall(sheet.cells(parameter)?)));
            board.marks.extend(areas.map(Mark::Corner));
        } else {
            board.marks.push(Mark::Around(sheet.on_wall(sheet.tile_cells(to))));
        }
    }
}

/// A step of the way to the cursor's knob.
#[derive(Clone, Debug, PartialEq)]
pub struct Crumb {
    /// The level that it leads to.
    pub level: Level,
    /// What it says.
    pub text: String,
    /// Whether it is the present one.
    pub is_present: bool,
}

/// What sets the cursor's knob.
#[derive(Clone, Debug, PartialEq)]
pub struct Dial {
    /// The knob's whole name.
    pub name: String,
    /// Its value.
    pub value: f32,
    /// It can be turned from minus this to this.
    pub range: f32,
    /// Its value as it is to be edited: with a plain minus.
    pub text: String,
    /// Its value in the trained model, in words; empty while it is the same.
    pub trained: String,
    /// Why what was typed is refused; empty if it is not.
    pub refusal: String,
}

/// What stands around the board.
#[derive(Clone, Debug, PartialEq)]
pub struct Caption {
    /// The way to the cursor's knob, from all to one.
    pub crumbs: Vec<Crumb>,
    /// The cell that is pointed at, or that the keyboard is on, in words.
    pub cell: String,
    /// What sets it, where a single knob is shown.
    pub dial: Option<Dial>,
}

/// What stands around the board now; none without a model.
pub fn caption(state: &State) -> Option<Caption> {
    let Wall { level, cursor, pointed, refusal, .. } = &state.panels.wall;
    let network = &state.model.as_ref()?.network;
    let value = cursor.value(network)?;
    let crumb = |of: Level| {
        let text = match of {
            Level::All => format!("All {}", number::count(network.n_parameters())),
            Level::Layer => layer_name(network.layers().len(), cursor.layer_idx),
            Level::Neuron if cursor.layer_idx + 1 == network.layers().len() => format!("digit {}", cursor.to),
            Level::Neuron => format!("neuron {}", cursor.to + 1),
            Level::Knob => source_name(state, cursor),
        };
        Crumb { level: of, text, is_present: of == *level }
    };
    let shown = pointed.as_ref().unwrap_or(cursor);
    let text = plain(value);
    let dial = || Dial {
        name: full_name(state, cursor),
        value,
        range: state.panels.knobs.reach(cursor.layer_idx),
        text: refusal.as_ref().map_or(text, |(typed, _)| typed.clone()),
        trained: trained_value(state, cursor)
            .filter(|trained| *trained != value)
            .map_or_else(String::new, |trained| format!("trained: {}", number::signed(trained, 4))),
        refusal: match refusal {
            Some((_, reason)) => reason.clone(),
            None if state.panels.knobs.is_frozen(*cursor) => "Frozen: it does not change.".to_owned(),
            None => String::new(),
        },
    };
    Some(Caption {
        crumbs: Level::ALL.map(crumb).into(),
        cell: spoken(state, shown),
        dial: (*level == Level::Knob).then(dial),
    })
}

/// A number as a field takes it: with the minus of the keyboard.
pub fn plain(value: f32) -> String {
    number::fixed(value, 4).replace('−', "-")
}

/// Name and value of a knob in one phrase.
fn spoken(state: &State, parameter: &Parameter) -> String {
    let mut text = full_name(state, parameter);
    let value = state.model.as_ref().and_then(|model| parameter.value(&model.network));
    text.push_str(": ");
    text.push_str(&number::signed(value.unwrap_or(0.0), 3));
    if trained_value(state, parameter) != value {
        text.push_str(", changed");
    }
    text
}

fn full_name(state: &State, parameter: &Parameter) -> String {
    [name(state, neuron_of(parameter)), source_name(state, parameter)].join(", ")
}

/// `pixel (12, 7)`, `from hidden 1, neuron 3`, `bias`.
fn source_name(state: &State, parameter: &Parameter) -> String {
    match source_of(parameter) {
        None => "bias".to_owned(),
        Some(pixel @ Target::Pixel(_)) => name(state, pixel).replacen('P', "p", 1),
        Some(neuron) => ["from ", &name(state, neuron).replacen('H', "h", 1)].concat(),
    }
}

/// The wall's whole area at a level.
pub fn extent(level: Level) -> Area {
    Area { x: 0.0, y: 0.0, width: WIDTH, height: level.height() }
}
