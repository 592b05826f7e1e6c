//! One's own drawings: each labelled by a key press, kept on this machine, taken away and brought back as a file.

use std::rc::Rc;

use app::revision::Revision;

use crate::drawings::{self, Labelled, Picture, Shelf};

/// The most pictures shown.
const N_PICTURES: usize = 120;

/// A message to the drawings.
#[derive(Clone, Debug)]
pub enum Msg {
    /// What is stored under which key was read.
    Stored(Vec<(String, String)>),
    /// The drawings came into sight or went out of it.
    Open(bool),
    /// A digit's key was pressed somewhere on the page. While the drawings are in sight, it labels what is on the pad.
    Press(u8),
    /// What is on the pad is this digit.
    Label(u8),
    /// Remove the drawing with this key.
    Remove(String),
    /// Remove all.
    RemoveAll,
    /// Undo the last change.
    Undo,
    /// Save all as a file.
    Export,
    /// Add those of a file, or say why it could not be read.
    Import(Result<Vec<u8>, String>),
    /// The browser could not store the drawing with this key.
    NotStored(String),
}

/// An effect of the drawings.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// On what is stored; replied to with [`Msg::Stored`] or [`Msg::NotStored`].
    Stored(drawings::Effect),
    /// Save a text as a file of this name.
    Save(&'static str, String),
}

/// The drawings.
#[derive(Clone, Debug, Default)]
pub(crate) struct OwnDrawings {
    pub(super) shelf: Shelf,
    /// Whether what is stored has been asked for.
    pub(super) is_read: bool,
    /// Whether they are in sight, so that digit keys label.
    pub(super) is_open: bool,
    pub(super) says: String,
    pub(super) is_wrong: bool,
    /// Advances whenever there are other drawings.
    pub(crate) revision: Revision,
}

/// What is shown of the drawings.
#[derive(Clone, Debug, PartialEq)]
pub struct OwnScene {
    /// Whether they are in sight.
    pub is_open: bool,
    /// Title, with the number of drawings.
    pub title: String,
    /// For each digit how many there are of it.
    pub counts: [usize; 10],
    /// The newest drawings, newest first.
    pub pictures: Vec<Picture>,
    /// The number of drawings without a picture here, in words, or empty.
    pub more: String,
    /// What was done last, or empty.
    pub says: String,
    /// Whether something went wrong with it.
    pub is_wrong: bool,
    /// Whether there is something to take back.
    pub can_undo: bool,
    /// Whether there are enough for a network to be taught by them, and how many more it takes, in words.
    pub teaching: Result<(), String>,
}

impl OwnDrawings {
    /// What is shown of them.
    pub(crate) fn scene(&self) -> OwnScene {
        let mut counts = [0; 10];
        let drawings = self.shelf.drawings();
        for drawing in drawings {
            counts[usize::from(drawing.label)] += 1;
        }
        let picture = |drawing: &Labelled| Picture {
            key: drawing.key.clone(),
            caption: drawing.label.to_string(),
            name: format!("A {}. Remove it", drawing.label),
            path: Rc::clone(&drawing.path),
        };
        let n_more = drawings.len().saturating_sub(N_PICTURES);
        OwnScene {
            is_open: self.is_open,
            title: match drawings.len() {
                0 => "Your own drawings".to_owned(),
                n => format!("Your own drawings ({n})"),
            },
            counts,
            // Nobody sees them while the section is closed.
            pictures: match self.is_open {
                true => drawings.iter().rev().take(N_PICTURES).map(picture).collect(),
                false => Vec::new(),
            },
            more: if n_more > 0 { format!("and {n_more} older ones") } else { String::new() },
            says: self.says.clone(),
            is_wrong: self.is_wrong,
            can_undo: self.shelf.can_undo(),
            teaching: match self.n_missing() {
                0 => Ok(()),
                1 => Err("Draw one more to teach it your handwriting.".to_owned()),
                n => Err(format!("Draw {n} more to teach it your handwriting.")),
            },
        }
    }
}
