//! Updates of one's own drawings by messages.

use app::panel::Panel;
use app::state::Core;
use digits::Ink;

use super::own::{Effect, MAX_DRAWINGS, Msg, OwnDrawing, OwnDrawings, Step, number_of};
use super::own_file::{self, Contents, simplified};

/// The name of the file that is saved.
const FILE_NAME: &str = "my-digits.jsonl";
/// How many of the lines that were refused are named.
const N_NAMED: usize = 3;

impl OwnDrawings {
    /// Has what is stored read, once.
    pub(crate) fn read(&mut self, out: &mut Vec<Effect>) {
        if !std::mem::replace(&mut self.is_read, true) {
            out.push(Effect::Read);
        }
    }

    /// Whether what is stored has been asked for.
    pub(crate) const fn is_read(&self) -> bool {
        self.is_read
    }

    /// Handles `msg`. Returns whether the drawings have changed.
    pub(crate) fn update(&mut self, core: &mut Core, msg: Msg, out: &mut Vec<Effect>) -> bool {
        let has_changed = self.handle(core, msg, out);
        if has_changed {
            self.revision.advance();
        }
        has_changed
    }

    /// Whether a digit's key labels what is on the pad.
    pub(crate) fn takes_labels(&self, core: &Core) -> bool {
        self.is_open && core.open == Panel::Train
    }

    fn handle(&mut self, core: &mut Core, msg: Msg, out: &mut Vec<Effect>) -> bool {
        match msg {
            Msg::Open(is_open) => self.is_open = is_open,
            Msg::Stored(entries) => return self.add_stored(entries),
            Msg::Press(label) if self.takes_labels(core) => {
                return self.label(core, label, out);
            }
            Msg::Press(_) => {}
            Msg::Label(label) => return self.label(core, label, out),
            Msg::Remove(key) => return self.remove(|drawing| drawing.key == key, out),
            Msg::RemoveAll => return self.remove(|_| true, out),
            Msg::Undo => return self.undo(core, out),
            Msg::Export => {
                let lines: Vec<String> = self.drawings.iter().map(|drawing| drawing.line() + "\n").collect();
                out.push(Effect::Save(FILE_NAME, lines.concat()));
                self.say(["Saved as ", FILE_NAME, "."].concat());
            }
            Msg::Import(file) => {
                // Wherever the file was dropped, what became of it is seen here.
                (core.open, self.is_open) = (Panel::Train, true);
                match file {
                    Ok(bytes) => return self.import(own_file::read(&bytes), out),
                    Err(why) => self.complain(["The file cannot be read: ", &why, "."].concat()),
                }
            }
            Msg::NotStored(key) => self.not_stored(&key),
        }
        false
    }

    fn say(&mut self, text: impl Into<String>) {
        (self.says, self.is_wrong) = (text.into(), false);
    }

    fn complain(&mut self, text: impl Into<String>) {
        (self.says, self.is_wrong) = (text.into(), true);
    }

    /// Adds what was stored. Whatever cannot be read stays where it is.
    fn add_stored(&mut self, entries: Vec<(String, String)>) -> bool {
        let mut n_damaged = 0;
        for (key, text) in entries {
            match (number_of(&key), own_file::parse(&text)) {
                (Some(number), Ok((label, ink))) if self.drawings.len() < MAX_DRAWINGS => {
                    let drawing = OwnDrawing::new(number, label, ink);
                    // One that was changed by hand would no longer be found under its key.
                    if drawing.key == key { self.drawings.push(drawing) } else { n_damaged += 1 }
                }
                _ => n_damaged += 1,
            }
        }
        self.drawings.sort_by_key(|drawing| drawing.number);
        match n_damaged {
            0 => {}
            1 => self.complain("A drawing that this browser has stored is damaged, and was left out."),
            n => self.complain(format!(
                "{n} drawings that this browser has stored are damaged, and were left out."
            )),
        }
        !self.drawings.is_empty()
    }

    /// Keeps what is on the pad, and clears the pad for the next drawing.
    fn label(&mut self, core: &mut Core, label: u8, out: &mut Vec<Effect>) -> bool {
        if label > 9 {
            return false;
        }
        if core.pad().ink().is_empty() {
            self.complain("Draw a digit first, then say which one it is.");
            return false;
        }
        if self.drawings.len() == MAX_DRAWINGS {
            self.complain("There is no room for more drawings. Export them, then remove some.");
            return false;
        }
        let ink = simplified(core.pad().ink());
        core.edit_ink(|pad| pad.replace(Ink::default()));
        self.say(format!("Kept as a {label}. Draw the next one."));
        let key = self.add(label, ink, out);
        self.steps.push(Step::Added(vec![key]));
        true
    }

    fn add(&mut self, label: u8, ink: Ink, out: &mut Vec<Effect>) -> String {
        let drawing = OwnDrawing::new(self.next_number(), label, ink);
        let key = drawing.key.clone();
        out.push(Effect::Store(key.clone(), drawing.line()));
        self.drawings.push(drawing);
        key
    }

    fn remove(&mut self, is_meant: impl Fn(&OwnDrawing) -> bool, out: &mut Vec<Effect>) -> bool {
        let removed = self.take(is_meant, out);
        match removed.len() {
            0 => return false,
            1 => self.say("Removed."),
            n => self.say(format!("Removed all {n}.")),
        }
        self.steps.push(Step::Removed(removed));
        true
    }

    /// Takes drawings out, and stores those for which there may be room now.
    fn take(&mut self, is_meant: impl Fn(&OwnDrawing) -> bool, out: &mut Vec<Effect>) -> Vec<OwnDrawing> {
        let taken: Vec<OwnDrawing> = self.drawings.extract_if(.., |drawing| is_meant(drawing)).collect();
        out.extend(taken.iter().map(|drawing| Effect::Forget(drawing.key.clone())));
        for drawing in self.drawings.iter_mut().filter(|drawing| !drawing.is_stored) {
            drawing.is_stored = true;
            out.push(Effect::Store(drawing.key.clone(), drawing.line()));
        }
        taken
    }

    fn undo(&mut self, core: &mut Core, out: &mut Vec<Effect>) -> bool {
        match self.steps.pop() {
            None => return false,
            Some(Step::Added(keys)) => {
                let mut taken = self.take(|drawing| keys.contains(&drawing.key), out);
                self.say("Taken back.");
                // A single drawing goes back onto the pad, to be labelled anew.
                if taken.len() == 1
                    && core.pad().ink().is_empty()
                    && let Some(drawing) = taken.pop()
                {
                    core.edit_ink(|pad| pad.replace(drawing.ink));
                }
            }
            Some(Step::Removed(removed)) => {
                for drawing in removed {
                    out.push(Effect::Store(drawing.key.clone(), drawing.line()));
                    self.drawings.push(OwnDrawing { is_stored: true, ..drawing });
                }
                self.drawings.sort_by_key(|drawing| drawing.number);
                self.say("Brought back.");
            }
        }
        true
    }

    fn import(&mut self, contents: Contents, out: &mut Vec<Effect>) -> bool {
        let Contents { drawings, refused } = contents;
        let n_lines = drawings.len() + refused.len();
        let mut keys = Vec::new();
        for (label, ink) in drawings {
            let is_there = self.drawings.iter().any(|drawing| drawing.label == label && drawing.ink == ink);
            if !is_there && self.drawings.len() < MAX_DRAWINGS {
                keys.push(self.add(label, ink, out));
            }
        }
        let (n_added, n_refused) = (keys.len(), refused.len());
        let n_left = n_lines - n_added - n_refused;
        let mut text = match n_added {
            0 => "No drawing was added.".to_owned(),
            1 => "Added a drawing.".to_owned(),
            n => format!("Added {n} drawings."),
        };
        if n_left > 0 && self.drawings.len() == MAX_DRAWINGS {
            text += &format!(" {n_left} were left out: {MAX_DRAWINGS} drawings are the most.");
        } else if n_left > 0 {
            text += &format!(" {n_left} of them you had already.");
        }
        for (line, why) in refused.iter().take(N_NAMED) {
            text += &format!(" Line {line} was left out: {why}.");
        }
        if n_refused > N_NAMED {
            text += &format!(" So were {} more lines.", n_refused - N_NAMED);
        }
        (self.says, self.is_wrong) = (text, n_refused > 0 || n_lines == 0);
        if n_added > 0 {
            self.steps.push(Step::Added(keys));
        }
        n_added > 0
    }

    fn not_stored(&mut self, key: &str) {
        if let Some(drawing) = self.drawings.iter_mut().find(|drawing| drawing.key == key) {
            drawing.is_stored = false;
        }
        let n = self.drawings.iter().filter(|drawing| !drawing.is_stored).count();
        if n > 0 {
            let which = if n == 1 { "the last drawing".to_owned() } else { format!("{n} drawings") };
            self.complain(format!(
                "This browser has no room to store {which}. Nothing is lost while the page is open: export your drawings before you close it."
            ));
        }
    }
}
