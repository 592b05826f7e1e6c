//! Updates of your own drawings by messages.

use app::panel::Panel;
use app::state::Core;
use digits::Ink;

use super::own::{Effect, Msg, OwnDrawings};
use super::own_file::{self, Contents};
use crate::drawings::line::{simplified, write};
use crate::drawings::{self, Labelled, MAX_DRAWINGS, Reading, left_out};

/// The name of the file that is saved.
const FILE_NAME: &str = "my-digits.jsonl";
/// How many of the lines that were refused are named.
const N_NAMED: usize = 3;

impl OwnDrawings {
    /// Has what is stored read, once.
    pub(crate) fn read(&mut self, out: &mut Vec<Effect>) {
        if !std::mem::replace(&mut self.is_read, true) {
            out.push(Effect::Stored(drawings::Effect::Read));
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
        let mut stored = Vec::new();
        let has_changed = match msg {
            Msg::Open(is_open) => {
                self.is_open = is_open;
                false
            }
            Msg::Stored(entries) => {
                let damaged = left_out(self.shelf.add_stored(entries, false));
                if !damaged.is_empty() {
                    self.complain(damaged);
                }
                !self.shelf.drawings().is_empty()
            }
            Msg::Press(label) if self.takes_labels(core) => self.label(core, label, &mut stored),
            Msg::Press(_) => false,
            Msg::Label(label) => self.label(core, label, &mut stored),
            Msg::Remove(key) => self.remove(&|drawing| drawing.key == key, &mut stored),
            Msg::RemoveAll => self.remove(&|_| true, &mut stored),
            Msg::Undo => self.undo(core, &mut stored),
            Msg::Export => {
                let line = |drawing: &Labelled| write(drawing.label, &drawing.ink) + "\n";
                out.push(Effect::Save(FILE_NAME, self.shelf.drawings().iter().map(line).collect()));
                self.say(["Saved as ", FILE_NAME, "."].concat());
                false
            }
            Msg::Import(file) => {
                // Wherever the file was dropped, what became of it is seen here.
                (core.open, self.is_open) = (Panel::Train, true);
                match file {
                    Ok(bytes) => self.import(own_file::read(&bytes), &mut stored),
                    Err(why) => {
                        self.complain(["The file cannot be read: ", &why, "."].concat());
                        false
                    }
                }
            }
            Msg::NotStored(key) => {
                if let Some(trouble) = self.shelf.not_stored(&key) {
                    self.complain(trouble);
                }
                false
            }
        };
        out.extend(stored.into_iter().map(Effect::Stored));
        has_changed
    }

    fn say(&mut self, text: impl Into<String>) {
        (self.says, self.is_wrong) = (text.into(), false);
    }

    fn complain(&mut self, text: impl Into<String>) {
        (self.says, self.is_wrong) = (text.into(), true);
    }

    /// Keeps what is on the pad, and clears the pad for the next drawing.
    fn label(&mut self, core: &mut Core, label: u8, out: &mut Vec<drawings::Effect>) -> bool {
        if label > 9 {
            return false;
        }
        if core.pad().ink().is_empty() {
            self.complain("Draw a digit first, then say which one it is.");
            return false;
        }
        if self.shelf.is_full() {
            self.complain("There is no room for more drawings. Export them, then remove some.");
            return false;
        }
        let ink = simplified(core.pad().ink());
        core.edit_ink(|pad| pad.replace(Ink::default()));
        self.say(format!("Added as a {label}. Draw the next one."));
        let key = self.shelf.put(label, ink, Reading::default(), out);
        self.shelf.remember(vec![key], Vec::new());
        true
    }

    fn remove(&mut self, is_meant: &dyn Fn(&Labelled) -> bool, out: &mut Vec<drawings::Effect>) -> bool {
        let removed = self.shelf.take(is_meant, out);
        match removed.len() {
            0 => return false,
            1 => self.say("Removed."),
            n => self.say(format!("Removed all {n}.")),
        }
        self.shelf.remember(Vec::new(), removed);
        true
    }

    fn undo(&mut self, core: &mut Core, out: &mut Vec<drawings::Effect>) -> bool {
        let Some(mut undone) = self.shelf.undo(out) else { return false };
        self.say(if undone.are_others_back { "Restored." } else { "Undone." });
        // A single drawing goes back onto the pad, to be relabelled.
        if undone.gone.len() == 1
            && core.pad().ink().is_empty()
            && let Some(drawing) = undone.gone.pop()
        {
            core.edit_ink(|pad| pad.replace(drawing.ink));
        }
        true
    }

    fn import(&mut self, contents: Contents, out: &mut Vec<drawings::Effect>) -> bool {
        let Contents { drawings, refused } = contents;
        let n_lines = drawings.len() + refused.len();
        let mut keys = Vec::new();
        for (label, ink) in drawings {
            let is_same = |drawing: &Labelled| drawing.label == label && drawing.ink == ink;
            if !self.shelf.is_full() && !self.shelf.drawings().iter().any(is_same) {
                keys.push(self.shelf.put(label, ink, Reading::default(), out));
            }
        }
        let (n_added, n_refused) = (keys.len(), refused.len());
        let n_left = n_lines - n_added - n_refused;
        let mut text = match n_added {
            0 => "No drawing was added.".to_owned(),
            1 => "Added a drawing.".to_owned(),
            n => format!("Added {n} drawings."),
        };
        if n_left > 0 && self.shelf.is_full() {
            text += &format!(" {n_left} were left out: the limit is {MAX_DRAWINGS} drawings.");
        } else if n_left > 0 {
            text += &format!(" You already had {n_left} of them.");
        }
        for (line, why) in refused.iter().take(N_NAMED) {
            text += &format!(" Line {line} was left out: {why}.");
        }
        if n_refused > N_NAMED {
            text += &format!(" So were {} more lines.", n_refused - N_NAMED);
        }
        (self.says, self.is_wrong) = (text, n_refused > 0 || n_lines == 0);
        if n_added > 0 {
            self.shelf.remember(keys, Vec::new());
        }
        n_added > 0
    }
}
