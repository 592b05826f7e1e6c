//! What the network read in a drawing, and what was predicted.

use app::number;

use crate::predict::Prediction;

/// What is written where the network is not sure, or was predicted not to be.
pub(crate) const NOT_SURE: &str = "not sure";

/// What is known of a drawing that was read when it was labelled; by default, nothing.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Reading {
    pub(crate) read: Prediction,
    /// The strongest output, 0 to 1, in hundredths.
    pub(crate) confidence: u8,
    /// What somebody said it would read.
    pub(crate) predicted: Option<Prediction>,
    /// The model's name.
    pub(crate) model: String,
}

impl Default for Reading {
    fn default() -> Reading {
        Reading { read: Prediction::NotSure, confidence: 0, predicted: None, model: String::new() }
    }
}

impl Reading {
    /// Whether it was read: a model has a name.
    pub(crate) fn is_known(&self) -> bool {
        !self.model.is_empty()
    }

    /// The confidence as a number from 0 to 1.
    pub(crate) fn confidence(&self) -> String {
        number::plain(f32::from(self.confidence) / 100.0, 2)
    }

    /// As a line of text.
    pub(crate) fn to_text(&self) -> String {
        let predicted = self.predicted.map_or_else(String::new, Prediction::name);
        // Last, because a name may have commas.
        [self.read.name(), self.confidence(), predicted, self.model.clone()].join(",")
    }

    /// Reads it.
    pub(crate) fn from_text(text: &str) -> Option<Reading> {
        let mut cells = text.splitn(4, ',');
        let mut next = || cells.next();
        let (read, confidence, predicted) = (next()?, next()?, next()?);
        let model = next().filter(|model| !model.is_empty())?;
        let share = confidence.parse::<f32>().ok().filter(|share| (0.0..=1.0).contains(share))?;
        Some(Reading {
            read: Prediction::from_name(read)?,
            confidence: (100.0 * share).round() as u8,
            predicted: if predicted.is_empty() { None } else { Some(Prediction::from_name(predicted)?) },
            model: model.to_owned(),
        })
    }
}

/// A digit, or that it is not sure.
pub(crate) fn words(said: Prediction) -> String {
    if said == Prediction::NotSure { NOT_SURE.to_owned() } else { said.name() }
}
