//! Places for questions of one kind, with workers of their own. Must not know which question belongs here.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use coral_contract::{AskError, Health, ResultSet};

use super::idle_workers::IdleWorkers;
use super::launcher::Launcher;
use super::message::Query;
use super::process::{Process, Unanswered};
use crate::fair_queue::{FairQueue, Place};

/// A number of places at which a worker answers one question at a time. Workers are started when they are first needed,
/// kept for the next question, and replaced when they are lost.
pub(super) struct Lane {
    launcher: Arc<Launcher>,
    manner: Manner,
    /// Who waits for a place.
    pub(super) queue: Arc<FairQueue>,
    in_use: AtomicUsize,
    idle: Arc<IdleWorkers>,
}

/// How a lane has its workers.
#[derive(Debug, Clone, Copy)]
pub(super) struct Manner {
    /// How many there are at most.
    pub(super) count: usize,
    /// How many of them one asker may have at once.
    pub(super) share: usize,
    /// How far they give way to other processes: 0 to 19.
    pub(super) niceness: i32,
    /// How long one may take to end a question that was stopped, before it is killed.
    pub(super) grace: Duration,
    /// Whether who has one killed keeps the place until there is another. Otherwise the next waits for that.
    pub(super) replaces: bool,
}

impl Lane {
    /// A lane without any workers yet.
    pub(super) fn new(launcher: &Arc<Launcher>, manner: Manner) -> Arc<Self> {
        Arc::new(Self {
            launcher: Arc::clone(launcher),
            manner,
            queue: FairQueue::new(manner.count, manner.share),
            in_use: AtomicUsize::new(0),
            idle: Arc::default(),
        })
    }

    /// How its workers are used.
    pub(super) fn health(&self) -> Health {
        let (in_use, idle) = (self.in_use.load(Ordering::Relaxed), self.idle.count());
        Health { open_connections: in_use + idle, in_use, idle }
    }

    /// A worker for a place of this lane: one that is idle, or else a new one.
    pub(super) async fn engage(self: &Arc<Self>, place: Place) -> Result<Engaged, AskError> {
        self.launcher.check()?;
        self.in_use.fetch_add(1, Ordering::Relaxed);
        let mut engaged = Engaged { worker: None, work: Some(Work { _place: place, lane: Arc::clone(self) }) };
        engaged.worker = match self.idle.take() {
            Some(worker) => Some(worker),
            None => Some(self.start().await?),
        };
        Ok(engaged)
    }

    async fn start(&self) -> Result<Process, AskError> {
        self.launcher.start(self.manner.niceness).await
    }
}

/// A worker that has a question. Where this is dropped before the answer is there, the worker is stopped, or else killed,
/// and only then is the place free.
pub(super) struct Engaged {
    worker: Option<Process>,
    work: Option<Work>,
}

impl Engaged {
    /// Asks the worker. One that was lost while nobody asked it is replaced, once: that is not the question's fault.
    pub(super) async fn ask(&mut self, query: &Arc<Query>) -> Result<ResultSet, AskError> {
        for _ in 0..2 {
            let (Some(worker), Some(work)) = (&mut self.worker, &self.work) else { break };
            match worker.ask(query).await {
                Ok(rows) => return Ok(rows),
                Err(Unanswered::Error(error)) => return Err(error),
                Err(Unanswered::Unread) => *worker = work.lane.start().await?,
            }
        }
        Err(AskError::Unavailable("the processes that answer SQL end before they are asked: ask again".to_owned()))
    }

    /// Whether the worker has answered, and can be asked again.
    pub(super) fn is_usable(&self) -> bool {
        self.worker.as_ref().is_some_and(Process::is_usable)
    }

    /// The worker's process; none where it has ended.
    pub(super) fn process_id(&self) -> Option<u32> {
        self.worker.as_ref()?.id()
    }
}

impl Drop for Engaged {
    fn drop(&mut self) {
        let (Some(mut worker), Some(work)) = (self.worker.take(), self.work.take()) else { return };
        if worker.is_usable() {
            return work.lane.idle.put(worker);
        }
        // Without a runtime, which is about to end then, dropping the worker kills it.
        let Ok(runtime) = tokio::runtime::Handle::try_current() else { return };
        runtime.spawn(async move {
            let lane = &work.lane;
            if worker.stop(lane.manner.grace).await {
                return lane.idle.put(worker);
            }
            worker.kill().await;
            if lane.manner.replaces
                && let Ok(another) = lane.start().await
            {
                lane.idle.put(another);
            }
        });
    }
}

/// One place at work.
struct Work {
    lane: Arc<Lane>,
    // Declared last, so that the place is free only once all else is done.
    _place: Place,
}

impl Drop for Work {
    fn drop(&mut self) {
        self.lane.in_use.fetch_sub(1, Ordering::Relaxed);
    }
}
