//! The fast path for inputs that are mostly zero: products that visit only the columns of the nonzero inputs.
//!
//! In an image of a digit, for example, four fifths of the inputs are zero, and the others are next to each other.
//! [`find_nonzero`] lists the groups of four neighbours that are not all zero. [`add_columns`] then computes the forward product
//! `z += W x` over the columns of those groups alone. Skipping a zero's column is exact as long as the weights are finite.
//!
//! The vector types are those of `fearless_simd`: the caller detects what the processor supports and passes it as `simd`.
//! Nothing is fused and the order of additions is fixed, so every processor computes the same bits.

use fearless_simd::prelude::*;
use fearless_simd::{f32x4, f32x16};

use crate::panel::PanelColumn;

/// How many neighbouring inputs, and their columns, are kept or skipped together.
pub(crate) const GROUP: usize = 4;

/// Writes the groups of inputs that are not all zero, in order, to the start of `groups`, and returns how many there are.
///
/// There is no branch on the data: a processor cannot predict where the nonzero inputs begin and end.
///
/// # Shapes
///
/// `groups` has room for every whole group; the entries after the listed ones are unspecified. Trailing inputs that do
/// not fill a group belong to none.
#[inline(always)]
pub(crate) fn find_nonzero<S: Simd>(simd: S, inputs: &[f32], groups: &mut [u32]) -> usize {
    simd.vectorize(
        #[inline(always)]
        || {
            let mut n_found = 0;
            for (group, inputs) in inputs.as_chunks::<GROUP>().0.iter().enumerate() {
                groups[n_found] = group as u32;
                let all_zero = f32x4::from_slice(simd, inputs).simd_eq(0.0).all_true();
                n_found += usize::from(!all_zero);
            }
            n_found
        },
    )
}

/// `z += sum_j W[:, j] x_j` over the columns of the given groups and those in no group.
///
/// # Shapes
///
/// `weights` is `(sums.len(), inputs.len())`, column by column.
#[inline(always)]
pub(crate) fn add_columns<S: Simd>(
    simd: S,
    weights: &[f32],
    inputs: &[f32],
    groups: &[u32],
    sums: &mut [f32],
) {
    if let Ok(sums) = sums.try_into() {
        // A matrix with this many rows is a panel.
        let columns: &[PanelColumn] = weights.as_chunks().0;
        let (inputs, rest) = inputs.as_chunks::<GROUP>();
        let groups = groups.iter().map(|&group| (group, inputs[group as usize]));
        return add_columns_of_panel(simd, columns, groups, rest, sums);
    }
    simd.vectorize(
        #[inline(always)]
        || {
            let n_rows = sums.len();
            let (inputs, rest) = inputs.as_chunks::<GROUP>();
            for &group in groups {
                let [x0, x1, x2, x3] = inputs[group as usize];
                let columns = &weights[group as usize * GROUP * n_rows..][..GROUP * n_rows];
                let (w01, w23) = columns.split_at(2 * n_rows);
                let (w01, w23) = (w01.split_at(n_rows), w23.split_at(n_rows));
                let (sums, rest_of_sums) = sums.as_chunks_mut::<4>();
                let w = [w01.0, w01.1, w23.0, w23.1].map(<[f32]>::as_chunks::<4>);
                let vector = |w: &[f32; 4]| f32x4::from_slice(simd, w);
                for (i, z) in sums.iter_mut().enumerate() {
                    let [w0, w1, w2, w3] = w.map(|(vectors, _)| vector(&vectors[i]));
                    let sum = f32x4::from_slice(simd, z) + ((w0 * x0 + w1 * x1) + (w2 * x2 + w3 * x3));
                    sum.store_slice(z);
                }
                for (i, z) in rest_of_sums.iter_mut().enumerate() {
                    let [w0, w1, w2, w3] = w.map(|(_, rest)| rest[i]);
                    *z += (w0 * x0 + w1 * x1) + (w2 * x2 + w3 * x3);
                }
            }
            for (column, x) in weights[inputs.len() * GROUP * n_rows..].chunks_exact(n_rows).zip(rest) {
                for (z, w) in sums.iter_mut().zip(column) {
                    *z += w * x;
                }
            }
        },
    );
}

/// [`add_columns`] for one panel.
///
/// The sums stay in registers. The columns of a group are added to each other first, so that only one addition in four
/// depends on the previous one.
///
/// # Shapes
///
/// `panel` has one column per input; `groups` are the indices of groups and their inputs, `rest` the inputs in no group.
#[inline(always)]
fn add_columns_of_panel<S: Simd>(
    simd: S,
    panel: &[PanelColumn],
    groups: impl Iterator<Item = (u32, [f32; GROUP])>,
    rest: &[f32],
    sums: &mut PanelColumn,
) {
    simd.vectorize(
        #[inline(always)]
        || {
            let column = |column: &PanelColumn| f32x16::from_slice(simd, column);
            let (columns, rest_of_columns) = panel.as_chunks::<GROUP>();
            let mut z = f32x16::from_slice(simd, sums);
            for (group, [x0, x1, x2, x3]) in groups {
                let [w0, w1, w2, w3] = &columns[group as usize];
                z += (column(w0) * x0 + column(w1) * x1) + (column(w2) * x2 + column(w3) * x3);
            }
            for (w, &x) in rest_of_columns.iter().zip(rest) {
                z += column(w) * x;
            }
            z.store_slice(sums);
        },
    );
}

#[cfg(test)]
mod tests {
    use fearless_simd::{Level, dispatch};
    use nalgebra::{DMatrix, DVector};
    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::{GROUP, add_columns, find_nonzero};
    use crate::panel::PANEL_ROWS;

    /// Numbers that are mostly zero, as pixels are.
    fn sparse(n: usize) -> impl Strategy<Value = Vec<f32>> {
        vec(prop_oneof![8 => Just(0.0), 1 => -1.0_f32..1.0], n)
    }

    fn nonzero(inputs: &[f32]) -> Vec<u32> {
        let mut groups = vec![u32::MAX; inputs.len() / GROUP];
        let n_found = dispatch!(Level::new(), simd => find_nonzero(simd, inputs, &mut groups));
        groups.truncate(n_found);
        groups
    }

    /// Numbers from -1 to 1 in no obvious order.
    fn number(i: usize) -> f32 {
        (i * 37 % 101) as f32 / 50.0 - 1.0
    }

    proptest! {
        #[test]
        fn lists_nonzero_groups(inputs in (0_usize..70).prop_flat_map(sparse)) {
            let groups = inputs.chunks_exact(GROUP).enumerate();
            let not_zero = groups.filter(|(_, inputs)| inputs.iter().any(|&x| x != 0.0));
            let expected: Vec<u32> = not_zero.map(|(group, _)| group as u32).collect();
            prop_assert_eq!(nonzero(&inputs), expected);
        }

        #[test]
        fn sums_match_nalgebra(
            n_rows in prop_oneof![1_usize..40, Just(PANEL_ROWS)], inputs in (1_usize..70).prop_flat_map(sparse),
        ) {
            let weights = DMatrix::from_fn(n_rows, inputs.len(), |i, j| number(i + 41 * j));
            let start = DVector::from_fn(n_rows, |i, _| number(i));
            let groups = nonzero(&inputs);
            let sums_at = |level| {
                let mut sums = start.clone();
                dispatch!(level, simd => {
                    add_columns(simd, weights.as_slice(), &inputs, &groups, sums.as_mut_slice());
                });
                sums
            };
            let sums = sums_at(Level::new());
            prop_assert_eq!(&sums, &sums_at(Level::baseline()), "the bits depend on the processor");
            prop_assert!((sums - (start + weights * DVector::from_vec(inputs))).amax() < 1e-5);
        }
    }
}
