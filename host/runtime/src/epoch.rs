//! The one thread of an Engine that ticks its epoch, so that a script that never waits still yields.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use wasmtime::Engine;

/// How often a busy script yields: so late may a limit of time be noticed, and for so long does a run that needs little
/// wait for one that computes.
const TICK: Duration = Duration::from_millis(2);

/// Ticks while a run is active, and sleeps while none is.
#[derive(Debug)]
pub struct EpochTicker {
    shared: Arc<Shared>,
    thread: Option<JoinHandle<()>>,
}

#[derive(Debug, Default)]
struct Shared {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct State {
    active_runs: usize,
    stopped: bool,
}

/// Keeps the epoch ticking for one run.
pub struct ActiveRun<'a>(&'a Shared);

impl EpochTicker {
    /// Starts the thread.
    pub fn start(engine: Engine) -> std::io::Result<Self> {
        let shared = Arc::new(Shared::default());
        let of_thread = Arc::clone(&shared);
        let thread = std::thread::Builder::new()
            .name("epoch".to_owned())
            .spawn(move || of_thread.tick_until_stopped(&engine))?;
        Ok(Self { shared, thread: Some(thread) })
    }

    /// Ticks until what this returns is dropped.
    pub fn activate(&self) -> ActiveRun<'_> {
        self.shared.lock().active_runs += 1;
        self.shared.changed.notify_one();
        ActiveRun(&self.shared)
    }
}

impl Drop for ActiveRun<'_> {
    fn drop(&mut self) {
        self.0.lock().active_runs -= 1;
    }
}

impl Drop for EpochTicker {
    fn drop(&mut self) {
        self.shared.lock().stopped = true;
        self.shared.changed.notify_one();
        if let Some(thread) = self.thread.take() {
            // A panic of the ticking thread has been printed already, and must not become one of this thread.
            let _ = thread.join();
        }
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        // The state is two plain values: a panic elsewhere cannot leave it half changed.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn tick_until_stopped(&self, engine: &Engine) {
        let mut state = self.lock();
        while !state.stopped {
            if state.active_runs == 0 {
                state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
            } else {
                (state, _) = self.changed.wait_timeout(state, TICK).unwrap_or_else(PoisonError::into_inner);
                engine.increment_epoch();
            }
        }
    }
}
