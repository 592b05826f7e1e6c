//! Messages to the training panel and its effects.

use learning::{DataRecipe, Diagnosis, End, Experiment, Frame, ImageSet};

use crate::matrix::Step;
use crate::training::data::mnist;
use crate::training::data::own;
use crate::training::data::samples::Images;
use crate::training::results::confusion::Cell;
use crate::training::setting::Setting;
use crate::training::sweep::msg::Msg as SweepMsg;
use crate::training::view::View;

/// Why a run fails whose trainer has crashed twice.
pub const CRASHED: &str =
    "the training program crashed twice, perhaps for lack of memory. Use fewer drawings or a smaller network";

/// The number of a run. What a trainer says of any other run than the last one is stale.
pub type RunId = u32;

/// A message to the training panel.
#[derive(Clone, Debug)]
pub enum Msg {
    /// Start a run.
    Train,
    /// Stop the run, and keep the film so far.
    Stop,
    /// Change a setting. A film is recorded again at once.
    Set(Setting),
    /// Say what the setting with this name does.
    Explain(String),
    /// Show this view.
    Show(View),
    /// Show the drawings of this cell of the confusion matrix, or the worst mistakes if they are shown already.
    ShowCell(Cell),
    /// Show the worst mistakes.
    ShowWorst,
    /// Show more of the drawings.
    ShowMore,
    /// Move the keyboard focus to another cell.
    MoveCell(Step),
    /// Put a drawing that is held out on the pad, to be read by the network of the frame shown.
    PutOnPad(usize),
    /// Show the ways of writing this digit.
    ShowWaysOf(u8),
    /// Start from other random weights.
    NextSeed,
    /// Start from the random weights before those.
    SeedBefore,
    /// Show this frame; the last one, if there are not so many.
    Seek(usize),
    /// Show the frame at this share of the charts' width, from 0 to 1.
    SeekAt(f32),
    /// Go this many frames forward or back.
    Step(isize),
    /// Play the film, from the beginning if it is at its end; or pause it.
    Play,
    /// Keep the network of the frame shown as a model.
    Keep,
    /// Teach the network in use your own handwriting.
    Teach,
    /// Go back to the experiment before that.
    TrainFromScratch,
    /// For your own drawings.
    Own(own::Msg),
    /// For MNIST.
    Mnist(mnist::Msg),
    /// For the sweep.
    Sweep(SweepMsg),
    /// A trainer is preparing the drawings: how many there are, and how many there will be.
    Preparing(RunId, u32, u32),
    /// These drawings are held out of a run's data. Its frames follow.
    HeldOut(RunId, Box<ImageSet>),
    /// A trainer has recorded a frame.
    Recorded(RunId, Box<Frame>),
    /// A run has ended.
    Ended(RunId, End, Option<Diagnosis>),
    /// These are the nearest training drawings that a search has found.
    Nearest(u32, Box<ImageSet>),
    /// A run has failed, for this reason.
    Failed(RunId, String),
    /// There is no trainer any more, for this reason.
    Lost(String),
    /// The trainer has crashed; the next request has another one.
    Crashed,
    /// The trainer of this run of the sweep has crashed, and another one has restarted the run.
    Restarted(RunId),
    /// What is stored of the run before the page was loaded.
    Recalled(String),
    /// Run that again.
    RunAgain,
}

/// An effect of the training panel.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Have these drawings made, so that they are there when a run asks for them.
    Prepare(Box<DataRecipe>),
    /// Start this run, instead of any other.
    Start(RunId, Box<Experiment>),
    /// Have these images kept for the runs to come.
    Collect(Images),
    /// Find the drawings of the run that are nearest to this image, as the search with this number.
    FindNearest(u32, Box<[u8; digits::N_PIXELS]>),
    /// Stop any run.
    Stop,
    /// Hold all runs (`true`), or let them go on.
    Hold(bool),
    /// Start these runs beside it, for their curves alone, as many at once as there are cores.
    Sweep(Vec<(RunId, Experiment)>),
    /// Stop those.
    StopSweep,
    /// Store this as the last run.
    Remember(String),
    /// Read what is stored of the last run, and reply with [`Msg::Recalled`] if there is something.
    Recall,
    /// From MNIST.
    Mnist(mnist::Effect),
    /// From your own drawings.
    Own(own::Effect),
}

impl From<own::Msg> for Msg {
    fn from(msg: own::Msg) -> Msg {
        Msg::Own(msg)
    }
}
