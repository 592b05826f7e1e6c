//! What a matrix product is good for: a neuron written out without it, and both ways timed on this computer.

use std::cell::RefCell;
use std::rc::Rc;

use app::number;
use panels::matrix::speed::Lap;
use panels::matrix::worth::{Measured, Worth};
use panels::matrix::{Effect, Msg};
use wasm_bindgen::JsValue;
use web::{Frames, Markup, Sender, Shown, Text, dom};
use web_sys::HtmlElement;

use crate::math::append;
use crate::matrix::formula::show_pieces;
use crate::tell::message;

pub(super) struct WorthView {
    title: Text,
    claim: Text,
    written_out: HtmlElement,
    button: HtmlElement,
    results: HtmlElement,
    bars: Vec<HtmlElement>,
    times: Vec<HtmlElement>,
    verdict: Text,
    shown: Shown<Worth>,
}

impl WorthView {
    pub(super) fn new(markup: &Markup) -> WorthView {
        WorthView {
            title: markup.text("#matrix-worth h2"),
            claim: markup.text("#matrix-worth .claim"),
            written_out: markup.find("#matrix-worth .written-out"),
            button: markup.find("#measure"),
            results: markup.find("#measured"),
            bars: markup.find_all("#measured .bar i"),
            times: markup.find_all("#measured .time"),
            verdict: markup.text("#measured .verdict"),
            shown: Shown::default(),
        }
    }

    pub(super) fn show(&mut self, scene: Worth) -> Result<(), JsValue> {
        self.shown.update(scene, |scene, before| {
            self.title.show(&scene.title);
            self.claim.show(&scene.claim);
            if before.is_none_or(|before| before.written_out != scene.written_out) {
                self.written_out.set_text_content(None);
                for part in &scene.written_out {
                    show_pieces(&append(&self.written_out, "math")?, &part.pieces)?;
                }
            }
            dom::set_flag(&self.button, "aria-disabled", scene.is_measuring);
            dom::set_flag(&self.results, "data-measured", scene.measured.is_some());
            if let Some(measured) = &scene.measured {
                show_times(&self.bars, &self.times, measured);
                dom::set_flag(&self.results, "data-agrees", measured.agrees);
            }
            self.verdict.show(match &scene.measured {
                Some(measured) => &measured.verdict,
                None if scene.is_measuring => "Measuring…",
                None => "",
            });
            Ok(())
        })
    }
}

fn show_times(bars: &[HtmlElement], times: &[HtmlElement], measured: &Measured) {
    for ((bar, time), it) in bars.iter().zip(times).zip(&measured.bars) {
        dom::set_length(bar, "width", 100.0 * it.share, "%");
        time.set_text_content(Some(&it.time));
        dom::set_attribute(time, "data-us", &number::plain(it.us, 3));
    }
}

/// Runs laps, each in an animation frame, and reports how long they took.
pub(super) struct Stopwatch {
    lap: Rc<RefCell<Option<Lap>>>,
    frames: Frames,
}

impl Stopwatch {
    pub(super) fn new(sender: Sender) -> Stopwatch {
        let lap: Rc<RefCell<Option<Lap>>> = Rc::default();
        let due = lap.clone();
        let run = move || {
            let Some(lap) = due.take() else { return };
            if let Some(ms) = time(&lap) {
                sender.send(message(Msg::Timed(ms)));
            }
        };
        Stopwatch { lap, frames: Frames::new(Box::new(run)) }
    }

    pub(super) fn perform(&self, effect: Effect) {
        let Effect::Time(lap) = effect;
        self.lap.replace(Some(lap));
        self.frames.request();
    }
}

/// The duration of a lap in milliseconds.
fn time(lap: &Lap) -> Option<f64> {
    let clock = dom::window().ok()?.performance()?;
    let mut run = lap.prepared();
    let start = clock.now();
    run();
    Some(clock.now() - start)
}
