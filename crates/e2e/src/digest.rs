//! Digests in the names of the build's files: eight digits, or up to sixteen where Trunk has written a number of 64 bits, which it
//! does without leading zeros.

/// What is before, in and after the digest of a file's name, if it has one.
fn split(name: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = name.rsplit_once('-')?;
    let n_digits = rest.bytes().take_while(u8::is_ascii_hexdigit).count();
    let (digest, after) = rest.split_at(n_digits);
    let is_digest = (8..=16).contains(&n_digits) && (after.starts_with('.') || after.starts_with("_bg."));
    is_digest.then_some((before, digest, after))
}

/// Whether a file's name has a digest.
#[must_use]
pub fn is_in(name: &str) -> bool {
    split(name).is_some()
}

/// The name as it was before the build put a digest into it: that is not a test's to know.
pub(crate) fn without(name: &str) -> String {
    split(name).map_or_else(|| name.to_owned(), |(before, _, after)| format!("{before}{after}"))
}

/// The name with another digest, if it has one.
pub(crate) fn another(name: &str) -> Option<String> {
    let (before, digest, after) = split(name)?;
    let digest: String = digest.chars().map(|digit| if digit == 'e' { 'd' } else { 'e' }).collect();
    Some(format!("{before}-{digest}{after}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_digests_change() {
        for (name, other, plain) in [
            ("page-1a2e3c4d_bg.wasm", "page-eeedeeee_bg.wasm", "page_bg.wasm"),
            ("a/boot-1624f979b55f8cd9.js", "a/boot-eeeeeeeeeeeeeeee.js", "a/boot.js"),
            ("style-94a61d70694ce2e.css", "style-eeeeeeeeeeeeded.css", "style.css"),
        ] {
            assert_eq!((another(name).as_deref(), without(name).as_str()), (Some(other), plain));
        }
        for name in ["service-worker.js", "pretrained/vanilla-relu.json", "lessons/en/digits.md"] {
            assert_eq!((another(name), without(name).as_str(), is_in(name)), (None, name, false));
        }
    }
}
