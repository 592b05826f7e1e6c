//! The training panel: its settings, its film, and the trainer that records it.

mod beside;
mod crew;
mod data;
mod film;
mod line;
mod meaning;
mod program;
mod results;
mod settings;
mod sweep;
mod table;
mod trainer;

use app::named::Named;
use app::panel::Panel;
use panels::keys;
use panels::training::scene::{TrainingScene, training_scene};
use panels::training::{Effect, Msg, View};
use wasm_bindgen::JsValue;
use web::event::{key_of, taken};
use web::{Fetcher, Markup, Sender, Shown, Text, Wiring, dom};
use web_sys::{HtmlElement, HtmlInputElement, KeyboardEvent};

use self::beside::BesideView;
use self::data::{MnistView, OwnView, WaysView};
use self::film::FilmView;
use self::results::ResultsView;
use self::settings::SettingsView;
use self::sweep::SweepView;
use self::trainer::Trainer;
use crate::context::ViewContext;
use crate::storage;
use crate::tell::{message, tell, tell_core};

/// The name that the last run is stored under, followed by the page's path.
const LAST_RUN: &str = "inkling-run:";

pub(crate) struct TrainingView {
    open: HtmlElement,
    train: HtmlElement,
    train_text: Text,
    seed: Text,
    back: HtmlElement,
    status: Text,
    size: Text,
    view_buttons: Vec<HtmlElement>,
    /// The parts of the views; a view may have several.
    views: Vec<HtmlElement>,
    film: FilmView,
    beside: BesideView,
    settings: SettingsView,
    results: ResultsView,
    sweep: SweepView,
    taught: HtmlElement,
    last_run: HtmlElement,
    last_run_text: Text,
    sender: Sender,
    by_source: Text,
    ways: WaysView,
    mnist: MnistView,
    own: OwnView,
    trainer: Trainer,
    shown: Shown<TrainingScene>,
}

impl TrainingView {
    pub(crate) fn new(markup: &Markup, sender: Sender, fetcher: Fetcher) -> TrainingView {
        TrainingView {
            open: markup.find("#open-train"),
            train: markup.find("#train"),
            train_text: markup.text("#train > span"),
            seed: markup.text("#film-seed"),
            back: markup.find("#train-back"),
            status: markup.text("#train-status"),
            size: markup.text("#train-size"),
            view_buttons: markup.find_all("[data-view-of-training]"),
            views: markup.find_all("[data-training-view]"),
            film: FilmView::new(markup),
            beside: BesideView::new(markup),
            settings: SettingsView::new(markup),
            results: ResultsView::new(markup),
            sweep: SweepView::new(markup),
            taught: markup.find("#taught"),
            last_run: markup.find("#last-run"),
            last_run_text: markup.text("#last-run span"),
            sender: sender.clone(),
            by_source: markup.text("#film-sources"),
            ways: WaysView::new(markup),
            mnist: MnistView::new(markup, sender.clone()),
            own: OwnView::new(markup, sender.clone()),
            trainer: Trainer::new(sender, fetcher),
            shown: Shown::default(),
        }
    }

    pub(crate) fn show(&mut self, context: &ViewContext) -> Result<(), JsValue> {
        dom::set_flag(&self.open, "aria-pressed", context.is_open(Panel::Train));
        if !context.is_open(Panel::Train) {
            return Ok(());
        }
        self.results.show(context)?;
        let (training, derived) = (&context.panels.training, context.derived.1);
        match training.view() {
            View::Sweep => self.sweep.show(derived.sweep(training))?,
            View::Settings => {
                let core = (context.core, context.derived.0);
                self.beside.show(derived.beside(training, core, context.palette))?;
            }
            View::Mistakes | View::Layers => {}
        }
        self.shown.update(training_scene(&context.panels.training, context.derived.1), |scene, before| {
            self.train_text.show(scene.train);
            dom::set_flag(&self.train, "data-running", scene.is_running);
            self.seed.show(&scene.seed);
            self.back.set_hidden(scene.to_seed_before.is_empty());
            dom::set_text(&self.back, &scene.to_seed_before);
            self.settings.explain(&scene.explained);
            self.status.show(&scene.status);
            self.size.show(&scene.size);
            self.taught.set_hidden(!scene.is_taught);
            self.last_run.set_hidden(scene.last_run.is_none());
            self.last_run_text.show(scene.last_run.as_deref().unwrap_or_default());
            self.by_source.show(scene.film.as_ref().map_or("", |film| &film.by_source));
            self.film.show(scene.film.as_ref())?;
            dom::press(&self.view_buttons, "data-view-of-training", scene.view.name());
            for view in &self.views {
                view.set_hidden(
                    view.get_attribute("data-training-view").as_deref() != Some(scene.view.name()),
                );
            }
            self.ways.show(&scene.ways)?;
            self.mnist.show(&scene.mnist);
            self.own.show(&scene.own)?;
            if before.is_none_or(|before| before.fields != scene.fields || before.digits != scene.digits) {
                self.settings.show(&scene.fields, &scene.digits);
            }
            Ok(())
        })
    }

    /// Carries out one of the panel's effects.
    pub(crate) fn perform(&mut self, effect: Effect) {
        match effect {
            Effect::Prepare(recipe) => self.trainer.prepare(*recipe),
            Effect::Start(run, experiment) => self.trainer.start(run, *experiment),
            Effect::Collect(images) => self.trainer.collect(images),
            Effect::FindNearest(search, image) => self.trainer.find_nearest(search, image),
            Effect::Stop => self.trainer.stop(),
            Effect::Hold(is_held) => self.trainer.hold(is_held),
            Effect::Sweep(runs) => self.trainer.sweep(runs),
            Effect::StopSweep => self.trainer.stop_sweep(),
            Effect::Remember(run) => storage::keep(LAST_RUN, &run),
            Effect::Recall => {
                if let Some(run) = storage::kept(LAST_RUN) {
                    self.sender.send(message(Msg::Recalled(run)));
                }
            }
            Effect::Mnist(effect) => self.mnist.perform(effect),
            Effect::Own(effect) => self.own.perform(effect),
        }
    }
}

pub(crate) fn listen(wiring: &mut Wiring) {
    wiring.control("#open-train", "click", |button: &HtmlElement| {
        let is_open = button.get_attribute("aria-pressed").as_deref() == Some("true");
        tell_core(if is_open { app::msg::Msg::ClosePanel } else { app::msg::Msg::Open(Panel::Train) })
    });
    wiring.control("#train", "click", |button: &HtmlElement| {
        let is_running = button.get_attribute("data-running").as_deref() == Some("true");
        tell(if is_running { Msg::Stop } else { Msg::Train })
    });
    wiring.control("[data-view-of-training]", "click", |button: &HtmlElement| {
        tell(Msg::Show(View::from_name(&button.get_attribute("data-view-of-training")?)?))
    });
    wiring.control("#train-other", "click", |_: &HtmlElement| tell(Msg::NextSeed));
    wiring.control("#train-back", "click", |_: &HtmlElement| tell(Msg::SeedBefore));
    wiring.control("#run-again", "click", |_: &HtmlElement| tell(Msg::RunAgain));
    wiring.control("#from-scratch", "click", |_: &HtmlElement| tell(Msg::TrainFromScratch));
    wiring.control("#film-keep", "click", |_: &HtmlElement| tell(Msg::Keep));
    wiring.control("#film-play", "click", |_: &HtmlElement| tell(Msg::Play));
    wiring.control("#film-back", "click", |_: &HtmlElement| tell(Msg::Step(-1)));
    wiring.control("#film-forward", "click", |_: &HtmlElement| tell(Msg::Step(1)));
    wiring.control("#film-position", "input", |slider: &HtmlInputElement| {
        tell(Msg::Seek(slider.value_as_number() as usize))
    });
    wiring.on("#film-position", "keydown", |event: &KeyboardEvent| {
        taken(event, keys::on_film(&key_of(event))).and_then(tell)
    });
    film::listen(wiring);
    settings::listen(wiring);
    results::listen(wiring);
    sweep::listen(wiring);
    data::listen(wiring);
}
