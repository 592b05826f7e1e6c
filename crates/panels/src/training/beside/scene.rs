//! The scene of what stands beside the result.

use app::palette::Palette;
use app::scene::heat_map::{self, Rgba};
use app::state::Core;
use digits::{DigitImage, N_PIXELS};
use models::strongest;
use nn::ForwardPass;

use crate::training::state::Training;
use crate::training::update::is_in_use;

/// What stands beside the result.
#[derive(Clone, Debug, PartialEq)]
pub struct BesideScene {
    /// How the digit is read now and was before.
    pub reading: String,
    /// What “before” means.
    pub before: &'static str,
    /// The nearest training drawings; empty while they are not known.
    pub nearest: Vec<NearestScene>,
}

/// A training drawing.
#[derive(Clone, Debug, PartialEq)]
pub struct NearestScene {
    /// The image.
    pub picture: Rgba,
    /// The digit that it is learned as.
    pub label: String,
}

/// What stands beside the result; `None` without a film or without ink. `pass` is that of the network in use.
pub(crate) fn beside_scene(
    training: &Training,
    core: &Core,
    pass: &ForwardPass,
    palette: &Palette,
) -> Option<BesideScene> {
    let before = training.before.as_ref().filter(|_| is_in_use(core) && !core.pad().ink().is_empty())?;
    let image = core.image_by(&core.in_force(&before.preprocessing));
    let mut pass_before = ForwardPass::for_network(&before.network);
    before.network.forward(image.pixels(), &mut pass_before);
    let [now, read_before] = [pass, &pass_before]
        .map(|pass| strongest(pass.output()).map_or_else(|| "nothing".to_owned(), |digit| digit.to_string()));
    let found = &training.nearest.found;
    let nearest = |(image, label): (&[u8; N_PIXELS], &u8)| NearestScene {
        picture: heat_map::activations(DigitImage::from_bytes(image).pixels(), palette),
        label: label.to_string(),
    };
    Some(BesideScene {
        reading: ["Your digit: now ", &now, ", before ", &read_before].concat(),
        before: if before.is_filmed {
            "Before: the final network of the previous run"
        } else {
            "Before: the model in use before training"
        },
        nearest: found.images().iter().zip(found.labels()).map(nearest).collect(),
    })
}
