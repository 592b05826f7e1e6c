//! Test helpers shared with `panels`: a page with a small random model.

use digits::Preprocessing;
use models::{Model, ModelSource};
use nn::{ActivationFn, Network};

use crate::msg::Msg;
use crate::network_layout::ViewSize;
use crate::palette::Palette;
use crate::state::Core;
use crate::update::update;

/// The network view's size on a laptop.
pub const VIEW: ViewSize = ViewSize { width: 640.0, height: 600.0, text_size: 13.0 };

/// A model with these layer sizes, random weights and all three preprocessing steps.
pub fn random_model(sizes: &[usize]) -> Model {
    let network =
        Network::random(sizes, ActivationFn::Sigmoid, ActivationFn::Sigmoid, 1).expect("the shape is right");
    Model::new("test", "a test's network", network, Preprocessing::all()).expect("it reads digits")
}

/// The same model as a packed file.
pub fn model_packed(sizes: &[usize]) -> Vec<u8> {
    random_model(sizes).to_packed()
}

/// The same model as a JSON file.
pub fn model_json(sizes: &[usize]) -> Vec<u8> {
    random_model(sizes).to_json().into_bytes()
}

/// A core with a loaded model and a sized network view.
pub fn ready_core() -> Core {
    let mut core = Core::default();
    let ViewSize { width, height, text_size } = VIEW;
    update(&mut core, Msg::NetworkResized { width, height, text_size });
    load(&mut core, ModelSource::default(), &random_model(&[784, 16, 16, 10]));
    core
}

/// Loads a model as if the user had chosen it.
pub fn load(core: &mut Core, source: ModelSource, model: &Model) {
    update(core, Msg::ChooseModel(source.clone()));
    update(core, Msg::ModelArrived(source, Ok(model.to_packed())));
}

const STYLES: &str = include_str!("../../../www/style.css");

/// The palette of `theme`, read from the shipped style sheet.
pub fn shipped(theme: &str) -> Palette {
    let block = STYLES
        .split_once(&format!("[data-theme=\"{theme}\"] {{"))
        .and_then(|(_, rest)| rest.split_once('}'))
        .map(|(block, _)| block)
        .expect("the style sheet has the theme");
    Palette::read(|name| {
        block
            .lines()
            .filter_map(|line| line.trim().strip_suffix(';')?.split_once(':'))
            .find(|(property, _)| property.trim() == name)
            .map(|(_, value)| value.to_owned())
            .unwrap_or_default()
    })
    .expect("every colour is there, as #rrggbb")
}
