//! Rules for what is written in two places: the versions of tools, and the command that tests all.

use crate::tools::{TRUNK, WASM_BINDGEN};

/// The test command of README, which CI calls.
const TEST_COMMAND: &str = "cargo xtask test";

/// Where `Trunk.toml` asks for another version of a tool than is installed.
pub(super) fn check_trunk(trunk_toml: &str) -> Option<String> {
    let line = format!("wasm_bindgen = \"{WASM_BINDGEN}\"");
    (!trunk_toml.lines().any(|written| written.trim() == line))
        .then(|| format!("Trunk.toml: lacks `{line}`, the version installed with Trunk {TRUNK}"))
}

/// Whether the library that the page is built with is the version of the command line.
pub(super) fn check_lock(cargo_lock: &str) -> Option<String> {
    let package = format!("name = \"wasm-bindgen\"\nversion = \"{WASM_BINDGEN}\"\n");
    // A checkout may have been made with the line endings of its system.
    (!cargo_lock.replace("\r\n", "\n").contains(&package))
        .then(|| format!("Cargo.lock: wasm-bindgen is not {WASM_BINDGEN}, the version of the command line"))
}

/// Whether CI and README name the one command.
pub(super) fn check_test_command(ci: &str, readme: &str) -> Vec<String> {
    [(".ci/run", ci), ("README.md", readme)]
        .iter()
        .filter(|(_, text)| !text.contains(TEST_COMMAND))
        .map(|(name, _)| format!("{name}: does not name the test command `{TEST_COMMAND}`"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trunk_asks_for_what_is_installed() {
        let good = format!("[tools]\nwasm_bindgen = \"{WASM_BINDGEN}\"\n");
        assert_eq!(check_trunk(&good), None);
        assert!(check_trunk(&good.replace(WASM_BINDGEN, "0.2.1")).is_some());
        assert!(check_trunk("[tools]\n").is_some());
    }

    #[test]
    fn the_library_is_the_version_of_the_command_line() {
        let good = format!("[[package]]\nname = \"wasm-bindgen\"\nversion = \"{WASM_BINDGEN}\"\n");
        assert_eq!(check_lock(&good), None);
        assert!(check_lock(&good.replace(WASM_BINDGEN, "0.2.1")).is_some());
    }

    #[test]
    fn ci_and_readme_name_the_test_command() {
        assert!(check_test_command("exec cargo xtask test", "Run `cargo xtask test`.").is_empty());
        assert_eq!(check_test_command("exec cargo test", "").len(), 2);
    }
}
