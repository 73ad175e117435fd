//! The three signals of OpenTelemetry, each with its addresses and names; must not know what they say.
//!
//! Source: <https://opentelemetry.io/docs/specs/otlp/#otlphttp-request> and the services in opentelemetry-proto.

use coral_otlp::{Log, Point, Row, Rows, Span};

/// A kind of row, as clients send it.
pub(crate) trait Signal: Row + Send + 'static {
    /// As a label of a counter.
    const LABEL: &'static str;
    /// Where it is sent to over HTTP.
    const PATH: &'static str;
    /// Where it is sent to over gRPC.
    const METHOD: &'static str;
    /// How many were not taken, as JSON calls it.
    const REJECTED: &'static str;

    /// Rows of this kind, for the intake.
    fn rows(rows: Vec<Self>) -> Rows;
}

impl Signal for Span {
    const LABEL: &'static str = "spans";
    const PATH: &'static str = "/v1/traces";
    const METHOD: &'static str = "/opentelemetry.proto.collector.trace.v1.TraceService/Export";
    const REJECTED: &'static str = "rejectedSpans";

    fn rows(rows: Vec<Self>) -> Rows {
        Rows::Spans(rows)
    }
}

impl Signal for Point {
    const LABEL: &'static str = "points";
    const PATH: &'static str = "/v1/metrics";
    const METHOD: &'static str = "/opentelemetry.proto.collector.metrics.v1.MetricsService/Export";
    const REJECTED: &'static str = "rejectedDataPoints";

    fn rows(rows: Vec<Self>) -> Rows {
        Rows::Points(rows)
    }
}

impl Signal for Log {
    const LABEL: &'static str = "logs";
    const PATH: &'static str = "/v1/logs";
    const METHOD: &'static str = "/opentelemetry.proto.collector.logs.v1.LogsService/Export";
    const REJECTED: &'static str = "rejectedLogRecords";

    fn rows(rows: Vec<Self>) -> Rows {
        Rows::Logs(rows)
    }
}
