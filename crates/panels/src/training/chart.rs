//! The curves of a film: accuracy and loss over the number of samples, on a logarithmic axis.

use learning::{Frame, Score};

use crate::svg;

/// Width of the chart's box.
const WIDTH: f32 = 100.0;
/// Height of the chart's box.
const HEIGHT: f32 = 40.0;

/// Curves in a box of 100 by 40 with y pointing down, as the `d` attributes of SVG paths.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Chart {
    /// The accuracy on the held-out drawings.
    pub accuracy: String,
    /// The accuracy on the drawings that are trained on.
    pub training_accuracy: String,
    /// The loss on the held-out drawings, relative to the film's largest.
    pub loss: String,
    /// The loss on the drawings that are trained on, relative to the same.
    pub training_loss: String,
}

/// The curves of these frames.
pub(crate) fn chart(frames: &[Frame]) -> Chart {
    let scores = |frame: &Frame| [frame.measures.held_out, frame.measures.training];
    let largest_loss =
        frames.iter().flat_map(scores).map(|score| score.loss).fold(f32::MIN_POSITIVE, f32::max);
    let line = |of_training: usize, height: &dyn Fn(Score) -> f32| {
        let point = |frame_idx: usize| {
            let score = scores(&frames[frame_idx])[of_training];
            (x(frames, frame_idx), HEIGHT * (1.0 - height(score)))
        };
        svg::line((0..frames.len()).map(point))
    };
    let accuracy = |score: Score| score.accuracy;
    let loss = |score: Score| score.loss / largest_loss;
    Chart {
        accuracy: line(0, &accuracy),
        training_accuracy: line(1, &accuracy),
        loss: line(0, &loss),
        training_loss: line(1, &loss),
    }
}

/// Where a frame is on the chart's horizontal axis.
pub(super) fn x(frames: &[Frame], frame_idx: usize) -> f32 {
    let place = |frame: &Frame| ((1 + frame.n_samples) as f32).ln();
    let (Some(frame), Some(last)) = (frames.get(frame_idx), frames.last()) else { return 0.0 };
    WIDTH * place(frame) / place(last).max(f32::MIN_POSITIVE)
}
