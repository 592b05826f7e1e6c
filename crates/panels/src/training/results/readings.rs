//! How the network of a frame reads each of the drawings that are held out.

use digits::DigitImage;
use models::{N_DIGITS, strongest};
use nn::{ForwardPass, Network};

use crate::training::held_out::HeldOut;
use crate::training::results::confusion::Cell;

/// How a network reads a drawing.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Reading {
    /// The drawing's place among those held out.
    pub(super) idx: usize,
    pub(super) cell: Cell,
    /// The output of the digit that it is read as.
    pub(super) output: f32,
    pub(super) loss: f32,
}

/// How a network reads all drawings, those with the largest loss first.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Readings(Vec<Reading>);

impl Readings {
    /// Has the network read every drawing. Those that it has no usable numbers for are left out.
    pub(crate) fn of(network: &Network, held_out: &HeldOut) -> Readings {
        let mut pass = ForwardPass::for_network(network);
        let drawings = held_out.images.images().iter().zip(held_out.images.labels()).enumerate();
        let mut readings: Vec<Reading> = drawings
            .filter_map(|(idx, (image, &written))| {
                network.forward(DigitImage::from_bytes(image).pixels(), &mut pass);
                let read = strongest(pass.output())?;
                let mut target = [0.0; N_DIGITS];
                target[usize::from(written)] = 1.0;
                let z = pass.pre_activations(network.layers().len() - 1);
                let loss = held_out.loss.value(network.output_activation_fn(), z, pass.output(), &target);
                let cell = Cell { written, read: read as u8 };
                Some(Reading { idx, cell, output: pass.output()[read], loss })
            })
            .collect();
        readings.sort_by(|a, b| b.loss.total_cmp(&a.loss));
        Readings(readings)
    }

    /// How many drawings of each digit are read as each: `[written][read]`.
    pub(super) fn counts(&self) -> [[u32; N_DIGITS]; N_DIGITS] {
        let mut counts = [[0; N_DIGITS]; N_DIGITS];
        for Reading { cell, .. } in &self.0 {
            counts[usize::from(cell.written)][usize::from(cell.read)] += 1;
        }
        counts
    }

    /// The drawings of a cell, or all that are read wrongly; those with the largest loss first.
    pub(super) fn in_cell(&self, cell: Option<Cell>) -> impl Iterator<Item = Reading> {
        self.0.iter().copied().filter(move |reading| match cell {
            Some(cell) => reading.cell == cell,
            None => reading.cell.is_mistake(),
        })
    }
}
