//! For which digits a neuron fires: its average activation for each of the built-in digits, and a name made of the
//! strongest.

use app::number;
use nn::ActivationFn;

use crate::survey::Firing;

/// Averages that differ by less than this fraction of the scale do not set a digit apart.
const LEAST_SPREAD: f32 = 0.15;
/// Averages below this fraction of the scale count as silence.
const SILENCE: f32 = 0.05;
/// Below this share of the scale, firing is called faint.
const FAINT: f32 = 0.5;

/// How strongly a neuron fires for each digit.
#[derive(Clone, Debug, PartialEq)]
pub struct FiresFor {
    /// The digits that it fires for, in words.
    pub title: String,
    /// The average activation for each digit as a fraction of the longest bar, from -1 to 1.
    pub shares: [f32; 10],
    /// The average that a bar of full height stands for, as text.
    pub full: String,
    /// Whether the title names the digit.
    pub is_named: [bool; 10],
    /// The averages as text, for each digit.
    pub values: [String; 10],
}

/// The digits that a neuron with these averages and this activation function fires for.
pub fn fires_for(firing: &Firing, function: ActivationFn) -> FiresFor {
    let largest = firing.iter().fold(f32::MIN_POSITIVE, |largest, average| largest.max(average.abs()));
    // Functions with a largest value are drawn on its scale, so that bars of two neurons can be compared.
    let scale = match function {
        ActivationFn::Sigmoid | ActivationFn::Tanh | ActivationFn::Softmax => 1.0,
        ActivationFn::Relu | ActivationFn::Identity => largest,
    };
    let is_silent = largest <= f32::MIN_POSITIVE || largest <= SILENCE * scale;
    let is_named = if is_silent { [false; 10] } else { named(firing, scale) };
    FiresFor {
        title: title(&is_named, largest / scale, is_silent),
        full: number::fixed(scale, if scale == 1.0 { 0 } else { 1 }),
        shares: firing.map(|average| (average / scale).clamp(-1.0, 1.0)),
        is_named,
        values: firing.map(|average| number::fixed(average, 2)),
    }
}

/// The digits in the upper half of the averages' range; none if the averages are all about the same.
fn named(firing: &Firing, scale: f32) -> [bool; 10] {
    let least = firing.iter().copied().fold(f32::INFINITY, f32::min);
    let most = firing.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let is_level = most - least < LEAST_SPREAD * scale;
    firing.map(|average| !is_level && average >= f32::midpoint(least, most))
}

/// `Fires for 0, 3 and 8`.
fn title(is_named: &[bool; 10], largest: f32, is_silent: bool) -> String {
    let digits = |wanted: bool| (0..10).filter(move |digit| is_named[*digit] == wanted);
    match digits(true).count() {
        0 if is_silent => "Hardly ever fires".to_owned(),
        0 if largest < FAINT => "Fires faintly for all digits".to_owned(),
        0 => "Fires about equally for all digits".to_owned(),
        1..=5 => ["Fires for ", &list(digits(true))].concat(),
        _ => ["Fires for all but ", &list(digits(false))].concat(),
    }
}

/// `0, 3 and 8`.
fn list(digits: impl Iterator<Item = usize>) -> String {
    let words: Vec<String> = digits.map(|digit| digit.to_string()).collect();
    match words.split_last() {
        Some((last, before)) if !before.is_empty() => [&before.join(", "), " and ", last].concat(),
        _ => words.concat(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn title_of(firing: Firing, function: ActivationFn) -> String {
        fires_for(&firing, function).title
    }

    #[test]
    fn the_title_names_the_digits_that_stand_out() {
        let mut firing = [0.02; 10];
        firing[3] = 0.9;
        assert_eq!(title_of(firing, ActivationFn::Sigmoid), "Fires for 3");
        (firing[0], firing[8]) = (0.7, 0.5);
        assert_eq!(title_of(firing, ActivationFn::Sigmoid), "Fires for 0, 3 and 8");
        let mut firing = [0.9; 10];
        (firing[1], firing[7]) = (0.1, 0.2);
        assert_eq!(title_of(firing, ActivationFn::Sigmoid), "Fires for all but 1 and 7");
    }

    #[test]
    fn nothing_stands_out_among_equals() {
        assert_eq!(title_of([0.01; 10], ActivationFn::Sigmoid), "Hardly ever fires");
        assert_eq!(title_of([0.0; 10], ActivationFn::Relu), "Hardly ever fires");
        assert_eq!(title_of([0.15; 10], ActivationFn::Sigmoid), "Fires faintly for all digits");
        assert_eq!(title_of([0.97; 10], ActivationFn::Sigmoid), "Fires about equally for all digits");
        assert_eq!(title_of([3.0; 10], ActivationFn::Relu), "Fires about equally for all digits");
    }

    #[test]
    fn bars_of_bounded_functions_are_comparable_and_others_fill_their_width() {
        let firing = [0.0, 0.5, -0.5, 0.1, 0.0, 0.0, 0.0, 0.0, 0.0, 0.25];
        assert_eq!(fires_for(&firing, ActivationFn::Tanh).shares, firing);
        assert_eq!(fires_for(&firing, ActivationFn::Relu).shares[9], 0.5);
        assert_eq!(fires_for(&firing, ActivationFn::Tanh).values[2], number::fixed(-0.5, 2));
    }
}
