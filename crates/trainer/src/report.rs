//! The report of an evaluation, as text for people and as JSON for programs.

use std::fmt::Write as _;

use nn::ModelFile;
use serde::ser::{Serialize, SerializeStruct as _, Serializer};

use crate::score::Confusion;

/// What was found out about one model.
pub(crate) struct Report<'a> {
    /// The model.
    pub(crate) model: &'a ModelFile,
    /// One entry for each set of data.
    pub(crate) sets: Vec<ReportSet>,
}

/// How one set of data was read.
pub(crate) struct ReportSet {
    /// Which data.
    pub(crate) name: String,
    /// The answers.
    pub(crate) confusion: Confusion,
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
        push(&mut text, format_args!("input      {}", self.model.input.preprocessing.join(", ")));
        for set in &self.sets {
            set.push_text(&mut text);
        }
        text
    }
}

impl ReportSet {
    fn push_text(&self, text: &mut String) {
        let confusion = &self.confusion;
        let (low, high) = confusion.accuracy_interval();
        push(text, format_args!("\n{}", self.name));
        push(
            text,
            format_args!(
                "accuracy   {:.2} % ({} of {}; 95 % interval {:.2} to {:.2} %)",
                100.0 * confusion.accuracy(),
                confusion.n_right(),
                confusion.n_total(),
                100.0 * low,
                100.0 * high
            ),
        );
        text.push_str("\nmeant  recall   read as 0     1     2     3     4     5     6     7     8     9\n");
        for (digit, (row, recall)) in confusion.counts().iter().zip(confusion.recalls()).enumerate() {
            match recall {
                Some(recall) => write_to(text, format_args!("{digit:>5} {:>6.2} %  ", 100.0 * recall)),
                None => write_to(text, format_args!("{digit:>5}      -    ")),
            }
            for count in row {
                write_to(text, format_args!("{count:>6}"));
            }
            text.push('\n');
        }
    }
}

fn push(text: &mut String, line: std::fmt::Arguments<'_>) {
    write_to(text, line);
    text.push('\n');
}

fn write_to(text: &mut String, part: std::fmt::Arguments<'_>) {
    // Writing to a string cannot fail.
    let _ = text.write_fmt(part);
}

impl Serialize for Report<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut report = serializer.serialize_struct("Report", 5)?;
        report.serialize_field("model", &self.model.name)?;
        report.serialize_field("sizes", &self.model.network.sizes())?;
        report.serialize_field("parameters", &self.model.network.n_parameters())?;
        report.serialize_field("preprocessing", &self.model.input.preprocessing)?;
        report.serialize_field("sets", &self.sets)?;
        report.end()
    }
}

impl Serialize for ReportSet {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let confusion = &self.confusion;
        let (low, high) = confusion.accuracy_interval();
        let mut set = serializer.serialize_struct("ReportSet", 7)?;
        set.serialize_field("name", &self.name)?;
        set.serialize_field("total", &confusion.n_total())?;
        set.serialize_field("right", &confusion.n_right())?;
        set.serialize_field("accuracy", &confusion.accuracy())?;
        set.serialize_field("accuracy_interval_95", &[low, high])?;
        set.serialize_field("recall", &confusion.recalls())?;
        set.serialize_field("confusion", confusion)?;
        set.end()
    }
}
