//! What a run has used of what is counted a period; knows no limit.

use std::time::{Duration, Instant};

/// So much of each.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Totals {
    /// Questions that were asked.
    pub(crate) queries: u64,
    /// Events that were emitted.
    pub(crate) events: u64,
    /// Bytes that were written to the console.
    pub(crate) console_bytes: u64,
}

/// What a run has used, and what of that before the period that it is now.
#[derive(Debug)]
pub(crate) struct Counts {
    /// Since the run began.
    pub(crate) totals: Totals,
    before: Totals,
    began: Instant,
}

impl Counts {
    /// Nothing yet, from now on.
    pub(crate) fn new() -> Self {
        Self { totals: Totals::default(), before: Totals::default(), began: Instant::now() }
    }

    /// What was used in the period that it is now; none is a period without end.
    pub(crate) fn of_now(&mut self, period: Option<Duration>) -> Totals {
        if period.is_some_and(|period| self.began.elapsed() >= period) {
            (self.before, self.began) = (self.totals, Instant::now());
        }
        Totals {
            queries: self.totals.queries - self.before.queries,
            events: self.totals.events - self.before.events,
            console_bytes: self.totals.console_bytes - self.before.console_bytes,
        }
    }
}
