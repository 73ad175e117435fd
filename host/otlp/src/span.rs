//! Spans, one a row. Must not know where rows go.

use std::sync::Arc;

use opentelemetry_proto::tonic::collector::trace::v1::ExportTraceServiceRequest;
use opentelemetry_proto::tonic::resource::v1::Resource;
use opentelemetry_proto::tonic::trace::v1 as otlp;
use opentelemetry_proto::tonic::trace::v1::status::StatusCode;

use crate::resource::Sender;
use crate::{Refusal, Row, SpanId, Taken, TraceId, Window, attributes, conventions};

/// What a span is to its parent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Nothing was said, or what is not known.
    Unspecified,
    /// Within its process.
    Internal,
    /// The server's side of a request.
    Server,
    /// The client's side of a request.
    Client,
    /// A message was sent.
    Producer,
    /// A message was taken.
    Consumer,
}

impl Kind {
    const fn of(number: i32) -> Self {
        match number {
            1 => Self::Internal,
            2 => Self::Server,
            3 => Self::Client,
            4 => Self::Producer,
            5 => Self::Consumer,
            _ => Self::Unspecified,
        }
    }

    /// In lower case, as a column has it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Unspecified => "unspecified",
            Self::Internal => "internal",
            Self::Server => "server",
            Self::Client => "client",
            Self::Producer => "producer",
            Self::Consumer => "consumer",
        }
    }
}

/// A span.
#[derive(Debug, Clone, PartialEq)]
pub struct Span {
    /// Of all spans of a request.
    pub trace_id: TraceId,
    /// With that of the trace, its own.
    pub span_id: SpanId,
    /// None of the first span of a trace.
    pub parent_span_id: Option<SpanId>,
    /// Who has sent it.
    pub service_name: Arc<str>,
    /// What was done.
    pub name: String,
    /// What it is to its parent.
    pub kind: Kind,
    /// Microseconds since 1970, UTC.
    pub start_time: i64,
    /// At least 0.
    pub duration_ns: i64,
    /// By its status, or as a server's answer of 500 and above.
    pub is_error: bool,
    /// From 100 to 599.
    pub http_status: Option<u16>,
    /// `GET`, …
    pub http_method: Option<String>,
    /// `/users/{id}`, …
    pub http_route: Option<String>,
    /// What its status says of an error.
    pub status_message: Option<String>,
    /// A JSON object.
    pub attributes: String,
    /// How many attributes are missing, here or at the client.
    pub dropped_attributes: u32,
    /// The attributes of the resource: a JSON object.
    pub resource: Arc<str>,
}

impl Row for Span {
    type Request = ExportTraceServiceRequest;
    type Item = otlp::Span;

    fn items(request: Self::Request) -> impl Iterator<Item = (Option<Resource>, impl Iterator<Item = Self::Item>)> {
        let of_resources = request.resource_spans.into_iter();
        of_resources.map(|each| (each.resource, each.scope_spans.into_iter().flat_map(|scope| scope.spans)))
    }

    fn take(item: Self::Item, sender: &Sender, window: Window, taken: &mut Taken<Self>) {
        taken.add(row(item, sender, window));
    }
}

fn row(span: otlp::Span, sender: &Sender, window: Window) -> Result<Span, Refusal> {
    let (trace_id, span_id) = (TraceId::of(&span.trace_id)?, SpanId::of(&span.span_id)?);
    let nanoseconds = span.end_time_unix_nano.checked_sub(span.start_time_unix_nano).ok_or(Refusal::Negative)?;
    let start_time = window.microseconds(span.start_time_unix_nano)?;
    let (kind, all) = (Kind::of(span.kind), span.attributes.as_slice());
    let http_status = conventions::http_status(all);
    let status = span.status.unwrap_or_default();
    let is_failure = kind == Kind::Server && http_status.is_some_and(|status| status >= 500);
    let (attributes, left_out) = attributes::json(all);
    Ok(Span {
        trace_id,
        span_id,
        parent_span_id: SpanId::of_parent(&span.parent_span_id),
        service_name: Arc::clone(&sender.service_name),
        kind,
        start_time,
        duration_ns: i64::try_from(nanoseconds).map_err(|_| Refusal::TooNew)?,
        is_error: status.code == StatusCode::Error as i32 || is_failure,
        http_status,
        http_method: conventions::http_method(all).map(str::to_owned),
        http_route: conventions::http_route(all).map(str::to_owned),
        status_message: Some(status.message).filter(|message| !message.is_empty()),
        attributes,
        dropped_attributes: span.dropped_attributes_count.saturating_add(left_out),
        resource: Arc::clone(&sender.attributes),
        name: span.name,
    })
}
