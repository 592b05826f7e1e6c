//! What somebody says of a statement, before they have tried it out and after.

use app::named::Named;

/// What somebody says of a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Judgement {
    /// It is true.
    True,
    /// It is false.
    False,
    /// They are not sure.
    Unsure,
}

impl Judgement {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::True, Self::False, Self::Unsure];

    /// In words, on the buttons and in the table.
    pub fn words(self) -> &'static str {
        match self {
            Judgement::True => "True",
            Judgement::False => "False",
            Judgement::Unsure => "Not sure",
        }
    }

    /// What is right of a statement that is true or not.
    pub fn right(is_true: bool) -> Judgement {
        if is_true { Judgement::True } else { Judgement::False }
    }

    /// Whether it is right of a statement that is true or not.
    pub fn is_right(self, is_true: bool) -> bool {
        self == Judgement::right(is_true)
    }
}

impl Named for Judgement {
    const NAMES: &'static [(&'static str, Self)] =
        &[("true", Judgement::True), ("false", Judgement::False), ("unsure", Judgement::Unsure)];
}

/// What somebody has said of a statement, twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Judged {
    /// Before they tried it out.
    pub before: Judgement,
    /// After.
    pub after: Option<Judgement>,
}

/// What has been said of the statement of the step with this name.
pub(super) fn judged_of(all: &[(String, Judged)], step: &str) -> Option<Judged> {
    all.iter().find(|(name, _)| name == step).map(|(_, judged)| *judged)
}

/// Where a step with a statement has come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// It is asked whether the statement is true.
    Asked,
    /// It is tried out.
    Trying,
    /// It is asked again.
    AskedAgain,
    /// It has been answered twice, and the truth is told.
    Told,
}
