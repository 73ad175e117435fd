//! From the body of a request to rows in the intake, for both protocols; must not know either.

use std::sync::Arc;

use axum::body::Body;
use coral_listener::ServerNames;
use coral_otlp::{Encoding, Intake, Refused, Taken};
use tokio::sync::Semaphore;
use tracing::error;

use crate::body::{self, Held};
use crate::compression::Compression;
use crate::figures::Figures;
use crate::limits::Limits;
use crate::rejection::Rejection;
use crate::signal::Signal;

/// What all requests share.
pub(crate) struct Reception {
    intake: Arc<dyn Intake>,
    limits: Limits,
    /// A permit for each byte of a body that may be held.
    in_flight: Arc<Semaphore>,
    /// A permit for each processor: more bodies at once would be read no sooner, and take more memory.
    processors: Arc<Semaphore>,
    pub(crate) names: ServerNames,
    pub(crate) figures: Figures,
}

impl Reception {
    pub(crate) fn new(intake: Arc<dyn Intake>, names: ServerNames, limits: Limits, figures: Figures) -> Self {
        let processors = std::thread::available_parallelism().map_or(1, usize::from);
        Self {
            intake,
            in_flight: Arc::new(Semaphore::new(limits.bytes_in_flight.min(Semaphore::MAX_PERMITS))),
            processors: Arc::new(Semaphore::new(processors)),
            limits,
            names,
            figures,
        }
    }

    /// The body of a request.
    pub(crate) async fn read(&self, body: Body) -> Result<Held, Rejection> {
        body::read(body, &self.limits, &self.in_flight).await
    }

    /// Takes what a body says: all rows that can be made of it, or nothing. What no row could be made of is returned.
    pub(crate) async fn take<S: Signal>(
        self: &Arc<Self>,
        body: Held,
        compression: Compression,
        encoding: Encoding,
    ) -> Result<Refused, Rejection> {
        let place = Arc::clone(&self.processors).acquire_owned().await.map_err(|_| Rejection::Failed)?;
        let reception = Arc::clone(self);
        // Reading a large body takes tens of milliseconds, in which this thread would serve no other connection.
        let taking = tokio::task::spawn_blocking(move || {
            let _place = place;
            reception.take_now::<S>(body, compression, encoding)
        });
        taking.await.unwrap_or_else(|failure| {
            error!(%failure, "a request could not be read");
            Err(Rejection::Failed)
        })
    }

    fn take_now<S: Signal>(
        &self,
        body: Held,
        compression: Compression,
        encoding: Encoding,
    ) -> Result<Refused, Rejection> {
        let Held { bytes, permit } = body;
        let message = compression.expand(bytes, self.limits.body_bytes)?;
        let taken = Taken::<S>::read(&message, encoding, self.intake.window())?;
        drop((message, permit));
        let accepted = taken.rows.len();
        if accepted > 0 {
            self.intake.offer(S::rows(taken.rows))?;
        }
        self.figures.took::<S>(accepted, &taken.refused);
        Ok(taken.refused)
    }
}
