//! What the page asks for.

use digits::N_PIXELS;
use learning::{DataRecipe, Experiment, ImageSource};

use crate::bytes::{MessageError, Reader, Writer, index_of};
use crate::experiment;

/// A request. The page numbers its runs; what is asked of a run that is not the last one asked for is ignored.
#[derive(Debug, Clone, PartialEq)]
pub enum Request {
    /// Make the drawings, so that they are there when a run asks for them. A run that is under way goes first.
    Prepare(DataRecipe),
    /// Keep these images for runs that mix them in, beside those that are there, if it is not the first request for the source.
    Collect {
        /// The source. The built-in handwriting is made here, and not collected.
        source: ImageSource,
        /// Whether they take the place of those that are there.
        is_first: bool,
        /// Whether they are held out.
        is_held_out: bool,
        /// The digit of each image.
        labels: Vec<u8>,
        /// The images, one after the other: 0 is paper, 255 is ink.
        pixels: Vec<u8>,
    },
    /// Run an experiment instead of the one under way, if any.
    Train {
        /// The run's number, which its replies have.
        run: u32,
        /// The experiment.
        experiment: Experiment,
        /// Whether its film is wanted. Otherwise it is a curve: fewer frames, without the weights, and nothing of what is held out.
        is_filmed: bool,
    },
    /// Find the images nearest to this one among those that the last run learns from.
    FindNearest {
        /// The search's number, which its reply has.
        search: u32,
        /// The image: 0 is paper, 255 is ink.
        image: Box<[u8; N_PIXELS]>,
    },
    /// Do nothing until the run is resumed.
    Pause {
        /// The run.
        run: u32,
    },
    /// Go on with the run.
    Resume {
        /// The run.
        run: u32,
    },
    /// Give up the run. No reply of it follows.
    Cancel {
        /// The run.
        run: u32,
    },
}

impl Request {
    /// The request in bytes.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let to = match self {
            Request::Prepare(data) => {
                let mut to = Writer::new(0);
                experiment::write_data(data, &mut to);
                to
            }
            Request::Train { run, experiment, is_filmed } => {
                let mut to = Writer::of_run(1, *run);
                to.u8(u8::from(*is_filmed));
                experiment::write(experiment, &mut to);
                to
            }
            Request::Collect { source, is_first, is_held_out, labels, pixels } => {
                let mut to = Writer::new(10);
                to.u8(index_of(source, &ImageSource::ALL));
                to.u8(u8::from(*is_first));
                to.u8(u8::from(*is_held_out));
                to.bytes(labels);
                to.bytes(pixels);
                to
            }
            Request::FindNearest { search, image } => {
                let mut to = Writer::of_run(5, *search);
                to.raw(&image[..]);
                to
            }
            Request::Pause { run } => Writer::of_run(2, *run),
            Request::Resume { run } => Writer::of_run(3, *run),
            Request::Cancel { run } => Writer::of_run(4, *run),
        };
        to.finish()
    }

    /// Reads a request. Its settings may still be out of range.
    ///
    /// # Errors
    ///
    /// [`MessageError`] if the bytes are not a request of this version.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, MessageError> {
        let (kind, mut from) = Reader::new(bytes)?;
        let request = match kind {
            0 => Request::Prepare(experiment::read_data(&mut from)?),
            1 => Request::Train {
                run: from.u32()?,
                is_filmed: from.one_of(&[false, true])?,
                experiment: experiment::read(&mut from)?,
            },
            2 => Request::Pause { run: from.u32()? },
            3 => Request::Resume { run: from.u32()? },
            4 => Request::Cancel { run: from.u32()? },
            5 => Request::FindNearest { search: from.u32()?, image: Box::new(from.array()?) },
            10 => read_images(&mut from)?,
            _ => return Err(MessageError::Damaged),
        };
        from.finish()?;
        Ok(request)
    }
}

fn read_images(from: &mut Reader<'_>) -> Result<Request, MessageError> {
    let source = from.one_of(&ImageSource::ALL)?;
    let (is_first, is_held_out) = (from.one_of(&[false, true])?, from.one_of(&[false, true])?);
    let (labels, pixels) = (from.bytes()?.to_vec(), from.bytes()?.to_vec());
    if labels.iter().any(|label| *label > 9) || pixels.len() != N_PIXELS * labels.len() {
        return Err(MessageError::Damaged);
    }
    Ok(Request::Collect { source, is_first, is_held_out, labels, pixels })
}
