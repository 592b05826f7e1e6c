//! Messages to the tally, and its effects.

use app::named::Named;

use super::cell::Cell;
use crate::drawings;

/// A format in which the tally is saved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// A line of JSON for each drawing: a strokes file that also says what was read.
    Json,
    /// A table with one row per drawing.
    Csv,
}

impl Named for Format {
    const NAMES: &'static [(&'static str, Self)] = &[("json", Format::Json), ("csv", Format::Csv)];
}

/// A message.
#[derive(Clone, Debug)]
pub enum Msg {
    /// Open it, or close it.
    Toggle,
    /// Close it. It stays as it is.
    Close,
    /// Make room for the inspector beside it.
    StepAside,
    /// What is stored under which key was read.
    Stored(Vec<(String, String)>),
    /// The browser could not store the drawing with this key.
    NotStored(String),
    /// What is on the pad was meant to be this digit.
    Label(u8),
    /// Undo the last change.
    Undo,
    /// Start a new tally. It can be taken back.
    StartAgain,
    /// Show the drawings of this cell, or those misread if they are shown already.
    ShowCell(Cell),
    /// Put the drawing with this key on the pad.
    PutOnPad(String),
    /// Save it as a file.
    Save(Format),
}

/// An effect.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// On what is stored; replied to with [`Msg::Stored`] or [`Msg::NotStored`].
    Stored(drawings::Effect),
    /// Save a text as a file of this name.
    Save(&'static str, String),
}
