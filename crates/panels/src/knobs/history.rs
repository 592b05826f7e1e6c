//! Undo and redo of parameter changes. A step stores the replaced values in runs: one for a single parameter, one for a
//! whole layer. Undoing swaps them with the current values, and redoing swaps them back.

use nn::Network;

use super::block::{block, change_block};
use super::freeze::Frozen;
use super::parameter::Parameter;

/// Maximum number of steps; beyond it the oldest are dropped.
const MOST_STEPS: usize = 200;
/// Maximum number of values in all steps; beyond it the oldest steps are dropped.
const MOST_NUMBERS: usize = 8_000_000;
/// Up to this many unchanged values are stored rather than starting a new run.
const LARGEST_GAP: usize = 3;

/// An undo step.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Step {
    runs: Vec<Run>,
    /// The values of all runs.
    values: Vec<f32>,
    /// Neurons that were frozen or unfrozen.
    frozen: Vec<(usize, usize)>,
}

/// Consecutive values of a block.
#[derive(Clone, Debug, PartialEq)]
struct Run {
    block_idx: u32,
    start: u32,
    n: u32,
}

impl Step {
    /// A step that toggles whether these neurons, as (layer, neuron), are frozen.
    pub(super) fn of_frozen(frozen: Vec<(usize, usize)>) -> Step {
        Step { frozen, ..Step::default() }
    }

    /// The toggled neurons.
    pub(super) fn frozen(&self) -> &[(usize, usize)] {
        &self.frozen
    }

    /// Stores the old values of a block wherever they differ from the new.
    pub(super) fn keep(&mut self, block_idx: usize, before: &[f32], now: &[f32]) {
        let n_runs_before = self.runs.len();
        let differs = |(_, (before, now)): &(usize, (&f32, &f32))| before.to_bits() != now.to_bits();
        for (offset, _) in before.iter().zip(now).enumerate().filter(differs) {
            match self.runs.last_mut().filter(|run| run.block_idx as usize == block_idx) {
                Some(run) if offset <= (run.start + run.n) as usize + LARGEST_GAP => {
                    run.n = (offset + 1 - run.start as usize) as u32;
                }
                _ => self.runs.push(Run { block_idx: block_idx as u32, start: offset as u32, n: 1 }),
            }
        }
        for run in &self.runs[n_runs_before..] {
            self.values.extend_from_slice(&before[run.start as usize..][..run.n as usize]);
        }
    }

    /// Whether it changes nothing.
    pub(super) fn is_empty(&self) -> bool {
        self.values.is_empty() && self.frozen.is_empty()
    }

    /// Whether it changes parameters, rather than only frozen neurons.
    pub(super) fn has_numbers(&self) -> bool {
        !self.values.is_empty()
    }

    /// Memory use, in values.
    fn size(&self) -> usize {
        self.values.len() + 3 * self.runs.len() + self.frozen.len()
    }

    /// Swaps the stored state with the current one.
    fn exchange(&mut self, network: &mut Network, frozen: &mut Frozen) {
        let mut rest = self.values.as_mut_slice();
        for run in &self.runs {
            let (kept, others) = rest.split_at_mut(run.n as usize);
            rest = others;
            let present = run.start as usize..(run.start + run.n) as usize;
            change_block(network, run.block_idx as usize, |numbers| {
                kept.swap_with_slice(&mut numbers[present])
            });
        }
        for (layer_idx, neuron_idx) in &self.frozen {
            frozen.toggle(*layer_idx, *neuron_idx);
        }
    }
}

/// The undo and redo stacks.
#[derive(Clone, Debug, Default)]
pub(super) struct History {
    done: Vec<Step>,
    undone: Vec<Step>,
}

impl History {
    /// Adds a step; an empty one is dropped.
    pub(super) fn push(&mut self, step: Step) {
        if step.is_empty() {
            return;
        }
        self.undone.clear();
        self.done.push(step);
        let mut n_numbers: usize = self.done.iter().map(Step::size).sum();
        // The newest step is always kept.
        while self.done.len() > 1 && (self.done.len() > MOST_STEPS || n_numbers > MOST_NUMBERS) {
            n_numbers -= self.done.remove(0).size();
        }
    }

    /// Undoes the last step. Returns whether it changed parameters; `None` if there is no step.
    pub(super) fn undo(&mut self, network: &mut Network, frozen: &mut Frozen) -> Option<bool> {
        let mut step = self.done.pop()?;
        step.exchange(network, frozen);
        let has_changed = step.has_numbers();
        self.undone.push(step);
        Some(has_changed)
    }

    /// Redoes the step undone last. Returns whether it changed parameters; `None` if there is no step.
    pub(super) fn redo(&mut self, network: &mut Network, frozen: &mut Frozen) -> Option<bool> {
        let mut step = self.undone.pop()?;
        step.exchange(network, frozen);
        let has_changed = step.has_numbers();
        self.done.push(step);
        Some(has_changed)
    }

    /// Whether there is a step to undo, and one to redo.
    pub(super) fn can(&self) -> (bool, bool) {
        (!self.done.is_empty(), !self.undone.is_empty())
    }
}

/// A step in progress.
#[derive(Clone, Debug)]
pub(super) struct OpenStep {
    pub(super) kind: StepKind,
    pub(super) before: Before,
}

impl OpenStep {
    /// An empty step.
    pub(super) fn new(kind: StepKind) -> OpenStep {
        OpenStep { kind, before: Before::default() }
    }
}

/// How long a step stays open.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum StepKind {
    /// Until the gesture ends.
    Gesture,
    /// While the same parameter is changed by key or wheel.
    Nudges(Parameter),
}

/// The blocks touched by the open step, with their values at its start.
#[derive(Clone, Debug, Default)]
pub(super) struct Before {
    blocks: Vec<(usize, Vec<f32>)>,
}

impl Before {
    /// Saves a block, unless it is saved already.
    pub(super) fn remember(&mut self, network: &Network, block_idx: usize) {
        if self.of(block_idx).is_none() {
            self.blocks.push((block_idx, block(network, block_idx).to_vec()));
        }
    }

    /// A saved block.
    pub(super) fn of(&self, block_idx: usize) -> Option<&[f32]> {
        self.blocks.iter().find(|(idx, _)| *idx == block_idx).map(|(_, numbers)| numbers.as_slice())
    }

    /// The finished step, from the saved blocks to the current ones.
    pub(super) fn into_step(self, network: &Network) -> Step {
        let mut step = Step::default();
        for (block_idx, before) in &self.blocks {
            step.keep(*block_idx, before, block(network, *block_idx));
        }
        step
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use nn::ActivationFn;

    #[test]
    fn a_step_keeps_runs_of_what_changed_and_no_more() {
        let mut step = Step::default();
        let before: Vec<f32> = (0..100).map(|i| i as f32).collect();
        let mut now = before.clone();
        for changed in [3, 5, 50] {
            now[changed] = -1.0;
        }
        step.keep(2, &before, &now);
        step.keep(3, &before, &before);
        let run = |start, n| Run { block_idx: 2, start, n };
        assert_eq!(step.runs, [run(3, 3), run(50, 1)]);
        assert_eq!(step.values, [3.0, 4.0, 5.0, 50.0]);
        let mut whole = Step::default();
        whole.keep(0, &before, &[7.5; 100]);
        assert_eq!((whole.runs.len(), whole.values.len()), (1, 100));
    }

    #[test]
    fn the_oldest_steps_are_forgotten_and_the_newest_never() {
        let sigmoid = ActivationFn::Sigmoid;
        let mut network = Network::random(&[2, 2], sigmoid, sigmoid, 1).expect("the shape is right");
        let (mut history, mut frozen) = (History::default(), Frozen::default());
        for i in 0..MOST_STEPS + 5 {
            let mut before = Before::default();
            before.remember(&network, 0);
            network.weights_mut(0)[(0, 0)] = i as f32;
            history.push(before.into_step(&network));
        }
        let mut n_undone = 0;
        while history.undo(&mut network, &mut frozen).is_some() {
            n_undone += 1;
        }
        assert_eq!((n_undone, network.layers()[0].weights()[(0, 0)]), (MOST_STEPS, 4.0));

        let huge = vec![0.0; MOST_NUMBERS];
        let mut step = Step::default();
        step.keep(0, &huge, &vec![1.0; MOST_NUMBERS]);
        history.push(step.clone());
        history.push(step);
        assert_eq!((history.done.len(), history.undone.len()), (1, 0));
    }
}
