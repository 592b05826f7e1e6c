//! What the network read in a drawing, and what was predicted.

use app::number;

use crate::drawings::Details;
use crate::predict::Prediction;

/// What is written where the network is not sure, or was predicted not to be.
pub(super) const NOT_SURE: &str = "not sure";

/// What is known of a drawing when it is labelled.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Reading {
    pub(super) read: Prediction,
    /// The strongest output, 0 to 1, in hundredths.
    pub(super) confidence: u8,
    /// What somebody said it would read.
    pub(super) predicted: Option<Prediction>,
    /// The model's name.
    pub(super) model: String,
}

impl Reading {
    /// The confidence as a number from 0 to 1.
    pub(super) fn confidence(&self) -> String {
        number::plain(f32::from(self.confidence) / 100.0, 2)
    }
}

/// A digit, or that there is none.
pub(super) fn words(said: Prediction) -> String {
    match said {
        Prediction::Digit(digit) => digit.to_string(),
        Prediction::NotSure => NOT_SURE.to_owned(),
    }
}

fn from_words(words: &str) -> Option<Prediction> {
    Prediction::from_name(if words == NOT_SURE { "?" } else { words })
}

impl Details for Reading {
    fn to_text(&self) -> String {
        let predicted = self.predicted.map_or_else(String::new, words);
        // Last, because a name may have commas.
        [words(self.read), self.confidence(), predicted, self.model.clone()].join(",")
    }

    fn from_text(text: &str) -> Option<Reading> {
        let mut cells = text.splitn(4, ',');
        let mut next = || cells.next();
        let (read, confidence, predicted, model) = (next()?, next()?, next()?, next()?);
        let share = confidence.parse::<f32>().ok().filter(|share| (0.0..=1.0).contains(share))?;
        Some(Reading {
            read: from_words(read)?,
            confidence: (100.0 * share).round() as u8,
            predicted: if predicted.is_empty() { None } else { Some(from_words(predicted)?) },
            model: model.to_owned(),
        })
    }
}
