//! Points of metrics, one a row. Must not know where rows go.

use std::sync::Arc;

use opentelemetry_proto::tonic::collector::metrics::v1::ExportMetricsServiceRequest;
use opentelemetry_proto::tonic::common::v1::KeyValue;
use opentelemetry_proto::tonic::metrics::v1 as otlp;
use opentelemetry_proto::tonic::metrics::v1::metric::Data;
use opentelemetry_proto::tonic::metrics::v1::number_data_point;
use opentelemetry_proto::tonic::resource::v1::Resource;

use crate::resource::Sender;
use crate::{Buckets, Refusal, Row, Taken, Window, attributes};

/// The flag of a point that says that there is none: a client's way to tell that something has ended.
const NO_RECORDED_VALUE: u32 = 1;

/// What a sum counts from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Temporality {
    /// From the point before.
    Delta,
    /// From a beginning that stays.
    Cumulative,
}

impl Temporality {
    const fn of(number: i32) -> Option<Self> {
        match number {
            1 => Some(Self::Delta),
            2 => Some(Self::Cumulative),
            _ => None,
        }
    }
}

/// What was measured.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// What something is.
    Gauge(f64),
    /// What has come together.
    Sum {
        /// So much.
        value: f64,
        /// Since when.
        temporality: Temporality,
        /// Whether it only grows.
        is_monotonic: bool,
    },
    /// How often values were how large.
    Histogram {
        /// How many values there were.
        count: u64,
        /// What they come to, where that is known.
        sum: Option<f64>,
        /// Since when.
        temporality: Temporality,
        /// The smallest and the largest, where they are known.
        range: [Option<f64>; 2],
        /// How often they were in each range.
        buckets: Buckets,
    },
}

/// A point of a metric.
#[derive(Debug, Clone, PartialEq)]
pub struct Point {
    /// Microseconds since 1970, UTC.
    pub timestamp: i64,
    /// Since when it counts, alike; none where that is not known, or nothing is counted.
    pub start_time: Option<i64>,
    /// Who has sent it.
    pub service_name: Arc<str>,
    /// `http.server.request.duration`, …
    pub name: Arc<str>,
    /// `s`, `By`, `1`, …; empty where none is said.
    pub unit: Arc<str>,
    /// What was measured.
    pub value: Value,
    /// A JSON object.
    pub attributes: String,
    /// The attributes of the resource: a JSON object.
    pub resource: Arc<str>,
}

impl Row for Point {
    type Request = ExportMetricsServiceRequest;
    type Item = otlp::Metric;

    fn items(request: Self::Request) -> impl Iterator<Item = (Option<Resource>, impl Iterator<Item = Self::Item>)> {
        let of_resources = request.resource_metrics.into_iter();
        of_resources.map(|each| (each.resource, each.scope_metrics.into_iter().flat_map(|scope| scope.metrics)))
    }

    fn take(item: Self::Item, sender: &Sender, window: Window, taken: &mut Taken<Self>) {
        for point in points(item, sender, window) {
            taken.add(point);
        }
    }
}

fn points(metric: otlp::Metric, sender: &Sender, window: Window) -> Vec<Result<Point, Refusal>> {
    let (name, unit): (Arc<str>, Arc<str>) = (metric.name.into(), metric.unit.into());
    let point = |[start, time]: [u64; 2], all: &[KeyValue], value: Result<Value, Refusal>| {
        if name.is_empty() {
            return Err(Refusal::Nameless);
        }
        Ok(Point {
            timestamp: window.microseconds(time)?,
            start_time: started(start, time),
            service_name: Arc::clone(&sender.service_name),
            name: Arc::clone(&name),
            unit: Arc::clone(&unit),
            value: value?,
            attributes: attributes::json(all).0,
            resource: Arc::clone(&sender.attributes),
        })
    };
    match metric.data {
        Some(Data::Gauge(gauge)) => said(gauge.data_points, |point| point.flags)
            .map(|one| point([0, one.time_unix_nano], &one.attributes, number(&one).map(Value::Gauge)))
            .collect(),
        Some(Data::Sum(sum)) => said(sum.data_points, |point| point.flags)
            .map(|one| {
                let value = number(&one).and_then(|value| {
                    let temporality = Temporality::of(sum.aggregation_temporality).ok_or(Refusal::Value)?;
                    Ok(Value::Sum { value, temporality, is_monotonic: sum.is_monotonic })
                });
                point([one.start_time_unix_nano, one.time_unix_nano], &one.attributes, value)
            })
            .collect(),
        Some(Data::Histogram(histogram)) => said(histogram.data_points, |point| point.flags)
            .map(|mut one| {
                let (count, sum, range) = (one.count, one.sum, [one.min, one.max]);
                let value = Buckets::explicit(&mut one)
                    .and_then(|buckets| distribution(count, sum, range, histogram.aggregation_temporality, buckets));
                point([one.start_time_unix_nano, one.time_unix_nano], &one.attributes, value)
            })
            .collect(),
        Some(Data::ExponentialHistogram(histogram)) => said(histogram.data_points, |point| point.flags)
            .map(|one| {
                let range = [one.min, one.max];
                let value = Buckets::exponential(&one).and_then(|buckets| {
                    distribution(one.count, one.sum, range, histogram.aggregation_temporality, buckets)
                });
                point([one.start_time_unix_nano, one.time_unix_nano], &one.attributes, value)
            })
            .collect(),
        Some(Data::Summary(summary)) => summary.data_points.iter().map(|_| Err(Refusal::Kind)).collect(),
        None => vec![Err(Refusal::Kind)],
    }
}

/// When a point began to count, in microseconds. One that began when it was taken is the first that its sender knows of: what it
/// has was counted since nobody knows when.
///
/// Source: <https://opentelemetry.io/docs/specs/otel/metrics/data-model/#cumulative-streams-handling-unknown-start-time>
fn started(start: u64, time: u64) -> Option<i64> {
    let is_known = start > 0 && start < time;
    is_known.then(|| i64::try_from(start / 1_000).ok()).flatten()
}

/// Those that have a value.
fn said<T>(points: Vec<T>, flags: impl Fn(&T) -> u32) -> impl Iterator<Item = T> {
    points.into_iter().filter(move |point| flags(point) & NO_RECORDED_VALUE == 0)
}

fn number(point: &otlp::NumberDataPoint) -> Result<f64, Refusal> {
    match point.value {
        Some(number_data_point::Value::AsDouble(number)) if number.is_finite() => Ok(number),
        Some(number_data_point::Value::AsInt(number)) => Ok(number as f64),
        _ => Err(Refusal::Value),
    }
}

fn distribution(
    count: u64,
    sum: Option<f64>,
    range: [Option<f64>; 2],
    temporality: i32,
    buckets: Buckets,
) -> Result<Value, Refusal> {
    let temporality = Temporality::of(temporality).ok_or(Refusal::Value)?;
    let is_number = |value: &Option<f64>| value.is_none_or(f64::is_finite);
    if is_number(&sum) && range.iter().all(is_number) {
        Ok(Value::Histogram { count, sum, temporality, range, buckets })
    } else {
        Err(Refusal::Value)
    }
}
