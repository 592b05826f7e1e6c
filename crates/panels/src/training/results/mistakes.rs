//! The scene of the mistakes: the confusion matrix, and the drawings of one of its cells or the worst mistakes.

use app::number;
use app::palette::Palette;
use app::scene::heat_map::{self, Rgba};
use digits::DigitImage;
use models::N_DIGITS;

use super::confusion::{Cell, CellScene};
use super::readings::{Reading, Readings};
use crate::training::state::Training;

/// The most drawings shown.
const N_SHOWN: usize = 8;

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
    /// Why some of them cannot be put on the pad, or empty.
    pub note: &'static str,
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
    /// Whether it can be put on the pad.
    pub has_ink: bool,
}

/// The view's scene, from how the network of the frame shown reads the drawings; `None` while it is not known which they are.
pub(crate) fn mistakes_scene(
    training: &Training,
    readings: &Readings,
    palette: &Palette,
) -> Option<MistakesScene> {
    let held_out = training.held_out.as_ref()?;
    let chosen = training.results.chosen;
    let drawings: Vec<DrawingScene> = readings
        .in_cell(chosen)
        .take(N_SHOWN)
        .map(|reading| DrawingScene {
            idx: reading.idx,
            picture: heat_map::activations(
                DigitImage::from_bytes(&held_out.images.images()[reading.idx]).pixels(),
                palette,
            ),
            caption: caption(reading),
            has_ink: held_out.ink(reading.idx).is_some(),
        })
        .collect();
    let is_without_ink = drawings.iter().any(|drawing| !drawing.has_ink);
    Some(MistakesScene {
        rows: rows(readings),
        cursor: training.results.cursor,
        chosen,
        title: title(chosen, readings.in_cell(chosen).count()),
        drawings,
        note: if is_without_ink {
            "Of some there is only an image, without the strokes that the pad needs."
        } else {
            ""
        },
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

fn title(chosen: Option<Cell>, n: usize) -> String {
    let n_text = number::thousands(n);
    let counted = |noun: &str| [n_text.as_str(), " ", noun, if n == 1 { "" } else { "s" }].concat();
    match chosen {
        None if n > N_SHOWN => format!("The worst of {n_text} mistakes"),
        None => counted("mistake"),
        Some(Cell { written, read }) => format!("{written} read as {read}: {}", counted("drawing")),
    }
}

fn caption(reading: Reading) -> String {
    let Cell { written, read } = reading.cell;
    let article = if written == 8 { "an" } else { "a" };
    format!("{article} {written}, read as {read} ({})", number::fixed(reading.output, 2))
}
