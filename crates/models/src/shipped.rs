//! The models that the page ships.

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
        about: "The same architecture with ReLU and a softmax output.",
    },
    Shipped {
        name: "textbook",
        title: "784-16-16-10, sigmoid",
        about: "The same architecture, trained as in textbooks: MNIST only, plain gradient descent, quadratic loss.",
    },
    Shipped { name: "wide", title: "784-30-10, sigmoid", about: "A single, wider hidden layer." },
    Shipped {
        name: "sharp",
        title: "784-136-80-10, ReLU",
        about: "A larger network: more accurate, but harder to see into.",
    },
    Shipped {
        name: "untrained",
        title: "784-16-16-10, random weights",
        about: "Where training starts: random weights that know nothing yet.",
    },
];

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::SHIPPED;
    use crate::Model;

    fn bits(model: &Model) -> Vec<u32> {
        let layers = model.network.layers().iter();
        layers
            .flat_map(|layer| layer.weights().iter().chain(layer.biases()))
            .map(|number| number.to_bits())
            .collect()
    }

    #[test]
    fn every_shipped_model_is_there_and_is_what_the_list_says() {
        let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../pretrained");
        for shipped in SHIPPED {
            let file = |extension| {
                std::fs::read(directory.join(shipped.name).with_extension(extension)).expect("its file")
            };
            let model = Model::from_json(&file("json")).expect("a model");
            let packed = file("bin");
            assert!(packed == model.to_packed(), "{}.bin is out of date: run `inkling pack`", shipped.name);
            let unpacked = Model::from_packed(&packed).expect("a packed model");
            assert!(unpacked == model && bits(&unpacked) == bits(&model), "{}", shipped.name);
            assert_eq!(model.name, shipped.name);
            assert!(shipped.title.starts_with(&model.shape()), "{}: {}", shipped.name, model.shape());
        }
    }
}
