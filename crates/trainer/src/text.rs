//! Text for people: pieces of reports and pages.

use std::fmt::{Arguments, Write as _};

/// Appends formatted text.
pub(crate) fn push(text: &mut String, part: Arguments<'_>) {
    // Writing to a string cannot fail.
    let _ = text.write_fmt(part);
}

/// A share, 0 to 1, in percent with two decimals: `97.30%`, or `-` where there is none.
pub(crate) fn percent(share: Option<f64>) -> String {
    share.map_or_else(|| "-".to_owned(), |share| format!("{:.2}%", 100.0 * share))
}

/// Numbers as a list: `3, 8, 13`.
pub(crate) fn list(numbers: &[u32]) -> String {
    numbers.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_percentages() {
        assert_eq!([percent(Some(0.973)), percent(None)], ["97.30%", "-"]);
    }
}
