//! `cargo xtask bench`: the built page's speed in headless Chromium, and its size. For information, never part of a test.

use std::env;
use std::path::{Path, PathBuf};

use anyhow::Result;
use xshell::cmd;

use crate::workspace::Workspace;
use crate::{browser, dist, size, tools};

/// Builds the page and measures it, or only how fast it trains. Run it on an otherwise idle machine.
///
/// The speed is that of a build with the function that the benchmark calls, and with MNIST if it is in the data directory; the size is
/// that of what visitors get.
pub(crate) fn run(workspace: &Workspace, only_training: bool) -> Result<()> {
    let bench_dist = workspace.target_dir().join("bench-dist");
    dist::build_for_bench(workspace, &bench_dist, has_mnist(workspace))?;
    if only_training {
        return measure(workspace, &bench_dist, &["--training"]);
    }
    measure(workspace, &bench_dist, &[])?;
    println!();
    dist::build(workspace)?;
    size::run(workspace)
}

fn has_mnist(workspace: &Workspace) -> bool {
    let data = env::var_os("INKLING_DATA").map_or_else(|| workspace.root().join("data"), PathBuf::from);
    data.join("mnist").is_dir()
}

fn measure(workspace: &Workspace, dist: &Path, options: &[&str]) -> Result<()> {
    let browser = browser::ensure(workspace)?;
    let libraries = tools::ensure_trainers(workspace)?;
    let sh = &workspace.sh;
    cmd!(sh, "cargo run --quiet -p e2e --bin page-bench --locked -- {options...}")
        .env("INKLING_DIST", dist)
        .env("INKLING_LIBRARIES", &libraries)
        .env("CHROME", &browser.chrome)
        .env("CHROMEDRIVER", &browser.chromedriver)
        .quiet()
        .run()?;
    Ok(())
}
