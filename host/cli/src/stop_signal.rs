//! SIGINT and SIGTERM, as a request to end in good order; knows nothing of what ends.

use std::sync::{Arc, OnceLock};

use anyhow::Context;
use coral_run::Ending;
use futures::FutureExt;
use futures::future::{BoxFuture, Shared};
use tokio::signal::unix::{SignalKind, signal};

use crate::failure::Failure;

/// The exit code of a process that SIGTERM ended, as shells have it.
const TERMINATED: u8 = 143;

/// SIGINT and SIGTERM. The first is a request to end; a second ends the process at once.
pub struct StopSignal {
    /// Done at the first signal.
    pub received: Shared<BoxFuture<'static, ()>>,
    code: Arc<OnceLock<u8>>,
}

impl StopSignal {
    /// Listens from now on, in place of the system's own way with these signals.
    pub fn listen() -> Result<Self, Failure> {
        let mut interrupt = signal(SignalKind::interrupt()).context("could not listen for Ctrl-C")?;
        let mut terminate = signal(SignalKind::terminate()).context("could not listen for SIGTERM")?;
        let code = Arc::new(OnceLock::new());
        let received_code = Arc::clone(&code);
        let mut next = async move || {
            tokio::select! {
                _ = interrupt.recv() => Ending::Interrupted.exit_code(),
                _ = terminate.recv() => TERMINATED,
            }
        };
        let received = async move {
            let _ = received_code.set(next().await);
            tokio::spawn(async move { std::process::exit(i32::from(next().await)) });
        };
        Ok(Self { received: received.boxed().shared(), code })
    }

    /// What some work comes to, or that a signal came first: then the work is dropped.
    pub async fn unless_received<T>(&self, work: impl Future<Output = Result<T, Failure>>) -> Result<T, Failure> {
        tokio::select! {
            done = work => done,
            () = self.received.clone() => {
                let code = self.exit_code().unwrap_or(Ending::Interrupted.exit_code());
                Err(Failure::with_exit_code("interrupted", code))
            }
        }
    }

    /// The exit code that the signal asks for; none before it came.
    pub fn exit_code(&self) -> Option<u8> {
        self.code.get().copied()
    }
}
