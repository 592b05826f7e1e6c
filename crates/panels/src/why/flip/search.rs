//! The search for the smallest edits that make the network read another digit, through the real way from ink to answer. It
//! tries short edits before long ones, and a frame's share at a time. What it finds is the smallest that it tried.
//!
//! Where the eraser goes is not guessed: it tries the whole drawing. Where a stroke helps, a dot tells first: it moves the
//! outputs as the gradient says, through all the steps from ink to pixels. Strokes are tried at the best of these places.

use app::revision::Revision;
use app::state::Core;
use digits::{DigitImage, Ink, Point, Preprocessing};
use models::{Answer, Model};
use nn::ForwardPass;

use crate::why::flip::edit::{Edit, Kind, N_DIRECTIONS, RUBS, STROKES, crossings, length, rub, starts};

/// Strokes are tried at this many places, the best for a dot.
const N_PLACES: usize = 16;
/// Work in a frame: about 25 edits of a digit for a network of 784-16-16-10.
const WORK_IN_A_FRAME: usize = 3_000_000;
/// Work for drawing an edit, counted in the network's parameters: for the image, and for each of its points.
const WORK_OF_AN_IMAGE: usize = 40_000;
const WORK_OF_A_POINT: usize = 500;

/// An edit that makes the network read another digit.
#[derive(Clone, Debug, PartialEq)]
pub struct Flip {
    /// The edit.
    pub edit: Edit,
    /// The drawing after it.
    pub after: Ink,
    /// What the network reads then.
    pub reads: usize,
    /// How much of the ink goes, or how much comes, as a fraction of the drawing's length.
    pub share: f32,
    /// The lower, the better.
    cost: f32,
}

/// What is tried next: of which length, and which of these.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Next {
    RubOut { length_idx: usize, idx: usize },
    Add { length_idx: usize, idx: usize },
    Nothing,
}

/// The search, as far as it has come.
#[derive(Clone, Debug)]
pub struct Search {
    /// Advances whenever there is news.
    revision: Revision,
    ink: Ink,
    preprocessing: Preprocessing,
    /// What the network reads now; `None` while it is not sure.
    reading: Option<usize>,
    starts: Vec<(usize, f32)>,
    /// The places of dots, and how much a dot there helps; after the dots only the best ones.
    places: Vec<(Point, f32)>,
    next: Next,
    n_tried: usize,
    rub_out: Option<Flip>,
    add: Option<Flip>,
    pass: ForwardPass,
}

impl Search {
    /// Begins with the current drawing; `None` without one, without a network, or if its outputs say nothing. `revision`: of
    /// the search before.
    pub(crate) fn new(core: &Core, revision: Revision) -> Option<Search> {
        let (model, ink) = (core.model()?, core.pad().ink());
        if ink.is_empty() {
            return None;
        }
        let mut search = Search {
            revision,
            ink: ink.clone(),
            preprocessing: core.preprocessing(),
            reading: None,
            starts: starts(ink),
            places: crossings(ink).into_iter().map(|place| (place, 0.0)).collect(),
            next: Next::RubOut { length_idx: 0, idx: 0 },
            n_tried: 0,
            rub_out: None,
            add: None,
            pass: ForwardPass::for_network(&model.network),
        };
        let image = core.image_by(&search.preprocessing);
        search.reading = search.read(model, &image)?.winner();
        // Given pixels are no drawing that could be changed.
        if core.given().is_some() {
            search.next = Next::Nothing;
        }
        search.revision.advance();
        Some(search)
    }

    /// Advances whenever there is news.
    pub fn revision(&self) -> Revision {
        self.revision
    }

    /// What the network read before any edit; `None` if it was not sure.
    pub fn reading(&self) -> Option<usize> {
        self.reading
    }

    /// The smallest edit of this kind that it has found.
    pub fn found(&self, kind: Kind) -> Option<&Flip> {
        match kind {
            Kind::RubOut => self.rub_out.as_ref(),
            Kind::Add => self.add.as_ref(),
        }
    }

    /// Whether it is done with this kind.
    pub fn is_done_with(&self, kind: Kind) -> bool {
        match self.next {
            Next::RubOut { .. } => false,
            Next::Add { .. } => kind == Kind::RubOut,
            Next::Nothing => true,
        }
    }

    /// Whether everything has been tried.
    pub fn is_over(&self) -> bool {
        self.next == Next::Nothing
    }

    /// How many edits it has tried.
    pub fn n_tried(&self) -> usize {
        self.n_tried
    }

    /// The drawing that it edits.
    pub fn ink(&self) -> &Ink {
        &self.ink
    }

    /// Does a frame's share.
    pub(crate) fn go_on(&mut self, model: &Model) {
        let work = model.network.n_parameters() + WORK_OF_AN_IMAGE + WORK_OF_A_POINT * self.ink.n_points();
        for _ in 0..(WORK_IN_A_FRAME / work).max(1) {
            self.step(model);
        }
    }

    /// Tries the next edit, or goes on to the next length.
    fn step(&mut self, model: &Model) {
        self.next = match self.next {
            Next::RubOut { length_idx, idx } => match self.starts.get(idx) {
                Some(start) => {
                    if let Some(edit) = rub(&self.ink, *start, RUBS[length_idx]) {
                        self.attempt(model, edit);
                    }
                    Next::RubOut { length_idx, idx: idx + 1 }
                }
                None if self.rub_out.is_none() && length_idx + 1 < RUBS.len() => {
                    Next::RubOut { length_idx: length_idx + 1, idx: 0 }
                }
                None => self.begin(Next::Add { length_idx: 0, idx: 0 }),
            },
            Next::Add { length_idx, idx } => {
                let n_directions = if length_idx == 0 { 1 } else { N_DIRECTIONS };
                match self.places.get(idx / n_directions) {
                    Some(&(place, _)) => {
                        let helps = Edit::stroke(place, idx % n_directions, STROKES[length_idx])
                            .and_then(|edit| self.attempt(model, edit));
                        if length_idx == 0 {
                            self.places[idx].1 = helps.unwrap_or(f32::NEG_INFINITY);
                        }
                        Next::Add { length_idx, idx: idx + 1 }
                    }
                    None if self.add.is_none() && length_idx + 1 < STROKES.len() => {
                        self.keep_best_places();
                        Next::Add { length_idx: length_idx + 1, idx: 0 }
                    }
                    None => self.begin(Next::Nothing),
                }
            }
            Next::Nothing => Next::Nothing,
        };
    }

    /// Keeps the places where a dot helps most.
    fn keep_best_places(&mut self) {
        let mut rest = std::mem::take(&mut self.places);
        while self.places.len() < N_PLACES
            && let Some(best) = (0..rest.len()).max_by(|a, b| rest[*a].1.total_cmp(&rest[*b].1))
        {
            self.places.push(rest.swap_remove(best));
        }
    }

    /// What is next, after one kind is done.
    fn begin(&mut self, next: Next) -> Next {
        self.revision.advance();
        next
    }

    /// Tries an edit, and keeps it if it is the smallest of its kind that flips the answer. Returns how far it leads towards
    /// another digit.
    fn attempt(&mut self, model: &Model, edit: Edit) -> Option<f32> {
        let after = edit.applied(&self.ink)?;
        self.n_tried += 1;
        let answer = self.read(model, &after.to_image(&self.preprocessing))?;
        let reads = answer.winner().filter(|digit| Some(*digit) != self.reading);
        let lead = self.lead(model.network.layers().len() - 1);
        let whole = length(&self.ink).max(f32::MIN_POSITIVE);
        let share = (length(&after) - whole).abs() / whole;
        // Of strokes, which are equally long, the clearest.
        let (cost, before) = match edit.kind {
            Kind::RubOut => (share, &mut self.rub_out),
            Kind::Add => (-lead, &mut self.add),
        };
        if let Some(reads) = reads
            && before.as_ref().is_none_or(|before| cost < before.cost)
        {
            *before = Some(Flip { edit, after, reads, share, cost });
            self.revision.advance();
        }
        Some(lead)
    }

    /// The network's answer for this image.
    fn read(&mut self, model: &Model, image: &DigitImage) -> Option<Answer> {
        model.network.forward(image.pixels(), &mut self.pass);
        Answer::from_outputs(self.pass.output(), model.rejection_threshold)
    }

    /// By how much the strongest other output leads over the digit read, or over nothing while the network is not sure. In
    /// pre-activations, which do not saturate.
    fn lead(&self, last_layer: usize) -> f32 {
        let z = self.pass.pre_activations(last_layer);
        let others = (0..z.len()).filter(|digit| Some(*digit) != self.reading);
        let best = others.map(|digit| z[digit]).fold(f32::NEG_INFINITY, f32::max);
        best - self.reading.map_or(0.0, |digit| z[digit])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use app::derived::Derived;
    use app::examples::example;
    use app::msg::Msg;
    use app::pad::Pad;
    use app::update::update;
    use models::{ModelSource, SHIPPED};

    fn shipped() -> impl Iterator<Item = (&'static str, Model)> {
        let directory = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../pretrained");
        SHIPPED.iter().map(move |shipped| {
            let json = std::fs::read(directory.join(shipped.name).with_extension("json")).expect("its file");
            (shipped.name, Model::from_json(&json).expect("a model"))
        })
    }

    fn searched(core: &Core) -> Option<Search> {
        let mut search = Search::new(core, Revision::default())?;
        while !search.is_over() {
            search.go_on(core.model().expect("there is one"));
        }
        Some(search)
    }

    fn winner(core: &Core) -> Option<usize> {
        Derived::default().answer(core).and_then(|answer| answer.winner())
    }

    /// In every shipped model and for every built-in digit: what is said to flip the answer does, and can be undone.
    #[test]
    fn an_edit_flips_the_answer_as_the_page_has_it_and_undo_brings_the_drawing_back() {
        for (name, model) in shipped() {
            let mut core = Core::default();
            core.adopt(ModelSource::Shipped(name), model);
            let mut n_found = 0;
            for digit in 0..10 {
                update(&mut core, Msg::ShowExample(digit));
                let before = winner(&core);
                let search = searched(&core).expect("there is ink");
                assert_eq!(search.reading(), before);
                for flip in Kind::ALL.into_iter().filter_map(|kind| search.found(kind)) {
                    n_found += 1;
                    core.edit_ink(|pad| pad.replace(flip.after.clone()));
                    assert_eq!(winner(&core), Some(flip.reads), "{name} {digit}: {:?}", flip.edit);
                    assert_ne!(winner(&core), before);
                    core.edit_ink(Pad::undo);
                    assert_eq!(*core.pad().ink(), example(digit), "{name} {digit}");
                }
            }
            assert!(name == "untrained" || n_found >= 12, "{name}: {n_found} of 20");
        }
    }

    #[test]
    fn a_frames_share_leads_to_the_same_end() {
        let (_, model) = shipped().next().expect("the first");
        let mut core = Core::default();
        core.adopt(ModelSource::Shipped("vanilla"), model.clone());
        assert!(searched(&core).is_none(), "there is nothing to change on an empty pad");
        update(&mut core, Msg::ShowExample(3));
        let (mut one_by_one, in_frames) =
            (Search::new(&core, Revision::default()).expect("ink"), searched(&core));
        while !one_by_one.is_over() {
            one_by_one.step(&model);
        }
        let in_frames = in_frames.expect("ink");
        assert_eq!(one_by_one.n_tried(), in_frames.n_tried());
        for kind in Kind::ALL {
            assert_eq!(one_by_one.found(kind), in_frames.found(kind));
            assert!(in_frames.is_done_with(kind));
        }
    }

    #[test]
    fn given_pixels_are_not_taken_for_a_drawing() {
        let (_, model) = shipped().next().expect("the first");
        let mut core = Core::default();
        core.adopt(ModelSource::Shipped("vanilla"), model);
        core.give_pixels(example(1), example(3).to_image(&core.preprocessing()));
        let search = searched(&core).expect("something is read");
        assert_eq!((search.n_tried(), search.reading()), (0, winner(&core)));
    }

    /// While it is not sure, whatever makes it sure is a flip.
    #[test]
    fn not_sure_is_no_digit() {
        let (_, model) = shipped().next().expect("the first");
        let mut core = Core::default();
        core.adopt(ModelSource::Shipped("vanilla"), Model { rejection_threshold: Some(1.5), ..model });
        update(&mut core, Msg::ShowExample(3));
        let search = searched(&core).expect("there is ink");
        assert_eq!(search.reading(), None);
        assert!(Kind::ALL.iter().all(|kind| search.found(*kind).is_none()), "it is never sure of anything");
    }
}
