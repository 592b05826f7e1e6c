//! Quoting what stands in a file. A file may hold megabytes where a name belongs, and none of them help in a message.

use std::borrow::Cow;

/// The most characters that a message quotes.
const MAX_CHARS: usize = 40;

/// `text`, cut after 40 characters. An ellipsis marks the cut.
#[must_use]
pub fn excerpt(text: &str) -> Cow<'_, str> {
    match text.char_indices().nth(MAX_CHARS) {
        Some((end, _)) => Cow::Owned([&text[..end], "…"].concat()),
        None => Cow::Borrowed(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_long_text_is_cut_and_only_between_characters() {
        assert_eq!(excerpt("fit-20"), "fit-20");
        assert_eq!(excerpt(&"é".repeat(40)), "é".repeat(40));
        assert_eq!(excerpt(&"é".repeat(1_000_000)), "é".repeat(40) + "…");
    }
}
