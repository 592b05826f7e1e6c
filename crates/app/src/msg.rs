//! The messages that the page's core handles and the effects that it requests from the browser.

use digits::{Point, PreprocessingStep};
use models::ModelSource;

use crate::edge_meaning::EdgeMeaning;
use crate::network_layout::Direction;
use crate::pad::{Source, Tool};
use crate::panel::Panel;
use crate::settings::{Settings, Theme, Unknown};
use crate::target::Target;

/// A message to the core. Nothing else changes it.
#[derive(Clone, Debug)]
pub enum Msg {
    /// The page started, with the settings from its address and what is unknown in it.
    Started(Settings, Unknown),
    /// The system's colour scheme changed to dark (`true`) or light.
    SystemTheme(bool),
    /// A theme was chosen.
    SetTheme(Theme),
    /// A model was chosen.
    ChooseModel(ModelSource),
    /// No model is loaded; fetch the default one again.
    RetryModel,
    /// The bytes of a model file, or the reason they could not be fetched.
    ModelArrived(ModelSource, Result<Vec<u8>, String>),

    /// A pointer touched the pad at a point in pad units.
    PenDown(Source, Point),
    /// The pointer moved through these points, in order.
    PenMove(Source, Vec<Point>),
    /// The pointer was lifted or cancelled.
    PenUp(Source),
    /// Move the keyboard's pen by `(dx, dy)`, in pad units.
    MoveCursor(f32, f32),
    /// Lower or lift the keyboard's pen.
    ToggleKeyboardPen,
    /// The pad lost the keyboard focus.
    LiftKeyboardPen,
    /// Choose a tool.
    SetTool(Tool),
    /// Switch between pen and eraser.
    ToggleEraser,
    /// Set the pen's width, in pad units.
    SetBrush(f32),
    /// Undo the last step.
    Undo,
    /// Redo the step undone last.
    Redo,
    /// Clear the pad.
    Clear,
    /// Draw the built-in example of this digit.
    ShowExample(u8),

    /// Switch a preprocessing step on (`true`) or off.
    SetStep(PreprocessingStep, bool),
    /// Choose what the edges show.
    SetEdges(EdgeMeaning),
    /// The network view was resized; all lengths are in CSS pixels.
    NetworkResized {
        /// Width of the view.
        width: f32,
        /// Height of the view.
        height: f32,
        /// Font size of the numbers, before they are scaled to fit.
        text_size: f32,
    },
    /// The pointer moved to this point of the network view, in CSS pixels, or left the view.
    PointAt(Option<(f32, f32)>),
    /// A click or tap at this point of the network view, in CSS pixels.
    PickAt(f32, f32),
    /// This part of the network received the keyboard focus.
    Focus(Target),
    /// An arrow key was pressed while this part of the network had the focus.
    MoveFocus(Target, Direction),
    /// Home or End (`true`) was pressed while this part of the network had the focus.
    MoveFocusToEnd(Target, bool),
    /// This part of the network was picked elsewhere on the page.
    Pick(Target),
    /// Pick the next (`true`) or previous part of the same layer.
    PickNext(bool),
    /// A term that refers to this part of the network was hovered or focused, or none is any more.
    PointAtTerm(Option<Target>),
    /// Clear the selection.
    Unpick,
    /// Open a panel.
    Open(Panel),
    /// Close the panel.
    ClosePanel,
    /// Explain the answer, whatever is selected.
    ExplainAnswer,
    /// Dismiss the notes.
    DismissNotes,
}

/// A side effect for the browser to carry out.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Fetch this model file and reply with [`Msg::ModelArrived`].
    FetchModel(ModelSource),
    /// Log a warning to the console.
    Warn(String),
    /// Move the keyboard focus to this part of the network.
    FocusOn(Target),
    /// Scroll to the open panel, if it is out of sight.
    ShowPanel,
}
