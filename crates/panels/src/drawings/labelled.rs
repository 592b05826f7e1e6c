//! A labelled drawing, and the text and the key that it is stored as.

use std::rc::Rc;

use digits::Ink;

use super::reading::Reading;
use super::{line, path};

/// Numbers that a key can hold.
const N_NUMBERS: u32 = 1_000_000;

/// A drawing and its label.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Labelled {
    /// Drawings count up.
    pub(crate) number: u32,
    /// What it is stored under: its number, and a digest, so that two tabs do not overwrite each other's.
    pub(crate) key: String,
    pub(crate) label: u8,
    pub(crate) ink: Ink,
    /// Its picture, in a box of 40 by 40.
    pub(crate) path: Rc<str>,
    pub(crate) reading: Reading,
    /// Whether the browser has it, as far as is known.
    pub(crate) is_stored: bool,
}

impl Labelled {
    pub(crate) fn new(number: u32, label: u8, ink: Ink, reading: Reading) -> Labelled {
        let path = path(&ink).into();
        let mut drawing = Labelled { number, key: String::new(), label, ink, path, reading, is_stored: true };
        drawing.key = format!("{number:06}-{:08x}", digest(&drawing.text()));
        drawing
    }

    /// What is stored: what was read, if it is known, and a line of a strokes file.
    pub(super) fn text(&self) -> String {
        let line = line::write(self.label, &self.ink);
        if self.reading.is_known() { [&self.reading.to_text(), "\n", &line].concat() } else { line }
    }

    /// Reads what is stored under a key; `None` if it is damaged.
    pub(super) fn read(key: &str, text: &str) -> Option<Labelled> {
        let number = key.split_once('-')?.0.parse().ok().filter(|number| *number < N_NUMBERS)?;
        let (reading, line) = match text.rsplit_once('\n') {
            Some((reading, line)) => (Reading::from_text(reading)?, line),
            None => (Reading::default(), text),
        };
        let (label, ink) = line::parse(line).ok()?;
        let drawing = Labelled::new(number, label, ink, reading);
        // One that was changed by hand would no longer be found under its key.
        (drawing.key == key).then_some(drawing)
    }
}

/// The picture of a drawing.
#[derive(Clone, Debug, PartialEq)]
pub struct Picture {
    /// The drawing's key.
    pub key: String,
    /// What is written on it.
    pub caption: String,
    /// What it is, and what a click does.
    pub name: String,
    /// A path in a box of 40 by 40.
    pub path: Rc<str>,
}

/// FNV-1a.
fn digest(text: &str) -> u32 {
    text.bytes().fold(0x811c_9dc5, |digest, byte| (digest ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}
