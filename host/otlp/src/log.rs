//! Records of logs, one a row. Must not know where rows go.

use std::sync::Arc;

use opentelemetry_proto::tonic::collector::logs::v1::ExportLogsServiceRequest;
use opentelemetry_proto::tonic::common::v1::any_value;
use opentelemetry_proto::tonic::logs::v1 as otlp;
use opentelemetry_proto::tonic::resource::v1::Resource;

use crate::resource::Sender;
use crate::{Refusal, Row, SpanId, Taken, TraceId, Window, attributes};

/// How many bytes of a record's text are kept.
const BODY_BYTES: usize = 16 * 1024;

/// A record.
#[derive(Debug, Clone, PartialEq)]
pub struct Log {
    /// Microseconds since 1970, UTC: when it happened, or was seen where that is not known.
    pub timestamp: i64,
    /// Who has sent it.
    pub service_name: Arc<str>,
    /// From 1 (TRACE) to 24 (FATAL4); 0 where none is said.
    pub severity: u8,
    /// As the client calls it.
    pub severity_text: String,
    /// A text, or anything else as JSON.
    pub body: String,
    /// That which it belongs to.
    pub trace_id: Option<TraceId>,
    /// That which it belongs to.
    pub span_id: Option<SpanId>,
    /// A JSON object.
    pub attributes: String,
    /// The attributes of the resource: a JSON object.
    pub resource: Arc<str>,
}

impl Row for Log {
    type Request = ExportLogsServiceRequest;
    type Item = otlp::LogRecord;

    fn items(request: Self::Request) -> impl Iterator<Item = (Option<Resource>, impl Iterator<Item = Self::Item>)> {
        let of_resources = request.resource_logs.into_iter();
        of_resources.map(|each| (each.resource, each.scope_logs.into_iter().flat_map(|scope| scope.log_records)))
    }

    fn take(item: Self::Item, sender: &Sender, window: Window, taken: &mut Taken<Self>) {
        taken.add(row(item, sender, window));
    }
}

fn row(record: otlp::LogRecord, sender: &Sender, window: Window) -> Result<Log, Refusal> {
    let time = if record.time_unix_nano == 0 { record.observed_time_unix_nano } else { record.time_unix_nano };
    let mut body = match record.body {
        Some(body) => match body.value {
            Some(any_value::Value::StringValue(text)) => text,
            _ => attributes::json_value(Some(&body)),
        },
        None => String::new(),
    };
    body.truncate(body.floor_char_boundary(BODY_BYTES));
    Ok(Log {
        timestamp: window.microseconds(time)?,
        service_name: Arc::clone(&sender.service_name),
        severity: u8::try_from(record.severity_number).ok().filter(|number| *number <= 24).unwrap_or_default(),
        severity_text: record.severity_text,
        body,
        trace_id: TraceId::of(&record.trace_id).ok(),
        span_id: SpanId::of(&record.span_id).ok(),
        attributes: attributes::json(&record.attributes).0,
        resource: Arc::clone(&sender.attributes),
    })
}
