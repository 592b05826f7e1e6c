//! The drawings that a film's networks are tested on, and never learn from.

use digits::{Ink, Preprocessing};
use learning::{DataRecipe, Experiment, ImageSet};
use nn::Loss;

/// What is held out of a run's data.
#[derive(Clone, Debug)]
pub(crate) struct HeldOut {
    pub(super) images: ImageSet,
    /// How wrong a network is about an image.
    pub(super) loss: Loss,
    recipe: DataRecipe,
}

impl HeldOut {
    /// What is held out of the data of a run of `experiment`.
    pub(super) fn new(images: ImageSet, experiment: &Experiment) -> HeldOut {
        HeldOut { images, loss: experiment.training.loss, recipe: experiment.data.clone() }
    }

    /// The steps from ink to image.
    pub(super) const fn preprocessing(&self) -> &Preprocessing {
        &self.recipe.preprocessing
    }

    /// The strokes of a drawing; `None` if it is none of the built-in ones.
    pub(super) fn ink(&self, idx: usize) -> Option<Ink> {
        let image = self.images.images().get(idx)?;
        let (ink, _) = self.recipe.held_out(idx);
        // Whatever was not drawn by the recipe looks different.
        (ink.to_image(&self.recipe.preprocessing).to_bytes() == *image).then_some(ink)
    }
}
