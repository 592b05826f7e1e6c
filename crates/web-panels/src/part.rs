//! The panels as the later part of the page: their state, views and effects.

use std::any::Any;

use app::derived::Derived;
use app::msg::Effect as CoreEffect;
use app::named::Named;
use app::palette::Palette;
use app::state::Core;
use panels::Panels;
use panels::msg::{Effect, Msg};
use wasm_bindgen::JsValue;
use web::{Frames, Guards, LaterPart, Markup, Runtime, Wiring, dom};
use web_sys::HtmlElement;

use crate::context::ViewContext;
use crate::tell::message;
use crate::{
    bars, classroom, commands, embed, flow, follow, knobs, lesson, link, matrix, models, neuron, outputs,
    paint, predict, propagation, save_picture, size, splice, step, tally, training, twin, wall, why,
    worksheet,
};

/// The panels.
pub(crate) struct Part {
    panels: Panels,
    derived: panels::derived::Derived,
    /// Effects that have not been carried out yet.
    effects: Vec<Effect>,
    ticks: Frames,
    sections: Vec<HtmlElement>,
    neuron: neuron::NeuronView,
    outputs: outputs::OutputsView,
    follow: follow::FollowView,
    why: why::WhyView,
    matrix: matrix::MatrixView,
    predict: predict::PredictView,
    propagation: propagation::PropagationView,
    flow: flow::FlowView,
    knobs: knobs::KnobsView,
    wall: wall::WallView,
    paint: paint::PaintView,
    training: training::TrainingView,
    step: step::StepView,
    models: models::ModelsView,
    link: link::LinkView,
    lesson: lesson::LessonView,
    save_picture: save_picture::SavePictureView,
    worksheet: worksheet::WorksheetView,
    twin: twin::TwinView,
    tally: tally::TallyView,
    commands: commands::CommandsView,
    classroom: classroom::ClassroomView,
    embed: embed::EmbedView,
    _guards: Guards,
}

impl Part {
    /// Finds the elements and sets up the listeners.
    pub(crate) fn new(runtime: &Runtime) -> Result<Part, JsValue> {
        let sender = runtime.sender();
        let mut wiring = Wiring::new(sender.clone());
        for listen in [
            bars::listen,
            neuron::listen,
            follow::listen,
            why::listen,
            predict::listen,
            propagation::listen,
            knobs::listen,
            wall::listen,
            paint::listen,
            training::listen,
            step::listen,
            models::listen,
            link::listen,
            lesson::listen,
            save_picture::listen,
            worksheet::listen,
            commands::listen,
            classroom::listen,
            tally::listen,
            size::listen,
            splice::listen,
        ] {
            listen(&mut wiring);
        }
        let to_page = sender.clone();
        let tick = move || {
            if let Some(clock) = dom::window().ok().and_then(|window| window.performance()) {
                to_page.send(message(Msg::Tick(clock.now())));
            }
        };
        let markup = Markup::default();
        let part = Part {
            panels: Panels::new(is_motion_reduced()),
            derived: panels::derived::Derived::default(),
            effects: Vec::new(),
            ticks: Frames::new(Box::new(tick)),
            sections: markup.find_all("section[data-panel]"),
            neuron: neuron::NeuronView::new(&markup),
            outputs: outputs::OutputsView::new(&markup),
            follow: follow::FollowView::new(&markup),
            why: why::WhyView::new(&markup),
            matrix: matrix::MatrixView::new(&markup, &mut wiring),
            predict: predict::PredictView::new(&markup),
            propagation: propagation::PropagationView::new(&markup),
            flow: flow::FlowView::new(&markup),
            knobs: knobs::KnobsView::new(&markup),
            wall: wall::WallView::new(&markup),
            paint: paint::PaintView::new(&markup),
            training: training::TrainingView::new(&markup, sender.clone(), runtime.fetcher().clone()),
            step: step::StepView::new(&markup),
            models: models::ModelsView::new(&markup, sender.clone(), runtime.fetcher().clone()),
            link: link::LinkView::new(&markup, sender.clone()),
            lesson: lesson::LessonView::new(&markup, sender.clone(), runtime.fetcher().clone()),
            save_picture: save_picture::SavePictureView::new(sender.clone()),
            worksheet: worksheet::WorksheetView::new(&markup),
            twin: twin::TwinView::new(sender.clone()),
            tally: tally::TallyView::new(&markup, sender.clone()),
            commands: commands::CommandsView::new(&markup)?,
            classroom: classroom::ClassroomView::new(&markup),
            embed: embed::EmbedView::new(sender),
            _guards: wiring.finish()?,
        };
        markup.check()?;
        Ok(part)
    }

    /// Forwards the core's effects and keeps the others.
    fn keep(&mut self, asked: Vec<Effect>, core_effects: &mut Vec<CoreEffect>) {
        for effect in asked {
            match effect {
                Effect::Core(effect) => core_effects.push(effect),
                effect => self.effects.push(effect),
            }
        }
    }
}

impl LaterPart for Part {
    fn update(&mut self, core: &mut Core, message: Box<dyn Any>, effects: &mut Vec<CoreEffect>) {
        if let Ok(msg) = message.downcast::<Msg>() {
            let mut asked = Vec::new();
            self.panels.update(core, *msg, &mut asked);
            self.keep(asked, effects);
        }
    }

    fn sync(&mut self, core: &mut Core, effects: &mut Vec<CoreEffect>) {
        let mut asked = Vec::new();
        self.panels.sync(core, &mut asked);
        self.keep(asked, effects);
    }

    fn perform(&mut self) {
        for effect in std::mem::take(&mut self.effects) {
            match effect {
                Effect::Tick => self.ticks.request(),
                Effect::Follow(effect) => self.follow.perform(effect),
                Effect::Matrix(effect) => self.matrix.perform(effect),
                Effect::Training(effect) => self.training.perform(effect),
                Effect::Models(effect) => self.models.perform(effect),
                Effect::Link(effect) => self.link.perform(effect),
                Effect::Lesson(effect) => self.lesson.perform(effect),
                Effect::Picture(effect) => self.save_picture.perform(effect),
                Effect::Worksheet(effect) => self.worksheet.perform(effect),
                Effect::Twin(effect) => self.twin.perform(effect),
                Effect::Classroom(effect) => self.classroom.perform(effect),
                Effect::Tally(effect) => self.tally.perform(effect),
                Effect::Embed(effect) => self.embed.perform(effect),
                Effect::Core(_) => {}
            }
        }
    }

    fn show(&mut self, core: &Core, derived: &Derived, palette: &Palette) -> Result<(), JsValue> {
        let context = ViewContext { core, panels: &self.panels, derived: (derived, &self.derived), palette };
        for section in &self.sections {
            let is_open = section.get_attribute("data-panel").as_deref() == Some(core.open.name());
            section.set_hidden(!is_open);
        }
        self.neuron.show(&context)?;
        self.outputs.show(&context)?;
        self.follow.show(&context)?;
        self.why.show(&context)?;
        self.matrix.show(&context)?;
        self.predict.show(&context)?;
        self.propagation.show(&context)?;
        self.flow.show(&context)?;
        self.knobs.show(&context)?;
        self.wall.show(&context)?;
        self.paint.show(&context)?;
        self.training.show(&context)?;
        self.step.show(&context)?;
        self.models.show(&context)?;
        self.link.show(&context)?;
        self.lesson.show(&context)?;
        self.twin.show(&context)?;
        self.tally.show(&context)?;
        self.commands.show(&context)?;
        self.classroom.show(&context)
    }
}

/// Whether the user prefers reduced motion.
fn is_motion_reduced() -> bool {
    let query = dom::window().and_then(|window| window.match_media("(prefers-reduced-motion: reduce)"));
    query.ok().flatten().is_some_and(|query| query.matches())
}
