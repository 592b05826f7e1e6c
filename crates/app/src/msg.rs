//! Everything that can happen to the page's core, and everything that it can ask of the browser.

use digits::{Point, PreprocessingStep};
use models::ModelSource;

use crate::edge_meaning::EdgeMeaning;
use crate::network_layout::Direction;
use crate::pad::{Source, Tool};
use crate::panel::Panel;
use crate::settings::{Settings, Theme};
use crate::target::Target;

/// One thing that happened. Closed: what is not here cannot happen to the core.
#[derive(Clone, Debug)]
pub enum Msg {
    /// The page begins, with what its address says and a sentence for each thing in it that is not known.
    Started(Settings, Vec<String>),
    /// The system turned dark (true) or light.
    SystemTheme(bool),
    /// Another look was chosen.
    SetTheme(Theme),
    /// Another model was chosen.
    ChooseModel(ModelSource),
    /// There is no model, and another attempt at fetching the default one is wanted.
    RetryModel,
    /// The bytes of a model file, or why there are none.
    ModelArrived(ModelSource, Result<Vec<u8>, String>),

    /// A pointer touched the pad, at a point in pad units.
    PenDown(Source, Point),
    /// It moved through these points, in order.
    PenMove(Source, Vec<Point>),
    /// It left, or was taken away.
    PenUp(Source),
    /// The keyboard's pen moves by this much, in pad units.
    MoveCursor(f32, f32),
    /// The keyboard's pen goes down or up.
    ToggleKeyboardPen,
    /// The pad lost the keyboard.
    LiftKeyboardPen,
    /// Another tool.
    SetTool(Tool),
    /// The eraser, or back to the pen.
    ToggleEraser,
    /// Another width of the pen, in pad units.
    SetBrush(f32),
    /// Takes back the last step.
    Undo,
    /// Does it again.
    Redo,
    /// Empties the pad.
    Clear,
    /// Draws the ready-made digit.
    ShowExample(u8),

    /// Switches a step from ink to image on (true) or off.
    SetStep(PreprocessingStep, bool),
    /// What the edges show.
    SetEdges(EdgeMeaning),
    /// The network view has this size, in CSS pixels, and this size of small type.
    NetworkResized {
        /// Width of the view.
        width: f32,
        /// Height of the view.
        height: f32,
        /// Font size of the numbers in it, before they are made to fit.
        text_size: f32,
    },
    /// The pointer is at this point of the network view, in CSS pixels, or has left it.
    PointAt(Option<(f32, f32)>),
    /// A click or tap at this point of the network view.
    PickAt(f32, f32),
    /// The keyboard's focus is on this part of the network.
    Focus(Target),
    /// An arrow key while the keyboard's focus is on this part of the network.
    MoveFocus(Target, Direction),
    /// This part of the network was chosen by its name or picture elsewhere on the page.
    Pick(Target),
    /// The next part of the same layer is to be picked (true), or the one before.
    PickNext(bool),
    /// The pointer or the keyboard is on a term that is about this part of the network, or on none.
    PointAtTerm(Option<Target>),
    /// Nothing is picked any more.
    Unpick,
    /// Another panel is to be open.
    Open(Panel),
    /// The notes have been read.
    DismissNotes,
}

/// One thing for the browser to do.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Get this model file and answer with [`Msg::ModelArrived`].
    FetchModel(ModelSource),
    /// Write a warning to the console.
    Warn(String),
    /// Move the keyboard's focus to this part of the network.
    FocusOn(Target),
}
