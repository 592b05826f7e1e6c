//! What follows from the state: the picture that the network sees and its forward pass. Made anew when ink, model or
//! steps have changed, at most once a frame.

use std::cell::{RefCell, RefMut};

use digits::{DigitImage, Preprocessing, PreprocessingStep};
use models::Answer;
use nn::ForwardPass;

use crate::patterns::Patterns;
use crate::state::State;

/// One stage of the way from ink to image.
#[derive(Clone, Debug, PartialEq)]
pub struct Stage {
    /// The step that was taken; none for the drawing as it is.
    pub step: Option<PreprocessingStep>,
    /// The picture after it.
    pub image: DigitImage,
}

/// What follows from the state at one revision.
#[derive(Clone, Debug)]
pub struct Derived {
    revision: Option<u64>,
    model_revision: u64,
    patterns: RefCell<Patterns>,
    /// The 784 inputs: what the network sees.
    pub image: DigitImage,
    /// The way there, "as drawn" first.
    pub stages: Vec<Stage>,
    /// All numbers of the network for `image`; none while there is no model.
    pub pass: Option<ForwardPass>,
    /// What the outputs say; none for an empty pad or without a model.
    pub answer: Option<Answer>,
}

impl Default for Derived {
    fn default() -> Self {
        Derived {
            revision: None,
            model_revision: 0,
            patterns: RefCell::default(),
            image: DigitImage::blank(),
            stages: Vec::new(),
            pass: None,
            answer: None,
        }
    }
}

impl Derived {
    /// Brings all of it up to the state's revision. Returns whether there was anything to do.
    pub fn refresh(&mut self, state: &State) -> bool {
        if self.revision == Some(state.revision) {
            return false;
        }
        self.revision = Some(state.revision);
        if self.model_revision != state.model_revision {
            self.model_revision = state.model_revision;
            self.patterns.take();
        }
        let ink = state.pad.ink();
        let steps = preprocessing_in_force(state);
        self.stages =
            ink.to_image_steps(&steps).into_iter().map(|(step, image)| Stage { step, image }).collect();
        self.image = self.stages.last().map_or_else(DigitImage::blank, |stage| stage.image.clone());
        self.answer = None;
        let Some(model) = &state.model else {
            self.pass = None;
            return true;
        };
        let pass = self.pass.get_or_insert_with(|| ForwardPass::for_network(&model.network));
        model.network.forward(self.image.pixels(), pass);
        if !ink.is_empty() {
            self.answer = Answer::from_outputs(pass.output(), model.rejection_threshold);
        }
        true
    }
}

impl Derived {
    /// What the model's neurons look for, made as it is asked for.
    pub(crate) fn patterns(&self) -> RefMut<'_, Patterns> {
        self.patterns.borrow_mut()
    }

    /// Computes the forward pass of the present picture `n` times over, for the benchmark. Returns whether there was a
    /// network to do it.
    pub fn repeat_forward(&mut self, state: &State, n: u32) -> bool {
        let (Some(model), Some(pass)) = (&state.model, &mut self.pass) else { return false };
        for _ in 0..n {
            model.network.forward(std::hint::black_box(self.image.pixels()), pass);
        }
        true
    }
}

/// What the network sees of the present drawing, outside of a frame.
pub(crate) fn image_of(state: &State) -> DigitImage {
    state.pad.ink().to_image(&preprocessing_in_force(state))
}

/// The model's steps, less those that are switched off.
fn preprocessing_in_force(state: &State) -> Preprocessing {
    let all = state.model.as_ref().map_or_else(Preprocessing::mnist, |model| model.preprocessing.clone());
    state.steps_off.iter().fold(all, |steps, off| steps.without(*off))
}
