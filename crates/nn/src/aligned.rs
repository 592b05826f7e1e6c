//! Where matrices begin in memory.

use nalgebra::DMatrix;

/// The size in bytes of the vectors of most people's processors. WebAssembly's are so short that few of them would lie across two
/// cache lines, and its programs save the bytes.
const VECTOR: usize = if cfg!(target_arch = "wasm32") { align_of::<f32>() } else { 32 };

/// How often to ask for memory: glibc's places differ by 16 bytes, and every second one would do.
pub(crate) const N_TRIES: usize = 4;

/// A matrix of zeros that begins at a multiple of a vector's size, if the allocator has such a place at one of so many tries.
///
/// Anywhere else, half of a column's vectors lie across two cache lines, and take twice as long to load and to store. A `Vec` does
/// not promise such a place, but the allocator's answers differ, so this asks again while it holds on to the last one.
pub(crate) fn aligned_zeros(n_rows: usize, n_columns: usize, n_tries: usize) -> DMatrix<f32> {
    let matrix = DMatrix::zeros(n_rows, n_columns);
    if is_aligned(&matrix) || n_tries <= 1 { matrix } else { aligned_zeros(n_rows, n_columns, n_tries - 1) }
}

/// Whether a matrix begins at a multiple of a vector's size.
pub(crate) fn is_aligned(matrix: &DMatrix<f32>) -> bool {
    (matrix.as_ptr() as usize).is_multiple_of(VECTOR)
}

#[cfg(test)]
mod tests {
    use super::{N_TRIES, aligned_zeros};

    #[test]
    fn matrices_of_zeros_whatever_their_size() {
        for (n_rows, n_columns) in [(1, 1), (16, 784), (16, 16), (10, 16), (300, 784)] {
            let matrix = aligned_zeros(n_rows, n_columns, N_TRIES);
            assert_eq!(matrix.shape(), (n_rows, n_columns));
            assert!(matrix.iter().all(|&number| number == 0.0));
        }
    }
}
