//! How a neuron comes to its activation: the walk from 0 through what speaks for it and against it to the weighted sum, and
//! over the bias to z; the point on the activation function's curve. The equation is in `equation`.

use nn::ActivationFn;

use crate::number;

/// One step of the walk. Positions are shares (0 to 1) of the width that the whole walk takes.
#[derive(Clone, Debug, PartialEq)]
pub struct WalkStep {
    /// What adds or takes, or what all so far comes to.
    pub name: String,
    /// How much, written with its sign.
    pub value: String,
    /// How its bar looks.
    pub kind: StepKind,
    /// Left end of its bar.
    pub start: f32,
    /// Right end of its bar.
    pub end: f32,
}

/// What a step of the walk does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepKind {
    /// Leads to the right.
    Adds,
    /// Leads to the left.
    Takes,
    /// Says where the walk has come to: a bar from 0.
    Total,
}

/// The walk, with the places that count.
#[derive(Clone, Debug, PartialEq)]
pub struct Walk {
    /// From 0 to z.
    pub steps: Vec<WalkStep>,
    /// Where 0 is.
    pub zero: f32,
    /// What the weighted sum must pass for z to be positive: minus the bias.
    pub threshold: f32,
}

/// The activation function around z, in a box of 100 by 50, y down.
#[derive(Clone, Debug, PartialEq)]
pub struct Curve {
    /// An SVG path's `d`.
    pub path: String,
    /// The point (z, a).
    pub mark: (String, String),
    /// How far down that is, as a number.
    pub mark_y: f32,
    /// The tangent there, another `d`, if it is wanted.
    pub tangent: Option<String>,
    /// Its slope, written out: how much a changes with z.
    pub slope: String,
}

/// What a neuron adds up, and what becomes of it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Addends<'a> {
    /// What is made of the sum.
    pub function: ActivationFn,
    /// The weights, one for each input.
    pub weights: &'a [f32],
    /// The inputs.
    pub inputs: &'a [f32],
    /// The bias.
    pub bias: f32,
    /// The pre-activation.
    pub z: f32,
    /// The activation.
    pub a: f32,
}

impl Addends<'_> {
    /// Weight times input, of each.
    pub fn contributions(&self) -> impl Iterator<Item = f32> {
        self.weights.iter().zip(self.inputs).map(|(weight, input)| weight * input)
    }
}

/// The walk from 0 to z.
pub fn walk(addends: &Addends) -> Walk {
    let positive: f32 = addends.contributions().filter(|value| *value > 0.0).sum();
    let negative: f32 = addends.contributions().filter(|value| *value < 0.0).sum();
    let (weighted_sum, bias) = (positive + negative, addends.bias);
    let z = weighted_sum + bias;
    let leg = |name: &str, is_total, from, by| Leg { name: name.to_owned(), is_total, from, by };
    let bias_name = ["bias b (to pass: ", &number::signed(-bias, 2), ")"].concat();
    let legs = [
        leg("speaks for it", false, 0.0, positive),
        leg("speaks against it", false, positive, negative),
        leg("weighted sum", true, 0.0, weighted_sum),
        leg(&bias_name, false, weighted_sum, bias),
        leg("z", true, 0.0, z),
    ];
    lay_out(legs, -bias)
}

/// A step of a walk, before it is laid out.
pub(crate) struct Leg {
    /// What adds or takes, or what all so far comes to.
    pub(crate) name: String,
    /// Whether it says where the walk has come to.
    pub(crate) is_total: bool,
    /// Where it begins.
    pub(crate) from: f32,
    /// How far it leads.
    pub(crate) by: f32,
}

/// The walk of these steps, as wide as all of them with 0 and the threshold need.
pub(crate) fn lay_out<const N: usize>(legs: [Leg; N], threshold: f32) -> Walk {
    let places = || legs.iter().flat_map(|leg| [leg.from, leg.from + leg.by]).chain([threshold]);
    let low = places().fold(0.0_f32, f32::min);
    let high = places().fold(0.0_f32, f32::max);
    let share = |place: f32| (place - low) / (high - low).max(f32::MIN_POSITIVE);
    let step = |leg: &Leg| {
        let kind = match leg.is_total {
            true => StepKind::Total,
            false if leg.by < 0.0 => StepKind::Takes,
            false => StepKind::Adds,
        };
        let to = leg.from + leg.by;
        let (start, end) = (share(leg.from.min(to)), share(leg.from.max(to)));
        WalkStep { name: leg.name.clone(), value: number::signed(leg.by, 2), kind, start, end }
    };
    Walk { steps: legs.iter().map(step).collect(), zero: share(0.0), threshold: share(threshold) }
}

/// Points computed along the curve.
const N_POINTS: usize = 48;

/// How far the curve leads to both sides of 0: as far as shows the function's bend, or the point itself.
pub fn reach(z: f32) -> f32 {
    (1.15 * z.abs()).max(6.0)
}

/// The function around z; none for softmax, which is no function of one neuron alone.
pub fn curve(addends: &Addends, with_tangent: bool) -> Option<Curve> {
    let Addends { function, z, a, .. } = *addends;
    let reach = reach(z);
    let ((low, high), slope) = match function {
        ActivationFn::Sigmoid => ((0.0, 1.0), a * (1.0 - a)),
        ActivationFn::Tanh => ((-1.0, 1.0), 1.0 - a * a),
        ActivationFn::Relu => ((0.0, reach), if z > 0.0 { 1.0 } else { 0.0 }),
        ActivationFn::Identity => ((-reach, reach), 1.0),
        ActivationFn::Softmax => return None,
    };
    let height = |a: f32| 47.0 - 44.0 * (a - low) / (high - low);
    let place = |z: f32, a: f32| {
        let (x, y) = (50.0 + 50.0 * z / reach, height(a));
        (number::fixed(x, 1).replace('−', "-"), number::fixed(y, 1).replace('−', "-"))
    };
    let line = |points: &mut dyn Iterator<Item = (f32, f32)>| {
        let mut path = String::with_capacity(12 * N_POINTS);
        for (z, a) in points {
            let (x, y) = place(z, a);
            path.push(if path.is_empty() { 'M' } else { 'L' });
            path.push_str(&x);
            path.push(' ');
            path.push_str(&y);
        }
        path
    };
    let inputs: [f32; N_POINTS] =
        std::array::from_fn(|i| reach * (2.0 * i as f32 / (N_POINTS - 1) as f32 - 1.0));
    let mut outputs = [0.0; N_POINTS];
    function.apply(&inputs, &mut outputs);
    let tangent = with_tangent.then(|| {
        // As far to both sides as leaves the picture its height.
        let half = (0.4 * reach).min(0.5 * (high - low) / slope.max(f32::MIN_POSITIVE));
        line(&mut [-half, half].into_iter().map(|dz| (z + dz, a + slope * dz)))
    });
    Some(Curve {
        path: line(&mut inputs.into_iter().zip(outputs)),
        mark: place(z, a),
        mark_y: height(a),
        tangent,
        slope: number::fixed(slope, 3),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A neuron with all inputs 1, so that its weights are its contributions.
    fn walk_of(weights: &[f32], bias: f32) -> Walk {
        let (function, inputs) = (ActivationFn::Sigmoid, vec![1.0; weights.len()]);
        walk(&Addends { function, weights, inputs: &inputs, bias, z: 0.0, a: 0.0 })
    }

    fn curve_of(function: ActivationFn, z: f32, a: f32) -> Option<Curve> {
        curve(&Addends { function, weights: &[], inputs: &[], bias: 0.0, z, a }, true)
    }

    #[test]
    fn the_walk_leads_from_0_over_the_weighted_sum_to_z() {
        let walk = walk_of(&[3.0, -2.0, 1.0, 0.0, -1.0], 0.5);
        let bars: Vec<_> = walk.steps.iter().map(|s| (s.value.as_str(), s.kind, s.start, s.end)).collect();
        let place = |value: f32| (value + 0.5) / 4.5;
        use StepKind::{Adds, Takes, Total};
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
        assert_eq!((walk.zero, walk.threshold), (place(0.0), 0.0));
        assert_eq!(walk.steps[3].name, "bias b (to pass: −0.50)");
    }

    #[test]
    fn a_walk_below_zero_begins_inside() {
        let walk = walk_of(&[-3.0], -1.0);
        assert_eq!((walk.zero, walk.threshold), (0.8, 1.0));
        assert_eq!((walk.steps[4].start, walk.steps[4].end), (0.0, 0.8));
    }

    #[test]
    fn a_neuron_without_input_has_a_walk_of_no_width() {
        assert!(
            walk_of(&[0.0; 4], 0.0).steps.iter().all(|step| step.start == step.end && step.value == "0.00")
        );
    }

    #[test]
    fn the_point_lies_on_the_curve_and_the_tangent_touches_it_there() {
        let middle = curve_of(ActivationFn::Sigmoid, 0.0, 0.5).expect("sigmoid has a curve");
        assert_eq!(middle.mark, ("50.0".to_owned(), "25.0".to_owned()));
        assert_eq!(middle.slope, "0.250");
        // From z - 2 to z + 2, a half to both sides: through the whole height of the picture.
        assert_eq!(middle.tangent.as_deref(), Some("M33.3 47.0L66.7 3.0"));
        let far = curve_of(ActivationFn::Relu, 40.0, 40.0).expect("ReLU has a curve");
        assert!(far.path.starts_with("M0.0 47.0") && far.path.ends_with("100.0 3.0"), "{}", far.path);
        assert_eq!(far.slope, "1.000");
        let off = curve_of(ActivationFn::Relu, -2.0, 0.0).expect("ReLU has a curve");
        assert_eq!(off.slope, "0.000");
        assert_eq!(curve_of(ActivationFn::Softmax, 0.0, 0.1), None);
    }

    /// The slopes are those of the functions that `nn` computes.
    #[test]
    fn slopes_are_the_differences_of_the_function() {
        for function in
            [ActivationFn::Sigmoid, ActivationFn::Tanh, ActivationFn::Relu, ActivationFn::Identity]
        {
            for z in [-2.0_f32, -0.3, 0.7, 3.0] {
                let mut a = [0.0; 3];
                function.apply(&[z - 0.01, z, z + 0.01], &mut a);
                let slope = curve_of(function, z, a[1]).expect("it has a curve").slope;
                let difference = (a[2] - a[0]) / 0.02;
                let written: f32 = slope.parse().expect("a number");
                assert!((written - difference).abs() < 2e-3, "{function:?} at {z}: {slope}, {difference}");
            }
        }
    }
}
