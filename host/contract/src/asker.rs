//! Who asks, and within which bounds; knows nothing about them but that they are not another.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::Bounds;

/// One who asks questions, such as a run. Those who have to wait for their answers take turns by asker, so that nobody
/// who asks much holds up the others.
#[derive(Debug, Clone)]
pub struct Asker {
    /// Tells it from all others.
    pub id: AskerId,
    /// What each of its questions may take and see.
    pub bounds: Arc<Bounds>,
}

/// Tells askers apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct AskerId(u64);

impl Asker {
    /// An asker who is none of the others in this process.
    pub fn new(bounds: Bounds) -> Self {
        Self { id: AskerId::next(), bounds: Arc::new(bounds) }
    }

    /// Everyone who is no one in particular, within no bounds of their own.
    pub fn anyone() -> Self {
        Self { id: AskerId(0), bounds: Arc::default() }
    }
}

impl AskerId {
    /// An id that none of the others in this process has.
    pub fn next() -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(1);
        Self(NEXT.fetch_add(1, Ordering::Relaxed))
    }
}
