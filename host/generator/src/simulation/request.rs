//! Requests and the traces that they make; must not know OTLP.

use std::time::Duration;

use crate::Service;
use crate::simulation::route::Route;

pub(crate) type TraceId = [u8; 16];
pub(crate) type SpanId = [u8; 8];

/// How long a request is on its way from one service to another, and its answer.
pub(crate) const WAY: Duration = Duration::from_micros(400);

/// A request and all that were made for it.
#[derive(Debug)]
pub(crate) struct Trace {
    pub(crate) id: TraceId,
    /// When all of it was over, counted from the beginning of all.
    pub(crate) ends: Duration,
    /// Each, after those that it has made.
    pub(crate) requests: Vec<Request>,
}

impl Trace {
    /// How many spans tell of it.
    pub(crate) fn spans(&self) -> usize {
        self.requests.iter().map(|request| if request.call.is_some() { 2 } else { 1 }).sum()
    }
}

/// A request as its server sees it.
#[derive(Debug)]
pub(crate) struct Request {
    pub(crate) route: &'static Route,
    /// What it is about.
    pub(crate) number: u32,
    pub(crate) span_id: SpanId,
    /// From when until when, counted from the beginning of all.
    pub(crate) starts: Duration,
    pub(crate) ends: Duration,
    /// What was answered.
    pub(crate) status: u16,
    /// Its client's side; none of a customer's.
    pub(crate) call: Option<Call>,
}

impl Request {
    pub(crate) const fn is_failure(&self) -> bool {
        self.status >= 500
    }

    /// What went wrong, where something did.
    pub(crate) const fn failure(&self) -> &'static str {
        match (self.status, self.route.service) {
            (502, _) => "a service that was asked has failed",
            (_, Service::Payments) => "the bank did not answer in time",
            (_, Service::Orders) => "the stock could not be read",
            (_, Service::Users) => "the directory could not be read",
        }
    }

    pub(crate) const fn lasts(&self) -> Duration {
        self.ends.saturating_sub(self.starts)
    }
}

/// A request as the service sees it that makes it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Call {
    pub(crate) service: Service,
    pub(crate) span_id: SpanId,
    /// The request for which it is made.
    pub(crate) parent_span_id: SpanId,
}
