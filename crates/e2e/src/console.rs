//! The browser's console: errors, warnings, uncaught exceptions and failed requests.

use serde_json::Value;

/// One entry of the browser's log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// `SEVERE` for errors, `WARNING`, `INFO`, `DEBUG`.
    pub level: String,
    /// Where it came from: `console-api`, `javascript`, `network`, `security`, ...
    pub source: String,
    /// The text, which begins with the URL and the line.
    pub message: String,
}

impl Entry {
    /// Whether this is an error or a warning.
    #[must_use]
    pub fn is_complaint(&self) -> bool {
        matches!(self.level.as_str(), "SEVERE" | "WARNING")
    }
}

/// An entry as ChromeDriver and `recorder.js` write them.
pub(crate) fn entry(value: &Value) -> Entry {
    let text = |key: &str| value[key].as_str().unwrap_or_default().to_owned();
    Entry { level: text("level"), source: text("source"), message: text("message") }
}

/// The complaints whose message contains none of the `expected` parts.
#[must_use]
pub fn unexpected<'a>(entries: &'a [Entry], expected: &[&str]) -> Vec<&'a Entry> {
    let is_expected = |entry: &Entry| expected.iter().any(|part| entry.message.contains(part));
    entries.iter().filter(|entry| entry.is_complaint() && !is_expected(entry)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_unexpected_complaints_count() {
        let log = [("SEVERE", "a.js 1:1 lost"), ("WARNING", "model.json 404"), ("INFO", "hello")].map(
            |(level, message)| Entry { level: level.into(), source: String::new(), message: message.into() },
        );
        assert_eq!(unexpected(&log, &[]).len(), 2);
        assert_eq!(unexpected(&log, &["404"]), [&log[0]]);
        assert!(unexpected(&log, &["404", "lost"]).is_empty());
    }
}
