//! Ready-made damages, which of them is in force, and what each has cost.

use app::named::Named;
use app::revision::Revision;
use digits::PreprocessingStep;

/// A damage to the network or to what it sees.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Damage {
    /// All biases become 0.
    DropBiases,
    /// The picked neuron's outgoing weights become 0.
    CutNeuron,
    /// Noise on all weights and biases.
    Noise,
    /// The ink is no longer centred.
    NoCentring,
}

impl Named for Damage {
    const NAMES: &'static [(&'static str, Self)] = &[
        ("drop-biases", Damage::DropBiases),
        ("cut-neuron", Damage::CutNeuron),
        ("noise", Damage::Noise),
        ("no-centring", Damage::NoCentring),
    ];
}

/// The damage in force, and what each has cost.
#[derive(Clone, Debug, Default)]
pub(super) struct Damages {
    /// The damage in force, if it changed parameters.
    pub(super) in_force: Option<Damage>,
    /// The network's revision for which all this holds.
    pub(super) network: Revision,
    /// The other steps that were off in the meantime.
    pub(super) steps_off: Vec<PreprocessingStep>,
    /// How many digits were read correctly under each damage.
    pub(super) results: [Option<usize>; 4],
}
