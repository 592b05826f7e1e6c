//! Matrices that begin where the processor reads and writes them fastest.

use nalgebra::DMatrix;

/// Where to begin: at a cache line. WebAssembly's vectors are so short that few of them would lie across two lines, and its programs
/// save the bytes.
const ALIGNMENT: usize = if cfg!(target_arch = "wasm32") { align_of::<f32>() } else { 64 };

/// How often to ask for memory. The allocator's places differ by multiples of 16 bytes, so it takes a few tries.
const N_TRIES: usize = 16;

/// A matrix of zeros that begins at a cache line, if the allocator can be brought to it.
///
/// Then 16 rows fill a line. Anywhere else each column would lie across two lines, and its vectors would take longer to load and to
/// store.
pub(crate) fn aligned_zeros(n_rows: usize, n_columns: usize) -> DMatrix<f32> {
    try_zeros(n_rows, n_columns, N_TRIES)
}

/// A `Vec` does not promise such a place, so this asks again while it holds on to what it got.
fn try_zeros(n_rows: usize, n_columns: usize, n_tries: usize) -> DMatrix<f32> {
    let matrix = DMatrix::zeros(n_rows, n_columns);
    if is_aligned(&matrix) || n_tries == 1 { matrix } else { try_zeros(n_rows, n_columns, n_tries - 1) }
}

/// Whether a matrix begins at a cache line.
pub(crate) fn is_aligned(matrix: &DMatrix<f32>) -> bool {
    (matrix.as_ptr() as usize).is_multiple_of(ALIGNMENT)
}

#[cfg(test)]
mod tests {
    use super::aligned_zeros;

    #[test]
    fn matrices_of_zeros_whatever_their_size() {
        for (n_rows, n_columns) in [(1, 1), (16, 784), (16, 16), (10, 16), (300, 784)] {
            let matrix = aligned_zeros(n_rows, n_columns);
            assert_eq!(matrix.shape(), (n_rows, n_columns));
            assert!(matrix.iter().all(|&number| number == 0.0));
        }
    }
}
