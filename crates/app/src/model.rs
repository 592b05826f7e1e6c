//! The model in use: a network of the right shape for digits, with the steps from ink to image that it was trained
//! with, made from a model file of which nothing is taken on trust.

use digits::{N_PIXELS, Preprocessing, SIDE};
use nn::{Evaluation, ModelFile, ModelFileError, Network, TrainingRecord};
use thiserror::Error;

/// A model that the page ships in `pretrained/`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shipped {
    /// Its name in the address, and of its file.
    pub name: &'static str,
    /// Its shape and activation functions, to choose by before the file is there.
    pub title: &'static str,
    /// What it is here for.
    pub about: &'static str,
}

/// All of them, the default first.
pub const SHIPPED: [Shipped; 6] = [
    Shipped {
        name: "vanilla",
        title: "784-16-16-10, sigmoid",
        about: "The plain network, trained to read real handwriting.",
    },
    Shipped {
        name: "vanilla-relu",
        title: "784-16-16-10, ReLU",
        about: "The same shape with ReLU and a softmax at the end.",
    },
    Shipped {
        name: "textbook",
        title: "784-16-16-10, sigmoid",
        about: "The same shape as textbooks train it: MNIST alone, plain gradient descent, quadratic loss.",
    },
    Shipped { name: "wide", title: "784-30-10, sigmoid", about: "One hidden layer, but a wider one." },
    Shipped {
        name: "sharp",
        title: "784-136-80-10, ReLU",
        about: "A larger network, which reads better and is harder to look into.",
    },
    Shipped {
        name: "untrained",
        title: "784-16-16-10, random weights",
        about: "Where training begins: random weights, which know nothing.",
    },
];

/// The outputs of a network that reads digits.
pub const N_DIGITS: usize = 10;

/// Where a model comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ModelSource {
    /// One of [`SHIPPED`], by name.
    Shipped(&'static str),
    /// A model file elsewhere.
    Url(String),
    /// One that was loaded from a file or made here: [`OWN`] and its name among those in
    /// [`Models::own`](crate::panels::models::Models::own).
    Own(String),
}

/// How [`ModelSource::name`] begins for a model of the person's own.
pub const OWN: &str = "own:";

impl Default for ModelSource {
    fn default() -> Self {
        ModelSource::Shipped(SHIPPED[0].name)
    }
}

impl ModelSource {
    /// A shipped model's name, or an address: something with a slash or a dot in it.
    pub fn from_name(name: &str) -> Option<ModelSource> {
        if let Some(shipped) = SHIPPED.iter().find(|shipped| shipped.name == name) {
            return Some(ModelSource::Shipped(shipped.name));
        }
        if name.starts_with(OWN) {
            return Some(ModelSource::Own(name.to_owned()));
        }
        name.contains(['/', '.']).then(|| ModelSource::Url(name.to_owned()))
    }

    /// What [`ModelSource::from_name`] knows it by.
    pub fn name(&self) -> &str {
        match self {
            ModelSource::Shipped(name) => name,
            ModelSource::Url(name) | ModelSource::Own(name) => name,
        }
    }

    /// The address of the model file, relative to the page; one of the person's own has none but its name.
    pub fn url(&self) -> String {
        match self {
            ModelSource::Shipped(name) => format!("pretrained/{name}.json"),
            ModelSource::Url(url) => url.clone(),
            ModelSource::Own(name) => name.strip_prefix(OWN).unwrap_or(name).to_owned(),
        }
    }
}

/// Why a model file cannot be used here.
#[derive(Debug, Error)]
pub enum ModelError {
    /// The file itself is wrong.
    #[error(transparent)]
    File(#[from] ModelFileError),
    /// It asks for a step from ink to image that is not known here.
    #[error(transparent)]
    Preprocessing(#[from] digits::PreprocessingError),
    /// Its network does not read digits.
    #[error("the network has {inputs} inputs and {outputs} outputs; here it needs 784 and 10")]
    NotForDigits {
        /// Inputs of the network found.
        inputs: usize,
        /// Outputs of the network found.
        outputs: usize,
    },
    /// Its picture has another shape.
    #[error("input: {width} by {height} pixels; here it needs 28 by 28")]
    Picture {
        /// Width found.
        width: usize,
        /// Height found.
        height: usize,
    },
}

/// A model that can read digits: 784 inputs, 10 outputs.
#[derive(Clone, Debug)]
pub struct Model {
    /// What it is called.
    pub name: String,
    /// What people call it.
    pub title: String,
    /// The network.
    pub network: Network,
    /// The steps from ink to the network's input.
    pub preprocessing: Preprocessing,
    /// Where the strongest output is below this, the answer is "not sure"; without it there is always an answer.
    pub rejection_threshold: Option<f32>,
    /// How it was trained, as far as its file says.
    pub training: TrainingRecord,
    /// How well it does, as far as its file says.
    pub evaluation: Evaluation,
    /// Whether its file does not say its activation functions, so that they are a guess.
    pub has_assumed_functions: bool,
}

impl Model {
    /// Reads a model file.
    ///
    /// # Errors
    /// When the file is not a version 1 model file, or its network is not one for digits.
    pub fn from_json(json: &[u8]) -> Result<Model, ModelError> {
        Model::from_file(ModelFile::from_json(json)?)
    }

    /// The model of a file that was read, whatever its format.
    ///
    /// # Errors
    /// When it asks for a step that is not known, or its network is not one for digits.
    pub fn from_file(file: ModelFile) -> Result<Model, ModelError> {
        let preprocessing = Preprocessing::from_names(&file.input.preprocessing)?;
        let (width, height) = (file.input.width, file.input.height);
        if (width, height) != (SIDE, SIDE) {
            return Err(ModelError::Picture { width, height });
        }
        let (inputs, outputs) = (file.network.n_inputs(), file.network.n_outputs());
        if (inputs, outputs) != (N_PIXELS, N_DIGITS) {
            return Err(ModelError::NotForDigits { inputs, outputs });
        }
        Ok(Model {
            name: file.name,
            title: file.title,
            network: file.network,
            preprocessing,
            rejection_threshold: file.rejection_threshold,
            training: file.training.unwrap_or_default(),
            evaluation: file.evaluation.unwrap_or_default(),
            has_assumed_functions: false,
        })
    }

    /// Its layers as people write them: `784-16-16-10`.
    pub fn shape(&self) -> String {
        let sizes: Vec<String> = self.network.sizes().iter().map(usize::to_string).collect();
        sizes.join("-")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_shipped_or_an_address_or_neither() {
        assert_eq!(ModelSource::from_name("vanilla"), Some(ModelSource::Shipped("vanilla")));
        assert_eq!(ModelSource::from_name("models/a.json"), Some(ModelSource::Url("models/a.json".into())));
        assert_eq!(ModelSource::from_name("own:mine"), Some(ModelSource::Own("own:mine".into())));
        assert_eq!(ModelSource::from_name("vanila"), None);
        assert_eq!(ModelSource::default().url(), "pretrained/vanilla.json");
        for shipped in SHIPPED {
            let source = ModelSource::from_name(shipped.name);
            assert_eq!(source.as_ref().map(ModelSource::name), Some(shipped.name));
        }
    }

    #[test]
    fn every_shipped_model_is_there_and_is_what_the_list_says() {
        let directory = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../pretrained");
        for shipped in SHIPPED {
            let json = std::fs::read(directory.join(shipped.name).with_extension("json")).expect("its file");
            let model = Model::from_json(&json).expect("a model");
            assert_eq!(model.name, shipped.name);
            let sizes: Vec<String> = model.network.sizes().iter().map(usize::to_string).collect();
            assert!(shipped.title.starts_with(&sizes.join("-")), "{}: {sizes:?}", shipped.name);
        }
    }
}
