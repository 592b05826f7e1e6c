//! What would change the network's mind, as displayed.

use app::number::{percent, thousands};
use digits::Ink;

use crate::svg;
use crate::why::flip::edit::Kind;
use crate::why::flip::search::{Flip, Search};

/// The side of the pictures' box.
const SIDE: f32 = 100.0;

/// An edit that flips the answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FlipCard {
    /// What it does.
    pub kind: Kind,
    /// What to do and what comes of it, as a sentence.
    pub text: String,
    /// The ink that stays, as the `d` of an SVG path in a box of 100 by 100.
    pub stays: String,
    /// The same with what goes or comes.
    pub with_change: String,
}

/// The search and what it has found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FlipScene {
    /// The question.
    pub title: &'static str,
    /// What flips the answer.
    pub cards: Vec<FlipCard>,
    /// What has been tried, and what has not been found.
    pub note: String,
}

/// What has been found so far; nothing before there is a search, as long as the pen is down.
pub fn flip_scene(search: Option<&Search>) -> FlipScene {
    let done = search.map(|search| {
        let kinds = Kind::ALL.into_iter().filter(|kind| search.is_done_with(*kind));
        let found = kinds.filter_map(|kind| search.found(kind));
        found.map(|flip| card(search.ink(), flip)).collect()
    });
    FlipScene {
        title: match search {
            Some(search) if search.reading().is_none() => "What would make up its mind?",
            _ => "What would change its mind?",
        },
        cards: done.unwrap_or_default(),
        note: note(search.filter(|search| search.is_over())),
    }
}

fn card(before: &Ink, flip: &Flip) -> FlipCard {
    let (kind, reads, share) = (flip.edit.kind, flip.reads, percent(flip.share));
    let (stays, with_change) = match kind {
        Kind::RubOut => (&flip.after, before),
        Kind::Add => (before, &flip.after),
    };
    let text = match kind {
        Kind::RubOut => format!("Rub this out ({share} of the ink) and it reads {reads}"),
        Kind::Add if flip.edit.way.len() == 1 => format!("Add this dot and it reads {reads}"),
        Kind::Add => format!("Add this stroke ({share} more ink) and it reads {reads}"),
    };
    FlipCard { kind, text, stays: path(stays), with_change: path(with_change) }
}

/// `search`: once it is over.
fn note(search: Option<&Search>) -> String {
    let Some(search) = search else { return "Trying small changes to your drawing…".to_owned() };
    let n_tried = thousands(search.n_tried());
    match (search.found(Kind::RubOut), search.found(Kind::Add)) {
        _ if search.n_tried() == 0 => {
            "The pixels were set directly: there is no drawing to change.".to_owned()
        }
        (None, None) => format!("None of the {n_tried} small changes tried makes it read another digit."),
        (Some(_), Some(_)) => format!(
            "The smallest of each kind among {n_tried} tried. Click one to apply it; Undo takes it back."
        ),
        (rub_out, _) => {
            let other = if rub_out.is_some() { "added stroke" } else { "rubbing out" };
            format!(
                "The smallest among {n_tried} tried; no {other} works. Click it to apply it; Undo takes it back."
            )
        }
    }
}

/// All strokes as one path. A dot is a line of no length, whose round caps show.
fn path(ink: &Ink) -> String {
    let strokes = ink.strokes.iter().map(|stroke| {
        let points = stroke.points.iter().chain(stroke.points.first().filter(|_| stroke.points.len() == 1));
        svg::line(points.map(|point| (SIDE * point.x, SIDE * point.y)))
    });
    strokes.collect()
}
