//! The services' metrics as OTLP has them: how long requests take, how many wait. Must not know how they are sent.

use std::time::Duration;

use opentelemetry_proto::tonic::collector::metrics::v1::ExportMetricsServiceRequest;
use opentelemetry_proto::tonic::metrics::v1::metric::Data;
use opentelemetry_proto::tonic::metrics::v1::number_data_point::Value;
use opentelemetry_proto::tonic::metrics::v1::{
    AggregationTemporality, Gauge, Histogram, HistogramDataPoint, Metric, NumberDataPoint, ResourceMetrics,
    ScopeMetrics,
};

use crate::Service;
use crate::export::beginning::Beginning;
use crate::export::durations::{self, Answered, BOUNDS, Durations};
use crate::export::resource::{number, resource, scope, text};

/// The metrics of all services at a moment, of which each has so many requests under way.
pub(crate) fn export(
    durations: &Durations,
    queue_length: impl Fn(Service) -> usize,
    at: Duration,
    beginning: Beginning,
) -> ExportMetricsServiceRequest {
    let [from, to] = [Duration::ZERO, at].map(|moment| beginning.nanoseconds(moment));
    let of_service = |service| {
        let metrics = vec![request_duration(durations, service, from, to), queue(queue_length(service), to)];
        ResourceMetrics {
            resource: resource(service),
            scope_metrics: vec![ScopeMetrics { scope: scope(), metrics, ..ScopeMetrics::default() }],
            ..ResourceMetrics::default()
        }
    };
    ExportMetricsServiceRequest { resource_metrics: Service::ALL.into_iter().map(of_service).collect() }
}

/// Since the beginning, as OpenTelemetry's SDKs count unless they are told otherwise.
fn request_duration(durations: &Durations, service: Service, from: u64, to: u64) -> Metric {
    let data_points = durations.of(service).map(|(answered, histogram)| point(answered, histogram, from, to)).collect();
    Metric {
        name: "http.server.request.duration".to_owned(),
        description: "Duration of HTTP server requests.".to_owned(),
        unit: "s".to_owned(),
        data: Some(Data::Histogram(Histogram {
            data_points,
            aggregation_temporality: AggregationTemporality::Cumulative as i32,
        })),
        ..Metric::default()
    }
}

fn point(answered: &Answered, histogram: &durations::Histogram, from: u64, to: u64) -> HistogramDataPoint {
    let mut attributes = vec![
        text("http.request.method", answered.method),
        text("http.route", answered.template),
        number("http.response.status_code", answered.status),
        text("url.scheme", "http"),
    ];
    if answered.status >= 500 {
        attributes.push(text("error.type", answered.status.to_string()));
    }
    HistogramDataPoint {
        attributes,
        start_time_unix_nano: from,
        time_unix_nano: to,
        count: histogram.counts.iter().sum(),
        sum: Some(histogram.sum),
        bucket_counts: histogram.counts.to_vec(),
        explicit_bounds: BOUNDS.to_vec(),
        ..HistogramDataPoint::default()
    }
}

fn queue(length: usize, at: u64) -> Metric {
    let value = Some(Value::AsInt(i64::try_from(length).unwrap_or(i64::MAX)));
    let data_points = vec![NumberDataPoint { time_unix_nano: at, value, ..NumberDataPoint::default() }];
    Metric {
        name: "queue.length".to_owned(),
        description: "Requests that are not answered yet.".to_owned(),
        unit: "{request}".to_owned(),
        data: Some(Data::Gauge(Gauge { data_points })),
        ..Metric::default()
    }
}
