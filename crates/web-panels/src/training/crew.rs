//! The crew: as many sessions as the computer has cores, which share the runs of a sweep.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;

use learning::Experiment;
use panels::training::{CRASHED, Msg, RunId};
use training::{Reply, Request};
use web::{Sender, dom};

use super::line::{Heard, Line};
use super::meaning::message_of;
use super::program::Program;
use crate::tell::message;

/// The most sessions at once.
const MAX_SESSIONS: usize = 8;
/// If each session is given more bytes of images than this, there are only two of them.
const MANY_BYTES: u32 = 16_000_000;

/// Runs that wait for a session, and the sessions at work.
pub(super) struct Crew {
    sender: Sender,
    waiting: RefCell<VecDeque<(RunId, Experiment)>>,
    members: RefCell<Vec<Rc<Member>>>,
    is_held: Cell<bool>,
}

/// A session at work.
struct Member {
    line: Rc<Line>,
    run: Cell<RunId>,
    /// The experiment of that run, as long as it has not crashed.
    retry: Cell<Option<Experiment>>,
}

impl Crew {
    pub(super) fn new(sender: Sender) -> Rc<Crew> {
        Rc::new(Crew {
            sender,
            waiting: RefCell::default(),
            members: RefCell::default(),
            is_held: Cell::new(false),
        })
    }

    /// Starts runs, instead of those under way. Where sessions are on the page's own thread, more than one would not help.
    pub(super) fn start(
        self: &Rc<Crew>,
        program: &Rc<Program>,
        is_on_thread: bool,
        runs: Vec<(RunId, Experiment)>,
    ) {
        self.stop();
        let n_sessions = match program.n_bytes() {
            _ if is_on_thread => 1,
            MANY_BYTES.. => n_cores().min(2),
            _ => n_cores(),
        };
        let mut members = self.members.take();
        members.resize_with(n_sessions.min(runs.len()), || self.member(program));
        self.waiting.replace(runs.into());
        self.members.replace(members.clone());
        members.iter().for_each(|member| self.go_on(member));
    }

    /// Gives up all runs, and ends the sessions. On the page's own thread, where they cannot be ended, they stay for the next
    /// sweep.
    pub(super) fn stop(&self) {
        self.waiting.take();
        self.members.borrow_mut().retain(|member| {
            let stays = member.line.is_on_thread();
            if stays {
                member.line.ask(Request::Cancel { run: member.run.get() });
            }
            stays
        });
    }

    /// Holds all runs, or lets them go on.
    pub(super) fn hold(&self, is_held: bool) {
        self.is_held.set(is_held);
        self.members.borrow().iter().for_each(|member| member.line.hold(member.run.get(), is_held));
    }

    fn member(self: &Rc<Crew>, program: &Rc<Program>) -> Rc<Member> {
        Rc::new_cyclic(|member| {
            let (crew, member) = (Rc::downgrade(self), member.clone());
            let hear = Box::new(move |heard| {
                if let (Some(crew), Some(member)) = (crew.upgrade(), member.upgrade()) {
                    crew.hear(&member, heard);
                }
            });
            let line = Line::new(Rc::clone(program), hear);
            Member { line, run: Cell::default(), retry: Cell::default() }
        })
    }

    fn hear(&self, member: &Rc<Member>, heard: Heard) {
        let (msg, is_over) = match heard {
            Heard::Reply(reply) => {
                let is_over = matches!(reply, Reply::Ended { .. } | Reply::Refused { .. });
                (message_of(reply), is_over)
            }
            Heard::Crashed => match member.retry.take() {
                Some(experiment) => {
                    self.train(member, experiment);
                    (Some(Msg::Restarted(member.run.get())), false)
                }
                None => (Some(Msg::Failed(member.run.get(), CRASHED.to_owned())), true),
            },
            Heard::Lost(why) => (Some(Msg::Failed(member.run.get(), why.to_owned())), true),
        };
        if is_over {
            self.go_on(member);
        }
        if let Some(msg) = msg {
            self.sender.send(message(msg));
        }
    }

    /// Has a member do its run.
    fn train(&self, member: &Member, experiment: Experiment) {
        let run = member.run.get();
        member.line.ask(Request::Train { run, experiment, is_filmed: false });
        if self.is_held.get() {
            member.line.hold(run, true);
        }
    }

    /// Takes the next run, or leaves the crew if there is none and it can.
    fn go_on(&self, member: &Rc<Member>) {
        let next = self.waiting.borrow_mut().pop_front();
        match next {
            Some((run, experiment)) => {
                member.run.set(run);
                member.retry.set(Some(experiment.clone()));
                self.train(member, experiment);
            }
            None if member.line.is_on_thread() => {}
            None => self.members.borrow_mut().retain(|other| !Rc::ptr_eq(other, member)),
        }
    }
}

fn n_cores() -> usize {
    let n_cores = dom::window().map_or(1.0, |window| window.navigator().hardware_concurrency());
    (n_cores as usize).clamp(1, MAX_SESSIONS)
}
