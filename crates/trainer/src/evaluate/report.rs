//! The report of an evaluation as text. As JSON it is in `report/json.rs`.

mod json;

use models::{Model, thousands};

use crate::evaluate::reading::Reading;
use crate::evaluate::rejection::{Rejection, RejectionPoint};
use crate::evaluate::reliability::Reliability;
use crate::evaluate::score::Confusion;
use crate::text::{percent, push};

/// The evaluation of one model.
pub(crate) struct Report<'a> {
    /// The model.
    pub(crate) model: &'a Model,
    /// One entry for each set of data.
    pub(crate) sets: Vec<ReportSet>,
    /// The digits of all sets against the non-digits.
    pub(crate) rejection: Rejection,
    /// The number of non-digits.
    pub(crate) n_non_digits: usize,
    /// The data that is missing, in words.
    pub(crate) missing: Vec<String>,
}

/// How one set of digits was read.
pub(crate) struct ReportSet {
    name: String,
    confusion: Confusion,
    reliability: Reliability,
    rejection: Rejection,
    /// The same digits drawn differently.
    conditions: Vec<(&'static str, Confusion)>,
}

impl ReportSet {
    /// From the set's name, how its digits were read, and how they were read under each condition.
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
    /// The report as text.
    #[must_use]
    pub(crate) fn to_text(&self) -> String {
        let n_parameters = thousands(self.model.network.n_parameters());
        let mut text = String::new();
        push_line(&mut text, format_args!("model      {} ({})", self.model.name, self.model.title));
        push_line(&mut text, format_args!("network    {}, {n_parameters} parameters", self.model.shape()));
        push_line(&mut text, format_args!("input      {}", self.model.preprocessing.names().join(", ")));
        if let Some(threshold) = self.model.rejection_threshold {
            push_line(&mut text, format_args!("not sure   below a confidence of {threshold}"));
        }
        for missing in &self.missing {
            push_line(&mut text, format_args!("missing    {missing}"));
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
        push_line(
            text,
            format_args!("\nnon-digits ({} scribbles, letters and parts of digits)", self.n_non_digits),
        );
        text.push_str(
            "     threshold   correct digits kept   misread digits rejected   non-digits rejected\n",
        );
        let mut push_point = |point: RejectionPoint, remark: &str| {
            push_line(
                text,
                format_args!(
                    "{:>14.4} {:>21} {:>25} {:>21}{remark}",
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
            push_point(self.rejection.at(threshold), "   (the model's threshold)");
        }
    }
}

impl ReportSet {
    fn push_text(&self, text: &mut String, threshold: Option<f32>) {
        push_line(text, format_args!("\n{}", self.name));
        push_line(text, format_args!("accuracy   {}", with_interval(&self.confusion)));
        let error = self.reliability.expected_calibration_error();
        push_line(text, format_args!("expected calibration error  {}", percent(Some(error))));
        if let Some(threshold) = threshold {
            let point = self.rejection.at(threshold);
            let right_refused = point.right_kept.map(|kept| 1.0 - kept);
            push_line(
                text,
                format_args!(
                    "not sure   {} of the digits read correctly, {} of those misread",
                    percent(right_refused),
                    percent(point.wrong_refused)
                ),
            );
        }

        text.push_str("\nlabel  recall   read as 0     1     2     3     4     5     6     7     8     9\n");
        for (digit, (row, recall)) in self.confusion.counts().iter().zip(self.confusion.recalls()).enumerate()
        {
            push(text, format_args!("{digit:>5} {:>8}  ", percent(recall)));
            for count in row {
                push(text, format_args!("{count:>6}"));
            }
            text.push('\n');
        }

        text.push_str("\n  confidence    answers     mean   accuracy\n");
        for row in self.reliability.rows() {
            push_line(
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
            text.push_str("\ndrawn differently\n");
        }
        for (name, confusion) in &self.conditions {
            push_line(text, format_args!("{name:<28} {}", with_interval(confusion)));
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

fn push_line(text: &mut String, line: std::fmt::Arguments<'_>) {
    push(text, line);
    text.push('\n');
}
