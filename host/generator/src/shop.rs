//! The shop, open until it is closed; must not know who looks.

use std::time::Duration;

use futures::FutureExt;
use futures::future::BoxFuture;
use tokio::sync::mpsc;
use tokio::time::{Instant, MissedTickBehavior};

use crate::export::batch::Batch;
use crate::export::beginning::Beginning;
use crate::export::durations::Durations;
use crate::export::{Exporter, Stop};
use crate::export::{logs, metrics, spans};
use crate::simulation::Simulation;
use crate::simulation::request::Trace;
use crate::simulation::schedule::{Phase, Schedule};
use crate::{Change, Counts, GeneratorError, Service};

/// How often what has happened is sent.
const SEND_EVERY: Duration = Duration::from_millis(200);

/// How many traces are sent at once, so that no request is too large for a receiver.
const TRACES_AT_ONCE: usize = 512;

/// How many batches wait for a receiver that is slow or away; what comes beyond them is lost, as it is of an SDK's queue.
const QUEUE: usize = 256;

/// How many requests its services serve a second, in all. Each is a span, and a sixth of them are two.
const REQUESTS_PER_SECOND: u32 = 60;

/// How often metrics are sent. They are sent once more at the end.
const METRICS_EVERY: Duration = Duration::from_secs(5);

/// A shop that is open while it runs. The same seed makes the same happen in it, under other ids.
#[derive(Debug, Clone, Copy)]
pub struct Shop {
    /// What everything follows that happens by chance: what is wrong when, too.
    pub seed: u64,
}

impl Shop {
    /// Sends what happens to the receiver at this address (`http://127.0.0.1:4317`) until `stop` is done, and tells whenever a fault
    /// begins or ends.
    ///
    /// A trace is sent once it is over, so that it is sent whole; those that are not over at the end never are. What the receiver
    /// cannot take at the moment is sent again, as OTLP has it. At the end, what is still to be sent has two seconds.
    ///
    /// # Errors
    ///
    /// [`GeneratorError`] where the address is none. That nobody answers there is no error: what cannot be sent is lost, and counted.
    pub async fn run(
        self,
        endpoint: &str,
        stop: BoxFuture<'_, ()>,
        on_fault: impl FnMut(Change),
    ) -> Result<Counts, GeneratorError> {
        let stop = stop.shared();
        let mut exporter = Exporter::new(endpoint, stop.clone())?;
        let (queue, mut waiting) = mpsc::channel(QUEUE);
        let sending = async {
            while let Some(batch) = waiting.recv().await {
                exporter.export(batch).await;
            }
            exporter.counts
        };
        let (lost, mut counts) = futures::join!(self.open(queue, stop, on_fault), sending);
        counts += lost;
        Ok(counts)
    }

    /// Lets things happen until `stop` is done; what was lost since the queue was full.
    async fn open(self, queue: mpsc::Sender<Batch>, stop: Stop<'_>, mut on_fault: impl FnMut(Change)) -> Counts {
        let mut book =
            Book { queue, beginning: Beginning::now(), durations: Durations::default(), lost: Counts::default() };
        let schedule = Schedule::of_seed(self.seed);
        let mut phase = schedule.at(Duration::ZERO);
        announce(None, phase, &mut on_fault);
        let mut simulation = Simulation::new(self.seed, REQUESTS_PER_SECOND, schedule.clone());
        let (opened, mut next_metrics) = (Instant::now(), METRICS_EVERY);
        let mut ticks = tokio::time::interval(SEND_EVERY);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            let is_last = tokio::select! {
                () = stop.clone() => true,
                _ = ticks.tick() => false,
            };
            let now = opened.elapsed();
            while phase.ends <= now {
                let next = schedule.at(phase.ends);
                announce(Some(phase), next, &mut on_fault);
                phase = next;
            }
            book.tell(&simulation.advance(now));
            if is_last || next_metrics <= now {
                book.measure(|service| simulation.queue_length(service, now), now);
                next_metrics = now.saturating_add(METRICS_EVERY);
            }
            if is_last {
                return book.lost;
            }
        }
    }
}

/// Tells what ends with one phase and what begins with the next.
fn announce(before: Option<Phase>, now: Phase, on_fault: &mut impl FnMut(Change)) {
    let ended = before.and_then(|phase| phase.fault).map(|fault| (fault, false));
    let begun = now.fault.map(|fault| (fault, true));
    for (fault, is_beginning) in ended.into_iter().chain(begun) {
        on_fault(Change { fault, is_beginning });
    }
}

/// What there is to tell of the shop, put into the queue.
struct Book {
    queue: mpsc::Sender<Batch>,
    beginning: Beginning,
    durations: Durations,
    lost: Counts,
}

impl Book {
    /// Traces that are over.
    fn tell(&mut self, traces: &[Trace]) {
        for request in traces.iter().flat_map(|trace| &trace.requests) {
            self.durations.add(request);
        }
        for traces in traces.chunks(TRACES_AT_ONCE) {
            self.put(Batch::of_spans(&spans::export(traces, self.beginning)));
            self.put(Batch::of_logs(&logs::export(traces, self.beginning)));
        }
    }

    /// The metrics of now.
    fn measure(&mut self, queue_length: impl Fn(Service) -> usize, now: Duration) {
        self.put(Batch::of_points(&metrics::export(&self.durations, queue_length, now, self.beginning)));
    }

    fn put(&mut self, batch: Batch) {
        let (signal, items) = (batch.signal, batch.items);
        if items > 0 && self.queue.try_send(batch).is_err() {
            let tally = self.lost.of(signal);
            tally.made = tally.made.saturating_add(items);
            tally.lost = tally.lost.saturating_add(items);
        }
    }
}
