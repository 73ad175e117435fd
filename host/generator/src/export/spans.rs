//! Traces as OTLP's spans, with the stable names of HTTP's conventions; must not know how they are sent.
//!
//! Source: <https://opentelemetry.io/docs/specs/semconv/http/http-spans/>.

use opentelemetry_proto::tonic::collector::trace::v1::ExportTraceServiceRequest;
use opentelemetry_proto::tonic::trace::v1::span::SpanKind;
use opentelemetry_proto::tonic::trace::v1::status::StatusCode;
use opentelemetry_proto::tonic::trace::v1::{ResourceSpans, ScopeSpans, Span, Status};

use crate::Service;
use crate::export::beginning::Beginning;
use crate::export::resource::{number, resource, scope, text};
use crate::simulation::request::{Call, Request, Trace, WAY};

/// The spans of these traces, by their services.
pub(crate) fn export(traces: &[Trace], beginning: Beginning) -> ExportTraceServiceRequest {
    let of_service = |service| {
        let spans: Vec<Span> = traces.iter().flat_map(|trace| of_trace(trace, service, beginning)).collect();
        (!spans.is_empty()).then(|| ResourceSpans {
            resource: resource(service),
            scope_spans: vec![ScopeSpans { scope: scope(), spans, ..ScopeSpans::default() }],
            ..ResourceSpans::default()
        })
    };
    ExportTraceServiceRequest { resource_spans: Service::ALL.into_iter().filter_map(of_service).collect() }
}

fn of_trace(trace: &Trace, service: Service, beginning: Beginning) -> impl Iterator<Item = Span> {
    trace.requests.iter().flat_map(move |request| {
        let server = (request.route.service == service).then(|| server(trace, request, beginning));
        let call = request.call.filter(|call| call.service == service);
        [server, call.map(|call| client(trace, request, call, beginning))].into_iter().flatten()
    })
}

fn server(trace: &Trace, request: &Request, beginning: Beginning) -> Span {
    let route = request.route;
    let mut attributes = vec![
        text("http.request.method", route.method),
        text("http.route", route.template),
        number("http.response.status_code", request.status),
        text("url.scheme", "http"),
        text("url.path", route.path(request.number)),
        text("server.address", route.service.address()),
    ];
    if request.is_failure() {
        attributes.push(text("error.type", request.status.to_string()));
    }
    Span {
        trace_id: trace.id.to_vec(),
        span_id: request.span_id.to_vec(),
        parent_span_id: request.call.map(|call| call.span_id.to_vec()).unwrap_or_default(),
        name: format!("{} {}", route.method, route.template),
        kind: SpanKind::Server as i32,
        start_time_unix_nano: beginning.nanoseconds(request.starts),
        end_time_unix_nano: beginning.nanoseconds(request.ends),
        attributes,
        status: status(request),
        ..Span::default()
    }
}

fn client(trace: &Trace, request: &Request, call: Call, beginning: Beginning) -> Span {
    let route = request.route;
    let address = route.service.address();
    let mut attributes = vec![
        text("http.request.method", route.method),
        number("http.response.status_code", request.status),
        text("url.full", format!("http://{address}{}", route.path(request.number))),
        text("server.address", address),
        number("server.port", 80),
    ];
    if request.is_failure() {
        attributes.push(text("error.type", request.status.to_string()));
    }
    Span {
        trace_id: trace.id.to_vec(),
        span_id: call.span_id.to_vec(),
        parent_span_id: call.parent_span_id.to_vec(),
        name: route.method.to_owned(),
        kind: SpanKind::Client as i32,
        start_time_unix_nano: beginning.nanoseconds(request.starts.saturating_sub(WAY)),
        end_time_unix_nano: beginning.nanoseconds(request.ends.saturating_add(WAY)),
        attributes,
        status: status(request),
        ..Span::default()
    }
}

fn status(request: &Request) -> Option<Status> {
    request.is_failure().then(|| Status { code: StatusCode::Error as i32, message: request.failure().to_owned() })
}
