//! The replay's timeline: a pure function from a position, in milliseconds at normal speed, to a moment. All durations
//! are whole milliseconds, so that steps land exactly on ends.

/// The initial phases: the input unrolls, rests as a column, and rolls back.
const UNROLL_MS: [u32; 3] = [1400, 900, 1400];
/// The time for all neurons. Layers share it equally.
const NEURONS_MS: u32 = 21_000;
/// The time for the first neuron of a layer at least, so that you can follow it; the others go faster.
const FIRST_MS: u32 = 2400;

/// The phases of a neuron's computation, in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Phase {
    /// Weighted inputs arrive, and the sum grows.
    Sum,
    /// The bias is added.
    Bias,
    /// The activation function is applied.
    Activation,
    /// The neuron lights up.
    Light,
}

impl Phase {
    /// The phases, with the fraction of a neuron's time at which each ends.
    const ENDS: [(Phase, f64); 4] =
        [(Phase::Sum, 0.5), (Phase::Bias, 0.67), (Phase::Activation, 0.85), (Phase::Light, 1.0)];
}

/// A neuron being computed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Work {
    /// Index of its layer; 0 is the first hidden layer.
    pub layer_idx: usize,
    /// Its index within the layer.
    pub neuron_idx: usize,
    /// The current phase.
    pub phase: Phase,
    /// Progress within the phase, from 0 to 1.
    pub share: f32,
}

/// What is shown at a position.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Moment {
    /// How far the input is unrolled, from the grid (0) to the column (1).
    pub unroll: f32,
    /// The neuron being computed; `None` while the input unrolls.
    pub work: Option<Work>,
}

/// The timeline of one pass through a network.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Timeline {
    /// Number of neurons in each layer, without the input.
    n_neurons: Vec<usize>,
}

impl Timeline {
    /// The timeline for a network with these layer sizes, input first.
    pub fn new(sizes: &[usize]) -> Timeline {
        Timeline { n_neurons: sizes.iter().skip(1).copied().collect() }
    }

    /// The time for the first neuron of a layer, and for each of the others.
    fn neuron_ms(&self, layer_idx: usize) -> (u32, u32) {
        let n_neurons = self.n_neurons.get(layer_idx).map_or(1, |n| (*n as u32).max(1));
        let layer_ms = NEURONS_MS / self.n_neurons.len().max(1) as u32;
        let first = FIRST_MS.max(layer_ms / n_neurons).min(layer_ms);
        (first, (layer_ms - first).checked_div(n_neurons - 1).unwrap_or(0).max(1))
    }

    /// The time from a layer's start until `n` of its neurons are lit.
    fn ms_for(&self, layer_idx: usize, n: usize) -> u32 {
        let (first, other) = self.neuron_ms(layer_idx);
        n.checked_sub(1).map_or(0, |others| first + others as u32 * other)
    }

    /// Start of a layer in milliseconds; the end of the pass for an index past the last layer.
    fn start(&self, layer_idx: usize) -> u32 {
        let before = self.n_neurons.iter().enumerate().take(layer_idx);
        let layers: u32 = before.map(|(idx, n)| self.ms_for(idx, *n)).sum();
        UNROLL_MS.iter().sum::<u32>() + layers
    }

    /// Length of the pass in milliseconds.
    pub fn length(&self) -> f64 {
        f64::from(self.start(self.n_neurons.len()))
    }

    /// The moment at which a neuron is fully lit, in milliseconds.
    pub fn end_of(&self, layer_idx: usize, neuron_idx: usize) -> f64 {
        f64::from(self.start(layer_idx) + self.ms_for(layer_idx, neuron_idx + 1))
    }

    /// The moment at `position` in milliseconds, clamped to the pass. A neuron's interval includes its end but not its
    /// start.
    pub fn moment_at(&self, position: f64) -> Moment {
        let position = position.clamp(0.0, self.length());
        let reached = |layer_idx: &usize| position > f64::from(self.start(*layer_idx));
        let Some(layer_idx) = (0..self.n_neurons.len()).rev().find(reached) else {
            return Moment { unroll: unroll_at(position), work: None };
        };
        let (first, other) = self.neuron_ms(layer_idx);
        let position = position - f64::from(self.start(layer_idx));
        let others = (position - f64::from(first)) / f64::from(other);
        let neuron_idx = others.ceil().max(0.0) as usize;
        let share =
            if neuron_idx == 0 { position / f64::from(first) } else { others - (neuron_idx - 1) as f64 };
        let mut begin = 0.0;
        for (phase, end) in Phase::ENDS {
            if share <= end {
                let share = ((share - begin) / (end - begin)) as f32;
                return Moment { unroll: 0.0, work: Some(Work { layer_idx, neuron_idx, phase, share }) };
            }
            begin = end;
        }
        Moment { unroll: 0.0, work: Some(Work { layer_idx, neuron_idx, phase: Phase::Light, share: 1.0 }) }
    }

    /// The position of the last still image at or before `position`, in milliseconds: the grid, the column, the grid
    /// again, then each lit neuron.
    pub fn still_before(&self, position: f64) -> f64 {
        let [out, rest, _] = UNROLL_MS.map(f64::from);
        let position = position.clamp(0.0, self.length());
        match self.moment_at(position).work {
            Some(Work { phase: Phase::Light, share: 1.0, .. }) => position,
            Some(_) => self.step(position, false, false).max(f64::from(self.start(0))),
            None if position < out => 0.0,
            None if position < out + rest => out,
            None => f64::from(self.start(0)),
        }
    }

    /// The next or previous end of a neuron (of a layer, if `by_layer`), in milliseconds; the start or end of the pass
    /// if there is none.
    pub fn step(&self, position: f64, is_forward: bool, by_layer: bool) -> f64 {
        let layers = self.n_neurons.iter().enumerate();
        let mut stops = layers.flat_map(|(layer_idx, &n_neurons)| {
            let first = if by_layer { n_neurons.saturating_sub(1) } else { 0 };
            (first..n_neurons).map(move |neuron_idx| self.end_of(layer_idx, neuron_idx))
        });
        if is_forward {
            stops.find(|stop| *stop > position).unwrap_or_else(|| self.length())
        } else {
            stops.rfind(|stop| *stop < position).unwrap_or(0.0)
        }
    }
}

/// How far the input is unrolled at the start of the pass.
fn unroll_at(position: f64) -> f32 {
    let [out, rest, back] = UNROLL_MS.map(f64::from);
    let share = if position <= out + rest { position / out } else { (out + rest + back - position) / back };
    share.clamp(0.0, 1.0) as f32
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Formats a moment, such as `12345: input 0.50` or `12345: 2/7 Bias 0.25`; layers and neurons count from 0.
    fn written(timeline: &Timeline, position: f64) -> String {
        let moment = timeline.moment_at(position);
        match moment.work {
            None => format!("{position}: input {:.2}", moment.unroll),
            Some(Work { layer_idx, neuron_idx, phase, share }) => {
                format!("{position}: {layer_idx}/{neuron_idx} {phase:?} {share:.2}")
            }
        }
    }

    #[test]
    fn a_small_pass_as_text() {
        let timeline = Timeline::new(&[784, 2, 1]);
        assert_eq!(timeline.length(), 24_700.0);
        let at = |positions: &[f64]| -> Vec<String> {
            positions.iter().map(|position| written(&timeline, *position)).collect()
        };
        assert_eq!(
            at(&[-5.0, 0.0, 700.0, 1400.0, 2300.0, 3000.0, 3700.0, 3701.0, 6325.0, 8084.0, 8950.0]),
            [
                "-5: input 0.00",
                "0: input 0.00",
                "700: input 0.50",
                "1400: input 1.00",
                "2300: input 1.00",
                "3000: input 0.50",
                "3700: input 0.00",
                "3701: 0/0 Sum 0.00",
                "6325: 0/0 Sum 1.00",
                "8084: 0/0 Activation 0.92",
                "8950: 0/0 Light 1.00",
            ]
        );
        assert_eq!(
            at(&[14_200.0, 14_201.0, 24_700.0, 99_999.0]),
            [
                "14200: 0/1 Light 1.00",
                "14201: 1/0 Sum 0.00",
                "24700: 1/0 Light 1.00",
                "99999: 1/0 Light 1.00"
            ]
        );
    }

    #[test]
    fn without_a_network_only_the_input_unrolls() {
        let timeline = Timeline::new(&[]);
        assert_eq!(timeline.moment_at(1e9), Moment { unroll: 0.0, work: None });
        assert_eq!(timeline.step(0.0, true, false), timeline.length());
    }

    fn any_sizes() -> impl Strategy<Value = Vec<usize>> {
        prop::collection::vec(1..300_usize, 1..7)
            .prop_map(|layers| std::iter::once(784).chain(layers).collect())
    }

    /// A key that must never decrease as the position advances.
    fn order(moment: Moment) -> Option<(usize, usize, Phase)> {
        moment.work.map(|work| (work.layer_idx, work.neuron_idx, work.phase))
    }

    proptest! {
        #[test]
        fn moments_go_forward_only(sizes in any_sizes(), a in 0.0..1.0_f64, b in 0.0..1.0_f64) {
            let timeline = Timeline::new(&sizes);
            let [early, late] = [a.min(b), a.max(b)].map(|share| timeline.moment_at(share * timeline.length()));
            prop_assert!(order(early) <= order(late));
            if let (Some(early), Some(late)) = (early.work, late.work)
                && order(Moment { unroll: 0.0, work: Some(early) }) == order(Moment { unroll: 0.0, work: Some(late) })
            {
                prop_assert!(early.share <= late.share);
            }
            for moment in [early, late] {
                prop_assert!((0.0..=1.0).contains(&moment.unroll));
                prop_assert!(moment.work.is_none_or(|work| (0.0..=1.0).contains(&work.share)));
            }
        }

        #[test]
        fn steps_visit_every_neuron_once_lit_and_in_order(sizes in any_sizes()) {
            let timeline = Timeline::new(&sizes);
            let mut position = 0.0;
            let mut way = vec![position];
            for (layer_idx, &n_neurons) in sizes[1..].iter().enumerate() {
                for neuron_idx in 0..n_neurons {
                    position = timeline.step(position, true, false);
                    way.push(position);
                    let work = Work { layer_idx, neuron_idx, phase: Phase::Light, share: 1.0 };
                    prop_assert_eq!(timeline.moment_at(position).work, Some(work));
                }
                prop_assert!(timeline.step(position, true, false) > position || layer_idx + 2 == sizes.len());
            }
            prop_assert_eq!(position, timeline.length(), "the end is complete");
            while let Some(expected) = way.pop() {
                prop_assert_eq!(position, expected);
                position = timeline.step(position, false, false);
            }
            prop_assert_eq!(position, 0.0);
        }

        #[test]
        fn steps_by_layer_end_layers(sizes in any_sizes()) {
            let timeline = Timeline::new(&sizes);
            let mut position = 1.0;
            for (layer_idx, &n_neurons) in sizes[1..].iter().enumerate() {
                position = timeline.step(position, true, true);
                prop_assert_eq!(position, timeline.end_of(layer_idx, n_neurons - 1));
            }
            prop_assert_eq!(position, timeline.length());
        }

        #[test]
        fn still_pictures_are_still_and_never_ahead(sizes in any_sizes(), share in 0.0..1.0_f64) {
            let timeline = Timeline::new(&sizes);
            let position = share * timeline.length();
            let still = timeline.still_before(position);
            prop_assert!(still <= position || still == f64::from(timeline.start(0)));
            prop_assert_eq!(timeline.still_before(still), still);
            let moment = timeline.moment_at(still);
            prop_assert!(moment.unroll == 0.0 || moment.unroll == 1.0);
            prop_assert!(moment.work.is_none_or(|work| work.phase == Phase::Light && work.share == 1.0));
        }

        #[test]
        fn a_pass_takes_20_to_30_seconds(sizes in any_sizes()) {
            let timeline = Timeline::new(&sizes);
            prop_assert!((20_000.0..30_000.0).contains(&timeline.length()), "{}", timeline.length());
        }
    }
}
