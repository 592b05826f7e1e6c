//! The settings that can be swept, and their values.

use app::number;
use learning::Experiment;

use crate::training::field::{Field, fields};

/// The number of runs of a sweep, where a setting has so many values.
const N_VALUES: u32 = 8;

/// The setting that is chosen at first.
pub(super) const DEFAULT: &str = "learning-rate";

/// The fields of the settings that can be swept.
pub(super) const NAMES: &[&str] = &[
    DEFAULT,
    "mini-batch",
    "epochs",
    "optimiser",
    "loss",
    "spread",
    "weight-decay",
    "hidden",
    "hidden-fn",
    "output-fn",
    "drawings",
    "wrong-labels",
    "noise",
    "off-centre",
    "seed",
];

/// The lowest position of the learning rate's slider, and the highest.
const RATES: (f32, f32) = (-4.0, 1.5);
/// Two runs per power of ten.
const RATE_STEP: f32 = 0.5;

/// The values to sweep, as they stand in the setting's field.
pub(super) fn values(name: &str, experiment: &Experiment) -> Vec<String> {
    let fixed: &[&str] = match name {
        "learning-rate" => return rates(experiment.training.learning_rate),
        "seed" => return seeds(experiment.network.seed),
        "mini-batch" => &["1", "2", "5", "10", "32", "64", "128", "256"],
        "epochs" => &["1", "2", "5", "10", "20", "50", "100"],
        "optimiser" => &["sgd", "momentum", "adam"],
        "loss" => &["cross-entropy", "quadratic"],
        "output-fn" => &["sigmoid", "softmax"],
        "spread" => &["0", "0.25", "0.5", "1", "1.5", "2", "3", "5"],
        "weight-decay" => &["0", "0.001", "0.002", "0.005", "0.01", "0.02", "0.05", "0.1"],
        "hidden" => &["", "2", "4", "8", "16", "32", "16, 16", "16, 16, 16"],
        "hidden-fn" => &["sigmoid", "tanh", "relu"],
        "drawings" => &["30", "100", "300", "1000", "3000", "6000", "20000", "60000"],
        "wrong-labels" => &["0", "0.1", "0.2", "0.3", "0.4", "0.5", "0.7", "0.9"],
        "noise" => &["0", "0.05", "0.1", "0.2", "0.3", "0.4", "0.6", "0.8"],
        "off-centre" => &["0", "1", "2", "3", "4", "6", "8", "10"],
        _ => &[],
    };
    fixed.iter().map(ToString::to_string).collect()
}

/// Learning rates around this one, which is one of them unless it is off the slider.
fn rates(rate: f32) -> Vec<String> {
    let span = RATE_STEP * (N_VALUES - 1) as f32;
    let wanted = rate.log10() - RATE_STEP * (N_VALUES / 2) as f32;
    // Whole steps up or down, as many as it takes. A hundredth is for rounding.
    let n_up = ((RATES.0 - 0.01 - wanted) / RATE_STEP).ceil().max(0.0);
    let n_down = ((wanted + span - RATES.1 - 0.01) / RATE_STEP).ceil().max(0.0);
    let lowest = wanted + RATE_STEP * (n_up - n_down);
    (0..N_VALUES).map(|idx| number::plain(lowest + RATE_STEP * idx as f32, 2)).collect()
}

/// This seed and those that follow.
fn seeds(seed: u64) -> Vec<String> {
    let first = seed.min(u64::from(u32::MAX - N_VALUES));
    (first..).take(N_VALUES as usize).map(|seed| seed.to_string()).collect()
}

fn field(name: &str, experiment: &Experiment) -> Option<Field> {
    fields(experiment).into_iter().find(|field| field.name == name)
}

/// The value that an experiment has, as it is in the setting's field.
pub(super) fn field_value(name: &str, experiment: &Experiment) -> String {
    field(name, experiment).map_or_else(String::new, |field| field.value)
}

/// The same in words.
pub(super) fn label(name: &str, experiment: &Experiment) -> String {
    let Some(Field { value, text, .. }) = field(name, experiment) else { return String::new() };
    match (name, value.as_str()) {
        ("hidden", "") => "none".to_owned(),
        ("hidden-fn", "relu") => "ReLU".to_owned(),
        ("optimiser", "sgd") => "SGD".to_owned(),
        ("optimiser", "adam") => "Adam".to_owned(),
        ("drawings", value) => value.parse().map_or_else(|_| value.to_owned(), number::thousands),
        ("off-centre", value) => [value, " px"].concat(),
        _ if text.is_empty() => value,
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::training::field::setting;

    #[test]
    fn every_value_is_a_setting_that_can_be_run_and_they_all_differ() {
        for name in NAMES {
            let usual = Experiment::default();
            let mut labels: Vec<String> = Vec::new();
            for value in values(name, &usual) {
                let mut experiment = usual.clone();
                setting(name, &value).unwrap_or_else(|| panic!("{name}: {value}")).apply(&mut experiment);
                assert!(experiment.start().is_ok(), "{name}: {value}");
                labels.push(label(name, &experiment));
            }
            let n_values = match *name {
                "loss" | "output-fn" => 2,
                "hidden-fn" | "optimiser" => 3,
                "epochs" => 7,
                _ => 8,
            };
            assert_eq!(labels.len(), n_values, "{name}");
            assert!(labels.iter().all(|label| !label.is_empty()), "{labels:?}");
            labels.dedup();
            assert_eq!(labels.len(), n_values, "{labels:?}");
            let now = label(name, &usual);
            assert!(labels.contains(&now), "the present value {now} of {name} is not in {labels:?}");
        }
    }

    #[test]
    fn learning_rates_stay_on_their_slider() {
        for (rate, lowest, highest) in
            [(1.0, "-2.00", "1.50"), (0.002, "-3.70", "-0.20"), (30.0, "-2.02", "1.48")]
        {
            let values = rates(rate);
            assert_eq!((values[0].as_str(), values[7].as_str()), (lowest, highest), "{rate}");
        }
    }

    #[test]
    fn the_last_seeds_are_seeds_too() {
        assert_eq!(seeds(5)[..2], ["5", "6"]);
        assert!(seeds(u64::MAX).iter().all(|seed| setting("seed", seed).is_some()));
    }
}
