//! The thread that writes what has come, some times a second; must not know what becomes of the files.

use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::atomic::Ordering::Relaxed;
use std::time::Duration;

use coral_otlp::Rows;
use coral_segments::{Folder, Segment, Table, view};
use duckdb::Connection;
use tracing::{error, info, warn};

use crate::clock::Clock;
use crate::parquet_file::{self, WriteError};
use crate::queue::Queue;
use crate::recent::{Recent, Seen};
use crate::rows::{Batch, Content};
use crate::staging::{self, RECEIVED, Staging};
use crate::store_figures::{StoreFigures, add};

/// How long the first row waits for others to be written with it. With the writing itself it makes the time that a crash can cost,
/// which is less than a second.
const GATHER: Duration = Duration::from_millis(300);

/// How soon to try again what could not be written.
const AGAIN: Duration = Duration::from_secs(1);

/// Writes what comes into a queue.
pub struct Writer {
    pub connection: Connection,
    pub folder: Folder,
    pub queue: Arc<Queue>,
    pub figures: Arc<StoreFigures>,
    pub clock: Arc<Clock>,
    pub recent: Recent,
}

impl Writer {
    /// Writes until the queue has ended and is empty.
    pub fn run(mut self) {
        while let Some(batches) = self.queue.take(GATHER) {
            self.stage(batches);
            let mut is_stuck = false;
            while let Err(reason) = self.write() {
                add(&self.figures.failures, 1);
                if !is_stuck {
                    warn!(folder = %self.folder.path().display(), %reason, "live data cannot be written: trying again until it can");
                }
                is_stuck = true;
                self.queue.set_stuck(true);
                if self.queue.pause(AGAIN) {
                    // Whoever ends the program does not wait for a disk.
                    if let Err(reason) = self.write() {
                        error!(%reason, "live data that could not be written is lost");
                        return;
                    }
                    break;
                }
            }
            if is_stuck {
                info!("live data is written again");
                self.queue.set_stuck(false);
            }
        }
    }

    /// Puts rows into the tables that are to be written. A row that no table takes would keep all others from being written: it is
    /// left out.
    fn stage(&mut self, batches: Vec<Batch>) {
        let mut batches = VecDeque::from(batches);
        while let Some(batch) = batches.pop_front() {
            // Of one kind at a time: one appender serves as many batches as are of that kind.
            let mut alike = vec![batch];
            while batches.front().is_some_and(|next| alike.last().is_some_and(|last| table_of(last) == table_of(next)))
            {
                alike.extend(batches.pop_front());
            }
            if let Err(reason) = self.stage_alike(&alike) {
                let rows = alike.iter().map(rows_in).sum();
                add(&self.figures.lost, rows);
                error!(%reason, rows, "rows that no table can take are left out");
            }
        }
    }

    fn stage_alike(&mut self, batches: &[Batch]) -> Result<(), duckdb::Error> {
        let Some(table) = batches.first().map(table_of) else { return Ok(()) };
        let mut staging = Staging::of(&self.connection, table)?;
        let mut doubtful = Staging::of_doubtful(&self.connection)?;
        for Batch { received, content } in batches {
            match content {
                Content::Telemetry(Rows::Spans(spans)) => {
                    for span in spans {
                        let ended = span.start_time.saturating_add(span.duration_ns / 1_000);
                        match self.recent.note(span.trace_id, span.span_id, ended, *received) {
                            Seen::New => staging.put_span(span, *received)?,
                            Seen::Unknown => doubtful.put_span(span, *received)?,
                            Seen::Before => add(&self.figures.duplicates, 1),
                        }
                    }
                }
                Content::Telemetry(Rows::Points(points)) => {
                    points.iter().try_for_each(|point| staging.put_point(point, *received))?;
                }
                Content::Telemetry(Rows::Logs(logs)) => {
                    logs.iter().try_for_each(|log| staging.put_log(log, *received))?;
                }
                Content::Machine(measured) => {
                    measured.iter().try_for_each(|one| staging.put_measurement(one, *received))?;
                }
            }
        }
        doubtful.finish()?;
        staging.finish()
    }

    /// Writes all that is staged, each table to a file of its own.
    fn write(&self) -> Result<(), WriteError> {
        let writing = self.clock.begin();
        self.settle_doubtful()?;
        for table in RECEIVED {
            let rows = staging::count(&self.connection, table)?;
            if rows > 0 {
                let segment = Segment { table, first: writing.time, last: writing.time };
                parquet_file::write(&self.connection, &self.folder, &segment, &staging::select(table))?;
                staging::clear(&self.connection, table)?;
                self.figures.written.fetch_add(rows as u64, Relaxed);
            }
        }
        Ok(())
    }

    /// Looks up what may have come so long ago that it is no longer remembered.
    fn settle_doubtful(&self) -> Result<(), WriteError> {
        if staging::has_doubtful(&self.connection)? {
            let written: Vec<Segment> = self.folder.list()?.of_table(Table::Spans).copied().collect();
            self.connection.execute_batch(&view(self.folder.path(), &written, Table::Spans))?;
            let (came, kept) = staging::settle_doubtful(&self.connection)?;
            add(&self.figures.duplicates, came.saturating_sub(kept));
        }
        Ok(())
    }
}

/// The table that the rows of a batch are of.
const fn table_of(batch: &Batch) -> Table {
    match batch.content {
        Content::Telemetry(Rows::Spans(_)) => Table::Spans,
        Content::Telemetry(Rows::Points(_)) => Table::Points,
        Content::Telemetry(Rows::Logs(_)) => Table::Logs,
        Content::Machine(_) => Table::Machine,
    }
}

fn rows_in(batch: &Batch) -> usize {
    match &batch.content {
        Content::Telemetry(rows) => rows.len(),
        Content::Machine(measured) => measured.len(),
    }
}
