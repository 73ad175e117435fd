//! Stops a question that runs on another thread; must not know why it is stopped.

use std::sync::{Arc, Mutex, PoisonError};

use coral_contract::AskError;
use duckdb::{Connection, InterruptHandle};

/// Stops a question, before or while it runs, and never a later one on the same connection.
#[derive(Default)]
pub(crate) struct Brake {
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    pulled: bool,
    running: Option<Arc<InterruptHandle>>,
}

impl Brake {
    /// Stops the question. DuckDB forgets an interrupt that comes before a statement starts, so whoever stops a
    /// question has to pull until it has ended.
    pub(crate) fn pull(&self) {
        let mut state = self.state();
        state.pulled = true;
        if let Some(running) = &state.running {
            running.interrupt();
        }
    }

    /// Whether the question has been stopped.
    pub(crate) fn is_pulled(&self) -> bool {
        self.state().pulled
    }

    /// An error once the question has been stopped. Nobody waits for the answer then, so what it says does not matter.
    pub(crate) fn go_on(&self) -> Result<(), AskError> {
        if self.is_pulled() { Err(AskError::TimedOut("the question was cancelled".to_owned())) } else { Ok(()) }
    }

    /// Lets the brake act on a connection until the guard is dropped.
    pub(crate) fn attach(&self, connection: &Connection) -> Attached<'_> {
        self.state().running = Some(connection.interrupt_handle());
        Attached(self)
    }

    fn state(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// While this lives, a brake acts on its connection.
pub(crate) struct Attached<'brake>(&'brake Brake);

impl Drop for Attached<'_> {
    fn drop(&mut self) {
        self.0.state().running = None;
    }
}
