//! Requests of each signal, with one item or with bad ones beside it.

use opentelemetry_proto::tonic::collector::logs::v1::ExportLogsServiceRequest;
use opentelemetry_proto::tonic::collector::metrics::v1::ExportMetricsServiceRequest;
use opentelemetry_proto::tonic::collector::trace::v1::ExportTraceServiceRequest;
use opentelemetry_proto::tonic::logs::v1::{LogRecord, ResourceLogs, ScopeLogs};
use opentelemetry_proto::tonic::metrics::v1::metric::Data;
use opentelemetry_proto::tonic::metrics::v1::number_data_point::Value;
use opentelemetry_proto::tonic::metrics::v1::{Gauge, Metric, NumberDataPoint, ResourceMetrics, ScopeMetrics};
use opentelemetry_proto::tonic::trace::v1::{ResourceSpans, ScopeSpans, Span};

/// The moment that all items are of, in microseconds; the intake takes an hour before it.
pub const NOW: i64 = 1_790_000_000_000_000;

const NOW_NANOSECONDS: u64 = NOW as u64 * 1_000;

/// The traces of [`traces`], as JSON.
pub const TRACES_JSON: &str = r#"{"resourceSpans":[{"scopeSpans":[{"spans":[{"traceId":"01010101010101010101010101010101",
    "spanId":"0202020202020202","name":"GET /users","startTimeUnixNano":"1790000000000000000",
    "endTimeUnixNano":"1790000000001000000"}]}]}]}"#;

pub fn span() -> Span {
    Span {
        trace_id: vec![1; 16],
        span_id: vec![2; 8],
        name: "GET /users".to_owned(),
        start_time_unix_nano: NOW_NANOSECONDS,
        end_time_unix_nano: NOW_NANOSECONDS + 1_000_000,
        ..Span::default()
    }
}

/// One span with this name.
pub fn traces(name: &str) -> ExportTraceServiceRequest {
    traces_of(vec![Span { name: name.to_owned(), ..span() }])
}

/// A good span, and two without an id.
pub fn partly_bad_traces() -> ExportTraceServiceRequest {
    let bad = Span { span_id: Vec::new(), ..span() };
    traces_of(vec![bad.clone(), span(), bad])
}

fn traces_of(spans: Vec<Span>) -> ExportTraceServiceRequest {
    let scope_spans = vec![ScopeSpans { spans, ..ScopeSpans::default() }];
    ExportTraceServiceRequest { resource_spans: vec![ResourceSpans { scope_spans, ..ResourceSpans::default() }] }
}

/// One point.
pub fn metrics() -> ExportMetricsServiceRequest {
    let point =
        NumberDataPoint { time_unix_nano: NOW_NANOSECONDS, value: Some(Value::AsInt(7)), ..NumberDataPoint::default() };
    let data = Some(Data::Gauge(Gauge { data_points: vec![point] }));
    let metrics = vec![Metric { name: "queue".to_owned(), data, ..Metric::default() }];
    let scope_metrics = vec![ScopeMetrics { metrics, ..ScopeMetrics::default() }];
    let resource_metrics = vec![ResourceMetrics { scope_metrics, ..ResourceMetrics::default() }];
    ExportMetricsServiceRequest { resource_metrics }
}

/// One record of 1970, which is too old, and one of now.
pub fn partly_bad_logs() -> ExportLogsServiceRequest {
    let good = LogRecord { time_unix_nano: NOW_NANOSECONDS, ..LogRecord::default() };
    let old = LogRecord { time_unix_nano: 1, ..LogRecord::default() };
    let scope_logs = vec![ScopeLogs { log_records: vec![good, old], ..ScopeLogs::default() }];
    ExportLogsServiceRequest { resource_logs: vec![ResourceLogs { scope_logs, ..ResourceLogs::default() }] }
}
