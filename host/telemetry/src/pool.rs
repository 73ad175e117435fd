//! A bounded pool of connections to one instance; must not know what is asked over them.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use coral_contract::{AskError, AskerId, Health};
use coral_processor::Background;
use duckdb::Connection;

use crate::fair_queue::{self, FairQueue, Place};
use crate::instance::Instance;
use crate::live_views::Edition;

/// Connections to one instance: opened when first needed, kept when given back.
pub(crate) struct Pool {
    instance: Instance,
    idle: Mutex<Vec<Idle>>,
    in_use: AtomicUsize,
    queue: Arc<FairQueue>,
    /// For those who asked much of late, while there were others.
    giving_way: Arc<FairQueue>,
    background: Arc<Background>,
    patience: Option<Duration>,
}

/// A connection that nobody uses, and what its prepared statements read.
struct Idle {
    connection: Connection,
    edition: Edition,
}

/// A place for a question, and the threads that are to answer it; none for any.
pub(crate) struct Seat {
    place: Place,
    pub(crate) background: Option<Arc<Background>>,
}

impl Pool {
    /// A pool of at most this many connections, and a quarter as many for those who give way. A question waits for one at
    /// most as long as `patience` says.
    pub(crate) fn new(instance: Instance, connections: usize, patience: Option<Duration>) -> Self {
        // However much one asks, there is a place left for the others.
        let places = |count: usize| FairQueue::new(count.max(1), count.saturating_sub(1).max(1));
        Self {
            instance,
            idle: Mutex::default(),
            in_use: AtomicUsize::new(0),
            queue: places(connections),
            giving_way: places(connections / 4),
            background: Arc::default(),
            patience,
        }
    }

    /// Waits until a connection is free. Those who wait are served in turns.
    pub(crate) async fn seat(&self, asker: AskerId) -> Result<Seat, AskError> {
        fair_queue::within(self.patience, async {
            if !self.gives_way(asker) {
                let place = self.queue.place(asker).await;
                // Asked again once there is a place: others of theirs may have used much meanwhile.
                if !self.gives_way(asker) {
                    return Seat { place, background: None };
                }
            }
            let place = self.giving_way.place(asker).await;
            Seat { place, background: Some(Arc::clone(&self.background)) }
        })
        .await
    }

    fn gives_way(&self, asker: AskerId) -> bool {
        fair_queue::gives_way(asker, &[&self.queue, &self.giving_way])
    }

    /// A connection for a seat; without a seat it is one beside all others. It blocks the thread for as long as
    /// opening one takes.
    pub(crate) fn lease(self: Arc<Self>, seat: Option<Seat>) -> Result<Lease, AskError> {
        let idle = self.idle().pop();
        let edition = self.instance.refresh().map_err(|error| AskError::Unavailable(error.to_string()))?;
        let connection = match idle {
            Some(idle) => {
                if idle.edition != edition {
                    idle.connection.flush_prepared_statement_cache();
                }
                idle.connection
            }
            None => self.instance.connect().map_err(|error| {
                AskError::Unavailable(format!("cannot connect to {}: {error}", self.instance.path().display()))
            })?,
        };
        self.in_use.fetch_add(1, Ordering::Relaxed);
        Ok(Lease { connection: Some(connection), edition, pool: self, _place: seat.map(|seat| seat.place) })
    }

    /// How the connections are used.
    pub(crate) fn health(&self) -> Health {
        let idle = self.idle().len();
        let in_use = self.in_use.load(Ordering::Relaxed);
        Health { open_connections: in_use + idle, in_use, idle }
    }

    fn idle(&self) -> MutexGuard<'_, Vec<Idle>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whether a result was read to its end.
pub(crate) type IsAtEnd = bool;

/// A connection on loan. It goes back to the pool when this is dropped.
pub(crate) struct Lease {
    connection: Option<Connection>,
    edition: Edition,
    pool: Arc<Pool>,
    // Declared last, so that the place is free only once the connection is back.
    _place: Option<Place>,
}

impl Lease {
    /// Does work over the connection, which goes back to the pool if the work says that it has read its result to the end. Else
    /// it is closed: that ends the result, and frees what it held.
    pub(crate) fn work<T>(
        mut self,
        work: impl FnOnce(&Connection) -> Result<(T, IsAtEnd), AskError>,
    ) -> Result<T, AskError> {
        // Taken out, so that an error or a panic in the work closes the connection in place of giving it back half used.
        let Some(connection) = self.connection.take() else {
            return Err(AskError::Unavailable("the connection is gone".to_owned()));
        };
        let (result, is_at_end) = work(&connection)?;
        if is_at_end {
            self.connection = Some(connection);
        }
        Ok(result)
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        self.pool.in_use.fetch_sub(1, Ordering::Relaxed);
        if let Some(connection) = self.connection.take() {
            self.pool.idle().push(Idle { connection, edition: self.edition });
        }
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use std::path::Path;

    use futures::FutureExt;

    use super::*;

    #[tokio::test]
    async fn who_asks_much_at_once_gives_way_once_the_first_are_answered() {
        let instance = Instance::new(Path::new("none"), Connection::open_in_memory().unwrap());
        let pool = Pool::new(instance, 4, None);
        let (flood, other) = (AskerId::next(), AskerId::next());
        let mut answered =
            vec![pool.seat(flood).await.unwrap(), pool.seat(flood).await.unwrap(), pool.seat(flood).await.unwrap()];
        assert!(answered.iter().all(|seat| seat.background.is_none()), "nothing is known of it yet");
        let mut waiting = Box::pin(pool.seat(flood));
        assert!((&mut waiting).now_or_never().is_none(), "one place is for others");
        std::thread::sleep(Duration::from_millis(50));
        let _other = pool.seat(other).await.unwrap();
        answered.clear();
        assert!(waiting.await.unwrap().background.is_some());
    }
}
