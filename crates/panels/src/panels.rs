//! The composition of all panels: dispatching of messages and synchronisation.

mod asked;
mod commanded;

use app::settings::Ui;
use app::state::Core;

use crate::changes::Snapshot;
use crate::classroom::Classroom;
use crate::embed::Embed;
use crate::follow::Follow;
use crate::knobs::Knobs;
use crate::lesson::{Driven, LessonPanel, Watched};
use crate::link::Link;
use crate::link::write::captured;
use crate::matrix::Matrix;
use crate::models::Models;
use crate::msg::{Effect, Msg};
use crate::neuron::Neuron;
use crate::paint::Paint;
use crate::predict::Predict;
use crate::propagation::Propagation;
use crate::step::Step;
use crate::survey::Survey;
use crate::tally::Tally;
use crate::training::Training;
use crate::twin::Twin;
use crate::wall::Wall;
use crate::why::Why;

/// The state of every panel.
#[derive(Clone, Debug, Default)]
pub struct Panels {
    /// Details of the inspected neuron.
    pub neuron: Neuron,
    /// A number on its way through the network.
    pub follow: Follow,
    /// Explanation of the answer.
    pub why: Why,
    /// A layer as a matrix.
    pub matrix: Matrix,
    /// Predictions of what the network will read.
    pub predict: Predict,
    /// Replay of the forward pass.
    pub propagation: Propagation,
    /// Editing of weights and biases.
    pub knobs: Knobs,
    /// What the network does with the built-in digits.
    pub survey: Survey,
    /// All weights and biases as cells.
    pub wall: Wall,
    /// Painting of weights.
    pub paint: Paint,
    /// Training, and its film.
    pub training: Training,
    /// A single step of learning.
    pub step: Step,
    /// Loading, saving, designing and comparing models.
    pub models: Models,
    /// Links that hold the state.
    pub link: Link,
    /// A lesson beside the page.
    pub lesson: LessonPanel,
    /// What a teacher has in front of a class.
    pub classroom: Classroom,
    /// A second window with the network alone.
    pub twin: Twin,
    /// What a class has drawn, and what was read.
    pub tally: Tally,
    /// The page inside another page.
    pub embed: Embed,
    snapshot: Snapshot,
}

impl Panels {
    /// The initial state. `is_motion_reduced`: whether the user prefers reduced motion.
    pub fn new(is_motion_reduced: bool) -> Panels {
        Panels {
            why: Why::new(is_motion_reduced),
            propagation: Propagation::new(is_motion_reduced),
            step: Step::new(is_motion_reduced),
            embed: Embed::new(is_motion_reduced),
            ..Panels::default()
        }
    }

    /// Handles `msg`. Call [`Panels::sync`] afterwards.
    pub fn update(&mut self, core: &mut Core, msg: Msg, out: &mut Vec<Effect>) {
        // The core may have changed before the panels were loaded; the model they find counts as the trained one.
        if !self.snapshot.is_of(core) {
            self.sync(core, out);
        }
        match msg {
            Msg::Tick(_) if self.holds_still() => {}
            Msg::Tick(now_ms) => {
                self.why.tick(core);
                self.propagation.tick(now_ms);
                let mut of_training = Vec::new();
                self.training.tick(core, now_ms, &mut of_training);
                out.extend(of_training.into_iter().map(Effect::from));
                self.step.tick(core, now_ms);
                self.survey.tick(core, self.knobs.trained());
                self.embed.tick(core, now_ms);
            }
            Msg::Command(command) => self.carry_out(core, command, out),
            Msg::Digit(digit) => self.label(core, digit, out),
            Msg::Neuron(msg) => self.neuron.update(core, msg),
            Msg::Follow(msg) => {
                let mut effects = Vec::new();
                self.follow.update(core, msg, &mut effects);
                out.extend(effects.into_iter().map(Effect::from));
            }
            Msg::Why(msg) => self.why.update(core, msg),
            Msg::Matrix(msg) => {
                let mut effects = Vec::new();
                self.matrix.update(core, msg, &mut effects);
                out.extend(effects.into_iter().map(Effect::Matrix));
            }
            Msg::Predict(msg) => self.predict.update(core, msg),
            Msg::Propagation(msg) => self.propagation.update(core, msg),
            Msg::Knobs(msg) => self.knobs.update(core, msg),
            Msg::Wall(msg) => self.wall.update(core, &mut self.knobs, msg),
            Msg::Paint(msg) => self.paint.update(core, &mut self.knobs, msg),
            Msg::Training(msg) => {
                let mut effects = Vec::new();
                self.training.update(core, msg, &mut effects);
                out.extend(effects.into_iter().map(Effect::from));
            }
            Msg::Step(msg) => {
                let mut effects = Vec::new();
                self.step.update(core, &mut self.knobs, msg, &mut effects);
                out.extend(effects.into_iter().map(Effect::Core));
            }
            Msg::Models(msg) => {
                let mut effects = Vec::new();
                self.models.update(core, &self.knobs, msg, &mut effects);
                out.extend(effects.into_iter().map(Effect::from));
            }
            Msg::Link(msg) => {
                let mut effects = Vec::new();
                let others = (&mut self.knobs, &mut self.training, &mut self.lesson);
                self.link.update(core, others, msg, &mut effects);
                out.extend(effects.into_iter().map(Effect::from));
            }
            Msg::Picture(msg) => {
                let mut effects = Vec::new();
                crate::picture::update(core, &self.why, msg, &mut effects);
                out.extend(effects.into_iter().map(Effect::Picture));
            }
            Msg::Twin(msg) => {
                let mut effects = Vec::new();
                self.twin.update(core, msg, &mut effects);
                out.extend(effects.into_iter().map(Effect::Twin));
            }
            Msg::Worksheet(msg) => {
                let mut effects = Vec::new();
                crate::worksheet::update(core, msg, &mut effects);
                out.extend(effects.into_iter().map(Effect::Worksheet));
            }
            Msg::Lesson(msg) => {
                let mut effects = Vec::new();
                let driven = Driven {
                    knobs: &mut self.knobs,
                    training: &mut self.training,
                    follow: &mut self.follow,
                    propagation: &mut self.propagation,
                    link: &mut self.link,
                };
                self.lesson.update(core, driven, msg, &mut effects);
                out.extend(effects.into_iter().map(Effect::from));
            }
            Msg::Classroom(msg) => {
                let mut effects = Vec::new();
                let others = (&mut self.link, &mut self.knobs, &mut self.training);
                self.classroom.update(core, others, msg, &mut effects);
                out.extend(effects.into_iter().map(Effect::from));
            }
            Msg::Tally(msg) => {
                let mut effects = Vec::new();
                self.tally.update(core, &self.predict, msg, &mut effects);
                out.extend(effects.into_iter().map(Effect::Tally));
            }
            Msg::Embed(msg) => self.update_embed(core, msg, out),
        }
    }

    /// Whether nothing moves: the picture is frozen, or out of sight.
    fn holds_still(&self) -> bool {
        self.classroom.is_frozen() || self.embed.is_paused()
    }

    /// Lets every panel react to changes. Call after every message, including the core's.
    pub fn sync(&mut self, core: &mut Core, out: &mut Vec<Effect>) {
        let (mut of_training, mut of_models, mut of_link) = (Vec::new(), Vec::new(), Vec::new());
        let mut of_lesson = Vec::new();
        self.models.read_unread(core, &mut of_models);
        loop {
            let changes = self.snapshot.take(core);
            // First: whether the answer is covered.
            apart(|| self.predict.sync(core, changes));
            apart(|| self.propagation.sync(core, self.predict.held(core)));
            apart(|| self.follow.sync(core, changes));
            apart(|| self.neuron.sync(core, changes));
            apart(|| self.why.sync(core, changes));
            apart(|| self.matrix.sync(core, changes));
            apart(|| self.knobs.sync(core, changes));
            apart(|| self.survey.sync(core, self.knobs.n_changed() == 0, changes));
            apart(|| self.knobs.keep_result(core, &self.survey));
            apart(|| self.wall.sync(core, changes));
            apart(|| self.paint.sync(core));
            apart(|| self.step.sync(core, &self.knobs, changes));
            apart(|| self.training.sync(core, changes, &mut of_training));
            apart(|| self.models.sync(core, changes));
            apart(|| self.tally.sync(core, changes));
            apart(|| self.link.sync(core, (&mut self.knobs, &self.lesson), changes, &mut of_link));
            // Repeat if the panels' reactions changed the core again.
            if self.snapshot.is_of(core) {
                break;
            }
        }
        // The lesson and the tally have one place, and elsewhere there is none.
        if self.lesson.is_open() || core.settings.ui != Ui::Full {
            self.tally.close();
        }
        let watched = Watched {
            core,
            training: &self.training,
            follow: &self.follow,
            propagation: &self.propagation,
            survey: &self.survey,
        };
        let before = || captured(core, &self.knobs, &self.training);
        apart(|| self.lesson.sync(watched, before, &mut of_lesson));
        out.extend(of_lesson.into_iter().map(Effect::from));
        out.extend(of_training.into_iter().map(Effect::from));
        out.extend(of_models.into_iter().map(Effect::from));
        out.extend(of_link.into_iter().map(Effect::from));
        // Last: it tells the host how things stand.
        self.sync_embed(core, out);
        let is_moving = self.why.is_moving(core)
            || self.training.is_moving()
            || self.propagation.is_moving()
            || self.step.is_moving()
            || self.survey.is_under_way(core)
            || self.embed.is_animating();
        if is_moving && !self.holds_still() {
            out.push(Effect::Tick);
        }
    }
}

/// Has the compiler keep `act` a function of its own. Together they would be one of tens of kilobytes, which WebKitGTK 2.50 sometimes
/// compiles to code that ends with "Out of bounds memory access".
#[inline(never)]
fn apart(act: impl FnOnce()) {
    act();
}
