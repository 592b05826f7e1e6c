//! What the page gets for an answer.

use learning::{
    Diagnosis, End, Frame, ImageSet, LayerMeasures, Measures, N_ACTIVATION_BINS, N_GRADIENT_BINS, N_SOURCES,
    Score, StuckNeurons,
};

use crate::bytes::{MessageError, Reader, Writer, index_of};

/// A reply. Those to a run have its number.
#[derive(Debug, Clone, PartialEq)]
pub enum Reply {
    /// Requests are heard from now on.
    Ready,
    /// The run waits for its drawings.
    Preparing {
        /// The run.
        run: u32,
        /// How many have been made.
        n_made: u32,
        /// How many there will be.
        n_total: u32,
    },
    /// What is held out of the run's data. Its film follows.
    HeldOut {
        /// The run.
        run: u32,
        /// The images.
        images: ImageSet,
    },
    /// The next frame of the run's film.
    Frame {
        /// The run.
        run: u32,
        /// The frame.
        frame: Frame,
    },
    /// The run has ended: its last frame has been sent.
    Ended {
        /// The run.
        run: u32,
        /// How.
        end: End,
        /// Why the network has not learned, if it has not.
        diagnosis: Option<Diagnosis>,
    },
    /// The training images nearest to the one that was asked about.
    Nearest {
        /// The search.
        search: u32,
        /// The images, the nearest first; none if there is nothing to learn from yet.
        images: ImageSet,
    },
    /// The run cannot be done: [`Experiment::start`](learning::Experiment::start) says why. The page asks that first, so nobody is
    /// told here, and the program that trains has no texts.
    Refused {
        /// The run, or 0 if the request could not be read.
        run: u32,
    },
}

const ENDS: [End; 2] = [End::Complete, End::Diverged];

/// The diagnoses without numbers.
const PLAIN_DIAGNOSES: [Diagnosis; 8] = [
    Diagnosis::Diverged,
    Diagnosis::Overshoots,
    Diagnosis::SameStart,
    Diagnosis::WrongLabels,
    Diagnosis::VanishingGradient,
    Diagnosis::Decayed,
    Diagnosis::TooSlow,
    Diagnosis::OneDigit,
];
const DEAD: u8 = 100;
const SATURATED: u8 = 101;

impl Reply {
    /// The reply in bytes.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let to = match self {
            Reply::Ready => Writer::new(0),
            Reply::Preparing { run, n_made, n_total } => {
                let mut to = Writer::of_run(1, *run);
                to.u32(*n_made);
                to.u32(*n_total);
                to
            }
            Reply::Frame { run, frame } => {
                let mut to = Writer::of_run(2, *run);
                write_frame(frame, &mut to);
                to
            }
            Reply::Ended { run, end, diagnosis } => {
                let mut to = Writer::of_run(3, *run);
                to.u8(index_of(end, &ENDS));
                to.u8(u8::from(diagnosis.is_some()));
                if let Some(diagnosis) = diagnosis {
                    write_diagnosis(*diagnosis, &mut to);
                }
                to
            }
            Reply::Refused { run } => Writer::of_run(4, *run),
            Reply::HeldOut { run, images } => with_images(5, *run, images),
            Reply::Nearest { search, images } => with_images(6, *search, images),
        };
        to.finish()
    }

    /// Reads a reply.
    ///
    /// # Errors
    ///
    /// [`MessageError`] if the bytes are not a reply of this version.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, MessageError> {
        let (kind, mut from) = Reader::new(bytes)?;
        let reply = match kind {
            0 => Reply::Ready,
            1 => Reply::Preparing { run: from.u32()?, n_made: from.u32()?, n_total: from.u32()? },
            2 => Reply::Frame { run: from.u32()?, frame: read_frame(&mut from)? },
            3 => Reply::Ended {
                run: from.u32()?,
                end: from.one_of(&ENDS)?,
                diagnosis: match from.u8()? {
                    0 => None,
                    1 => Some(read_diagnosis(&mut from)?),
                    _ => return Err(MessageError::Damaged),
                },
            },
            4 => Reply::Refused { run: from.u32()? },
            5 => Reply::HeldOut { run: from.u32()?, images: read_images(&mut from)? },
            6 => Reply::Nearest { search: from.u32()?, images: read_images(&mut from)? },
            _ => return Err(MessageError::Damaged),
        };
        from.finish()?;
        Ok(reply)
    }
}

fn with_images(kind: u8, number: u32, images: &ImageSet) -> Writer {
    let mut to = Writer::of_run(kind, number);
    to.u32(images.len() as u32);
    for (image, label) in images.images().iter().zip(images.labels()) {
        to.raw(image);
        to.u8(*label);
    }
    to
}

fn read_images(from: &mut Reader<'_>) -> Result<ImageSet, MessageError> {
    let mut images = ImageSet::default();
    for _ in 0..from.u32()? {
        let (image, label) = (from.array()?, from.u8()?);
        if label > 9 {
            return Err(MessageError::Damaged);
        }
        images.push(image, label);
    }
    Ok(images)
}

fn write_frame(frame: &Frame, to: &mut Writer) {
    to.u64(frame.n_samples);
    to.f32s(&frame.parameters);
    for score in [frame.measures.training, frame.measures.held_out] {
        to.f32(score.loss);
        to.f32(score.accuracy);
    }
    frame.measures.accuracy_by_source.into_iter().for_each(|accuracy| to.f32(accuracy));
    to.u8(frame.measures.layers.len() as u8);
    for layer in &frame.measures.layers {
        to.f32(layer.range.0);
        to.f32(layer.range.1);
        layer.activations.into_iter().for_each(|count| to.u32(count));
        to.f32(layer.gradient);
        layer.gradients.into_iter().for_each(|count| to.u32(count));
        to.u16(layer.stuck.len() as u16);
        layer.stuck.iter().for_each(|&neuron| to.u16(neuron));
    }
}

fn read_frame(from: &mut Reader<'_>) -> Result<Frame, MessageError> {
    let n_samples = from.u64()?;
    let parameters = from.f32s()?;
    let (training, held_out) = (read_score(from)?, read_score(from)?);
    let mut accuracy_by_source = [0.0; N_SOURCES];
    for accuracy in &mut accuracy_by_source {
        *accuracy = from.f32()?;
    }
    let n_layers = from.u8()?;
    let layers = (0..n_layers).map(|_| read_layer(from)).collect::<Result<_, _>>()?;
    Ok(Frame { n_samples, parameters, measures: Measures { training, held_out, accuracy_by_source, layers } })
}

fn read_score(from: &mut Reader<'_>) -> Result<Score, MessageError> {
    Ok(Score { loss: from.f32()?, accuracy: from.f32()? })
}

fn read_layer(from: &mut Reader<'_>) -> Result<LayerMeasures, MessageError> {
    let range = (from.f32()?, from.f32()?);
    let mut activations = [0; N_ACTIVATION_BINS];
    for count in &mut activations {
        *count = from.u32()?;
    }
    let gradient = from.f32()?;
    let mut gradients = [0; N_GRADIENT_BINS];
    for count in &mut gradients {
        *count = from.u32()?;
    }
    let n_stuck = from.u16()?;
    let stuck = (0..n_stuck).map(|_| from.u16()).collect::<Result<_, _>>()?;
    Ok(LayerMeasures { range, activations, gradient, gradients, stuck })
}

fn write_diagnosis(diagnosis: Diagnosis, to: &mut Writer) {
    match diagnosis {
        Diagnosis::Dead(stuck) | Diagnosis::Saturated(stuck) => {
            to.u8(if matches!(diagnosis, Diagnosis::Dead(_)) { DEAD } else { SATURATED });
            to.u16(stuck.layer_idx);
            to.u16(stuck.n_stuck);
            to.u16(stuck.n_neurons);
        }
        plain => to.u8(index_of(&plain, &PLAIN_DIAGNOSES)),
    }
}

fn read_diagnosis(from: &mut Reader<'_>) -> Result<Diagnosis, MessageError> {
    let kind = from.u8()?;
    if kind != DEAD && kind != SATURATED {
        return PLAIN_DIAGNOSES.get(usize::from(kind)).copied().ok_or(MessageError::Damaged);
    }
    let stuck = StuckNeurons { layer_idx: from.u16()?, n_stuck: from.u16()?, n_neurons: from.u16()? };
    Ok(if kind == DEAD { Diagnosis::Dead(stuck) } else { Diagnosis::Saturated(stuck) })
}
