//! How a live database is kept; must not know what is in it.

use std::path::PathBuf;
use std::time::Duration;

/// How a live database is kept.
#[derive(Debug, Clone)]
pub struct StoreOptions {
    /// The folder, which is made if it is missing.
    pub folder: PathBuf,
    /// For how long after they came spans, points, logs and measurements are kept.
    pub keep: Duration,
    /// How many bytes of files they may have together: the oldest go first. Files that were replaced or dropped a short while ago
    /// come on top.
    pub keep_bytes: u64,
    /// For how long the sums of each minute are kept.
    pub keep_summaries: Duration,
    /// How many bytes of rows may wait to be written.
    pub queue_bytes: usize,
    /// Bytes of memory that each of the two DuckDBs that write may use.
    pub memory: u64,
}

impl StoreOptions {
    /// An hour of data in at most 4 GiB, a week of sums, and 64 MiB of rows that wait.
    #[must_use]
    pub fn new(folder: PathBuf) -> Self {
        Self {
            folder,
            keep: Duration::from_secs(60 * 60),
            keep_bytes: 4 * 1024 * 1024 * 1024,
            keep_summaries: Duration::from_secs(7 * 24 * 60 * 60),
            queue_bytes: 64 * 1024 * 1024,
            memory: 512 * 1024 * 1024,
        }
    }
}
