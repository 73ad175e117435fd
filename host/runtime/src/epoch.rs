//! The one thread of an Engine that ticks its epoch, so that a script that never waits still yields.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;

use wasmtime::Engine;

/// How often a busy script yields: so late may a limit of time be noticed, and for so long does a run that needs little
/// wait for one that computes.
const TICK: Duration = Duration::from_millis(2);

/// How many ticks without a run the thread goes on for before it sleeps. Waking it costs as much as a small script.
const IDLE_TICKS: u32 = 50;

/// Ticks while runs are active and a little longer, and sleeps then.
#[derive(Debug)]
pub struct EpochTicker {
    shared: Arc<Shared>,
    thread: Option<JoinHandle<()>>,
}

#[derive(Debug, Default)]
struct Shared {
    active_runs: AtomicUsize,
    /// Whether the thread sleeps until it is woken, or is about to.
    sleeps: AtomicBool,
    is_stopped: AtomicBool,
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
            .spawn(move || of_thread.tick_until_stopped(|| engine.increment_epoch()))?;
        Ok(Self { shared, thread: Some(thread) })
    }

    /// Ticks until what this returns is dropped.
    pub fn activate(&self) -> ActiveRun<'_> {
        self.shared.active_runs.fetch_add(1, Ordering::SeqCst);
        // Either this sees that the thread is about to sleep, or the thread sees the run.
        if self.shared.sleeps.swap(false, Ordering::SeqCst) {
            self.wake();
        }
        ActiveRun(&self.shared)
    }

    fn wake(&self) {
        if let Some(thread) = &self.thread {
            thread.thread().unpark();
        }
    }
}

impl Drop for ActiveRun<'_> {
    fn drop(&mut self) {
        self.0.active_runs.fetch_sub(1, Ordering::SeqCst);
    }
}

impl Drop for EpochTicker {
    fn drop(&mut self) {
        self.shared.is_stopped.store(true, Ordering::SeqCst);
        self.wake();
        if let Some(thread) = self.thread.take() {
            // A panic of the ticking thread has been printed already, and must not become one of this thread.
            let _ = thread.join();
        }
    }
}

impl Shared {
    fn tick_until_stopped(&self, tick: impl Fn()) {
        let mut idle_ticks = 0;
        while !self.is_stopped.load(Ordering::SeqCst) {
            std::thread::park_timeout(TICK);
            tick();
            idle_ticks = if self.is_active() { 0 } else { idle_ticks + 1 };
            if idle_ticks >= IDLE_TICKS {
                self.sleep();
                idle_ticks = 0;
            }
        }
    }

    /// Sleeps until there is a run, or an end.
    fn sleep(&self) {
        self.sleeps.store(true, Ordering::SeqCst);
        while !self.is_active() && !self.is_stopped.load(Ordering::SeqCst) && self.sleeps.load(Ordering::SeqCst) {
            std::thread::park();
        }
        self.sleeps.store(false, Ordering::SeqCst);
    }

    fn is_active(&self) -> bool {
        self.active_runs.load(Ordering::SeqCst) > 0
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use std::sync::mpsc;
    use std::time::Instant;

    use super::*;

    const PATIENCE: Duration = Duration::from_secs(60);

    /// A ticker whose ticks can be received.
    fn ticker() -> (EpochTicker, mpsc::Receiver<()>) {
        let (shared, (sender, ticks)) = (Arc::new(Shared::default()), mpsc::channel());
        let of_thread = Arc::clone(&shared);
        let tick = move || sender.send(()).unwrap_or_default();
        let thread = std::thread::spawn(move || of_thread.tick_until_stopped(tick));
        (EpochTicker { shared, thread: Some(thread) }, ticks)
    }

    fn wait_until_it_sleeps(ticker: &EpochTicker) {
        let started = Instant::now();
        while !ticker.shared.sleeps.load(Ordering::SeqCst) {
            assert!(started.elapsed() < PATIENCE);
            std::thread::sleep(TICK);
        }
    }

    #[test]
    fn it_sleeps_without_runs_ticks_beside_one_and_sleeps_again() {
        let (ticker, ticks) = ticker();
        for _ in 0..3 {
            wait_until_it_sleeps(&ticker);
            let _ = ticks.try_iter().count();
            let run = ticker.activate();
            for _ in 0..2 * IDLE_TICKS {
                ticks.recv_timeout(PATIENCE).unwrap();
            }
            drop(run);
        }
        wait_until_it_sleeps(&ticker);
    }

    #[test]
    fn its_end_wakes_it() {
        let (ticker, ticks) = ticker();
        wait_until_it_sleeps(&ticker);
        drop(ticker);
        let _ = ticks.try_iter().count();
        assert_eq!(ticks.try_recv(), Err(mpsc::TryRecvError::Disconnected));
    }
}
