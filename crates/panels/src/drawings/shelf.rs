//! Drawings in the order of their numbers, what can be taken back of what was done with them, and what is to be stored.

use digits::Ink;

use super::{Labelled, Reading};

/// The most drawings. A browser's storage has room for about as many.
pub(crate) const MAX_DRAWINGS: usize = 3_000;

/// An effect on what the browser stores.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Read all of it, and reply with it.
    Read,
    /// Store a text under a key, or reply that there is no room.
    Store(String, String),
    /// Forget what is stored under a key.
    Forget(String),
}

/// Something that can be taken back.
#[derive(Clone, Debug)]
struct Step {
    /// The keys of the drawings that it has added.
    added: Vec<String>,
    removed: Vec<Labelled>,
}

/// What has been taken back.
#[derive(Debug)]
pub(crate) struct Undone {
    /// The drawings that are gone again.
    pub(crate) gone: Vec<Labelled>,
    /// Whether others are back.
    pub(crate) are_others_back: bool,
}

/// The drawings.
#[derive(Clone, Debug, Default)]
pub(crate) struct Shelf {
    drawings: Vec<Labelled>,
    steps: Vec<Step>,
}

impl Shelf {
    /// The drawings, in the order of their numbers.
    pub(crate) fn drawings(&self) -> &[Labelled] {
        &self.drawings
    }

    /// The drawing with this key.
    pub(crate) fn get(&self, key: &str) -> Option<&Labelled> {
        self.drawings.iter().find(|drawing| drawing.key == key)
    }

    /// Whether there is no room for another.
    pub(crate) fn is_full(&self) -> bool {
        self.drawings.len() >= MAX_DRAWINGS
    }

    /// Whether there is something to take back.
    pub(crate) fn can_undo(&self) -> bool {
        !self.steps.is_empty()
    }

    /// The number of the next drawing.
    pub(crate) fn next_number(&self) -> u32 {
        self.drawings.last().map_or(0, |drawing| drawing.number + 1)
    }

    /// Adds what was stored and is not here yet, drawings of which it `is_known` what was read, or not. Returns how many entries
    /// are no such drawings; they stay where they are.
    pub(crate) fn add_stored(&mut self, entries: Vec<(String, String)>, is_known: bool) -> usize {
        let mut n_damaged = 0;
        for (key, text) in entries {
            if self.get(&key).is_some() {
                continue;
            }
            match Labelled::read(&key, &text) {
                Some(drawing) if drawing.reading.is_known() == is_known && !self.is_full() => {
                    self.insert(drawing)
                }
                _ => n_damaged += 1,
            }
        }
        n_damaged
    }

    /// Adds a drawing, and returns its key.
    pub(crate) fn put(&mut self, label: u8, ink: Ink, reading: Reading, out: &mut Vec<Effect>) -> String {
        let drawing = Labelled::new(self.next_number(), label, ink, reading);
        let key = drawing.key.clone();
        out.push(Effect::Store(key.clone(), drawing.text()));
        self.drawings.push(drawing);
        key
    }

    /// Takes drawings out, and stores those for which there may be room now.
    pub(crate) fn take(
        &mut self,
        is_meant: &dyn Fn(&Labelled) -> bool,
        out: &mut Vec<Effect>,
    ) -> Vec<Labelled> {
        let taken: Vec<_> = self.drawings.extract_if(.., |drawing| is_meant(drawing)).collect();
        out.extend(taken.iter().map(|drawing| Effect::Forget(drawing.key.clone())));
        if !taken.is_empty() {
            for drawing in self.drawings.iter_mut().filter(|drawing| !drawing.is_stored) {
                drawing.is_stored = true;
                out.push(Effect::Store(drawing.key.clone(), drawing.text()));
            }
        }
        taken
    }

    /// Notes what was done, so that it can be taken back.
    pub(crate) fn remember(&mut self, added: Vec<String>, removed: Vec<Labelled>) {
        self.steps.push(Step { added, removed });
    }

    /// Takes back what was done last; `None` if there is nothing.
    pub(crate) fn undo(&mut self, out: &mut Vec<Effect>) -> Option<Undone> {
        let Step { added, removed } = self.steps.pop()?;
        let gone = self.take(&|drawing| added.contains(&drawing.key), out);
        let are_others_back = !removed.is_empty();
        for drawing in removed {
            out.push(Effect::Store(drawing.key.clone(), drawing.text()));
            self.insert(Labelled { is_stored: true, ..drawing });
        }
        Some(Undone { gone, are_others_back })
    }

    /// The browser could not store the drawing with this key. Returns what that means, or nothing if it is gone anyway.
    pub(crate) fn not_stored(&mut self, key: &str) -> Option<String> {
        if let Some(drawing) = self.drawings.iter_mut().find(|drawing| drawing.key == key) {
            drawing.is_stored = false;
        }
        let n = self.drawings.iter().filter(|drawing| !drawing.is_stored).count();
        let which = match n {
            0 => return None,
            1 => "the last drawing".to_owned(),
            n => format!("{n} drawings"),
        };
        Some(format!(
            "This browser could not store {which}. Nothing is lost while the page is open: save your drawings as a file before you close it."
        ))
    }

    fn insert(&mut self, drawing: Labelled) {
        let place = self.drawings.partition_point(|other| other.number <= drawing.number);
        self.drawings.insert(place, drawing);
    }
}

/// That entries could not be read, in a sentence; empty if all could.
pub(crate) fn left_out(n_damaged: usize) -> String {
    match n_damaged {
        0 => String::new(),
        1 => "A drawing stored in this browser is damaged and was left out.".to_owned(),
        n => format!("{n} drawings stored in this browser are damaged and were left out."),
    }
}
