//! The scene of the mistakes: the confusion matrix, and the drawings of one of its cells or the worst mistakes.

use app::number;
use app::palette::Palette;
use app::scene::heat_map::{self, Rgba};
use digits::DigitImage;
use models::N_DIGITS;

use super::confusion::{Cell, CellScene};
use super::readings::{Reading, Readings};
use crate::training::state::Training;

/// The most drawings shown at first.
const N_SHOWN: usize = 8;
/// How many more of them are shown at a time.
const N_MORE: usize = 24;

/// The content of the view.
#[derive(Clone, Debug, PartialEq)]
pub struct MistakesScene {
    /// The matrix, one row for each digit written.
    pub rows: Vec<Vec<CellScene>>,
    /// The cell that the keyboard reaches.
    pub cursor: Cell,
    /// The cell whose drawings are shown.
    pub chosen: Option<Cell>,
    /// What the drawings are.
    pub title: String,
    /// The drawings, those with the largest loss first.
    pub drawings: Vec<DrawingScene>,
    /// Whether there are more of them.
    pub has_more: bool,
}

/// A drawing.
#[derive(Clone, Debug, PartialEq)]
pub struct DrawingScene {
    /// Its place among those held out.
    pub idx: usize,
    /// The image that the network reads.
    pub picture: Rgba,
    /// What it is, and what it is read as.
    pub caption: String,
}

/// The view's scene, from how the network of the frame shown reads the drawings; `None` while it is not known which they are.
pub(crate) fn mistakes_scene(
    training: &Training,
    readings: &Readings,
    palette: &Palette,
) -> Option<MistakesScene> {
    let held_out = training.held_out.as_ref()?;
    let chosen = training.results.chosen;
    let n = readings.in_cell(chosen).count();
    let n_shown = N_SHOWN + N_MORE * training.results.n_asked_for_more;
    let drawings = readings
        .in_cell(chosen)
        .take(n_shown)
        .map(|reading| DrawingScene {
            idx: reading.idx,
            picture: heat_map::activations(
                DigitImage::from_bytes(&held_out.images.images()[reading.idx]).pixels(),
                palette,
            ),
            caption: caption(reading),
        })
        .collect();
    Some(MistakesScene {
        rows: rows(readings),
        cursor: training.results.cursor,
        chosen,
        title: title(chosen, n, n_shown),
        drawings,
        has_more: n > n_shown,
    })
}

/// The rows of the matrix.
fn rows(readings: &Readings) -> Vec<Vec<CellScene>> {
    let row = |counts: &[u32; N_DIGITS]| {
        let total = counts.iter().sum::<u32>().max(1) as f32;
        counts.iter().map(|&n| CellScene { n, share: n as f32 / total }).collect()
    };
    readings.counts().iter().map(row).collect()
}

fn title(chosen: Option<Cell>, n: usize, n_shown: usize) -> String {
    let n_text = number::thousands(n);
    let counted = |noun: &str| [n_text.as_str(), " ", noun, if n == 1 { "" } else { "s" }].concat();
    match chosen {
        None if n > n_shown => format!("The worst of {n_text} mistakes"),
        None => counted("mistake"),
        Some(Cell { written, read }) => format!("{written} read as {read}: {}", counted("drawing")),
    }
}

fn caption(reading: Reading) -> String {
    let Cell { written, read } = reading.cell;
    let article = if written == 8 { "an" } else { "a" };
    format!("{article} {written}, read as {read} ({})", number::fixed(reading.output, 2))
}
