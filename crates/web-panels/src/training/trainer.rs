//! The trainer: one session that films runs, and a crew for sweeps. Their replies become messages.

use std::rc::Rc;

use app::SIDE;
use learning::{DataRecipe, Experiment};
use panels::training::data::samples::Images;
use panels::training::{Msg, RunId};
use training::Request;
use web::{Fetcher, Sender};

use super::crew::Crew;
use super::line::{Heard, Line};
use super::meaning::message_of;
use super::program::Program;
use crate::tell::message;

/// Trains on request.
pub(crate) struct Trainer {
    program: Rc<Program>,
    line: Rc<Line>,
    run: RunId,
    is_held: bool,
    crew: Rc<Crew>,
}

impl Trainer {
    pub(crate) fn new(sender: Sender, fetcher: Fetcher) -> Trainer {
        let program = Rc::new(Program::new(fetcher));
        let crew = Crew::new(sender.clone());
        let hear = Box::new(move |heard| {
            let msg = match heard {
                Heard::Reply(reply) => message_of(reply),
                Heard::Crashed => Some(Msg::Crashed),
                Heard::Lost(why) => Some(Msg::Lost(why.to_owned())),
            };
            if let Some(msg) = msg {
                sender.send(message(msg));
            }
        });
        Trainer { line: Line::new(Rc::clone(&program), hear), program, run: 0, is_held: false, crew }
    }

    /// Has drawings made for a run to come.
    pub(crate) fn prepare(&self, recipe: DataRecipe) {
        self.line.ask(Request::Prepare(recipe));
    }

    /// Has images kept for the runs to come.
    pub(crate) fn collect(&self, images: Images) {
        self.line.pass_on(&self.program.collect(images));
    }

    /// Starts a run that is filmed, instead of any other.
    pub(crate) fn start(&mut self, run: RunId, experiment: Experiment) {
        self.run = run;
        self.line.ask(Request::Train { run, experiment, is_filmed: true });
        if self.is_held {
            self.line.hold(run, true);
        }
    }

    /// Has the nearest training drawings found.
    pub(crate) fn find_nearest(&self, search: u32, image: Box<[u8; SIDE * SIDE]>) {
        self.line.ask(Request::FindNearest { search, image });
    }

    /// Stops it.
    pub(crate) fn stop(&self) {
        self.line.ask(Request::Cancel { run: self.run });
    }

    /// Holds all runs, or lets them go on.
    pub(crate) fn hold(&mut self, is_held: bool) {
        self.is_held = is_held;
        self.line.hold(self.run, is_held);
        self.crew.hold(is_held);
    }

    /// Starts the runs of a sweep, instead of any other sweep.
    pub(crate) fn sweep(&self, runs: Vec<(RunId, Experiment)>) {
        self.crew.start(&self.program, self.line.is_on_thread(), runs);
    }

    /// Stops them.
    pub(crate) fn stop_sweep(&self) {
        self.crew.stop();
    }
}
