//! `cargo xtask bench`: the built page's speed in headless Chromium, and its size. For information, never part of a test.

use std::path::Path;

use anyhow::Result;
use xshell::cmd;

use crate::workspace::Workspace;
use crate::{browser, dist, size, tools};

/// Builds the page and measures it, or only how fast it trains. Run it on an otherwise idle machine.
///
/// The speed is that of a build with the function that the benchmark calls; the size is that of what visitors get.
pub(crate) fn run(workspace: &Workspace, only_training: bool) -> Result<()> {
    dist::build(workspace)?;
    if only_training {
        return measure(workspace, &workspace.dist_dir(), &["--training"]);
    }
    let bench_dist = workspace.target_dir().join("bench-dist");
    dist::build_for_bench(workspace, &bench_dist)?;
    measure(workspace, &bench_dist, &[])?;
    println!();
    size::run(workspace)
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
