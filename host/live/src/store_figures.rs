//! What has become of the rows that were taken, in numbers; must not know who shows them.

use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

/// What has become of the rows that were taken.
#[derive(Debug, Default)]
pub struct StoreFigures {
    /// Rows that were written.
    pub(crate) written: AtomicU64,
    /// Spans that had come before, and were not written again.
    pub(crate) duplicates: AtomicU64,
    /// Rows that no table could take, and are lost: a fault of this program.
    pub(crate) lost: AtomicU64,
    /// Writings that have failed; what they were of is written later.
    pub(crate) failures: AtomicU64,
    /// Bytes of the files that count.
    pub(crate) bytes: AtomicU64,
    /// Files that count.
    pub(crate) segments: AtomicU64,
}

impl StoreFigures {
    /// Rows that were written since the start.
    #[must_use]
    pub fn written(&self) -> u64 {
        self.written.load(Relaxed)
    }

    /// Spans that came a second time since the start, and were not written again.
    #[must_use]
    pub fn duplicates(&self) -> u64 {
        self.duplicates.load(Relaxed)
    }

    /// Rows that were taken since the start and could be written to no table.
    #[must_use]
    pub fn lost(&self) -> u64 {
        self.lost.load(Relaxed)
    }

    /// Writings that have failed since the start; what they were of is tried again.
    #[must_use]
    pub fn failures(&self) -> u64 {
        self.failures.load(Relaxed)
    }

    /// Bytes of the files that count.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.bytes.load(Relaxed)
    }

    /// Files that count.
    #[must_use]
    pub fn segments(&self) -> u64 {
        self.segments.load(Relaxed)
    }
}

pub(crate) fn add(figure: &AtomicU64, count: usize) {
    figure.fetch_add(count as u64, Relaxed);
}
