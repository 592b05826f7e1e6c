//! The matrix products of backpropagation, which skip inputs that are zero.
//!
//! A matrix is taken in panels of 16 rows, in which each column is a cache line: one panel stays in the processor's cache while
//! all samples are multiplied with it. A matrix of 16 rows, such as the weights of a layer of 16 neurons, is a panel as it is;
//! others are copied into panels and back. The order of additions is fixed, so every processor computes the same bits.

use std::ops::Range;

use fearless_simd::Simd;
use nalgebra::DMatrix;

use crate::panel::{PANEL_ROWS, PanelColumn, add_columns_of_panel, add_outer_products};
use crate::{InputsView, LayerGradients};

/// How many neighbouring columns are listed together: ink lies together, and to list single columns takes longer than it saves.
const GROUP: usize = 4;

/// The products with one matrix for a mini-batch, and their buffers.
#[derive(Debug, Clone, Default)]
pub(crate) struct Products {
    /// Whether each [`GROUP`] of columns may differ from zero.
    is_nonzero: Vec<bool>,
    /// The panels one after the other, of a matrix that is not one itself.
    panels: Vec<PanelColumn>,
    /// The rows of the deltas that belong to a panel, of a matrix that is not one itself.
    deltas: Vec<PanelColumn>,
}

impl Products {
    /// `Z = M X + b`, where the same `start` is `b` for every sample.
    ///
    /// # Shapes
    ///
    /// `matrix` is `(n_outputs, n_inputs)`, `start` has `n_outputs` numbers, `inputs` have `n_inputs` numbers, `outputs` is
    /// `(n_outputs, n_samples)`.
    #[inline(always)]
    pub(crate) fn multiply<S: Simd>(
        &mut self,
        simd: S,
        matrix: &DMatrix<f32>,
        start: &[f32],
        inputs: InputsView<'_>,
        outputs: &mut DMatrix<f32>,
    ) {
        let n_rows = matrix.nrows();
        let panels = if n_rows == PANEL_ROWS {
            matrix.as_slice().as_chunks().0
        } else {
            pack(matrix, &mut self.panels);
            &self.panels
        };
        for (panel, rows) in panels.chunks_exact(matrix.ncols()).zip(rows_of_panels(n_rows)) {
            let mut starts = [0.0; PANEL_ROWS];
            copy(&start[rows.clone()], &mut starts[..rows.len()]);
            for (sample, z) in outputs.as_mut_slice().chunks_exact_mut(n_rows).enumerate() {
                let mut sums = starts;
                add_columns_of_panel(simd, panel, inputs.sample(sample), &mut sums);
                copy(&sums[..rows.len()], &mut z[rows.clone()]);
            }
        }
    }

    /// `dC/dW = D X^T`, for the inputs and the number of rows last passed to [`multiply`](Self::multiply). Only columns that
    /// differ from zero, now or before, are written.
    ///
    /// # Shapes
    ///
    /// `deltas` is `(n_outputs, n_samples)`, `gradients` are those of a layer with `n_outputs` neurons and `n_inputs` inputs.
    #[inline(always)]
    pub(crate) fn outer_product<S: Simd>(
        &mut self,
        simd: S,
        deltas: &DMatrix<f32>,
        inputs: InputsView<'_>,
        gradients: &mut LayerGradients,
    ) {
        let LayerGradients { weights, nonzero_columns, .. } = gradients;
        let (n_rows, n_columns) = weights.shape();
        for columns in nonzero_columns.iter() {
            weights.as_mut_slice()[n_rows * columns.start..n_rows * columns.end].fill(0.0);
        }
        self.list_nonzero_columns(inputs, nonzero_columns);
        let is_panel = n_rows == PANEL_ROWS;
        let panels = if is_panel {
            weights.as_mut_slice().as_chunks_mut().0
        } else {
            self.panels.fill([0.0; PANEL_ROWS]);
            &mut self.panels
        };
        for (panel, rows) in panels.chunks_exact_mut(n_columns).zip(rows_of_panels(n_rows)) {
            let deltas = if is_panel {
                deltas.as_slice().as_chunks().0
            } else {
                self.deltas.resize(inputs.n_samples(), [0.0; PANEL_ROWS]);
                for (to, from) in self.deltas.iter_mut().zip(deltas.as_slice().chunks_exact(n_rows)) {
                    *to = [0.0; PANEL_ROWS];
                    copy(&from[rows.clone()], &mut to[..rows.len()]);
                }
                &self.deltas
            };
            add_outer_products(simd, panel, deltas, inputs);
        }
        if !is_panel {
            unpack(&self.panels, weights);
        }
    }

    /// Lists the columns at which any sample's input may differ from zero.
    fn list_nonzero_columns(&mut self, inputs: InputsView<'_>, columns: &mut Vec<Range<usize>>) {
        let n_inputs = inputs.n_inputs();
        columns.clear();
        let Some(indices) = inputs.all_indices() else {
            return columns.push(0..n_inputs);
        };
        if indices.len() > n_inputs {
            // With so many samples most columns differ from zero, but for the first and the last ones, where no image has ink. To look
            // for more would take longer than it saves.
            let samples = (0..inputs.n_samples()).filter_map(|sample| inputs.sample(sample).indices);
            let first = samples.clone().filter_map(<[u16]>::first).min();
            let last = samples.filter_map(<[u16]>::last).max();
            columns.extend(first.zip(last).map(|(&first, &last)| usize::from(first)..usize::from(last) + 1));
            return;
        }
        self.is_nonzero.clear();
        self.is_nonzero.resize(n_inputs.div_ceil(GROUP), false);
        for &index in indices {
            self.is_nonzero[usize::from(index) / GROUP] = true;
        }
        let mut start = 0;
        for neighbours in self.is_nonzero.chunk_by(PartialEq::eq) {
            let end = start + GROUP * neighbours.len();
            if neighbours[0] {
                columns.push(start..end.min(n_inputs));
            }
            start = end;
        }
    }
}

/// Copies a matrix into panels; the unused rows of the last panel are zero.
#[inline(always)]
fn pack(matrix: &DMatrix<f32>, panels: &mut Vec<PanelColumn>) {
    let (n_rows, n_columns) = matrix.shape();
    panels.resize(n_rows.div_ceil(PANEL_ROWS) * n_columns, [0.0; PANEL_ROWS]);
    for (panel, rows) in panels.chunks_exact_mut(n_columns).zip(rows_of_panels(n_rows)) {
        for (to, from) in panel.iter_mut().zip(matrix.as_slice().chunks_exact(n_rows)) {
            copy(&from[rows.clone()], &mut to[..rows.len()]);
        }
    }
}

/// Copies panels into a matrix.
#[inline(always)]
fn unpack(panels: &[PanelColumn], matrix: &mut DMatrix<f32>) {
    let (n_rows, n_columns) = matrix.shape();
    for (panel, rows) in panels.chunks_exact(n_columns).zip(rows_of_panels(n_rows)) {
        for (from, to) in panel.iter().zip(matrix.as_mut_slice().chunks_exact_mut(n_rows)) {
            copy(&from[..rows.len()], &mut to[rows.clone()]);
        }
    }
}

/// Copies rows of a panel, without a function call.
#[inline(always)]
fn copy(from: &[f32], to: &mut [f32]) {
    match (from.as_array::<PANEL_ROWS>(), to.as_mut_array::<PANEL_ROWS>()) {
        (Some(from), Some(to)) => *to = *from,
        _ => to.iter_mut().zip(from).for_each(|(to, from)| *to = *from),
    }
}

/// The rows of a matrix that each panel holds; the last panel may hold fewer.
fn rows_of_panels(n_rows: usize) -> impl Iterator<Item = Range<usize>> {
    (0..n_rows).step_by(PANEL_ROWS).map(move |row| row..n_rows.min(row + PANEL_ROWS))
}

#[cfg(test)]
mod tests {
    use fearless_simd::{Level, dispatch};
    use nalgebra::{DMatrix, DVector};
    use proptest::prelude::*;

    use super::Products;
    use crate::{Inputs, InputsView, LayerGradients};

    /// A matrix of numbers from -1 to 1, every third of which is 0.
    fn matrix(n_rows: usize, n_columns: usize) -> DMatrix<f32> {
        DMatrix::from_fn(n_rows, n_columns, |row, column| {
            let i = row + 41 * column;
            if i.is_multiple_of(3) { 0.0 } else { (i * 37 % 101) as f32 / 50.0 - 1.0 }
        })
    }

    /// Inputs of which more are zero the larger `sparsity` is.
    fn inputs(n_inputs: usize, n_samples: usize, sparsity: usize) -> DMatrix<f32> {
        matrix(n_inputs, n_samples).map_with_location(|row, _, x| if row % 16 < sparsity { 0.0 } else { x })
    }

    /// `M X + b` and `D X^T`, in buffers that have seen other inputs. The inputs are stored without zeros, or all of them.
    fn products(level: Level, n_outputs: usize, x: &DMatrix<f32>, is_sparse: bool) -> [DMatrix<f32>; 2] {
        let (n_inputs, n_samples) = x.shape();
        let (m, d) = (matrix(n_outputs, n_inputs), matrix(n_outputs, n_samples));
        let start: Vec<f32> = (0..n_outputs).map(|row| row as f32 / 50.0).collect();
        let mut z = DMatrix::zeros(n_outputs, n_samples);
        let mut gradients = LayerGradients {
            weights: DMatrix::zeros(n_outputs, n_inputs),
            biases: DVector::zeros(n_outputs),
            nonzero_columns: Vec::new(),
        };
        let mut products = Products::default();
        dispatch!(level, simd => {
            for x in [&inputs(n_inputs, n_samples, 6), x] {
                let sparse = Inputs::from_columns(x.as_view());
                let x = if is_sparse { sparse.as_view() } else { InputsView::dense(n_inputs, x.as_slice()) };
                products.multiply(simd, &m, &start, x, &mut z);
                products.outer_product(simd, &d, x, &mut gradients);
            }
        });
        [z, gradients.weights]
    }

    proptest! {
        #[test]
        fn products_match_nalgebra(
            n_outputs in prop_oneof![1_usize..40, Just(16)],
            (n_inputs, n_samples, sparsity) in (1_usize..70, 1_usize..8, 0_usize..16),
            is_sparse in any::<bool>(),
        ) {
            let x = inputs(n_inputs, n_samples, sparsity);
            let [z, g] = products(Level::new(), n_outputs, &x, is_sparse);
            let (m, d) = (matrix(n_outputs, n_inputs), matrix(n_outputs, n_samples));
            let expected = DMatrix::from_fn(n_outputs, n_samples, |row, _| row as f32 / 50.0) + m * &x;
            prop_assert!((&z - expected).amax() < 1e-5);
            prop_assert!((&g - d * x.transpose()).amax() < 1e-5);
            let baseline = products(Level::baseline(), n_outputs, &x, is_sparse);
            prop_assert_eq!([z, g], baseline, "the bits depend on the processor");
        }
    }
}
