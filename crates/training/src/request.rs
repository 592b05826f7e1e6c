//! What the page asks for.

use learning::{DataRecipe, Experiment};

use crate::bytes::{MessageError, Reader, Writer};
use crate::experiment;

/// A request. The page numbers its runs; what is asked of a run that is not the last one asked for is ignored.
#[derive(Debug, Clone, PartialEq)]
pub enum Request {
    /// Make the drawings, so that they are there when a run asks for them. A run that is under way goes first.
    Prepare(DataRecipe),
    /// Run an experiment instead of the one under way, if any.
    Train {
        /// The run's number, which its replies have.
        run: u32,
        /// The experiment.
        experiment: Experiment,
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
            Request::Train { run, experiment } => {
                let mut to = Writer::of_run(1, *run);
                experiment::write(experiment, &mut to);
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
            1 => Request::Train { run: from.u32()?, experiment: experiment::read(&mut from)? },
            2 => Request::Pause { run: from.u32()? },
            3 => Request::Resume { run: from.u32()? },
            4 => Request::Cancel { run: from.u32()? },
            _ => return Err(MessageError::Damaged),
        };
        from.finish()?;
        Ok(request)
    }
}
