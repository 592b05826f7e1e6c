//! The state of the page's core. Values computed from it are in `derived`, what is drawn in `scene`. The panels keep
//! their own state, which the core knows nothing about.

use digits::{DigitImage, Ink, Preprocessing, PreprocessingStep};
use models::{Model, ModelSource};
use nn::{Layer, Network};

use crate::edge_meaning::EdgeMeaning;
use crate::network_layout::{NetworkLayout, ViewSize};
use crate::own_models::OwnModels;
use crate::pad::Pad;
use crate::panel::Panel;
use crate::playback::Playback;
use crate::revision::Revision;
use crate::settings::Settings;
use crate::signals::LayerSignals;
use crate::target::{EdgeIdx, Target};

/// Beyond this number, the oldest notes are dropped.
const MAX_NOTES: usize = 8;

/// Everything set by the user and by the page's address.
///
/// The ink and the network's parameters are private: they change only through [`Core::edit_ink`] and
/// [`Core::edit_network`], which keep their revisions up to date.
#[derive(Clone, Debug, Default)]
pub struct Core {
    /// Display settings from the page's address.
    pub settings: Settings,
    /// Whether the system's colour scheme is dark.
    pub system_is_dark: bool,
    /// The preprocessing steps that are switched off.
    pub steps_off: Vec<PreprocessingStep>,
    /// What the edges in the network view show.
    pub edges: EdgeMeaning,
    /// Size of the network view and of its text.
    pub view: ViewSize,
    /// The open panel.
    pub open: Panel,
    /// The part of the network under the pointer.
    pub hovered: Option<Target>,
    /// The part selected by click or tap, or by keyboard focus.
    pub picked: Option<Target>,
    /// The part that the highlighted term in a panel refers to.
    pub term: Option<Target>,
    /// The edges, each from where the last one leads, along which a panel follows a number; empty while none does.
    pub path: Vec<EdgeIdx>,
    /// Progress of a replayed forward pass; `None` while the network shows all its activations.
    pub playback: Option<Playback>,
    /// What a panel shows at each layer's neurons in place of their activations; empty while none does.
    pub signals: Vec<LayerSignals>,
    /// Whether a gesture is changing weights or biases.
    pub is_editing_network: bool,
    pad: Pad,
    ink_revision: Revision,
    /// Pixels that are read in place of the ink of this revision.
    given: Option<(Revision, Box<DigitImage>)>,
    pub(crate) models: Models,
    notes: Vec<String>,
}

/// The current model, the one being loaded, and the user's own models.
#[derive(Clone, Debug, Default)]
pub(crate) struct Models {
    /// The current model; `None` until the first one has loaded.
    model: Option<Model>,
    /// Where the current model came from.
    source: Option<ModelSource>,
    /// The model requested last, until its file arrives.
    pub(crate) wanted: Option<ModelSource>,
    /// The file of the requested model, if it is in a format that the core cannot read.
    pub(crate) unread: Option<Vec<u8>>,
    /// The user's own models.
    pub(crate) own: OwnModels,
    /// Advances whenever a parameter changes or another network comes into use.
    network_revision: Revision,
    /// Advances whenever another model comes into use.
    model_revision: Revision,
}

/// The drawing and its edits.
impl Core {
    /// The drawing pad.
    pub fn pad(&self) -> &Pad {
        &self.pad
    }

    /// The ink's revision; it advances with every change.
    pub fn ink_revision(&self) -> Revision {
        self.ink_revision
    }

    /// Runs `edit` on the pad; `edit` returns whether the ink changed.
    pub fn edit_ink(&mut self, edit: impl FnOnce(&mut Pad) -> bool) {
        if edit(&mut self.pad) {
            self.ink_revision.advance();
        }
    }

    /// Puts ink on the pad and, as long as it stays as it is, has these pixels read in its place.
    pub fn give_pixels(&mut self, ink: Ink, pixels: DigitImage) {
        let are_others = self.given() != Some(&pixels);
        self.edit_ink(|pad| pad.replace(ink) | are_others);
        self.given = Some((self.ink_revision, Box::new(pixels)));
    }

    /// The pixels that are read in place of the ink, if there are any.
    pub fn given(&self) -> Option<&DigitImage> {
        let (_, pixels) = self.given.as_ref().filter(|(revision, _)| *revision == self.ink_revision)?;
        Some(pixels)
    }

    /// What is read by way of these steps.
    pub fn image_by(&self, steps: &Preprocessing) -> DigitImage {
        self.given().cloned().unwrap_or_else(|| self.pad.ink().to_image(steps))
    }

    /// The given preprocessing without the steps that are switched off.
    pub fn in_force(&self, preprocessing: &Preprocessing) -> Preprocessing {
        self.steps_off.iter().fold(preprocessing.clone(), |steps, off| steps.without(*off))
    }

    /// The preprocessing in force for the current model, or for MNIST's steps while there is none.
    pub fn preprocessing(&self) -> Preprocessing {
        match self.model() {
            Some(model) => self.in_force(&model.preprocessing),
            None => self.in_force(&Preprocessing::mnist()),
        }
    }
}

/// The current model and edits of its network.
impl Core {
    /// The current model; `None` until the first one has loaded.
    pub fn model(&self) -> Option<&Model> {
        self.models.model.as_ref()
    }

    /// Where the current model came from.
    pub fn model_source(&self) -> Option<&ModelSource> {
        self.models.source.as_ref()
    }

    /// The model requested last, until its file arrives.
    pub fn model_wanted(&self) -> Option<&ModelSource> {
        self.models.wanted.as_ref()
    }

    /// The models loaded or created by the user.
    pub fn own_models(&self) -> &OwnModels {
        &self.models.own
    }

    /// The current network.
    pub fn network(&self) -> Option<&Network> {
        self.model().map(|model| &model.network)
    }

    /// The layers of the current network; empty without one.
    pub fn layers(&self) -> &[Layer] {
        self.network().map_or(&[], Network::layers)
    }

    /// The number of layers, not counting the input.
    pub fn n_layers(&self) -> usize {
        self.layers().len()
    }

    /// The layer sizes, input first; empty without a network.
    pub fn sizes(&self) -> Vec<usize> {
        self.network().map_or_else(Vec::new, Network::sizes)
    }

    /// Whether the network contains this part.
    pub fn has(&self, target: Target) -> bool {
        match target {
            Target::Pixel(pixel_idx) => self.network().is_some_and(|network| pixel_idx < network.n_inputs()),
            Target::Neuron { layer_idx, neuron_idx } => {
                self.layers().get(layer_idx).is_some_and(|layer| neuron_idx < layer.n_outputs())
            }
        }
    }

    /// The network's revision; it advances with every change of a parameter and with every new model.
    pub fn network_revision(&self) -> Revision {
        self.models.network_revision
    }

    /// The model's revision; it advances whenever another model comes into use.
    pub fn model_revision(&self) -> Revision {
        self.models.model_revision
    }

    /// Runs `edit` on the current network, if there is one; `edit` returns whether any parameter changed.
    pub fn edit_network(&mut self, edit: impl FnOnce(&mut Network) -> bool) {
        if let Some(model) = &mut self.models.model
            && edit(&mut model.network)
        {
            self.models.network_revision.advance();
        }
    }

    /// Replaces the current model's network by another one, as if another model came into use; the selection stays.
    pub fn replace_network(&mut self, network: Network) {
        if let Some(model) = &mut self.models.model {
            model.network = network;
            self.models.network_revision.advance();
            self.models.model_revision.advance();
        }
    }

    /// Replaces the current model.
    pub(crate) fn put_in_use(&mut self, source: ModelSource, model: Model) {
        self.models.model = Some(model);
        self.models.source = Some(source);
        self.models.network_revision.advance();
        self.models.model_revision.advance();
    }
}

/// Selection, hover and layout.
impl Core {
    /// The layout of the network view.
    pub fn layout(&self) -> NetworkLayout {
        NetworkLayout::new(self.view, &self.sizes())
    }

    /// The part of the network whose edges and values are shown: the hovered part, otherwise the picked one.
    pub fn inspected(&self) -> Option<Target> {
        self.hovered.or(self.picked)
    }

    /// Whether the answer is covered: a replay has not reached the last output yet.
    pub fn is_answer_covered(&self) -> bool {
        let outputs = self.layers().last().map_or(0, Layer::n_outputs);
        let last = (self.n_layers().saturating_sub(1), outputs.saturating_sub(1));
        self.playback.is_some_and(|playback| playback.light(last.0, last.1) < 1.0)
    }

    /// The edge between the inspected part and the part that the highlighted term refers to, if there is one.
    pub fn lit_edge(&self) -> Option<EdgeIdx> {
        let (inspected, term) = (self.inspected()?, self.term?);
        let edge = EdgeIdx::between(term, inspected).or_else(|| EdgeIdx::between(inspected, term))?;
        let is_there = self.has(edge.source()) && self.has(edge.target());
        is_there.then_some(edge)
    }

    /// The picked neuron, as (layer, neuron); `None` if none is picked, or if the network does not contain it.
    pub fn picked_neuron(&self) -> Option<(usize, usize)> {
        match self.picked.filter(|target| self.has(*target))? {
            Target::Neuron { layer_idx, neuron_idx } => Some((layer_idx, neuron_idx)),
            Target::Pixel(_) => None,
        }
    }

    /// Picks a part, if the network contains it. The pick takes precedence over a resting pointer until the pointer
    /// moves again.
    pub fn pick(&mut self, target: Target) {
        if self.has(target) {
            self.picked = Some(target);
            self.hovered = None;
        }
    }

    /// Whether the pen is down or the network is being edited; announcements wait until the gesture ends.
    pub fn is_in_gesture(&self) -> bool {
        self.pad.is_drawing() || self.is_editing_network
    }

    /// The theme in force, as named in the style sheet.
    pub fn theme(&self) -> &'static str {
        self.settings.theme.resolved(self.system_is_dark)
    }
}

/// Notes shown to the user.
impl Core {
    /// The notes, newest last.
    pub fn notes(&self) -> &[String] {
        &self.notes
    }

    /// Adds a note, unless it is already shown.
    pub fn note(&mut self, note: impl Into<String>) {
        let note = note.into();
        if self.notes.contains(&note) {
            return;
        }
        if self.notes.len() == MAX_NOTES {
            self.notes.remove(0);
        }
        self.notes.push(note);
    }

    pub(crate) fn dismiss_notes(&mut self) {
        self.notes.clear();
    }
}
