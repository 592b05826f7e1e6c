//! The report of an evaluation as JSON.

use models::N_DIGITS;
use serde::Serialize;
use serde::ser::Serializer;

use super::{Report, ReportSet};
use crate::evaluate::rejection::RejectionPoint;
use crate::evaluate::reliability::ReliabilityRow;
use crate::evaluate::score::Confusion;

#[derive(Serialize)]
struct ReportJson<'a> {
    model: &'a str,
    sizes: Vec<usize>,
    parameters: usize,
    preprocessing: Vec<&'static str>,
    rejection_threshold: Option<f32>,
    missing: &'a [String],
    sets: Vec<SetJson<'a>>,
    rejection: RejectionJson,
}

#[derive(Serialize)]
struct SetJson<'a> {
    #[serde(flatten)]
    accuracy: AccuracyJson<'a>,
    recall: [Option<f64>; N_DIGITS],
    confusion: &'a Confusion,
    calibration_error: f64,
    reliability: Vec<ReliabilityRow>,
    at_rejection_threshold: Option<RejectionPoint>,
    drawn_otherwise: Vec<AccuracyJson<'a>>,
}

#[derive(Serialize)]
struct AccuracyJson<'a> {
    name: &'a str,
    total: u64,
    right: u64,
    accuracy: f64,
    accuracy_interval_95: (f64, f64),
}

#[derive(Serialize)]
struct RejectionJson {
    non_digits: usize,
    curve: Vec<RejectionPoint>,
    at_rejection_threshold: Option<RejectionPoint>,
}

impl Serialize for Report<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let threshold = self.model.rejection_threshold;
        ReportJson {
            model: &self.model.name,
            sizes: self.model.network.sizes(),
            parameters: self.model.network.n_parameters(),
            preprocessing: self.model.preprocessing.names(),
            rejection_threshold: threshold,
            missing: &self.missing,
            sets: self.sets.iter().map(|set| set.as_json(threshold)).collect(),
            rejection: RejectionJson {
                non_digits: self.n_non_digits,
                curve: self.rejection.curve().collect(),
                at_rejection_threshold: threshold.map(|threshold| self.rejection.at(threshold)),
            },
        }
        .serialize(serializer)
    }
}

impl ReportSet {
    fn as_json(&self, threshold: Option<f32>) -> SetJson<'_> {
        let conditions = self.conditions.iter();
        SetJson {
            accuracy: AccuracyJson::new(&self.name, &self.confusion),
            recall: self.confusion.recalls(),
            confusion: &self.confusion,
            calibration_error: self.reliability.expected_calibration_error(),
            reliability: self.reliability.rows().collect(),
            at_rejection_threshold: threshold.map(|threshold| self.rejection.at(threshold)),
            drawn_otherwise: conditions.map(|(name, confusion)| AccuracyJson::new(name, confusion)).collect(),
        }
    }
}

impl<'a> AccuracyJson<'a> {
    fn new(name: &'a str, confusion: &Confusion) -> Self {
        Self {
            name,
            total: confusion.n_total(),
            right: confusion.n_right(),
            accuracy: confusion.accuracy(),
            accuracy_interval_95: confusion.accuracy_interval(),
        }
    }
}
