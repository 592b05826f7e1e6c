//! What a parser says of a file, without the megabytes that it may quote.

use std::fmt::Display;

/// The most characters of a parser's message.
const MAX_CHARS: usize = 120;
/// As many of them are from its end, where parsers say the place.
const MAX_END_CHARS: usize = 40;

/// The message, or where it is long its beginning and its end.
pub(crate) fn shortened(message: impl Display) -> String {
    let text = message.to_string();
    let n_chars = text.chars().count();
    if n_chars <= MAX_CHARS {
        return text;
    }
    let start: String = text.chars().take(MAX_CHARS - MAX_END_CHARS - 1).collect();
    let end: String = text.chars().skip(n_chars - MAX_END_CHARS).collect();
    [&start, "…", &end].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_message_keeps_its_beginning_and_its_end() {
        assert_eq!(shortened("short"), "short");
        assert_eq!(shortened("ä".repeat(MAX_CHARS)), "ä".repeat(MAX_CHARS));
        let long = ["begin", &"x".repeat(10_000_000), " at line 3 column 7"].concat();
        let short = shortened(&long);
        assert!(short.starts_with("beginxxx") && short.ends_with("xx at line 3 column 7"), "{short}");
        assert_eq!(short.chars().count(), MAX_CHARS);
    }
}
