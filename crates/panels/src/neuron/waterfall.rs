//! Waterfall charts: positive and negative changes that add up to totals. The main use is the sum from 0 to a neuron's
//! z.

use app::number;

use crate::neuron::addends::Addends;
use crate::rounding::add_up;

/// A bar of the chart. Positions are fractions of the chart's width.
#[derive(Clone, Debug, PartialEq)]
pub struct Bar {
    /// What the bar stands for.
    pub name: String,
    /// An explanation of the name; empty if it needs none.
    pub about: String,
    /// The amount, with an explicit sign.
    pub value: String,
    /// The kind of bar.
    pub kind: BarKind,
    /// Its left end.
    pub start: f32,
    /// Its right end.
    pub end: f32,
}

/// The kind of a bar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BarKind {
    /// A positive change.
    Adds,
    /// A negative change.
    Takes,
    /// A running total: a bar from 0.
    Total,
}

/// The chart.
#[derive(Clone, Debug, PartialEq)]
pub struct Waterfall {
    /// The bars, from top to bottom.
    pub bars: Vec<Bar>,
    /// Position of 0.
    pub zero: f32,
    /// The value that the sum must exceed for a positive result: for a neuron, the negative bias.
    pub threshold: f32,
    /// The values at the left and right end.
    range: (f32, f32),
}

/// An amount to chart.
pub(crate) struct Amount {
    name: String,
    about: String,
    /// What a total leads to, as text behind its name.
    result: String,
    is_total: bool,
    from: f32,
    by: f32,
}

impl Amount {
    /// A change by `by`, starting at the running total `from`.
    pub(crate) fn change(name: impl Into<String>, from: f32, by: f32) -> Amount {
        let [about, result] = [String::new(), String::new()];
        Amount { name: name.into(), about, result, is_total: false, from, by }
    }

    /// A running total.
    pub(crate) fn total(name: impl Into<String>, total: f32) -> Amount {
        Amount { is_total: true, ..Amount::change(name, 0.0, total) }
    }

    /// With an explanation of its name.
    pub(crate) fn about(self, about: impl Into<String>) -> Amount {
        Amount { about: about.into(), ..self }
    }

    /// With what the total leads to.
    pub(crate) fn giving(self, result: String) -> Amount {
        Amount { result, ..self }
    }

    /// `is_rounded`: whether the printed changes do not add up to this total.
    fn bar(&self, is_rounded: bool, share: impl Fn(f32) -> f32) -> Bar {
        let kind = match self.is_total {
            true => BarKind::Total,
            false if self.by < 0.0 => BarKind::Takes,
            false => BarKind::Adds,
        };
        let to = self.from + self.by;
        let (start, end) = (share(self.from.min(to)), share(self.from.max(to)));
        let name = [self.name.as_str(), if is_rounded { " (rounded)" } else { "" }, &self.result].concat();
        Bar { name, about: self.about.clone(), value: number::signed(self.by, 2), kind, start, end }
    }
}

impl Waterfall {
    /// Charts the amounts. The chart also covers the values from `span.0` to `span.1`.
    pub(crate) fn of<const N: usize>(amounts: [Amount; N], threshold: f32, span: (f32, f32)) -> Waterfall {
        let places = || amounts.iter().flat_map(|it| [it.from, it.from + it.by]).chain([threshold]);
        let low = places().fold(span.0.min(0.0), f32::min);
        let high = places().fold(span.1.max(0.0), f32::max);
        let share = |place: f32| share((low, high), place);
        // The last total and the changes since.
        let mut addends: Vec<f32> = Vec::new();
        let mut bars = Vec::with_capacity(N);
        for amount in &amounts {
            let is_rounded = amount.is_total && !addends.is_empty() && !add_up(&addends, amount.by);
            if amount.is_total {
                addends.clear();
            }
            addends.push(amount.by);
            bars.push(amount.bar(is_rounded, share));
        }
        Waterfall { bars, zero: share(0.0), threshold: share(threshold), range: (low, high) }
    }

    /// The position of a value.
    pub fn share(&self, value: f32) -> f32 {
        share(self.range, value)
    }
}

fn share((low, high): (f32, f32), value: f32) -> f32 {
    (value - low) / (high - low).max(f32::MIN_POSITIVE)
}

/// From 0 through the positive and negative contributions to the weighted sum, and through the bias to z.
///
/// The chart stays the same while the bias changes by no more than `bias_range` to either side of 0.
pub fn waterfall(addends: &Addends, bias_range: f32) -> Waterfall {
    let positive: f32 = addends.contributions().filter(|value| *value > 0.0).sum();
    let negative: f32 = addends.contributions().filter(|value| *value < 0.0).sum();
    let (weighted_sum, bias) = (positive + negative, addends.bias);
    let bias_name = ["bias b (threshold: ", &number::signed(-bias, 2), ")"].concat();
    let amounts = [
        Amount::change("positive terms", 0.0, positive)
            .about("A term is an input times its weight. These are the positive ones, added up."),
        Amount::change("negative terms", positive, negative),
        Amount::total("weighted sum", weighted_sum),
        Amount::change(bias_name, weighted_sum, bias)
            .about("The threshold is minus the bias: z is positive once the weighted sum exceeds it."),
        Amount::total("z", addends.z).about(
            "z is the weighted sum plus the bias. The activation function turns it into the neuron’s activation a: the \
             larger z, the larger a.",
        ),
    ];
    let span = (weighted_sum.min(0.0) - bias_range, weighted_sum.max(0.0) + bias_range);
    Waterfall::of(amounts, -bias, span)
}

#[cfg(test)]
mod tests {
    use super::*;
    use nn::ActivationFn;

    /// The waterfall of a neuron whose inputs are all 1, so that its contributions equal its weights.
    fn waterfall_of(weights: &[f32], bias: f32) -> Waterfall {
        let (function, inputs) = (ActivationFn::Sigmoid, vec![1.0; weights.len()]);
        let z = weights.iter().sum::<f32>() + bias;
        waterfall(&Addends { function, weights, inputs: &inputs, bias, z, a: 0.0 }, 0.0)
    }

    #[test]
    fn the_waterfall_leads_from_0_over_the_weighted_sum_to_z() {
        let waterfall = waterfall_of(&[3.0, -2.0, 1.0, 0.0, -1.0], 0.5);
        let bars: Vec<_> =
            waterfall.bars.iter().map(|it| (it.value.as_str(), it.kind, it.start, it.end)).collect();
        let place = |value: f32| (value + 0.5) / 4.5;
        use BarKind::{Adds, Takes, Total};
        assert_eq!(
            bars,
            [
                ("+4.00", Adds, place(0.0), 1.0),
                ("−3.00", Takes, place(1.0), 1.0),
                ("+1.00", Total, place(0.0), place(1.0)),
                ("+0.50", Adds, place(1.0), place(1.5)),
                ("+1.50", Total, place(0.0), place(1.5)),
            ]
        );
        assert_eq!((waterfall.zero, waterfall.threshold), (place(0.0), 0.0));
        assert_eq!(waterfall.bars[3].name, "bias b (threshold: −0.50)");
    }

    #[test]
    fn the_chart_stays_while_the_bias_moves_within_its_range() {
        let (function, inputs, weights) = (ActivationFn::Sigmoid, [1.0; 3], [3.0, -2.0, 1.5]);
        let chart = |bias| {
            let z = 2.5 + bias;
            waterfall(&Addends { function, weights: &weights, inputs: &inputs, bias, z, a: 0.0 }, 4.0)
        };
        for bias in [-4.0, -0.5, 0.0, 4.0] {
            assert_eq!(chart(bias).range, (-4.0, 6.5));
            assert_eq!(chart(bias).threshold, chart(0.0).share(-bias));
        }
        assert_eq!(chart(10.0).range, (-10.0, 12.5), "it grows if it must");
    }

    #[test]
    fn a_total_to_which_the_printed_numbers_do_not_add_up_is_called_rounded() {
        let names = |weights: &[f32], bias| {
            let bars = waterfall_of(weights, bias).bars;
            [2, 4].map(|row: usize| bars[row].name.clone())
        };
        assert_eq!(names(&[1.0, -0.5], 0.25), ["weighted sum", "z"]);
        // 1.004 − 0.496 = 0.508: 1.00 − 0.50 = 0.51.
        assert_eq!(names(&[1.004, -0.496], 0.25), ["weighted sum (rounded)", "z"]);
        assert_eq!(names(&[1.004], 0.004), ["weighted sum", "z (rounded)"]);
    }

    #[test]
    fn a_waterfall_below_zero_begins_inside() {
        let waterfall = waterfall_of(&[-3.0], -1.0);
        assert_eq!((waterfall.zero, waterfall.threshold), (0.8, 1.0));
        assert_eq!((waterfall.bars[4].start, waterfall.bars[4].end), (0.0, 0.8));
    }

    #[test]
    fn a_neuron_without_input_has_a_waterfall_of_no_width() {
        assert!(
            waterfall_of(&[0.0; 4], 0.0).bars.iter().all(|bar| bar.start == bar.end && bar.value == "0.00")
        );
    }
}
