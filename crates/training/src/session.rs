//! The session: hears requests, and does the next bit of work whenever its holder asks for it.

use std::collections::VecDeque;
use std::sync::Arc;

use digits::N_PIXELS;
use learning::{
    Collections, DataRecipe, DrawingMaker, Experiment, ImageSource, NearestImages, Recording, SplitData,
};

use crate::{Reply, Request};

/// How many drawings are made in a step.
const DRAWINGS_AT_ONCE: usize = 16;
/// After how many drawings a run that waits for them says so.
const DRAWINGS_PER_REPLY: usize = 512;
/// About how many samples are learned from in a step.
const SAMPLES_AT_ONCE: usize = 512;
/// The frames of a run that is no film.
const CURVE_FRAMES: usize = 48;
/// How many images are compared in a step of a search.
const IMAGES_AT_ONCE: usize = 1_000;

/// Training on request. It keeps the last drawings, because most runs change something else.
#[derive(Debug)]
pub struct Session {
    replies: VecDeque<Reply>,
    run: Option<Run>,
    maker: Option<DrawingMaker>,
    /// A search, with its number.
    search: Option<(u32, NearestImages)>,
    /// The drawings made last, and by which recipe.
    data: Option<(DataRecipe, Arc<SplitData>)>,
    /// The images that were given.
    collections: Collections,
}

#[derive(Debug)]
struct Run {
    number: u32,
    is_filmed: bool,
    is_paused: bool,
    state: RunState,
}

#[derive(Debug)]
enum RunState {
    /// Waits for its drawings.
    Waiting(Box<Experiment>),
    Recording(Box<Recording>),
}

impl Default for Session {
    fn default() -> Self {
        Session {
            replies: VecDeque::from([Reply::Ready]),
            run: None,
            maker: None,
            search: None,
            data: None,
            collections: Collections::default(),
        }
    }
}

impl Session {
    /// Hears a request in bytes. Bytes that are not a request are refused.
    pub fn hear(&mut self, request: &[u8]) {
        match Request::from_bytes(request) {
            Ok(Request::Prepare(data)) => self.prepare(&data),
            Ok(Request::Train { run, experiment, is_filmed }) => self.train(run, experiment, is_filmed),
            Ok(Request::FindNearest { search, image }) => {
                self.search = Some((search, NearestImages::new(*image)));
            }
            Ok(Request::Collect { source, is_first, is_held_out, labels, pixels }) => {
                self.collect(source, is_first, is_held_out, &labels, &pixels);
            }
            Ok(Request::Pause { run }) => self.set_paused(run, true),
            Ok(Request::Resume { run }) => self.set_paused(run, false),
            Ok(Request::Cancel { run }) => {
                self.run.take_if(|current| current.number == run);
            }
            Err(_) => self.replies.push_back(Reply::Refused { run: 0 }),
        }
    }

    /// Whether there is something to do.
    #[must_use]
    pub fn is_busy(&self) -> bool {
        let can_go_on = self.run.as_ref().map_or(self.maker.is_some(), |run| !run.is_paused);
        can_go_on || self.search.is_some() || !self.replies.is_empty()
    }

    /// Does what takes about a millisecond, and returns a reply if there is one.
    pub fn step(&mut self) -> Option<Reply> {
        if self.replies.is_empty() && self.is_busy() {
            match (&self.search, &self.maker) {
                (Some(_), _) => self.search(),
                (None, Some(_)) => self.make_drawings(),
                (None, None) => self.advance(),
            }
        }
        self.replies.pop_front()
    }

    fn prepare(&mut self, recipe: &DataRecipe) {
        if self.run.is_none() && recipe.check().is_ok() {
            self.make_if_missing(recipe);
        }
    }

    fn train(&mut self, number: u32, experiment: Experiment, is_filmed: bool) {
        if experiment.start().is_err() {
            self.run = None;
            self.replies.push_back(Reply::Refused { run: number });
            return;
        }
        self.make_if_missing(&experiment.data);
        let state = RunState::Waiting(Box::new(experiment));
        self.run = Some(Run { number, is_filmed, is_paused: false, state });
    }

    fn set_paused(&mut self, number: u32, is_paused: bool) {
        if let Some(run) = self.run.as_mut().filter(|run| run.number == number) {
            run.is_paused = is_paused;
        }
    }

    /// Starts to make the drawings of a recipe, unless they are there or being made.
    fn make_if_missing(&mut self, recipe: &DataRecipe) {
        let is_there = self.data.as_ref().is_some_and(|(of, _)| of == recipe);
        let is_being_made = self.maker.as_ref().is_some_and(|maker| maker.recipe() == recipe);
        if is_there {
            self.maker = None;
        } else if !is_being_made {
            // Not both in memory at once.
            self.data = None;
            self.maker = Some(DrawingMaker::with(recipe.clone(), self.collections.clone()));
        }
    }

    /// Keeps images. What was made or is being made without them is made again, when a run asks for it.
    fn collect(
        &mut self,
        source: ImageSource,
        is_first: bool,
        is_held_out: bool,
        labels: &[u8],
        pixels: &[u8],
    ) {
        let is_mixed_in = |recipe: &DataRecipe| recipe.mix.contains(source);
        self.data.take_if(|(recipe, _)| is_mixed_in(recipe));
        let outdated =
            self.maker.take_if(|maker| is_mixed_in(maker.recipe())).map(|maker| maker.recipe().clone());
        let awaited = match &self.run {
            Some(Run { state: RunState::Waiting(experiment), .. }) => Some(experiment.data.clone()),
            _ => None,
        };
        let Some(images) = self.collections.get_mut(source) else { return };
        let images = Arc::make_mut(images);
        if is_first {
            *images = SplitData::default();
        }
        let set = if is_held_out { &mut images.held_out } else { &mut images.training };
        for (label, image) in labels.iter().zip(pixels.as_chunks::<N_PIXELS>().0) {
            set.push(*image, *label);
        }
        if let Some(recipe) = awaited.or(outdated) {
            self.make_if_missing(&recipe);
        }
    }

    /// Goes on with the search, ahead of everything else: whoever asks is drawing.
    fn search(&mut self) {
        let Some((number, mut nearest)) = self.search.take() else { return };
        let is_complete =
            self.data.as_ref().is_none_or(|(_, data)| nearest.advance(&data.training, IMAGES_AT_ONCE));
        if is_complete {
            self.replies.push_back(Reply::Nearest { search: number, images: nearest.into_images() });
        } else {
            self.search = Some((number, nearest));
        }
    }

    fn make_drawings(&mut self) {
        let Some(mut maker) = self.maker.take() else { return };
        maker.make(DRAWINGS_AT_ONCE);
        let (n_made, n_total) = maker.progress();
        if let Some(run) = &self.run
            && (n_made.is_multiple_of(DRAWINGS_PER_REPLY) || maker.is_complete())
        {
            let (n_made, n_total) = (n_made as u32, n_total as u32);
            self.replies.push_back(Reply::Preparing { run: run.number, n_made, n_total });
        }
        if maker.is_complete() {
            self.data = Some((maker.recipe().clone(), Arc::new(maker.into_data())));
        } else {
            self.maker = Some(maker);
        }
    }

    fn advance(&mut self) {
        let (Some(run), Some((_, data))) = (&mut self.run, &self.data) else { return };
        match &mut run.state {
            RunState::Waiting(experiment) => match Recording::new((**experiment).clone(), Arc::clone(data)) {
                Ok(recording) if run.is_filmed => {
                    run.state = RunState::Recording(Box::new(recording));
                    self.replies.push_back(Reply::HeldOut { run: run.number, images: data.held_out.clone() });
                }
                Ok(recording) => {
                    run.state = RunState::Recording(Box::new(recording.with_at_most(CURVE_FRAMES)));
                }
                Err(_) => {
                    self.replies.push_back(Reply::Refused { run: run.number });
                    self.run = None;
                }
            },
            RunState::Recording(recording) => {
                let mini_batch = recording.experiment().training.mini_batch;
                let mut frame = recording.advance((SAMPLES_AT_ONCE / mini_batch).max(1));
                if let Some(frame) = frame.as_mut().filter(|_| !run.is_filmed) {
                    frame.parameters.clear();
                }
                self.replies.extend(frame.map(|frame| Reply::Frame { run: run.number, frame }));
                if let Some(end) = recording.end() {
                    let diagnosis = recording.diagnosis();
                    self.replies.push_back(Reply::Ended { run: run.number, end, diagnosis });
                    self.run = None;
                }
            }
        }
    }
}
