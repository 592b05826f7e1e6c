//! The report of an evaluation, as text for people. As JSON for programs it is in `report/json.rs`.

mod json;

use std::fmt::Write as _;

use models::Model;

use crate::evaluate::reading::Reading;
use crate::evaluate::rejection::{Rejection, RejectionPoint};
use crate::evaluate::reliability::Reliability;
use crate::evaluate::score::Confusion;

/// What was found out about one model.
pub(crate) struct Report<'a> {
    /// The model.
    pub(crate) model: &'a Model,
    /// One entry for each set of data.
    pub(crate) sets: Vec<ReportSet>,
    /// The digits of all sets against what is no digit.
    pub(crate) rejection: Rejection,
    /// How many drawings of no digit there were.
    pub(crate) n_non_digits: usize,
    /// In words, what would have been read if it were there.
    pub(crate) missing: Vec<String>,
}

/// How one set of digits was read.
pub(crate) struct ReportSet {
    name: String,
    confusion: Confusion,
    reliability: Reliability,
    rejection: Rejection,
    /// The same digits drawn otherwise.
    conditions: Vec<(&'static str, Confusion)>,
}

impl ReportSet {
    /// The set's name, how its digits were read, and how they were under each condition.
    #[must_use]
    pub(crate) fn new(
        name: String,
        readings: &[Reading],
        conditions: Vec<(&'static str, Confusion)>,
    ) -> Self {
        let confidences = || readings.iter().map(Reading::confidence_and_right);
        Self {
            name,
            confusion: Confusion::of(readings),
            reliability: Reliability::of(confidences()),
            rejection: Rejection::of(confidences(), []),
            conditions,
        }
    }
}

impl Report<'_> {
    /// The report as a page of text.
    #[must_use]
    pub(crate) fn to_text(&self) -> String {
        let network = &self.model.network;
        let sizes: Vec<String> = network.sizes().iter().map(ToString::to_string).collect();
        let mut text = String::new();
        push(&mut text, format_args!("model      {} ({})", self.model.name, self.model.title));
        push(
            &mut text,
            format_args!("network    {}, {} parameters", sizes.join("-"), network.n_parameters()),
        );
        push(&mut text, format_args!("input      {}", self.model.preprocessing.names().join(", ")));
        if let Some(threshold) = self.model.rejection_threshold {
            push(&mut text, format_args!("not sure   below a confidence of {threshold}"));
        }
        for missing in &self.missing {
            push(&mut text, format_args!("missing    {missing}"));
        }
        for set in &self.sets {
            set.push_text(&mut text, self.model.rejection_threshold);
        }
        if self.n_non_digits > 0 {
            self.push_rejection(&mut text);
        }
        text
    }

    fn push_rejection(&self, text: &mut String) {
        push(
            text,
            format_args!("\nnon-digits ({} scribbles, letters and parts of digits)", self.n_non_digits),
        );
        text.push_str("not sure below   right digits kept   wrong digits refused   non-digits refused\n");
        let mut push_point = |point: RejectionPoint, remark: &str| {
            push(
                text,
                format_args!(
                    "{:>14.4} {:>19} {:>22} {:>20}{remark}",
                    point.threshold,
                    percent(point.right_kept),
                    percent(point.wrong_refused),
                    percent(point.non_digits_refused)
                ),
            );
        };
        for point in self.rejection.curve() {
            push_point(point, "");
        }
        if let Some(threshold) = self.model.rejection_threshold {
            push_point(self.rejection.at(threshold), "   (the model's)");
        }
    }
}

impl ReportSet {
    fn push_text(&self, text: &mut String, threshold: Option<f32>) {
        push(text, format_args!("\n{}", self.name));
        push(text, format_args!("accuracy   {}", with_interval(&self.confusion)));
        let error = self.reliability.expected_calibration_error();
        push(text, format_args!("calibration error  {}", percent(Some(error))));
        if let Some(threshold) = threshold {
            let point = self.rejection.at(threshold);
            let right_refused = point.right_kept.map(|kept| 1.0 - kept);
            push(
                text,
                format_args!(
                    "not sure   of {} of those read right, of {} of those read wrong",
                    percent(right_refused),
                    percent(point.wrong_refused)
                ),
            );
        }

        text.push_str("\nmeant  recall   read as 0     1     2     3     4     5     6     7     8     9\n");
        for (digit, (row, recall)) in self.confusion.counts().iter().zip(self.confusion.recalls()).enumerate()
        {
            write_to(text, format_args!("{digit:>5} {:>8}  ", percent(recall)));
            for count in row {
                write_to(text, format_args!("{count:>6}"));
            }
            text.push('\n');
        }

        text.push_str("\n   confidence    answers     mean      right\n");
        for row in self.reliability.rows() {
            push(
                text,
                format_args!(
                    "{:.2} to {:.2} {:>10} {:>8} {:>10}",
                    row.above,
                    row.at_most,
                    row.count,
                    percent(Some(row.confidence)),
                    percent(Some(row.accuracy))
                ),
            );
        }

        if !self.conditions.is_empty() {
            text.push_str("\ndrawn otherwise\n");
        }
        for (name, confusion) in &self.conditions {
            push(text, format_args!("{name:<28} {}", with_interval(confusion)));
        }
    }
}

fn with_interval(confusion: &Confusion) -> String {
    let (low, high) = confusion.accuracy_interval();
    format!(
        "{:.2}% ({} of {}; 95% interval {:.2} to {:.2}%)",
        100.0 * confusion.accuracy(),
        confusion.n_right(),
        confusion.n_total(),
        100.0 * low,
        100.0 * high
    )
}

fn percent(share: Option<f64>) -> String {
    share.map_or_else(|| "-".to_owned(), |share| format!("{:.2}%", 100.0 * share))
}

fn push(text: &mut String, line: std::fmt::Arguments<'_>) {
    write_to(text, line);
    text.push('\n');
}

fn write_to(text: &mut String, part: std::fmt::Arguments<'_>) {
    // Writing to a string cannot fail.
    let _ = text.write_fmt(part);
}
