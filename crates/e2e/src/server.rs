//! A server that can be cut off and come back at the same address. It runs apart from the test, so that all of it ends at once:
//! open connections too.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Mutex, PoisonError};

use anyhow::{Context, Result};
use axum::Router;
use tokio::net::TcpListener;
use tokio::runtime::{Builder, Runtime};

/// A running server, which ends when this is dropped.
#[derive(Debug)]
pub(crate) struct Server {
    router: Router,
    address: SocketAddr,
    /// None while it is cut off.
    runtime: Mutex<Option<Runtime>>,
}

impl Server {
    /// Serves on a free port of this machine.
    pub(crate) async fn start(router: Router) -> Result<Self> {
        let (runtime, address) = serve(router.clone(), 0).await.context("no port is free")?;
        Ok(Self { router, address, runtime: Mutex::new(Some(runtime)) })
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    /// Refuses connections from now on, and drops those that there are.
    pub(crate) fn cut_off(&self) {
        self.replace(None);
    }

    /// Serves again.
    pub(crate) async fn come_back(&self) -> Result<()> {
        let (runtime, _) = serve(self.router.clone(), self.address.port()).await?;
        self.replace(Some(runtime));
        Ok(())
    }

    fn replace(&self, runtime: Option<Runtime>) {
        let mut place = self.runtime.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(before) = std::mem::replace(&mut *place, runtime) {
            // To wait for it is not allowed where a test runs.
            before.shutdown_background();
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.cut_off();
    }
}

async fn serve(router: Router, port: u16) -> Result<(Runtime, SocketAddr)> {
    let runtime = Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
    let started = runtime.spawn(async move {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?;
        let address = listener.local_addr()?;
        tokio::spawn(async move {
            // Ends only with its runtime: an error of one connection ends that connection alone.
            let _ = axum::serve(listener, router).await;
        });
        Ok::<_, std::io::Error>(address)
    });
    let started = started.await.map_err(anyhow::Error::from).and_then(|address| Ok(address?));
    match started {
        Ok(address) => Ok((runtime, address)),
        Err(error) => {
            runtime.shutdown_background();
            Err(error)
        }
    }
}
