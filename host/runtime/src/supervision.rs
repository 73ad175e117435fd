//! A run as it is polled: it ends when it is at a limit of time, and does not end itself.

use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use coral_policy::{Limit, Policy, milliseconds};
use coral_processor::Spent;
use coral_run::Activity;
use tokio::time::{Sleep, sleep};

use crate::brake::{Brake, Reached};

/// For how long a run may go on that is at a limit, so that its engine comes to ask whether it must stop.
const GRACE: Duration = Duration::from_millis(50);

/// A run under its policy's limits of time. An error is what it did when it was dropped, at one of them or at another.
pub struct Supervised<F> {
    run: Pin<Box<F>>,
    brake: Brake,
    started: Instant,
    timeout: Option<(Duration, Pin<Box<Sleep>>)>,
    cpu_limit: Option<Duration>,
    period: Option<Duration>,
    /// When the period that it is now began, and the processor time before it.
    period_began: (Instant, Duration),
    grace: Option<Pin<Box<Sleep>>>,
    /// Its processor time, which others count.
    spent: Spent,
}

impl<F: Future> Supervised<F> {
    /// Supervises a run that begins now, and whose processor time is `spent`.
    pub fn new(run: F, policy: &Policy, brake: Brake, spent: Spent) -> Self {
        let started = Instant::now();
        Self {
            run: Box::pin(run),
            brake,
            started,
            timeout: policy.timeout.map(|timeout| (timeout, Box::pin(sleep(timeout)))),
            cpu_limit: policy.cpu_time,
            period: policy.period,
            period_began: (started, spent.get()),
            grace: None,
            spent,
        }
    }

    fn check_timeout(&mut self, context: &mut Context<'_>) {
        if let Some((timeout, sleep)) = &mut self.timeout
            && sleep.as_mut().poll(context).is_ready()
        {
            let (allowed, used) = (milliseconds(*timeout), milliseconds(self.started.elapsed()));
            self.brake.pull(Reached { limit: Limit::Timeout, allowed, used });
            self.timeout = None;
        }
    }

    fn check_cpu_time(&mut self) {
        let Some(limit) = self.cpu_limit else { return };
        let spent = self.spent.get();
        let used = spent.saturating_sub(self.period_began.1);
        if used > limit {
            self.brake.pull(Reached { limit: Limit::CpuTime, allowed: milliseconds(limit), used: milliseconds(used) });
        } else if self.period.is_some_and(|period| self.period_began.0.elapsed() >= period) {
            self.period_began = (Instant::now(), spent);
        }
    }

    /// What a run does that is at a limit, once it has had its time to end itself. One that waits needs none.
    fn poll_end(&mut self, context: &mut Context<'_>) -> Poll<Activity> {
        if self.brake.reached().is_none() {
            return Poll::Pending;
        }
        if let Some(requests) = self.brake.waiting() {
            return Poll::Ready(Activity::Waiting(requests));
        }
        let grace = self.grace.get_or_insert_with(|| Box::pin(sleep(GRACE)));
        grace.as_mut().poll(context).map(|()| Activity::Running(String::new()))
    }
}

impl<F: Future> Future for Supervised<F> {
    type Output = Result<F::Output, Activity>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let this = &mut *self;
        this.check_timeout(context);
        let polled = this.run.as_mut().poll(context);
        this.check_cpu_time();
        match polled {
            Poll::Ready(output) => Poll::Ready(Ok(output)),
            Poll::Pending => this.poll_end(context).map(Err),
        }
    }
}
