//! The workers of one database: which questions are answered in which lane. Must not know what is asked.
//!
//! A question begins in the prompt lane. One that takes more of a processor than a lane gives is stopped there and begun
//! again in the next, which gives more and gives way to the one before: it only reads, so that nothing is done twice. Long
//! questions therefore wait for long ones, and short ones for short ones. Who asked long questions of late begins in the
//! lane for those, and who asked much while there were others in the one for short ones.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use coral_contract::{AskError, AskerId, Health, ResultSet};
use coral_processor::{NICENESS, process_time};

use super::lane::{Lane, Manner};
use super::launcher::Launcher;
use super::message::Query;
use super::standing::Standings;
use crate::Options;
use crate::fair_queue::{self, Place};
use crate::query_error::too_long;

/// What a deadline is told of.
const SUBJECT: &str = "the query";

/// How much of a processor's time a short question takes at most.
const SHORT: Duration = Duration::from_millis(100);

/// How much of a processor's time a question gets in the prompt lane while others wait there.
const PROMPT: Duration = Duration::from_millis(5);

/// How far the workers for long questions give way: to those for short ones too.
const LONG_NICENESS: i32 = 10;

/// How long a short question takes at most, on a machine with much else to do or a slow disk.
const SHORT_AT_MOST: Duration = Duration::from_secs(1);

/// The workers of one database, started when first needed.
pub(crate) struct Crew {
    launcher: Arc<Launcher>,
    patience: Option<Duration>,
    prompt: Arc<Lane>,
    short: Arc<Lane>,
    long: Arc<Lane>,
    standings: Standings,
}

impl Crew {
    /// The workers for a database file, none of them started yet.
    pub(crate) fn new(path: &Path, options: &Options) -> Arc<Self> {
        let launcher = Arc::new(Launcher::new(path, options));
        let workers = &options.workers;
        // Nobody has a place for long in a lane for short questions.
        let brief =
            Manner { count: 1, share: usize::MAX, niceness: 0, grace: Duration::from_millis(50), replaces: true };
        let prompt = Manner { count: workers.prompt.max(1), ..brief };
        let short = Manner { count: workers.short.max(1), niceness: NICENESS, ..brief };
        let long = Manner {
            count: workers.long.max(1),
            // However many endless questions one asks, there is a worker left for the others.
            share: workers.long.saturating_sub(1).max(1),
            niceness: LONG_NICENESS,
            grace: Duration::from_millis(250),
            replaces: false,
        };
        Arc::new(Self {
            prompt: Lane::new(&launcher, prompt),
            short: Lane::new(&launcher, short),
            long: Lane::new(&launcher, long),
            launcher,
            patience: options.patience,
            standings: Standings::default(),
        })
    }

    /// Starts a worker for the first question, which need not wait for it then.
    pub(crate) fn start_ahead(&self) {
        let prompt = Arc::clone(&self.prompt);
        tokio::spawn(async move {
            let place = prompt.queue.place(AskerId::next()).await;
            // Where none can be had, the first question will be told.
            drop(prompt.engage(place).await);
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
        let mut is_prompt = true;
        while self.standings.expects_short(asker) {
            is_prompt &= !self.gives_way(asker);
            let lane = if is_prompt { &self.prompt } else { &self.short };
            let place = self.place(lane, asker).await?;
            // Both asked again once there is a place: others of theirs may have turned out long meanwhile, or used much.
            if !self.standings.expects_short(asker) {
                break;
            }
            if is_prompt && self.gives_way(asker) {
                continue;
            }
            match self.try_briefly(asker, lane, place, &query, deadline).await? {
                Attempt::Answered(rows) => return Ok(rows),
                Attempt::Cut => is_prompt = false,
                Attempt::Long => break,
            }
        }
        let place = self.place(&self.long, asker).await?;
        self.answer(asker, place, &query, deadline).await
    }

    /// Waits for a place in a lane for as long as patience lasts.
    async fn place(&self, lane: &Lane, asker: AskerId) -> Result<Place, AskError> {
        fair_queue::within(self.patience, lane.queue.place(asker)).await
    }

    fn gives_way(&self, asker: AskerId) -> bool {
        fair_queue::gives_way(asker, &[&self.prompt, &self.short, &self.long].map(|lane| &lane.queue))
    }

    /// How the workers are used.
    pub(crate) fn health(&self) -> Result<Health, AskError> {
        self.launcher.check()?;
        Ok(self.prompt.health() + self.short.health() + self.long.health())
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

    /// Answers a question if it is as short as a lane wants it.
    async fn try_briefly(
        &self,
        asker: AskerId,
        lane: &Arc<Lane>,
        place: Place,
        query: &Arc<Query>,
        deadline: Duration,
    ) -> Result<Attempt, AskError> {
        let mut engaged = lane.engage(place).await?;
        let worker = engaged.process_id();
        let attempt = tokio::select! {
            answer = engaged.ask(query) => answer.map(Attempt::Answered),
            () = tokio::time::sleep(deadline) => Err(too_long(SUBJECT, deadline)),
            attempt = self.time_is_up(worker, Arc::ptr_eq(lane, &self.prompt)) => Ok(attempt),
        };
        if !matches!(attempt, Ok(Attempt::Cut)) {
            // What costs a worker is not short, since another takes a while to start.
            self.standings.note(asker, engaged.is_usable());
        }
        attempt
    }

    /// Waits for as long as what a worker has begun may be short, and may be prompt.
    async fn time_is_up(&self, worker: Option<u32>, is_prompt: bool) -> Attempt {
        let taken = || worker.and_then(process_time).unwrap_or_default();
        let (begun, before) = (Instant::now(), taken());
        loop {
            tokio::time::sleep(PROMPT).await;
            let taken = taken().saturating_sub(before);
            if taken >= SHORT || begun.elapsed() >= SHORT_AT_MOST {
                return Attempt::Long;
            }
            if is_prompt && taken >= PROMPT && self.prompt.queue.is_waited_for() {
                return Attempt::Cut;
            }
        }
    }
}

/// What came of a question in a lane for those that take little.
enum Attempt {
    Answered(ResultSet),
    /// It was stopped for others to be answered before it.
    Cut,
    /// It is not short.
    Long,
}
