//! Rules for crates: which crate may depend on which, and what must not be in a dependency tree.

use anyhow::Result;
use serde::Deserialize;

/// Crates that must not use a browser, a clock, files or a global source of randomness.
pub(super) const WITHOUT_BROWSER: &[&str] =
    &["nn", "digits", "models", "learning", "training", "app", "panels"];

/// The workspace crates that each crate may depend on.
const MAY_DEPEND_ON: &[(&str, &[&str])] = &[
    ("nn", &[]),
    ("digits", &[]),
    ("models", &["nn", "digits"]),
    ("learning", &["nn", "digits", "models"]),
    ("training", &["nn", "digits", "learning"]),
    ("training-worker", &["training"]),
    ("app", &["nn", "digits", "models"]),
    ("panels", &["nn", "digits", "models", "learning", "app"]),
    // Where models come from is part of the app's messages.
    ("web", &["models", "app"]),
    ("web-panels", &["models", "learning", "training", "app", "panels", "web"]),
    ("page", &["web", "web-panels"]),
    ("trainer", &["nn", "digits", "models", "learning"]),
    ("e2e", &["digits", "models", "nn", "learning", "training"]),
    ("split-wasm", &[]),
    ("xtask", &[]),
];

/// The only crates that may depend on [`BROWSER_CRATES`].
const WITH_BROWSER: &[&str] = &["web", "web-panels", "page", "training-worker"];

/// Browser bindings, by name prefix.
const BROWSER_CRATES: &[&str] = &["js-sys", "web-sys", "wasm-bindgen", "gloo"];

/// Runs a crate's tests in a browser. Every crate may have it as a development dependency.
const TEST_RUNNER: &str = "wasm-bindgen-test";

/// A source of randomness outside the program. Seeds are arguments instead.
const GLOBAL_RANDOMNESS: &str = "getrandom";

/// A workspace package, as listed by `cargo metadata`.
#[derive(Debug, Deserialize)]
pub(super) struct Package {
    pub(super) name: String,
    pub(super) manifest_path: String,
    dependencies: Vec<Dependency>,
}

#[derive(Debug, Deserialize)]
struct Dependency {
    name: String,
    /// `dev`, `build` or nothing.
    #[serde(default)]
    kind: Option<String>,
    /// Set for a dependency in this checkout.
    path: Option<String>,
}

/// The workspace packages in the output of `cargo metadata --no-deps`.
pub(super) fn read_metadata(json: &str) -> Result<Vec<Package>> {
    #[derive(Deserialize)]
    struct Metadata {
        packages: Vec<Package>,
    }
    Ok(serde_json::from_str::<Metadata>(json)?.packages)
}

/// Dependencies of any kind that the architecture does not allow.
pub(super) fn check_dependencies(packages: &[Package]) -> Vec<String> {
    let mut complaints = Vec::new();
    for Package { name, dependencies, .. } in packages {
        let Some((_, allowed)) = MAY_DEPEND_ON.iter().find(|(of, _)| of == name) else {
            complaints.push(format!("{name}: no rule for this crate; add one to `tidy`"));
            continue;
        };
        for dependency in dependencies {
            let is_ours = dependency.path.is_some();
            if is_ours && !allowed.contains(&dependency.name.as_str()) {
                complaints.push(format!("{name}: must not depend on {}", dependency.name));
            }
            let is_test_runner = dependency.name == TEST_RUNNER && dependency.kind.as_deref() == Some("dev");
            let may_use_browser = is_test_runner || WITH_BROWSER.contains(&name.as_str());
            if is_browser_crate(&dependency.name) && !may_use_browser {
                complaints.push(format!(
                    "{name}: only {} may depend on {}",
                    WITH_BROWSER.join(", "),
                    dependency.name
                ));
            }
        }
    }
    complaints
}

/// Forbidden dependencies in the tree of a browser-free crate; `tree` is the output of `cargo tree --prefix none`.
pub(super) fn check_tree(name: &str, tree: &str) -> Vec<String> {
    let mut found: Vec<_> = tree
        .lines()
        .filter_map(|line| line.split_whitespace().next())
        .filter(|dependency| is_browser_crate(dependency) || *dependency == GLOBAL_RANDOMNESS)
        .collect();
    found.sort_unstable();
    found.dedup();
    found.iter().map(|dependency| format!("{name}: must not pull in {dependency}")).collect()
}

/// Whether the crate inherits the workspace's lints.
pub(super) fn check_manifest(name: &str, manifest: &str) -> Option<String> {
    let lints = manifest.split_once("\n[lints]\n").map(|(_, rest)| rest.trim_start());
    let inherits = lints.is_some_and(|rest| rest.starts_with("workspace = true"));
    (!inherits).then(|| format!("{name}: its Cargo.toml lacks `[lints] workspace = true`"))
}

fn is_browser_crate(name: &str) -> bool {
    BROWSER_CRATES.iter().any(|start| name.starts_with(start))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(json: &str, expected: &[&str]) {
        let packages = read_metadata(&format!(r#"{{"packages": [{json}]}}"#)).unwrap();
        assert_eq!(check_dependencies(&packages), expected);
    }

    #[test]
    fn each_crate_keeps_to_its_neighbours() {
        check(
            r#"{"name": "app", "manifest_path": "", "dependencies": [{"name": "nn", "path": "/nn"}, {"name": "thiserror", "path": null}]}"#,
            &[],
        );
        check(
            r#"{"name": "nn", "manifest_path": "", "dependencies": [{"name": "digits", "path": "/digits"}]}"#,
            &["nn: must not depend on digits"],
        );
        check(
            r#"{"name": "trainer", "manifest_path": "", "dependencies": [{"name": "web", "path": "/web"}]}"#,
            &["trainer: must not depend on web"],
        );
    }

    #[test]
    fn a_browser_crate_belongs_to_the_pages_crates_alone() {
        check(
            r#"{"name": "web", "manifest_path": "", "dependencies": [{"name": "web-sys", "path": null}]}"#,
            &[],
        );
        check(
            r#"{"name": "app", "manifest_path": "", "dependencies": [{"name": "wasm-bindgen-futures", "path": null}]}"#,
            &["app: only web, web-panels, page, training-worker may depend on wasm-bindgen-futures"],
        );
    }

    #[test]
    fn every_crate_may_be_tested_in_a_browser() {
        check(
            r#"{"name": "learning", "manifest_path": "", "dependencies": [{"name": "wasm-bindgen-test", "kind": "dev", "path": null}]}"#,
            &[],
        );
        check(
            r#"{"name": "learning", "manifest_path": "", "dependencies": [{"name": "wasm-bindgen-test", "path": null}]}"#,
            &["learning: only web, web-panels, page, training-worker may depend on wasm-bindgen-test"],
        );
    }

    #[test]
    fn a_crate_without_rules_is_told() {
        check(
            r#"{"name": "extra", "manifest_path": "", "dependencies": []}"#,
            &["extra: no rule for this crate; add one to `tidy`"],
        );
    }

    #[test]
    fn a_tree_is_searched_to_its_depth() {
        assert!(check_tree("nn", "nn v0.1.0 (/nn)\nnalgebra v0.35.0\nserde v1.0.0 (*)").is_empty());
        assert_eq!(
            check_tree(
                "nn",
                "nn v0.1.0 (/nn)\nrand v0.10.0\ngetrandom v0.4.0\ngetrandom v0.4.0 (*)\njs-sys v0.3.1"
            ),
            ["nn: must not pull in getrandom", "nn: must not pull in js-sys"]
        );
    }

    #[test]
    fn lints_are_inherited() {
        assert_eq!(check_manifest("nn", "[package]\nname = \"nn\"\n\n[lints]\nworkspace = true\n"), None);
        assert!(check_manifest("nn", "[package]\nname = \"nn\"\n").is_some());
        assert!(check_manifest("nn", "[package]\n\n[lints]\nrust.unsafe_code = \"warn\"\n").is_some());
    }
}
