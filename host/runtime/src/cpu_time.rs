//! Measures the processor time of a future: that of the thread, while it is polled.

use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use rustix::time::{ClockId, clock_gettime};

/// A future that adds the processor time of each of its polls to `spent`.
pub struct Metered<'a, F> {
    future: Pin<Box<F>>,
    spent: &'a mut Duration,
}

impl<'a, F: Future> Metered<'a, F> {
    /// Meters a future.
    pub fn new(future: F, spent: &'a mut Duration) -> Self {
        Self { future: Box::pin(future), spent }
    }
}

impl<F: Future> Future for Metered<'_, F> {
    type Output = F::Output;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<F::Output> {
        let before = thread_time();
        let polled = self.future.as_mut().poll(context);
        *self.spent += thread_time().saturating_sub(before);
        polled
    }
}

fn thread_time() -> Duration {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    Duration::new(time.tv_sec.unsigned_abs(), u32::try_from(time.tv_nsec).unwrap_or(0))
}
