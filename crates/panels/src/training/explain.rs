//! What each setting does, in a line.

/// What a setting does, by the name of its field; empty if there is no such setting.
pub fn explanation(name: &str) -> &'static str {
    match name {
        "learning-rate" => "How far each step goes down the slope of the loss.",
        "mini-batch" => "How many drawings each step averages over.",
        "epochs" => "How many times it goes through all the drawings.",
        "optimiser" => "How the gradient becomes a step. Adam scales it for each weight.",
        "loss" => "How wrong an answer is. Cross-entropy is harder on confident mistakes.",
        "spread" => "How widely the initial random weights are spread, relative to the usual.",
        "weight-decay" => "How much the weights of the first layer shrink with each step.",
        "seed" => "Which random weights it starts with: the same seed gives the same start.",
        "hidden" => "Neurons in each hidden layer, such as 16, 16. Leave empty for none.",
        "hidden-fn" => "What a hidden neuron does with its sum. ReLU turns anything below 0 into 0.",
        "output-fn" => "What an output does with its sum. Softmax shares out 100% among all ten.",
        "weight-built-in" | "weight-mnist" | "weight-own" => {
            "How many of these drawings are mixed in, relative to the others."
        }
        "drawings" => "How many drawings it learns from. A few are soon memorised.",
        "digits" => "Which digits it learns from. It cannot learn to read the others.",
        "ways" => "The ways of writing a digit. Pick what to leave out.",
        "wrong-labels" => "The share of drawings labelled as the wrong digit.",
        "noise" => "The share of pixels given a random shade.",
        "off-centre" => "How far the digits are shifted from the middle.",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::training::field::fields;

    #[test]
    fn every_setting_explains_itself_in_a_line() {
        let fields = fields(&learning::Experiment::default());
        for name in fields.iter().map(|field| field.name).chain(["digits", "ways"]) {
            let text = explanation(name);
            assert!(text.ends_with('.') && (20..=75).contains(&text.chars().count()), "{name}: {text}");
        }
        assert_eq!(explanation("colour"), "");
    }
}
