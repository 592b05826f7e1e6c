//! A server that can be cut off and come back at the same address. It runs apart from the test, so that all of it ends at once:
//! open connections too.

use std::net::SocketAddr;
use std::sync::{Mutex, PoisonError};

use anyhow::Result;
use axum::Router;
use tokio::net::{TcpListener, TcpSocket};
use tokio::runtime::{Builder, Runtime};
use tokio::task::spawn_blocking;

use crate::port;

/// A running server, which ends when this is dropped.
#[derive(Debug)]
pub(crate) struct Server {
    router: Router,
    address: SocketAddr,
    /// Nobody else gets the port while the server is cut off.
    _claim: TcpSocket,
    /// None while it is cut off.
    runtime: Mutex<Option<Runtime>>,
}

impl Server {
    /// Serves on a free port of this machine.
    pub(crate) async fn start(router: Router) -> Result<Self> {
        let (claim, address) = port::claim()?;
        let runtime = serve(router.clone(), address).await?;
        Ok(Self { router, address, _claim: claim, runtime: Mutex::new(Some(runtime)) })
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    /// Refuses connections from now on, and drops those that there are.
    pub(crate) async fn cut_off(&self) -> Result<()> {
        if let Some(runtime) = self.replace(None) {
            // To wait for its end is not allowed where a test runs.
            spawn_blocking(|| drop(runtime)).await?;
        }
        Ok(())
    }

    /// Serves again.
    pub(crate) async fn come_back(&self) -> Result<()> {
        self.replace(Some(serve(self.router.clone(), self.address).await?));
        Ok(())
    }

    fn replace(&self, runtime: Option<Runtime>) -> Option<Runtime> {
        std::mem::replace(&mut *self.runtime.lock().unwrap_or_else(PoisonError::into_inner), runtime)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Some(runtime) = self.replace(None) {
            runtime.shutdown_background();
        }
    }
}

async fn serve(router: Router, address: SocketAddr) -> Result<Runtime> {
    let runtime = Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
    let started = runtime.spawn(async move {
        let listener = TcpListener::bind(address).await?;
        tokio::spawn(async move {
            // Ends only with its runtime: an error of one connection ends that connection alone.
            let _ = axum::serve(listener, router).await;
        });
        Ok::<_, std::io::Error>(())
    });
    let started = started.await.map_err(anyhow::Error::from).and_then(|started| Ok(started?));
    match started {
        Ok(()) => Ok(runtime),
        Err(error) => {
            runtime.shutdown_background();
            Err(error)
        }
    }
}
