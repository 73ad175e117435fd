//! What services write where a request fails, as OTLP's records; must not know how they are sent.

use opentelemetry_proto::tonic::collector::logs::v1::ExportLogsServiceRequest;
use opentelemetry_proto::tonic::common::v1::AnyValue;
use opentelemetry_proto::tonic::common::v1::any_value::Value;
use opentelemetry_proto::tonic::logs::v1::{LogRecord, ResourceLogs, ScopeLogs, SeverityNumber};

use crate::Service;
use crate::export::beginning::Beginning;
use crate::export::resource::{number, resource, scope, text};
use crate::simulation::request::{Request, Trace};

/// A record of each failure in these traces, by their services.
pub(crate) fn export(traces: &[Trace], beginning: Beginning) -> ExportLogsServiceRequest {
    let of_service = |service| {
        let requests = traces.iter().flat_map(|trace| trace.requests.iter().map(move |request| (trace, request)));
        let failures = requests.filter(|(_, request)| request.route.service == service && request.is_failure());
        let log_records: Vec<_> = failures.map(|(trace, request)| record(trace, request, beginning)).collect();
        (!log_records.is_empty()).then(|| ResourceLogs {
            resource: resource(service),
            scope_logs: vec![ScopeLogs { scope: scope(), log_records, ..ScopeLogs::default() }],
            ..ResourceLogs::default()
        })
    };
    ExportLogsServiceRequest { resource_logs: Service::ALL.into_iter().filter_map(of_service).collect() }
}

fn record(trace: &Trace, request: &Request, beginning: Beginning) -> LogRecord {
    let route = request.route;
    let time = beginning.nanoseconds(request.ends);
    let said = format!("{} {}: {}", route.method, route.template, request.failure());
    LogRecord {
        time_unix_nano: time,
        observed_time_unix_nano: time,
        severity_number: SeverityNumber::Error as i32,
        severity_text: "ERROR".to_owned(),
        body: Some(AnyValue { value: Some(Value::StringValue(said)) }),
        attributes: vec![text("http.route", route.template), number("http.response.status_code", request.status)],
        trace_id: trace.id.to_vec(),
        span_id: request.span_id.to_vec(),
        ..LogRecord::default()
    }
}
