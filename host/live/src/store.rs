//! A live database that takes rows; must not know what comes of a row once it is in the queue.

use std::fs::File;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use coral_machine::Measurement;
use coral_otlp::{Busy, Intake, Rows, Window};
use coral_segments::{Folder, Table};
use duckdb::InterruptHandle;
use rustix::fs::{FlockOperation, flock};

use crate::clock::{Clock, microseconds_now};
use crate::queue::Queue;
use crate::recent::Recent;
use crate::rows::{Batch, Content};
use crate::upkeep::Upkeep;
use crate::writer::Writer;
use crate::{StoreError, StoreFigures, StoreOptions, connection, parquet_file, staging};

/// The file by whose lock processes know that one of them writes. The system gives it back, however that one ends.
const LOCK: &str = "writer.lock";

/// A live database that takes rows. Dropping it writes what has been taken.
pub struct Store {
    queue: Arc<Queue>,
    figures: Arc<StoreFigures>,
    folder: Folder,
    keep: Duration,
    threads: Mutex<Vec<JoinHandle<()>>>,
    /// Ends what looks after the files in the midst of one.
    interrupt_upkeep: Arc<InterruptHandle>,
    _lock: File,
}

impl Store {
    /// Opens a folder for writing, which no other process may do meanwhile. It blocks for as long as DuckDB takes to be loaded.
    pub fn open(options: &StoreOptions) -> Result<Self, StoreError> {
        let path = || options.folder.clone();
        let system = |source| StoreError::System { path: path(), source };
        let database = |source| StoreError::Database { path: path(), source };
        let folder = Folder::create(&options.folder)?;
        let lock = File::create(folder.path().join(LOCK)).map_err(system)?;
        flock(&lock, FlockOperation::NonBlockingLockExclusive).map_err(|_| StoreError::InUse { path: path() })?;
        coral_duckdb::load()?;
        parquet_file::remove_unfinished(&folder).map_err(system)?;

        let clock = Arc::new(Clock::after(newest(&folder).map_err(system)?));
        let (queue, figures) = (Arc::new(Queue::new(options.queue_bytes)), Arc::new(StoreFigures::default()));
        let writing = connection::open(options.memory).map_err(database)?;
        staging::create(&writing).map_err(database)?;
        let writer = Writer {
            connection: writing,
            folder: folder.clone(),
            queue: Arc::clone(&queue),
            figures: Arc::clone(&figures),
            clock: Arc::clone(&clock),
            recent: Recent::new(microseconds_now()),
        };
        let upkeeping = connection::open(options.memory).map_err(database)?;
        let interrupt_upkeep = upkeeping.interrupt_handle();
        let upkeep = Upkeep::new(upkeeping, folder.clone(), Arc::clone(&figures), clock, options);
        let store = Self {
            queue: Arc::clone(&queue),
            figures,
            folder,
            keep: options.keep,
            threads: Mutex::default(),
            interrupt_upkeep,
            _lock: lock,
        };
        store.start("live-writer", move || writer.run()).map_err(system)?;
        store.start("live-upkeep", move || upkeep.run(&queue)).map_err(system)?;
        Ok(store)
    }

    /// The folder that it writes.
    #[must_use]
    pub fn folder(&self) -> &Folder {
        &self.folder
    }

    /// What has become of the rows.
    #[must_use]
    pub fn figures(&self) -> &Arc<StoreFigures> {
        &self.figures
    }

    /// Takes what the machine is doing now.
    pub fn record(&self, measured: Vec<Measurement>) -> Result<(), Busy> {
        self.take(Content::Machine(measured))
    }

    /// Takes nothing more, and returns once all that was taken is written.
    pub fn end(&self) {
        self.queue.end();
        self.interrupt_upkeep.interrupt();
        for thread in self.threads.lock().unwrap_or_else(PoisonError::into_inner).drain(..) {
            // One that has panicked has said so.
            let _panicked = thread.join();
        }
    }

    fn take(&self, content: Content) -> Result<(), Busy> {
        self.queue.offer(Batch { received: microseconds_now(), content })
    }

    fn start(&self, name: &str, run: impl FnOnce() + Send + 'static) -> std::io::Result<()> {
        let thread = std::thread::Builder::new().name(name.to_owned()).spawn(run)?;
        self.threads.lock().unwrap_or_else(PoisonError::into_inner).push(thread);
        Ok(())
    }
}

impl Intake for Store {
    fn window(&self) -> Window {
        Window::around(microseconds_now(), i64::try_from(self.keep.as_micros()).unwrap_or(i64::MAX))
    }

    fn offer(&self, rows: Rows) -> Result<(), Busy> {
        if rows.is_empty() { Ok(()) } else { self.take(Content::Telemetry(rows)) }
    }
}

impl Drop for Store {
    fn drop(&mut self) {
        self.end();
    }
}

/// The newest time that a segment is of.
fn newest(folder: &Folder) -> std::io::Result<u64> {
    let listing = folder.list()?;
    // Sums are of whole hours and days, which may not be over yet.
    let received = listing.current.iter().chain(&listing.gone).filter(|segment| segment.table != Table::Summaries);
    Ok(received.map(|segment| segment.last).max().unwrap_or(0))
}
