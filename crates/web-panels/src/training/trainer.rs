//! The trainer: makes the drawings and records the run, in slices that leave the page its frames.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

use learning::{DataRecipe, DrawingMaker, Experiment, Recording, SplitData};
use panels::training::{Msg, RunId};
use wasm_bindgen::prelude::*;
use web::{Sender, dom};
use web_sys::{MessageChannel, Performance};

use crate::tell::message;

/// How long a slice lasts, in milliseconds.
const SLICE_MS: f64 = 8.0;
/// Drawings made between two looks at the clock.
const N_DRAWINGS: usize = 8;
/// Mini-batches learned from between two looks at the clock.
const N_MINI_BATCHES: usize = 16;

/// Trains on the page's own thread.
pub(crate) struct Trainer {
    work: Rc<RefCell<Work>>,
    /// A message to oneself is handled after whatever the browser has to do in between.
    channel: Option<MessageChannel>,
    _on_message: Closure<dyn Fn()>,
}

/// The work at hand.
struct Work {
    /// What is to be told once nothing is borrowed any more.
    outbox: Vec<Msg>,
    clock: Option<Performance>,
    job: Option<(RunId, Job)>,
    /// The drawings made last, and their recipe.
    drawings: Option<(DataRecipe, Arc<SplitData>)>,
}

/// What is being done for a run.
enum Job {
    Drawing(Box<Experiment>, Box<DrawingMaker>),
    Recording(Box<Recording>),
}

impl Trainer {
    pub(crate) fn new(sender: Sender) -> Trainer {
        let clock = dom::window().ok().and_then(|window| window.performance());
        let work = Rc::new(RefCell::new(Work { outbox: Vec::new(), clock, job: None, drawings: None }));
        let channel = MessageChannel::new().ok();
        let (of_slice, port) = (work.clone(), channel.as_ref().map(MessageChannel::port2));
        let slice: Box<dyn Fn()> = Box::new(move || {
            let is_unfinished = of_slice.borrow_mut().slice();
            let outbox = std::mem::take(&mut of_slice.borrow_mut().outbox);
            outbox.into_iter().for_each(|msg| sender.send(message(msg)));
            if is_unfinished {
                post(port.as_ref());
            }
        });
        let on_message = Closure::wrap(slice);
        if let Some(channel) = &channel {
            channel.port1().set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        }
        Trainer { work, channel, _on_message: on_message }
    }

    /// Starts a run, instead of any other.
    pub(crate) fn start(&self, run: RunId, experiment: Experiment) {
        self.work.borrow_mut().start(run, experiment);
        post(self.channel.as_ref().map(MessageChannel::port2).as_ref());
    }

    /// Stops any run.
    pub(crate) fn stop(&self) {
        self.work.borrow_mut().job = None;
    }
}

fn post(port: Option<&web_sys::MessagePort>) {
    if let Some(port) = port {
        dom::warn_on_error(port.post_message(&JsValue::NULL));
    }
}

impl Work {
    fn start(&mut self, run: RunId, experiment: Experiment) {
        let known = self.drawings.as_ref().filter(|(recipe, _)| *recipe == experiment.data);
        match known.map(|(_, data)| data.clone()) {
            Some(data) => self.record(run, experiment, data),
            None => {
                let maker = DrawingMaker::new(experiment.data.clone());
                self.job = Some((run, Job::Drawing(Box::new(experiment), Box::new(maker))));
            }
        }
    }

    fn record(&mut self, run: RunId, experiment: Experiment, data: Arc<SplitData>) {
        match Recording::new(experiment, data) {
            Ok(recording) => self.job = Some((run, Job::Recording(Box::new(recording)))),
            Err(error) => self.outbox.push(Msg::Failed(run, error.to_string())),
        }
    }

    fn now(&self) -> f64 {
        self.clock.as_ref().map_or(0.0, Performance::now)
    }

    /// Works for a while; whether there is more to do.
    fn slice(&mut self) -> bool {
        let start = self.now();
        while let Some((run, job)) = self.job.take() {
            self.go_on(run, job);
            if self.now() - start > SLICE_MS {
                break;
            }
        }
        if let Some((run, Job::Drawing(_, maker))) = &self.job {
            let (made, total) = maker.progress();
            let preparing = Msg::Preparing(*run, made as u32, total as u32);
            self.outbox.push(preparing);
        }
        self.job.is_some()
    }

    fn go_on(&mut self, run: RunId, job: Job) {
        match job {
            Job::Drawing(experiment, mut maker) if !maker.is_complete() => {
                maker.make(N_DRAWINGS);
                self.job = Some((run, Job::Drawing(experiment, maker)));
            }
            Job::Drawing(experiment, maker) => {
                let data = Arc::new(maker.into_data());
                self.drawings = Some((experiment.data.clone(), data.clone()));
                self.record(run, *experiment, data);
            }
            Job::Recording(mut recording) => {
                if let Some(frame) = recording.advance(N_MINI_BATCHES) {
                    self.outbox.push(Msg::Recorded(run, Box::new(frame)));
                }
                match recording.end() {
                    Some(end) => self.outbox.push(Msg::Ended(run, end, recording.diagnosis())),
                    None => self.job = Some((run, Job::Recording(recording))),
                }
            }
        }
    }
}
