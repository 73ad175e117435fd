//! Rows that wait to be written, of which there are never more than so many bytes; must not know how they are written.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use coral_otlp::Busy;

use crate::rows::Batch;

/// Rows that wait.
#[derive(Debug)]
pub struct Queue {
    limit: usize,
    state: Mutex<State>,
    changed: Condvar,
    ended: Condvar,
}

#[derive(Debug, Default)]
struct State {
    batches: Vec<Batch>,
    bytes: usize,
    /// When the first of them came.
    since: Option<Instant>,
    /// What was taken could not be written so far.
    is_stuck: bool,
    has_ended: bool,
}

impl Queue {
    /// A queue of at most so many bytes.
    pub fn new(limit: usize) -> Self {
        Self { limit, state: Mutex::default(), changed: Condvar::new(), ended: Condvar::new() }
    }

    /// Adds rows, or none of them.
    pub fn offer(&self, batch: Batch) -> Result<(), Busy> {
        let mut state = self.state();
        if state.has_ended {
            return Err(Busy::Ending);
        }
        if state.is_stuck {
            return Err(Busy::DiskFull);
        }
        let bytes = state.bytes.saturating_add(batch.bytes());
        // A queue that is empty takes what is larger than all of it: it could never be taken otherwise.
        if bytes > self.limit && !state.batches.is_empty() {
            return Err(Busy::QueueFull);
        }
        state.bytes = bytes;
        state.since.get_or_insert_with(Instant::now);
        state.batches.push(batch);
        drop(state);
        self.changed.notify_one();
        Ok(())
    }

    /// Takes all rows, once the first of them has waited for so long or half the queue is full. None once the queue has ended
    /// and is empty.
    pub fn take(&self, wait: Duration) -> Option<Vec<Batch>> {
        let mut state = self.state();
        loop {
            let left = match state.since {
                Some(_) if state.has_ended || state.bytes > self.limit / 2 => Duration::ZERO,
                Some(since) => wait.saturating_sub(since.elapsed()),
                None if state.has_ended => return None,
                None => Duration::MAX,
            };
            if left.is_zero() {
                state.bytes = 0;
                state.since = None;
                return Some(std::mem::take(&mut state.batches));
            }
            state = if left == Duration::MAX {
                self.changed.wait(state).unwrap_or_else(PoisonError::into_inner)
            } else {
                self.changed.wait_timeout(state, left).unwrap_or_else(PoisonError::into_inner).0
            };
        }
    }

    /// Says whether what was taken cannot be written for now.
    pub fn set_stuck(&self, is_stuck: bool) {
        self.state().is_stuck = is_stuck;
    }

    /// Takes nothing more; what is there is still given out.
    pub fn end(&self) {
        self.state().has_ended = true;
        self.changed.notify_all();
        self.ended.notify_all();
    }

    /// Waits for so long, or until the queue has ended; whether it has.
    pub fn pause(&self, time: Duration) -> bool {
        let state = self.state();
        let paused = self.ended.wait_timeout_while(state, time, |state| !state.has_ended);
        paused.unwrap_or_else(PoisonError::into_inner).0.has_ended
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
