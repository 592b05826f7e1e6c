//! Rules for facts that are written in two places: tool versions and the test command.

use crate::tools::{TRUNK, WASM_BINDGEN};

/// The README's test command, which CI runs.
const TEST_COMMAND: &str = "cargo xtask test";

/// Whether `Trunk.toml` names the tool versions that are installed.
pub(super) fn check_trunk(trunk_toml: &str) -> Option<String> {
    let line = format!("wasm_bindgen = \"{WASM_BINDGEN}\"");
    (!trunk_toml.lines().any(|written| written.trim() == line))
        .then(|| format!("Trunk.toml: needs `{line}`, the version installed with Trunk {TRUNK}"))
}

/// Whether the wasm-bindgen library and command line have the same version.
pub(super) fn check_lock(cargo_lock: &str) -> Option<String> {
    let package = format!("name = \"wasm-bindgen\"\nversion = \"{WASM_BINDGEN}\"\n");
    // A checkout may use the system's line endings.
    (!cargo_lock.replace("\r\n", "\n").contains(&package))
        .then(|| format!("Cargo.lock: wasm-bindgen must be {WASM_BINDGEN}, the version of its command line"))
}

/// Whether CI, the README and the sample of a deployment use the test command; they are given with their names.
pub(super) fn check_test_command(texts: &[(&str, String)]) -> Vec<String> {
    texts
        .iter()
        .filter(|(_, text)| !text.contains(TEST_COMMAND))
        .map(|(name, _)| format!("{name}: must contain the test command `{TEST_COMMAND}`"))
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
        let texts = |ci: &str, readme: &str| [(".ci/run", ci.to_owned()), ("README.md", readme.to_owned())];
        assert!(check_test_command(&texts("exec cargo xtask test", "Run `cargo xtask test`.")).is_empty());
        assert_eq!(check_test_command(&texts("exec cargo test", "")).len(), 2);
    }
}
