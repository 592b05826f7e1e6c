//! A smooth random displacement of the plane: a coarse grid of random vectors, interpolated by cubic B-splines.
//!
//! In the spirit of P. Simard, D. Steinkraus, J. Platt, Best practices for convolutional neural networks applied to visual
//! document analysis, 2003, but as a function of position rather than a smoothed image, so that it can bend strokes as well
//! as pixels.

use rand::{Rng, RngExt as _};

use crate::image::SIDE;
use crate::placed::{Place, SIDE_LENGTH};
use crate::warp::Row;

/// Grid cells along each side of the image. A cell is considerably larger than the width of a stroke.
const N_CELLS: usize = 4;
/// Grid nodes along each side: a spline over a cell needs one more node on either side.
const N_NODES: usize = N_CELLS + 3;

/// Displacements in pixels over the image's square.
#[derive(Clone, Debug)]
pub(crate) struct Elastic {
    nodes: [[(f32, f32); N_NODES]; N_NODES],
}

impl Elastic {
    /// Displaces each node by up to `amplitude` pixels along either axis.
    pub(crate) fn random(amplitude: f32, rng: &mut impl Rng) -> Self {
        let mut displacement = || amplitude * (2.0 * rng.random::<f32>() - 1.0);
        Self { nodes: std::array::from_fn(|_| std::array::from_fn(|_| (displacement(), displacement()))) }
    }

    /// The position to which `place` moves.
    pub(crate) fn bend(&self, place: Place) -> Place {
        let (first, weights) = spline(place.x);
        let nodes = self.nodes_at_height(place.y);
        let mut bent = place;
        for (weight, (x, y)) in weights.into_iter().zip(&nodes[first..]) {
            bent.x += weight * x;
            bent.y += weight * y;
        }
        bent
    }

    /// Moves all positions of a row of pixels, given the weights of its columns.
    pub(crate) fn bend_row(&self, columns: &ColumnWeights, row: &mut Row) {
        for (weights, (x, y)) in columns.weights.iter().zip(self.nodes_at_height(row.y[0])) {
            for ((weight, place_x), place_y) in weights.iter().zip(&mut row.x).zip(&mut row.y) {
                *place_x += weight * x;
                *place_y += weight * y;
            }
        }
    }

    /// The nodes' displacements, interpolated between the rows of nodes.
    fn nodes_at_height(&self, y: f32) -> [(f32, f32); N_NODES] {
        let (first, weights) = spline(y);
        let mut nodes = [(0.0, 0.0); N_NODES];
        for (row, weight) in self.nodes[first..].iter().zip(weights) {
            for (sum, node) in nodes.iter_mut().zip(row) {
                sum.0 += weight * node.0;
                sum.1 += weight * node.1;
            }
        }
        nodes
    }
}

/// The weight of each column of nodes in each column of pixels, computed once for all rows.
#[derive(Clone, Debug)]
pub(crate) struct ColumnWeights {
    weights: [[f32; SIDE]; N_NODES],
}

impl ColumnWeights {
    /// The weights for columns of pixels at these positions.
    pub(crate) fn at(columns: &[f32; SIDE]) -> Self {
        let mut weights = [[0.0; SIDE]; N_NODES];
        for (column, &x) in columns.iter().enumerate() {
            let (first, of_nodes) = spline(x);
            for (weights, weight) in weights[first..].iter_mut().zip(of_nodes) {
                weights[column] = weight;
            }
        }
        Self { weights }
    }
}

/// The first of the four nodes that affect `coordinate`, and the weights of the four, which sum to 1 (uniform cubic
/// B-spline). Coordinates outside the image are clamped to its edge.
fn spline(coordinate: f32) -> (usize, [f32; 4]) {
    let scaled = (coordinate * (N_CELLS as f32 / SIDE_LENGTH)).clamp(0.0, N_CELLS as f32);
    let cell = (scaled as i32 as usize).min(N_CELLS - 1);
    let t = scaled - cell as f32;
    let s = 1.0 - t;
    let weights = [
        s * s * s / 6.0,
        (3.0 * t * t * t - 6.0 * t * t + 4.0) / 6.0,
        (3.0 * s * s * s - 6.0 * s * s + 4.0) / 6.0,
        t * t * t / 6.0,
    ];
    (cell, weights)
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng as _;
    use rand_chacha::ChaCha8Rng;

    use super::*;
    use crate::image::PIXEL_CENTRES;

    #[test]
    fn a_row_is_bent_as_each_of_its_places() {
        let elastic = Elastic::random(2.0, &mut ChaCha8Rng::seed_from_u64(3));
        let columns = ColumnWeights::at(&PIXEL_CENTRES);
        for y in [0.5, 13.2, 27.5] {
            let mut row = Row { x: PIXEL_CENTRES, y: [y; SIDE] };
            elastic.bend_row(&columns, &mut row);
            for (column, &x) in PIXEL_CENTRES.iter().enumerate() {
                let bent = elastic.bend(Place { x, y });
                assert!((row.x[column] - bent.x).abs() < 1e-5 && (row.y[column] - bent.y).abs() < 1e-5);
                assert!((bent.x - x).abs() <= 2.0 && (bent.y - y).abs() <= 2.0);
            }
        }
    }

    #[test]
    fn the_weights_of_a_spline_sum_to_one_everywhere() {
        for coordinate in [-5.0, 0.0, 3.3, 7.0, 13.99, 27.9, 28.0, 1e9] {
            let (first, weights) = spline(coordinate);
            assert!(first + 4 <= N_NODES);
            assert!((weights.iter().sum::<f32>() - 1.0).abs() < 1e-6, "{coordinate}");
        }
    }
}
