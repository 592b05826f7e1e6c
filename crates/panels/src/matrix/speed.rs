//! How long a forward pass takes, as the network computes it and as a plain loop over every weight. Both are timed in
//! turns, one lap in each frame, so that nothing freezes and both meet the same conditions. The clock is the browser's:
//! each lap is an effect, and a message brings its duration.

use std::hint::black_box;
use std::rc::Rc;

use nn::{ForwardPass, Layer, Network, PlainLoop};

/// How long a lap should take, in milliseconds: well below a frame, and long enough for a coarse clock.
const LAP_MS: f64 = 4.0;
/// How long each way is timed, in milliseconds.
const TOTAL_MS: f64 = 50.0;
/// Even if laps are too short to be timed, there are no more than this for each way.
const MAX_LAPS: u32 = 16;
/// The most multiplications in a lap, should the clock stand still.
const MAX_PRODUCTS: usize = 50_000_000;

/// A way to compute the network.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// As the network computes it.
    Product,
    /// One weight after another.
    Loop,
}

/// The network and the input that both ways are given.
#[derive(Clone, Debug, PartialEq)]
struct Task {
    network: Network,
    input: Vec<f32>,
}

/// Some passes to be timed.
#[derive(Clone, Debug, PartialEq)]
pub struct Lap {
    task: Rc<Task>,
    /// How to compute them.
    pub way: Way,
    /// How many.
    pub n_passes: u32,
}

impl Lap {
    /// Everything that is not to be timed. The result runs the passes.
    pub fn prepared(&self) -> Box<dyn FnMut() + '_> {
        let Task { network, input } = &*self.task;
        match self.way {
            Way::Product => {
                let mut pass = ForwardPass::for_network(network);
                Box::new(move || {
                    for _ in 0..self.n_passes {
                        network.forward(black_box(input), &mut pass);
                        black_box(pass.output());
                    }
                })
            }
            Way::Loop => {
                let mut plain = PlainLoop::of(network);
                Box::new(move || {
                    for _ in 0..self.n_passes {
                        black_box(plain.forward(black_box(input)));
                    }
                })
            }
        }
    }
}

/// What was measured.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Timing {
    /// Microseconds per pass as the network computes it.
    pub product_us: f64,
    /// Microseconds per pass of the plain loop.
    pub loop_us: f64,
    /// The largest difference between their outputs.
    pub difference: f32,
    /// Inputs of 0. The network skips the multiplications by them.
    pub n_blank: usize,
}

/// The comparison of the two ways.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Speed {
    /// Not asked for yet.
    #[default]
    Unknown,
    /// Under way.
    Measuring(Measurement),
    /// Done.
    Known(Timing),
}

/// A comparison under way.
#[derive(Clone, Debug, PartialEq)]
pub struct Measurement {
    task: Rc<Task>,
    /// The way being timed, and the one whose turn is next.
    clocks: [Clock; 2],
}

/// The laps of one way.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Clock {
    way: Way,
    /// Passes in a lap.
    n_passes: u32,
    n_laps: u32,
    /// Passes and milliseconds timed so far.
    n_timed: u32,
    ms: f64,
}

impl Clock {
    fn new(way: Way) -> Clock {
        Clock { way, n_passes: 1, n_laps: 0, n_timed: 0, ms: 0.0 }
    }

    fn is_done(&self) -> bool {
        self.ms >= TOTAL_MS || self.n_laps >= MAX_LAPS
    }

    fn us_per_pass(&self) -> f64 {
        1000.0 * self.ms / f64::from(self.n_timed.max(1))
    }
}

impl Speed {
    /// Starts to measure. Returns the first lap.
    pub(super) fn start(&mut self, network: &Network, input: &[f32]) -> Lap {
        let task = Rc::new(Task { network: network.clone(), input: input.to_vec() });
        let measurement = Measurement { task, clocks: [Clock::new(Way::Product), Clock::new(Way::Loop)] };
        let lap = measurement.lap();
        *self = Speed::Measuring(measurement);
        lap
    }

    /// The lap has taken this long. Returns the next one, until enough is known.
    pub(super) fn timed(&mut self, ms: f64) -> Option<Lap> {
        let Speed::Measuring(measurement) = self else { return None };
        measurement.count(if ms.is_finite() { ms.max(0.0) } else { 0.0 });
        if measurement.clocks.iter().all(Clock::is_done) {
            *self = Speed::Known(measurement.timing());
            return None;
        }
        Some(measurement.lap())
    }
}

impl Measurement {
    fn lap(&self) -> Lap {
        let Clock { way, n_passes, .. } = self.clocks[0];
        Lap { task: self.task.clone(), way, n_passes }
    }

    fn count(&mut self, ms: f64) {
        let most = (MAX_PRODUCTS / self.task.network.n_parameters()).max(1);
        let [clock, next] = &mut self.clocks;
        // The first laps find out how many passes make one of the right length, and do not count.
        if clock.n_laps == 0 && ms < LAP_MS && 2 * clock.n_passes as usize <= most {
            clock.n_passes *= 2;
            return;
        }
        clock.n_laps += 1;
        clock.n_timed += clock.n_passes;
        clock.ms += ms;
        std::mem::swap(clock, next);
    }

    fn timing(&self) -> Timing {
        let Task { network, input } = &*self.task;
        let us_of = |way| self.clocks.iter().find(|clock| clock.way == way).map_or(0.0, Clock::us_per_pass);
        let mut pass = ForwardPass::for_network(network);
        network.forward(input, &mut pass);
        let mut plain = PlainLoop::of(network);
        let both = pass.output().iter().zip(plain.forward(input));
        Timing {
            product_us: us_of(Way::Product),
            loop_us: us_of(Way::Loop),
            difference: both.fold(0.0, |largest, (a, b)| largest.max((a - b).abs())),
            n_blank: input.iter().filter(|value| **value == 0.0).count(),
        }
    }
}

/// The number of multiplications in a forward pass: one for each weight.
pub fn n_products(network: &Network) -> usize {
    network.layers().iter().map(|layer: &Layer| layer.weights().len()).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::test_support::random_model;

    /// Measures with a clock that gives each way its time per pass. Returns the number of laps.
    fn measure(speed: &mut Speed, sizes: &[usize], ms_per_pass: [f64; 2]) -> usize {
        let mut lap = Some(speed.start(&random_model(sizes).network, &[0.5; 784]));
        let mut n_laps = 0;
        while let Some(Lap { way, n_passes, .. }) = lap {
            let [product, plain] = ms_per_pass.map(|ms| ms * f64::from(n_passes));
            lap = speed.timed(if way == Way::Product { product } else { plain });
            n_laps += 1;
            assert!(n_laps < 200, "it ends");
        }
        n_laps
    }

    #[test]
    fn each_way_is_given_its_own_time() {
        for [product, plain] in [[0.003, 0.017], [0.2, 0.15], [30.0, 45.0]] {
            let mut speed = Speed::Unknown;
            measure(&mut speed, &[784, 16, 16, 10], [product, plain]);
            let Speed::Known(timing) = speed else { panic!("it is known") };
            assert!((timing.product_us - 1000.0 * product).abs() < 1e-6, "{timing:?}");
            assert!((timing.loop_us - 1000.0 * plain).abs() < 1e-6, "{timing:?}");
            assert!(timing.difference < 1e-5 && timing.n_blank == 0, "{timing:?}");
        }
    }

    #[test]
    fn slow_passes_are_repeated_less_often() {
        let (fast, slow) = (&mut Speed::default(), &mut Speed::default());
        let n_laps = measure(slow, &[784, 8, 10], [60.0, 60.0]);
        assert!(n_laps == 2 && measure(fast, &[784, 8, 10], [0.01, 0.01]) > 20);
    }

    #[test]
    fn a_clock_that_stands_still_ends_it_too() {
        let mut speed = Speed::Unknown;
        measure(&mut speed, &[784, 16, 16, 10], [0.0, f64::NAN]);
        assert!(matches!(speed, Speed::Known(Timing { product_us: 0.0, loop_us: 0.0, .. })));
        assert_eq!(speed.timed(3.0), None, "nothing is under way");
    }

    #[test]
    fn a_lap_runs_its_passes() {
        let lap = Speed::default().start(&random_model(&[784, 16, 10]).network, &[1.0; 784]);
        for way in [Way::Product, Way::Loop] {
            Lap { way, n_passes: 3, ..lap.clone() }.prepared()();
        }
        assert_eq!(n_products(&lap.task.network), 784 * 16 + 160);
    }
}
