//! The activation function around a neuron's pre-activation, with the neuron's point on it.

use app::number;
use nn::ActivationFn;

use crate::neuron::addends::Addends;
use crate::svg;

/// The activation function around z, in a box of 100 by 50 with y pointing down.
#[derive(Clone, Debug, PartialEq)]
pub struct Curve {
    /// The curve, as the `d` attribute of an SVG path.
    pub path: String,
    /// The point (z, a).
    pub mark: (String, String),
    /// Its vertical position as a number.
    pub mark_y: f32,
    /// The tangent at that point as `d`, if requested.
    pub tangent: Option<String>,
    /// The slope da/dz, as text.
    pub slope: String,
}

/// Number of points computed along the curve.
const N_POINTS: usize = 48;

/// The range of the curve to either side of 0, which shows both the function's bend and z.
pub fn half_width(z: f32) -> f32 {
    (1.15 * z.abs()).max(6.0)
}

/// The function around z; `None` for softmax, which depends on the whole layer.
pub fn curve(addends: &Addends, with_tangent: bool) -> Option<Curve> {
    let Addends { function, z, a, .. } = *addends;
    let half_width = half_width(z);
    let ((low, high), slope) = match function {
        ActivationFn::Sigmoid => ((0.0, 1.0), a * (1.0 - a)),
        ActivationFn::Tanh => ((-1.0, 1.0), 1.0 - a * a),
        ActivationFn::Relu => ((0.0, half_width), if z > 0.0 { 1.0 } else { 0.0 }),
        ActivationFn::Identity => ((-half_width, half_width), 1.0),
        ActivationFn::Softmax => return None,
    };
    let height = |a: f32| 47.0 - 44.0 * (a - low) / (high - low);
    let place = |(z, a): (f32, f32)| (50.0 + 50.0 * z / half_width, height(a));
    let inputs: [f32; N_POINTS] =
        std::array::from_fn(|i| half_width * (2.0 * i as f32 / (N_POINTS - 1) as f32 - 1.0));
    let mut outputs = [0.0; N_POINTS];
    function.apply(&inputs, &mut outputs);
    let tangent = with_tangent.then(|| {
        // The tangent's half length, limited so that it stays within the box.
        let half = (0.4 * half_width).min(0.5 * (high - low) / slope.max(f32::MIN_POSITIVE));
        svg::line([-half, half].into_iter().map(|dz| place((z + dz, a + slope * dz))))
    });
    Some(Curve {
        path: svg::line(inputs.into_iter().zip(outputs).map(place)),
        mark: {
            let (x, y) = place((z, a));
            (number::plain(x, 1), number::plain(y, 1))
        },
        mark_y: height(a),
        tangent,
        slope: number::fixed(slope, 3),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn curve_of(function: ActivationFn, z: f32, a: f32) -> Option<Curve> {
        curve(&Addends { function, weights: &[], inputs: &[], bias: 0.0, z, a }, true)
    }

    #[test]
    fn the_point_lies_on_the_curve_and_the_tangent_touches_it_there() {
        let middle = curve_of(ActivationFn::Sigmoid, 0.0, 0.5).expect("sigmoid has a curve");
        assert_eq!(middle.mark, ("50.0".to_owned(), "25.0".to_owned()));
        assert_eq!(middle.slope, "0.250");
        // From z - 2 to z + 2, half of the height to either side.
        assert_eq!(middle.tangent.as_deref(), Some("M33.3 47.0L66.7 3.0"));
        let far = curve_of(ActivationFn::Relu, 40.0, 40.0).expect("ReLU has a curve");
        assert!(far.path.starts_with("M0.0 47.0") && far.path.ends_with("100.0 3.0"), "{}", far.path);
        assert_eq!(far.slope, "1.000");
        let off = curve_of(ActivationFn::Relu, -2.0, 0.0).expect("ReLU has a curve");
        assert_eq!(off.slope, "0.000");
        assert_eq!(curve_of(ActivationFn::Softmax, 0.0, 0.1), None);
    }

    /// The slopes match the functions computed by `nn`.
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
