//! Rules for the text of source files.

use crate::tidy::crates::WITHOUT_BROWSER;

/// A longer file holds more than one idea.
const MAX_LINES: usize = 600;

/// Notes to self, which belong in the issue tracker. Split here so that this file obeys its own rule.
const NOTES: &[&str] = &[concat!("TO", "DO"), concat!("FIX", "ME"), concat!("XX", "X:")];

/// Leaks, which lints do not catch on every path.
const LEAKS: &[&str] = &[concat!(".for", "get("), concat!("mem::for", "get")];

const UNSAFE: &str = concat!("un", "safe");

/// What browser-free crates must not use: files, clocks, threads, the environment, global randomness.
const OUTSIDE_WORLD: &[&str] = &[
    "std::fs",
    "std::env",
    "std::net",
    "std::process",
    "std::thread",
    "std::time",
    "Instant::now",
    "SystemTime",
    "rand::rng(",
    "thread_rng",
];

/// Whether the text rules apply to a file of this name.
pub(super) fn is_text(name: &str) -> bool {
    let suffix = name.rsplit_once('.').map_or("", |(_, suffix)| suffix);
    matches!(suffix, "rs" | "js" | "css" | "html" | "toml" | "md" | "py" | "sh")
}

/// The crate that a Rust file belongs to, and its path within the crate's `src`.
pub(super) fn file_of_crate(name: &str) -> Option<(&str, &str)> {
    let (of, file) = name.strip_prefix("crates/")?.split_once("/src/")?;
    file.ends_with(".rs").then_some((of, file))
}

/// What is wrong with the text of a file.
pub(super) fn check_text(name: &str, text: &str) -> Vec<String> {
    let mut complaints = notes(name, text);
    if name.ends_with(".rs") {
        complaints.extend(opening(name, text));
        complaints.extend(length(name, text));
        complaints.extend(words(name, text, LEAKS, "leaks; keep a guard that owns it"));
        complaints.extend(unsafe_code(name, text));
        if is_core(name) {
            complaints.extend(words(
                name,
                before_tests(text),
                OUTSIDE_WORLD,
                "not allowed in a browser-free crate; take it as an argument",
            ));
        }
    }
    complaints
}

fn notes(name: &str, text: &str) -> Vec<String> {
    let is_note = |line: &str| NOTES.iter().any(|note| line.contains(note));
    at_lines(name, text.lines().map(is_note), "move this note to the issue tracker")
}

fn opening(name: &str, text: &str) -> Option<String> {
    (!text.starts_with("//! ")).then(|| format!("{name}:1: start with `//!` and say what the file contains"))
}

fn length(name: &str, text: &str) -> Option<String> {
    let lines = text.lines().count();
    (lines > MAX_LINES).then(|| format!("{name}: {lines} lines, more than {MAX_LINES}; split it"))
}

/// Lines whose code contains one of `words`.
fn words(name: &str, text: &str, words: &[&str], why: &str) -> Vec<String> {
    at_lines(name, text.lines().map(code_of).map(|code| words.iter().any(|word| code.contains(word))), why)
}

fn unsafe_code(name: &str, text: &str) -> Vec<String> {
    let opens = |code: &str| {
        code.split_once(UNSAFE).is_some_and(|(before, after)| {
            let stands_alone = !before.ends_with(|last: char| last.is_alphanumeric() || last == '_');
            stands_alone
                && [" {", " fn", " impl", " extern", " trait", "("].iter().any(|next| after.starts_with(next))
        })
    };
    at_lines(name, text.lines().map(code_of).map(opens), "the workspace forbids it")
}

/// Whether a file is source code of a browser-free crate.
fn is_core(name: &str) -> bool {
    WITHOUT_BROWSER.iter().any(|of| name.starts_with(&format!("crates/{of}/src/")))
}

/// The code before the tests, which are at the end of a file.
fn before_tests(text: &str) -> &str {
    text.split_once("#[cfg(test)]").map_or(text, |(program, _)| program)
}

/// The line without its comment.
fn code_of(line: &str) -> &str {
    line.split_once("//").map_or(line, |(code, _)| code)
}

fn at_lines(name: &str, hits: impl Iterator<Item = bool>, why: &str) -> Vec<String> {
    hits.zip(1..).filter(|&(hit, _)| hit).map(|(_, number)| format!("{name}:{number}: {why}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(name: &str, text: &str, expected: &[&str]) {
        let complaints = check_text(name, text);
        assert_eq!(complaints.len(), expected.len(), "{complaints:?}");
        for (complaint, start) in complaints.iter().zip(expected) {
            assert!(complaint.starts_with(start), "{complaint} does not start with {start}");
        }
    }

    #[test]
    fn a_file_says_what_lives_there() {
        check("crates/nn/src/a.rs", "//! Layers.\n\npub struct Layer;\n", &[]);
        check("crates/nn/src/a.rs", "pub struct Layer;\n", &["crates/nn/src/a.rs:1: start with `//!`"]);
        check("www/boot.js", "start();\n", &[]);
    }

    #[test]
    fn a_long_file_is_split() {
        check("crates/nn/src/a.rs", &format!("//! A.\n{}", "\n".repeat(599)), &[]);
        check(
            "crates/nn/src/a.rs",
            &format!("//! A.\n{}", "\n".repeat(600)),
            &["crates/nn/src/a.rs: 601 lines"],
        );
    }

    #[test]
    fn notes_to_oneself_are_found_in_any_text() {
        for note in NOTES {
            check(
                "docs/EMBED.md",
                &format!("# Embed\n\n{note} explain\n"),
                &["docs/EMBED.md:3: move this note"],
            );
        }
    }

    #[test]
    fn leaks_are_found_in_code_only() {
        let leak = LEAKS[0];
        check(
            "crates/web/src/a.rs",
            &format!("//! A.\nclosure{leak});\n"),
            &["crates/web/src/a.rs:2: leaks"],
        );
        check("crates/web/src/a.rs", &format!("//! A.\n// never closure{leak})\n"), &[]);
    }

    #[test]
    fn unsafe_code_is_found_and_its_lint_is_not() {
        check(
            "crates/nn/src/a.rs",
            &format!("//! A.\n{UNSAFE} {{ x }}\n"),
            &["crates/nn/src/a.rs:2: the workspace forbids"],
        );
        check("crates/nn/src/a.rs", &format!("//! A.\n#![forbid({UNSAFE}_code)]\n"), &[]);
    }

    #[test]
    fn the_core_reads_no_clock_and_no_file() {
        let reads_clock = "//! A.\nuse std::time::Instant;\n";
        check("crates/app/src/a.rs", reads_clock, &["crates/app/src/a.rs:2: not allowed"]);
        check("crates/web/src/a.rs", reads_clock, &[]);
        check("crates/app/src/a.rs", &format!("//! A.\n#[cfg(test)]\n{reads_clock}"), &[]);
        check("crates/app/tests/a.rs", reads_clock, &[]);
    }
}
