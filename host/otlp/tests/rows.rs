//! Requests as clients send them, good and bad, and the rows that come of them.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use coral_otlp::{BodyError, Buckets, Encoding, Kind, Log, Point, Refusal, Span, Taken, Temporality, Value, Window};
use opentelemetry_proto::tonic::collector::trace::v1::ExportTraceServiceRequest;
use opentelemetry_proto::tonic::common::v1::{AnyValue, KeyValue, any_value};
use opentelemetry_proto::tonic::resource::v1::Resource;
use opentelemetry_proto::tonic::trace::v1 as otlp;
use opentelemetry_proto::tonic::trace::v1::{ResourceSpans, ScopeSpans};
use prost::Message;

/// A moment in microseconds, and an hour.
const NOW: i64 = 1_790_000_000_000_000;
const HOUR: i64 = 3_600_000_000;

fn window() -> Window {
    Window::around(NOW, HOUR)
}

fn attribute(key: &str, value: any_value::Value) -> KeyValue {
    KeyValue { key: key.to_owned(), value: Some(AnyValue { value: Some(value) }), ..KeyValue::default() }
}

fn text(key: &str, value: &str) -> KeyValue {
    attribute(key, any_value::Value::StringValue(value.to_owned()))
}

fn whole(key: &str, value: i64) -> KeyValue {
    attribute(key, any_value::Value::IntValue(value))
}

/// A span of now that took a millisecond.
fn span() -> otlp::Span {
    let start = NOW as u64 * 1_000;
    otlp::Span {
        trace_id: vec![1; 16],
        span_id: vec![2; 8],
        name: "GET /users/{id}".to_owned(),
        kind: 2,
        start_time_unix_nano: start,
        end_time_unix_nano: start + 1_000_000,
        ..otlp::Span::default()
    }
}

fn request(spans: Vec<otlp::Span>) -> ExportTraceServiceRequest {
    let resource = Resource { attributes: vec![text("service.name", "payments")], ..Resource::default() };
    let scope_spans = vec![ScopeSpans { spans, ..ScopeSpans::default() }];
    let of_resource = ResourceSpans { resource: Some(resource), scope_spans, ..ResourceSpans::default() };
    ExportTraceServiceRequest { resource_spans: vec![of_resource] }
}

fn row(span: otlp::Span) -> Span {
    let Taken { rows: mut spans, refused } = Taken::<Span>::of(request(vec![span]), window());
    assert_eq!(refused.count(), 0, "{refused}");
    spans.pop().unwrap()
}

#[test]
fn a_span_has_what_the_conventions_name_by_their_old_names_and_their_new_ones() {
    let new = vec![
        text("http.request.method", "POST"),
        text("http.route", "/pay"),
        whole("http.response.status_code", 404),
        text("url.full", "http://localhost/pay?card=1"),
    ];
    let old = vec![text("http.method", "POST"), text("http.route", "/pay"), text("http.status_code", "404")];
    for attributes in [new, old] {
        let row = row(otlp::Span { attributes, parent_span_id: vec![3; 8], ..span() });
        assert_eq!(&*row.service_name, "payments");
        assert_eq!((row.http_method.as_deref(), row.http_route.as_deref()), (Some("POST"), Some("/pay")));
        assert_eq!((row.http_status, row.is_error, row.kind), (Some(404), false, Kind::Server));
        assert_eq!((row.start_time, row.duration_ns), (NOW, 1_000_000));
        assert_eq!(row.parent_span_id.unwrap().to_string(), "0303030303030303");
        assert_eq!(row.trace_id.to_string(), "01".repeat(16));
    }
}

#[test]
fn an_error_is_what_says_so_and_a_servers_500() {
    let with = |kind: i32, status: i64, code: i32| {
        let status_said = otlp::Status { code, message: "no".to_owned() };
        let attributes = vec![whole("http.response.status_code", status)];
        row(otlp::Span { kind, attributes, status: Some(status_said), ..span() })
    };
    assert!(with(2, 503, 0).is_error);
    assert!(!with(3, 503, 0).is_error, "a client judges by its status");
    assert!(!with(2, 404, 0).is_error);
    assert!(with(1, 200, 2).is_error);
    assert_eq!(with(1, 200, 2).status_message.as_deref(), Some("no"));
    assert_eq!(with(2, 99_999, 0).http_status, None);
}

#[test]
fn what_no_row_can_be_made_of_is_refused_and_the_rest_is_taken() {
    let start = span().start_time_unix_nano;
    let year_2100 = 4_102_444_800_000_000_000;
    let spans = vec![
        otlp::Span { trace_id: vec![], ..span() },
        otlp::Span { trace_id: vec![0; 16], ..span() },
        otlp::Span { span_id: vec![1; 7], ..span() },
        otlp::Span { end_time_unix_nano: start - 1, ..span() },
        otlp::Span { start_time_unix_nano: 0, end_time_unix_nano: 1, ..span() },
        otlp::Span { start_time_unix_nano: year_2100, end_time_unix_nano: year_2100 + 1, ..span() },
        otlp::Span { start_time_unix_nano: u64::MAX - 1, end_time_unix_nano: u64::MAX, ..span() },
        otlp::Span { start_time_unix_nano: start, end_time_unix_nano: u64::MAX, ..span() },
        span(),
    ];
    let Taken { rows: spans, refused } = Taken::<Span>::of(request(spans), window());
    assert_eq!(spans.len(), 1);
    let reasons: Vec<_> = refused.by_reason().collect();
    let expected = [
        (Refusal::TraceId, 2),
        (Refusal::SpanId, 1),
        (Refusal::Negative, 1),
        (Refusal::TooOld, 1),
        (Refusal::TooNew, 3),
    ];
    assert_eq!(reasons, expected);
    assert!(refused.to_string().starts_with("2 not taken: a trace id must be 16 bytes"), "{refused}");
}

#[test]
fn both_encodings_say_the_same() {
    let json = r#"{"resourceSpans":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"payments"}}]},
        "scopeSpans":[{"spans":[{"traceId":"01010101010101010101010101010101","spanId":"0202020202020202",
        "name":"GET /users/{id}","kind":2,"startTimeUnixNano":"1790000000000000000","endTimeUnixNano":"1790000000001000000"}]}]}]}"#;
    let of_json = Taken::<Span>::read(json.as_bytes(), Encoding::Json, window()).unwrap();
    let of_protobuf =
        Taken::<Span>::read(&request(vec![span()]).encode_to_vec(), Encoding::Protobuf, window()).unwrap();
    assert_eq!(of_json, of_protobuf);
    assert_eq!(of_json.rows.len(), 1);
}

#[test]
fn a_body_that_is_no_message_is_an_error() {
    let whole = request(vec![span()]).encode_to_vec();
    let mut not_utf8 = whole.clone();
    let at = not_utf8.windows(8).position(|bytes| bytes == b"payments").unwrap();
    not_utf8[at] = 0xff;
    for body in [&whole[..whole.len() - 1], &not_utf8, b"\xff\xff\xff"] {
        assert!(matches!(Taken::<Span>::read(body, Encoding::Protobuf, window()), Err(BodyError::Protobuf(_))));
    }
    let read = |body: &str| Taken::<Span>::read(body.as_bytes(), Encoding::Json, window());
    for body in ["", "{", "7", r#"{"resourceSpans":7}"#] {
        assert!(matches!(read(body), Err(BodyError::Json(_))), "{body}");
    }
    assert!(matches!(read(" []"), Err(BodyError::NoObject)));
    // The body may be quoted in it, and is long.
    let error = read(&format!("{{\"resourceSpans\": \"{}\"}}", "é".repeat(1_000_000))).unwrap_err().to_string();
    assert!(error.contains("invalid type") && error.len() < 300, "{error}");
}

#[test]
fn a_small_body_that_would_take_much_memory_is_refused_or_read_bit_by_bit() {
    let read = |request: ExportTraceServiceRequest| {
        Taken::<Span>::read(&request.encode_to_vec(), Encoding::Protobuf, window())
    };
    // A million spans of two bytes each, none of which is one.
    let taken = read(request(vec![otlp::Span::default(); 1_000_000])).unwrap();
    assert_eq!((taken.rows.len(), taken.refused.count()), (0, 1_000_000));
    assert!(matches!(read(request(vec![span(); 100_001])), Err(BodyError::Rows { .. })));
    let attributes = vec![KeyValue::default(); 3_000_000];
    assert!(matches!(read(request(vec![otlp::Span { attributes, ..span() }])), Err(BodyError::Item { .. })));

    let read = |body: String| Taken::<Span>::read(body.as_bytes(), Encoding::Json, window());
    let list = format!("{}1", "1,".repeat(1_000_000));
    let error = read(format!(r#"{{"other":[{list}]}}"#)).unwrap_err();
    assert!(matches!(error, BodyError::Values { .. }) && error.is_too_large());
    assert!(read(format!(r#"{{"other":"\\\"{list}"}}"#)).unwrap().rows.is_empty(), "a text is one value");
}

#[test]
fn a_resource_counts_wherever_it_stands() {
    let whole = request(vec![span()]);
    let of_resource = &whole.resource_spans[0];
    let (resource, scope) = (of_resource.resource.as_ref().unwrap(), &of_resource.scope_spans[0]);
    // The scope first: field 2, and then field 1; both are shorter than 128 bytes.
    let field = |number: u8, message: Vec<u8>| [vec![number << 3 | 2, message.len() as u8], message].concat();
    let backwards = [field(2, scope.encode_to_vec()), field(1, resource.encode_to_vec())].concat();
    let taken = Taken::<Span>::read(&field(1, backwards), Encoding::Protobuf, window()).unwrap();
    assert_eq!(taken, Taken::of(whole, window()));
}

#[test]
fn points_of_every_kind_become_rows() {
    let json = r#"{"resourceMetrics":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"payments"}}]},"scopeMetrics":[{"metrics":[
        {"name":"queue","unit":"1","gauge":{"dataPoints":[{"timeUnixNano":"1790000000000000000","asInt":"7"}]}},
        {"name":"requests","sum":{"aggregationTemporality":2,"isMonotonic":true,"dataPoints":[{"startTimeUnixNano":"1789999999000000000","timeUnixNano":"1790000000000000000","asDouble":3.5}]}},
        {"name":"took","unit":"s","histogram":{"aggregationTemporality":1,"dataPoints":[{"startTimeUnixNano":"1790000000000000000","timeUnixNano":"1790000000000000000","count":"3","sum":4.5,
            "bucketCounts":["1","2"],"explicitBounds":[1.0]}]}},
        {"name":"old","summary":{"dataPoints":[{"timeUnixNano":"1790000000000000000","count":"3","sum":4.5}]}},
        {"name":"","gauge":{"dataPoints":[{"timeUnixNano":"1790000000000000000","asInt":"7"}]}},
        {"name":"ended","gauge":{"dataPoints":[{"timeUnixNano":"1790000000000000000","flags":1}]}}
        ]}]}]}"#;
    let Taken { rows: points, refused } = Taken::<Point>::read(json.as_bytes(), Encoding::Json, window()).unwrap();
    let values: Vec<_> = points.iter().map(|point| (&*point.name, point.value.clone())).collect();
    let sum = Value::Sum { value: 3.5, temporality: Temporality::Cumulative, is_monotonic: true };
    let histogram = Value::Histogram {
        count: 3,
        sum: Some(4.5),
        temporality: Temporality::Delta,
        range: [None, None],
        buckets: Buckets { bounds: vec![1.0], counts: vec![1, 2] },
    };
    assert_eq!(values, [("queue", Value::Gauge(7.0)), ("requests", sum), ("took", histogram)]);
    let starts: Vec<_> = points.iter().map(|point| point.start_time).collect();
    assert_eq!(starts, [None, Some(1_789_999_999_000_000), None]);
    assert!(refused.by_reason().eq([(Refusal::Nameless, 1), (Refusal::Kind, 1)]));
}

#[test]
fn records_of_logs_become_rows() {
    let json = r#"{"resourceLogs":[{"scopeLogs":[{"logRecords":[
        {"timeUnixNano":"1790000000000000000","severityNumber":17,"severityText":"ERROR","body":{"stringValue":"card refused"},
         "traceId":"01010101010101010101010101010101","spanId":"0202020202020202"},
        {"observedTimeUnixNano":"1790000000000000000","severityNumber":99,"body":{"kvlistValue":{"values":[{"key":"a","value":{"intValue":"1"}}]}}},
        {"timeUnixNano":"1","body":{"stringValue":"of 1970"}}
        ]}]}]}"#;
    let Taken { rows: logs, refused } = Taken::<Log>::read(json.as_bytes(), Encoding::Json, window()).unwrap();
    let seen: Vec<_> = logs.iter().map(|log| (&*log.service_name, log.severity, &*log.body)).collect();
    assert_eq!(seen, [("unknown_service", 17, "card refused"), ("unknown_service", 0, r#"{"a":1}"#)]);
    assert_eq!(logs[0].span_id.unwrap().to_string(), "0202020202020202");
    assert!(refused.by_reason().eq([(Refusal::TooOld, 1)]));
}
