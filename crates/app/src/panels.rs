//! What the first answer does not need: the panels beside the network, the slow propagation, the state in the link. Its
//! code is loaded after the first answer (see ARCHITECTURE.md, "The program comes in two parts"), so the rest of the
//! crate calls it through [`update`] and [`follow`] alone, and only once it has arrived.

pub mod board;
pub mod knobs;
pub mod link;
pub mod matrix;
pub mod models;
pub mod paint;
pub mod propagation;
pub mod wall;
pub mod why;

use ::models::ModelSource;

use crate::msg::Effect as PageEffect;
use crate::settings::Named;
use crate::state::State;

/// What the inspector shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Panel {
    /// The outputs, or what is attended to.
    #[default]
    None,
    /// The same, with a neuron picked from the start; only in the address.
    Neuron,
    /// Which pixels speak for the answer, and what a neuron would rather see.
    Why,
    /// A layer as a matrix.
    Matrix,
    /// All weights and biases, to be changed.
    Knobs,
    /// Models to load, to save, to make, to compare.
    Models,
}

impl Named for Panel {
    const NAMES: &'static [(&'static str, Self)] = &[
        ("none", Panel::None),
        ("neuron", Panel::Neuron),
        ("why", Panel::Why),
        ("matrix", Panel::Matrix),
        ("knobs", Panel::Knobs),
        ("models", Panel::Models),
    ];
}

impl Panel {
    /// Whether it takes the inspector's place, by the code that is loaded later.
    pub fn is_own(self) -> bool {
        self != Panel::None
    }
}

/// What the panels remember.
#[derive(Clone, Debug, Default)]
pub struct Panels {
    /// Which one is open.
    pub open: Panel,
    /// Whether their code has arrived.
    pub have_arrived: bool,
    /// Whether the person asked for less motion.
    pub is_motion_reduced: bool,
    /// Why this answer.
    pub why: why::Why,
    /// A layer as a matrix.
    pub matrix: matrix::Matrix,
    /// The forward pass, slowly.
    pub propagation: propagation::Propagation,
    /// Weights and biases, changed.
    pub knobs: knobs::Knobs,
    /// The wall of all weights and biases.
    pub wall: wall::Wall,
    /// The weights that are painted.
    pub paint: paint::Paint,
    /// Models in and out.
    pub models: models::Models,
    /// The state in the link.
    pub link: link::Link,
}

/// What can happen to the panels.
#[derive(Clone, Debug)]
pub enum Msg {
    /// Their code has arrived; whether the person asked for less motion.
    Arrived {
        /// `prefers-reduced-motion`.
        is_motion_reduced: bool,
    },
    /// The next animation frame has come, at this time in milliseconds.
    Tick(f64),
    /// To [`why`].
    Why(why::Msg),
    /// To [`matrix`].
    Matrix(matrix::Msg),
    /// To [`propagation`].
    Propagation(propagation::Msg),
    /// To [`knobs`].
    Knobs(knobs::Msg),
    /// To [`wall`].
    Wall(wall::Msg),
    /// To [`paint`].
    Paint(paint::Msg),
    /// To [`models`].
    Models(models::Msg),
    /// To [`link`].
    Link(link::Msg),
}

/// What the panels ask of the browser.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Answer with [`Msg::Tick`] in the next animation frame; once, however often it is asked for.
    Tick,
    /// Answer with [`link::Msg::Write`] in half a second; once, however often it is asked for.
    WriteSoon,
    /// The address is to have this hash (without `#`; none where it is empty).
    SetHash {
        /// The hash.
        hash: String,
        /// Whether Back is to lead to the address as it was.
        is_new_entry: bool,
        /// Whether it is also to be kept as the last session.
        is_worth_keeping: bool,
    },
    /// The address is to go into the clipboard; answer with [`link::Msg::Copied`].
    CopyLink,
    /// Give this text to the person as a file of this name.
    Save {
        /// The file's name.
        name: String,
        /// What stands in it.
        json: String,
    },
    /// Get the file of the model to compare with and answer with [`models::Msg::SecondArrived`].
    FetchSecond(ModelSource),
}

/// Carries out `msg`. Returns whether the picture or the network's numbers have changed, and more to do.
#[inline(never)]
pub fn update(state: &mut State, msg: Msg) -> (bool, Vec<PageEffect>) {
    let mut effects = Vec::new();
    let has_changed = match msg {
        Msg::Arrived { is_motion_reduced } => {
            state.panels.have_arrived = true;
            state.panels.is_motion_reduced = is_motion_reduced;
            false
        }
        Msg::Tick(now_ms) => {
            let mut has_changed = why::tick(state, now_ms, &mut effects);
            has_changed |= propagation::tick(state, now_ms, &mut effects);
            has_changed | knobs::tick(state, now_ms, &mut effects)
        }
        Msg::Why(msg) => why::update(state, msg, &mut effects),
        Msg::Matrix(msg) => matrix::update(state, msg, &mut effects),
        Msg::Propagation(msg) => propagation::update(state, msg, &mut effects),
        Msg::Knobs(msg) => knobs::update(state, msg, &mut effects),
        Msg::Wall(msg) => wall::update(state, msg, &mut effects),
        Msg::Paint(msg) => paint::update(state, msg, &mut effects),
        Msg::Models(msg) => models::update(state, msg, &mut effects),
        Msg::Link(msg) => link::update(state, msg, &mut effects),
    };
    (has_changed, effects)
}

/// Lets the panels react to whatever has changed elsewhere; called after every message.
#[inline(never)]
pub fn follow(state: &mut State, effects: &mut Vec<PageEffect>) {
    why::follow(state, effects);
    matrix::follow(state, effects);
    propagation::follow(state, effects);
    knobs::follow(state, effects);
    wall::follow(state, effects);
    paint::follow(state, effects);
    models::follow(state, effects);
    link::follow(state, effects);
}
