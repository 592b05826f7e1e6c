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
    /// Print a worksheet.
    Worksheet,
    /// Cover the answers until they have been predicted, or stop covering them.
    PredictFirst,
    /// Start the score of the predictions again.
    StartScoreAgain,
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
    /// Its name for people, as on a button.
    pub label: &'static str,
    /// What it does, for Help: it follows the keys.
    pub does: &'static str,
    /// What it is for, for the class card; empty if it is not listed there.
    pub in_class: &'static str,
}

/// All commands.
pub const COMMANDS: &[Line] = &[
    Line {
        command: Command::Lesson,
        name: "lesson",
        keys: &["l"],
        when: When::Always,
        label: "Lesson",
        does: "opens the lesson",
        in_class: "",
    },
    Line {
        command: Command::Present,
        name: "present",
        keys: &["p"],
        when: When::Always,
        label: "Present",
        does: "presents the page, and stops",
        in_class: "Full screen, large type, nothing but the pad, the network and what you explain.",
    },
    Line {
        command: Command::PredictFirst,
        name: "predict-first",
        keys: &["g"],
        when: When::Always,
        label: "Predict first",
        does: "covers each answer until you have predicted it, and stops",
        in_class: "Each answer stays covered until you, or the class, have said what it will be: a click, or a key from 0 to 9.",
    },
    Line {
        command: Command::StartScoreAgain,
        name: "start-score-again",
        keys: &[],
        when: When::Always,
        label: "Start again",
        does: "",
        in_class: "Sets the score of the predictions back to 0.",
    },
    Line {
        command: Command::Misconceptions,
        name: "misconceptions",
        keys: &[],
        when: When::Always,
        label: "True or false?",
        does: "",
        in_class: "Six things people believe: judged, tried out here, and judged again.",
    },
    Line {
        command: Command::Worksheet,
        name: "worksheet",
        keys: &[],
        when: When::Always,
        label: "Worksheet",
        does: "",
        in_class: "Prints one neuron to compute by hand, the one that you have picked, and a second sheet with the results.",
    },
];

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
