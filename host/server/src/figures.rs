//! The server's own figures, for Prometheus; must not know what is asked.

use std::time::Duration;

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::{Registry, Unit};

use crate::refusal::Refusal;

/// Upper bounds of the histogram of durations, in seconds.
const DURATION_BOUNDS: [f64; 12] = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.1, 0.5, 1.0, 5.0, 10.0, 30.0];

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct RouteLabels {
    route: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct OutcomeLabels {
    route: String,
    status: u16,
    /// `ok`, or the code of the refusal.
    outcome: String,
}

/// What the server counts.
pub(crate) struct Figures {
    registry: Registry,
    requests: Family<OutcomeLabels, Counter>,
    durations: Family<RouteLabels, Histogram>,
    active: Gauge,
    rows: Counter,
    events: Counter,
    connections: Gauge,
}

impl Figures {
    /// All at zero, in a registry.
    pub(crate) fn new(mut registry: Registry) -> Self {
        let requests = Family::default();
        let histogram: fn() -> Histogram = || Histogram::new(DURATION_BOUNDS);
        let durations = Family::new_with_constructor(histogram);
        let (active, connections, rows, events) =
            (Gauge::default(), Gauge::default(), Counter::default(), Counter::default());
        registry.register("http_requests", "Requests that were answered", Family::clone(&requests));
        registry.register_with_unit(
            "http_request_duration",
            "How long requests took to be answered",
            Unit::Seconds,
            Family::clone(&durations),
        );
        registry.register("http_active_requests", "Requests that are being answered", active.clone());
        registry.register("http_connections", "Connections that are open", connections.clone());
        registry.register("rows", "Rows that requests were answered with", rows.clone());
        registry.register("events", "Events that were emitted", events.clone());
        Self { registry, requests, durations, active, rows, events, connections }
    }

    /// Counts a request that was answered.
    pub(crate) fn answered(&self, route: &str, status: u16, outcome: &str, took: Duration, rows: u64) {
        let route = route.to_owned();
        let labels = OutcomeLabels { route: route.clone(), status, outcome: outcome.to_owned() };
        self.requests.get_or_create(&labels).inc();
        self.durations.get_or_create(&RouteLabels { route }).observe(took.as_secs_f64());
        self.rows.inc_by(rows);
    }

    /// Counts an event.
    pub(crate) fn emitted(&self) {
        self.events.inc();
    }

    /// How many requests are being answered.
    pub(crate) fn active_requests(&self) -> i64 {
        self.active.get()
    }

    /// Counts a request as being answered until the guard is dropped.
    pub(crate) fn enter(&self) -> Counted {
        Counted::new(&self.active)
    }

    /// Counts a connection as open until the guard is dropped.
    pub(crate) fn connect(&self) -> Counted {
        Counted::new(&self.connections)
    }

    /// All of them, in the text format of OpenMetrics.
    pub(crate) fn text(&self) -> Result<String, Refusal> {
        let mut text = String::new();
        prometheus_client::encoding::text::encode(&mut text, &self.registry).map_err(|error| {
            let status = axum::http::StatusCode::INTERNAL_SERVER_ERROR;
            Refusal::new(status, "unavailable", format!("the figures could not be written: {error}"))
        })?;
        Ok(text)
    }
}

/// One of those that a gauge counts.
pub(crate) struct Counted(Gauge);

impl Counted {
    fn new(gauge: &Gauge) -> Self {
        gauge.inc();
        Self(gauge.clone())
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        self.0.dec();
    }
}
