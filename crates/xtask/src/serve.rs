//! `cargo xtask serve`: serves the page during development and rebuilds it when a file changes.

use std::net::{Ipv4Addr, TcpListener};

use anyhow::{Context, Result, bail};
use xshell::cmd;

use crate::workspace::Workspace;
use crate::{dist, tools};

const FIRST_PORT: u16 = 8080;
const PORTS_TRIED: u16 = 20;

/// Builds and serves the page until interrupted, on `port` or on the first free port from 8080.
pub(crate) fn run(workspace: &Workspace, port: Option<u16>, release: bool) -> Result<()> {
    tools::ensure_all(workspace)?;
    dist::fetch_crates(workspace)?;
    let port = match port {
        Some(port) if !is_free(port) => bail!("port {port} is already in use"),
        Some(port) => port,
        None => (FIRST_PORT..FIRST_PORT + PORTS_TRIED).find(|&port| is_free(port)).with_context(|| {
            format!(
                "ports {FIRST_PORT} to {} are in use; choose another with --port",
                FIRST_PORT + PORTS_TRIED - 1
            )
        })?,
    };
    // Not dist/, which always holds the release build, for tests and measurements.
    let site = workspace.target_dir().join("serve");
    let (sh, port, release) = (&workspace.sh, port.to_string(), release.then_some("--release"));
    sh.create_dir(&site)?;
    println!("Inkling will be at http://127.0.0.1:{port}/ once it is built; press Ctrl-C to stop");
    cmd!(sh, "trunk serve --offline --address 127.0.0.1 --port {port} --dist {site} {release...}")
        .quiet()
        .run()
        .context("Trunk could not serve the page")
}

fn is_free(port: u16) -> bool {
    TcpListener::bind((Ipv4Addr::LOCALHOST, port)).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_port_with_a_listener_is_not_free() {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        assert!(!is_free(listener.local_addr().unwrap().port()));
    }

    /// Port 0 stands for whichever the system has free. A port that has just been closed would not
    /// do: a program that another test starts in the meantime holds on to it for a moment.
    #[test]
    fn a_port_without_a_listener_is_free() {
        assert!(is_free(0));
    }
}
