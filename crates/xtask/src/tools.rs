//! The programs that build the page, each at an exact version: finds them or installs them into `.tools/`.
//!
//! In order of preference: on PATH, in `.tools/`, a prebuilt release, a package registry.
//! Nothing is installed outside the checkout except the wasm target, which rustup keeps with the toolchain.
//! For the browser, see `browser.rs`.

mod archive;
mod install;
mod versions;

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use xshell::cmd;

use crate::tools::archive::Archive;
use crate::tools::install::{Source, Tool};
use crate::tools::versions::{AXE_CORE, BINARYEN, GECKODRIVER, JAX_JS, TENSORFLOW_JS};
pub(crate) use crate::tools::versions::{TRUNK, WASM_BINDGEN};
use crate::workspace::Workspace;

/// The page's compilation target.
pub(crate) const WASM_TARGET: &str = "wasm32-unknown-unknown";

/// Installs everything that Trunk needs to build the page and puts it on the shell's PATH.
pub(crate) fn ensure_all(workspace: &Workspace) -> Result<()> {
    ensure_wasm_target(workspace)?;
    ensure_trunk(workspace)?;
    ensure_wasm_bindgen(workspace)?;
    ensure_wasm_opt(workspace)
}

/// Installs the standard library for the wasm target.
///
/// A target listed in `rust-toolchain.toml` would silently be skipped if rustup's automatic installation is off.
pub(crate) fn ensure_wasm_target(workspace: &Workspace) -> Result<()> {
    let sh = &workspace.sh;
    let libdir = cmd!(sh, "rustc --print target-libdir --target {WASM_TARGET}").quiet().read()?;
    if Path::new(&libdir).is_dir() {
        return Ok(());
    }
    cmd!(sh, "rustup target add {WASM_TARGET}")
        .run()
        .with_context(|| format!("the Rust target {WASM_TARGET} is missing, and rustup could not add it"))
}

fn ensure_trunk(workspace: &Workspace) -> Result<()> {
    Tool {
        name: "trunk",
        version: TRUNK,
        programs: &["trunk"],
        sources: vec![
            Source::Archive(Archive::of_trunk(TRUNK)),
            // Without TLS and the search for updates: what Trunk would fetch with them is installed here.
            Source::Cargo { package: "trunk", options: &["--locked", "--no-default-features"], minutes: 4 },
        ],
    }
    .ensure(workspace)
}

/// wasm-bindgen's command line and test runner, at the same version as the page's wasm-bindgen library.
pub(crate) fn ensure_wasm_bindgen(workspace: &Workspace) -> Result<()> {
    Tool {
        name: "wasm-bindgen",
        version: WASM_BINDGEN,
        programs: &["wasm-bindgen", "wasm-bindgen-test-runner"],
        sources: vec![
            Source::Archive(Archive::of_wasm_bindgen(WASM_BINDGEN)),
            Source::Cargo { package: "wasm-bindgen-cli", options: &[], minutes: 2 },
        ],
    }
    .ensure(workspace)
}

/// Binaryen's wasm-opt.
pub(crate) fn ensure_wasm_opt(workspace: &Workspace) -> Result<()> {
    Tool {
        name: "binaryen",
        version: BINARYEN,
        programs: &["wasm-opt"],
        sources: vec![
            Source::Archive(Archive::of_binaryen(BINARYEN)),
            Source::Npm { package: "binaryen", version: &format!("{BINARYEN}.0.0") },
        ],
    }
    .ensure(workspace)
}

/// Firefox's WebDriver server.
pub(crate) fn ensure_geckodriver(workspace: &Workspace) -> Result<()> {
    Tool {
        name: "geckodriver",
        version: GECKODRIVER,
        programs: &["geckodriver"],
        sources: vec![
            Source::Archive(Archive::of_geckodriver(GECKODRIVER)),
            Source::Cargo { package: "geckodriver", options: &["--locked"], minutes: 2 },
        ],
    }
    .ensure(workspace)
}

/// axe-core, the accessibility checker that the end-to-end tests load into the page, in `.tools/axe-core`.
pub(crate) fn ensure_axe_core(workspace: &Workspace) -> Result<()> {
    ensure_packages(workspace, "axe-core", &[("axe-core", AXE_CORE)])
}

/// What the benchmark compares training with. Returns the folder of the packages.
pub(crate) fn ensure_trainers(workspace: &Workspace) -> Result<PathBuf> {
    let packages = [
        ("@tensorflow/tfjs", TENSORFLOW_JS),
        ("@tensorflow/tfjs-backend-wasm", TENSORFLOW_JS),
        ("@jax-js/jax", JAX_JS),
    ];
    ensure_packages(workspace, "trainers", &packages)?;
    Ok(workspace.tools_dir().join("trainers/node_modules"))
}

/// Installs npm packages in a folder of `.tools`, unless they are there.
fn ensure_packages(workspace: &Workspace, folder: &str, packages: &[(&str, &str)]) -> Result<()> {
    let folder = workspace.tools_dir().join(folder);
    let is_there = |(package, version): &(&str, &str)| {
        let manifest = folder.join("node_modules").join(package).join("package.json");
        let version_line = format!("\"version\": \"{version}\"");
        workspace.sh.read_file(&manifest).is_ok_and(|json| json.contains(&version_line))
    };
    if packages.iter().all(is_there) {
        return Ok(());
    }
    install::npm_install(workspace, &folder, packages)
}
