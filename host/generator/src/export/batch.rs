//! A request of OTLP that is ready to be sent, as often as it takes; must not know to whom.

use bytes::Bytes;
use opentelemetry_proto::tonic::collector::logs::v1::ExportLogsServiceRequest;
use opentelemetry_proto::tonic::collector::metrics::v1::ExportMetricsServiceRequest;
use opentelemetry_proto::tonic::collector::trace::v1::ExportTraceServiceRequest;
use opentelemetry_proto::tonic::metrics::v1::metric::Data;
use prost::Message;

use crate::export::signal::Signal;

/// A request of OTLP, encoded.
#[derive(Debug, Clone)]
pub(crate) struct Batch {
    pub(crate) signal: Signal,
    /// How many spans, points or records are in it.
    pub(crate) items: u64,
    pub(crate) message: Bytes,
}

impl Batch {
    pub(crate) fn of_spans(request: &ExportTraceServiceRequest) -> Self {
        let scopes = request.resource_spans.iter().flat_map(|resource| &resource.scope_spans);
        Self::of(Signal::Spans, scopes.map(|scope| scope.spans.len()).sum(), request)
    }

    pub(crate) fn of_points(request: &ExportMetricsServiceRequest) -> Self {
        let scopes = request.resource_metrics.iter().flat_map(|resource| &resource.scope_metrics);
        let points = scopes.flat_map(|scope| &scope.metrics).map(|metric| match &metric.data {
            Some(Data::Histogram(histogram)) => histogram.data_points.len(),
            Some(Data::Gauge(gauge)) => gauge.data_points.len(),
            // The shop measures nothing else.
            _ => 0,
        });
        Self::of(Signal::Points, points.sum(), request)
    }

    pub(crate) fn of_logs(request: &ExportLogsServiceRequest) -> Self {
        let scopes = request.resource_logs.iter().flat_map(|resource| &resource.scope_logs);
        Self::of(Signal::Logs, scopes.map(|scope| scope.log_records.len()).sum(), request)
    }

    fn of(signal: Signal, items: usize, request: &impl Message) -> Self {
        Self { signal, items: items as u64, message: request.encode_to_vec().into() }
    }
}
