//! Rows as they wait to be written; must not know tables.

use coral_machine::Measurement;
use coral_otlp::{Rows, Value};

/// Rows that came at one moment.
#[derive(Debug)]
pub struct Batch {
    /// Microseconds since 1970, UTC.
    pub received: i64,
    /// What came.
    pub content: Content,
}

/// What came: from outside, or from the machine itself.
#[derive(Debug)]
pub enum Content {
    Telemetry(Rows),
    Machine(Vec<Measurement>),
}

impl Batch {
    /// How many bytes it has in memory, closely enough for a bound. What rows share is counted with each.
    pub fn bytes(&self) -> usize {
        match &self.content {
            Content::Telemetry(Rows::Spans(spans)) => spans
                .iter()
                .map(|span| {
                    let texts = [&span.http_method, &span.http_route, &span.status_message];
                    let texts: usize = texts.into_iter().flatten().map(String::len).sum();
                    size_of_val(span) + span.name.len() + span.attributes.len() + texts
                })
                .sum(),
            Content::Telemetry(Rows::Points(points)) => points
                .iter()
                .map(|point| {
                    let buckets = match &point.value {
                        Value::Histogram { buckets, .. } => buckets.bounds.len() + buckets.counts.len(),
                        Value::Gauge(_) | Value::Sum { .. } => 0,
                    };
                    size_of_val(point) + point.attributes.len() + buckets * size_of::<u64>()
                })
                .sum(),
            Content::Telemetry(Rows::Logs(logs)) => logs
                .iter()
                .map(|log| size_of_val(log) + log.body.len() + log.severity_text.len() + log.attributes.len())
                .sum(),
            Content::Machine(measurements) => {
                measurements.iter().map(|measured| size_of_val(measured) + measured.attributes.len()).sum()
            }
        }
    }
}
