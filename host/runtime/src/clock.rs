//! The clock that runs wait by; must not know who waits, nor what for.

use std::fmt::Debug;
use std::time::{Duration, Instant};

use futures::FutureExt;
use futures::future::BoxFuture;

/// Tells time, and waits for it to pass. It never steps back.
pub trait Clock: Debug + Send + Sync {
    /// The time since some fixed point.
    fn now(&self) -> Duration;
    /// Waits for as long as this.
    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()>;
}

/// The machine's own clock.
#[derive(Debug)]
pub struct SystemClock {
    started: Instant,
}

impl Default for SystemClock {
    fn default() -> Self {
        Self { started: Instant::now() }
    }
}

impl Clock for SystemClock {
    fn now(&self) -> Duration {
        self.started.elapsed()
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        tokio::time::sleep(duration).boxed()
    }
}
