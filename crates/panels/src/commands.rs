//! The commands of the whole page, in one table: their keys, their buttons and their lines in Help are made from it. What a panel's
//! own keys do is in `keys`.

/// A command of the whole page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command {
    /// Open the lesson.
    Lesson,
    /// Open the lesson of misconceptions.
    Misconceptions,
    /// Present the page to a class, or stop presenting.
    Present,
    /// Open a second window with the network alone.
    SecondWindow,
    /// Print a worksheet.
    Worksheet,
    /// Cover the answers until they have been predicted, or stop covering them.
    PredictFirst,
    /// Start the score of the predictions again.
    StartScoreAgain,
    /// Open the class tally, or close it.
    Tally,
    /// Put the trained weights back.
    Trained,
    /// Show all keys, or put them away.
    Keys,
    /// Go on: in the lesson, or in what else goes step by step.
    Next,
    /// Go back there.
    Back,
    /// Light the place under the pointer, or stop that.
    Spotlight,
    /// Hold the picture still, or let it go.
    Freeze,
    /// Cover the screen, or uncover it.
    Blank,
    /// Return to the start: the lesson's, or the one in the page's address.
    Start,
    /// Leave what was entered last: the blank screen, the frozen picture, presenting.
    Leave,
}

/// When the keys of a command work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// Anywhere on the page.
    Always,
    /// While the page is presented.
    Presenting,
}

/// What there is to know about a command.
#[derive(Clone, Copy, Debug)]
pub struct Line {
    /// Which command it is.
    pub command: Command,
    /// Its name in the page's attributes.
    pub name: &'static str,
    /// Its keys, named as in the DOM's `KeyboardEvent.key`; a letter also stands for its capital.
    pub keys: &'static [&'static str],
    /// When they work.
    pub when: When,
    /// What it does, for Help: a sentence that begins with the keys.
    pub does: &'static str,
    /// Its button in the class card, and what that is for.
    pub in_class: Option<(&'static str, &'static str)>,
    /// Its button while the page is presented.
    pub in_bar: Option<&'static str>,
}

/// A command without buttons.
const fn line(
    command: Command,
    name: &'static str,
    keys: &'static [&'static str],
    when: When,
    does: &'static str,
) -> Line {
    Line { command, name, keys, when, does, in_class: None, in_bar: None }
}

impl Line {
    const fn in_class(mut self, label: &'static str, purpose: &'static str) -> Line {
        self.in_class = Some((label, purpose));
        self
    }

    const fn in_bar(mut self, label: &'static str) -> Line {
        self.in_bar = Some(label);
        self
    }
}

/// All commands.
pub const COMMANDS: &[Line] = {
    use When::{Always, Presenting};
    &[
        line(Command::Lesson, "lesson", &["l"], Always, "opens the lesson."),
        line(Command::Trained, "trained", &["t"], Always, "puts the trained weights back."),
        line(Command::Present, "present", &["p"], Always, "starts and stops presenting.")
            .in_class("Present", "Full screen, large type, and only what you need in front of a class."),
        line(Command::PredictFirst, "predict-first", &["g"], Always, "turns “Predict first” on and off.")
            .in_class("Predict first", "Each answer stays covered until you or the class predict it, with a click or a key from 0 to 9."),
        line(Command::StartScoreAgain, "start-score-again", &[], Always, "")
            .in_class("Reset score", "Sets the prediction score back to 0."),
        line(Command::Tally, "tally", &["c"], Always, "opens and closes the class tally.")
            .in_class("Class tally", "Pass the pen around. The class labels each drawing with a key, and the page counts how many are read correctly."),
        line(Command::SecondWindow, "second-window", &[], Always, "")
            .in_class("Second window", "Shows the network alone, for the projector. The pad, the panels and the lesson stay here."),
        line(Command::Misconceptions, "misconceptions", &[], Always, "")
            .in_class("True or false?", "Six things people believe: judge them, try them out here, and judge them again."),
        line(Command::Worksheet, "worksheet", &[], Always, "")
            .in_class("Worksheet", "Prints the selected neuron to compute by hand, with the results on a second sheet."),
        line(Command::Back, "back", &["PageUp", "ArrowLeft"], Presenting, "goes back.").in_bar("‹ Back"),
        line(
            Command::Next,
            "next",
            &["PageDown", "ArrowRight"],
            Presenting,
            "goes forward: through the lesson, the number you follow or the training step if one is open, otherwise the layers.",
        )
        .in_bar("Next ›"),
        line(Command::Spotlight, "spotlight", &["s"], Presenting, "shines a spotlight where you point.")
            .in_bar("Spotlight"),
        // In WebKitGTK, F leaves the full screen, and the page never hears of it.
        line(Command::Freeze, "freeze", &["f", "h"], Presenting, "freezes the picture.").in_bar("Freeze"),
        line(Command::Blank, "blank", &["b", "."], Presenting, "blanks the screen.").in_bar("Blank"),
        line(
            Command::Start,
            "start",
            &["0"],
            Presenting,
            "returns to the start of the lesson step, or to the page as you opened it. You can bring your work back.",
        )
        .in_bar("Start"),
        line(Command::Keys, "keys", &["?"], Always, "shows these keys.").in_bar("Keys"),
        line(Command::Leave, "leave", &["Escape"], Presenting, "leaves the blank screen, the frozen picture or presenting.").in_bar("Leave"),
    ]
};

impl Command {
    /// The command that this key gives.
    pub fn of_key(key: &str, is_presenting: bool) -> Option<Command> {
        let line =
            COMMANDS.iter().find(|line| line.keys.iter().any(|name| name.eq_ignore_ascii_case(key)))?;
        (line.when == When::Always || is_presenting).then_some(line.command)
    }

    /// The command with this name.
    pub fn from_name(name: &str) -> Option<Command> {
        COMMANDS.iter().find(|line| line.name == name).map(|line| line.command)
    }
}

/// A key's label, as on a keyboard.
pub fn key_label(key: &str) -> String {
    match key {
        "PageDown" => "Page Down".to_owned(),
        "PageUp" => "Page Up".to_owned(),
        "ArrowRight" => "→".to_owned(),
        "ArrowLeft" => "←".to_owned(),
        // A whole word, or a letter.
        _ if key.len() > 1 => key.to_owned(),
        _ => key.to_ascii_uppercase(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_keys_are_unambiguous() {
        for (idx, line) in COMMANDS.iter().enumerate() {
            for other in &COMMANDS[..idx] {
                assert_ne!(line.command, other.command);
                assert_ne!(line.name, other.name);
                assert!(line.keys.iter().all(|key| !other.keys.contains(key)), "{:?}", line.keys);
            }
            assert_eq!(Command::from_name(line.name), Some(line.command));
        }
        assert_eq!(Command::from_name("dance"), None);
    }

    #[test]
    fn the_keys_of_a_presentation_are_nobodys_otherwise() {
        assert_eq!(Command::of_key("P", false), Some(Command::Present));
        assert_eq!(["F", "h"].map(|key| Command::of_key(key, true)), [Some(Command::Freeze); 2]);
        for key in ["PageDown", "ArrowLeft", "s", "0", "Escape"] {
            assert_eq!(Command::of_key(key, false), None, "{key}");
            assert!(Command::of_key(key, true).is_some(), "{key}");
        }
    }
}
