//! The fields of the settings: what stands in each, and what a person's input in it means.

use app::named::Named;
use app::number;
use digits::synthetic::Ways;
use learning::{Experiment, ImageSource};
use nn::{ActivationFn, Loss};

use crate::training::setting::{OptimiserKind, Setting};

/// A field of the settings.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// Its name.
    pub name: &'static str,
    /// What stands in it: the position of a slider, the choice of a list, a text.
    pub value: String,
    /// The setting in words, for what stands beside a slider.
    pub text: String,
}

/// The fields for an experiment, except for the digits.
pub(super) fn fields(experiment: &Experiment) -> Vec<Field> {
    let Experiment { network, data, training } = experiment;
    let field = |name, value: String, text: String| Field { name, value, text };
    let choice = |name, value: &str| field(name, value.to_owned(), String::new());
    let share = |name, share: f32| field(name, number::plain(share, 2), number::percent(share));
    let weight = |name, source: ImageSource| {
        let weights = data.mix.weights;
        let share = weights[source as usize] / weights.iter().sum::<f32>().max(f32::MIN_POSITIVE);
        field(name, number::plain(weights[source as usize], 0), number::percent(share))
    };
    let hidden: Vec<String> = network.hidden.iter().map(usize::to_string).collect();
    vec![
        field(
            "learning-rate",
            number::plain(training.learning_rate.log10(), 2),
            rate_text(training.learning_rate),
        ),
        choice("mini-batch", &training.mini_batch.to_string()),
        choice("epochs", &training.n_epochs.to_string()),
        choice("optimiser", OptimiserKind::of(training.update_rule).name()),
        choice("loss", loss_name(training.loss)),
        field("spread", number::plain(network.spread, 2), [&number::fixed(network.spread, 2), "×"].concat()),
        field(
            "weight-decay",
            number::plain(training.weight_decay, 3),
            number::fixed(training.weight_decay, 3),
        ),
        choice("hidden", &hidden.join(", ")),
        choice("hidden-fn", network.hidden_fn.name()),
        choice("output-fn", network.output_fn.name()),
        choice("seed", &network.seed.to_string()),
        weight("weight-built-in", ImageSource::BuiltIn),
        weight("weight-mnist", ImageSource::Mnist),
        weight("weight-own", ImageSource::Own),
        choice("drawings", &data.n_drawings.to_string()),
        share("wrong-labels", data.wrong_labels),
        share("noise", data.noise),
        field("off-centre", number::plain(data.off_centre, 0), pixels(data.off_centre)),
    ]
}

/// The number of weights and biases of an experiment's network, in words; empty if there is no such network.
pub(crate) fn size(experiment: &Experiment) -> String {
    match experiment.start() {
        Ok(network) => format!("{} weights and biases", number::thousands(network.n_parameters())),
        Err(_) => String::new(),
    }
}

/// The digits that occur in the data.
pub(super) fn digits(ways: Ways) -> [bool; 10] {
    ways.bits().map(|bits| bits != 0)
}

/// The setting that an input in a field means; `None` if it means none.
pub fn setting(name: &str, value: &str) -> Option<Setting> {
    let number = || value.trim().parse::<f32>().ok().filter(|number| number.is_finite());
    let whole = || value.trim().parse::<u32>().ok();
    let function = || ActivationFn::ALL.into_iter().find(|function| function.name() == value);
    Some(match name {
        "learning-rate" => Setting::LearningRate(rate_at(number()?)),
        "mini-batch" => Setting::MiniBatch(whole()? as usize),
        "epochs" => Setting::Epochs(whole()?),
        "optimiser" => Setting::Optimiser(OptimiserKind::from_name(value)?),
        "loss" => Setting::Loss(LOSSES.into_iter().find(|loss| loss_name(*loss) == value)?),
        "spread" => Setting::Spread(number()?),
        "weight-decay" => Setting::WeightDecay(number()?),
        "hidden" => {
            let sizes = value.split([',', '-', ' ', ';']).filter(|size| !size.is_empty());
            Setting::Hidden(sizes.map(str::parse).collect::<Result<_, _>>().ok()?)
        }
        "hidden-fn" => Setting::HiddenFn(function()?),
        "output-fn" => Setting::OutputFn(function()?),
        "seed" => Setting::Seed(whole()?.into()),
        "weight-built-in" => Setting::Weight(ImageSource::BuiltIn, number()?),
        "weight-mnist" => Setting::Weight(ImageSource::Mnist, number()?),
        "weight-own" => Setting::Weight(ImageSource::Own, number()?),
        "drawings" => Setting::Drawings(whole()?),
        "wrong-labels" => Setting::WrongLabels(number()?),
        "noise" => Setting::Noise(number()?),
        "off-centre" => Setting::OffCentre(number()?),
        _ => return None,
    })
}

/// The learning rate at a position of its slider, which is the decimal logarithm.
pub(super) fn rate_at(position: f32) -> f32 {
    10.0_f32.powf(position)
}

const LOSSES: [Loss; 2] = [Loss::Quadratic, Loss::CrossEntropy];

fn loss_name(loss: Loss) -> &'static str {
    match loss {
        Loss::Quadratic => "quadratic",
        Loss::CrossEntropy => "cross-entropy",
    }
}

/// The number of samples that a whole run learns from, counting each once per epoch.
pub(super) fn n_samples(experiment: &Experiment) -> u64 {
    u64::from(experiment.data.n_drawings) * u64::from(experiment.training.n_epochs)
}

/// A share of 1 in percent, with a decimal: of 500 digits, one is a fifth of a percent.
pub(super) fn tenths(share: f32) -> String {
    [&number::fixed(100.0 * share, 1), "%"].concat()
}

/// A large number in at most four characters: `300`, `1.5k`, `60k`, `6M`.
pub(super) fn short(n: u64) -> String {
    let (unit, name) = match n {
        0..1_000 => return n.to_string(),
        1_000..1_000_000 => (1_000, "k"),
        _ => (1_000_000, "M"),
    };
    let is_round = n.is_multiple_of(unit) || n >= 10 * unit;
    [&number::fixed(n as f32 / unit as f32, if is_round { 0 } else { 1 }), name].concat()
}

/// Two significant digits.
fn rate_text(rate: f32) -> String {
    let decimals = (1.0 - rate.log10().floor()).clamp(0.0, 6.0);
    number::fixed(rate, decimals as u32)
}

fn pixels(n: f32) -> String {
    match n {
        0.0 => "not at all".to_owned(),
        1.0 => "up to 1 pixel".to_owned(),
        _ => ["up to ", &number::plain(n, 0), " pixels"].concat(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_in_a_field_means_what_is_set() {
        let experiment = Experiment::default();
        for Field { name, value, .. } in fields(&experiment) {
            let mut changed = experiment.clone();
            setting(name, &value).unwrap_or_else(|| panic!("{name}: {value}")).apply(&mut changed);
            assert_eq!(changed, experiment, "{name}");
        }
    }

    #[test]
    fn layers_are_written_as_people_write_them() {
        for text in ["16, 16", "16,16", "16-16", " 16 16 "] {
            assert_eq!(setting("hidden", text), Some(Setting::Hidden(vec![16, 16])), "{text}");
        }
        assert_eq!(setting("hidden", ""), Some(Setting::Hidden(Vec::new())), "no hidden layer");
    }

    #[test]
    fn what_means_nothing_is_no_setting() {
        for (name, value) in
            [("hidden", "a few"), ("seed", "-1"), ("noise", "NaN"), ("loss", "none"), ("size", "1")]
        {
            assert_eq!(setting(name, value), None, "{name} {value}");
        }
    }

    #[test]
    fn rates_have_two_digits_that_count() {
        assert_eq!([3.0, 0.1, 0.0032, 10.0].map(rate_text), ["3.0", "0.10", "0.0032", "10"]);
    }
}
