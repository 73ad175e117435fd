//! A bounded pool of connections to one instance; must not know what is asked over them.

use std::sync::{Arc, Mutex, PoisonError};

use coral_contract::AskError;
use duckdb::Connection;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::instance::Instance;

/// Connections to one instance: opened when first needed, kept when given back.
pub(crate) struct Pool {
    instance: Instance,
    idle: Mutex<Vec<Connection>>,
    slots: Arc<Semaphore>,
}

/// The right to one connection.
pub(crate) type Slot = OwnedSemaphorePermit;

impl Pool {
    /// A pool of at most this many connections.
    pub(crate) fn new(instance: Instance, connections: usize) -> Self {
        let slots = Arc::new(Semaphore::new(connections.clamp(1, Semaphore::MAX_PERMITS)));
        Self { instance, idle: Mutex::default(), slots }
    }

    /// Waits until a connection is free. Those who wait are served in order.
    pub(crate) async fn slot(&self) -> Result<Slot, AskError> {
        let permit = self.slots.clone().acquire_owned().await;
        permit.map_err(|closed| AskError::Unavailable(format!("the database is closed: {closed}")))
    }

    /// A connection for a slot. It blocks the thread for as long as opening one takes.
    pub(crate) fn lease(self: Arc<Self>, slot: Slot) -> Result<Lease, AskError> {
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let connection = match idle {
            Some(connection) => connection,
            None => self.instance.connect().map_err(|error| {
                AskError::Unavailable(format!("cannot connect to {}: {error}", self.instance.path().display()))
            })?,
        };
        Ok(Lease { connection: Some(connection), pool: self, _slot: slot })
    }
}

/// A connection on loan. It goes back to the pool when this is dropped.
pub(crate) struct Lease {
    connection: Option<Connection>,
    pool: Arc<Pool>,
    // Declared last, so that the slot is free only once the connection is back.
    _slot: Slot,
}

impl Lease {
    /// Runs work in a transaction that can only read, and rolls it back: that ends a result which was not read to its
    /// end, and frees what it held. A connection that cannot roll back is closed.
    pub(crate) fn read_only<T>(mut self, work: impl FnOnce(&Connection) -> Result<T, AskError>) -> Result<T, AskError> {
        // Taken out, so that a panic in the work closes the connection in place of giving it back half used.
        let Some(connection) = self.connection.take() else {
            return Err(AskError::Unavailable("the connection is gone".to_owned()));
        };
        connection
            .execute_batch("BEGIN TRANSACTION READ ONLY")
            .map_err(|error| AskError::Unavailable(format!("cannot begin a transaction: {error}")))?;
        let result = work(&connection);
        if connection.execute_batch("ROLLBACK").is_ok() {
            self.connection = Some(connection);
        }
        result
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        if let Some(connection) = self.connection.take() {
            self.pool.idle.lock().unwrap_or_else(PoisonError::into_inner).push(connection);
        }
    }
}
