//! Short pieces of what a file says, for messages.

/// The most characters of a file's text that a message quotes.
const MAX_CHARS: usize = 120;
/// As many are taken from the end, where parsers say the place.
const MAX_END_CHARS: usize = 40;

/// The text, or where it is long its beginning and its end.
pub(crate) fn excerpt(text: &str) -> String {
    let n_chars = text.chars().count();
    if n_chars <= MAX_CHARS {
        return text.to_owned();
    }
    let start: String = text.chars().take(MAX_CHARS - MAX_END_CHARS - 1).collect();
    let end: String = text.chars().skip(n_chars - MAX_END_CHARS).collect();
    [&start, "…", &end].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_keeps_its_beginning_and_its_end() {
        assert_eq!(excerpt("short"), "short");
        assert_eq!(excerpt(&"ä".repeat(MAX_CHARS)), "ä".repeat(MAX_CHARS));
        let long = ["begin", &"x".repeat(10_000_000), " at line 3 column 7"].concat();
        let short = excerpt(&long);
        assert!(short.starts_with("beginxxx") && short.ends_with("xx at line 3 column 7"), "{short}");
        assert_eq!(short.chars().count(), MAX_CHARS);
    }
}
