//! The current step in words, and the equation so far.

use app::derived::Derived;
use app::names::name;
use app::number;
use app::state::Core;
use app::target::Target;
use nn::{ActivationFn, ForwardPass, Layer, Network};

use crate::follow::path::{Hop, by_strength, hop};
use crate::follow::state::{Follow, Stage};
use crate::neuron::addends::Addends;
use crate::neuron::curve::{Curve, curve};
use crate::neuron::equation::{Piece, Token, symbol};
use crate::rounding::{add_up, multiply_exactly_to};

/// Everything shown while a number is followed.
#[derive(Clone, Debug, PartialEq)]
pub struct FollowScene {
    /// What this step shows.
    pub stage: Stage,
    /// The part that is reached.
    pub reached: Target,
    /// `Step 3 of 11`.
    pub count: String,
    /// Whether there are steps before and after this one.
    pub ways: (bool, bool),
    /// The number as it is now.
    pub value: f32,
    /// The step in words.
    pub says: String,
    /// The neurons that the path could lead through in this step's layer, strongest first, and whether it does; empty
    /// without a layer.
    pub choices: Vec<(Target, String, bool)>,
    /// The equation so far, line by line.
    pub lines: Vec<Vec<Piece>>,
    /// The curve that the number goes through in this step.
    pub curve: Option<Curve>,
}

/// Whether the picked pixel can be followed.
pub fn can_start(follow: &Follow, core: &Core) -> bool {
    let picked = core.picked.filter(|target| matches!(target, Target::Pixel(_)));
    !follow.is_open() && picked.is_some() && picked == core.inspected()
}

/// The current step; `None` while no number is followed.
pub fn follow_scene(follow: &Follow, core: &Core, derived: &Derived) -> Option<FollowScene> {
    let (pixel_idx, network, pass) = (follow.pixel?, core.network()?, derived.pass(core)?);
    let (stage, path) = (follow.stage(), follow.path());
    let hops = hops(network, &pass, pixel_idx, &follow.route);
    let pixel = pass.input()[pixel_idx];
    let mut lines = vec![pixel_line(pixel_idx, pixel)];
    let (mut value, mut says) = (pixel, pixel_words(core, pixel_idx, pixel));
    // The pixel's line is there from the start, and the answer adds none.
    let n_lines = follow.step().min(3 * hops.len());
    for step in 0..n_lines {
        let hop = &hops[step / 3];
        let (line, now, words) = match step % 3 {
            0 => (product_line(hop), hop.product, product_words(core, hop)),
            1 => (sum_line(hop), hop.z, sum_words(core, hop)),
            _ => (activation_line(core, hop), hop.a, activation_words(core, hop)),
        };
        lines.push(line);
        (value, says) = (now, words);
    }
    if stage == Stage::Answer {
        says = answer_words(core, derived, hops.last()?);
    }
    let reached_hop = stage.layer_idx().map(|layer_idx| hops[layer_idx]);
    Some(FollowScene {
        stage,
        reached: *path.last()?,
        count: format!("Step {} of {}", follow.step() + 1, follow.n_steps()),
        ways: (follow.step() > 0, follow.step() + 1 < follow.n_steps()),
        value,
        says,
        choices: reached_hop.map_or_else(Vec::new, |hop| choices(core, (network, &pass), &hop)),
        lines,
        curve: match stage {
            Stage::Activation(layer_idx) => through(&hops[layer_idx]),
            _ => None,
        },
    })
}

fn hops(network: &Network, pass: &ForwardPass, pixel_idx: usize, route: &[usize]) -> Vec<Hop> {
    let sources = std::iter::once(&pixel_idx).chain(route);
    let edges = sources.zip(route).enumerate();
    edges.map(|(layer_idx, (from, to))| hop(network, pass, (layer_idx, *from, *to))).collect()
}

fn through(hop: &Hop) -> Option<Curve> {
    let Hop { function, bias, z, a, .. } = *hop;
    curve(&Addends { function, weights: &[], inputs: &[], bias, z, a }, false)
}

fn choices(core: &Core, (network, pass): (&Network, &ForwardPass), hop: &Hop) -> Vec<(Target, String, bool)> {
    let neurons = by_strength(network, pass, hop.layer_idx, hop.from);
    let choice = |neuron_idx: usize| {
        let target = Target::neuron(hop.layer_idx, neuron_idx);
        let weight = network.layers()[hop.layer_idx].weights()[(neuron_idx, hop.from)];
        // The layer is the same for all, and the list is narrow.
        let name = name(core, target);
        let short = name.rsplit(", ").next().unwrap_or(&name);
        let text = [short, ", ", &number::signed(weight * hop.input, 2)].concat();
        (target, text, neuron_idx == hop.to)
    };
    neurons.into_iter().map(choice).collect()
}

/// The equation's pieces do not lead to other parts.
fn line(tokens: Vec<Token>) -> Vec<Piece> {
    vec![Piece { input: None, tokens }]
}

fn two(value: f32) -> Token {
    Token::Number(number::fixed(value, 2))
}

/// A factor or addend that is not the first: brackets go around a minus sign.
fn second(value: f32) -> Vec<Token> {
    match value < 0.0 {
        true => vec![Token::Operator("("), two(value), Token::Operator(")")],
        false => vec![two(value)],
    }
}

/// `= −1.05`, or where the printed numbers do not give the printed result, `≈ −1.05` with a remark below.
fn result(value: f32, is_exact: bool) -> [Token; 2] {
    match is_exact {
        true => [Token::Operator("="), two(value)],
        false => [Token::Operator("≈"), Token::Noted(number::fixed(value, 2), "rounded".to_owned())],
    }
}

/// `x₃₇₇ = 0.83`
fn pixel_line(pixel_idx: usize, value: f32) -> Vec<Piece> {
    line(vec![Token::Indexed("x", pixel_idx), Token::Operator("="), two(value)])
}

/// `w · x₃₇₇ = −1.27 · 0.83 ≈ −1.05`
fn product_line(hop: &Hop) -> Vec<Piece> {
    // Pixels are numbered from 0, neurons from 1, as in their names.
    let input =
        if hop.layer_idx == 0 { Token::Indexed("x", hop.from) } else { Token::Indexed("a", hop.from + 1) };
    let is_exact = multiply_exactly_to([hop.weight, hop.input], hop.product);
    let mut tokens = vec![Token::Identifier("w"), Token::Operator("·"), input, Token::Operator("=")];
    tokens.extend([two(hop.weight), Token::Operator("·")]);
    tokens.extend(second(hop.input));
    tokens.extend(result(hop.product, is_exact));
    line(tokens)
}

/// `z = −1.05 + 2.31 − 0.60 = 0.66`, with what the addends are below them.
fn sum_line(hop: &Hop) -> Vec<Piece> {
    let sign = |value: f32| Token::Operator(if value < 0.0 { "−" } else { "+" });
    let noted = |value: f32, note: String| [sign(value), Token::Noted(number::fixed(value.abs(), 2), note)];
    let mut tokens = vec![Token::Identifier("z"), Token::Operator("="), two(hop.product)];
    if hop.n_others > 0 {
        tokens.extend(noted(hop.others, format!("{} others", hop.n_others)));
    }
    tokens.extend(noted(hop.bias, "bias".to_owned()));
    let is_exact = add_up(&[hop.product, hop.others, hop.bias], hop.z);
    tokens.extend(result(hop.z, is_exact));
    line(tokens)
}

/// `a₉ = σ(0.66) ≈ 0.66`
fn activation_line(core: &Core, hop: &Hop) -> Vec<Piece> {
    let index = hop.to + usize::from(hop.layer_idx + 1 < core.n_layers());
    let is_exact = matches!(hop.function, ActivationFn::Relu | ActivationFn::Identity);
    line(vec![
        Token::Indexed("a", index),
        Token::Operator("="),
        Token::Identifier(symbol(hop.function)),
        Token::Operator("("),
        two(hop.z),
        Token::Operator(")"),
        Token::Operator(if is_exact { "=" } else { "≈" }),
        two(hop.a),
    ])
}

fn reached(core: &Core, hop: &Hop) -> String {
    name(core, Target::neuron(hop.layer_idx, hop.to))
}

fn pixel_words(core: &Core, pixel_idx: usize, value: f32) -> String {
    let pixel = name(core, Target::Pixel(pixel_idx));
    if value == 0.0 {
        return format!("{pixel} is blank, so its number is 0.");
    }
    let value = number::fixed(value, 2);
    format!("{pixel} of the network’s input holds {value}. A blank pixel would hold 0, a fully inked one 1.")
}

fn product_words(core: &Core, hop: &Hop) -> String {
    let neuron = reached(core, hop);
    if hop.input == 0.0 {
        let source = if hop.layer_idx == 0 { "a blank pixel" } else { "a neuron with activation 0" };
        return format!(
            "On its way to {neuron}, it is multiplied by the edge’s weight. 0 × w = 0: {source} adds nothing."
        );
    }
    let effect = match hop.product {
        product if product > 0.0 => "pushes the neuron up",
        product if product < 0.0 => "pushes the neuron down",
        _ => "leaves the neuron as it is",
    };
    format!("On its way to {neuron}, it is multiplied by the edge’s weight. The product {effect}.")
}

fn sum_words(core: &Core, hop: &Hop) -> String {
    let neuron = reached(core, hop);
    let others = match (hop.n_others, hop.layer_idx) {
        (0, _) => return format!("{neuron} adds its bias. The sum is z."),
        (n, 0) => format!("{n} other pixels"),
        (1, layer_idx) => format!("1 other neuron in hidden layer {layer_idx}"),
        (n, layer_idx) => format!("{n} other neurons in hidden layer {layer_idx}"),
    };
    format!("{neuron} adds it to the products from the {others} and to its bias. The sum is z.")
}

fn activation_words(core: &Core, hop: &Hop) -> String {
    let neuron = reached(core, hop);
    match hop.function {
        ActivationFn::Sigmoid => {
            format!("The sigmoid σ turns z into a number between 0 and 1: the activation of {neuron}.")
        }
        ActivationFn::Tanh => {
            format!("tanh turns z into a number between −1 and 1: the activation of {neuron}.")
        }
        ActivationFn::Relu if hop.z > 0.0 => {
            format!("z is positive, so ReLU passes it on unchanged as the activation of {neuron}.")
        }
        ActivationFn::Relu => format!("z is not positive, so ReLU makes it 0: {neuron} passes nothing on."),
        ActivationFn::Identity => {
            format!("There is no activation function here: z is the activation of {neuron}.")
        }
        ActivationFn::Softmax => {
            let n_outputs = core.layers().last().map_or(0, Layer::n_outputs);
            format!(
                "Softmax turns the z of all {n_outputs} outputs into shares that add up to 1. {neuron} gets this share."
            )
        }
    }
}

fn answer_words(core: &Core, derived: &Derived, hop: &Hop) -> String {
    let (output, value) = (reached(core, hop), number::fixed(hop.a, 2));
    let Some(answer) = derived.answer(core) else {
        return format!("{output} ends at {value}. There is no drawing yet, so there is no answer.");
    };
    let digit = answer.digit;
    let verdict = match answer.is_sure {
        true => format!("so the network reads a {digit}"),
        false => "but it is too small for the network to be sure".to_owned(),
    };
    if digit == hop.to {
        return format!("{output} ends at {value}. That is the largest output, {verdict}.");
    }
    let largest = derived.pass(core).map_or(0.0, |pass| pass.output()[digit]);
    format!(
        "{output} ends at {value}. Output {digit} is the largest, at {}, {verdict}.",
        number::fixed(largest, 2)
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::follow::Msg;
    use crate::state::State;
    use crate::test_support::{load, random_model, ready_state, update};
    use app::msg::Msg as CoreMsg;
    use models::{Model, ModelSource};

    fn scene(state: &State) -> FollowScene {
        follow_scene(&state.panels.follow, &state.core, &Derived::default()).expect("a number is followed")
    }

    fn written(line: &[Piece]) -> String {
        let texts = line.iter().flat_map(|piece| &piece.tokens).map(|token| match token {
            Token::Identifier(text) | Token::Operator(text) | Token::Text(text) => (*text).to_owned(),
            Token::Indexed(name, index) => format!("{name}{index}"),
            Token::Number(text) => text.clone(),
            Token::Noted(text, note) => format!("{text}[{note}]"),
        });
        texts.collect::<Vec<_>>().join(" ")
    }

    fn with_function(hidden: ActivationFn, output: ActivationFn) -> Model {
        let network = Network::random(&[784, 6, 5, 10], hidden, output, 3).expect("the shape is right");
        Model { network, ..random_model(&[784, 6, 5, 10]) }
    }

    /// All steps from a pixel on, with an example drawn.
    fn steps_from(model: &Model, pixel_idx: usize) -> Vec<FollowScene> {
        let mut state = ready_state();
        load(&mut state, ModelSource::Url("test".into()), model);
        update(&mut state, CoreMsg::ShowExample(3));
        update(&mut state, CoreMsg::Pick(Target::Pixel(pixel_idx)));
        assert!(can_start(&state.panels.follow, &state.core));
        update(&mut state, Msg::Start);
        assert!(!can_start(&state.panels.follow, &state.core));
        let mut steps = vec![scene(&state)];
        while steps.last().is_some_and(|step| step.ways.1) {
            update(&mut state, Msg::Step(true));
            steps.push(scene(&state));
        }
        steps
    }

    /// A pixel with ink in example 3.
    fn inked() -> usize {
        let mut state = ready_state();
        update(&mut state, CoreMsg::ShowExample(3));
        let image = Derived::default().image(&state.core);
        image.pixels().iter().position(|pixel| (0.3..0.9).contains(pixel)).expect("the example has ink")
    }

    fn number_in(text: &str) -> f64 {
        text.replace('−', "-").parse().expect("a number")
    }

    #[test]
    fn every_step_adds_its_line_whatever_the_functions() {
        for hidden in [ActivationFn::Sigmoid, ActivationFn::Relu, ActivationFn::Tanh, ActivationFn::Identity]
        {
            for output in ActivationFn::ALL {
                let steps = steps_from(&with_function(hidden, output), inked());
                let counts: Vec<usize> = steps.iter().map(|step| step.lines.len()).collect();
                assert_eq!(counts, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 10]);
                assert_eq!(steps[10].count, "Step 11 of 11");
                assert!(steps.iter().all(|step| !step.says.is_empty()));
                let last = steps.last().expect("there are steps");
                assert!(last.says.contains("largest"), "{}", last.says);
                // A line stays as it was said.
                for pair in steps.windows(2) {
                    assert_eq!(pair[0].lines[..], pair[1].lines[..pair[0].lines.len()]);
                }
                let has_curve: Vec<bool> = steps.iter().map(|step| step.curve.is_some()).collect();
                let of_output = output != ActivationFn::Softmax;
                assert_eq!([has_curve[3], has_curve[6], has_curve[9]], [true, true, of_output]);
            }
        }
    }

    #[test]
    fn each_number_is_printed_as_it_is_and_carried_on() {
        let steps = steps_from(&with_function(ActivationFn::Sigmoid, ActivationFn::Sigmoid), inked());
        for step in &steps {
            let text = written(step.lines.last().expect("a line"));
            let result = text.trim_end_matches("[rounded]").rsplit(' ').next().expect("a result");
            assert_eq!(result, number::fixed(step.value, 2), "{text}");
        }
        assert!(written(&steps[1].lines[1]).starts_with("w · x"));
        assert!(written(&steps[2].lines[2]).contains("[783 others]"));
        assert!(written(&steps[4].lines[4]).starts_with("w · a"));
    }

    #[test]
    fn what_is_printed_is_right_or_says_that_it_is_rounded() {
        for hidden in [ActivationFn::Sigmoid, ActivationFn::Tanh] {
            let steps = steps_from(&with_function(hidden, ActivationFn::Sigmoid), inked());
            for line in steps.last().expect("there are steps").lines.iter().map(|line| written(line)) {
                let (left, right) = match line.trim_end_matches("[rounded]").rsplit_once(['=', '≈']) {
                    Some((left, right)) => (left, number_in(right.trim())),
                    None => panic!("{line}"),
                };
                let left = left.rsplit('=').next().expect("a side").replace(['(', ')'], "");
                let value = if line.starts_with('w') {
                    left.split('·').map(|factor| number_in(factor.trim())).product()
                } else if line.starts_with('z') {
                    let mut sum = 0.0;
                    let mut sign = 1.0;
                    for word in left.split_whitespace() {
                        match word.split('[').next() {
                            Some("+") => sign = 1.0,
                            Some("−") => sign = -1.0,
                            Some(number) if number.contains('.') => sum += sign * number_in(number),
                            _ => {}
                        }
                    }
                    sum
                } else {
                    continue;
                };
                let is_exact = (value - right).abs() < 1e-9;
                assert_eq!(line.contains("rounded"), !is_exact, "{line}: {value}");
            }
        }
    }

    #[test]
    fn a_blank_pixel_adds_nothing() {
        let steps = steps_from(&with_function(ActivationFn::Sigmoid, ActivationFn::Sigmoid), 0);
        assert_eq!(steps[0].says, "Pixel (0, 0) is blank, so its number is 0.");
        assert!(steps[1].says.ends_with("0 × w = 0: a blank pixel adds nothing."), "{}", steps[1].says);
        assert_eq!(steps[1].value, 0.0);
    }

    #[test]
    fn the_choices_are_the_neurons_of_the_layer_strongest_first() {
        let steps = steps_from(&with_function(ActivationFn::Sigmoid, ActivationFn::Softmax), inked());
        let n_choices: Vec<usize> = steps.iter().map(|step| step.choices.len()).collect();
        assert_eq!(n_choices, [0, 6, 6, 6, 5, 5, 5, 10, 10, 10, 0]);
        for step in steps.iter().filter(|step| !step.choices.is_empty()) {
            assert!(step.choices[0].2 && step.choices[0].0 == step.reached);
            assert_eq!(step.choices.iter().filter(|choice| choice.2).count(), 1);
        }
    }
}
