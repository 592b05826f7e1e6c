//! The ground truth of the page's core. What follows from it is in `derived`, how it looks in `scene`; the panels keep
//! their own state, of which nothing is known here.

use digits::{Preprocessing, PreprocessingStep};
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
use crate::target::{EdgeIdx, Target};

/// More notes at once help nobody: the oldest go.
const MAX_NOTES: usize = 8;

/// What the person and the address have settled so far.
///
/// Ink and the network's numbers are private: [`Core::edit_ink`] and [`Core::edit_network`] are the only doors to them,
/// and keep their revisions.
#[derive(Clone, Debug, Default)]
pub struct Core {
    /// How the page shows itself.
    pub settings: Settings,
    /// Whether the system is dark.
    pub system_is_dark: bool,
    /// Steps from ink to image that are switched off.
    pub steps_off: Vec<PreprocessingStep>,
    /// What the edges of the network show.
    pub edges: EdgeMeaning,
    /// Size of the network view and of its type.
    pub view: ViewSize,
    /// Which panel is open.
    pub open: Panel,
    /// What the pointer is over.
    pub hovered: Option<Target>,
    /// What was picked by click or tap, or has the keyboard's focus.
    pub picked: Option<Target>,
    /// What the term that is pointed at in a panel is about.
    pub term: Option<Target>,
    /// How far a forward pass that is replayed has come; none while the network shows all its numbers.
    pub playback: Option<Playback>,
    /// Whether weights or biases are being changed by a gesture that is not finished.
    pub is_editing_network: bool,
    pad: Pad,
    ink_revision: Revision,
    pub(crate) models: Models,
    notes: Vec<String>,
}

/// The model in use, the one that is to be, and those that can be chosen without a file.
#[derive(Clone, Debug, Default)]
pub(crate) struct Models {
    /// The model in use; none until the first has arrived.
    model: Option<Model>,
    /// Where it came from.
    source: Option<ModelSource>,
    /// The model that was asked for last, until its file has arrived.
    pub(crate) wanted: Option<ModelSource>,
    /// The file of the model that was asked for, in a format that is not read here.
    pub(crate) unread: Option<Vec<u8>>,
    /// The person's own.
    pub(crate) own: OwnModels,
    /// Of the numbers of whichever network is in use.
    network_revision: Revision,
    /// Of the choice of the network: it advances with each model that comes into use.
    model_revision: Revision,
}

/// The drawing, and the door to it.
impl Core {
    /// The drawing.
    pub fn pad(&self) -> &Pad {
        &self.pad
    }

    /// Changes of the ink, past and present.
    pub fn ink_revision(&self) -> Revision {
        self.ink_revision
    }

    /// Lets `edit` have the pad. It tells whether the ink has changed.
    pub fn edit_ink(&mut self, edit: impl FnOnce(&mut Pad) -> bool) {
        if edit(&mut self.pad) {
            self.ink_revision.advance();
        }
    }

    /// The steps from ink to image of a model, less those that are switched off.
    pub fn in_force(&self, preprocessing: &Preprocessing) -> Preprocessing {
        self.steps_off.iter().fold(preprocessing.clone(), |steps, off| steps.without(*off))
    }

    /// The steps from ink to the image that the model in use sees.
    pub fn preprocessing(&self) -> Preprocessing {
        match self.model() {
            Some(model) => self.in_force(&model.preprocessing),
            None => self.in_force(&Preprocessing::mnist()),
        }
    }
}

/// The model in use, and the door to its network.
impl Core {
    /// The model in use; none until the first has arrived.
    pub fn model(&self) -> Option<&Model> {
        self.models.model.as_ref()
    }

    /// Where the model in use came from.
    pub fn model_source(&self) -> Option<&ModelSource> {
        self.models.source.as_ref()
    }

    /// The model that was asked for last, until its file has arrived.
    pub fn model_wanted(&self) -> Option<&ModelSource> {
        self.models.wanted.as_ref()
    }

    /// The models that were loaded or made here.
    pub fn own_models(&self) -> &OwnModels {
        &self.models.own
    }

    /// The network in use.
    pub fn network(&self) -> Option<&Network> {
        self.model().map(|model| &model.network)
    }

    /// Its layers; none without a network.
    pub fn layers(&self) -> &[Layer] {
        self.network().map_or(&[], Network::layers)
    }

    /// How many layers it has, the input left out.
    pub fn n_layers(&self) -> usize {
        self.layers().len()
    }

    /// Its sizes, the input first; none without a network.
    pub fn sizes(&self) -> Vec<usize> {
        self.network().map_or_else(Vec::new, Network::sizes)
    }

    /// Whether the network has this part.
    pub fn has(&self, target: Target) -> bool {
        match target {
            Target::Pixel(pixel_idx) => self.network().is_some_and(|network| pixel_idx < network.n_inputs()),
            Target::Neuron { layer_idx, neuron_idx } => {
                self.layers().get(layer_idx).is_some_and(|layer| neuron_idx < layer.n_outputs())
            }
        }
    }

    /// Changes of the numbers of whichever network is in use, past and present.
    pub fn network_revision(&self) -> Revision {
        self.models.network_revision
    }

    /// Models that have come into use, the present one included: while this is the same, so is the model.
    pub fn model_revision(&self) -> Revision {
        self.models.model_revision
    }

    /// Lets `edit` have the network in use, if there is one. It tells whether any number has changed.
    pub fn edit_network(&mut self, edit: impl FnOnce(&mut Network) -> bool) {
        if let Some(model) = &mut self.models.model
            && edit(&mut model.network)
        {
            self.models.network_revision.advance();
        }
    }

    /// Puts another model in the place of the one in use.
    pub(crate) fn put_in_use(&mut self, source: ModelSource, model: Model) {
        self.models.model = Some(model);
        self.models.source = Some(source);
        self.models.network_revision.advance();
        self.models.model_revision.advance();
    }
}

/// What is looked at.
impl Core {
    /// Where the parts of the network are on screen.
    pub fn layout(&self) -> NetworkLayout {
        NetworkLayout::new(self.view, &self.sizes())
    }

    /// The part of the network whose edges and numbers are shown: what the pointer is over, else what is picked.
    pub fn inspected(&self) -> Option<Target> {
        self.hovered.or(self.picked)
    }

    /// The edge between what is inspected and the term that is pointed at, where there is one.
    pub fn lit_edge(&self) -> Option<EdgeIdx> {
        let (inspected, term) = (self.inspected()?, self.term?);
        let edge = EdgeIdx::between(term, inspected).or_else(|| EdgeIdx::between(inspected, term))?;
        let is_there = self.has(edge.source()) && self.has(edge.target());
        is_there.then_some(edge)
    }

    /// Picks a part of the network, if it has that. What is picked goes before a pointer that merely rests; the pointer's next movement
    /// counts again.
    pub fn pick(&mut self, target: Target) {
        if self.has(target) {
            self.picked = Some(target);
            self.hovered = None;
        }
    }

    /// Whether the pen is down or the network is being edited: what is said of the numbers waits until they are final.
    pub fn is_in_gesture(&self) -> bool {
        self.pad.is_drawing() || self.is_editing_network
    }

    /// The look in force, as the style sheet names it.
    pub fn theme(&self) -> &'static str {
        self.settings.theme.resolved(self.system_is_dark)
    }
}

/// What people should know.
impl Core {
    /// Sentences, newest last.
    pub fn notes(&self) -> &[String] {
        &self.notes
    }

    /// Adds a sentence, unless it is there already.
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
