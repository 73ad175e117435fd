//! Whose turn it is to compute. Runs that have computed for long take turns on all processors but one, so that a run which
//! needs little never waits for them. Must not know what a run is, or what limits it has.

use std::pin::Pin;
use std::sync::{Arc, OnceLock};
use std::task::{Context, Poll, Wake, Waker, ready};
use std::time::{Duration, Instant};

use futures::FutureExt;
use futures::future::BoxFuture;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::brake::Brake;
use crate::thread_time::thread_time;

/// What a run may compute at once and have a turn whenever it wants one: most scripts compute for a tenth of that.
const SHORT: Duration = Duration::from_millis(5);

/// What is remembered of a run that has computed for longer.
const LONGEST: Duration = Duration::from_secs(1);

/// Which part of a processor a run may use for days and still count as one that computes little: one in so many.
const SHARE: u32 = 10;

/// The processors that runs which compute for long may have, all together.
#[derive(Debug, Clone)]
pub struct Turns(Arc<Semaphore>);

impl Turns {
    /// All processors of this machine but one, and at least one.
    pub fn new() -> Self {
        let processors = std::thread::available_parallelism().map_or(1, usize::from);
        Self(Arc::new(Semaphore::new(processors.saturating_sub(1).max(1))))
    }

    /// A run that takes turns. One whose brake is pulled is let go on at once: it is to end.
    pub fn take<F: Future>(&self, run: F, brake: Brake) -> TakingTurns<F> {
        TakingTurns {
            run: Box::pin(run),
            brake,
            turns: self.clone(),
            turn: None,
            computed: Duration::ZERO,
            left_off: Instant::now(),
            woken: Arc::new(Woken { waker: Waker::noop().clone(), at: OnceLock::new() }),
        }
    }

    fn next(&self) -> BoxFuture<'static, Option<OwnedSemaphorePermit>> {
        // It is never closed; if it were, nobody would have to wait.
        Arc::clone(&self.0).acquire_owned().map(Result::ok).boxed()
    }
}

/// A run that takes turns.
pub struct TakingTurns<F> {
    run: Pin<Box<F>>,
    brake: Brake,
    turns: Turns,
    /// Its place in the line for the next turn.
    turn: Option<BoxFuture<'static, Option<OwnedSemaphorePermit>>>,
    /// What it has computed of late: while it waits for something else than to compute, that is forgotten.
    computed: Duration,
    left_off: Instant,
    woken: Arc<Woken>,
}

/// Notes when a run was woken: from then on it would compute if it were let, and waiting for that earns it nothing.
struct Woken {
    waker: Waker,
    at: OnceLock<Instant>,
}

impl Wake for Woken {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        let _ = self.at.set(Instant::now());
        self.waker.wake_by_ref();
    }
}

impl<F> TakingTurns<F> {
    /// For how long it did not want to compute before it does again.
    fn idle(&self) -> Duration {
        let woken = self.woken.at.get().copied().unwrap_or_else(Instant::now);
        woken.saturating_duration_since(self.left_off)
    }

    /// A turn, if this run needs one.
    fn poll_turn(&mut self, context: &mut Context<'_>) -> Poll<Option<OwnedSemaphorePermit>> {
        if self.turn.is_none() {
            self.computed = self.computed.saturating_sub(self.idle() / SHARE);
        }
        if self.computed < SHORT || self.brake.reached().is_some() {
            self.turn = None;
            return Poll::Ready(None);
        }
        let turn = self.turn.get_or_insert_with(|| self.turns.next());
        let turn = ready!(turn.as_mut().poll(context));
        self.turn = None;
        Poll::Ready(turn)
    }
}

impl<F: Future> Future for TakingTurns<F> {
    type Output = F::Output;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<F::Output> {
        let this = &mut *self;
        // Given back after this poll, which a script that does not wait ends at the next tick of the epoch.
        let _turn = ready!(this.poll_turn(context));
        this.woken = Arc::new(Woken { waker: context.waker().clone(), at: OnceLock::new() });
        let waker = Waker::from(Arc::clone(&this.woken));
        let before = thread_time();
        let polled = this.run.as_mut().poll(&mut Context::from_waker(&waker));
        this.computed = LONGEST.min(this.computed + thread_time().saturating_sub(before));
        this.left_off = Instant::now();
        polled
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    /// Computes without end, and tells how many others do at the same time.
    async fn compute(counter: Arc<AtomicUsize>, most: Arc<AtomicUsize>, turns: usize) {
        for _ in 0..turns {
            let others = counter.fetch_add(1, Ordering::SeqCst);
            most.fetch_max(others + 1, Ordering::SeqCst);
            let start = thread_time();
            while thread_time().saturating_sub(start) < Duration::from_millis(6) {}
            counter.fetch_sub(1, Ordering::SeqCst);
            tokio::task::yield_now().await;
        }
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 4)]
    async fn those_who_compute_for_long_leave_a_processor_free() {
        let turns = Turns(Arc::new(Semaphore::new(1)));
        let (counter, most) = (Arc::<AtomicUsize>::default(), Arc::<AtomicUsize>::default());
        let runs = (0..4).map(|_| {
            let (turns, counter, most) = (turns.clone(), Arc::clone(&counter), Arc::clone(&most));
            tokio::spawn(async move {
                // The first poll makes it one that computes for long; what comes then is counted.
                let run = async {
                    compute(Arc::default(), Arc::default(), 1).await;
                    compute(counter, most, 5).await;
                };
                turns.take(run, Brake::default()).await;
            })
        });
        futures::future::join_all(runs.collect::<Vec<_>>()).await;
        assert_eq!(most.load(Ordering::SeqCst), 1);
    }

    #[tokio::test]
    async fn who_computes_little_needs_no_turn() {
        let turns = Turns(Arc::new(Semaphore::new(0)));
        turns.take(tokio::task::yield_now(), Brake::default()).await;
    }

    #[tokio::test]
    async fn who_is_to_end_needs_none_either() {
        let turns = Turns(Arc::new(Semaphore::new(0)));
        let brake = Brake::default();
        let reached = crate::brake::Reached { limit: coral_policy::Limit::Timeout, allowed: 1, used: 2 };
        let mut run = turns.take(compute(Arc::default(), Arc::default(), 2), brake.clone());
        assert!((&mut run).now_or_never().is_none(), "it goes on after its first part");
        assert!((&mut run).now_or_never().is_none(), "it waits for a turn");
        brake.pull(reached);
        run.await;
    }
}
