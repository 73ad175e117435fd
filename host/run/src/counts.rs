//! What a run has used of what is counted a period; knows no limit.

use std::time::{Duration, Instant};

/// What a run has used since its period began.
#[derive(Debug)]
pub(crate) struct Counts {
    began: Instant,
    /// Questions that it asked.
    pub(crate) queries: u64,
    /// Events that it emitted.
    pub(crate) events: u64,
    /// Bytes that it wrote to the console.
    pub(crate) console_bytes: u64,
}

impl Counts {
    /// Nothing yet, from now on.
    pub(crate) fn new() -> Self {
        Self { began: Instant::now(), queries: 0, events: 0, console_bytes: 0 }
    }

    /// The counts of the period that it is now; none is a period without end.
    pub(crate) fn of_now(&mut self, period: Option<Duration>) -> &mut Self {
        if period.is_some_and(|period| self.began.elapsed() >= period) {
            *self = Self::new();
        }
        self
    }
}
