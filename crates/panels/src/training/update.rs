//! Updates of the training panel by messages and animation frames.

use app::panel::Panel;
use app::state::Core;
use digits::DigitImage;
use learning::{Film, Frame, ImageSource, Mix};
use models::{Model, ModelSource, OWN, TrainingRecord};

use crate::changes::Changes;
use crate::dots::dotted;
use crate::training::chart::Point;
use crate::training::data::{mnist, own};
use crate::training::field::n_samples;
use crate::training::held_out::HeldOut;
use crate::training::msg::{CRASHED, Effect, Msg, RunId};
use crate::training::recipe;
use crate::training::results::confusion::Cell;
use crate::training::state::{Asked, Phase, Training};

/// Name of the model that a film's frames are shown as.
const NAME: &str = "in training";
/// Name of a model that is kept; the second one has a 2 after it, and so on.
const KEPT_NAME: &str = "trained here";
/// Why what learns from MNIST cannot be run yet. A link can ask for that, or the last run.
const NO_MNIST: &str =
    "it learns from MNIST, which is not loaded. Get it under “Training data” to start the run";
/// The most weights and biases of a taught network that are stored with its run: more would take the room of your own drawings.
const MOST_REMEMBERED: usize = 150_000;
/// The number of images in an epoch of MNIST.
const N_MNIST: u32 = 60_000;
/// How long a film plays, in milliseconds.
const FILM_MS: f64 = 8_000.0;

impl Training {
    /// Handles `msg`.
    pub fn update(&mut self, core: &mut Core, msg: Msg, out: &mut Vec<Effect>) {
        self.revision.advance();
        match msg {
            Msg::Train => self.start(out),
            Msg::Stop => {
                self.complete();
                self.stop(out);
            }
            Msg::Set(setting) => {
                setting.apply(&mut self.experiment);
                self.record_again(out);
            }
            Msg::Explain(name) => self.explained = name,
            Msg::Show(view) => self.view = view,
            Msg::ShowCell(cell) => {
                self.results.cursor = cell;
                self.choose_cell(Some(cell).filter(|_| self.results.chosen != Some(cell)));
            }
            Msg::ShowWorst => self.choose_cell(None),
            Msg::ShowMore => self.results.n_asked_for_more += 1,
            Msg::MoveCell(step) => self.results.cursor = self.results.cursor.step(step),
            Msg::PutOnPad(idx) => self.put_on_pad(core, idx),
            Msg::ShowWaysOf(digit) => self.ways_of = digit.min(9),
            Msg::NextSeed => self.start_from(self.experiment.network.seed.wrapping_add(1), out),
            Msg::SeedBefore => {
                if let Some(seed) = self.seed_before {
                    self.start_from(seed, out);
                }
            }
            Msg::Seek(frame_idx) => {
                self.playing = None;
                self.says.clear();
                self.show(core, frame_idx);
            }
            Msg::SeekAt(share) => {
                self.playing = None;
                self.says.clear();
                self.show(core, self.frame_at(share));
            }
            Msg::Step(n_frames) => {
                self.playing = None;
                self.says.clear();
                self.show(core, self.frame_idx.saturating_add_signed(n_frames));
            }
            Msg::Play => self.play(core),
            Msg::Keep => self.keep(core),
            Msg::Teach => self.teach(core, out),
            Msg::TrainFromScratch => self.train_from_scratch(out),
            Msg::Own(msg) => self.update_own(core, msg, out),
            Msg::Mnist(msg) => {
                if matches!(msg, mnist::Msg::File(..)) {
                    // Wherever a file was dropped, what became of it is seen here.
                    core.open = Panel::Train;
                }
                let mut of_mnist = Vec::new();
                self.mnist.update(msg, &mut of_mnist);
                out.extend(of_mnist.into_iter().map(Effect::Mnist));
            }
            Msg::Sweep(msg) => self.update_sweep(msg, out),
            Msg::Preparing(run, n_made, n_total) if self.awaits(run) => {
                self.phase = Phase::Preparing(n_made, n_total);
            }
            Msg::HeldOut(run, images) if self.awaits(run) => {
                self.held_out = Some(HeldOut::new(*images, &self.experiment));
                self.film_revision.advance();
            }
            Msg::Recorded(run, frame) if self.awaits(run) => {
                if self.phase != Phase::Recording {
                    out.push(Effect::Remember(self.to_remember()));
                }
                self.add(core, *frame);
            }
            Msg::Ended(run, end, diagnosis) if self.awaits(run) => {
                self.complete();
                self.phase = Phase::Ended(end, diagnosis);
                if let Some(frame_idx) = self.linked.frame_idx.take() {
                    self.show(core, frame_idx);
                }
            }
            Msg::Failed(run, reason) if self.awaits(run) => self.phase = Phase::Failed(reason),
            Msg::Lost(reason) => {
                self.lose_search();
                if self.is_running() {
                    self.phase = Phase::Failed(reason);
                }
            }
            Msg::Crashed => {
                self.lose_search();
                if !self.is_running() {
                    return;
                }
                if self.has_restarted {
                    self.fail(CRASHED);
                } else {
                    self.start(out);
                    self.has_restarted = true;
                }
            }
            Msg::Restarted(run) => self.sweep.restart(run),
            Msg::Recalled(text) => self.last_run = recipe::from_text(&text).map(Box::new),
            Msg::RunAgain => {
                if let Some(experiment) = self.last_run.take() {
                    self.begin(*experiment, out);
                }
            }
            Msg::Nearest(search, images) => self.add_nearest(search, *images),
            Msg::Recorded(run, frame) => self.sweep.record(run, &frame),
            Msg::Ended(run, end, diagnosis) => self.sweep.end(run, end, diagnosis),
            Msg::Failed(run, reason) => self.sweep.fail(run, reason),
            Msg::Preparing(..) | Msg::HeldOut(..) => {}
        }
    }

    /// Has the drawings made as soon as the panel is open, so that the first run need not wait for them.
    pub(crate) fn sync(&mut self, core: &Core, changes: Changes, out: &mut Vec<Effect>) {
        if self.linked.run && core.model().is_some() && core.model_wanted().is_none() {
            self.linked.run = false;
            self.revision.advance();
            self.start(out);
        }
        self.sync_nearest(core, out);
        if !changes.open || core.open != Panel::Train {
            return;
        }
        let mut of_own = Vec::new();
        if !self.own.is_read() {
            out.extend([Effect::Mnist(mnist::Effect::FindPack), Effect::Recall]);
        }
        self.own.read(&mut of_own);
        out.extend(of_own.into_iter().map(Effect::Own));
        if self.phase == Phase::Idle {
            self.prepare(out);
        }
    }

    fn update_own(&mut self, core: &mut Core, msg: own::Msg, out: &mut Vec<Effect>) {
        let mut of_own = Vec::new();
        let have_changed = self.own.update(core, msg, &mut of_own);
        out.extend(of_own.into_iter().map(Effect::Own));
        if have_changed && self.experiment.data.mix.contains(ImageSource::Own) {
            self.record_again(out);
        }
    }

    /// Handles an animation frame at a time in milliseconds.
    pub(crate) fn tick(&mut self, core: &mut Core, now_ms: f64, out: &mut Vec<Effect>) {
        self.collect_mnist(out);
        let Some((before, position)) = self.playing else { return };
        self.revision.advance();
        let last = self.n_frames().saturating_sub(1) as f64;
        let passed = before.map_or(0.0, |before| (now_ms - before).max(0.0));
        let position = (position + passed * last / FILM_MS).min(last);
        self.playing = (position < last).then_some((Some(now_ms), position));
        self.show(core, position as usize);
    }

    /// The film as a link describes it, if there is one and a link can hold it: the experiment, and the frame unless that is the
    /// last.
    pub(crate) fn link(&self) -> Option<(String, Option<usize>)> {
        self.film.as_ref()?;
        if !recipe::is_for_everybody(&self.experiment) {
            return None;
        }
        let frame_idx = (self.frame_idx + 1 < self.n_frames()).then_some(self.frame_idx);
        Some((recipe::to_text(&self.experiment), frame_idx.filter(|_| !self.is_running())))
    }

    /// What whoever passes on a link to the film should know.
    pub(crate) fn caution(&self) -> &'static str {
        if self.link().is_none() {
            "It cannot include this network, which has learned from your own drawings. Keep it, save it in the Models panel and share the file too."
        } else if self.experiment.data.mix.contains(ImageSource::Mnist) {
            "Whoever opens it trains the same network, once they have MNIST."
        } else {
            "Whoever opens it trains the same network."
        }
    }

    /// Records the film that a link describes, or shows its frame if it is this one.
    pub(crate) fn follow_link(&mut self, core: &mut Core, text: &str, frame_idx: Option<usize>) {
        let Some(experiment) = recipe::from_link(text) else { return };
        self.revision.advance();
        if self.film.is_some() && self.experiment == experiment {
            self.show(core, frame_idx.unwrap_or(usize::MAX));
        } else {
            self.experiment = experiment;
            self.linked = Asked { run: true, frame_idx };
        }
    }

    /// What is to be stored of the run under way, or empty.
    fn to_remember(&self) -> String {
        let n_parameters =
            self.experiment.network.parameters.as_ref().map_or(0, |parameters| parameters.len());
        if n_parameters > MOST_REMEMBERED { String::new() } else { recipe::to_text(&self.experiment) }
    }

    /// Whether a message about this run is about the run under way.
    fn awaits(&self, run: RunId) -> bool {
        self.run == run && self.is_running()
    }

    pub(super) fn start(&mut self, out: &mut Vec<Effect>) {
        self.playing = None;
        self.says.clear();
        self.has_restarted = false;
        if let Err(error) = self.experiment.start() {
            self.stop(out);
            self.fail(error.to_string());
            return;
        }
        if self.experiment.data.mix.contains(ImageSource::Mnist) && !self.mnist.is_ready() {
            self.stop(out);
            self.fail(NO_MNIST);
            return;
        }
        self.collect_own(out);
        self.run = self.next_run();
        self.is_live = true;
        self.phase = Phase::Preparing(0, self.experiment.data.n_drawings);
        out.push(Effect::Start(self.run, Box::new(self.experiment.clone())));
    }

    /// Starts a run of the changed experiment, if there is a film to be replaced. If not, its drawings are made meanwhile.
    fn record_again(&mut self, out: &mut Vec<Effect>) {
        if self.phase == Phase::Idle {
            self.prepare(out);
        } else {
            self.start(out);
        }
    }

    /// Has the drawings made that the experiment needs.
    fn prepare(&mut self, out: &mut Vec<Effect>) {
        self.collect_own(out);
        out.push(Effect::Prepare(Box::new(self.experiment.data.clone())));
    }

    /// Makes a run of other random weights, and remembers which ones it was before.
    fn start_from(&mut self, seed: u64, out: &mut Vec<Effect>) {
        let network = &mut self.experiment.network;
        // A network that was taught has not started from its seed.
        if network.parameters.take().is_none() {
            self.seed_before = Some(network.seed);
        }
        network.seed = seed;
        self.record_again(out);
    }

    pub(super) fn fail(&mut self, why: impl Into<String>) {
        self.phase = Phase::Failed(why.into());
    }

    /// Hands the next images of MNIST to the trainer. Once all are there, they are what is trained on.
    fn collect_mnist(&mut self, out: &mut Vec<Effect>) {
        let Some(images) = self.mnist.tick(&self.experiment.data.preprocessing) else { return };
        self.revision.advance();
        out.push(Effect::Collect(images));
        if self.mnist.is_ready() {
            let data = &mut self.experiment.data;
            // What has been waiting for it is run as it is.
            if !data.mix.contains(ImageSource::Mnist) {
                data.mix.weights[ImageSource::BuiltIn as usize] = 0.0;
                data.mix.weights[ImageSource::Mnist as usize] = 1.0;
                data.n_drawings = N_MNIST;
            }
            self.record_again(out);
        }
    }

    /// Has the images of your own drawings kept, if the experiment needs them and they are not there as they are now.
    pub(super) fn collect_own(&mut self, out: &mut Vec<Effect>) {
        let data = &self.experiment.data;
        let wanted = (self.own.revision, data.preprocessing.clone());
        if data.mix.contains(ImageSource::Own) && self.collected.as_ref() != Some(&wanted) {
            out.extend(self.own.images(&data.preprocessing).map(Effect::Collect));
            self.collected = Some(wanted);
        }
    }

    pub(super) fn stop(&mut self, out: &mut Vec<Effect>) {
        if self.is_running() {
            self.phase = Phase::Stopped;
            out.push(Effect::Stop);
        }
    }

    /// Nothing more comes to the film that is recorded.
    fn complete(&mut self) {
        self.is_film_whole |= self.phase == Phase::Recording;
    }

    /// Adds a frame to the film, or begins another film with it.
    fn add(&mut self, core: &mut Core, frame: Frame) {
        if self.phase != Phase::Recording {
            self.phase = Phase::Recording;
            let Ok(start) = self.experiment.start() else { return };
            // What a setting is dragged through are runs cut short. They are compared with what was there before the drag.
            if self.is_film_whole || !is_in_use(core) {
                self.before = self.reader(core);
            }
            let before = self.film.replace(Film::new(start));
            if std::mem::take(&mut self.is_film_whole) {
                self.ghost = before.iter().flat_map(|film| film.frames()).map(Point::of).collect();
            }
            let end_before = self.ghost.last().map_or(0, |point| point.n_samples);
            self.axis_end = n_samples(&self.experiment).max(end_before);
        }
        let Some(film) = &mut self.film else { return };
        self.film_revision.advance();
        if let Err(error) = film.push(frame) {
            self.phase = Phase::Failed(error.to_string());
        } else if self.is_live {
            self.show(core, usize::MAX);
        }
    }

    /// Shows a frame: its network comes into use.
    fn show(&mut self, core: &mut Core, frame_idx: usize) {
        let n_frames = self.n_frames();
        let Some(film) = self.film.as_ref().filter(|_| n_frames > 0) else { return };
        self.frame_idx = frame_idx.min(n_frames - 1);
        self.is_live = self.frame_idx == n_frames - 1;
        let network = film.network(self.frame_idx);
        // The title says the layers' sizes and activation functions.
        let has_title = core.model().is_some_and(|model| model.title == network.title());
        if is_in_use(core) && has_title {
            core.replace_network(network);
        } else if let Some(model) = self.model(NAME, network) {
            core.adopt_own_as(source(), model);
        }
    }

    fn choose_cell(&mut self, cell: Option<Cell>) {
        self.results.chosen = cell;
        self.results.n_asked_for_more = 0;
    }

    /// Puts a drawing on the pad, where the network of the frame shown reads it: its strokes, or its pixels where there is only an
    /// image of it.
    fn put_on_pad(&mut self, core: &mut Core, idx: usize) {
        let Some(held_out) = &self.held_out else { return };
        let Some(image) = held_out.images.images().get(idx) else { return };
        match held_out.ink(idx).or_else(|| self.own.ink_of(image, held_out.preprocessing())) {
            Some(ink) => core.edit_ink(|pad| pad.replace(ink)),
            None => {
                let pixels = DigitImage::from_bytes(image);
                core.give_pixels(dotted(&pixels), pixels);
            }
        }
        if !is_in_use(core) {
            self.show(core, self.frame_idx);
        }
    }

    fn play(&mut self, core: &mut Core) {
        self.says.clear();
        if self.playing.take().is_none() && self.n_frames() > 1 {
            if self.frame_idx + 1 == self.n_frames() {
                self.show(core, 0);
            }
            self.playing = Some((None, self.frame_idx as f64));
        }
    }

    fn keep(&mut self, core: &mut Core) {
        let Some(film) = self.film.as_ref().filter(|film| self.frame_idx < film.frames().len()) else {
            return;
        };
        let network = film.network(self.frame_idx);
        if let Some(model) = self.model(&free_name(core, &network), network) {
            self.says = ["Kept as the model “", &model.name, "”."].concat();
            core.adopt_own(model);
        }
    }

    fn model(&self, name: &str, network: nn::Network) -> Option<Model> {
        let mut model =
            Model::new(name, network.title(), network, self.experiment.data.preprocessing.clone()).ok()?;
        model.training = TrainingRecord {
            data: Some(source_names(&self.experiment.data.mix)),
            seed: Some(self.experiment.network.seed),
            epochs: Some(self.experiment.training.n_epochs),
            command: None,
        };
        Some(model)
    }
}

/// A name that no other model of the person's own has, unless it is this very network.
fn free_name(core: &Core, network: &nn::Network) -> String {
    let is_free = |name: &String| {
        core.own_models().iter().all(|(_, model)| model.name != *name || model.network == *network)
    };
    let names = (2..).map(|n| [KEPT_NAME, " ", &n.to_string()].concat());
    std::iter::once(KEPT_NAME.to_owned()).chain(names).find(is_free).unwrap_or_default()
}

/// Where the model comes from that a film's frames are shown as.
fn source() -> ModelSource {
    ModelSource::Own([OWN, NAME].concat())
}

/// Whether a frame of the film is in use, and not another model.
pub(crate) fn is_in_use(core: &Core) -> bool {
    core.model_source() == Some(&source())
}

/// The sources of a mix, in words.
fn source_names(mix: &Mix) -> String {
    let names = [
        (ImageSource::BuiltIn, "built-in handwriting"),
        (ImageSource::Mnist, "MNIST"),
        (ImageSource::Own, "own drawings"),
    ];
    let names = names.into_iter().filter(|(source, _)| mix.contains(*source)).map(|(_, name)| name);
    names.collect::<Vec<_>>().join(", ")
}
