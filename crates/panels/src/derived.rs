//! Values that the panels derive from the core, each computed on demand and cached until its inputs change.

use std::rc::Rc;

use app::derived::{ImageKey, image_key};
use app::memo::Memo;
use app::palette::Palette;
use app::revision::Revision;
use app::state::Core;
use app::target::Target;
use digits::DigitImage;
use digits::synthetic::Ways;
use learning::Experiment;
use nn::ForwardPass;

use crate::knobs::{Knobs, KnobsScene, knobs_scene};
use crate::models::comparison::Comparison;
use crate::neuron::patterns::Patterns;
use crate::propagation::Propagation;
use crate::propagation::caption::{ReplayCaption, replay_caption};
use crate::propagation::timeline::Work;
use crate::step::{CheckKey, CheckScene, Step, check_scene};
use crate::survey::Survey;
use crate::training::beside::scene::{BesideScene, beside_scene};
use crate::training::data::ways::{WaysScene, ways_scene};
use crate::training::results::layers::{LayersScene, layers_scene};
use crate::training::results::mistakes::{MistakesScene, mistakes_scene};
use crate::training::sweep::scene::{SweepScene, sweep_scene};
use crate::training::{Chart, Readings, Training, size};
use crate::wall::Wall;
use crate::wall::scene::{Caption, caption};
use crate::why::Why;
use crate::why::explanation::{Explanation, Subject, explain};
use crate::why::flip::scene::{FlipScene, flip_scene};
use crate::why::flip::search::Search;

/// The second model's forward pass on the same ink.
#[derive(Clone, Debug)]
pub struct SecondReading {
    /// Its input image.
    pub image: DigitImage,
    /// Its forward pass.
    pub pass: ForwardPass,
}

/// The cached values derived from a core for the panels.
#[derive(Clone, Debug, Default)]
pub struct Derived {
    patterns: Memo<Revision, Patterns>,
    explanation: Memo<(ImageKey, Revision, Subject), Explanation>,
    flips: Memo<Option<Revision>, FlipScene>,
    second: Memo<(ImageKey, Revision), SecondReading>,
    replay: Memo<(ImageKey, Revision, Option<Work>), ReplayCaption>,
    knobs: Memo<([Revision; 3], Option<Target>), Option<KnobsScene>>,
    chart: Memo<Revision, Chart>,
    experiment_size: Memo<Experiment, String>,
    check: Memo<CheckKey, Option<CheckScene>>,
    beside: Memo<(ImageKey, [Revision; 2], Palette), Option<BesideScene>>,
    readings: Memo<(Revision, usize), Readings>,
    mistakes: Memo<(Revision, Palette), Option<MistakesScene>>,
    layers: Memo<Revision, LayersScene>,
    sweep: Memo<Revision, SweepScene>,
    ways: Memo<(u8, Ways), WaysScene>,
    wall: Memo<(Revision, Revision, Wall), Option<Caption>>,
}

impl Derived {
    /// The patterns of the current network's neurons.
    pub fn patterns(&self, core: &Core) -> Rc<Patterns> {
        self.patterns.get(core.network_revision(), Patterns::default)
    }

    /// The explanation of a subject, which the network must have; `pass` must be the current forward pass.
    pub fn explanation(&self, core: &Core, pass: &ForwardPass, subject: Subject) -> Option<Rc<Explanation>> {
        let network = core.network()?;
        let key = (image_key(core), core.network_revision(), subject);
        Some(self.explanation.get(key, || explain(network, pass, subject)))
    }

    /// What would change the network's mind.
    pub fn flips(&self, why: &Why) -> Rc<FlipScene> {
        let search = why.search.as_ref();
        self.flips.get(search.map(Search::revision), || flip_scene(search))
    }

    /// The second model's forward pass, if there is a second model.
    pub fn second(&self, core: &Core, comparison: &Comparison) -> Option<Rc<SecondReading>> {
        let (_, model) = comparison.second()?;
        let steps = core.in_force(&model.preprocessing);
        let key = ((core.ink_revision(), steps.clone()), comparison.revision());
        Some(self.second.get_or_reuse(key, |before| {
            let image = core.image_by(&steps);
            let mut pass =
                before.map_or_else(|| ForwardPass::for_network(&model.network), |before| before.pass);
            model.network.forward(image.pixels(), &mut pass);
            SecondReading { image, pass }
        }))
    }

    /// The neuron that the replay is at, and its caption. `derived` is the core's.
    pub fn replay(
        &self,
        player: &Propagation,
        core: &Core,
        derived: &app::derived::Derived,
    ) -> Rc<ReplayCaption> {
        let key = (image_key(core), core.network_revision(), player.moment().work);
        self.replay.get(key, || replay_caption(player, core, derived))
    }

    /// The knobs panel; `None` without a model.
    pub fn knobs(&self, (knobs, survey): (&Knobs, &Survey), core: &Core) -> Rc<Option<KnobsScene>> {
        let key = ([knobs.revision, survey.revision, core.network_revision()], core.picked);
        self.knobs.get(key, || knobs_scene(knobs, survey, core))
    }

    /// The curves of the film; `None` before there is one.
    pub fn chart(&self, training: &Training) -> Option<Rc<Chart>> {
        training.film()?;
        Some(self.chart.get(training.film_revision, || training.chart()))
    }

    /// The number of weights and biases of an experiment's network, in words. Finding out draws the network.
    pub fn experiment_size(&self, experiment: &Experiment) -> Rc<String> {
        self.experiment_size.get(experiment.clone(), || size(experiment))
    }

    /// The check of a gradient; `None` without a drawing.
    pub fn check(&self, (step, knobs): (&Step, &Knobs), core: &Core) -> Rc<Option<CheckScene>> {
        self.check.get(step.check_key(core), || check_scene(step, knobs, core))
    }

    /// What stands beside the result of a run. `derived` is the core's.
    pub fn beside(
        &self,
        training: &Training,
        (core, derived): (&Core, &app::derived::Derived),
        palette: &Palette,
    ) -> Rc<Option<BesideScene>> {
        let key = (image_key(core), [core.network_revision(), training.revision], palette.clone());
        self.beside.get(key, || beside_scene(training, core, &*derived.pass(core)?, palette))
    }

    /// How the network of the frame shown reads the drawings that are held out; `None` while there are none.
    pub(crate) fn readings(&self, training: &Training) -> Option<Rc<Readings>> {
        let (film, frame_idx, held_out) = training.tested()?;
        let key = (training.film_revision, frame_idx);
        Some(self.readings.get(key, || Readings::of(&film.network(frame_idx), held_out)))
    }

    /// The mistakes of the network of the frame shown; `None` while there are none to know of.
    pub fn mistakes(&self, training: &Training, palette: &Palette) -> Rc<Option<MistakesScene>> {
        let key = (training.revision, palette.clone());
        self.mistakes.get(key, || mistakes_scene(training, self.readings(training)?.as_ref(), palette))
    }

    /// The layers of the network of the frame shown.
    pub fn layers(&self, training: &Training) -> Rc<LayersScene> {
        self.layers.get(training.revision, || layers_scene(training))
    }

    /// The sweep.
    pub fn sweep(&self, training: &Training) -> Rc<SweepScene> {
        self.sweep.get(training.revision, || sweep_scene(training))
    }

    /// The ways of writing a digit.
    pub fn ways(&self, digit: u8, ways: Ways) -> Rc<WaysScene> {
        self.ways.get((digit, ways), || ways_scene(digit, ways))
    }

    /// The text around the wall; `None` without a model.
    pub fn wall_caption(&self, (wall, knobs): (&Wall, &Knobs), core: &Core) -> Rc<Option<Caption>> {
        let key = (knobs.revision, core.network_revision(), wall.clone());
        self.wall.get(key, || caption((wall, knobs), core))
    }
}
