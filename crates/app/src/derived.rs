//! Values derived from the core: the network's input image, the forward pass, the answer, the layout. Each is computed
//! on demand and cached until its inputs change.

use std::rc::Rc;

use digits::{DigitImage, Preprocessing, PreprocessingStep};
use models::Answer;
use nn::ForwardPass;

use crate::memo::Memo;
use crate::network_layout::{NetworkLayout, ViewSize};
use crate::number;
use crate::palette::Palette;
use crate::revision::Revision;
use crate::scene::heat_map::{self, Rgba};
use crate::state::Core;

/// One stage of the preprocessing.
#[derive(Clone, Debug, PartialEq)]
pub struct Stage {
    /// The step that produced it; `None` for the drawing itself.
    pub step: Option<PreprocessingStep>,
    /// The image after the step.
    pub image: DigitImage,
}

/// The inputs of an image: the ink's revision and the preprocessing applied.
pub type ImageKey = (Revision, Preprocessing);

/// The key of the network's input image.
pub fn image_key(core: &Core) -> ImageKey {
    (core.ink_revision(), core.preprocessing())
}

/// Weights this many times the layer's typical (RMS) weight have the strongest colour in its pictures.
const STRONG: f32 = 3.0;

/// The cached values derived from a core.
#[derive(Clone, Debug, Default)]
pub struct Derived {
    stages: Memo<ImageKey, Vec<Stage>>,
    image: Memo<ImageKey, DigitImage>,
    pass: Memo<(ImageKey, Revision), ForwardPass>,
    layout: Memo<(ViewSize, Vec<usize>), NetworkLayout>,
    weight_pictures: Memo<(Revision, &'static str), WeightPictures>,
}

/// The weights of the first layer's neurons as pictures.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WeightPictures {
    /// One 28x28 picture below the other, all on one scale.
    pub pictures: Rgba,
    /// The magnitude from which on the colour is strongest, as text.
    pub scale: String,
}

impl Derived {
    /// The stages of the preprocessing, starting with the drawing itself.
    pub fn stages(&self, core: &Core) -> Rc<Vec<Stage>> {
        let steps = core.preprocessing();
        self.stages.get((core.ink_revision(), steps.clone()), || {
            if let Some(pixels) = core.given() {
                return vec![Stage { step: None, image: pixels.clone() }];
            }
            let images = core.pad().ink().to_image_steps(&steps);
            images.into_iter().map(|(step, image)| Stage { step, image }).collect()
        })
    }

    /// The network's input: 784 pixels.
    pub fn image(&self, core: &Core) -> Rc<DigitImage> {
        self.image.get(image_key(core), || {
            self.stages(core).last().map_or_else(DigitImage::blank, |stage| stage.image.clone())
        })
    }

    /// The forward pass for the image; `None` without a network.
    pub fn pass(&self, core: &Core) -> Option<Rc<ForwardPass>> {
        let network = core.network()?;
        let key = (image_key(core), core.network_revision());
        Some(self.pass.get_or_reuse(key, |before| {
            let mut pass = before.unwrap_or_else(|| ForwardPass::for_network(network));
            network.forward(self.image(core).pixels(), &mut pass);
            pass
        }))
    }

    /// The network's answer; `None` for an empty pad or without a network.
    pub fn answer(&self, core: &Core) -> Option<Answer> {
        let threshold = core.model()?.rejection_threshold;
        if core.pad().ink().is_empty() {
            return None;
        }
        Answer::from_outputs(self.pass(core)?.output(), threshold)
    }

    /// The pictures of the first layer's weights in the current theme's colours; empty without a network.
    pub fn weight_pictures(&self, core: &Core, palette: &Palette) -> Rc<WeightPictures> {
        self.weight_pictures.get((core.network_revision(), core.theme()), || {
            let Some(layer) = core.layers().first() else { return WeightPictures::default() };
            // Beyond this a few weights would leave the others pale.
            let rms = (layer.weights().norm_squared() / layer.weights().len().max(1) as f32).sqrt();
            let scale = (STRONG * rms).min(layer.weights().amax()).max(f32::MIN_POSITIVE);
            let rows = layer.weights().row_iter();
            let pictures = rows.flat_map(|row| heat_map::signed_up_to(scale, row.iter().copied(), palette));
            WeightPictures { pictures: pictures.collect(), scale: number::fixed(scale, 2) }
        })
    }

    /// The layout of the network view.
    pub fn layout(&self, core: &Core) -> Rc<NetworkLayout> {
        self.layout.get((core.view, core.sizes()), || core.layout())
    }
}
