//! The thread that looks after the files: it makes one of many, sums up, and drops what is old. Must not know how rows come.

use std::collections::HashMap;
use std::fs;
use std::io;
use std::sync::Arc;
use std::sync::atomic::Ordering::Relaxed;
use std::time::{Duration, Instant};

use coral_segments::{Folder, Listing, Segment, reading};
use duckdb::Connection;
use rustix::process::setpriority_process;
use tracing::warn;

use crate::clock::Clock;
use crate::expiry::Expiry;
use crate::parquet_file::{self, WriteError};
use crate::queue::Queue;
use crate::{StoreFigures, StoreOptions, merging, summary};

/// How often there is a look at the files.
const EVERY: Duration = Duration::from_secs(1);

/// How long a file stays that no longer counts: whoever listed it before may still read it.
const GRACE: Duration = Duration::from_secs(120);

/// How far this gives way to those who ask and those who write.
const NICENESS: i32 = 8;

/// Looks after the files of a folder.
pub struct Upkeep {
    connection: Connection,
    folder: Folder,
    figures: Arc<StoreFigures>,
    clock: Arc<Clock>,
    expiry: Expiry,
    /// The files that no longer count, and since when that is known.
    gone: HashMap<Segment, Instant>,
}

impl Upkeep {
    pub fn new(
        connection: Connection,
        folder: Folder,
        figures: Arc<StoreFigures>,
        clock: Arc<Clock>,
        options: &StoreOptions,
    ) -> Self {
        Self { connection, folder, figures, clock, expiry: Expiry::of(options), gone: HashMap::new() }
    }

    /// Looks after the files until the queue has ended.
    pub fn run(mut self, queue: &Queue) {
        // Of this thread alone. Where it is not allowed, it is a thread like all others.
        let _unsupported = setpriority_process(None, NICENESS);
        let mut was_good = true;
        while !queue.pause(EVERY) {
            let looked = self.look();
            if let Err(reason) = &looked
                && was_good
                && !queue.pause(Duration::ZERO)
            {
                warn!(folder = %self.folder.path().display(), %reason, "files of live data cannot be looked after: trying again");
            }
            was_good = looked.is_ok();
        }
    }

    /// Drops, sums up, and makes one of many, once. Nothing becomes one before it is summed up, minute by minute.
    fn look(&mut self) -> Result<(), WriteError> {
        let listing = self.folder.list()?;
        let dropped = self.drop_old(&listing).and_then(|()| self.remove_gone(&listing.gone));
        self.count(&listing);
        dropped?;
        let complete_before = self.clock.complete_before();
        while let Some(segment) = summary::next(&self.folder.list()?, complete_before) {
            let parts = summary::parts(&self.folder.list()?, &segment);
            self.write(&segment, &summary::select(&reading(self.folder.path(), &parts)))?;
        }
        if let Some(merge) = merging::next(&self.folder.list()?, complete_before, |segment| self.bytes(segment)) {
            let columns = merge.segment.table.column_names();
            self.write(
                &merge.segment,
                &format!("SELECT {columns} FROM {}", reading(self.folder.path(), &merge.parts)),
            )?;
        }
        Ok(())
    }

    fn write(&self, segment: &Segment, select: &str) -> Result<(), WriteError> {
        parquet_file::write(&self.connection, &self.folder, segment, select)
    }

    fn drop_old(&self, listing: &Listing) -> io::Result<()> {
        let now = self.clock.complete_before();
        for segment in self.expiry.expired(listing, now, |segment| self.bytes(segment)) {
            fs::write(self.folder.expiry(&segment), [])?;
        }
        Ok(())
    }

    /// Removes files that have not counted for long enough.
    fn remove_gone(&mut self, gone: &[Segment]) -> io::Result<()> {
        self.gone.retain(|segment, _| gone.contains(segment));
        for segment in gone {
            let since = *self.gone.entry(*segment).or_insert_with(Instant::now);
            if since.elapsed() >= GRACE {
                // The file first: without it what says that it is dropped means nothing.
                remove(&self.folder.file(segment))?;
                remove(&self.folder.expiry(segment))?;
            }
        }
        Ok(())
    }

    fn count(&self, listing: &Listing) {
        self.figures.segments.store(listing.current.len() as u64, Relaxed);
        self.figures.bytes.store(listing.current.iter().map(|segment| self.bytes(segment)).sum(), Relaxed);
    }

    /// How large a segment's file is; 0 where that cannot be said.
    fn bytes(&self, segment: &Segment) -> u64 {
        fs::metadata(self.folder.file(segment)).map_or(0, |metadata| metadata.len())
    }
}

/// Removes a file, if it is there.
fn remove(path: &std::path::Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        removed => removed,
    }
}
