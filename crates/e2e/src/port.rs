//! A port of this machine for one server, which nobody else gets in the meantime.

use std::net::{Ipv4Addr, SocketAddr};

use anyhow::{Context, Result};
use tokio::net::TcpSocket;

/// A free port's address, and what keeps other programs from it: a socket that is bound and never listens. The server, which has
/// to allow for addresses in use, as most do, can be started, stopped and started again.
pub(crate) fn claim() -> Result<(TcpSocket, SocketAddr)> {
    let claim = TcpSocket::new_v4()?;
    claim.set_reuseaddr(true)?;
    claim.bind((Ipv4Addr::LOCALHOST, 0).into()).context("no port is free")?;
    let address = claim.local_addr()?;
    Ok((claim, address))
}
