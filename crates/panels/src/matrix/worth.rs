//! What a matrix product is good for, as words and bars: one line of mathematics instead of thousands of named
//! multiplications, and its speed as measured here.

use app::derived::Derived;
use app::number;
use app::state::Core;
use nn::{Layer, Network};

use crate::matrix::Matrix;
use crate::matrix::formula::{Part, written_out};
use crate::matrix::scene::row_in_focus;
use crate::matrix::speed::{Speed, Timing, n_products};

/// Outputs closer than this are equal up to rounding.
const ROUNDING: f32 = 1e-4;
/// Ways whose times differ by less than this factor are called equally fast.
const SAME: f64 = 1.05;

/// What the matrix saves.
#[derive(Clone, Debug, PartialEq)]
pub struct Worth {
    /// The heading, with the number of multiplications in the network.
    pub title: String,
    /// What the line below it is.
    pub claim: String,
    /// One neuron of the layer, written out without the matrix.
    pub written_out: Vec<Part>,
    /// Whether a measurement is under way.
    pub is_measuring: bool,
    /// What was measured; `None` until then.
    pub measured: Option<Measured>,
}

/// What was measured.
#[derive(Clone, Debug, PartialEq)]
pub struct Measured {
    /// The matrix product, then the plain loop.
    pub bars: [TimeBar; 2],
    /// Which is faster and by how much, whether both give the same, and what else there is to know.
    pub verdict: String,
    /// Whether both give the same outputs, up to rounding.
    pub agrees: bool,
}

/// The time of one way.
#[derive(Clone, Debug, PartialEq)]
pub struct TimeBar {
    /// The time per pass, as text.
    pub time: String,
    /// The time per pass in microseconds.
    pub us: f32,
    /// The time as a fraction of the longer one.
    pub share: f32,
}

/// What the matrix saves in the shown layer and network; `None` without a model.
pub fn worth(matrix: &Matrix, core: &Core, derived: &Derived) -> Option<Worth> {
    let network = core.network()?;
    let layer = network.layers().get(matrix.layer_idx)?;
    let row = row_in_focus(matrix, core, derived)?;
    let n_neurons: usize = network.layers().iter().map(Layer::n_outputs).sum();
    Some(Worth {
        title: format!("One line instead of {} multiplications", number::thousands(n_products(network))),
        claim: format!(
            "Without matrices, each of the {n_neurons} neurons needs a line of its own. This one has {} multiplications:",
            layer.n_inputs()
        ),
        written_out: written_out(network, matrix.layer_idx, row),
        is_measuring: matches!(matrix.speed, Speed::Measuring(_)),
        measured: match &matrix.speed {
            Speed::Known(timing) => Some(measured(timing, network)),
            _ => None,
        },
    })
}

fn measured(timing: &Timing, network: &Network) -> Measured {
    let Timing { product_us, loop_us, difference, n_blank } = *timing;
    let longer = product_us.max(loop_us).max(f64::MIN_POSITIVE);
    let bar = |us: f64| TimeBar {
        time: [&number::fixed(us as f32, u32::from(us < 100.0)), " µs"].concat(),
        us: us as f32,
        share: (us / longer) as f32,
    };
    let factor = |longer: f64, shorter: f64| number::fixed((longer / shorter) as f32, 1);
    let faster = if loop_us >= SAME * product_us {
        format!("Here, the matrix product is {} times as fast as the loop.", factor(loop_us, product_us))
    } else if product_us >= SAME * loop_us {
        format!("Here, the loop is {} times as fast as the matrix product.", factor(product_us, loop_us))
    } else {
        "Here, both are equally fast.".to_owned()
    };
    let agrees = difference <= ROUNDING;
    let same = match agrees {
        true => "Both give the same outputs, up to rounding.".to_owned(),
        false => format!("Their outputs differ by up to {}.", number::fixed(difference, 4)),
    };
    let skipped = match n_blank {
        0 => String::new(),
        _ => format!(
            " The product multiplies several numbers at once and skips the columns of blank pixels, {n_blank} of {} in \
             this drawing.",
            network.n_inputs()
        ),
    };
    Measured {
        bars: [bar(product_us), bar(loop_us)],
        verdict: [&faster, " ", &same, &skipped].concat(),
        agrees,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::matrix::{Effect, Msg};
    use crate::msg;
    use crate::state::State;
    use crate::test_support::{load, random_model, ready_state, update};
    use app::msg::Msg as CoreMsg;
    use models::ModelSource;

    fn shown(state: &State) -> Worth {
        worth(&state.panels.matrix, &state.core, &Derived::default()).expect("there is a model")
    }

    /// Sends a message. Returns the laps asked for.
    fn n_laps(state: &mut State, msg: Msg) -> usize {
        let effects = update(state, msg);
        effects.iter().filter(|effect| matches!(effect, msg::Effect::Matrix(Effect::Time(_)))).count()
    }

    #[test]
    fn the_multiplications_are_those_of_the_network() {
        let mut state = ready_state();
        load(&mut state, ModelSource::Url("test".into()), &random_model(&[784, 16, 16, 10]));
        assert_eq!(shown(&state).title, "One line instead of 12,960 multiplications");
        let claim = shown(&state).claim;
        assert!(claim.ends_with("the 42 neurons needs a line of its own. This one has 784 multiplications:"));
        load(&mut state, ModelSource::Url("small".into()), &random_model(&[784, 2, 10]));
        assert_eq!(shown(&state).title, "One line instead of 1,588 multiplications");
    }

    #[test]
    fn it_is_measured_lap_by_lap_and_another_model_is_measured_anew() {
        let mut state = ready_state();
        update(&mut state, CoreMsg::ShowExample(3));
        assert_eq!(n_laps(&mut state, Msg::Measure), 1);
        assert_eq!(n_laps(&mut state, Msg::Measure), 0, "it is under way");
        assert!(shown(&state).is_measuring && shown(&state).measured.is_none());
        assert_eq!(n_laps(&mut state, Msg::Timed(60.0)), 1);
        assert_eq!(n_laps(&mut state, Msg::Timed(90.0)), 0);
        let measured = shown(&state).measured.expect("it is done");
        assert!(measured.agrees);
        assert_eq!(measured.bars.clone().map(|bar| bar.share), [60.0 / 90.0, 1.0]);
        let text = &measured.verdict;
        assert!(
            text.starts_with("Here, the matrix product is 1.5 times as fast as the loop. Both give"),
            "{text}"
        );
        load(&mut state, ModelSource::Url("small".into()), &random_model(&[784, 2, 10]));
        assert_eq!((shown(&state).is_measuring, shown(&state).measured), (false, None));
        assert_eq!(n_laps(&mut state, Msg::Timed(1.0)), 0);
    }

    #[test]
    fn the_slower_is_called_the_slower() {
        let network = random_model(&[784, 2, 10]).network;
        let verdict = |product_us, loop_us| {
            measured(&Timing { product_us, loop_us, difference: 0.5, n_blank: 0 }, &network).verdict
        };
        let differ = "Their outputs differ by up to 0.5000.";
        assert_eq!(
            verdict(30.0, 12.0),
            format!("Here, the loop is 2.5 times as fast as the matrix product. {differ}")
        );
        assert_eq!(verdict(1.0, 1.01), format!("Here, both are equally fast. {differ}"));
    }
}
