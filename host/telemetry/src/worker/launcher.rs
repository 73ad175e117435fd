//! Starts workers for one database, and knows when there is no use in it; must not know what they are for.

use std::path::Path;
use std::sync::OnceLock;

use coral_contract::AskError;

use super::message::{Opening, Order};
use super::process::{Process, Unopened};
use crate::{Options, WorkerProgram};

/// What starts the workers of a database.
pub(super) struct Launcher {
    program: WorkerProgram,
    opening: Order,
    /// What the first worker said of a database that cannot be opened.
    unopened: OnceLock<AskError>,
}

impl Launcher {
    /// What starts workers for a database file.
    pub(super) fn new(path: &Path, options: &Options) -> Self {
        let workers = &options.workers;
        let opening = Order::Open(Opening {
            path: path.to_owned(),
            memory: workers.memory,
            memory_limit: options.memory_limit.min(workers.memory / 2),
            threads: workers.threads,
            sql_bytes: options.limits.sql_bytes,
        });
        Self { program: workers.program.clone(), opening, unopened: OnceLock::new() }
    }

    /// Starts a worker, which gives way to others as far as `niceness` says: 0 to 19.
    pub(super) async fn start(&self, niceness: i32) -> Result<Process, AskError> {
        self.check()?;
        Process::start(&self.program, &self.opening, niceness).await.map_err(|unopened| match unopened {
            Unopened::Database(error) => self.unopened.get_or_init(|| error).clone(),
            Unopened::Worker(error) => error,
        })
    }

    /// Whether workers could open the database so far; why they could not.
    pub(super) fn check(&self) -> Result<(), AskError> {
        self.unopened.get().map_or(Ok(()), |error| Err(error.clone()))
    }
}
