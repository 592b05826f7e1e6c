//! One's own drawings: each labelled by a key press, kept on this machine, taken away and brought back as a file.

use std::rc::Rc;

use app::revision::Revision;
use digits::Ink;

use super::{own_file, path};

/// The most drawings. A browser's storage has room for about as many.
pub(super) const MAX_DRAWINGS: usize = 3_000;
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
    /// Take back what was done last.
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
    /// Read what is stored, and reply with [`Msg::Stored`].
    Read,
    /// Store a line of text under a key, or reply with [`Msg::NotStored`].
    Store(String, String),
    /// Forget what is stored under a key.
    Forget(String),
    /// Save a text as a file of this name.
    Save(&'static str, String),
}

/// A drawing and its label.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct OwnDrawing {
    /// Drawings count up.
    pub(super) number: u32,
    /// What it is stored under: its number, and a digest, so that two tabs do not overwrite each other's.
    pub(super) key: String,
    pub(super) label: u8,
    pub(super) ink: Ink,
    pub(super) path: Rc<str>,
    pub(super) is_stored: bool,
}

/// What can be taken back.
#[derive(Clone, Debug)]
pub(super) enum Step {
    Added(Vec<String>),
    Removed(Vec<OwnDrawing>),
}

/// The drawings.
#[derive(Clone, Debug, Default)]
pub(crate) struct OwnDrawings {
    /// In the order of their numbers.
    pub(super) drawings: Vec<OwnDrawing>,
    pub(super) steps: Vec<Step>,
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
    pub pictures: Vec<OwnPicture>,
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

/// The picture of a drawing.
#[derive(Clone, Debug, PartialEq)]
pub struct OwnPicture {
    /// The drawing's key.
    pub key: String,
    /// Its label, and what a click does.
    pub name: String,
    /// The label.
    pub label: u8,
    /// A path in a box of 40 by 40.
    pub path: Rc<str>,
}

impl OwnDrawing {
    pub(super) fn new(number: u32, label: u8, ink: Ink) -> OwnDrawing {
        let key = format!("{number:06}-{:08x}", digest(&own_file::line(label, &ink)));
        OwnDrawing { number, key, label, path: path(&ink).into(), ink, is_stored: true }
    }

    pub(super) fn line(&self) -> String {
        own_file::line(self.label, &self.ink)
    }
}

/// The number in a key.
pub(super) fn number_of(key: &str) -> Option<u32> {
    key.split_once('-')?.0.parse().ok().filter(|number| *number < 1_000_000)
}

/// FNV-1a.
fn digest(text: &str) -> u32 {
    text.bytes().fold(0x811c_9dc5, |digest, byte| (digest ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

impl OwnDrawings {
    /// The number of the next drawing.
    pub(super) fn next_number(&self) -> u32 {
        self.drawings.last().map_or(0, |drawing| drawing.number + 1)
    }

    /// What is shown of them.
    pub(crate) fn scene(&self) -> OwnScene {
        let mut counts = [0; 10];
        for drawing in &self.drawings {
            counts[usize::from(drawing.label)] += 1;
        }
        let picture = |drawing: &OwnDrawing| OwnPicture {
            key: drawing.key.clone(),
            name: format!("A {}. Remove it", drawing.label),
            label: drawing.label,
            path: Rc::clone(&drawing.path),
        };
        let n_more = self.drawings.len().saturating_sub(N_PICTURES);
        OwnScene {
            is_open: self.is_open,
            title: match self.drawings.len() {
                0 => "Your own drawings".to_owned(),
                n => format!("Your own drawings ({n})"),
            },
            counts,
            // Nobody sees them while the section is closed.
            pictures: match self.is_open {
                true => self.drawings.iter().rev().take(N_PICTURES).map(picture).collect(),
                false => Vec::new(),
            },
            more: if n_more > 0 { format!("and {n_more} older ones") } else { String::new() },
            says: self.says.clone(),
            is_wrong: self.is_wrong,
            can_undo: !self.steps.is_empty(),
            teaching: match self.n_missing() {
                0 => Ok(()),
                1 => Err("Draw one more, and it can be taught your handwriting.".to_owned()),
                n => Err(format!("Draw {n} more, and it can be taught your handwriting.")),
            },
        }
    }
}
