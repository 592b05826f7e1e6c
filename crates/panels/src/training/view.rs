//! The views of the training panel.

use app::named::Named;

/// What the panel shows below the film.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum View {
    /// The settings of the experiment.
    #[default]
    Settings,
    /// Which digits the network of the frame shown takes for which.
    Mistakes,
    /// Activations and gradients of each of its layers.
    Layers,
    /// Runs with several values of a setting.
    Sweep,
}

impl Named for View {
    const NAMES: &'static [(&'static str, Self)] = &[
        ("settings", View::Settings),
        ("mistakes", View::Mistakes),
        ("layers", View::Layers),
        ("sweep", View::Sweep),
    ];
}
