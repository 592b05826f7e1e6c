//! `cargo xtask bench`: the built page's speed in headless Chromium, and its size. For information, never part of a test.

use anyhow::Result;
use xshell::cmd;

use crate::workspace::Workspace;
use crate::{browser, dist, size};

/// Builds the page and measures it. Run it on an otherwise idle machine.
///
/// The speed is that of a build with the function that the benchmark calls; the size is that of what visitors get.
pub(crate) fn run(workspace: &Workspace) -> Result<()> {
    dist::build(workspace)?;
    let bench_dist = workspace.target_dir().join("bench-dist");
    dist::build_for_bench(workspace, &bench_dist)?;
    let browser = browser::ensure(workspace)?;
    let sh = &workspace.sh;
    cmd!(sh, "cargo run --quiet -p e2e --bin page-bench --locked")
        .env("INKLING_DIST", &bench_dist)
        .env("CHROME", &browser.chrome)
        .env("CHROMEDRIVER", &browser.chromedriver)
        .quiet()
        .run()?;
    println!();
    size::run(workspace)
}
