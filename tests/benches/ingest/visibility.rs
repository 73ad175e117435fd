//! How long it takes from when a span is sent until a query finds it.

use std::thread;
use std::time::{Duration, Instant, SystemTime};

use serde_json::json;

use super::receiver::Receiver;
use crate::http_request::post;
use crate::samples::Samples;

const POLL: Duration = Duration::from_millis(10);

/// From one span to the next; no whole number of the store's third of a second, so that all moments of its writing are met.
const EVERY: Duration = Duration::from_millis(1_700);

/// The delays of spans that are sent for so long, in milliseconds.
pub fn delays(receiver: &Receiver, lasts: Duration) -> Samples {
    let begun = Instant::now();
    let mut delays = Vec::new();
    for number in 1_u64.. {
        let sent = Instant::now();
        if begun.elapsed() + EVERY > lasts {
            break;
        }
        send(receiver, number);
        let sql = format!(
            "SELECT count(*) FROM otel_spans_local WHERE service_name = 'marker-{number}' AND start_time > now() - INTERVAL 1 MINUTE"
        );
        while receiver.count(&sql) == 0 {
            assert!(sent.elapsed() < Duration::from_secs(30), "the span does not come");
            thread::sleep(POLL);
        }
        delays.push(sent.elapsed().as_secs_f64() * 1e3);
        thread::sleep(EVERY.saturating_sub(sent.elapsed()));
    }
    Samples::of(delays)
}

fn send(receiver: &Receiver, number: u64) {
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap().as_nanos();
    let span = json!({
        "traceId": format!("{number:032x}"), "spanId": format!("{number:016x}"), "name": "marker", "kind": 1,
        "startTimeUnixNano": (now - 1_000).to_string(), "endTimeUnixNano": now.to_string(),
    });
    let service = json!({ "key": "service.name", "value": { "stringValue": format!("marker-{number}") } });
    let body =
        json!({ "resourceSpans": [{ "resource": { "attributes": [service] }, "scopeSpans": [{ "spans": [span] }] }] });
    post(receiver.http, "/v1/traces", "Content-Type: application/json", &body.to_string()).expect(200);
}
