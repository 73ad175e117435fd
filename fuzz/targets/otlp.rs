//! Bodies of OTLP's requests that a stranger sent. The first byte of the input says of which signal and in which encoding: `0` spans in
//! protobuf, `1` in JSON, `2` and `3` metrics, `4` and `5` logs.

#![no_main]

use coral_otlp::{Encoding, Log, Point, Row, Span, Taken, Value, Window};
use libfuzzer_sys::fuzz_target;

const NOW: i64 = 1_790_000_000_000_000;
const HOUR: i64 = 3_600_000_000;
const AHEAD: i64 = 600_000_000;

fuzz_target!(|input: &[u8]| {
    let [kind, body @ ..] = input else { return };
    let encoding = if kind % 2 == 0 { Encoding::Protobuf } else { Encoding::Json };
    match kind / 2 % 3 {
        0 => rows(body, encoding).iter().for_each(judge_span),
        1 => rows(body, encoding).iter().for_each(judge_point),
        _ => rows(body, encoding).iter().for_each(judge_log),
    }
});

fn rows<R: Row>(body: &[u8], encoding: Encoding) -> Vec<R> {
    match Taken::read(body, encoding, Window::around(NOW, HOUR)) {
        Ok(taken) => taken.rows,
        Err(error) => {
            assert!(error.to_string().len() < 1_000, "{error}");
            Vec::new()
        }
    }
}

fn judge_span(span: &Span) {
    judge_time(span.start_time);
    assert!(span.duration_ns >= 0 && span.http_status.is_none_or(|status| (100..600).contains(&status)), "{span:?}");
    assert!(span.trace_id.0 != [0; 16] && span.span_id.0 != [0; 8], "{span:?}");
    judge_objects([&span.attributes, &span.resource]);
}

fn judge_point(point: &Point) {
    judge_time(point.timestamp);
    assert!(!point.name.is_empty(), "{point:?}");
    match &point.value {
        Value::Gauge(value) | Value::Sum { value, .. } => assert!(value.is_finite(), "{point:?}"),
        Value::Histogram { count, buckets, .. } if !buckets.counts.is_empty() => {
            assert_eq!(buckets.counts.len(), buckets.bounds.len() + 1, "{point:?}");
            assert_eq!(buckets.counts.iter().sum::<u64>(), *count, "{point:?}");
            assert!(buckets.bounds.is_sorted_by(|low, high| low < high), "{point:?}");
        }
        Value::Histogram { .. } => {}
    }
    judge_objects([&point.attributes, &point.resource]);
}

fn judge_log(log: &Log) {
    judge_time(log.timestamp);
    assert!(log.severity <= 24, "{log:?}");
    judge_objects([&log.attributes, &log.resource]);
}

fn judge_time(time: i64) {
    assert!((NOW - HOUR..=NOW + AHEAD).contains(&time), "{time}");
}

fn judge_objects(objects: [&str; 2]) {
    for object in objects {
        assert!(serde_json::from_str::<serde_json::Map<String, serde_json::Value>>(object).is_ok(), "{object}");
    }
}
