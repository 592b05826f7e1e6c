//! What each setting does, in a line.

/// What a setting does, by the name of its field; empty if there is no such setting.
pub fn explanation(name: &str) -> &'static str {
    match name {
        "learning-rate" => "How far each step goes down the slope of the loss.",
        "mini-batch" => "How many drawings are averaged for each step.",
        "epochs" => "How often it goes through all the drawings.",
        "optimiser" => "How the gradient becomes a step. Adam scales it for each weight.",
        "loss" => "How wrong an answer is. Cross-entropy is harder on confident mistakes.",
        "spread" => "How far apart the random weights are at the start, next to the usual.",
        "weight-decay" => "How much the weights of the first layer shrink with each step.",
        "seed" => "Which random weights it starts with: the same seed gives the same start.",
        "hidden" => "Neurons in each hidden layer, such as 16, 16; empty for no layer.",
        "hidden-fn" => "What a hidden neuron makes of its sum. ReLU turns what is below 0 into 0.",
        "output-fn" => "What an output makes of its sum. Softmax shares 100% among all ten.",
        "weight-built-in" | "weight-mnist" | "weight-own" => {
            "How much of these drawings is mixed in, compared with the others."
        }
        "drawings" => "How many drawings it learns from. A few are soon learned by heart.",
        "digits" => "Which digits it learns from. It cannot learn to read the others.",
        "ways" => "The ways of writing a digit. Pick what to leave out.",
        "wrong-labels" => "The share of drawings that are labelled as another digit.",
        "noise" => "The share of pixels that get a random shade.",
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
