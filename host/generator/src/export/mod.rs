//! Sends batches to a receiver, again where that may help; must not know what is in them.

pub(crate) mod batch;
pub(crate) mod beginning;
mod codec;
pub(crate) mod durations;
pub(crate) mod logs;
pub(crate) mod metrics;
mod resource;
mod retry;
pub(crate) mod signal;
pub(crate) mod spans;
pub(crate) mod template;

use std::time::Duration;

use fastrand::Rng;
use futures::FutureExt;
use futures::future::{self, BoxFuture, Either, Shared};
use http::uri::PathAndQuery;
use opentelemetry_proto::tonic::collector::trace::v1::ExportTraceServiceResponse;
use tonic::client::Grpc;
use tonic::transport::{Channel, Endpoint};
use tonic::{Request, Status};

use self::batch::Batch;
use self::codec::Encoded;
use crate::{Counts, GeneratorError};

/// How long an answer may take: <https://opentelemetry.io/docs/specs/otel/protocol/exporter/>.
const DEADLINE: Duration = Duration::from_secs(10);

/// How long what is still to be sent may take once all is to end.
const GRACE: Duration = Duration::from_secs(2);

/// When all is to end.
pub(crate) type Stop<'a> = Shared<BoxFuture<'a, ()>>;

/// A connection to a receiver, which is made when something is first sent, and made anew where it breaks.
pub(crate) struct Exporter<'a> {
    grpc: Grpc<Channel>,
    stop: Stop<'a>,
    /// Done when nothing may be waited for any longer.
    end: Stop<'a>,
    chance: Rng,
    pub(crate) counts: Counts,
}

impl<'a> Exporter<'a> {
    /// To a receiver at this address; once `stop` is done, what is still sent is sent once, within two seconds in all.
    pub(crate) fn new(endpoint: &str, stop: Stop<'a>) -> Result<Self, GeneratorError> {
        let error = |source| GeneratorError::Endpoint { endpoint: endpoint.to_owned(), source };
        let channel = Endpoint::from_shared(endpoint.to_owned()).map_err(|source| error(Some(source)))?;
        // Anything else would be tried for ever: nothing here speaks TLS.
        if channel.uri().scheme_str() != Some("http") {
            return Err(error(None));
        }
        let stopped = stop.clone();
        let end = async move {
            stopped.await;
            tokio::time::sleep(GRACE).await;
        };
        Ok(Self {
            grpc: Grpc::new(channel.timeout(DEADLINE).connect_lazy()),
            stop,
            end: end.boxed().shared(),
            chance: Rng::new(),
            counts: Counts::default(),
        })
    }

    /// Sends a batch, again if need be, and counts what became of it.
    pub(crate) async fn export(&mut self, batch: Batch) {
        let (signal, made) = (batch.signal, batch.items);
        let answer = self.answer(batch).await;
        let tally = self.counts.of(signal);
        tally.made = tally.made.saturating_add(made);
        match answer {
            Some(answer) => {
                let told = answer.partial_success.map_or(0, |told| told.rejected_spans);
                let refused = u64::try_from(told).unwrap_or_default().min(made);
                tally.refused = tally.refused.saturating_add(refused);
                tally.accepted = tally.accepted.saturating_add(made.saturating_sub(refused));
            }
            None => tally.lost = tally.lost.saturating_add(made),
        }
    }

    /// What the receiver says in the end; none where the batch is given up.
    async fn answer(&mut self, batch: Batch) -> Option<ExportTraceServiceResponse> {
        for attempt in 1.. {
            let is_last = self.stop.clone().now_or_never().is_some();
            let end = self.end.clone();
            let status = match future::select(Box::pin(self.call(batch.clone())), end).await {
                Either::Left((Ok(answer), _)) => return Some(answer),
                Either::Left((Err(status), _)) => status,
                Either::Right(_) => return None,
            };
            let wait = retry::wait(&status, attempt, &mut self.chance).filter(|_| !is_last)?;
            self.counts.repeats = self.counts.repeats.saturating_add(1);
            // Who ends tries once more at once, since there is no later.
            future::select(Box::pin(tokio::time::sleep(wait)), self.stop.clone()).await;
        }
        None
    }

    async fn call(&mut self, batch: Batch) -> Result<ExportTraceServiceResponse, Status> {
        self.counts.requests = self.counts.requests.saturating_add(1);
        let unready = |error: tonic::transport::Error| Status::unavailable(error.to_string());
        self.grpc.ready().await.map_err(unready)?;
        let method = PathAndQuery::from_static(batch.signal.method());
        self.grpc.unary(Request::new(batch.message), method, Encoded).await.map(tonic::Response::into_inner)
    }
}
