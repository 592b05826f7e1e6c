//! `cargo xtask dist`: builds the static site, which works under any path; with MNIST beside it, if wanted.

use std::path::Path;

use anyhow::{Context, Result};
use xshell::{PushEnv, cmd};

use crate::finish::address;
use crate::tools;
use crate::workspace::Workspace;

/// The variable that tells [`crate::finish`] to pack MNIST.
pub(crate) const WITH_MNIST: &str = "INKLING_WITH_MNIST";

/// The variable that tells [`crate::finish`] where the page will be.
pub(crate) const ADDRESS: &str = "INKLING_ADDRESS";

/// Builds the page for release into `dist/`, with a pack of MNIST from the data directory if it is wanted, and with oEmbed for the
/// address where it will be, if that is known.
pub(crate) fn run(workspace: &Workspace, with_mnist: bool, address: Option<&str>) -> Result<()> {
    let _wanted = want_mnist(workspace, with_mnist);
    let address = address.map(address::checked).transpose()?;
    let _known = address.map(|address| workspace.sh.push_env(ADDRESS, address));
    build(workspace)?;
    println!("the site is in {}", workspace.dist_dir().display());
    Ok(())
}

/// Builds the page for release into `dist/`, quietly.
pub(crate) fn build(workspace: &Workspace) -> Result<()> {
    build_into(workspace, &workspace.dist_dir(), &[])
}

/// Builds the page with what its benchmark calls, which visitors do not get, into `dist`.
pub(crate) fn build_for_bench(workspace: &Workspace, dist: &Path, with_mnist: bool) -> Result<()> {
    let _wanted = want_mnist(workspace, with_mnist);
    build_into(workspace, dist, &["--features", "bench"])
}

/// Has MNIST packed, if it is wanted, as long as this is held.
fn want_mnist(workspace: &Workspace, is_wanted: bool) -> Option<PushEnv<'_>> {
    is_wanted.then(|| workspace.sh.push_env(WITH_MNIST, "1"))
}

fn build_into(workspace: &Workspace, dist: &Path, options: &[&str]) -> Result<()> {
    tools::ensure_all(workspace)?;
    fetch_crates(workspace)?;
    let sh = &workspace.sh;
    // Offline, so that a missing tool or a wrong version is a clear error instead of a download.
    cmd!(sh, "trunk build --release --offline --dist {dist} {options...}")
        .run()
        .context("Trunk could not build the page")
}

/// Fetches the page's crates, because Trunk passes `--offline` on to cargo.
pub(crate) fn fetch_crates(workspace: &Workspace) -> Result<()> {
    let (sh, wasm) = (&workspace.sh, tools::WASM_TARGET);
    let version = cmd!(sh, "rustc --version --verbose").quiet().read()?;
    let host = host_of(&version).context("`rustc --version --verbose` does not name the host")?;
    cmd!(sh, "cargo fetch --quiet --locked --target {wasm} --target {host}").quiet().run()?;
    Ok(())
}

/// The host's target triple in the output of `rustc --version --verbose`.
fn host_of(version: &str) -> Option<&str> {
    version.lines().find_map(|line| line.strip_prefix("host: "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_host_is_read_off_rustcs_answer() {
        let answer = "rustc 1.95.0\nbinary: rustc\nhost: x86_64-unknown-linux-gnu\nrelease: 1.95.0";
        assert_eq!(host_of(answer), Some("x86_64-unknown-linux-gnu"));
        assert_eq!(host_of("rustc 1.95.0"), None);
    }
}
