//! The tally, as displayed.

use std::rc::Rc;

use app::number;
use app::state::Core;

use super::cell::{Cell, N_CELLS};
use super::state::Tally;
use crate::drawings::{Labelled, Picture, words};
use crate::predict::{Predict, Prediction, Score};

/// The most pictures shown.
const N_PICTURES: usize = 60;

/// The tally.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TallyScene {
    /// Whether the inspector is shown beside it.
    pub has_neighbour: bool,
    /// How many were read correctly.
    pub score: String,
    /// How many of the predictions were right, or empty.
    pub predicted: String,
    /// What there is to do, or what was done last.
    pub says: String,
    /// What is wrong with what is stored, or empty.
    pub trouble: String,
    /// Whether what is on the pad can be labelled.
    pub can_be_labelled: bool,
    /// Whether there is something to take back.
    pub can_undo: bool,
    /// Whether there is something to save.
    pub has_drawings: bool,
    /// How many drawings there are in each cell, row by row.
    pub counts: Vec<u32>,
    /// The cell whose drawings are shown.
    pub chosen: Option<Cell>,
    /// What the pictures are.
    pub title: String,
    /// The newest first.
    pub pictures: Vec<Picture>,
    /// The number of drawings without a picture here, in words, or empty.
    pub more: String,
}

/// The scene; `None` while it is closed.
pub fn tally_scene(tally: &Tally, predict: &Predict, core: &Core) -> Option<TallyScene> {
    if !tally.is_open {
        return None;
    }
    let drawings = tally.shelf.drawings();
    let mut counts = vec![0; N_CELLS];
    let (mut n_unsure, mut predicted) = (0, Score::default());
    for drawing in drawings {
        let cell = Cell::of(drawing);
        counts[cell.place()] += 1;
        n_unsure += usize::from(cell.read == Prediction::NotSure);
        if let Some(said) = drawing.reading.predicted {
            predicted.n_predictions += 1;
            predicted.n_right += usize::from(said == cell.read);
        }
    }
    let is_shown = |drawing: &&Labelled| {
        let cell = Cell::of(drawing);
        tally.chosen.map_or(!cell.is_right(), |chosen| cell == chosen)
    };
    let n_shown = drawings.iter().filter(is_shown).count();
    let counted = if n_shown == 1 { "1 drawing".to_owned() } else { format!("{n_shown} drawings") };
    let has_ink = !core.pad().ink().is_empty();
    let is_covered = predict.is_covering();
    Some(TallyScene {
        has_neighbour: tally.has_neighbour(core),
        score: score(tally.score(), n_unsure),
        predicted: match predicted.n_predictions {
            0 => String::new(),
            n => format!("{} of {n} predicted correctly", predicted.n_right),
        },
        says: match (has_ink, is_covered) {
            _ if !tally.says.is_empty() => tally.says.clone(),
            (true, true) => "Predict first: what will it read?".to_owned(),
            (true, false) => "What was it meant to be? Press its key, or a button.".to_owned(),
            (false, _) => "Draw a digit.".to_owned(),
        },
        trouble: tally.trouble.clone(),
        can_be_labelled: has_ink && !is_covered,
        can_undo: tally.shelf.can_undo(),
        has_drawings: !drawings.is_empty(),
        counts,
        chosen: tally.chosen,
        title: match tally.chosen {
            Some(cell) => [&cell.words(), ": ", &counted].concat(),
            None if drawings.is_empty() => String::new(),
            None if n_shown == 0 => "Nothing was misread.".to_owned(),
            None => ["Misread: ", &counted].concat(),
        },
        pictures: drawings.iter().rev().filter(is_shown).take(N_PICTURES).map(picture).collect(),
        more: match n_shown.saturating_sub(N_PICTURES) {
            0 => String::new(),
            n_more => format!("and {n_more} older ones"),
        },
    })
}

fn score((n, n_right): (usize, usize), n_unsure: usize) -> String {
    if n == 0 {
        return "No drawings yet".to_owned();
    }
    let share = number::percent(n_right as f32 / n as f32);
    let unsure = if n_unsure == 0 { String::new() } else { format!(", {n_unsure} not sure") };
    format!("{n_right} of {n} read correctly ({share}){unsure}")
}

fn picture(drawing: &Labelled) -> Picture {
    let meant = drawing.label.to_string();
    let read = drawing.reading.read;
    let caption = [&meant, " → ", &read.name()].concat();
    Picture {
        key: drawing.key.clone(),
        name: [&caption, ": meant ", &meant, ", read ", &words(read), ". Put it on the pad"].concat(),
        caption,
        path: Rc::clone(&drawing.path),
    }
}
