//! The first layer's part of back-propagation, where the inputs are mostly zero.
//!
//! The weights are copied into panels of 16 rows, in which each column is a cache line, and the gradient is accumulated
//! in such panels. However many neurons the layer has, the inner loops of `columns` run over whole, aligned cache lines,
//! and one panel stays in the processor's cache while all samples are multiplied with it.

use std::borrow::{Borrow, BorrowMut};
use std::ops::Range;

use fearless_simd::Simd;
use nalgebra::{DMatrix, DMatrixView};

use crate::Layer;
use crate::columns::{GROUP, PANEL_ROWS, PanelColumn, add_columns_of_panel, add_outer_product, find_nonzero};

/// The buffers of a first layer for a mini-batch.
#[derive(Debug, Clone)]
pub(crate) struct SparseLayer {
    n_inputs: usize,
    /// For each sample in turn, the groups of its inputs that are not all zero.
    groups: Vec<u32>,
    /// Where each sample's groups end.
    ends: Vec<usize>,
    /// The panels one after the other: of the weights in the forward pass, then of the gradient.
    panels: Vec<AlignedColumn>,
}

/// A column of a panel, aligned so that it fills exactly one cache line.
#[derive(Debug, Clone, Copy)]
#[repr(align(64))]
struct AlignedColumn(PanelColumn);

impl Borrow<PanelColumn> for AlignedColumn {
    #[inline(always)]
    fn borrow(&self) -> &PanelColumn {
        &self.0
    }
}

impl BorrowMut<PanelColumn> for AlignedColumn {
    #[inline(always)]
    fn borrow_mut(&mut self) -> &mut PanelColumn {
        &mut self.0
    }
}

impl SparseLayer {
    /// Creates buffers for `n_samples` samples.
    pub(crate) fn new(layer: &Layer, n_samples: usize) -> Self {
        let n_panels = layer.n_outputs().div_ceil(PANEL_ROWS);
        SparseLayer {
            n_inputs: layer.n_inputs(),
            groups: vec![0; layer.n_inputs() / GROUP * n_samples],
            ends: Vec::with_capacity(n_samples),
            panels: vec![AlignedColumn([0.0; PANEL_ROWS]); n_panels * layer.n_inputs()],
        }
    }

    /// `Z = W X + b`; also records where the inputs are zero.
    ///
    /// # Shapes
    ///
    /// `inputs` is `(n_inputs, n_samples)`, `pre_activations` is `(n_outputs, n_samples)`.
    #[inline(always)]
    pub(crate) fn pre_activate<S: Simd>(
        &mut self,
        simd: S,
        layer: &Layer,
        inputs: DMatrixView<'_, f32>,
        pre_activations: &mut DMatrix<f32>,
    ) {
        // A separate pass: done per sample inside the loop below, training takes a third longer.
        self.find_nonzero(simd, inputs);
        self.pack(layer.weights());
        let n_rows = layer.n_outputs();
        for (panel, rows) in self.panels.chunks_exact(self.n_inputs).zip(rows_of_panels(n_rows)) {
            let mut biases = [0.0; PANEL_ROWS];
            copy(&layer.biases().as_slice()[rows.clone()], &mut biases[..rows.len()]);
            for (sample, z) in pre_activations.as_mut_slice().chunks_exact_mut(n_rows).enumerate() {
                let mut sums = biases;
                let groups = groups_of(sample, &self.groups, &self.ends);
                add_columns_of_panel(simd, panel, inputs.column(sample).as_slice(), groups, &mut sums);
                copy(&sums[..rows.len()], &mut z[rows.clone()]);
            }
        }
    }

    /// `dC/dW = delta X^T`, for the inputs last passed to [`pre_activate`](Self::pre_activate).
    ///
    /// # Shapes
    ///
    /// `deltas` is `(n_outputs, n_samples)`, `gradient` is `(n_outputs, n_inputs)`.
    #[inline(always)]
    pub(crate) fn compute_gradient<S: Simd>(
        &mut self,
        simd: S,
        deltas: &DMatrix<f32>,
        inputs: DMatrixView<'_, f32>,
        gradient: &mut DMatrix<f32>,
    ) {
        self.panels.fill(AlignedColumn([0.0; PANEL_ROWS]));
        let n_rows = deltas.nrows();
        for (panel, rows) in self.panels.chunks_exact_mut(self.n_inputs).zip(rows_of_panels(n_rows)) {
            for (sample, deltas) in deltas.as_slice().chunks_exact(n_rows).enumerate() {
                let mut delta = [0.0; PANEL_ROWS];
                copy(&deltas[rows.clone()], &mut delta[..rows.len()]);
                let groups = groups_of(sample, &self.groups, &self.ends);
                add_outer_product(simd, panel, &delta, inputs.column(sample).as_slice(), groups);
            }
        }
        self.unpack(gradient);
    }

    #[inline(always)]
    fn find_nonzero<S: Simd>(&mut self, simd: S, inputs: DMatrixView<'_, f32>) {
        self.ends.clear();
        let mut end = 0;
        for sample in inputs.column_iter() {
            end += find_nonzero(simd, sample.as_slice(), &mut self.groups[end..]);
            self.ends.push(end);
        }
    }

    /// Copies a matrix into the panels; the unused rows of the last panel stay zero.
    #[inline(always)]
    fn pack(&mut self, matrix: &DMatrix<f32>) {
        let n_rows = matrix.nrows();
        for (panel, rows) in self.panels.chunks_exact_mut(self.n_inputs).zip(rows_of_panels(n_rows)) {
            for (to, from) in panel.iter_mut().zip(matrix.as_slice().chunks_exact(n_rows)) {
                copy(&from[rows.clone()], &mut to.0[..rows.len()]);
            }
        }
    }

    /// Copies the panels into a matrix.
    #[inline(always)]
    fn unpack(&self, matrix: &mut DMatrix<f32>) {
        let n_rows = matrix.nrows();
        for (panel, rows) in self.panels.chunks_exact(self.n_inputs).zip(rows_of_panels(n_rows)) {
            for (from, to) in panel.iter().zip(matrix.as_mut_slice().chunks_exact_mut(n_rows)) {
                copy(&from.0[..rows.len()], &mut to[rows.clone()]);
            }
        }
    }
}

/// Copies rows of a panel; a full panel is copied without a function call.
#[inline(always)]
fn copy(from: &[f32], to: &mut [f32]) {
    match (from.as_array::<PANEL_ROWS>(), to.as_mut_array::<PANEL_ROWS>()) {
        (Some(from), Some(to)) => *to = *from,
        _ => to.copy_from_slice(from),
    }
}

/// The rows of a matrix that each panel holds; the last panel may hold fewer.
fn rows_of_panels(n_rows: usize) -> impl Iterator<Item = Range<usize>> {
    (0..n_rows).step_by(PANEL_ROWS).map(move |row| row..n_rows.min(row + PANEL_ROWS))
}

#[inline(always)]
fn groups_of<'a>(sample: usize, groups: &'a [u32], ends: &[usize]) -> &'a [u32] {
    let start = if sample == 0 { 0 } else { ends[sample - 1] };
    &groups[start..ends[sample]]
}
