//! The workers that nobody asks: kept for the next question, dismissed after a while. Must not know who asks.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::{Duration, Instant};

use super::process::Process;

/// How long a worker is kept that nobody asks.
const KEPT: Duration = Duration::from_secs(60);

/// Workers that wait to be asked.
#[derive(Default)]
pub(super) struct IdleWorkers(Mutex<State>);

#[derive(Default)]
struct State {
    /// The longest idle first.
    workers: Vec<(Process, Instant)>,
    /// Whether a task waits for them to have been idle for too long.
    watched: bool,
}

impl IdleWorkers {
    /// How many there are.
    pub(super) fn count(&self) -> usize {
        self.state().workers.len()
    }

    /// One of them, which can be asked: the last that was put here.
    pub(super) fn take(&self) -> Option<Process> {
        loop {
            // Taken out of the lock before it is looked at: dropping one that has ended takes a while.
            let (worker, _) = self.state().workers.pop()?;
            if worker.is_usable() {
                return Some(worker);
            }
        }
    }

    /// Keeps a worker for a while.
    pub(super) fn put(self: &Arc<Self>, worker: Process) {
        let mut state = self.state();
        state.workers.push((worker, Instant::now()));
        if !std::mem::replace(&mut state.watched, true) {
            tokio::spawn(dismiss(Arc::downgrade(self)));
        }
    }

    /// Ends those who have been here for too long. Tells when to look again; never, where none is left.
    fn dismiss(&self) -> Option<Duration> {
        let mut state = self.state();
        state.workers.retain(|(_, since)| since.elapsed() < KEPT);
        state.watched = !state.workers.is_empty();
        state.workers.first().map(|(_, since)| KEPT.saturating_sub(since.elapsed()))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

async fn dismiss(idle: Weak<IdleWorkers>) {
    let mut next = Some(KEPT);
    while let Some(wait) = next {
        tokio::time::sleep(wait).await;
        next = idle.upgrade().and_then(|idle| idle.dismiss());
    }
}
