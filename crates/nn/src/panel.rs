//! The products with one panel, which visit only the columns of the inputs that may differ from zero. Skipping a zero's column is
//! exact as long as the weights are finite.
//!
//! The vector types are those of `fearless_simd`: the caller detects what the processor supports and passes it as `simd`.
//! Nothing is fused and the order of additions is fixed, so every processor computes the same bits.

use fearless_simd::f32x16;
use fearless_simd::prelude::*;

use crate::inputs::AT_A_TIME;
use crate::{InputsView, Sample};

/// The number of rows of a panel: as many numbers as fill a cache line.
pub(crate) const PANEL_ROWS: usize = 16;

/// So many columns of a gradient stay in registers while all samples are added to them.
const IN_REGISTERS: usize = 2;

/// One column of a panel.
pub(crate) type PanelColumn = [f32; PANEL_ROWS];

/// `z += sum_j W[:, j] x_j`, where `panel` has a column of `W` for each input.
///
/// The sums stay in registers. Four columns at a time are added to each other first, so that only one addition in four
/// depends on the previous one.
#[inline(always)]
pub(crate) fn add_columns_of_panel<S: Simd>(
    simd: S,
    panel: &[PanelColumn],
    sample: Sample<'_>,
    sums: &mut PanelColumn,
) {
    simd.vectorize(
        #[inline(always)]
        || {
            let product = |column: &PanelColumn, x: f32| f32x16::from_slice(simd, column) * x;
            let sum = |[w0, w1, w2, w3]: [&PanelColumn; AT_A_TIME], [x0, x1, x2, x3]: [f32; AT_A_TIME]| {
                (product(w0, x0) + product(w1, x1)) + (product(w2, x2) + product(w3, x3))
            };
            let (numbers, rest) = sample.numbers.as_chunks();
            let mut z = f32x16::from_slice(simd, sums);
            if let Some(indices) = sample.indices {
                for (indices, &x) in indices.as_chunks().0.iter().zip(numbers) {
                    z += sum(indices.map(|index| &panel[usize::from(index)]), x);
                }
            } else {
                let (columns, rest_of_columns) = panel.as_chunks();
                for (columns, &x) in columns.iter().zip(numbers) {
                    z += sum(columns.each_ref(), x);
                }
                for (column, &x) in rest_of_columns.iter().zip(rest) {
                    z += product(column, x);
                }
            }
            z.store_slice(sums);
        },
    );
}

/// `G[:, j] += sum_s delta_s x_sj`, where `panel` has a column of `G` for each input. The samples are added in their order.
///
/// # Shapes
///
/// There is one of `deltas` for each sample.
#[inline(always)]
pub(crate) fn add_outer_products<S: Simd>(
    simd: S,
    panel: &mut [PanelColumn],
    deltas: &[PanelColumn],
    inputs: InputsView<'_>,
) {
    simd.vectorize(
        #[inline(always)]
        || {
            let Some(numbers) = inputs.dense_numbers() else {
                for (sample, delta) in deltas.iter().enumerate() {
                    add_sparse_outer_product(simd, panel, delta, inputs.sample(sample));
                }
                return;
            };
            let n_inputs = inputs.n_inputs();
            let (columns, rest) = panel.as_chunks_mut::<IN_REGISTERS>();
            for (i, columns) in columns.iter_mut().enumerate() {
                let mut sums = columns.each_ref().map(|column| f32x16::from_slice(simd, column));
                for (delta, sample) in deltas.iter().zip(numbers.chunks_exact(n_inputs)) {
                    let delta = f32x16::from_slice(simd, delta);
                    for (sum, &x) in sums.iter_mut().zip(&sample.as_chunks::<IN_REGISTERS>().0[i]) {
                        *sum += delta * x;
                    }
                }
                for (column, sum) in columns.iter_mut().zip(sums) {
                    sum.store_slice(column);
                }
            }
            for (i, column) in (n_inputs - rest.len()..).zip(rest) {
                let mut sum = f32x16::from_slice(simd, column);
                for (delta, sample) in deltas.iter().zip(numbers.chunks_exact(n_inputs)) {
                    sum += f32x16::from_slice(simd, delta) * sample[i];
                }
                sum.store_slice(column);
            }
        },
    );
}

/// `G[:, j] += delta x_j` for a sample of which only the inputs that differ from zero are stored.
#[inline(always)]
fn add_sparse_outer_product<S: Simd>(
    simd: S,
    panel: &mut [PanelColumn],
    delta: &PanelColumn,
    sample: Sample<'_>,
) {
    let delta = f32x16::from_slice(simd, delta);
    let mut add = |index: u16, x: f32| {
        let column = &mut panel[usize::from(index)];
        (f32x16::from_slice(simd, column) + delta * x).store_slice(column);
    };
    let indices = sample.indices.unwrap_or_default().as_chunks::<AT_A_TIME>().0;
    for (indices, x) in indices.iter().zip(sample.numbers.as_chunks::<AT_A_TIME>().0) {
        for (&index, &x) in indices.iter().zip(x) {
            add(index, x);
        }
    }
}
