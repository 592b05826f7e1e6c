//! The command that is running, as you would type it.

use std::env;

/// This command, quoted for a shell. The program is called by its name, without a path.
#[must_use]
pub(crate) fn this() -> String {
    let words = env::args_os().skip(1).map(|word| word.to_string_lossy().into_owned());
    std::iter::once("inkling".to_owned()).chain(words.map(|word| quoted(&word))).collect::<Vec<_>>().join(" ")
}

/// The word, quoted if a POSIX shell needs it.
fn quoted(word: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_=+,./:@%".contains(c);
    if !word.is_empty() && word.chars().all(is_plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_quoted_where_a_shell_needs_it() {
        for (word, expected) in [
            ("--epochs", "--epochs"),
            ("fit-20,straighten", "fit-20,straighten"),
            ("my model", "'my model'"),
            ("it's", r"'it'\''s'"),
            ("", "''"),
        ] {
            assert_eq!(quoted(word), expected);
        }
    }
}
