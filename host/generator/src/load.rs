//! As many spans as it takes to find out how many a receiver takes; must not know who receives.

use std::num::{NonZeroU64, NonZeroUsize};
use std::time::Duration;

use fastrand::Rng;
use futures::FutureExt;
use futures::future::{self, BoxFuture};

use crate::export::beginning::Beginning;
use crate::export::template::Template;
use crate::export::{Exporter, Stop};
use crate::{Counts, GeneratorError};

/// The shop's spans over several connections, in requests that cost next to nothing to make.
#[derive(Debug, Clone, Copy)]
pub struct Load {
    /// How many connections; each has one request under way at a time.
    pub connections: NonZeroUsize,
    /// How many spans are in each request.
    pub spans: NonZeroUsize,
    /// How many spans are sent a second, over all connections; as many as the receiver takes, where none is said.
    pub spans_per_second: Option<NonZeroU64>,
}

impl Load {
    /// Sends to the receiver at this address (`http://127.0.0.1:4317`) until `stop` is done. What the receiver cannot take at the
    /// moment is sent again on its connection, as OTLP has it, before anything else.
    ///
    /// Everything is made on the thread that asks for this future.
    ///
    /// # Errors
    ///
    /// [`GeneratorError`] where the address is none.
    pub async fn run(self, endpoint: &str, stop: BoxFuture<'_, ()>) -> Result<Counts, GeneratorError> {
        let stop = stop.shared();
        let beginning = Beginning::now();
        let exporters = (0..self.connections.get()).map(|_| Exporter::new(endpoint, stop.clone()));
        let exporters = exporters.collect::<Result<Vec<_>, _>>()?;
        let connections = (0..).zip(exporters);
        let sending = connections.map(|(seed, exporter)| self.send(seed, exporter, stop.clone(), beginning));
        let mut counts = Counts::default();
        for of_connection in future::join_all(sending).await {
            counts += of_connection;
        }
        Ok(counts)
    }

    async fn send(self, seed: u64, mut exporter: Exporter<'_>, stop: Stop<'_>, beginning: Beginning) -> Counts {
        let mut template = Template::new(self.spans.get(), seed);
        let mut ids = Rng::new();
        let mut ticks = self.interval().map(tokio::time::interval);
        let begun = tokio::time::Instant::now();
        while stop.clone().now_or_never().is_none() {
            if let Some(ticks) = &mut ticks {
                tokio::select! {
                    () = stop.clone() => break,
                    _ = ticks.tick() => {}
                }
            }
            let now = beginning.nanoseconds(begun.elapsed());
            exporter.export(template.batch(&mut ids, now)).await;
        }
        exporter.counts
    }

    /// The time from one request of a connection to the next.
    fn interval(self) -> Option<Duration> {
        let spans_at_once = self.spans.get().saturating_mul(self.connections.get()) as f64;
        let seconds = spans_at_once / self.spans_per_second?.get() as f64;
        Duration::try_from_secs_f64(seconds).ok().filter(|interval| !interval.is_zero())
    }
}
