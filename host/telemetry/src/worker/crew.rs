//! The workers of one database: which questions are answered in which lane. Must not know what is asked.
//!
//! A question begins in the short lane. One that turns out long is stopped there and begun again in the long lane, where
//! it may take its whole deadline: it only reads, so that nothing is done twice. Long questions therefore wait for long
//! ones, and short ones for short ones. While others wait in the short lane, a question is first tried for a moment, so
//! that those who never asked before cannot keep it for long by being many.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use coral_contract::{AskError, AskerId, Health, ResultSet};

use super::cpu_time::cpu_time;
use super::lane::{Lane, Manner};
use super::launcher::Launcher;
use super::message::Query;
use super::standing::Standings;
use crate::Options;
use crate::fair_queue::Place;
use crate::query_error::too_long;

/// What a deadline is told of.
const SUBJECT: &str = "the query";

/// How much of a processor's time a short question takes at most.
const SHORT: Duration = Duration::from_millis(100);

/// How much of a processor's time a question gets at first while others wait.
const FIRST_TRY: Duration = Duration::from_millis(20);

/// How long a short question takes at most, on a machine with much else to do or a slow disk.
const SHORT_AT_MOST: Duration = Duration::from_secs(1);

/// The workers of one database, started when first needed.
pub(crate) struct Crew {
    launcher: Arc<Launcher>,
    patience: Option<Duration>,
    short: Arc<Lane>,
    long: Arc<Lane>,
    standings: Standings,
}

impl Crew {
    /// The workers for a database file, none of them started yet.
    pub(crate) fn new(path: &Path, options: &Options) -> Arc<Self> {
        let launcher = Arc::new(Launcher::new(path, options));
        let short = options.workers.short.max(1);
        let long = options.workers.long.max(1);
        Arc::new(Self {
            short: Lane::new(
                &launcher,
                Manner {
                    count: short,
                    // Nobody has a place here for long.
                    share: short,
                    niceness: 0,
                    grace: Duration::from_millis(50),
                    replaces: true,
                },
            ),
            long: Lane::new(
                &launcher,
                Manner {
                    count: long,
                    // However many endless questions one asks, there is a worker left for the others.
                    share: (long - 1).max(1),
                    niceness: 10,
                    grace: Duration::from_millis(250),
                    replaces: false,
                },
            ),
            launcher,
            patience: options.patience,
            standings: Standings::default(),
        })
    }

    /// Starts a worker for the first question, which need not wait for it then.
    pub(crate) fn start_ahead(&self) {
        let short = Arc::clone(&self.short);
        tokio::spawn(async move {
            let place = short.queue.place(AskerId::next()).await;
            // Where none can be had, the first question will be told.
            drop(short.engage(place).await);
        });
    }

    /// Answers a question within its deadline, which counts from when it has a worker. Dropping this stops it.
    pub(crate) async fn ask(
        self: Arc<Self>,
        asker: AskerId,
        query: Query,
        deadline: Duration,
    ) -> Result<ResultSet, AskError> {
        let query = Arc::new(query);
        for may_be_cut in [true, false] {
            // Asked again once there is a place: others of theirs may have turned out long meanwhile.
            if !self.standings.expects_short(asker) {
                break;
            }
            let place = self.short.queue.place_within(asker, self.patience).await?;
            if !self.standings.expects_short(asker) {
                break;
            }
            match self.try_shortly(asker, place, &query, deadline, may_be_cut).await? {
                Attempt::Answered(rows) => return Ok(rows),
                Attempt::Cut => {}
                Attempt::Long => break,
            }
        }
        let place = self.long.queue.place_within(asker, self.patience).await?;
        self.answer(asker, place, &query, deadline).await
    }

    /// How the workers are used.
    pub(crate) fn health(&self) -> Result<Health, AskError> {
        self.launcher.check()?;
        let ((short, idle_short), (long, idle_long)) = (self.short.usage(), self.long.usage());
        let (in_use, idle) = (short + long, idle_short + idle_long);
        Ok(Health { open_connections: in_use + idle, in_use, idle })
    }

    /// The answer to a question that may take its whole deadline.
    async fn answer(
        &self,
        asker: AskerId,
        place: Place,
        query: &Arc<Query>,
        deadline: Duration,
    ) -> Result<ResultSet, AskError> {
        let mut engaged = self.long.engage(place).await?;
        let begun = Instant::now();
        let answer = tokio::time::timeout(deadline, engaged.ask(query)).await;
        self.standings.note(asker, engaged.is_usable() && begun.elapsed() < SHORT);
        answer.unwrap_or_else(|_| Err(too_long(SUBJECT, deadline)))
    }

    /// Answers a question if it is a short one.
    async fn try_shortly(
        &self,
        asker: AskerId,
        place: Place,
        query: &Arc<Query>,
        deadline: Duration,
        may_be_cut: bool,
    ) -> Result<Attempt, AskError> {
        let mut engaged = self.short.engage(place).await?;
        let worker = engaged.process_id();
        let attempt = tokio::select! {
            answer = engaged.ask(query) => answer.map(Attempt::Answered),
            () = tokio::time::sleep(deadline) => Err(too_long(SUBJECT, deadline)),
            attempt = self.time_is_up(worker, may_be_cut) => Ok(attempt),
        };
        if !matches!(attempt, Ok(Attempt::Cut)) {
            // What costs a worker is not short, since another takes a while to start.
            self.standings.note(asker, engaged.is_usable());
        }
        attempt
    }

    /// Waits for as long as what a worker has begun may be short, and may be tried.
    async fn time_is_up(&self, worker: Option<u32>, may_be_cut: bool) -> Attempt {
        let taken = || worker.and_then(cpu_time).unwrap_or_default();
        let (begun, before) = (Instant::now(), taken());
        loop {
            tokio::time::sleep(FIRST_TRY).await;
            let taken = taken().saturating_sub(before);
            if taken >= SHORT || begun.elapsed() >= SHORT_AT_MOST {
                return Attempt::Long;
            }
            if may_be_cut && taken >= FIRST_TRY && self.short.queue.is_waited_for() {
                return Attempt::Cut;
            }
        }
    }
}

/// What came of a question in the short lane.
enum Attempt {
    Answered(ResultSet),
    /// It was stopped for others to be answered before it.
    Cut,
    /// It is not short.
    Long,
}
