//! What follows from the core: the picture that the network sees, its forward pass, the answer, the places on screen.
//! Each is made when it is asked for, and made anew only when what it depends on has changed.

use std::rc::Rc;

use digits::{DigitImage, Preprocessing, PreprocessingStep};
use models::Answer;
use nn::ForwardPass;

use crate::memo::Memo;
use crate::network_layout::{NetworkLayout, ViewSize};
use crate::revision::Revision;
use crate::state::Core;

/// One stage of the way from ink to image.
#[derive(Clone, Debug, PartialEq)]
pub struct Stage {
    /// The step that was taken; none for the drawing as it is.
    pub step: Option<PreprocessingStep>,
    /// The picture after it.
    pub image: DigitImage,
}

/// What an image depends on: the ink, and the steps that lead from there to the image.
pub type ImageKey = (Revision, Preprocessing);

/// All that follows from one core.
#[derive(Clone, Debug, Default)]
pub struct Derived {
    stages: Memo<ImageKey, Vec<Stage>>,
    image: Memo<ImageKey, DigitImage>,
    pass: Memo<(ImageKey, Revision), ForwardPass>,
    layout: Memo<(ViewSize, Vec<usize>), NetworkLayout>,
}

impl Derived {
    /// The way from ink to image, "as drawn" first.
    pub fn stages(&self, core: &Core) -> Rc<Vec<Stage>> {
        let steps = core.preprocessing();
        self.stages.get((core.ink_revision(), steps.clone()), || {
            let images = core.pad().ink().to_image_steps(&steps);
            images.into_iter().map(|(step, image)| Stage { step, image }).collect()
        })
    }

    /// The 784 inputs: what the network sees.
    pub fn image(&self, core: &Core) -> Rc<DigitImage> {
        self.image.get((core.ink_revision(), core.preprocessing()), || {
            self.stages(core).last().map_or_else(DigitImage::blank, |stage| stage.image.clone())
        })
    }

    /// All numbers of the network for the image; none while there is no network.
    pub fn pass(&self, core: &Core) -> Option<Rc<ForwardPass>> {
        let network = core.network()?;
        let key = ((core.ink_revision(), core.preprocessing()), core.network_revision());
        Some(self.pass.get_or_reuse(key, |before| {
            let mut pass = before.unwrap_or_else(|| ForwardPass::for_network(network));
            network.forward(self.image(core).pixels(), &mut pass);
            pass
        }))
    }

    /// What the outputs say; none for an empty pad or without a network.
    pub fn answer(&self, core: &Core) -> Option<Answer> {
        let threshold = core.model()?.rejection_threshold;
        if core.pad().ink().is_empty() {
            return None;
        }
        Answer::from_outputs(self.pass(core)?.output(), threshold)
    }

    /// Where the parts of the network are on screen.
    pub fn layout(&self, core: &Core) -> Rc<NetworkLayout> {
        self.layout.get((core.view, core.sizes()), || core.layout())
    }

    /// Computes the forward pass of the present picture `n` times over, for the benchmark. Returns whether there was a
    /// network to do it.
    pub fn repeat_forward(&self, core: &Core, n: u32) -> bool {
        let (Some(network), image) = (core.network(), self.image(core)) else { return false };
        let mut pass = ForwardPass::for_network(network);
        for _ in 0..n {
            network.forward(std::hint::black_box(image.pixels()), &mut pass);
        }
        true
    }
}
