//! Whose turn it is to compute. A run that has computed for long, beside others, goes on in the background, so that one which
//! needs little never waits for it. Must not know what a run is, or what limits it has.

use std::panic::resume_unwind;
use std::pin::Pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};
use std::task::{Context, Poll, Wake, Waker};
use std::time::{Duration, Instant};

use coral_processor::{Background, Spent, thread_time};
use tokio::task::JoinHandle;

use crate::brake::Brake;

/// What a run may compute at once and be let whenever it wants to: most scripts compute for a tenth of that.
const SHORT: Duration = Duration::from_millis(5);

/// What is remembered of a run that has computed for longer.
const LONGEST: Duration = Duration::from_secs(1);

/// Which part of a processor a run may use for days and still count as one that computes little: one in so many.
const SHARE: u32 = 10;

/// Where runs compute: as their owners' tasks, or in the background. Clones are the same.
#[derive(Debug, Clone, Default)]
pub struct Turns(Arc<Shared>);

#[derive(Debug, Default)]
struct Shared {
    /// How many runs there are.
    runs: AtomicUsize,
    background: Background,
}

impl Turns {
    /// A run that takes turns, and adds the processor time that it takes to `spent`. One whose brake is pulled is let go on
    /// at once: it is to end.
    pub fn take<F>(&self, run: F, brake: Brake, spent: Spent) -> TakingTurns<F>
    where
        F: Future<Output: Send> + Send + 'static,
    {
        self.0.runs.fetch_add(1, Ordering::Relaxed);
        TakingTurns {
            run: Place::Here(Box::pin(run)),
            brake,
            turns: self.clone(),
            spent,
            computed: Duration::ZERO,
            left_off: Instant::now(),
            woken: Woken::new(Waker::noop()),
        }
    }
}

/// A run that takes turns.
pub struct TakingTurns<F: Future> {
    run: Place<F>,
    brake: Brake,
    turns: Turns,
    spent: Spent,
    /// What it has computed of late: while it waits for something else than to compute, that is forgotten.
    computed: Duration,
    left_off: Instant,
    woken: Arc<Woken>,
}

/// Where a run is.
enum Place<F: Future> {
    Here(Pin<Box<F>>),
    /// In the background, which gives it back with what came of it.
    Away(JoinHandle<Step<F>>),
    /// It has ended.
    Nowhere,
}

/// A part of a run: the run, how long it computed, and what came of that.
struct Step<F: Future> {
    run: Pin<Box<F>>,
    took: Duration,
    polled: Poll<F::Output>,
}

/// Notes when a run was woken: from then on it would compute if it were let, and waiting for that earns it nothing.
struct Woken {
    waker: Waker,
    at: OnceLock<Instant>,
}

impl Woken {
    fn new(waker: &Waker) -> Arc<Self> {
        Arc::new(Self { waker: waker.clone(), at: OnceLock::new() })
    }
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

impl<F: Future> Step<F> {
    fn take(mut run: Pin<Box<F>>, waker: &Waker) -> Self {
        let before = thread_time();
        let polled = run.as_mut().poll(&mut Context::from_waker(waker));
        Self { run, took: thread_time().saturating_sub(before), polled }
    }
}

impl<F: Future> TakingTurns<F> {
    /// For how long it did not want to compute before it does again.
    fn idle(&self) -> Duration {
        let woken = self.woken.at.get().copied().unwrap_or_else(Instant::now);
        woken.saturating_duration_since(self.left_off)
    }

    /// Whether it has computed for so long that others, if there are any, go first.
    fn gives_way(&mut self) -> bool {
        self.computed = self.computed.saturating_sub(self.idle() / SHARE);
        let is_alone = self.turns.0.runs.load(Ordering::Relaxed) == 1;
        self.computed >= SHORT && !is_alone && self.brake.reached().is_none()
    }

    fn note(&mut self, step: Step<F>) -> Poll<F::Output> {
        self.spent.add(step.took);
        self.computed = LONGEST.min(self.computed + step.took);
        self.left_off = Instant::now();
        if step.polled.is_pending() {
            self.run = Place::Here(step.run);
        }
        step.polled
    }
}

impl<F> Future for TakingTurns<F>
where
    F: Future<Output: Send> + Send + 'static,
{
    type Output = F::Output;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<F::Output> {
        let this = &mut *self;
        let mut away = match std::mem::replace(&mut this.run, Place::Nowhere) {
            Place::Here(run) => {
                let gives_way = this.gives_way();
                this.woken = Woken::new(context.waker());
                let waker = Waker::from(Arc::clone(&this.woken));
                if !gives_way {
                    return this.note(Step::take(run, &waker));
                }
                this.turns.0.background.spawn(move || Step::take(run, &waker))
            }
            Place::Away(away) => away,
            Place::Nowhere => return Poll::Pending,
        };
        let Poll::Ready(step) = Pin::new(&mut away).poll(context) else {
            this.run = Place::Away(away);
            return Poll::Pending;
        };
        let step = match step {
            Ok(step) => step,
            Err(error) if error.is_panic() => resume_unwind(error.into_panic()),
            // The background ends only after all runs.
            Err(_) => return Poll::Pending,
        };
        let polled = this.note(step);
        if polled.is_pending() && this.woken.at.get().is_some() {
            // Meant for the run, it woke only who waited for it to come back.
            context.waker().wake_by_ref();
        }
        polled
    }
}

impl<F: Future> Drop for TakingTurns<F> {
    fn drop(&mut self) {
        if let Place::Away(step) = &self.run {
            step.abort();
        }
        self.turns.0.runs.fetch_sub(1, Ordering::Relaxed);
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use std::sync::Mutex;

    use futures::FutureExt;
    use tokio::sync::oneshot;

    use super::*;

    /// Computes for long, and then notes by which thread it is let go on.
    async fn compute(threads: Arc<Mutex<Vec<String>>>, steps: usize) {
        for _ in 0..steps {
            let start = thread_time();
            while thread_time().saturating_sub(start) < SHORT {}
            tokio::task::yield_now().await;
            threads.lock().unwrap().push(std::thread::current().name().unwrap_or_default().to_owned());
        }
    }

    fn steps(threads: &Arc<Mutex<Vec<String>>>) -> String {
        let threads = threads.lock().unwrap();
        threads.iter().map(|thread| if thread == "background" { '-' } else { '+' }).collect()
    }

    #[tokio::test]
    async fn who_computes_for_long_beside_others_does_so_in_the_background() {
        let (turns, threads) = (Turns::default(), Arc::default());
        let (run, spent) = (compute(Arc::clone(&threads), 3), Spent::default());
        let run = turns.take(run, Brake::default(), spent.clone());
        let other = turns.take(std::future::pending::<()>(), Brake::default(), Spent::default());
        run.await;
        assert_eq!(steps(&threads), "---");
        assert!(spent.get() >= 3 * SHORT, "{spent:?}");
        drop(other);
        threads.lock().unwrap().clear();
        turns.take(compute(Arc::clone(&threads), 3), Brake::default(), Spent::default()).await;
        assert_eq!(steps(&threads), "+++", "alone it need not give way");
    }

    #[tokio::test]
    async fn who_waits_is_soon_one_that_computes_little() {
        let turns = Turns::default();
        let _other = turns.take(std::future::pending::<()>(), Brake::default(), Spent::default());
        let threads = Arc::<Mutex<Vec<String>>>::default();
        let noted = Arc::clone(&threads);
        let run = async move {
            compute(Arc::default(), 1).await;
            tokio::time::sleep(SHORT * SHARE * 2).await;
            noted.lock().unwrap().push(std::thread::current().name().unwrap_or_default().to_owned());
        };
        turns.take(run, Brake::default(), Spent::default()).await;
        assert_eq!(steps(&threads), "+");
    }

    #[tokio::test]
    async fn who_is_to_end_gives_way_to_nobody() {
        let (turns, threads) = (Turns::default(), Arc::default());
        let _other = turns.take(std::future::pending::<()>(), Brake::default(), Spent::default());
        let brake = Brake::default();
        brake.pull(crate::brake::Reached { limit: coral_policy::Limit::Timeout, allowed: 1, used: 2 });
        turns.take(compute(Arc::clone(&threads), 2), brake, Spent::default()).await;
        assert_eq!(steps(&threads), "++");
    }

    #[tokio::test]
    async fn a_wait_in_the_background_is_of_this_runtime_and_ends() {
        let turns = Turns::default();
        let _other = turns.take(std::future::pending::<()>(), Brake::default(), Spent::default());
        let run = async {
            compute(Arc::default(), 2).await;
            tokio::time::sleep(Duration::from_millis(1)).await;
            tokio::spawn(async { 7 }).await.unwrap()
        };
        assert_eq!(turns.take(run, Brake::default(), Spent::default()).await, 7);
    }

    #[tokio::test]
    async fn a_run_that_is_dropped_while_it_is_away_is_dropped() {
        let turns = Turns::default();
        let _other = turns.take(std::future::pending::<()>(), Brake::default(), Spent::default());
        let (held, dropped) = oneshot::channel::<()>();
        let run = async move {
            let _held = held;
            compute(Arc::default(), usize::MAX).await;
        };
        let mut run = turns.take(run, Brake::default(), Spent::default());
        assert!((&mut run).now_or_never().is_none(), "it goes on after its first part");
        assert!((&mut run).now_or_never().is_none(), "it is away");
        drop(run);
        assert!(dropped.await.is_err());
    }

    #[tokio::test]
    async fn a_panic_in_the_background_is_the_owners() {
        let turns = Turns::default();
        let _other = turns.take(std::future::pending::<()>(), Brake::default(), Spent::default());
        let run = async {
            compute(Arc::default(), 1).await;
            resume_unwind(Box::new("of the run"))
        };
        let run = turns.take(run, Brake::default(), Spent::default());
        let panic = std::panic::AssertUnwindSafe(run).catch_unwind().await.unwrap_err();
        assert_eq!(panic.downcast_ref::<&str>(), Some(&"of the run"));
    }
}
