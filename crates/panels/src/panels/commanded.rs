//! What the commands of the whole page mean for the panels, as things stand.

use app::panel::Panel;
use app::state::Core;

use crate::commands::Command;
use crate::link::write::captured;
use crate::msg::{Effect, Msg};
use crate::panels::Panels;
use crate::training::data::own;
use crate::{
    classroom, follow, knobs, lesson, link, predict, propagation, step, tally, training, twin, worksheet,
};

impl Panels {
    /// Carries out a command.
    pub(super) fn carry_out(&mut self, core: &mut Core, command: Command, out: &mut Vec<Effect>) {
        if command == Command::Start && !self.is_held() {
            self.classroom.keep(captured(core, &self.knobs, &self.training));
        }
        for msg in self.meaning(core, command) {
            self.update(core, msg, out);
        }
    }

    /// Whether what a command switches is on; `None` if it is no switch.
    pub fn is_on(&self, command: Command) -> Option<bool> {
        let presentation = self.classroom.presentation.as_ref();
        match command {
            Command::Present => Some(presentation.is_some()),
            Command::Spotlight => Some(presentation.is_some_and(|shown| shown.has_spotlight)),
            Command::Freeze => Some(self.classroom.is_frozen()),
            Command::Blank => Some(self.classroom.is_blank()),
            Command::PredictFirst => Some(self.predict.is_on),
            Command::Tally => Some(self.tally.is_open()),
            Command::Lesson
            | Command::Misconceptions
            | Command::Worksheet
            | Command::SecondWindow
            | Command::StartScoreAgain
            | Command::Trained
            | Command::Keys
            | Command::Next
            | Command::Back
            | Command::Start
            | Command::Leave => None,
        }
    }

    /// Whether digits label a drawing now, so that they are no commands.
    pub fn are_digits_labels(&self, core: &Core) -> bool {
        self.tally.is_open() || self.training.takes_labels(core)
    }

    /// Labels what is on the pad, as things stand. Nothing that cannot be seen is labelled.
    pub(super) fn label(&mut self, core: &mut Core, digit: u8, out: &mut Vec<Effect>) {
        if self.is_held() {
            return;
        }
        let msg = match self.tally.is_open() {
            true => tally::Msg::Label(digit).into(),
            false => training::Msg::Own(own::Msg::Press(digit)).into(),
        };
        self.update(core, msg, out);
    }

    fn meaning(&self, core: &Core, command: Command) -> Vec<Msg> {
        vec![match command {
            Command::Lesson => lesson::Msg::Open.into(),
            Command::Misconceptions => lesson::Msg::Other("misconceptions".into()).into(),
            Command::Worksheet => worksheet::Msg::Print.into(),
            Command::SecondWindow => twin::Msg::Open.into(),
            Command::PredictFirst => predict::Msg::Toggle.into(),
            Command::StartScoreAgain => predict::Msg::StartAgain.into(),
            Command::Present => classroom::Msg::Present.into(),
            Command::Keys => classroom::Msg::ToggleKeys.into(),
            Command::Spotlight => classroom::Msg::ToggleSpotlight.into(),
            Command::Freeze => classroom::Msg::ToggleFreeze.into(),
            Command::Blank => classroom::Msg::ToggleBlank.into(),
            Command::Leave if self.tally.is_open() && !self.is_held() => tally::Msg::Close.into(),
            Command::Leave => classroom::Msg::Leave.into(),
            // What would change a picture that is not to change.
            Command::Next | Command::Back | Command::Start | Command::Trained | Command::Tally
                if self.is_held() =>
            {
                return Vec::new();
            }
            Command::Tally if self.lesson.is_open() => {
                return vec![lesson::Msg::Close.into(), tally::Msg::Toggle.into()];
            }
            Command::Tally => tally::Msg::Toggle.into(),
            Command::Trained => knobs::Msg::BackToTrained.into(),
            Command::Next => return self.step(core, true),
            Command::Back => return self.step(core, false),
            Command::Start => match self.lesson.current() {
                Some((_, step)) if step.start.is_some() => lesson::Msg::Start.into(),
                _ => link::Msg::Reopen.into(),
            },
        }]
    }

    /// Whether the picture is not to change.
    fn is_held(&self) -> bool {
        self.classroom.is_frozen() || self.classroom.is_blank()
    }

    /// A step, forward or back, of what goes step by step: the lesson if it is open, else the open panel, else the forward pass,
    /// layer by layer.
    fn step(&self, core: &Core, is_forward: bool) -> Vec<Msg> {
        let layer = propagation::Msg::Step { is_forward, by_layer: true };
        vec![if self.lesson.is_open() {
            lesson::Msg::Step(is_forward).into()
        } else if self.follow.is_open() {
            follow::Msg::Step(is_forward).into()
        } else if core.open == Panel::Step {
            step::Msg::Step(is_forward).into()
        } else if self.propagation.is_open {
            layer.into()
        } else if is_forward {
            return vec![propagation::Msg::Open.into(), propagation::Msg::Seek(0.0).into()];
        } else {
            return Vec::new();
        }]
    }
}
